"""Three ties year by year: the composite of each, how it moved, its sign, and their balance."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import When, day_of, name_of, pair_of, start_of
from multipole.answers.composite import STALE, Given, latest, seen, weights_of
from multipole.answers.measures import Asked, Point, points_of
from multipole.answers.triangle_signs import RULES, Votes, balance_of, balanced, told, votes_of
from multipole.core.errors import NothingFound
from multipole.core.types import Estimate
from multipole.relations.composite import Composite, composite, scaled
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("section", "tie", "sender", "receiver", "what")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((n, pa.float64()) for n in ("value", "low", "high", "coverage", "least", "most")),
        ("parts", pa.list_(pa.string())),
        *((n, pa.float64()) for n in ("before", "change", "change_low", "change_high")),
        ("toward", pa.string()),
        ("sign", pa.string()),
        *((n, pa.float64()) for n in ("positive", "neutral", "negative")),
        ("said", pa.string()),
        ("balance", pa.string()),
        *((n, pa.float64()) for n in ("balanced", "unbalanced")),
        *((n, pa.float64()) for n in ("raw", "raw_low", "raw_high")),
        ("of_start", pa.date32()),
        *((n, pa.string()) for n in ("status", "source", "release")),
        ("until", pa.date32()),
    ]
)
SHOWN: Final = ("when", "tie", "what", "value", "low", "high", "toward", "sign", "balance")
#: A change is that against the composite of so many years before, from the parts that both have.
BACK: Final = 5
#: Years given, up to the newest, unless a first one is named.
SPAN: Final = 40
_Row = dict[str, Any]
_Three = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Tie:
    """A tie in one year: its parts on 0 to 1, the points they are of, composite and sign."""

    points: Mapping[str, Point]
    parts: Mapping[str, Estimate]
    made: Composite
    votes: Votes


def triangle_years(
    store: Store,
    a: str,
    b: str,
    c: str,
    *,
    weights: Given | None = None,
    since: When | None = None,
    as_of: str | date | None = None,
) -> Answer:
    """What `multipole.answers.triangle` says of composites, signs and balance, for each year.

    Rows, by ``section``:

    - ``tie``: the composite of a tie in a year (0 far to 1 close) of the newest values then, none
      older than five years, with its interval, its ``coverage`` and ``parts``; ``change``: against
      `BACK` years ``before``, of the parts that both years have, with the interval that the two
      composites' ends leave, and ``toward``: ``closer`` or ``further`` where that is all on one
      side of 0, else ``no clear change``, or ``unknown``; the sign with its chances.
    - ``balance``: of the three signs of a year, with the chances of balanced and unbalanced.
    - ``part``: each value behind, on 0 to 1 in ``value`` and as it is measured in ``raw``; of the
      year of its own.

    Values of years before are as known by ``as_of``: a smoothed closeness has seen later acts.
    ``weights`` as for `triangle`. ``since``: the first year, by default 40 years up to the newest.
    Raises `UnknownCode` and `WrongUse` for what was asked, `NothingFound` when the store has no
    part of the composite of any of the three ties.
    """
    moved, known, first = weights_of(weights), day_of(as_of), start_of(since)
    states = _three(store, a, b, c)
    ties = [(min(p), max(p)) for p in ((states[0], states[1]), (states[0], states[2]),
                                       (states[1], states[2]))]  # fmt: skip
    names = {*(n for n, w in moved.items() if w), *(rule.measure for rule in RULES)}
    held = [list(points_of(Asked(store, *ends, known, "year"), names)) for ends in ties]
    years = _years(held, moved, first)
    if not years:
        raise NothingFound(
            f"the store has no part of the composite of {', '.join(states)}",
            where=str(store.path),
            remedy="Add votes, events or other records: multipole sources.",
        )
    rows = [*_of_years(ties, held, moved, years), *_parts(ties, held, moved, years)]
    table = pa.Table.from_pylist([{k: _told(v) for k, v in row.items()} for row in rows], SCHEMA)
    title = f"{', '.join(map(name_of, states))}: {years[0]} to {years[-1]}"
    return Answer(title, table, evidence.none(), tuple(_notes(held, moved)), SHOWN)


def _three(store: Store, a: str, b: str, c: str) -> _Three:
    own = store.actor_list()
    first, second = pair_of(a, b, own=own)
    _, third = pair_of(first, c, own=own)
    pair_of(second, third, own=own)
    return first, second, third


def _years(
    held: Sequence[Sequence[Point]], weights: Mapping[str, float], first: date | None
) -> range:
    """The years from the first asked for (or with a value) to the newest value of a part."""
    found = [
        point.period.start.year
        for points in held
        for point in points
        if seen(point) and weights.get(point.measure)
    ]
    if not found:
        return range(0)
    last = max(found)
    begin = first.year if first else max(min(found), last - SPAN + 1)
    return range(begin, last + 1)


def _of_years(
    ties: Sequence[tuple[str, str]],
    held: Sequence[Sequence[Point]],
    weights: Mapping[str, float],
    years: range,
) -> Iterator[_Row]:
    of = {
        year: [_tie(points, weights, year) for points in held]
        for year in range(years.start - BACK, years.stop)
    }
    for year in years:
        when = {"period_start": date(year, 1, 1), "period_end": date(year + 1, 1, 1)}
        for ends, tie, before in zip(ties, of[year], of[year - BACK], strict=True):
            named = {"tie": "-".join(ends), "sender": ends[0], "receiver": ends[1]}
            yield {"section": "tie", "what": "composite", **named, **when, **_stands(tie),
                   **_moved(tie, before, weights), **_sign(tie.votes)}  # fmt: skip
        yield {"section": "balance", "tie": "all", "what": "balance"} | when | _balance(of[year])


def _tie(points: Sequence[Point], weights: Mapping[str, float], year: int) -> _Tie:
    """A tie as its newest values of a year, or of up to `STALE` years before, tell it."""
    until = [p for p in points if year - STALE <= p.period.start.year <= year]
    newest = latest(until)
    parts = {n: scaled(n, newest[n].estimate) for n, w in weights.items() if w and n in newest}
    return _Tie(newest, parts, composite(parts, weights), votes_of(newest, since=year - STALE))


def _stands(tie: _Tie) -> _Row:
    made = tie.made
    return {
        "value": made.value.mean, "low": made.value.low, "high": made.value.high,
        "coverage": made.coverage, "least": made.least, "most": made.most,
        "parts": list(tie.parts), "until": max(
            (p.until for n, p in tie.points.items() if n in tie.parts and p.until), default=None),
    }  # fmt: skip


def _moved(now: _Tie, before: _Tie, weights: Mapping[str, float]) -> _Row:
    """The change of the parts that both years have."""
    shared = {n: weights[n] for n in now.parts if n in before.parts}
    if not shared:
        return {"toward": "unknown"}
    new, old = (composite({n: one.parts[n] for n in shared}, shared).value for one in (now, before))
    low, high = new.low - old.high, new.high - old.low
    word = "closer" if low > 0 else "further" if high < 0 else "no clear change"
    return {
        "before": old.mean, "change": new.mean - old.mean, "change_low": low, "change_high": high,
        "toward": word,
    }  # fmt: skip


def _sign(votes: Votes) -> _Row:
    return {
        "sign": votes.sign, "positive": votes.positive, "neutral": votes.neutral,
        "negative": votes.negative, "said": told(votes),
    }  # fmt: skip


def _balance(ties: Sequence[_Tie]) -> _Row:
    votes = [tie.votes for tie in ties]
    even, odd = balance_of(votes)
    return {"balance": balanced(votes), "balanced": even, "unbalanced": odd}


def _parts(
    ties: Sequence[tuple[str, str]],
    held: Sequence[Sequence[Point]],
    weights: Mapping[str, float],
    years: range,
) -> Iterator[_Row]:
    """The value of each part of the year itself."""
    for ends, points in zip(ties, held, strict=True):
        for year in years:
            own = latest(p for p in points if p.period.start.year == year)
            for name in (n for n, w in weights.items() if w and n in own):
                yield _part(ends, year, own[name])


def _part(ends: tuple[str, str], year: int, point: Point) -> _Row:
    value, raw = scaled(point.measure, point.estimate), point.estimate
    return {
        "section": "part", "tie": "-".join(ends), "sender": ends[0], "receiver": ends[1],
        "what": point.measure, "period_start": date(year, 1, 1),
        "period_end": date(year + 1, 1, 1), "value": value.mean, "low": value.low,
        "high": value.high, "raw": raw.mean, "raw_low": raw.low, "raw_high": raw.high,
        "of_start": point.period.start, "status": point.status, "source": point.source,
        "release": point.release, "until": point.until,
    }  # fmt: skip


def _told(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _notes(held: Sequence[Sequence[Point]], weights: Mapping[str, float]) -> Iterator[str]:
    told_of = ", ".join(f"{name} {weight:g}" for name, weight in weights.items() if weight)
    yield (
        f"Composite of a year, 0 far to 1 close, weights {told_of}: of the newest values then, "
        f"none older than {STALE} years. Parts come and go over the years, so that a step may be "
        "one of the record: see coverage and the parts."
    )
    yield (
        f"Change: against {BACK} years before, of the parts that both years have; clear only where "
        "the two intervals are apart, which is strict."
    )
    yield (
        "What is said of a past year is what is known of it now: the closeness of words and deeds "
        "is smoothed and has seen later acts."
    )
    reach: dict[str, set[str]] = {}
    for points in held:
        for point in points:
            if weights.get(point.measure) and point.until:
                named = f"{point.measure} ({point.source})"
                reach.setdefault(point.until.isoformat(), set()).add(named)
    if reach:
        said = "; ".join(f"{', '.join(sorted(n))} {day}" for day, n in sorted(reach.items()))
        yield f"Data until: {said}."

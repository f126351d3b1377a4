"""Everything the store can say of two actors: each measure, their tie, who leans, what turned."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import day_of, name_of, pair_of
from multipole.answers.composite import Given, compare, latest, weights_of
from multipole.answers.dyad_turns import turn_rows
from multipole.answers.measures.ask import points_of
from multipole.answers.measures.family import Asked
from multipole.answers.measures.points import Point
from multipole.answers.measures.registry import FAMILIES, MEASURES
from multipole.answers.tie_kind import criteria_from, judged, juniors, on_the_day, reach_of
from multipole.core.errors import NothingFound
from multipole.relations.kinds import Finding, Judged
from multipole.relations.kinds_words import is_it, standing, told
from multipole.relations.weights import difference
from multipole.store import Store

#: Years between a series' last value and the one it is compared with.
BACK: Final = 5
SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("section", "measure", "sender", "receiver", "domain")),
        ("directed", pa.bool_()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((n, pa.float64()) for n in ("value", "low", "high")),
        ("n", pa.int64()),
        *((n, pa.string()) for n in ("unit", "status")),
        *((n, pa.float64()) for n in ("change", "change_low", "change_high", "weight")),
        ("turns", pa.string()),
        *((n, pa.string()) for n in ("variable", "source", "release")),
        ("until", pa.date32()),
        ("note", pa.string()),
        ("cells", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("section", "named", "way", "session", "estimated", "changed", "until")
#: Measures that others contain or that the tie's criteria show: with ``details`` only.
_DETAILS: Final = frozenset(
    {
        "pi",
        "s_score",
        "imports_in_gdp",
        "talk",
        "cooperation_words",
        "conflict_words",
        "goldstein_mean",
        "goldstein_net",
    }
    | {name for name in MEASURES if name.startswith(("pledge_", "count_"))}
)
_Row = dict[str, Any]


def dyad(
    store: Store,
    a: str,
    b: str,
    *,
    as_of: str | date | None = None,
    weights: Given | None = None,
    criteria: str | Path | None = None,
    turns: bool = True,
    details: bool = False,
    seed: int = 0,
) -> Answer:
    """All measures of two actors at their latest, with what they come to.

    Sections: one a family of measures, a row a series: its last known value with interval, the
    change over five years, and the last day of its data; ``tie``: the criteria of the kind of tie,
    each met, not met or unknown; ``composite``: the parts on a scale from 0 to 1 with ``weights``;
    ``turning points``: the breaks that yearly series show (``turns`` False leaves them out). With
    ``details`` also single pledges, rates and counts of acts, and series that others contain. The
    notes say the kind of tie, whether it is an alliance, who is the junior partner, and what the
    composite is worth. The tie is judged for the day ``as_of``, else the last day that any data
    reach. ``criteria`` is a table of one's own.

    Series are never averaged, but in the composite, whose weights are shown. Raises `UnknownCode`
    and `WrongUse` for what was asked, `NothingFound` when the store has no measure of the two.
    """
    left, right = pair_of(a, b, own=store.actor_list())
    known, moved, table = day_of(as_of), weights_of(weights), criteria_from(criteria)
    points = dyad_points(store, left, right, known)
    on = known or reach_of(points)
    if on is None:
        raise NothingFound(
            f"the store has no measure of {left} and {right}", where=str(store.path),
            remedy="Add reports or data sets: multipole read, multipole sources.",
        )  # fmt: skip
    now, then = judged(points, left, right, on=on, criteria=table, settle=known is None)
    mixed = compare([latest(points)], moved, seed=seed)
    found = turn_rows(store, left, right, known, seed=seed) if turns else ([], [])
    rows = [
        *_series_rows(points, details=details),
        *_tie_rows(then or now),
        *_composite_rows(mixed, (left, right)),
        *found[0],
    ]
    notes = (
        *_tie_notes(now, then),
        str(juniors(points, left, right, on=known)),
        *composite_notes(mixed),
        *found[1],
        *_read_as(points),
    )
    title = f"{name_of(left)} ({left}) and {name_of(right)} ({right}), data to {on}"
    filled = [dict.fromkeys(SCHEMA.names) | row for row in rows]
    return Answer(title, pa.Table.from_pylist(filled, schema=SCHEMA), evidence.none(), notes, SHOWN)


def dyad_points(
    store: Store, a: str, b: str, known: date | None, *, names: Iterable[str] | None = None
) -> list[Point]:
    """All points of a pair, or of the measures of these ``names``.

    Acts come by month, and by year where a source has years only.
    """
    asked, wanted = Asked(store, a, b, known), None if names is None else set(names)
    found = list(points_of(asked, wanted))
    monthly = {p.source for p in found if p.variable == "acts"}
    yearly = points_of(
        replace(asked, step="year"), [n for n in _ACTS if wanted is None or n in wanted]
    )
    return [*found, *(p for p in yearly if p.source not in monthly)]


_ACTS: Final = tuple(
    m.name for family in FAMILIES if family.name == "acts" for m in family.measures
)


def _series_rows(points: Sequence[Point], *, details: bool) -> Iterator[_Row]:
    """The last known value of each series, in the order of the families.

    Without ``details``: of several sources the one that reaches furthest and the one with most
    values, and no measure that others contain.
    """
    series: dict[tuple[str, ...], dict[tuple[str, ...], list[Point]]] = {}
    for p in points:
        seen = p.known and (p.estimate.n or p.status != "estimated")
        if seen and (details or p.measure not in _DETAILS):
            held = series.setdefault((p.measure, p.sender, p.receiver, p.domain), {})
            held.setdefault((p.variable, p.source, _step(p)), []).append(p)
    section = {m.name: family.name for family in FAMILIES for m in family.measures}
    order = {name: n for n, name in enumerate(MEASURES)}
    for ends in sorted(series, key=lambda ends: order[ends[0]]):
        told = list(series[ends].values())
        for known in told if details else _telling(told):
            last = max(known, key=lambda p: p.period.end)
            yield _row(last, section[last.measure]) | _changed(last, known)


def _telling(every: Sequence[list[Point]]) -> list[list[Point]]:
    """The series with most values and, where that is another, the one that reaches furthest."""
    longest = max(every, key=len)
    furthest = max(every, key=lambda held: (max(p.period.end for p in held), len(held)))
    return [longest] if longest is furthest else [longest, furthest]


def _step(point: Point) -> str:
    return "month" if point.period.days < 300 else "year"


def _row(point: Point, section: str) -> _Row:
    value, measure = point.estimate, MEASURES[point.measure]
    return {
        "section": section, "measure": point.measure, "sender": point.sender,
        "receiver": point.receiver, "domain": point.domain, "directed": measure.directed,
        "period_start": point.period.start, "period_end": point.period.end, "value": value.mean,
        "low": value.low, "high": value.high, "n": value.n, "unit": measure.unit,
        "status": point.status, "variable": point.variable, "source": point.source,
        "release": point.release, "until": point.until, "note": point.note,
        "cells": list(point.cells),
    }  # fmt: skip


def _changed(last: Point, known: Sequence[Point]) -> _Row:
    """The change since the period that began five years before the last."""
    start = last.period.start
    for point in known:
        began = point.period.start
        same = abs((start.year - began.year) * 12 + start.month - began.month - 12 * BACK) <= 1
        if same and point is not last:
            found = difference(last.estimate, point.estimate)
            return {"change": found.mean, "change_low": found.low, "change_high": found.high}
    return {}


def _tie_rows(told_of: Judged) -> Iterator[_Row]:
    if told_of.word == "unknown":
        return
    reading = told_of.reading(told_of.word)
    for words, findings in (
        ("for", reading.speaks_for), ("against", reading.speaks_against),
        ("unknown", reading.not_known),
    ):  # fmt: skip
        for one in findings:
            yield _finding_row(one, f"{told_of.word}: {words}")


def _finding_row(one: Finding, section: str) -> _Row:
    seen, criterion = one.seen, one.criterion
    known = not math.isnan(seen.value)
    return {
        "section": section, "measure": criterion.measure, "sender": "", "receiver": "",
        "period_start": seen.period and seen.period.start,
        "period_end": seen.period and seen.period.end, "value": seen.value if known else None,
        "low": None if math.isnan(seen.low) else seen.low,
        "high": None if math.isnan(seen.high) else seen.high, "unit": criterion.unit,
        "status": one.why or one.status, "until": seen.until, "source": "+".join(seen.sources),
        "note": told(one), "cells": list(seen.rests_on),
    }  # fmt: skip


def _composite_rows(mixed: Any, ends: tuple[str, str]) -> Iterator[_Row]:
    parts, found = mixed.parts[0], mixed.found[0]
    if not parts:
        return
    a, b = sorted(ends)
    value = found.value
    yield {
        "section": "composite", "measure": "composite", "sender": a, "receiver": b,
        "value": None if math.isnan(value.mean) else value.mean, "low": value.low,
        "high": value.high, "n": value.n, "unit": "0 to 1", "status": "estimated",
        "directed": False, "note": f"between {found.least:.2f} and {found.most:.2f} if all parts "
        "were known",
    }  # fmt: skip
    for name, one in parts.items():
        point = one.point
        yield _row(point, "composite") | {
            "value": one.estimate.mean, "low": one.estimate.low, "high": one.estimate.high,
            "unit": "0 to 1", "weight": mixed.weights[name],
            "note": "too old to count" if one.stale else "",
        }  # fmt: skip


def _tie_notes(now: Judged, then: Judged | None) -> Iterator[str]:
    yield f"Kind of tie: {standing(then or now)}"
    if then is not None:
        yield f"{on_the_day(now)} {then.on} is the last year end that tells more."
    yield is_it("alliance", then or now).sentence


def composite_notes(mixed: Any) -> Iterator[str]:
    """What the composite is, what it leaves out, and what other weights would make of it."""
    found, under = mixed.found[0], mixed.under[0]
    value = found.value
    if math.isnan(value.mean):
        return
    said = (
        f"Composite {value.mean:.2f} ({value.low:.2f} to {value.high:.2f}) of 0 far to 1 close, "
        f"over {found.coverage:.0%} of the weight"
    )
    yield (
        f"{said}; with any other weights {under.flat[0]:.2f} to {under.flat[1]:.2f}; its parts lie "
        f"{found.spread:.2f} apart (standard deviation). Move them with --weights agreement=2."
    )


def _read_as(points: Iterable[Point]) -> Iterator[str]:
    names = (name for p in points if p.known for name in re.split(r"[+,] ?", p.source))
    sources = sorted(dict.fromkeys(names))
    yield f"Sources: {', '.join(sources)}. Why a value moved: multipole why MEASURE A B YEAR."
    yield (
        "Intervals hold 90% of the doubt of counting; recorded amounts have none. Change: over "
        "five years, with the doubt of both values; whether it is more than such a series wanders "
        "by itself is under turning points."
    )

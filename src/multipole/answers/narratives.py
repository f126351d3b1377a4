"""Who tells what, and how: coverage, delay, who acts and is blamed, who is heard, leanings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.asked import When, day_of, domain_of, name_of
from multipole.answers.evidence import evidence
from multipole.answers.narrative_sides import Material, asked_of, material, theme_words
from multipole.answers.narratives_events import shared_events
from multipole.answers.words import count
from multipole.core.errors import NothingFound
from multipole.narratives.intervals import Interval
from multipole.narratives.shares import FEWEST, FIGURES, Gap, Share, gaps, shares
from multipole.narratives.tellings import Coverage, coverage
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("figure", "about", "side", "text")),
        *((n, pa.float64()) for n in ("value", "low", "high")),
        ("count", pa.int64()),
        ("cases", pa.int64()),
        ("against", pa.string()),
        ("claims", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("figure", "about", "side", "text", "claims")
#: So many differences are told, the surest first.
DIFFERENCES: Final = 5
#: Figures that are not shares of a side's tellings.
READ, COVERS, DELAY, DIFFERS = "was read", "covers", "delay", "differs"
NOTES: Final = (
    "covers: of the events that another side tells, and beside which a report of this one was "
    "read, how many it tells too. delay: median days after the first report of any side.",
    "Shares count each case once: " + "; ".join(f"{k}: of {v}" for k, v in FIGURES.items()) + ". "
    "An event is of conflict by its PLOVER type; acts that both ends do to each other are left out "
    "of who acts against whom.",
    "Intervals are 90% (shares: Wilson 1927; differences: Newcombe 1998) and know of chance in "
    "counting only, not of the coder's errors nor of what was not read. There is no score of bias: "
    "the sentences are there to be read.",
)
_Row = dict[str, Any]


def narratives(
    store: Store,
    actors: Iterable[str] = (),
    *,
    by: str = "outlets",
    sides: Iterable[str] = (),
    since: When | None = None,
    until: When | None = None,
    domain: str | None = None,
    words: str = "",
    as_of: str | date | None = None,
) -> Answer:
    """How outlets, or governments as speakers, tell a theme: shares of each with intervals.

    ``by``, ``sides``, ``actors``, ``domain``, ``words``, ``since``, ``until``, ``as_of`` and errors
    as in `multipole.answers.retold`; `NothingFound` also when no side tells anything of the theme.

    One row a figure, what it is ``about``, and side: ``count`` of ``cases`` with ``value``, ``low``
    and ``high``. ``was read``: reports (``count``) and claims (``cases``) of the side. ``covers``
    and ``delay`` (days): see the notes. ``differs``: the surest differences between two sides,
    ``side`` above ``against``.
    """
    asked = asked_of(store, by=by, sides=sides, actors=actors, known=day_of(as_of), since=since,
                     until=until, domain=domain_of(domain), words=words)  # fmt: skip
    found = material(store, asked)
    if not found.told:
        raise NothingFound(
            f"none of {', '.join(asked.sides)} tells anything {theme_words(asked)}".strip(),
            where=str(store.path),
            remedy="Ask for a wider theme, or see: multipole status.",
        )
    return _answer(store, found)


def _answer(store: Store, found: Material) -> Answer:
    asked = found.asked
    _, made = shared_events(store, found, fewest=1)
    all_shares = [
        one for one in shares(found.told, asked.sides, always=asked.actors)
        if not (asked.by == "states" and one.figure == "is heard")
    ]  # fmt: skip
    apart = gaps(all_shares)
    rows = [
        *(_read_row(found, side) for side in asked.sides),
        *_coverage_rows(coverage(made, asked.sides)),
        *(_share_row(one) for one in all_shares),
        *(_gap_row(one) for one in apart[:DIFFERENCES]),
    ]
    title = f"How {len(asked.sides)} {asked.by} tell it {theme_words(asked)}".strip()
    told = evidence(store, (c for row in rows for c in row["claims"]), as_of=asked.known)
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    return Answer(title, table, told, (_first(found, apart), *NOTES), SHOWN)


def _first(found: Material, apart: Sequence[Gap]) -> str:
    """The answer in a sentence: the surest difference, or that there is none."""
    if not apart:
        return (
            f"No two sides have {FEWEST} cases or more of one figure, so no difference can be told."
        )
    surest = apart[0]
    lead = "The surest difference" if surest.clear else "No difference is sure; the surest"
    return (
        f"{lead} of {len(apart)}: {_gap_words(surest, found.asked.by)}. "
        "With so many compared, some look sure by chance."
    )


def _gap_words(gap: Gap, by: str) -> str:
    first, second = gap.first, gap.second
    sides = [f"by {name_of(s.side)}" if by == "states" else f"at {s.side}" for s in (first, second)]
    return (
        f"of {FIGURES[first.figure]}, {_about(first)} in {_counted(first)} {sides[0]} and in "
        f"{_counted(second)} {sides[1]}, a difference of {_points(gap.interval)}"
    )


def _about(one: Share) -> str:
    """What a share says, in words: ``Russia acts against others``."""
    if one.figure in ("told as", "leans"):
        return f"{one.figure} {one.about}"
    return f"{name_of(one.about)} {one.figure}"


def _counted(one: Share) -> str:
    return f"{one.interval.value:.0%} ({one.count} of {one.cases})"


def _points(interval: Interval) -> str:
    low, high = 100 * interval.low, 100 * interval.high
    return f"{100 * interval.value:.0f} points ({low:.0f} to {high:.0f})"


def _read_row(found: Material, side: str) -> _Row:
    own = [t for t in found.told if t.side == side]
    number = found.read[side]
    return _row("was read", "", side, f"{count(number, 'report')}, {count(len(own), 'claim')}",
                number=number, cases=len(own))  # fmt: skip


def _coverage_rows(found: Sequence[Coverage]) -> list[_Row]:
    rows = []
    for one in found:
        unread = f"; beside {one.unread} more no report of it was read" if one.unread else ""
        rows.append(_row(COVERS, "", one.side, _share_words(one.interval, one.told, one.expected)
                         + unread, one.interval, one.told, one.expected, one.claims))  # fmt: skip
    for one in found:
        late = one.delay_days
        days = "day" if late == 1 else "days"
        text = "" if late is None else f"{late:g} {days} ({count(one.delays, 'event')})"
        rows.append(_row(DELAY, "", one.side, text or "no event in common") | {"value": late}
                    | {"cases": one.delays})  # fmt: skip
    return rows


def _share_row(one: Share) -> _Row:
    text = _share_words(one.interval, one.count, one.cases)
    return _row(one.figure, one.about, one.side, text, one.interval, one.count, one.cases,
                one.claims)  # fmt: skip


def _gap_row(gap: Gap) -> _Row:
    first, second = gap.first, gap.second
    text = f"{first.figure}: {_counted(first)} against {_counted(second)} by {second.side}, " + (
        _points(gap.interval)
    )
    return _row(DIFFERS, f"{first.figure} {first.about}", first.side, text, gap.interval,
                first.count, first.cases, (*first.claims, *second.claims)) | {
        "against": second.side
    }  # fmt: skip


def _share_words(interval: Interval, number: int, cases: int) -> str:
    if not cases:
        return "no case"
    low, high = 100 * interval.low, 100 * interval.high
    return f"{number} of {cases}, {interval.value:.0%} ({low:.0f} to {high:.0f})"


def _row(
    figure: str, about: str, side: str, text: str, interval: Interval | None = None,
    number: int | None = None, cases: int | None = None, claims: Iterable[str] = (),
) -> _Row:  # fmt: skip
    known = interval if interval and cases else None
    return {
        "figure": figure, "about": about, "side": side, "text": text,
        "value": known and known.value, "low": known and known.low, "high": known and known.high,
        "count": number, "cases": cases, "against": "", "claims": list(dict.fromkeys(claims)),
    }  # fmt: skip

"""What a pledge made or broken changes on paper: its level, the kind of tie, the sign of the tie.

Taken of the last year whose pledges are known: the same year with and without the pledge. What the
acts that tell of it bring is in the paths.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import name_of
from multipole.answers.composite import STALE, latest
from multipole.answers.dyad import dyad_points
from multipole.answers.measures.pledges import COMMITMENT, VARIABLES
from multipole.answers.measures.points import Point
from multipole.answers.tie_kind import judged
from multipole.answers.tie_points import ASKED
from multipole.answers.triangle_signs import RULES, Votes, votes_of
from multipole.core.periods import Period
from multipole.core.types import Estimate
from multipole.relations.commitment import LEVELS, Pledge, commitment
from multipole.relations.commitment import Commitment as Level
from multipole.scenario.shocks import Commitment
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("pledge", "effect", "sender", "receiver", "before", "after")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("changed", pa.bool_()),
        *((n, pa.string()) for n in ("source", "note")),
    ]
)
SHOWN: Final = ("pledge", "effect", "before", "after", "when")
_NAMES: Final = {*ASKED, COMMITMENT.name, *(rule.measure for rule in RULES),
                 *(f"pledge_{name}" for name, _ in VARIABLES)}  # fmt: skip


def pledges_answer(
    store: Store, pledges: Sequence[Commitment], *, as_of: date | None
) -> Answer:  # fmt: skip
    """Rows of each pledge: its level, the kind of the tie and the sign of the edge, before, after.

    ``changed`` says whether the word or level is another one.
    """
    rows = [row for one in pledges for row in _of(store, one, as_of)]
    table = pa.Table.from_pylist([dict.fromkeys(SCHEMA.names) | row for row in rows], SCHEMA)
    return Answer("Pledges", table, evidence.none(), tuple(_notes(pledges)), SHOWN)


def told(one: Commitment) -> str:
    """``China and Russia make a pledge of defence``."""
    does = "made" if one.made else "broken"
    by = f" by {name_of(one.by)}" if one.by else ""
    return f"Pledge of {one.pledge} between {name_of(one.a)} and {name_of(one.b)} {does}{by}"


def _of(store: Store, one: Commitment, as_of: date | None) -> Iterator[dict[str, Any]]:
    a, b = min(one.a, one.b), max(one.a, one.b)
    points = dyad_points(store, a, b, as_of, names=_NAMES)
    year = _year(points, one.day)
    known = [_pledge(p) for p in points if p.measure.startswith("pledge_") and p.period == year]
    supposed = _supposed(known, one, (a, b), year)
    levels = [commitment(held, a=a, b=b, period=year) for held in (known, supposed)]
    head = {"pledge": told(one), "sender": a, "receiver": b, "period_start": year.start,
            "period_end": year.end}  # fmt: skip
    yield head | _row("level of commitment", *map(_level, levels)) | {
        "source": "atop" if known else "none", "note": levels[1].words,
    }  # fmt: skip
    after = _replaced(points, supposed, levels[1], year, (a, b))
    words = [judged(held, a, b, on=year.last, settle=False)[0].word for held in (points, after)]
    yield head | _row("kind of tie", *words)
    signs = [votes_of(latest(held), since=year.start.year - STALE) for held in (points, after)]
    yield head | _row("sign of the tie", *map(_sign, signs))


def _row(effect: str, before: str, after: str) -> dict[str, Any]:
    return {"effect": effect, "before": before, "after": after, "changed": before != after}


def _year(points: Sequence[Point], day: date) -> Period:
    """The year of the pledge, or the last one before whose pledges are known."""
    years = [p.period.start.year for p in points if p.measure == COMMITMENT.name]
    return Period.year(min(day.year, max((y for y in years if y <= day.year), default=day.year)))


def _pledge(point: Point) -> Pledge:
    name = next(n for n, _ in VARIABLES if point.measure == f"pledge_{n}")
    held = None if math.isnan(point.estimate.mean) else point.estimate.mean > 0
    return Pledge(name, held, point.period, point.source, point.cells, point.sender)


def _supposed(
    known: Sequence[Pledge], one: Commitment, ends: tuple[str, str], year: Period
) -> list[Pledge]:
    """The pledges of the year with this one held, or not held, by whom it binds."""
    bound = (one.by,) if one.by else ends
    others = [p for p in known if not (p.obligation == one.pledge and p.by in bound)]
    mine = [Pledge(one.pledge, one.made, year, "supposed", (), by) for by in bound]
    return [*others, *mine]


def _level(found: Level) -> str:
    return f"{found.low} to {found.high} of 3" if found.level is None else f"{found.level} of 3"


def _sign(votes: Votes) -> str:
    if math.isnan(votes.positive):
        return "unknown"
    return f"{votes.sign} (+ {votes.positive:.2f}, - {votes.negative:.2f})"


def _replaced(
    points: Sequence[Point],
    supposed: Sequence[Pledge],
    level: Level,
    year: Period,
    ends: tuple[str, str],
) -> list[Point]:
    """The points with those of the year's pledges as supposed."""
    ours = {COMMITMENT.name, *(f"pledge_{name}" for name, _ in VARIABLES)}
    kept = [p for p in points if not (p.measure in ours and p.period == year)]
    value = Estimate(
        math.nan if level.level is None else float(level.level),
        float(level.low), float(level.high), max(len(supposed), 1),
    )  # fmt: skip
    made = [Point(COMMITMENT.name, *ends, year, value, "supposed", "supposed", until=year.last)]
    for one in supposed:
        held = float("nan") if one.held is None else float(one.held)
        low, high = (0.0, 1.0) if one.held is None else (held, held)
        other = ends[1] if one.by == ends[0] else ends[0]
        made.append(
            Point(f"pledge_{one.obligation}", one.by, other, year, Estimate(held, low, high, 1),
                  "supposed", "supposed", until=year.last)
        )  # fmt: skip
    return kept + made


def _notes(pledges: Sequence[Commitment]) -> Iterator[str]:
    for one in pledges:
        level = LEVELS[one.pledge]
        yield (f"{told(one)}: a pledge of {one.pledge} is level {level} of 3; levels say what was "
               "pledged, not how far it is kept.")  # fmt: skip

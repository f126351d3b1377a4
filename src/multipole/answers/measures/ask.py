"""One measure of two actors over time, as an answer or as plain points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final, get_args

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import When, day_of, end_of, name_of, one_of, pair_of, start_of
from multipole.answers.measures.family import Asked, Step
from multipole.answers.measures.points import WHOLE, Point, table_of
from multipole.answers.measures.registry import FAMILIES, MEASURES
from multipole.answers.words import count
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.types import Measure
from multipole.store import Store

SHOWN: Final = ("session", "pair", "measured", "doubt", "n", "source", "until")
STEPS: Final[tuple[Step, ...]] = get_args(Step)
_DOUBT: Final = "Low and high hold 90% of the doubt; a recorded amount has none of sampling."
_SCHEMA: Final = pa.schema(
    [
        ("measure", pa.string()),
        ("unit", pa.string()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("directed", pa.bool_()),
        ("family", pa.string()),
        ("cite", pa.string()),
    ]
)


def measure_list() -> Answer:
    """Every measure that `measure` takes, with unit, range and reference."""
    rows = [
        {"measure": m.name, "unit": m.unit, "low": m.low, "high": m.high, "directed": m.directed,
         "family": family.name, "cite": m.cite}
        for family in FAMILIES
        for m in family.measures
    ]  # fmt: skip
    table = pa.Table.from_pylist(rows, schema=_SCHEMA)
    shown = ("measure", "unit", "directed", "family", "cite")
    return Answer("Measures", table, evidence.none(), (), shown)


def measure(
    store: Store,
    name: str,
    a: str,
    b: str,
    *,
    since: When | None = None,
    until: When | None = None,
    step: str = "month",
    domains: bool = False,
    as_of: str | date | None = None,
) -> Answer:
    """A measure of two actors over time, each value with interval, source and how far data reach.

    ``name`` is one of `measure_list`, or several with commas between. Directed ones come in both
    directions, those of one actor for each of the two. ``step`` (month, quarter or year) and
    ``domains`` matter to series of events. Of one name from two publishers each is a series of its
    own. A value that the source should have and has not is null with status ``missing``; years that
    it does not cover are no rows.

    Raises `UnknownCode` and `WrongUse` for what was asked, `NothingFound` when the store has none.
    """
    known = _named(name)
    left, right = pair_of(a, b, own=store.actor_list())
    asked = Asked(store, left, right, day_of(as_of), one_of(step, STEPS, "a step"), domains)
    first, last = start_of(since) or date.min, end_of(until) or date.max
    found = [
        point
        for point in points_of(asked, [one.name for one in known])
        if point.period.end > first and point.period.start < last
    ]
    if not found:
        raise NothingFound(
            f"the store has no {' or '.join(m.name for m in known)} of {left} and {right} then",
            where=str(store.path),
            remedy="See what it holds: multipole status; what there is: multipole sources.",
        )
    names = ", ".join(m.name for m in known)
    title = f"{names} of {name_of(left)} and {name_of(right)}: {count(len(found), 'value')}"
    notes = (*map(_defined, known), _DOUBT)
    shown = SHOWN if len(known) == 1 else ("measure", *SHOWN)
    if any(point.domain != WHOLE for point in found):
        shown = ("domain", *shown)
    return Answer(title, table_of(found, MEASURES), evidence.none(), notes, shown)


def _named(names: str) -> list[Measure]:
    given = [name.strip().lower() for name in names.split(",") if name.strip()]
    if not given:
        raise WrongUse("no measure was named", remedy="Name one: multipole measures lists them.")
    return [MEASURES[one_of(name, tuple(MEASURES), "a measure")] for name in given]


def points_of(asked: Asked, names: Iterable[str] | None = None) -> Iterator[Point]:
    """The points of all measures, or of those named, family by family."""
    told = asked if names is None else replace(asked, names=frozenset(names))
    for family in FAMILIES:
        if told.wants(*(m.name for m in family.measures)):
            yield from (point for point in family.make(told) if told.wants(point.measure))


def _defined(known: Measure) -> str:
    span = f"from {known.low:g} to {known.high:g}"
    return f"{known.name}: {known.unit}, {span}. {known.cite}."

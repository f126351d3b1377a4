"""Which events and cells moved a measure of two actors from one period to another."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from multipole.answers.answer import Answer
from multipole.answers.asked import day_of, name_of, one_of, pair_of
from multipole.answers.evidence import evidence
from multipole.answers.measures.ask import points_of
from multipole.answers.measures.family import Asked, Step
from multipole.answers.measures.points import WHOLE, Point
from multipole.answers.measures.recorded import CAPABILITIES, RECORDED
from multipole.answers.measures.registry import MEASURES
from multipole.answers.measures.reports import KINDS
from multipole.answers.moved import acts, choose, ideal, recorded, reports, shares, votes
from multipole.answers.moved.part import Case, Parts
from multipole.answers.moved.table import shown_of, span_words, table_of
from multipole.core.errors import BadValue, NothingFound, WrongUse
from multipole.core.periods import Period
from multipole.core.types import Measure
from multipole.relations.weights import difference
from multipole.store import Store

Apart = Callable[[Case], Parts]
#: How each measure is taken apart. A measure that is not here has no parts that can be named.
TAKEN: Final[tuple[tuple[tuple[str, ...], Apart], ...]] = (
    (tuple(votes.STATISTICS), votes.roll_calls),
    (("joint_vetoes",), votes.drafts),
    (tuple(one.measure.name for one in (*RECORDED,)), recorded.cells),
    ((CAPABILITIES.name,), recorded.cells),
    (("trade_dependence", "arms_dependence", "energy_dependence"), shares.partners),
    (acts.MODELLED, acts.modelled),
    (acts.COUNTED, acts.counted),
    (("ideal_point", "ideal_distance"), ideal.pulled),
    (tuple(name for name, _ in KINDS), reports.events),
)
#: Parts may miss the change by so much of the larger value: the last digit of sums of floats.
EXACT: Final = 1e-9


def moved(
    store: Store,
    measure: str,
    a: str,
    b: str,
    when: str | Period,
    *,
    against: str | Period | None = None,
    as_of: str | date | None = None,
    limit: int | None = None,
    source: str = "",
) -> Answer:
    """What moved a measure of two actors: its value at ``when`` and before, and every part of it.

    ``measure`` is one of `multipole.answers.measures.MEASURES`; of a directed one ``a`` is the
    sender, of one that is of one actor ``a`` is the actor. ``when`` and ``against`` are years,
    months or periods; without ``against`` it is the last period before with a value. ``source`` is
    a source, a variable or a flow, where a measure has several series; by default the first.

    Rows have the ``kind`` now, before, change (with ``value``, ``low``, ``high``), then ``part``,
    largest first: ``weight`` in the measure's unit, ``share`` of the change, what it is, its claims
    or cells. With ``limit`` so many parts and one row ``rest`` for all others. The weights of parts
    and rest add up to the change, by the rule in the notes. ``context`` rows have no weight. Where
    a value is unknown no weight is made up.

    Raises `UnknownCode`, `BadPeriod` and `WrongUse` for what was asked, also for a measure that has
    no parts that can be named, `NothingFound` when the store has no two values to compare.
    """
    known = MEASURES[one_of(measure.lower(), tuple(MEASURES), "a measure")]
    apart = _apart(known)
    left, right = pair_of(a, b, own=store.actor_list())
    period = _period(when)
    asked = Asked(store, left, right, day_of(as_of), _step(period))
    series = choose.series_of(p for p in points_of(asked, [known.name]) if _meant(known, p, left))
    found_in = _pairs(series, period, _period(against) if against else None)
    pairs = [pair for pair in found_in if source in ("", *_names(pair[0]))]
    if not pairs:
        raise _nothing(store, known, (left, right), period)
    case = Case(asked, *max(pairs, key=lambda pair: pair[0].known and pair[1].known))
    found = apart(case)
    others = _others(case, pairs)
    case = found.of or case
    _check(case, found)
    table = table_of(case, found, known, limit=limit)
    told = evidence(store, _claims(table.column("claims").to_pylist()), as_of=asked.as_of)
    shown, place = shown_of(table)
    notes = (found.rule, *found.notes, *_notes(case, known), *others, place)
    return Answer(_title(case, known), table, told, tuple(filter(None, notes)), shown)


def _apart(known: Measure) -> Apart:
    for names, apart in TAKEN:
        if known.name in names:
            return apart
    able = ", ".join(name for names, _ in TAKEN for name in names)
    raise WrongUse(
        f"{known.name} cannot be taken apart into what moved it yet",
        remedy=f"These can: {able}.",
    )


def _period(when: str | Period) -> Period:
    return Period.parse(when) if isinstance(when, str) else when


def _step(period: Period) -> Step:
    """The step of series of events that the period is one of."""
    match period.granularity:
        case "day" | "week" | "month":
            return "month"
        case "quarter":
            return "quarter"
        case _:
            return "year"


def _meant(known: Measure, point: Point, a: str) -> bool:
    """Whether a point is of the direction that was asked for."""
    return not known.directed or point.sender == a


def _pairs(
    series: choose.Series, period: Period, against: Period | None
) -> Iterator[tuple[Point, Point]]:
    """The two values of each series that has both, known or missing."""
    for points in series.values():
        now = choose.at(points, period)
        if now is None:
            continue
        before = choose.at(points, against) if against else choose.before(points, now)
        if before is not None and before is not now:
            yield now, before


def _names(point: Point) -> tuple[str, str, str]:
    """What tells a series from others of the measure: flow or domain, variable, source."""
    return point.domain, point.variable, point.source


def _nothing(store: Store, known: Measure, ends: tuple[str, str], period: Period) -> NothingFound:
    sign = " > " if known.directed else ", "
    return NothingFound(
        f"the store has no {known.name} of {sign.join(ends)} at {period} with one before it",
        where=str(store.path),
        remedy=f"See which there are: multipole measure {known.name} {' '.join(ends)}.",
    )


def _check(case: Case, found: Parts) -> None:
    """Never a wrong sum: parts that do not add up are an error, not an answer."""
    if math.isnan(case.change):
        return
    whole = math.fsum(part.weight or 0.0 for part in found.parts)
    size = max(1.0, abs(case.now.estimate.mean), abs(case.before.estimate.mean))
    if abs(whole - case.change) > EXACT * size:
        raise BadValue(
            f"the parts of {case.now.measure} add up to {whole:.12g}, its change is "
            f"{case.change:.12g}",
            remedy="Do not use this answer; it is a fault of multipole.",
        )


def _claims(told: Iterable[Sequence[str] | None]) -> list[str]:
    return [claim for claims in told for claim in claims or ()]


def _title(case: Case, known: Measure) -> str:
    ends = [name_of(end) for end in (case.now.sender, case.now.receiver) if end]
    sign = " > " if known.directed else " and "
    spans = f"{span_words(case.before.period)} to {span_words(case.now.period)}"
    domain = "" if case.now.domain == WHOLE else f" ({case.now.domain})"
    return f"What moved {known.name}{domain} of {sign.join(ends)}, {spans}"


def _notes(case: Case, known: Measure) -> Iterator[str]:
    moved = difference(case.now.estimate, case.before.estimate)
    if math.isnan(moved.mean):
        yield "The change is unknown, so nothing has a weight."
    elif moved.low < moved.high and math.isfinite(moved.high - moved.low):
        yield (
            "The interval holds 90% of the doubt of a difference of two independent values, and is "
            "too wide where they share data; the weights are of the difference as counted."
        )
    yield (f"Weights are parts of the formula of {known.name} ({known.unit}), not causes.")


def _others(case: Case, pairs: Sequence[tuple[Point, Point]]) -> Iterator[str]:
    """The other series of the same measure, which are not added to this one."""
    for now, before in pairs:
        if now is not case.now and now.known and before.known:
            change = now.estimate.mean - before.estimate.mean
            mine, other = _names(case.now), _names(now)
            name = next((y for x, y in zip(mine, other, strict=True) if x != y), other[0])
            yield (
                f"Another series, {now.variable} of {now.source}: {change:+.4g} "
                f"(--source '{name}')."
            )

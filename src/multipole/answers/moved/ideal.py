"""What moved ideal points and their distance: the pull of each roll call of the session."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from multipole.answers.ideal import Fit, fitted
from multipole.answers.ideal_votes import VARIABLE
from multipole.answers.measures.points import Point
from multipole.answers.moved.part import Case, Part, Parts, cell_of, titles_of
from multipole.answers.moved.titles import votes_as_adopted
from multipole.answers.moved.votes import CAST
from multipole.answers.words import BEFORE_FIRST
from multipole.core.errors import WrongUse
from multipole.core.types import Estimate
from multipole.sources.votes.un import session_period

#: Less than this is the last digit of a sum.
_NONE: Final = 1e-12
_RULE: Final = (
    "Each roll call weighs its pull on the point: the slope of its log likelihood at the mode, "
    "times the variance that the session before leaves. Pulls above 0 are to the right."
)
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Way:
    """From one point of a state to another: pulls by item, and what is not a pull."""

    state: str
    before: float
    now: float
    by_item: Mapping[str, float]
    leaned: float
    mode: float


def pulled(case: Case) -> Parts:
    """The roll calls of the session, and what the model adds beside their pulls."""
    fit = fitted(case.store, case.asked.ends, None, case.asked.as_of, "fast", 1, None)
    ends = [state for state in (case.now.sender, case.now.receiver) if state]
    ways = [_way(fit, case, state) for state in ends]
    sides = [1.0] if len(ways) == 1 else _sides(*ways)
    own = _own(case, fit, ways)
    notes = () if own is case else (_ours(case),)
    parts = (*_roll_calls(own, ways, sides), *_rest(own, ways, sides))
    return Parts(parts, _RULE, notes, own)


def _session(point: Point) -> int:
    first = point.period.start.year - BEFORE_FIRST
    return next(s for s in (first, first + 1) if s > 0 and session_period(s) == point.period)


def _way(fit: Fit, case: Case, state: str) -> _Way:
    places = [fit.places.get((state, _session(point))) for point in (case.before, case.now)]
    if None in places:
        raise WrongUse(
            f"{state} has no point computed from votes in both sessions",
            remedy="Ask for sessions whose votes are in the store: multipole ideal-points.",
        )
    before, now = (float(fit.points.mean[place]) for place in places if place is not None)
    from multipole.relations.ideal_points_kernel import LATENT
    from multipole.relations.ideal_points_pulls import case_of, pulls

    found = case_of(fit.votes.rolls, fit.points, state=state, session=_session(case.now))
    pull = pulls(
        choice=found.choice, slope=found.slope, cuts=found.cuts, neighbours=found.neighbours,
        variances=found.variances, within=LATENT,
    )  # fmt: skip
    by_item: dict[str, float] = {}
    for item, weight in zip(found.items.tolist(), pull.pull.tolist(), strict=True):
        by_item[str(item)] = by_item.get(str(item), 0.0) + weight
    return _Way(state, before, now, by_item, pull.alone - before, now - pull.point)


def _sides(left: _Way, right: _Way) -> list[float]:
    """How a step to the right of each changes their distance."""
    sign = -1.0 if left.now < right.now else 1.0
    return [sign, -sign]


def _own(case: Case, fit: Fit, ways: list[_Way]) -> Case:
    """The case with values computed from the votes in place of published ones."""
    if case.now.source == fit.votes.source.source:
        return case
    sides = (case.before, [way.before for way in ways]), (case.now, [way.now for way in ways])
    before, now = (_computed(fit, point, values) for point, values in sides)
    return replace(case, before=before, now=now)


def _computed(fit: Fit, point: Point, values: list[float]) -> Point:
    """A point as computed from the votes; its doubt is told by ideal-points."""
    value = values[0] if len(values) == 1 else abs(values[0] - values[1])
    source = fit.votes.source
    return replace(
        point, estimate=Estimate(value, -math.inf, math.inf, point.estimate.n),
        source=source.source, release=source.release, variable=VARIABLE,
    )  # fmt: skip


def _ours(case: Case) -> str:
    return (
        f"Published values ({case.change:+.4g}) come without their model: these are computed from "
        "the votes in the store (fast, seed 1). For intervals: multipole ideal-points."
    )


def _roll_calls(case: Case, ways: list[_Way], sides: list[float]) -> Iterator[Part]:
    items = sorted({item for way in ways for item in way.by_item})
    titles = titles_of(case, items) | votes_as_adopted(case, case.now, items)
    ballots = _ballots(case, [way.state for way in ways])
    for item in items:
        cast = [row for way in ways if (row := ballots.get((way.state, item)))]
        told = ", ".join(f"{row['subject']} {CAST.get(row['value'], 'absent')}" for row in cast)
        pull = (side * way.by_item.get(item, 0.0) for way, side in zip(ways, sides, strict=True))
        first = cast[0] if cast else None
        yield Part(
            ": ".join(filter(None, (told, titles.get(item, item)))), math.fsum(pull),
            first["period_start"] if first else None, first["period_end"] if first else None,
            cells=tuple(cell_of(row) for row in cast), item=item,
        )  # fmt: skip


def _ballots(case: Case, states: list[str]) -> dict[tuple[str, str], _Row]:
    found = case.store.records.observations(
        variables=[VARIABLE], subjects=states, since=case.now.period.start,
        until=case.now.period.end, as_of=case.asked.as_of,
    )  # fmt: skip
    return {(row["subject"], row["item"]): row for row in found.to_pylist()}


def _rest(case: Case, ways: list[_Way], sides: list[float]) -> Iterator[Part]:
    """What is no pull: another neighbour in time, the mean beside the mode, a change of sides."""
    for way, side in zip(ways, sides, strict=True):
        if abs(way.leaned) > _NONE:
            yield Part(f"{way.state}: leans on another session than that before", side * way.leaned)
        words = f"{way.state}: the mean of the doubt is not the mode given the roll calls"
        yield Part(words, side * way.mode)
    if len(ways) == 2:
        gap = ways[0].before - ways[1].before
        crossed = sides[0] * gap - abs(gap)
        if crossed:
            yield Part("they changed sides: what lay between them counts twice", crossed)

"""The series of one edge of a triangle: latest value, change beyond noise, last turning point."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from multipole.answers.composite import seen
from multipole.answers.measures import FAMILIES, MEASURES, Asked, Point, points_of
from multipole.answers.measures.points import WHOLE
from multipole.answers.series_dyad import DyadSeries
from multipole.answers.series_events import coded_events, counted_events, reported_events
from multipole.answers.turns import holm
from multipole.core.periods import Period
from multipole.relations.votes_doubt import share_estimate

if TYPE_CHECKING:
    from multipole.relations.serial_null import Nulls
    from multipole.relations.turning import Turn
    from multipole.relations.turning_claim import ChangeTest

#: The change asked about is that of the last so many years (of a shorter series, of its last half)
#: against those before.
YEARS: Final = 10
ALPHA: Final = 0.05
#: Unchanged series simulated for each layout; the least p they give is near .01.
DRAWS: Final = 199
CONFLICT: Final = "conflict_share"
#: Families that have a command of their own and say who needs whom, not how close two are.
LEFT_TO_OTHERS: Final = frozenset({"dependence"})
#: Other formulas for the same votes or pledges, rates behind closeness, and plain counts.
LEFT_OUT: Final = frozenset(
    {"s_score", "kappa", "pi", "talk", "cooperation_words", "cooperation_deeds", "conflict_words",
     "conflict_deeds", *(n for n in MEASURES if n.startswith(("count_", "goldstein_", "pledge_")))}
)  # fmt: skip
ASKED: Final = tuple(
    measure.name
    for family in FAMILIES
    if family.name not in LEFT_TO_OTHERS
    for measure in family.measures
)
#: Measures of which less is closer; of the others more is.
FARTHER: Final = frozenset({"ideal_distance", "rivalry", "dispute", "sanction", CONFLICT})
#: Measures that are one of a few states of things: a change of the record is no matter of noise.
STATES: Final = frozenset({"rivalry", "sanction", "commitment", "dispute"})
#: Counts that grow by themselves are asked for a jump off their line.
GROWING: Final = frozenset({"organisations"})
_MODELLED: Final = "modelled"


@dataclass(frozen=True, slots=True)
class Series:
    """One series of an edge in order of time: only known values, with what the last one is of."""

    points: tuple[Point, ...]

    @property
    def last(self) -> Point:
        """The latest known value."""
        return self.points[-1]

    @property
    def name(self) -> str:
        """The measure."""
        return self.last.measure


@dataclass(frozen=True, slots=True)
class Moved:
    """How a series moved: ``test`` of the last years, or why there is none in ``words``.

    ``changed``: for the record of a state of things the year of its last change. ``p_family``: the
    test's p among all tests of the answer (Holm).
    """

    test: ChangeTest | None
    words: str
    changed: int | None = None
    p_family: float = math.nan

    @property
    def told(self) -> bool:
        """Whether the last years differ by more than noise, one series alone considered."""
        return self.measurable and self.test is not None and self.test.p <= ALPHA

    @property
    def measurable(self) -> bool:
        """Whether the series could say yes or no."""
        return self.test is not None and not math.isnan(self.test.p)

    @property
    def turn(self) -> Turn | None:
        """The latest turning point that the series establishes by itself."""
        return self.test.turns[-1] if self.test and self.test.turns else None


def points_of_edge(asked: Asked) -> list[Point]:
    """All points of an edge: those of the measures, and shares of conflict in counted events."""
    held = [point for point in points_of(asked, ASKED) if point.receiver]
    return held + [point for one in _events(asked) for point in one]


def _events(asked: Asked) -> Iterator[list[Point]]:
    for make in (counted_events, coded_events, reported_events):
        for one in make(asked.store, *asked.ends, asked.as_of):
            yield [_share(asked, one, n) for n in range(len(one.periods))]


def _share(asked: Asked, one: DyadSeries, n: int) -> Point:
    assert one.counts is not None
    assert one.of is not None
    estimate = share_estimate(one.counts[n], one.of[n])
    period = Period.year(one.periods[n])
    return Point(CONFLICT, *asked.ends, period, estimate, one.variable, one.source, one.release,
                 one.until)  # fmt: skip


def series_of(points: Iterable[Point]) -> list[Series]:
    """Points by series; those of a single domain and the `LEFT_OUT` are left out.

    Of several models of acts only the one that reaches furthest stays.
    """
    held: dict[tuple[str, ...], list[Point]] = {}
    for point in points:
        if point.domain == WHOLE and point.measure not in LEFT_OUT and seen(point):
            key = (point.measure, point.sender, point.receiver, point.source, point.variable)
            held.setdefault(key, []).append(point)
    found = [Series(tuple(sorted(one, key=lambda p: p.period.start))) for one in held.values()]
    return [one for one in found if not _overtaken(one, found)]


def _overtaken(one: Series, found: list[Series]) -> bool:
    """Whether a model of other sources tells of a later time; records all stay."""
    return one.last.variable == "acts" and any(
        other.name == one.name and other.last.period.start > one.last.period.start
        for other in found
    )


def moved(series: Series, *, since: int, nulls: Nulls, seed: int) -> Moved:
    """Whether the last `YEARS` of a series differ from those before, and where it turned.

    Under the serially dependent null of `multipole.relations.turning_claim`. Values of a model of
    time are not tested: its smoothing is dependence of our own making. Values before ``since`` do
    not count, and one at least must be of then or later.
    """
    kept = [point for point in series.points if point.period.start.year >= since]
    if series.name in STATES:
        return _of_record(kept)
    if any(point.status == "estimated" for point in kept):
        return Moved(None, _MODELLED)
    years = [point.period.start.year for point in kept]
    if len(set(years)) < len(years):
        return Moved(None, "several a year")
    return _tested(kept, years, nulls, seed)


def _tested(kept: list[Point], years: list[int], nulls: Nulls, seed: int) -> Moved:
    from multipole.relations.turning_claim import change_at

    counted = [point.estimate.low < point.estimate.high for point in kept]
    options: dict[str, Any] = {"periods": years, "nulls": nulls, "alpha": ALPHA}
    values = [point.estimate.mean for point in kept]
    if all(counted) and kept[0].measure in (*_SHARES, CONFLICT):
        options["of"] = [float(point.estimate.n) for point in kept]
        values = [round(v * n) for v, n in zip(values, options["of"], strict=True)]
    kind: Any = "jump" if kept[0].measure in GROWING else "level"
    recent = years[-min(YEARS, len(years) // 2) :] or years
    test = change_at(values, recent[0], rng=np.random.default_rng(seed), kind=kind, **options)
    reason = test.reason if test.verdict == "not measurable" else ""
    return Moved(test, reason.partition(":")[0])


_SHARES: Final = ("agreement", "joint_vetoes")


def _of_record(kept: list[Point]) -> Moved:
    """The year in which the record last changed; a record needs no test."""
    steps = [
        later.period.start.year
        for before, later in pairwise(kept)
        if later.estimate.mean != before.estimate.mean
    ]
    first = kept[0].period.start.year
    return Moved(None, "" if steps else f"same since {first}", steps[-1] if steps else None)


def with_family(found: list[Moved]) -> list[Moved]:
    """The same with their p among all that could be measured."""
    ps = holm([one.test.p if one.measurable and one.test else math.nan for one in found])
    return [replace(one, p_family=p) for one, p in zip(found, ps, strict=True)]


def toward(series: Series, change: float) -> str:
    """Which way a change points: ``closer`` or ``further``; nothing for none."""
    if not change:
        return ""
    return "closer" if (change > 0) == (series.name not in FARTHER) else "further"


def newest(found: Iterable[Series]) -> date | None:
    """The first day of the newest value of several series."""
    return max((one.last.period.start for one in found), default=None)

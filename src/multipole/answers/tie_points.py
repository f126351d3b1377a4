"""Points of measures as the criteria of a tie want them: one series a measure, both ways drawn."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from multipole.answers.measures.points import WHOLE, Point, unknown
from multipole.core.plover import QUADS
from multipole.relations.kinds_points import SCALES, Scale
from multipole.relations.kinds_points import Point as Seen

#: How the two directions of a period, or several lists of it, come to one value.
_SUMMED: Final = frozenset({"arms", "visits"})
_GREATEST: Final = frozenset(
    {"dispute", "sanction", "trade_dependence", *(n for n in SCALES if n.startswith("pledge_"))}
)
#: Criteria that ask for another measure of the same acts.
_ALSO: Final = {"force": "fighting"}
#: A model of acts decides nothing on fewer acts than this (each by its probability) in the years
#: that end with its value.
FEW: Final = 4
FEW_YEARS: Final = 5
#: The acts that each measure of the model is of: how the names of their quad classes begin.
MODELLED: Final = {
    "closeness": "", "closeness_words": "verbal", "closeness_deeds": "material",
    "conflict_deeds": "",
}  # fmt: skip
#: What must be asked for, so that the acts can be counted.
ASKED: Final = frozenset({*SCALES, *(f"count_{quad}" for quad in QUADS)})
_DAYS: Final = timedelta(days=365 * FEW_YEARS)


def tie_points(points: Iterable[Point]) -> dict[str, list[Seen]]:
    """Points by the names of `multipole.relations.kinds_points.MEASURES`; others are left out.

    Sums and greatest values over directions keep what is not known as a bound: one direction
    without a value makes the sum "so much or more". What reports tell is "so much or more" always.
    What a model says of fewer than `FEW` acts in `FEW_YEARS` years may be anything on the scale.
    """
    found: dict[str, list[Seen]] = {}
    given = list(points)
    acts = _Acts(p for p in given if p.measure.startswith("count_"))
    kept = [_weighed(p, acts) for p in given if p.measure in SCALES and _whole(p)]
    for name in dict.fromkeys(p.measure for p in kept):
        series = [p for p in kept if p.measure == name]
        found[name] = [*_of_measure(SCALES[name], series)]
        if name in _ALSO:
            found[_ALSO[name]] = found[name]
    return found


class _Acts:
    """How many acts of some quad classes a source tells in the years that end on a day."""

    def __init__(self, counts: Iterable[Point]) -> None:
        self._held: dict[tuple[str, str], tuple[list[date], list[float]]] = {}
        for point in sorted(counts, key=lambda p: p.period.end):
            for begin in {begin for begin in MODELLED.values() if _of(point, begin)}:
                ends, sums = self._held.setdefault((point.source, begin), ([], [0.0]))
                ends.append(point.period.end)
                sums.append(sums[-1] + point.estimate.mean)

    def until(self, day: date, begin: str, sources: Iterable[str]) -> float:
        """The most that one of the sources tells."""
        found = [self._held.get((source, begin), ([], [0.0])) for source in sources]
        return max(
            sums[bisect_right(ends, day)] - sums[bisect_right(ends, few_since(day))]
            for ends, sums in found
        )  # fmt: skip


def few_since(day: date) -> date:
    """The first of the days whose acts a value of the model that ends on ``day`` must rest on."""
    return day - _DAYS


def _of(count: Point, begin: str) -> bool:
    return count.measure.removeprefix("count_").startswith(begin)


def _weighed(point: Point, acts: _Acts) -> Point:
    """The point; of a model of too few acts only the bounds of the scale."""
    begin = MODELLED.get(point.measure)
    if begin is None or point.variable != "acts":
        return point
    n = acts.until(point.period.end, begin, point.source.split("+"))
    if n >= FEW:
        return point
    scale = SCALES[point.measure]
    return replace(point, estimate=unknown(scale.low, scale.high))


def _whole(point: Point) -> bool:
    return point.domain == WHOLE or point.measure == "trade_dependence"


def _of_measure(scale: Scale, series: Sequence[Point]) -> Iterable[Seen]:
    if scale.name in _SUMMED:
        return _drawn(scale, series, math.fsum, by_source=False)
    if scale.name in _GREATEST:
        return _drawn(scale, series, max, by_source=True)
    return (_seen(point) for point in series)


def _seen(point: Point) -> Seen:
    value = point.estimate
    high = math.inf if SCALES[point.measure].told else value.high
    return Seen(
        point.period.start, point.period.end, value.mean, value.low, high, max(value.n, 1),
        point.source, point.until, point.cells,
    )  # fmt: skip


def _drawn(
    scale: Scale, series: Sequence[Point], fold: Callable[[Iterable[float]], float], *,
    by_source: bool,
) -> Iterable[Seen]:  # fmt: skip
    groups: dict[tuple[object, ...], list[Point]] = {}
    for point in series:
        key = (point.period.start, point.period.end, point.source if by_source else "")
        groups.setdefault(key, []).append(point)
    lines = len({(p.sender, p.receiver, p.variable, p.domain) for p in series})
    for told in groups.values():
        yield _folded(scale, told, fold, lines)


def _folded(
    scale: Scale, told: Sequence[Point], fold: Callable[[Iterable[float]], float], lines: int
) -> Seen:
    """One value of those of a period; lines that have none there may hold anything."""
    absent = [scale.low] * (lines - len(told)), [scale.high] * (lines - len(told))
    lows = [scale.low if math.isnan(p.estimate.low) else p.estimate.low for p in told]
    highs = [scale.high if math.isnan(p.estimate.high) else p.estimate.high for p in told]
    low, high = fold([*lows, *absent[0]]), fold([*highs, *absent[1]])
    first = told[0]
    return Seen(
        first.period.start, first.period.end, low if low == high else math.nan, low, high,
        sum(p.estimate.n for p in told) or 1, "+".join(sorted({p.source for p in told})),
        max((p.until for p in told if p.until), default=None),
        tuple(dict.fromkeys(c for p in told for c in p.cells)),
    )  # fmt: skip

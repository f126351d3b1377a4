"""Points of measures as the criteria of a tie want them: one series a measure, both ways drawn."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from multipole.answers.measures.points import WHOLE, Point
from multipole.answers.measures.reports import REPORTS
from multipole.relations.kinds_points import SCALES, Scale
from multipole.relations.kinds_points import Point as Seen

#: How the two directions of a period, or several lists of it, come to one value.
_SUMMED: Final = frozenset({"arms", "visits"})
_GREATEST: Final = frozenset(
    {"dispute", "sanction", "trade_dependence", *(n for n in SCALES if n.startswith("pledge_"))}
)
#: Criteria that ask for another measure of the same acts.
_ALSO: Final = {"force": "fighting"}


def tie_points(points: Iterable[Point]) -> dict[str, list[Seen]]:
    """Points by the names of `multipole.relations.kinds_points.MEASURES`; others are left out.

    Sums and greatest values over directions keep what is not known as a bound: one direction
    without a value makes the sum "so much or more". What reports tell is "so much or more" always.
    """
    found: dict[str, list[Seen]] = {}
    kept = [p for p in points if p.measure in SCALES and _whole(p)]
    for name in dict.fromkeys(p.measure for p in kept):
        series = [p for p in kept if p.measure == name]
        found[name] = [*_of_measure(SCALES[name], series)]
        if name in _ALSO:
            found[_ALSO[name]] = found[name]
    return found


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
    high = math.inf if point.source == REPORTS and value.low == value.high else value.high
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

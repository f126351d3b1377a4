"""Measures of a pair as points in time, and what they come to in a window before a day.

A `Point` is one value of one measure in one period, with the interval that it may lie in. `seen`
takes the points of a measure in the window of so many years that ends on a day (with the period
then under way, a year at most) and gives one value with bounds:

    last    the point that ends last                     max    the greatest
    mean    the mean of all                               sum    their sum
    trend   the slope of a line through them, per year (least squares, interval of Student's t)

A point counts when half of its days, or half a year of them, lie in the window. Where less than all
but half a year of the window has values, the rest may hold anything that the scale of the measure
allows, and the bounds say so: a greatest value of 2 in half of a window is "2 or more". Several
sources each give their value; those that cover the window whole go first, and where they differ the
bounds span them. What is not known is NaN and never counted as 0.

Not for: forecasts, nor for a trend of a series that moves by itself (the line takes years as
independent; see the tests for turning points).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

import numpy as np
from scipy import special

from multipole.core.errors import BadValue
from multipole.core.periods import ONE_DAY, Period

Statistic = Literal["last", "mean", "max", "sum", "trend"]
Why = Literal["", "undecided", "no data", "data end", "too few", "measurements disagree"]
STATISTICS: Final[tuple[Statistic, ...]] = get_args(Statistic)
YEAR_DAYS: Final = 366
TREND_POINTS: Final = 4
MASS: Final = 0.9
_INF: Final = math.inf


@dataclass(frozen=True, slots=True)
class Scale:
    """A measure that criteria may ask for: its unit, its range, and the words for it.

    ``told`` marks counts of what reports tell. They are taken as "so many or more", whatever bound
    a point gives, as what no report tells may have been all the same.
    """

    name: str
    unit: str
    low: float
    high: float
    words: str
    told: bool = False


def _told(name: str, words: str) -> Scale:
    return Scale(name, "events", 0.0, _INF, f"{words} told by reports", told=True)


#: What criteria may ask for.
MEASURES: Final = (
    Scale("agreement", "share", 0.0, 1.0, "equal votes in the General Assembly"),
    Scale("ideal_distance", "points", 0.0, _INF, "distance of ideal points"),
    Scale("joint_vetoes", "share", 0.0, 1.0, "share of vetoes cast jointly"),
    Scale("closeness", "score", -1.0, 1.0, "closeness"),
    Scale("closeness_words", "score", -1.0, 1.0, "closeness in words"),
    Scale("closeness_deeds", "score", -1.0, 1.0, "closeness in deeds"),
    Scale("conflict_deeds", "per 1000 acts", 0.0, 1000.0, "conflict in deeds"),
    Scale("commitment", "level", 0.0, 3.0, "level of pledges"),
    Scale("pledge_defence", "0 or 1", 0.0, 1.0, "pledge of defence"),
    Scale("pledge_offence", "0 or 1", 0.0, 1.0, "pledge to join in attack"),
    Scale("pledge_neutrality", "0 or 1", 0.0, 1.0, "pledge of neutrality"),
    Scale("pledge_nonaggression", "0 or 1", 0.0, 1.0, "pledge of non-aggression"),
    Scale("pledge_consultation", "0 or 1", 0.0, 1.0, "pledge of consultation"),
    Scale("dispute", "level", 0.0, 5.0, "hostility in militarized disputes"),
    Scale("rivalry", "0 or 1", 0.0, 1.0, "strategic rivalry"),
    Scale("sanction", "0 or 1", 0.0, 1.0, "sanctions either way"),
    Scale("arms", "million TIV", 0.0, _INF, "arms delivered either way"),
    Scale("visits", "visits", 0.0, _INF, "visits of leaders"),
    Scale("organisations", "organisations", 0.0, _INF, "shared organisations"),
    _told("exercises", "joint exercises"),
    Scale("trade_dependence", "share", 0.0, 1.0, "the larger share of one in the other's trade"),
    _told("force", "uses of force"),
    _told("threats", "threats and shows of force"),
    _told("accusations", "accusations and refusals"),
    _told("agreements", "agreements"),
    _told("works", "works and aid outside the military"),
    _told("sanctions_told", "sanctions"),
    _told("joint_stands", "joint stands"),
    _told("talks", "talks"),
    _told("fighting", "attacks"),
    Scale("defence_words", "sign", -1.0, 1.0, "word on a commitment to defend each other"),
)
SCALES: Final = {measure.name: measure for measure in MEASURES}


@dataclass(frozen=True, slots=True)
class Point:
    """A measure's value in ``[period_start, period_end)``, its interval, and what it rests on.

    A value without bounds is exact. NaN with bounds is a value known only to lie between them;
    ``high`` may be infinite ("3 told, maybe more"). NaN throughout: asked of, and unknown.
    ``until`` is the last day that the source's data reach. Raises `BadValue` for a value outside
    its bounds or a period that does not end after it starts.
    """

    period_start: date
    period_end: date
    value: float
    low: float = math.nan
    high: float = math.nan
    n: int = 1
    source: str = ""
    until: date | None = None
    rests_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.period_start < self.period_end:
            raise BadValue(f"a point from {self.period_start} to {self.period_end} has no days")
        if not math.isnan(self.value):
            for bound in ("low", "high"):
                if math.isnan(getattr(self, bound)):
                    object.__setattr__(self, bound, float(self.value))
        if self.value < self.low or self.value > self.high or self.low > self.high:
            raise BadValue(f"{self.value} lies outside its interval {self.low} to {self.high}")

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.period_start, self.period_end)

    @property
    def known(self) -> bool:
        """Whether it says anything of its value."""
        return not (math.isnan(self.low) and math.isnan(self.high))


@dataclass(frozen=True, slots=True)
class Seen:
    """What the points of a measure come to in a window: a value, its bounds, and whence.

    ``value`` is NaN where only bounds are known, and all three where nothing is; ``why`` then says
    the reason. ``period`` spans the points used, ``until`` is the last day any source reaches.
    """

    value: float
    low: float
    high: float
    why: Why = ""
    n: int = 0
    period: Period | None = None
    until: date | None = None
    sources: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()


def seen(
    points: Iterable[Point], *, measure: str, statistic: Statistic, window_years: int, on: date
) -> Seen:
    """The ``statistic`` of ``points`` in the ``window_years`` years that end on ``on``.

    Points that begin after ``on`` are not used; their order does not matter. Raises `BadValue` for
    a measure that is none of `MEASURES`.

    Disputes of level 2 in 2012 and none in 2013, the last year of the data; asked in 2014:

    >>> until = date(2013, 12, 31)
    >>> points = [Point(date(y, 1, 1), date(y + 1, 1, 1), v, source="MID", until=until)
    ...           for y, v in ((2012, 2.0), (2013, 0.0))]
    >>> ask = dict(measure="dispute", on=date(2014, 12, 31))
    >>> found = seen(points, statistic="max", window_years=3, **ask)
    >>> found.value, found.low, found.high
    (nan, 2.0, 5.0)
    >>> seen(points, statistic="last", window_years=1, **ask).why
    'data end'

    Formula: v = the last, max, mean or sum of v_t over the points t in the window; for a trend b
    of v_t = a + b t + e_t. Of a part c of the window that has values, a mean lies between c low +
    (1 - c) s and c high + (1 - c) S, with s and S the least and the most of the scale.
    Shapes: points of one measure give one `Seen`.
    Unit: that of the measure, per year for a trend.
    Reference: Manski 2003, Partial Identification of Probability Distributions, for what unknown
    values leave open; the rules of windows and sources are ours.
    Not for: forecasts; a trend of a series that moves by itself, as the line takes years as
    independent (see `turning_points`).
    """
    scale = _scale(measure)
    given = sorted((p for p in points if p.period_start <= on), key=_order)
    window = window_of(given, on=on, years=window_years)
    until = max((p.until or p.period.last for p in given if p.until or p.known), default=None)
    used = [p for p in given if p.known and _counts(p, window)]
    if not used:
        ended = until is not None and until < window.start
        return _nothing("data end" if ended else "no data", until)
    each = [_of_source(group, scale, statistic, window) for group in _by_source(used)]
    told = _leading([found for found in each if found is not None], statistic)
    return _joined([found for found, _, _ in told], until) if told else _nothing("too few", until)


def window_of(points: Sequence[Point], *, on: date, years: int) -> Period:
    """The ``years`` years up to ``on``, with the rest of a period (a year at most) under way."""
    under_way = (
        p.period_end for p in points if p.period.contains(on) and p.period.days <= YEAR_DAYS
    )
    end = max(under_way, default=on + ONE_DAY)
    return Period(_years_before(end, years), end)


def _scale(measure: str) -> Scale:
    if measure not in SCALES:
        raise BadValue(f"measure {measure!r} is unknown", remedy=f"Use one of {', '.join(SCALES)}.")
    return SCALES[measure]


def _nothing(why: Why, until: date | None) -> Seen:
    return Seen(math.nan, math.nan, math.nan, why, until=until)


def _years_before(day: date, years: int) -> date:
    year = max(day.year - years, 1)
    leap = day.month == 2 and day.day == 29
    return date(year, 3, 1) if leap else day.replace(year=year)


def _counts(point: Point, window: Period) -> bool:
    return 2 * _shared(point.period, window) >= min(point.period.days, YEAR_DAYS)


def _shared(left: Period, right: Period) -> int:
    return max(0, (min(left.end, right.end) - max(left.start, right.start)).days)


def _by_source(points: Sequence[Point]) -> list[list[Point]]:
    names = sorted({p.source for p in points})
    return [[p for p in points if p.source == name] for name in names]


#: What a source comes to, whether it covers the window whole, and its last day.
_Told = tuple[Seen, bool, date]


def _of_source(
    points: Sequence[Point], scale: Scale, statistic: Statistic, window: Period
) -> _Told | None:
    covered = _covered(points, window)
    whole = 2 * (window.days - covered) < YEAR_DAYS
    end = max(p.period_end for p in points)
    if statistic == "last":
        points = [p for p in points if p.period_end == end]
    bounds = _bounds(points, scale, statistic, 1.0 if whole else covered / window.days)
    if bounds is None:
        return None
    period = Period(min(p.period_start for p in points), max(p.period_end for p in points))
    rests_on = tuple(dict.fromkeys(r for p in points for r in p.rests_on))
    n = sum(p.n for p in points)
    return Seen(*bounds, "", n, period, None, (points[0].source,), rests_on), whole, end


def _bounds(
    points: Sequence[Point], scale: Scale, statistic: Statistic, covered: float
) -> tuple[float, float, float] | None:
    values = np.array([p.value for p in points])
    lows = np.array([scale.low if math.isnan(p.low) else p.low for p in points])
    open_ended = [scale.told or math.isnan(p.high) for p in points]
    highs = np.array([scale.high if o else p.high for o, p in zip(open_ended, points, strict=True)])
    if statistic == "trend":
        return _slope(points)
    fold = {"last": _span, "max": _greatest, "mean": _mean, "sum": _sum}[statistic]
    value, low, high = fold(values, lows, highs)
    if covered < 1 and statistic == "mean":
        rest = 1 - covered
        return math.nan, covered * low + rest * scale.low, covered * high + rest * scale.high
    if covered < 1 and statistic != "last":
        high = scale.high if statistic == "max" else _INF
        low = low if statistic == "max" or scale.low >= 0 else -_INF
        value = value if low == high else math.nan
    return value, low, high


_Array = np.typing.NDArray[np.float64]


def _span(values: _Array, lows: _Array, highs: _Array) -> tuple[float, float, float]:
    value = float(values[0]) if len(set(values.tolist())) == 1 else math.nan
    return value, float(lows.min()), float(highs.max())


def _greatest(values: _Array, lows: _Array, highs: _Array) -> tuple[float, float, float]:
    return float(values.max()), float(lows.max()), float(highs.max())


def _mean(values: _Array, lows: _Array, highs: _Array) -> tuple[float, float, float]:
    value, low, high = float(values.mean()), float(lows.mean()), float(highs.mean())
    return value, min(low, value), max(high, value)


def _sum(values: _Array, lows: _Array, highs: _Array) -> tuple[float, float, float]:
    return math.fsum(values), math.fsum(lows), math.fsum(highs)


def _slope(points: Sequence[Point]) -> tuple[float, float, float] | None:
    known = [p for p in points if not math.isnan(p.value)]
    days = {p.period.middle.toordinal() / 365.2425 for p in known}
    if len(days) < TREND_POINTS:
        return None
    years = [p.period.middle.toordinal() / 365.2425 for p in known]
    x, y = np.array(years) - np.mean(years), np.array([p.value for p in known])
    slope = float(x @ y / (x @ x))
    rest = y - y.mean() - slope * x
    spare = len(known) - 2
    error = math.sqrt(float(rest @ rest) / spare / float(x @ x))
    half = float(special.stdtrit(spare, (1 + MASS) / 2)) * error
    return slope, slope - half, slope + half


def _covered(points: Sequence[Point], window: Period) -> int:
    """How many days of the window the points cover, each day once."""
    days, reached = 0, window.start
    for point in sorted(points, key=_order):
        start, end = max(point.period_start, reached), min(point.period_end, window.end)
        if start < end:
            days, reached = days + (end - start).days, end
    return days


def _leading(told: Sequence[_Told], statistic: Statistic) -> list[_Told]:
    """The sources that decide: those that end last, or those that cover the window whole."""
    if statistic == "last" and told:
        end = max(end for _, _, end in told)
        return [found for found in told if found[2] == end]
    return [found for found in told if found[1]] or list(told)


def _joined(told: Sequence[Seen], until: date | None) -> Seen:
    """One value of several sources: the same value, or bounds that span theirs."""
    values = {t.value for t in told}
    value = told[0].value if len(values) == 1 else math.nan
    periods = [t.period for t in told if t.period]
    return Seen(
        value, min(t.low for t in told), max(t.high for t in told), "", sum(t.n for t in told),
        Period(min(p.start for p in periods), max(p.end for p in periods)), until,
        tuple(s for t in told for s in t.sources),
        tuple(dict.fromkeys(r for t in told for r in t.rests_on)),
    )  # fmt: skip


def _order(point: Point) -> tuple[object, ...]:
    return (
        point.period_start, point.period_end, point.source, str(point.value), str(point.low),
        str(point.high), point.n, point.rests_on,
    )  # fmt: skip

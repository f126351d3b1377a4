"""Intervals of what is counted: shares, the difference of two shares, rates in a number of words.

All hold 90%, as every interval of an estimate here does.

Not for: the coder's errors, or what was not read of an outlet: they know of chance in counting
only. Cases of one text are alike, so with few texts they are too narrow rather than too wide.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from scipy import stats

from multipole.core.errors import BadValue

MASS: Final = 0.9
_Z: Final = float(stats.norm.ppf((1 + MASS) / 2))
_TAIL: Final = (1 - MASS) / 2


class Interval(NamedTuple):
    """A value with its bounds; all NaN where nothing was counted."""

    value: float
    low: float
    high: float


UNKNOWN: Final = Interval(math.nan, math.nan, math.nan)


def share(part: int, whole: int) -> Interval:
    """The share ``part / whole`` with its score interval (Wilson 1927).

    With z the normal quantile of 95%,

        bounds = (k + z^2/2 +- z sqrt(k (n-k) / n + z^2/4)) / (n + z^2)

    Unknown (NaN) for ``whole`` of 0. Raises `BadValue` unless 0 <= part <= whole.

    >>> [round(x, 3) for x in share(8, 10)]
    [0.8, 0.541, 0.931]

    Unit: share of cases, from 0 to 1.
    Reference: Wilson 1927, Probable Inference, the Law of Succession, and Statistical Inference,
    Journal of the American Statistical Association 22:209-212.
    """
    if not 0 <= part <= whole:
        raise BadValue(f"{part} of {whole} is no share")
    if not whole:
        return UNKNOWN
    square = _Z * _Z
    centre = part + square / 2
    reach = _Z * math.sqrt(part * (whole - part) / whole + square / 4)
    bounds = ((centre - reach) / (whole + square), (centre + reach) / (whole + square))
    value = part / whole
    return Interval(value, min(bounds[0], value), max(bounds[1], value))


def difference(first: Interval, second: Interval) -> Interval:
    """The difference of two shares of different cases (Newcombe 1998, method 10).

    With the score intervals [l1, u1] and [l2, u2] of p1 and p2 and d = p1 - p2,

        low = d - sqrt((p1 - l1)^2 + (u2 - p2)^2)
        high = d + sqrt((u1 - p1)^2 + (p2 - l2)^2)

    Unknown where one of them is.

    >>> [round(x, 3) for x in difference(share(8, 10), share(3, 10))]
    [0.5, 0.134, 0.717]

    Unit: difference of shares, from -1 to 1.
    Reference: Newcombe 1998, Interval Estimation for the Difference between Independent
    Proportions, Statistics in Medicine 17:873-890.
    """
    gap = first.value - second.value
    down = math.hypot(first.value - first.low, second.high - second.value)
    up = math.hypot(first.high - first.value, second.value - second.low)
    return Interval(gap, gap - down, gap + up)


def rate(count: float, exposure: float, *, spread: float = 1.0) -> Interval:
    """Occurrences per unit of ``exposure``, with the Jeffreys interval of a Poisson rate.

        rate = k / n, bounds = quantiles at 5% and 95% of Gamma(shape k + 1/2, rate n)

    The lower bound of no occurrence is 0. ``spread`` scales both k and n first, for counts that
    were weighted (see `multipole.narratives.rates`). Unknown for an exposure of 0.

    >>> [round(x, 3) for x in rate(3, 2)]
    [1.5, 0.542, 3.517]
    >>> rate(0, 2).low
    0.0

    Unit: occurrences in a unit of exposure.
    Reference: Jeffreys 1961, Theory of Probability, 3rd edition; Brown, Cai and DasGupta 2003,
    Interval Estimation in Exponential Families, Statistica Sinica 13:19-49.
    """
    if not exposure > 0:
        return UNKNOWN
    shape, scale = count * spread + 0.5, 1 / (exposure * spread)
    low = float(stats.gamma.ppf(_TAIL, shape, scale=scale)) if count else 0.0
    high = float(stats.gamma.ppf(1 - _TAIL, shape, scale=scale))
    return Interval(count / exposure, low, high)

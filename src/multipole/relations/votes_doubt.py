"""Intervals for measures of votes: what a session's roll calls leave open.

The roll calls of a session are taken for a sample of the questions on which two states might have
been asked to vote. The share of equal votes then has the Beta posterior of
`multipole.relations.closeness` (uniform prior), and a statistic of the whole table of joint votes
(S, kappa, pi) the normal interval of the delta method: with p the table's shares, n its sum and g
the gradient of the statistic f at p,

    var f = (sum p g^2 - (sum p g)^2) / n

(Fleiss, Cohen and Everitt 1969, Psychological Bulletin 72: 323-327, give the same for kappa). Roll
calls on one matter are less independent than this takes them to be, so that the true doubt is
larger.

Not for: saying that a session's agreement itself is uncertain. It is a count of what was cast.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import special

from multipole.core.errors import BadValue
from multipole.core.types import Estimate

Counts = npt.NDArray[np.float64]
MASS: Final = 0.9
_STEP: Final = 1e-6


def share_estimate(k: float, n: float, *, mass: float = MASS) -> Estimate:
    """The share ``k`` of ``n`` with the interval of Beta(k + 1, n - k + 1); NaN for n = 0.

    Raises `BadValue` unless 0 <= k <= n.

    Two of four: .5, and Beta(3, 3) is symmetric about it:

    >>> found = share_estimate(2, 4)
    >>> found.mean, round(found.low, 3), round(found.high, 3)
    (0.5, 0.189, 0.811)

    Formula: mean = k / n, interval = Beta(k + 1, n - k + 1).ppf((1 -+ mass) / 2).
    Shapes: two numbers give one `Estimate`.
    Unit: share, from 0 to 1.
    Reference: Brown, Cai and DasGupta 2001, Statistical Science 16: 101-133.
    Not for: saying that a session's agreement itself is uncertain, as it is a count of what was
    cast.
    """
    if not 0 <= k <= n:
        raise BadValue(f"{k:g} of {n:g}", remedy="Give a count of a whole.")
    if n == 0:
        return Estimate(math.nan, 0.0, 1.0, 0, mass)
    tail, mean = (1.0 - mass) / 2.0, k / n
    low = float(special.betaincinv(k + 1, n - k + 1, tail))
    high = float(special.betaincinv(k + 1, n - k + 1, 1.0 - tail))
    return Estimate(mean, min(low, mean), max(high, mean), round(n), mass)


def table_estimate(
    table: Counts,
    statistic: Callable[[Counts], float],
    *,
    bounds: tuple[float, float],
    mass: float = MASS,
) -> Estimate:
    """A statistic of a table of joint votes with its interval, kept within ``bounds``.

    ``table`` holds counts of shape (levels, levels); ``statistic`` takes one of the same shape and
    must not depend on the table's sum. NaN where the statistic is.

    The share of equal votes, 61 of 87, by this way: sqrt(.701 * .299 / 87) is .0491, and 1.645 of
    it on each side.

    >>> counts = np.array([[61.0, 0, 26], [0, 0, 0], [0, 0, 0]])
    >>> found = table_estimate(counts, lambda t: float(np.trace(t) / t.sum()), bounds=(0, 1))
    >>> round(found.mean, 4), round(found.low, 3), round(found.high, 3), found.n
    (0.7011, 0.62, 0.782, 87)

    Formula: var f = (sum p g^2 - (sum p g)^2) / n, interval = f -+ z sqrt(var f), with g the slope
    of f by each share p of the table.
    Shapes: a table (levels, levels) gives one `Estimate`.
    Unit: that of the statistic.
    Reference: Fleiss, Cohen and Everitt 1969, Psychological Bulletin 72: 323-327.
    Not for: tables of a few items, where the normal interval is too narrow.
    """
    n = float(table.sum())
    value = statistic(table) if n else math.nan
    if math.isnan(value):
        return Estimate(math.nan, *bounds, round(n), mass)
    shares = table / n
    slopes = _gradient(shares, statistic)
    held = shares > 0
    mean = float((shares * slopes)[held].sum())
    spread = float((shares * (slopes - mean) ** 2)[held].sum())
    reach = float(special.ndtri((1 + mass) / 2)) * math.sqrt(spread / n)
    low, high = max(bounds[0], value - reach), min(bounds[1], value + reach)
    return Estimate(value, min(low, value), max(high, value), round(n), mass)


def _gradient(shares: Counts, statistic: Callable[[Counts], float]) -> Counts:
    """The slope of the statistic by each share, by small steps to both sides."""
    found = np.zeros_like(shares)
    for place in np.ndindex(shares.shape):
        if shares[place] <= 0:
            continue
        up, down = shares.copy(), shares.copy()
        up[place] += _STEP
        down[place] -= min(_STEP, float(shares[place]))
        found[place] = (statistic(up) - statistic(down)) / (up[place] - down[place])
    return found

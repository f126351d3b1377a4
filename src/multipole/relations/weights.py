"""What moved a measure: weights of the things it is made of, which add up to its change.

Each function takes what a measure was made of before and now and gives every part a weight in the
measure's unit; the weights add up to value now minus value before, by algebra and not by rescaling.
Where a measure is a product or a ratio the parts are Shapley values (Shapley 1953, A Value for
n-Person Games, Contributions to the Theory of Games II: 307-317; for changes of an index Shorrocks
2013, Decomposition procedures for distributional analysis, Journal of Economic Inequality 11:
99-126): what a part changes, averaged over the orders in which the parts could have changed. Parts
with equal roles get equal weights, a part that did not change gets none, and no order is preferred.

Not for cause: a weight says how much of a difference of two numbers an item makes up, by the
formula of the measure, not what would have happened without it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue
from multipole.core.types import Estimate
from multipole.relations.similarity import Distance, Floats, distances
from multipole.relations.votes import CHOICES

Statistic = Literal["agreement", "s_score", "kappa", "pi"]
_MEANS: Final[dict[str, Distance]] = {"agreement": "nominal", "s_score": "absolute"}


def against_mean(scores: npt.ArrayLike, before: float) -> Floats:
    """Weights of the items of a mean against the mean before.

    ``scores`` are of the new period, ``before`` is the old mean; the weights add up to the new mean
    minus the old. Raises `BadValue` without scores.

    Two of three drafts are vetoed by both, after one of two:

    >>> against_mean([1, 1, 0], 0.5).round(4).tolist()
    [0.1667, 0.1667, -0.1667]

    Formula: w_i = (s_i - before) / n.
    Shapes: scores (n) and a number give weights (n).
    Unit: that of the scores.
    Reference: the form is ours; an item of a mean enters it alone, so that no orders are averaged.
    Not for: cause; means of unlike items, as each is compared with the mean of the old ones.
    """
    found = np.asarray(scores, dtype=np.float64)
    if found.ndim != 1 or not found.size:
        raise BadValue("a mean of no scores", remedy="Give the scores of the new period.")
    return np.asarray((found - before) / found.size)


def vote_weights(before: npt.ArrayLike, now: npt.ArrayLike, *, statistic: Statistic) -> Floats:
    """The weight of one roll call of the new session, by the cell of the table it falls in; (3, 3).

    ``before`` and ``now`` are tables of joint votes of two sessions (`votes.vote_pairs`): ``(now *
    weights).sum()`` is the change of the statistic, and roll calls of one cell weigh the same. Each
    is compared with the average roll call of the session before:

        w_ab = (g_ab - sum_cd p0_cd g_cd) / n1

    with p0 the old table in shares, n1 the new number of roll calls and g the score of a cell: 1
    where the votes are equal (agreement), 1 - 2 d_ab / d_max (S), and for kappa and pi, 1 - N / E
    with N the distance seen and E that of chance, the Shapley values of N and of the two sets of
    marginal shares l and r in E:

        g_ab = -d_ab (1/E0 + 1/E1) / 2 + (N0 + N1) / (2 E0 E1) [(D r)_a + (l D)_b]

    where l and r are means of before and now; for pi both are the mean of l and r. NaN where either
    value is unknown (no roll call, or chance alone makes them agree). Raises `BadValue` for tables
    of another shape.

    Agreement goes from 1 of 2 to 3 of 4: an equal vote weighs (1 - .5) / 4, another (0 - .5) / 4.

    >>> then, today = np.diag([1.0, 0, 0]), np.diag([3.0, 0, 0])
    >>> then[0, 2] = today[0, 2] = 1
    >>> found = vote_weights(then, today, statistic="agreement")
    >>> float(found[0, 0]), float(found[0, 2]), float((today * found).sum())
    (0.125, -0.125, 0.25)

    Formula: w_ab = (g_ab - sum_cd p0_cd g_cd) / n1, as above.
    Shapes: two tables (3, 3) give weights (3, 3).
    Unit: that of the statistic, a roll call.
    Reference: Shapley 1953, Contributions to the Theory of Games II: 307-317; Shorrocks 2013,
    Journal of Economic Inequality 11: 99-126; that a roll call is compared with the mean one
    before is ours.
    Not for: cause; portfolios of other levels; which roll call mattered to the two.
    """
    old, new = _shares(before), _shares(now)
    if statistic in _MEANS:
        apart = distances(CHOICES, distance=_MEANS[statistic])
        score = 1 - (1 if statistic == "agreement" else 2) * apart / apart.max()
    else:
        score = _beyond_chance(old, new, common=statistic == "pi")
    return np.asarray((score - (old * score).sum()) / np.asarray(now, dtype=np.float64).sum())


def _shares(table: npt.ArrayLike) -> Floats:
    counts = np.asarray(table, dtype=np.float64)
    if counts.shape != (3, 3) or (counts < 0).any():
        raise BadValue(f"a table of votes of shape {counts.shape}", remedy="Give counts, 3 by 3.")
    with np.errstate(invalid="ignore"):
        return np.asarray(counts / counts.sum())


def _beyond_chance(old: Floats, new: Floats, *, common: bool) -> Floats:
    """The scores of cells for kappa, or for pi when the habits are ``common``."""
    apart = distances(CHOICES, distance="squared")
    lefts, rights = zip(_habits(old, common=common), _habits(new, common=common), strict=True)
    seen = [float((table * apart).sum()) for table in (old, new)]
    chance = [float(a @ apart @ b) for a, b in zip(lefts, rights, strict=True)]
    if not min(chance) > 0:
        return np.full((3, 3), math.nan)
    left, right = sum(lefts) / 2, sum(rights) / 2
    moved = (apart @ right)[:, None] + (left @ apart)[None, :]
    part_of_chance = sum(seen) / 2 / (chance[0] * chance[1])
    return np.asarray(part_of_chance * moved - apart * (1 / chance[0] + 1 / chance[1]) / 2)


def _habits(table: Floats, *, common: bool) -> tuple[Floats, Floats]:
    left, right = table.sum(1), table.sum(0)
    return ((left + right) / 2, (left + right) / 2) if common else (left, right)


def share_slopes(before: tuple[float, float], now: tuple[float, float]) -> tuple[float, float]:
    """What one unit of the own flow, and one of the others', adds to a share f / (f + R).

    ``before`` and ``now`` are (own flow f, sum of the others R). The change of the share is ``slope
    of own * (f1 - f0) + slope of others * (R1 - R0)``, the Shapley values of the two:

        own     =  1/2 sum_k R_k / [(f0 + R_k) (f1 + R_k)],  k = before, now
        others  = -1/2 sum_k f_k / [(f_k + R0) (f_k + R1)]

    Both are linear, so that each partner, each delivery and each cell has its own part. NaN where a
    total is none. Raises `BadValue` for a negative flow.

    Of 100 others in both years, own flow goes from 100 to 300: the share from .5 to .75. When the
    others go up to 300 as well, it stays, and the two parts cancel:

    >>> own, others = share_slopes((100, 100), (300, 100))
    >>> round(own * 200, 6), round(others * 0, 6) == 0
    (0.25, True)
    >>> own, others = share_slopes((100, 100), (300, 300))
    >>> round(own * 200, 6), round(others * 200, 6)
    (0.25, -0.25)

    Formula: own = 1/2 sum_k R_k / [(f0 + R_k) (f1 + R_k)], others = -1/2 sum_k f_k / [(f_k + R0)
    (f_k + R1)].
    Shapes: two pairs of numbers give two numbers.
    Unit: share per unit of the flow.
    Reference: Shapley 1953, Contributions to the Theory of Games II: 307-317; Shorrocks 2013,
    Journal of Economic Inequality 11: 99-126.
    Not for: cause; shares of a whole in which flows are unknown without saying so.
    """
    (f0, r0), (f1, r1) = before, now
    if min(f0, r0, f1, r1) < 0:
        raise BadValue("a flow below zero", remedy="Give amounts of zero or more.")
    if not (f0 + r0 > 0 and f1 + r1 > 0):
        return math.nan, math.nan
    own = sum(_ratio(r, (f0 + r) * (f1 + r)) for r in (r0, r1)) / 2
    others = -sum(_ratio(f, (f + r0) * (f + r1)) for f in (f0, f1)) / 2
    return _whole(own, others, before, now)


def _ratio(top: float, bottom: float) -> float:
    return top / bottom if bottom else 0.0


def _whole(
    own: float, others: float, before: tuple[float, float], now: tuple[float, float]
) -> tuple[float, float]:
    """The slopes, unless the one flow takes the place of the other: then each has half of it.

    Where f0 = R1 = 0 (or the other way round) one of the orders passes through 0 / 0.
    """
    (f0, r0), (f1, r1) = before, now
    if (f0 or r1) and (f1 or r0):
        return own, others
    change = f1 / (f1 + r1) - f0 / (f0 + r0)
    return change / 2 / (f1 - f0), change / 2 / (r1 - r0)


def greatest_weights(values: Sequence[float]) -> Floats:
    """What each of several values adds to the greatest of them: Shapley values of the maximum.

    Sorted upwards, each step of the height is shared equally by all that reach it. They add up to
    the greatest value; an empty list has none. Raises `BadValue` for a value below zero. For levels
    of which the highest counts: two pacts that both pledge defence.

    >>> greatest_weights([1.0, 1.0]).tolist(), greatest_weights([4.0, 1.0]).tolist()
    ([0.5, 0.5], [3.5, 0.5])

    Formula: w_(i) = sum_{j<=i} (v_(j) - v_(j-1)) / (n - j + 1), of the values in rising order, with
    v_(0) = 0.
    Shapes: values (n) give weights (n).
    Unit: that of the values.
    Reference: Littlechild and Owen 1973, Management Science 20: 370-373.
    Not for: cause; sums or means, in which each value has its own part.
    """
    found = np.asarray(values, dtype=np.float64)
    if (found < 0).any():
        raise BadValue("a level below zero", remedy="Give levels of zero or more.")
    order = np.argsort(found, kind="stable")
    steps = np.diff(found[order], prepend=0.0)
    weights = np.empty_like(found)
    weights[order] = np.cumsum(steps / np.arange(found.size, 0, -1))
    return weights


def difference(now: Estimate, before: Estimate) -> Estimate:
    """Value now minus value before, with the interval that those of the two leave.

    The limits are recovered from both, the two being independent:

        low  = d - sqrt((now - now_low)^2 + (before_high - before)^2)
        high = d + sqrt((now_high - now)^2 + (before - before_low)^2)

    NaN bounds where a value is unknown; the difference of two recorded amounts is its own interval.

    >>> found = difference(Estimate(0.7, 0.66, 0.74, 90), Estimate(0.6, 0.57, 0.63, 80))
    >>> round(found.mean, 3), round(found.low, 3), round(found.high, 3)
    (0.1, 0.05, 0.15)

    Formula: d = now - before, low and high as above.
    Shapes: two `Estimate` give one.
    Unit: that of the values.
    Reference: Zou and Donner 2008, Statistics in Medicine 27: 1693-1702; for shares Newcombe 1998,
    Statistics in Medicine 17: 873-890.
    Not for: values that share data, such as neighbouring steps of a smoothed series, for which it
    is too wide; whether a change is more than such a series wanders (see `turning_points`).
    """
    moved = now.mean - before.mean
    down = math.hypot(now.mean - now.low, before.high - before.mean)
    up = math.hypot(now.high - now.mean, before.mean - before.low)
    return Estimate(moved, moved - down, moved + up, now.n + before.n, now.mass)

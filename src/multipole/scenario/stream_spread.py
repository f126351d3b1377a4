"""How far counts spread: sizes of stories, the share told the other way round, noise of days."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from multipole.scenario.stream import CLASSES, Floats, Spread

#: A dispersion is held within these, a mirrored share at most half.
_DISPERSION = (1.02, 20.0)


def spread_of(days: Iterable[tuple[Floats, Floats]]) -> Spread:
    """By moments of what is left of counts when their means are taken off.

    ``days``: counts and means (N, N, 4) of each day. A story has n acts, n logarithmic with
    variance over mean phi of their sums; each act is told the other way round too with chance b.
    With V the sum of squares left over (less Poisson's) and C the sum of products left over in
    opposite cells of a day, both over the sum of means:

        V (1 + b) = (phi - 1) (1 + b^2)        C (1 + b) = 2 b phi

    The mirrored share is b / (1 + b). What daily totals vary beyond it is the noise of days.
    """
    sums = np.zeros((4, CLASSES))
    totals = []
    for counts, means in days:
        left = counts - means
        parts = (left**2 - means, left * np.swapaxes(left, 0, 1), means, means**2)
        sums += np.array([p.sum(axis=(0, 1)) for p in parts])
        totals.append((counts.sum(), means.sum()))
    noise = 0.0
    for _ in range(3):
        extra, both = (sums[0] - noise * sums[3]) / sums[2], (sums[1] - noise * sums[3]) / sums[2]
        noise = _day_noise(np.array(totals), sums[2] @ (1 + extra + both) / sums[2].sum())
    return _spread(extra, both, noise)


def _day_noise(totals: Floats, dispersion: float) -> float:
    found, means = totals.T
    left = float(((found - means) ** 2 - dispersion * means).sum())
    return max(0.0, left / float((means**2).sum()))


def _spread(extra: Floats, both: Floats, noise: float) -> Spread:
    pairs = np.array([_answered(float(v), float(c)) for v, c in zip(extra, both, strict=True)])
    sizes = 1 + extra * (1 + pairs) / (1 + pairs**2)
    return Spread(np.clip(sizes, *_DISPERSION), pairs / (1 + pairs), noise)


def _answered(extra: float, both: float) -> float:
    """The chance that an act is told the other way round too, by bisection.

    >>> round(_answered(0.8, 0.0), 6), round(_answered(0.5, 1.5), 6)
    (0.0, 1.0)
    """
    low, high = 0.0, 1.0
    for _ in range(50):
        b = (low + high) / 2
        product = 2 * b * (1 + max(extra, 0) * (1 + b) / (1 + b * b)) / (1 + b)
        low, high = (b, high) if product < both else (low, b)
    return low

"""Predictive distributions of counts: mixtures of negative binomials, one of them in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, gammaln, xlogy

from multipole.core.errors import BadValue

Floats = npt.NDArray[np.float64]
Counts = npt.ArrayLike

#: Sizes from which a negative binomial is a Poisson within rounding.
POISSON_SIZE: Final = 1e6
_TINY: Final = 1e-300
_TAIL: Final = 1e-9


def log_pmf(y: npt.ArrayLike, mean: npt.ArrayLike, size: npt.ArrayLike) -> Floats:
    """Log probability of the count ``y``; negative binomial with variance mean + mean^2 / size.

    A mean of 0 is a count that is surely 0. Shapes are broadcast. Cameron and Trivedi, Regression
    Analysis of Count Data, 2nd edition, 2013, section 3.3 (NB2).

    >>> round(float(np.exp(log_pmf(0, 2.0, 1.0))), 4)
    0.3333
    """
    y, mean, size = (np.asarray(a, float) for a in (y, mean, size))
    share = mean / (size + mean)
    found = gammaln(y + size) - gammaln(size) - gammaln(y + 1)
    return np.asarray(found - size * np.log1p(mean / size) + xlogy(y, share))


@dataclass(frozen=True, slots=True)
class Mixture:
    """A distribution over counts for each cell: a weighted sum of negative binomials.

    ``weight``, ``mean``, ``size``: shape (components, *cells); weights are 0 to 1 and add up to 1
    over the components, means are counts >= 0, sizes > 0 (variance mean + mean^2 / size). A
    component with mean 0 is a mass at 0, which makes a zero-inflated distribution. Raises
    `BadValue` for other shapes and values.
    """

    weight: Floats
    mean: Floats
    size: Floats

    def __post_init__(self) -> None:
        if not self.weight.shape == self.mean.shape == self.size.shape or self.mean.ndim < 1:
            raise BadValue("weights, means and sizes of a mixture have different shapes")
        if not np.allclose(self.weight.sum(0), 1.0, atol=1e-6) or np.any(self.weight < 0):
            raise BadValue("the weights of a mixture do not add up to 1 in each cell")
        if not np.all(np.isfinite(self.mean)) or np.any(self.mean < 0) or np.any(self.size <= 0):
            raise BadValue("a mixture has a mean below 0 or unknown, or a size that is not above 0")

    def expected(self) -> Floats:
        """The mean count of each cell."""
        return np.asarray((self.weight * self.mean).sum(0))

    def variance(self) -> Floats:
        """The variance of each cell's count."""
        second = self.mean + self.mean**2 / self.size + self.mean**2
        return np.asarray((self.weight * second).sum(0) - self.expected() ** 2)

    def log_probability(self, y: Counts) -> Floats:
        """Log probability of each cell's count; shape of the cells."""
        found = log_pmf(np.asarray(y)[None], self.mean, self.size)
        top = found.max(0)
        return np.asarray(
            top + np.log(np.maximum((self.weight * np.exp(found - top)).sum(0), _TINY))
        )

    def at_most(self, y: npt.ArrayLike) -> Floats:
        """Probability of at most ``y`` acts in each cell; 0 below 0.

        >>> one = Mixture(np.ones((1, 1)), np.full((1, 1), 2.0), np.ones((1, 1)))
        >>> one.at_most(0).round(4).tolist()
        [0.3333]
        """
        y = np.asarray(y, float)
        below = betainc(
            self.size, np.maximum(y, 0)[None] + 1.0, self.size / (self.size + self.mean)
        )
        return np.where(y < 0, 0.0, np.minimum((self.weight * below).sum(0), 1.0))

    def at_least(self, n: npt.ArrayLike) -> Floats:
        """Probability of ``n`` acts or more in each cell."""
        return np.asarray(1.0 - self.at_most(np.asarray(n) - 1))

    def quantile(self, level: float) -> npt.NDArray[np.int64]:
        """The smallest count that is not exceeded with probability ``level``, for each cell."""
        if not 0 < level < 1:
            raise BadValue(f"a quantile of level {level}: levels lie between 0 and 1")
        low = np.full(self.mean.shape[1:], -1, np.int64)
        high = np.ones(self.mean.shape[1:], np.int64)
        while np.any(short := self.at_most(high) < level):
            high = np.where(short, 2 * high, high)
        while np.any(high - low > 1):
            middle = (low + high) // 2
            short = self.at_most(middle) < level
            low, high = np.where(short, middle, low), np.where(short, high, middle)
        return high

    def quantiles(self, levels: Sequence[float]) -> npt.NDArray[np.int64]:
        """Quantiles of several levels; shape (levels, *cells)."""
        return np.stack([self.quantile(level) for level in levels])

    def tightest(self, mass: float) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Lowest and highest count of the shortest interval that holds ``mass`` or more.

        Of several of one length the lowest.

        >>> one = Mixture(np.ones((1, 1)), np.full((1, 1), 2.0), np.ones((1, 1)))
        >>> [int(end[0]) for end in one.tightest(0.5)], [int(q[0]) for q in one.quantiles([0.25])]
        ([0, 1], [0])
        """
        shape = self.mean.shape[1:]
        flat = self._flat()
        high = flat.quantile((1 + mass) / 2)
        low = np.zeros_like(high)
        for cells in _of_like_length(high + 1):
            some = flat.cells(cells)
            low[cells], high[cells] = _shortest(some, mass, int(high[cells].max()) + 1)
        return low.reshape(shape), high.reshape(shape)

    def _flat(self) -> Mixture:
        return Mixture(*(a.reshape(len(a), -1) for a in (self.weight, self.mean, self.size)))

    def crps(self, y: Counts) -> Floats:
        """Continuous ranked probability score of each cell, in acts; 0 is best.

        The sum over k of (F(k) - [y <= k])^2. Gneiting and Raftery, "Strictly Proper Scoring
        Rules, Prediction, and Estimation", JASA 102 (2007), section 4.2.

        >>> sure = Mixture(np.ones((1, 1)), np.zeros((1, 1)), np.ones((1, 1)))
        >>> sure.crps(np.array([3])).tolist()
        [3.0]
        """
        y = np.broadcast_to(np.asarray(y, float), self.mean.shape[1:]).ravel()
        flat = self._flat()
        end = np.maximum(flat.quantile(1 - _TAIL), y).astype(np.int64) + 1
        found = np.zeros(y.shape)
        for cells in _of_like_length(end):
            found[cells] = _crps(flat.cells(cells), y[cells], int(end[cells].max()))
        return found.reshape(self.mean.shape[1:])

    def cells(self, chosen: Any) -> Mixture:
        """The distributions of some cells: what ``chosen`` picks from an array over the cells."""
        arrays = (self.weight, self.mean, self.size)
        return Mixture(*(np.stack([np.asarray(part[chosen]) for part in a]) for a in arrays))

    def thinned(self, share: npt.ArrayLike) -> Mixture:
        """Counts of the acts of a kind that each act is with probability ``share`` by itself.

        A thinned negative binomial is one with mean times share and the same size.
        """
        return Mixture(self.weight, self.mean * np.asarray(share), self.size)


def single(mean: Floats, size: Floats) -> Mixture:
    """A negative binomial for each cell."""
    return Mixture(np.ones((1, *mean.shape)), mean[None], size[None])


def pool(weights: Floats, parts: Sequence[Mixture]) -> Mixture:
    """A linear pool: ``weights`` of shape (parts, *cells) over the distributions ``parts``."""
    return Mixture(
        np.concatenate([w[None] * p.weight for w, p in zip(weights, parts, strict=True)]),
        np.concatenate([p.mean for p in parts]),
        np.concatenate([p.size for p in parts]),
    )


def _of_like_length(end: npt.NDArray[np.int64]) -> list[npt.NDArray[np.int64]]:
    """Places of cells grouped by the power of two that their sums need."""
    group = np.ceil(np.log2(end))
    return [np.flatnonzero(group == g) for g in np.unique(group)]


def _shortest(
    of: Mixture, mass: float, end: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """`Mixture.tightest` by moving both ends upwards; the upper one is below ``end``."""
    upto = np.stack([of.at_most(k) for k in range(-1, end + 1)])
    cells = np.arange(upto.shape[1])
    high = np.zeros(len(cells), np.int64)
    best_low, best_high = high.copy(), np.full(len(cells), end)
    for low in range(end + 1):
        high = np.maximum(high, low)
        while np.any(short := (upto[high + 1, cells] - upto[low] < mass) & (high < end)):
            high = high + short
        better = (upto[high + 1, cells] - upto[low] >= mass) & (high - low < best_high - best_low)
        best_low, best_high = np.where(better, low, best_low), np.where(better, high, best_high)
    return best_low, best_high


def _crps(of: Mixture, y: Floats, end: int) -> Floats:
    """Sum of squares of the first ``end`` terms, in steps so that no probability underflows."""
    log_p = -of.size * np.log1p(of.mean / of.size)
    log_share = np.log(np.maximum(of.mean / (of.size + of.mean), _TINY))
    below, found = np.zeros(y.shape), np.zeros(y.shape)
    for k in range(end):
        below = below + (of.weight * np.exp(log_p)).sum(0)
        found += (below - (y <= k)) ** 2
        log_p = log_p + np.log((k + of.size) / (k + 1)) + log_share
    return found

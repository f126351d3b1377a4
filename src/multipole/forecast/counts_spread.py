"""How widely counts scatter about a mean, learnt from past windows: one law for each quad class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import digamma, expit

from multipole.core.plover import QUADS
from multipole.forecast.counts_pmf import POISSON_SIZE, Mixture, log_pmf, single

Floats = npt.NDArray[np.float64]
Quads = npt.NDArray[np.int8]

#: Where the laws are drawn to when there is little to learn from: log scale, power.
START: Final = (-0.5, 0.8)
#: Strength of that, in squared distance of log scale and power.
_DRAWN: Final = 0.5
_LOW: Final = 1e-8


@dataclass(frozen=True, slots=True)
class Spread:
    """Size of a negative binomial = scale * mean ** power, for each quad class.

    ``scale``, ``power``: shape (quad classes,). A power of 0 is the usual negative binomial, a
    power of 1 makes the variance proportional to the mean.
    """

    scale: Floats
    power: Floats

    def of(self, mean: Floats, quad: Quads) -> Floats:
        """The sizes for ``mean`` counts of the classes ``quad``; the same shape."""
        found = self.scale[quad] * np.maximum(mean, _LOW) ** self.power[quad]
        return np.clip(found, 1e-6, POISSON_SIZE)

    def about(self, mean: Floats, quad: Quads) -> Mixture:
        """The distributions of counts with these means."""
        return single(mean, self.of(mean, quad))


def learn_spread(mean: Floats, y: Floats, weight: Floats, quad: Quads) -> Spread:
    """The laws that make the counts ``y`` most likely about their means; all of one shape.

    >>> import numpy as np
    >>> mean, quad = np.full(4000, 2.0), np.zeros(4000, np.int8)
    >>> y = np.random.default_rng(1).negative_binomial(1.0, 1 / 3, 4000).astype(float)
    >>> found = learn_spread(mean, y, np.ones(4000), quad)
    >>> bool(0.9 < found.of(mean[:1], quad[:1])[0] < 1.1)
    True
    """
    found = np.array([_law(mean, y, weight, quad == q) for q in range(len(QUADS))])
    return Spread(np.exp(found[:, 0]), found[:, 1])


def _law(mean: Floats, y: Floats, weight: Floats, chosen: npt.NDArray[np.bool_]) -> Floats:
    m, y, w = np.maximum(mean[chosen], _LOW), y[chosen], weight[chosen]
    if not len(y):
        return np.array(START)
    log_m = np.log(m)

    def lost(law: Floats) -> tuple[float, Floats]:
        size = np.clip(np.exp(law[0] + law[1] * log_m), 1e-6, POISSON_SIZE)
        slope = w * slope_of_size(y, m, size) * size
        drawn = law - START
        loss = -(w * log_pmf(y, m, size)).sum() + _DRAWN * (drawn**2).sum()
        return loss, np.array([slope.sum(), (slope * log_m).sum()]) + 2 * _DRAWN * drawn

    bounds = [(-8.0, 8.0), (-0.5, 1.5)]
    return np.asarray(minimize(lost, np.array(START), jac=True, bounds=bounds).x)


def slope_of_size(y: Floats, mean: Floats, size: Floats) -> Floats:
    """Derivative of minus the log probability by the size."""
    whole = size + mean
    return np.asarray(
        digamma(size) - digamma(y + size) + np.log1p(mean / size) - 1 + (size + y) / whole
    )


@dataclass(frozen=True, slots=True)
class Silence:
    """The probability that a cell stays silent whatever its mean: a + b log mean on a logit scale.

    ``level``, ``slope``: shape (quad classes,).
    """

    level: Floats
    slope: Floats

    def of(self, mean: Floats, quad: Quads) -> Floats:
        """The probabilities for ``mean`` counts of the classes ``quad``."""
        return silent(self.level[quad], self.slope[quad], np.log(np.maximum(mean, _LOW)))


def silent(level: npt.ArrayLike, slope: npt.ArrayLike, log_mean: Floats) -> Floats:
    """`Silence` for given coefficients; at most 0.95."""
    return np.asarray(0.95 * expit(np.asarray(level) + np.asarray(slope) * log_mean))


def inflated(mean: Floats, size: Floats, mute: Floats) -> Mixture:
    """A negative binomial with mass ``mute`` at 0 added; the mean of the whole stays ``mean``."""
    weight = np.stack([1 - mute, mute])
    means = np.stack([mean / (1 - mute), np.zeros_like(mean)])
    return Mixture(weight, means, np.stack([size, np.ones_like(size)]))

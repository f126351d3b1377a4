"""A dynamic count model: acts excite acts of the same cell, its pair, the reverse and its ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from multipole.core.plover import QUADS
from multipole.forecast.counts_base import Pooled
from multipole.forecast.counts_panel import Floats32
from multipole.forecast.counts_pmf import POISSON_SIZE, Mixture, log_pmf, single
from multipole.forecast.counts_rows import Rows
from multipole.forecast.counts_spread import START, slope_of_size
from multipole.forecast.counts_views import NAMES, View

Floats = npt.NDArray[np.float64]

#: Penalty on squared coefficients of features with unit deviation.
PENALTY: Final = 20.0
_ROUNDS: Final = 150
_HIGHEST: Final = 8.0


@dataclass(frozen=True, slots=True)
class Excited:
    """Log mean = log of the pooled mean + constant + coefficients * features, for each class.

    ``centre``, ``scale``, ``weights``: shape (quad classes, features); ``constant``,
    ``log_scale``, ``power``: shape (quad classes,), the size being exp(log_scale) * mean ** power.
    """

    base: Pooled
    centre: Floats
    scale: Floats
    weights: Floats
    constant: Floats
    log_scale: Floats
    power: Floats

    def mean(self, seen: View) -> Floats:
        """Acts expected in the window."""
        log_mean = np.log(self.base.mean(seen))
        for q in range(len(QUADS)):
            at = np.flatnonzero(seen.quad == q)
            unit = (seen.features[at] - self.centre[q]) / self.scale[q]
            log_mean[at] += self.constant[q] + unit @ self.weights[q]
        return np.exp(np.minimum(log_mean, _HIGHEST))

    def predict(self, seen: View) -> Mixture:
        """The distribution of each cell."""
        return self.about(self.mean(seen), seen)

    def about(self, mean: Floats, seen: View) -> Mixture:
        """The distributions about means that may be another model's."""
        quad = seen.quad
        size = np.exp(self.log_scale[quad]) * mean ** self.power[quad]
        return single(mean, np.clip(size, 1e-6, POISSON_SIZE))


def learn_excited(past: Rows, base: Pooled, *, penalty: float = PENALTY) -> Excited:
    """Coefficients by penalised likelihood, all cells of a class sharing them.

    Exponential kernels of past acts on the mean of the next count: Hawkes, "Spectra of Some
    Self-Exciting and Mutually Exciting Point Processes", Biometrika 58 (1971), in discrete time
    and on a log scale as in Fokianos and Tjostheim, "Log-linear Poisson autoregression", Journal of
    Multivariate Analysis 102 (2011).
    """
    offset = np.log(base.mean(past.seen))
    fits = [_fit(past, offset, q, penalty) for q in range(len(QUADS))]
    return Excited(base, *(np.stack([fit[n] for fit in fits]) for n in range(6)))


def _fit(past: Rows, offset: Floats, quad: int, penalty: float) -> tuple[Floats, ...]:
    """Centre, scale, weights, constant, log scale and power of one class."""
    at = np.flatnonzero(past.seen.quad == quad)
    if not len(at):
        none = np.zeros(len(NAMES))
        return none, none + 1, none, *(np.array(v) for v in (0.0, *START))
    features, weight = past.seen.features[at], past.weight[at]
    centre = np.average(features, axis=0, weights=weight)
    scale = features.std(axis=0)
    scale = np.where(scale < 1e-6, 1.0, scale)
    unit = ((features - centre) / scale).astype(np.float32)
    found = _coefficients(unit, past.y[at], weight, offset[at], penalty)
    return centre, scale, found[:-3], *(np.asarray(v) for v in found[-3:])


def _coefficients(
    unit: Floats32, y: Floats, weight: Floats, offset: Floats, penalty: float
) -> Floats:
    """Coefficients, then constant, log scale and power of the size."""
    width = unit.shape[1]

    def lost(law: Floats) -> tuple[float, Floats]:
        raw = offset + law[width] + unit @ law[:width].astype(np.float32)
        log_mean = np.clip(raw, -20.0, _HIGHEST)
        mean = np.exp(log_mean)
        size = np.clip(np.exp(law[-2] + law[-1] * log_mean), 1e-6, POISSON_SIZE)
        by_size = weight * slope_of_size(y, mean, size) * size
        by_log = weight * ((y + size) / (mean + size) * mean - y) + by_size * law[-1]
        slope = np.concatenate(
            [unit.T @ by_log.astype(np.float32) + 2 * penalty * law[:width],
             [by_log.sum(), by_size.sum(), (by_size * log_mean).sum()]]
        )  # fmt: skip
        loss = -(weight * log_pmf(y, mean, size)).sum() + penalty * (law[:width] ** 2).sum()
        return float(loss), slope

    start = np.concatenate([np.zeros(width + 1), START])
    bounds = [(None, None)] * (width + 1) + [(-8.0, 8.0), (-0.5, 1.5)]
    best = minimize(
        lost, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": _ROUNDS}
    )
    return np.asarray(best.x)

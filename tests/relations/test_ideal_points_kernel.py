"""The compiled parts, each against scipy."""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from multipole.relations.ideal_points_kernel import LOG_NDTR, _latent, _log_chance


@numba.njit
def chances(at: float, low: float, high: float) -> npt.NDArray[np.float64]:
    return np.array([_log_chance(LOG_NDTR, c, at, low, high) for c in (1, 2, 3)])


@numba.njit
def draws(
    rng: np.random.Generator, choice: int, at: float, low: float, high: float, n: int
) -> npt.NDArray[np.float64]:
    return np.array([_latent(rng, choice, at, low, high) for _ in range(n)])


@pytest.mark.parametrize("at", [-9.0, -2.0, 0.0, 0.3, 4.0, 13.0])
@pytest.mark.parametrize("cuts", [(-0.5, 0.5), (0.1, 0.11), (-6.0, 6.5), (2.0, 3.0)])
def test_chances_of_the_three_votes(at: float, cuts: tuple[float, float]) -> None:
    low, high = cuts
    normal = stats.norm(at)
    middle = math.log(abs(_mass(low - at, high - at)))
    wanted = [normal.logcdf(low), middle, normal.logsf(high)]
    np.testing.assert_allclose(chances(at, low, high), wanted, atol=3e-3, rtol=2e-4)


def _mass(left: float, right: float) -> float:
    if left > 0:
        left, right = -right, -left
    return float(stats.norm.cdf(right) - stats.norm.cdf(left))


@pytest.mark.parametrize(
    ("choice", "at", "low", "high"),
    [
        (1, 0.0, 0.5, 1.0),
        (1, 3.0, 0.5, 1.0),
        (3, 0.0, 0.5, 1.0),
        (3, -4.0, 0.5, 1.0),
        (2, 0.0, -0.2, 0.3),
        (2, 0.0, -1.5, 1.5),
        (2, -3.0, 0.0, 4.0),
        (2, 5.0, 0.0, 0.4),
        (2, 0.0, 0.01, 5.0),
        (2, 0.0, -5.0, -0.3),
    ],
)
def test_latent_values_follow_the_truncated_normal(
    choice: int, at: float, low: float, high: float
) -> None:
    ends = {1: (-np.inf, low), 2: (low, high), 3: (high, np.inf)}[choice]
    truth = stats.truncnorm(ends[0] - at, ends[1] - at, loc=at)
    found = draws(np.random.default_rng(7), choice, at, low, high, 4000)
    assert ends[0] <= found.min()
    assert found.max() <= ends[1]
    assert stats.kstest(found, truth.cdf).pvalue > 1e-3

"""Mixtures of negative binomials: probabilities, quantiles and scores against scoringrules."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats
import scoringrules
from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.forecast.counts_pmf import Mixture, pool, single

MEAN = np.array([0.01, 0.7, 3.0, 40.0])
SIZE = np.array([0.1, 0.5, 2.0, 8.0])
Y = np.array([0, 2, 1, 55])


def two() -> Mixture:
    weights = np.full((2, 4), 0.5)
    return pool(weights, [single(MEAN, SIZE), single(MEAN * 2, SIZE)])


def test_log_score_is_that_of_scipy_and_of_scoringrules() -> None:
    share = SIZE / (SIZE + MEAN)
    found = -single(MEAN, SIZE).log_probability(Y)
    assert np.allclose(found, -scipy.stats.nbinom.logpmf(Y, SIZE, share))
    big = SIZE >= 1  # for smaller sizes scoringrules 0.10 gives infinity
    assert np.allclose(found[big], scoringrules.logs_negbinom(Y[big], SIZE[big], share[big]))


def test_crps_is_that_of_scoringrules() -> None:
    expected = scoringrules.crps_negbinom(Y, SIZE, SIZE / (SIZE + MEAN))
    assert np.allclose(single(MEAN, SIZE).crps(Y), expected, atol=1e-6)


def test_crps_of_a_pool_is_that_of_many_draws() -> None:
    rng, n = np.random.default_rng(3), 20_000
    second = rng.random((n, 4)) < 0.5
    mean = np.where(second, 2 * MEAN, MEAN)
    draws = rng.negative_binomial(np.broadcast_to(SIZE, mean.shape), SIZE / (SIZE + mean))
    expected = scoringrules.crps_ensemble(Y.astype(float), draws.T.astype(float))
    assert np.allclose(two().crps(Y), expected, rtol=0.05, atol=0.01)


def test_a_mass_at_zero_is_certain_of_zero() -> None:
    sure = single(np.zeros(1), np.ones(1))
    assert sure.at_least(1)[0] == 0
    assert sure.log_probability(np.array([0]))[0] == 0
    assert sure.quantile(0.99)[0] == 0


def test_a_thinned_count_has_the_share_of_the_mean() -> None:
    thin = two().thinned(0.25)
    assert np.allclose(thin.expected(), two().expected() / 4)
    assert np.all(thin.at_least(1) < two().at_least(1))


def test_variance_of_a_pool_counts_what_lies_between_its_parts() -> None:
    one = single(np.array([2.0]), np.array([1e6]))
    other = single(np.array([6.0]), np.array([1e6]))
    mixed = pool(np.full((2, 1), 0.5), [one, other])
    assert mixed.variance()[0] == pytest.approx(4 + 4, rel=1e-4)


@given(
    st.floats(0.001, 80), st.floats(0.05, 50), st.floats(0.001, 80), st.floats(0.01, 0.99),
    st.floats(0.01, 0.99),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_a_quantile_is_the_first_count_that_reaches_its_level(
    mean: float, size: float, other: float, weight: float, level: float
) -> None:
    mixed = pool(
        np.array([[weight], [1 - weight]]),
        [single(np.array([mean]), np.array([size])), single(np.array([other]), np.array([2.0]))],
    )
    found = mixed.quantile(level)
    assert mixed.at_most(found)[0] >= level
    assert mixed.at_most(found - 1)[0] < level


def test_probabilities_add_up_to_one() -> None:
    counts = np.arange(2000)
    total = sum(np.exp(two().log_probability(np.full(4, k))) for k in counts)
    assert np.allclose(total, 1, atol=1e-6)
    assert np.allclose(two().at_most(1999), 1, atol=1e-6)


@pytest.mark.parametrize(
    ("weight", "mean", "size"),
    [(0.9, 1.0, 1.0), (1.0, -1.0, 1.0), (1.0, np.nan, 1.0), (1.0, 1.0, 0.0)],
)
def test_what_is_no_distribution_is_refused(weight: float, mean: float, size: float) -> None:
    with pytest.raises(BadValue):
        Mixture(*(np.full((1, 1), v) for v in (weight, mean, size)))


def test_a_level_of_one_is_refused() -> None:
    with pytest.raises(BadValue, match="levels"):
        two().quantile(1.0)


def test_the_shortest_interval_is_no_longer_than_any_other_that_holds_as_much() -> None:
    low, high = two().tightest(0.9)
    held = two().at_most(high) - two().at_most(low - 1)
    central = two().quantiles([0.05, 0.95])
    assert np.all(held >= 0.9)
    assert np.all(high - low <= central[1] - central[0])
    for start in range(30):
        shorter = start + (high - low) - 1
        assert np.all(two().at_most(shorter) - two().at_most(start - 1) < 0.9)

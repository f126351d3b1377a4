"""Skill and its doubt, and whether intervals hold what they say."""

from __future__ import annotations

import math

import numpy as np
import pytest

from multipole.core.errors import BadValue
from multipole.forecast.counts_pmf import single
from multipole.forecast.reliability import coverage, ends, frequencies, pit
from multipole.forecast.scores import drawn_ratio, gain_per_event, interval_score, skill


def outcomes(mean: float, size: float, n: int) -> np.ndarray:
    return np.random.default_rng(5).negative_binomial(size, size / (size + mean), n)


def test_a_better_forecast_has_skill_above_zero_and_the_interval_holds_it() -> None:
    mine, other = np.linspace(1, 2, 40), np.linspace(2, 4, 40)
    found = skill(mine, other, block=4)
    assert found.low <= found.value <= found.high
    assert found.value == pytest.approx(0.5)


def test_blocks_of_like_neighbours_widen_the_interval() -> None:
    rng = np.random.default_rng(2)
    gain = np.repeat(rng.normal(1, 1, 20), 10)
    even = np.ones(200)
    alone, together = (drawn_ratio(gain, even, block=b) for b in (1, 10))
    assert together.high - together.low > 1.5 * (alone.high - alone.low)


def test_without_acts_a_gain_per_act_is_unknown() -> None:
    assert math.isnan(gain_per_event(np.ones(3), np.ones(3), np.zeros(3)).value)


def test_scores_of_no_origin_are_refused() -> None:
    with pytest.raises(BadValue):
        skill(np.empty(0), np.empty(0))


def test_a_right_forecast_has_a_level_pit_and_covers_nine_tenths() -> None:
    n = 4000
    forecast = single(np.full(n, 3.0), np.full(n, 2.0))
    y = outcomes(3.0, 2.0, n)
    shares = pit(*ends(forecast, y)).mean(0)
    held = coverage(forecast, y)
    assert np.allclose(shares, 0.1, atol=0.02)
    assert held.randomised.mean() == pytest.approx(0.9, abs=0.015)
    assert held.whole.mean() == pytest.approx(held.promised.mean(), abs=0.015)
    assert held.promised.mean() > 0.9


def test_too_narrow_a_forecast_covers_less() -> None:
    n = 2000
    narrow = single(np.full(n, 3.0), np.full(n, 1e6))
    assert coverage(narrow, outcomes(3.0, 0.5, n)).randomised.mean() < 0.75


def test_a_narrow_interval_that_holds_scores_better() -> None:
    y = np.array([3])
    narrow, wide = (single(np.array([3.0]), np.array([s])) for s in (1e6, 0.5))
    assert interval_score(narrow, y)[0] < interval_score(wide, y)[0]


def test_a_probability_of_one_falls_into_the_last_tenth() -> None:
    found = frequencies(np.array([1.0, 0.0]), np.array([True, False]))
    assert found[9].tolist() == [1.0, 1.0, 1.0]
    assert found[0].tolist() == [1.0, 0.0, 0.0]

"""Intervals of bargaining from inputs that are not sure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.scenario.test_bargaining import CARE, POWER, YEARS

from multipole.core.errors import BadValue
from multipole.scenario.bargaining import CAUTIOUS, bargain
from multipole.scenario.bargaining_doubt import HALF, Issue, draw, interval, spread

SURE = Issue(YEARS, POWER, CARE, 0 * YEARS, 0 * POWER, 0 * CARE)
UNSURE = replace(SURE, position_doubt=0 * YEARS + 0.5, salience_doubt=0 * CARE + 0.1)


def test_sure_inputs_give_one_forecast() -> None:
    found = spread(SURE, runs=5, rng=np.random.default_rng(1))
    assert set(found.forecast.tolist()) == set(bargain(YEARS, POWER, CARE).forecast.tolist())
    assert np.isnan(found.drivers["position"]).all()


def test_more_doubt_widens_the_interval_of_the_plain_mean() -> None:
    wide = replace(UNSURE, position_doubt=UNSURE.position_doubt * 3)
    small, large = (
        np.ptp(interval(spread(i, runs=400, rng=np.random.default_rng(1)).mean))
        for i in (UNSURE, wide)
    )
    assert large > 2 * small


def test_draws_hold_nine_in_ten_within_the_doubt_told() -> None:
    x, _, _ = draw(UNSURE, runs=4000, rng=np.random.default_rng(2))
    assert np.mean(np.abs(x - YEARS) <= 0.5) == pytest.approx(0.9, abs=0.01)
    assert np.std(x - YEARS) == pytest.approx(0.5 / HALF, rel=0.05)


def test_draws_stay_on_the_line_and_in_range() -> None:
    ends = replace(UNSURE, low=4.0, high=10.0, capability_doubt=0 * POWER + 1.0)
    x, c, s = draw(ends, runs=200, rng=np.random.default_rng(2))
    assert x.min() == 4.0
    assert x.max() == 10.0
    assert c.min() == 0.0
    assert s.max() == 1.0


def test_the_same_seed_gives_the_same_figures() -> None:
    one, two = (spread(UNSURE, runs=50, rng=np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(one.forecast, two.forecast)


def test_an_input_that_decides_is_named() -> None:
    issue = Issue(
        np.array([0.0, 5.0, 10.0]), np.ones(3), np.ones(3), np.array([0.0, 2.0, 0.0]), np.zeros(3),
        np.zeros(3),
    )  # fmt: skip
    found = spread(issue, runs=200, rng=np.random.default_rng(1), rules=CAUTIOUS)
    assert found.drivers["position"][1] > 0.9
    assert np.isnan(found.drivers["position"][0])


def test_positions_off_the_line_and_doubts_below_zero_are_refused() -> None:
    with pytest.raises(BadValue, match="outside the line"):
        replace(SURE, low=5.0, high=10.0)
    with pytest.raises(BadValue, match="a doubt below 0"):
        replace(SURE, salience_doubt=CARE - 1)
    with pytest.raises(BadValue, match="0 runs"):
        spread(SURE, runs=0, rng=np.random.default_rng(1))

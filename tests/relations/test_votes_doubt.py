"""Intervals of measures of votes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from multipole.core.errors import BadValue
from multipole.relations.similarity import cohen_kappa, signorino_ritter_s
from multipole.relations.votes_doubt import share_estimate, table_estimate

TABLE = np.array([[40.0, 5, 3], [6, 10, 2], [1, 2, 18]])


def test_a_share_of_none_is_unknown_and_not_zero() -> None:
    found = share_estimate(0, 0)
    assert math.isnan(found.mean)
    assert (found.low, found.high) == (0.0, 1.0)


def test_a_share_beyond_its_whole_is_refused() -> None:
    with pytest.raises(BadValue, match="5 of 4"):
        share_estimate(5, 4)


def test_an_extreme_share_lies_on_the_end_of_its_interval() -> None:
    found = share_estimate(10, 10)
    assert found.mean == found.high == 1.0
    assert 0.7 < found.low < 0.85


def test_more_roll_calls_of_the_same_shares_leave_less_doubt() -> None:
    few = table_estimate(TABLE, lambda t: float(cohen_kappa(t)), bounds=(-1, 1))
    many = table_estimate(TABLE * 16, lambda t: float(cohen_kappa(t)), bounds=(-1, 1))
    assert few.mean == pytest.approx(many.mean)
    assert (few.high - few.low) / (many.high - many.low) == pytest.approx(4, rel=0.01)


def test_the_interval_of_kappa_is_that_of_resampled_roll_calls() -> None:
    rng = np.random.default_rng(4)
    n = int(TABLE.sum())
    drawn = rng.multinomial(n, TABLE.ravel() / n, size=4000).reshape(-1, 3, 3)
    low, high = np.quantile(cohen_kappa(drawn), [0.05, 0.95])
    found = table_estimate(TABLE, lambda t: float(cohen_kappa(t)), bounds=(-1, 1))
    assert found.low == pytest.approx(low, abs=0.015)
    assert found.high == pytest.approx(high, abs=0.015)


def test_an_interval_stays_within_what_the_statistic_can_be() -> None:
    alike = np.diag([30.0, 2.0, 0.0])
    found = table_estimate(alike, lambda t: float(signorino_ritter_s(t)), bounds=(-1, 1))
    assert (found.mean, found.high) == (1.0, 1.0)


def test_no_common_roll_call_is_unknown() -> None:
    found = table_estimate(np.zeros((3, 3)), lambda t: float(cohen_kappa(t)), bounds=(-1, 1))
    assert math.isnan(found.mean)
    assert found.n == 0

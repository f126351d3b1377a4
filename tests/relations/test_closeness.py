from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, stats

from multipole.core.errors import BadValue
from multipole.relations import closeness


def test_three_warm_events_and_one_cold_give_one_third() -> None:
    mean, low, high = closeness(cooperation=3.0, conflict=1.0)
    assert mean == pytest.approx(1 / 3)
    posterior = stats.beta(4, 2)
    assert (low, high) == pytest.approx((2 * posterior.ppf(0.05) - 1, 2 * posterior.ppf(0.95) - 1))


def test_the_mean_is_that_of_the_posterior() -> None:
    posterior = stats.beta(2.7 + 1, 4.1 + 1)
    by_hand, _ = integrate.quad(lambda p: (2 * p - 1) * posterior.pdf(p), 0, 1)
    mean, _, _ = closeness(cooperation=2.7, conflict=4.1)
    assert mean == pytest.approx(by_hand)


def test_one_event_leaves_nearly_everything_open() -> None:
    _, low, high = closeness(cooperation=1.0, conflict=0.0)
    assert (low, high) == pytest.approx((2 * 0.05**0.5 - 1, 2 * 0.95**0.5 - 1))


def test_more_reports_of_the_same_mix_are_surer_not_warmer() -> None:
    mean, low, high = closeness(cooperation=[6, 600], conflict=[3, 300])
    assert mean[1] == pytest.approx(1 / 3, abs=0.002)
    assert mean[0] == pytest.approx(3 / 11)
    assert (high - low)[1] < 0.2 < (high - low)[0]


def test_no_events_is_unknown_and_not_zero() -> None:
    mean, low, high = closeness(cooperation=0.0, conflict=0.0)
    assert math.isnan(mean)
    assert (low, high) == (-1.0, 1.0)


def test_swapping_cooperation_and_conflict_turns_the_sign() -> None:
    warm = np.array(closeness(cooperation=[5, 2], conflict=[1, 2]))
    cold = np.array(closeness(cooperation=[1, 2], conflict=[5, 2]))
    assert warm[0] == pytest.approx(-cold[0])
    assert warm[1] == pytest.approx(-cold[2])


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf])
def test_a_count_that_is_no_count_is_refused(bad: float) -> None:
    with pytest.raises(BadValue):
        closeness(cooperation=bad, conflict=0.0)

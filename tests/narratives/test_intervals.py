"""Intervals of shares, differences and rates: worked values, and what they must never do."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from multipole.core.errors import BadValue
from multipole.narratives.intervals import difference, rate, share


def test_the_share_is_wilsons() -> None:
    found = share(8, 10)
    assert found == pytest.approx((0.8, 0.5408, 0.9314), abs=1e-4)


def test_no_case_is_unknown_and_not_nought() -> None:
    assert all(math.isnan(bound) for bound in share(0, 0))
    assert all(math.isnan(bound) for bound in rate(0, 0))


@pytest.mark.parametrize(("part", "whole"), [(-1, 3), (4, 3)])
def test_more_than_there_are_is_no_share(part: int, whole: int) -> None:
    with pytest.raises(BadValue):
        share(part, whole)


@given(st.integers(0, 60), st.integers(1, 60))
def test_bounds_hold_the_share_and_turn_with_it(part: int, more: int) -> None:
    whole = part + more
    found, other = share(part, whole), share(more, whole)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low == pytest.approx(1 - other.high)


def test_a_difference_turns_its_sign_with_its_sides() -> None:
    one, two = share(8, 10), share(3, 10)
    forth, back = difference(one, two), difference(two, one)
    assert forth == pytest.approx((0.5, 0.1339, 0.7168), abs=1e-3)
    assert (forth.low, forth.high) == pytest.approx((-back.high, -back.low))


def test_the_rate_has_jeffreys_bounds() -> None:
    found = rate(3, 2)
    assert found.low == pytest.approx(stats.chi2.ppf(0.05, 7) / 4)
    assert found.high == pytest.approx(stats.chi2.ppf(0.95, 7) / 4)


def test_no_occurrence_has_no_lower_bound_but_an_upper_one() -> None:
    found = rate(0, 5)
    assert (found.value, found.low) == (0.0, 0.0)
    assert 0 < found.high < 1

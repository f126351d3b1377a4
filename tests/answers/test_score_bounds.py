"""Intervals of scores, by hand."""

from __future__ import annotations

import math

import pytest

from multipole.answers.score import Tally
from multipole.answers.score_bounds import (
    f1_bounds,
    macro_bounds,
    share_bounds,
    with_bounds,
)


def test_the_interval_of_a_share_is_that_of_wilson() -> None:
    low, high = share_bounds(8, 10)
    z2 = 1.6448536**2
    # the bounds solve (0.8 - p)^2 = z^2 p (1 - p) / 10
    for bound in (low, high):
        assert (0.8 - bound) ** 2 == pytest.approx(z2 * bound * (1 - bound) / 10)
    assert low < 0.8 < high


def test_the_interval_of_an_f1_holds_it_and_narrows_with_more_cases() -> None:
    few, many = f1_bounds(Tally(6, 10, 8)), f1_bounds(Tally(60, 100, 80))
    assert few[0] < many[0] < Tally(6, 10, 8).f1 < many[1] < few[1]


def test_a_perfect_coder_of_few_cases_is_not_sure_to_be_perfect() -> None:
    assert f1_bounds(Tally(3, 3, 3))[0] < 0.8


def test_of_nothing_nothing_is_known() -> None:
    assert all(map(math.isnan, share_bounds(0, 0)))
    assert all(map(math.isnan, f1_bounds(Tally(0, 0, 0))))
    assert all(map(math.isnan, macro_bounds({})))
    found = with_bounds(Tally(0, 0, 0))
    assert found["precision_low"] is None
    assert found["f1_high"] is None


def test_the_interval_of_a_mean_is_the_same_each_time_and_holds_the_mean() -> None:
    table = {("A", "A"): 40, ("A", "B"): 10, ("B", "B"): 25, ("B", "A"): 5}
    low, high = macro_bounds(table)
    mean = (80 / 95 + 50 / 65) / 2
    assert low < mean < high
    assert macro_bounds(table) == (low, high)
    assert macro_bounds({("A", "A"): 9, ("B", "B"): 9}) == (1.0, 1.0)


def test_a_class_that_only_the_coder_has_is_no_class_of_the_mean() -> None:
    assert macro_bounds({("A", "A"): 50}) == (1.0, 1.0)
    with_other = macro_bounds({("A", "A"): 50, ("A", "NONE"): 50})
    assert 0.5 < with_other[0] < 2 / 3 < with_other[1] < 0.8

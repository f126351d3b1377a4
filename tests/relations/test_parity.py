"""When two numbers count as even: exact ones, and ones of which only bounds are known."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.relations.parity import PARITY, Bounds, Compared, compared

NUMBERS = st.floats(0, 1e6)
TURNED: dict[Compared, Compared] = {"less": "more", "more": "less"}


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    return low, high


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ((8.0, 8.0), (10.0, 10.0), "even"),
        ((7.9, 7.9), (10.0, 10.0), "less"),
        ((0.0, 0.0), (0.0, 0.0), "even"),
        ((0.0, 0.0), (0.001, 0.001), "less"),
        ((7.0, 9.0), (10.0, 10.0), "unknown"),
        ((7.0, 7.9), (10.0, 12.0), "less"),
        ((math.nan, math.nan), (1.0, 1.0), "unknown"),
    ],
)
def test_the_whole_interval_decides(one: Bounds, other: Bounds, found: Compared) -> None:
    assert compared(one, other) == found


@given(bounds(), bounds())
def test_turning_the_sides_turns_the_word(one: Bounds, other: Bounds) -> None:
    found = compared(one, other)
    assert compared(other, one) == TURNED.get(found, found)


@given(NUMBERS, NUMBERS)
def test_of_exact_numbers_it_can_always_be_told(one: float, other: float) -> None:
    assert compared((one, one), (other, other)) != "unknown"


def test_a_parity_is_a_ratio() -> None:
    assert 0 < PARITY < 1
    for given_ in (0.0, 1.1):
        with pytest.raises(BadValue, match="a parity of"):
            compared((1.0, 1.0), (1.0, 1.0), parity=given_)

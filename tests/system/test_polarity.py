"""Polarity: worked values, limits, what is unknown."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.system import polarity
from multipole.system.polarity import (
    bloc_polarisation,
    by_bloc,
    concentration,
    effective_number,
    esteban_ray,
    shares,
    top_share,
)

AMOUNTS = st.lists(st.floats(0.01, 100), min_size=2, max_size=10)


def test_the_worked_values_hold() -> None:
    assert doctest.testmod(polarity).failed == 0


@given(AMOUNTS, st.floats(0.01, 100))
def test_measures_of_shares_need_no_unit_and_keep_their_limits(
    amounts: list[float], factor: float
) -> None:
    given = np.array(amounts)
    for measure in (concentration, effective_number):
        np.testing.assert_allclose(measure(given * factor), measure(given), atol=1e-6)
        np.testing.assert_allclose(measure(given[::-1]), measure(given), atol=1e-6)
    assert -1e-9 <= concentration(given) <= 1 + 1e-9
    assert 1 - 1e-9 <= effective_number(given) <= len(given) + 1e-9
    linked = 1 / len(given) + concentration(given) ** 2 * (1 - 1 / len(given))
    assert effective_number(given) == pytest.approx(1 / linked)


def test_an_unknown_amount_makes_the_whole_unknown() -> None:
    gap = [0.5, np.nan, 0.5]
    for value in (concentration(gap), effective_number(gap), top_share(gap, top=1)):
        assert np.isnan(value)
    assert np.isnan(shares(gap)).all()
    assert np.isnan(shares([0, 0])).all()
    assert np.isnan(concentration([5]))
    assert np.isnan(esteban_ray([1, 1], [[0, np.nan], [np.nan, 0]]))


@given(AMOUNTS, st.floats(0, 1.6))
def test_two_equal_poles_are_the_most_polarised_at_alpha_one(
    amounts: list[float], alpha: float
) -> None:
    apart = 1 - np.eye(len(amounts))
    assert esteban_ray(amounts, apart) <= 1 + 1e-9
    assert esteban_ray([1, 1], [[0, 1], [1, 0]], alpha=alpha) == pytest.approx(1)
    order = np.argsort(amounts)
    renamed = esteban_ray(np.array(amounts)[order], apart[np.ix_(order, order)], alpha=alpha)
    assert renamed == pytest.approx(esteban_ray(amounts, apart, alpha=alpha))


def test_blocs_polarise_by_size_cohesion_and_overlap() -> None:
    side = np.array([1, 1, 1, -1, -1, -1])
    ties = np.outer(side, side).astype(float)
    labels = (side < 0).astype(int)
    assert bloc_polarisation(ties, labels) == pytest.approx(1)
    uneven = bloc_polarisation(ties, labels, weights=[8, 1, 1, 1, 1, 1])
    assert uneven < 1
    loose = ties.copy()
    loose[0, 1] = loose[1, 0] = -1
    assert bloc_polarisation(loose, labels) == pytest.approx(0.5 + 0.5 * 2 / 3)
    assert bloc_polarisation(ties, np.zeros(6, dtype=int)) == 0


def test_unknown_ties_and_weights_are_not_nought() -> None:
    side = np.array([1, 1, -1, -1])
    ties = np.outer(side, side).astype(float)
    ties[0, 2] = ties[2, 0] = np.nan
    assert bloc_polarisation(ties, [0, 0, 1, 1]) == pytest.approx(1)
    ties[0, 1] = ties[1, 0] = np.nan
    assert np.isnan(bloc_polarisation(ties, [0, 0, 1, 1]))
    with_gap = bloc_polarisation(np.outer(side, side), [0, 0, 1, 1], weights=[1, np.nan, 1, 1])
    assert np.isnan(with_gap)
    assert by_bloc([1, np.nan, 2], [0, -1, 1]).tolist() == [1, 2]


def test_a_state_alone_is_a_bloc_of_its_own() -> None:
    assert bloc_polarisation([[0, -1], [-1, 0]], [0, 1]) == pytest.approx(1)
    assert np.isnan(bloc_polarisation([[0, -1], [-1, 0]], [-1, -1]))


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(BadValue, match="below zero"):
        shares([1, -1])
    with pytest.raises(BadValue, match="alpha 2"):
        esteban_ray([1, 1], np.zeros((2, 2)), alpha=2)
    with pytest.raises(BadValue, match="shape"):
        esteban_ray([1, 1], np.zeros((3, 3)))
    with pytest.raises(BadValue, match="first 0"):
        top_share([1, 1], top=0)
    with pytest.raises(BadValue, match="labels of shape"):
        by_bloc([1, 1], [0])
    with pytest.raises(BadValue, match="2 labels for 3 states"):
        bloc_polarisation(np.zeros((3, 3)), [0, 1], weights=[1, 1])

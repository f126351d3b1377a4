"""Signed triangles, by hand and by counting each."""

from __future__ import annotations

import doctest
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.system import balance
from multipole.system.balance import pull, triads, triangles


def network(seed: int, size: int, *, density: float = 0.6) -> np.ndarray:
    """Invented ties: whole weights from -3 to 3, some nought, some unknown."""
    rng = np.random.default_rng(seed)
    upper = np.triu(rng.integers(-3, 4, (size, size)) * (rng.random((size, size)) < density), 1)
    ties = (upper + upper.T).astype(float)
    gone = np.triu(rng.random((size, size)) < 0.1, 1)
    ties[gone | gone.T] = np.nan
    return ties


NETWORKS = st.builds(network, st.integers(0, 10_000), st.integers(3, 8))


def test_the_worked_values_hold() -> None:
    assert doctest.testmod(balance).failed == 0


@given(NETWORKS)
def test_triangles_are_those_counted_one_by_one(ties: np.ndarray) -> None:
    counts = [0, 0, 0, 0]
    strained = 0.0
    for i, j, k in combinations(range(len(ties)), 3):
        signs = np.sign([ties[i, j], ties[i, k], ties[j, k]])
        if np.isfinite(signs).all() and signs.all():
            counts[int((signs < 0).sum())] += 1
            if signs.prod() < 0:
                strained = max(strained, np.abs([ties[i, j], ties[i, k], ties[j, k]]).min())
    found = triangles(ties)
    assert [found.friends, found.two_friends, found.one_friend, found.enemies] == counts
    worst = triads(ties, top=3)
    assert (-worst[0].strength if worst else 0.0) == strained
    assert len(worst) == min(3, counts[1] + counts[3])


@given(NETWORKS, st.randoms(use_true_random=False))
def test_renaming_states_permutes_only(ties: np.ndarray, random: np.random.RandomState) -> None:
    order = list(range(len(ties)))
    random.shuffle(order)
    renamed = ties[np.ix_(order, order)]
    assert triangles(renamed) == triangles(ties)
    np.testing.assert_allclose(pull(renamed), pull(ties)[np.ix_(order, order)])


@given(NETWORKS)
def test_switching_a_state_keeps_the_balance(ties: np.ndarray) -> None:
    sides = np.ones(len(ties))
    sides[0] = -1
    before, after = triangles(ties), triangles(ties * np.outer(sides, sides))
    np.testing.assert_equal(after.balanced, before.balanced)


def test_an_unknown_tie_makes_no_triangle_and_no_pull() -> None:
    ties = np.array([[0, np.nan, 1], [np.nan, 0, 1], [1, 1, 0]])
    assert triangles(ties).total == 0
    assert np.isnan(triangles(ties).balanced)
    assert pull(ties)[0, 1] == 1
    assert np.isnan(pull(ties)[0, 2])


def test_directed_ties_are_refused() -> None:
    with pytest.raises(BadValue, match="differ with the direction"):
        triangles([[0, 1], [2, 0]])
    with pytest.raises(BadValue, match="0 most strained"):
        triads(np.ones((3, 3)), top=0)

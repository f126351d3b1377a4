"""The frustration index against every division tried, and against known figures."""

from __future__ import annotations

import doctest
import os
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.system import frustration as module
from multipole.system.frustration import frustrated, frustration, lower_bound, switch
from multipole.system.reduce import expand, reduce

DATA = (
    Path(__file__).resolve().parents[2] / os.environ.get("MULTIPOLE_SHARED", "../shared")
).resolve() / "data"


def network(seed: int, size: int, density: float = 0.6, *, whole: bool = True) -> np.ndarray:
    """Invented undirected ties with some nought and some unknown."""
    rng = np.random.default_rng(seed)
    drawn = rng.integers(-3, 4, (size, size)) if whole else rng.normal(size=(size, size))
    upper = np.triu(drawn * (rng.random((size, size)) < density), 1)
    ties = upper + upper.T + 0.0
    gone = np.triu(rng.random((size, size)) < 0.05, 1)
    ties[gone | gone.T] = np.nan
    return ties


NETWORKS = st.builds(
    network, st.integers(0, 10_000), st.integers(2, 9), st.sampled_from([0.3, 0.6, 1.0]),
    whole=st.booleans(),
)  # fmt: skip


def least(ties: np.ndarray) -> float:
    """The index by trying every division."""
    rest = product((1, -1), repeat=len(ties) - 1)
    return min(frustrated(ties, (1, *sides)) for sides in rest)


def solved(ties: np.ndarray, seconds: float = 60.0) -> module.Frustration:
    return frustration(ties, rng=np.random.default_rng(0), seconds=seconds)


def test_the_worked_values_hold() -> None:
    assert doctest.testmod(module).failed == 0


@given(NETWORKS)
@settings(deadline=None, max_examples=60)
def test_the_index_is_that_of_the_best_of_all_divisions(ties: np.ndarray) -> None:
    found = solved(ties)
    assert found.proven
    assert found.high == pytest.approx(least(ties))
    assert frustrated(ties, found.sides) == pytest.approx(found.high)


@given(NETWORKS)
@settings(deadline=None, max_examples=60)
def test_bounds_without_a_solver_hold(ties: np.ndarray) -> None:
    best = least(ties)
    quick = solved(ties, seconds=0)
    assert quick.low <= best + 1e-9 <= quick.high + 2e-9
    assert lower_bound(ties) <= best + 1e-9


@given(NETWORKS)
@settings(deadline=None)
def test_merging_states_loses_no_best_division(ties: np.ndarray) -> None:
    weights = np.nan_to_num(ties)
    small, merged = reduce(weights)
    if len(small) == 0:
        sides = np.empty(0, dtype=np.int64)
    else:
        tried = [np.array((1, *s)) for s in product((1, -1), repeat=len(small) - 1)]
        sides = min(tried, key=lambda s: frustrated(small, s))
    assert frustrated(ties, expand(sides, merged)) == pytest.approx(least(ties))


@given(NETWORKS, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_renaming_and_switching_states_keep_the_index(
    ties: np.ndarray, random: np.random.RandomState
) -> None:
    order = list(range(len(ties)))
    random.shuffle(order)
    index = solved(ties).high
    assert solved(ties[np.ix_(order, order)]).high == pytest.approx(index)
    sides = np.where(np.arange(len(ties)) % 2, -1, 1)
    assert solved(ties * np.outer(sides, sides)).high == pytest.approx(index)


@given(NETWORKS, st.sampled_from([1e-3, 0.5, 7.0]))
@settings(deadline=None, max_examples=40)
def test_the_index_scales_with_the_ties(ties: np.ndarray, factor: float) -> None:
    assert solved(ties * factor).high == pytest.approx(solved(ties).high * factor)


def test_two_camps_are_found_and_not_frustrated() -> None:
    side = np.array([1, 1, -1, -1, 1, -1, 1])
    found = solved(np.outer(side, side).astype(float))
    assert found.high == 0
    assert found.proven
    assert abs(np.dot(found.sides, side)) == len(side)


def test_without_time_the_bounds_say_that_nothing_is_proven() -> None:
    ties = network(4, 40, 0.5)
    found = solved(ties, seconds=0)
    assert not found.proven
    assert 0 < found.low < found.high <= found.ties / 2


def test_no_ties_are_no_frustration() -> None:
    found = solved(np.full((3, 3), np.nan))
    assert (found.low, found.high, found.ties) == (0, 0, 0)
    assert np.isnan(found.share)


def test_a_search_from_no_start_is_refused() -> None:
    with pytest.raises(BadValue, match="0 starts"):
        frustration(np.zeros((2, 2)), rng=np.random.default_rng(0), starts=0)


@pytest.mark.skipif(not (DATA / "alliances").is_dir(), reason=f"no networks in {DATA}")
@pytest.mark.parametrize(("number", "index"), [(1, 17), (18, 29), (29, 46), (51, 45)])
def test_yearly_networks_of_states_have_the_proven_index(number: int, index: int) -> None:
    rows = pl.read_csv(DATA / "alliances" / "cow_signed_1946_1999.csv").filter(
        pl.col("k") == number
    )
    ties = np.zeros((rows["n"][0], rows["n"][0]))
    ties[rows["i"], rows["j"]] = ties[rows["j"], rows["i"]] = rows["s"]
    found = solved(ties)
    assert found.proven
    assert found.high == index
    best = frustrated(ties, switch(ties, rng=np.random.default_rng(1)))
    assert best <= index * 1.1

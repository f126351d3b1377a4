"""Differences to the twin: volume and valence apart, intervals, and when they fade."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.scenario.paths import (
    balance,
    conflict_share,
    effect_of,
    lean,
    valence,
    volume,
)

RUNS = 2000


def world(mix: list[float], more: list[float], seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Twin counts of a mix, and extra ones of another, in six months; the third has most."""
    rng = np.random.default_rng(seed)
    size = np.array([0, 5, 60, 30, 5, 0])[:, None]
    twin = rng.poisson(20 * np.array(mix), size=(RUNS, 6, 4))
    return twin, rng.poisson(size * np.array(more), size=(RUNS, 6, 4))


def test_mere_attention_moves_counts_and_no_valence() -> None:
    mix = [0.5, 0.2, 0.2, 0.1]
    twin, extra = world(mix, mix, 3)
    raw = effect_of(extra[:, :, :2].sum(axis=2))
    assert raw.shown[2]
    assert volume(extra).shown[2]
    assert not valence(twin, extra).shown.any()
    assert abs(valence(twin, extra).mean).max() < 0.01


def test_more_conflict_than_usual_is_seen_and_fades() -> None:
    twin, extra = world([0.5, 0.2, 0.2, 0.1], [0.1, 0.0, 0.6, 0.3], 4)
    found = valence(twin, extra)
    assert found.low[2] > 0
    assert found.fades == 5
    assert volume(extra).fades == 5


@given(st.integers(0, 2**32 - 1))
def test_no_extra_acts_are_no_effect(seed: int) -> None:
    twin = np.random.default_rng(seed).poisson(3, size=(50, 4, 4))
    for found in (valence(twin, twin * 0), volume(twin * 0)):
        assert not found.mean.any()
        assert found.fades == 0


@given(st.integers(0, 2**32 - 1), st.integers(2, 60))
def test_an_interval_is_of_values_that_runs_took_and_ignores_their_order(
    seed: int, runs: int
) -> None:
    rng = np.random.default_rng(seed)
    values = rng.integers(-5, 6, size=(runs, 3)).astype(float)
    found = effect_of(values)
    assert all(low in values[:, n] for n, low in enumerate(found.low))
    assert np.all((values < found.low).mean(axis=0) <= 0.05 + 1e-9)
    assert np.all((values > found.high).mean(axis=0) <= 0.05 + 1e-9)
    again = effect_of(rng.permutation(values))
    assert again.low.tolist() == found.low.tolist()


def test_an_effect_that_lasts_has_no_end() -> None:
    assert effect_of(np.ones((10, 3))).fades is None
    gone = np.array([[1, 0, 1, 0]] * 10)
    assert effect_of(gone).fades == 3


def test_months_without_acts_have_no_side() -> None:
    assert conflict_share(np.zeros(4)) == 0.5
    assert np.isnan(lean(np.zeros(4)))
    assert not valence(np.zeros((5, 2, 4)), np.zeros((5, 2, 4))).mean.any()


def test_the_balance_of_a_triangle_is_that_of_its_signs() -> None:
    signs, good, bad = balance(np.array([[0.5, -0.5, 0.0], [0.5, np.nan, 0.5]]), bound=0.1)
    assert signs.tolist() == [[1, 0], [0, 0.5], [0.5, 0]]
    assert (good, bad) == (0, 0)


def test_counts_that_do_not_fit_are_refused() -> None:
    with pytest.raises(BadValue):
        valence(np.zeros((2, 3, 4)), np.zeros((2, 2, 4)))
    with pytest.raises(BadValue):
        effect_of(np.zeros((0, 3)))

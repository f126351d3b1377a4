"""Counts against their own past: what is unusual, what chance would do, and many at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom

from multipole.relations.unusual import (
    FARTHEST,
    counts_against,
    dispersions,
    q_values,
    shares_against,
    stand_out,
)


def invented(dispersion: float, *, months: int = 13, pairs: int = 1500) -> np.ndarray:
    rng = np.random.default_rng(3)
    mean = np.exp(rng.normal(1.5, 1.0, (pairs, 1)))
    size = 1.0 / dispersion
    return rng.negative_binomial(size, size / (size + mean), (pairs, months)).astype(float)


@pytest.mark.parametrize("dispersion", [0.05, 0.3, 1.0])
def test_chance_alone_is_seldom_far_out(dispersion: float) -> None:
    counts = invented(dispersion)
    found = counts_against(counts, np.ones_like(counts))
    assert 0.005 < np.mean(found.p < 0.05) < 0.05
    assert np.mean(found.p < 0.01) < 0.015
    within = (found.low <= found.value) & (found.value <= found.high)
    assert 0.9 <= within.mean() < 0.97


def test_a_jump_stands_out_and_a_silence_has_the_other_sign() -> None:
    steady = np.full((30, 13), 20.0) + np.tile([-2, 2, 0], 5)[:13]
    steady[0, -1], steady[1, -1] = 90, 0
    found = counts_against(steady, np.ones_like(steady))
    assert found.z[0] > 3
    assert found.z[1] < -3
    assert stand_out(found.p).tolist() == [True, True] + [False] * 28


def test_pairs_that_always_scatter_need_more_to_be_unusual() -> None:
    calm = np.tile([9.0, 10, 11, 10, 9, 10, 11, 10, 9, 10, 11, 10, 25], (40, 1))
    wild = np.tile([0.0, 30, 2, 18, 1, 25, 0, 14, 3, 20, 1, 6, 25], (40, 1))
    found = counts_against(np.vstack([calm, wild]), np.ones((80, 13)))
    assert found.p[0] < 0.06 < 0.15 < found.p[-1]


def test_a_month_that_tells_half_as_much_is_expected_to_have_half() -> None:
    counts = np.tile([10.0] * 12 + [5.0], (20, 1))
    exposure = np.ones_like(counts)
    exposure[:, -1] = 0.5
    found = counts_against(counts, exposure)
    assert found.expected[0] == pytest.approx(5.02, abs=0.01)
    assert abs(found.z[0]) < 0.5


def test_months_that_are_not_covered_do_not_count_as_nought() -> None:
    counts = np.tile([10.0, 0, 10, 0, 10, 10, 10, 10, 10.0], (20, 1))
    exposure = np.tile([1.0, 0, 1, 0, 1, 1, 1, 1, 1], (20, 1))
    assert counts_against(counts, exposure).expected[0] == pytest.approx(10.08, abs=0.01)


def test_the_dispersion_of_many_is_found() -> None:
    counts = invented(0.5, months=40)
    mean = np.repeat(counts.mean(1, keepdims=True), 40, axis=1)
    assert np.median(dispersions(counts, mean)) == pytest.approx(0.5, abs=0.1)


def test_a_share_has_the_tails_of_the_beta_binomial() -> None:
    part = np.array([[2.0, 1, 3, 2, 2, 9], [2.0, 1, 3, 2, 2, 2]])
    whole = np.full_like(part, 10.0)
    found = shares_against(part, whole)
    share, spread = 10.5 / 51, 1 / 52
    weight = 1 / spread - 1
    above = betabinom.sf(8, 10, share * weight, (1 - share) * weight)
    assert found.p[0] == pytest.approx(2 * above, rel=1e-6)
    assert found.z[0] > 3
    assert found.p[1] == 1.0


def test_a_month_without_acts_has_no_share() -> None:
    found = shares_against(np.array([[1.0, 1, 0]]), np.array([[2.0, 2, 0]]))
    assert np.isnan(found.value[0])
    assert np.isnan(found.p[0])


def test_tails_past_counting_have_a_bounded_score() -> None:
    counts = np.tile([1.0] * 12 + [1e6], (3, 1))
    assert counts_against(counts, np.ones_like(counts)).z.max() <= FARTHEST


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(1e-9, 1), min_size=1, max_size=50))
def test_q_values_keep_the_order_of_the_chances(chances: list[float]) -> None:
    p = np.array(chances)
    q = q_values(p)
    assert np.all(q >= p - 1e-12)
    assert np.all(np.diff(q[np.argsort(p)]) >= -1e-12)

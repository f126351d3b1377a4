"""Weights add up to the change, by hand and for any numbers; names and order play no part."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.core.types import Estimate
from multipole.relations.similarity import cohen_kappa, scott_pi, signorino_ritter_s
from multipole.relations.votes import agreement, vote_pairs
from multipole.relations.weights import (
    Statistic,
    against_mean,
    difference,
    greatest_weights,
    share_slopes,
    vote_weights,
)
from multipole.relations.weights_rates import act_weights, contrast_slopes

VALUE: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "agreement": agreement, "s_score": signorino_ritter_s, "kappa": cohen_kappa, "pi": scott_pi,
}  # fmt: skip
NAMES = st.sampled_from(sorted(VALUE))
VOTES = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=12)
FLOW = st.one_of(st.just(0.0), st.floats(0.001, 1e6))
LOGS = st.floats(-8, 8)


def table(votes: list[tuple[int, int]]) -> np.ndarray:
    left, right = zip(*votes, strict=True)
    return vote_pairs(left, right).astype(np.float64)


def test_a_mean_is_moved_by_what_is_unlike_the_old_mean() -> None:
    weights = against_mean([1, 1, 0, 1], 0.25)
    assert weights.tolist() == [0.1875, 0.1875, -0.0625, 0.1875]
    assert weights.sum() == 0.75 - 0.25


def test_a_mean_of_nothing_is_refused() -> None:
    with pytest.raises(BadValue):
        against_mean([], 0.5)


def test_kappa_by_hand() -> None:
    """Two votes yes-yes and no-no (kappa 1), then a yes-no beside them.

    Seen distance 0, then 4/3; chance 2, then (2/3 2/3 + 1/3 1/3) 4 = 20/9: kappa falls by .6, and
    all of it is the new roll call, as the two others are what the old session was.
    """
    then, today = table([(1, 1), (3, 3)]), table([(1, 1), (3, 3), (1, 3)])
    weights = vote_weights(then, today, statistic="kappa")
    assert float(cohen_kappa(today)) == pytest.approx(0.4)
    assert weights[0, 2] == pytest.approx(-0.6)
    assert weights[[0, 2], [0, 2]] == pytest.approx(0.0)


def test_kappa_of_unlike_marginals_by_hand() -> None:
    """yes-yes, no-no, yes-no before; now yes-yes, no-no, no-no.

    N: 4/3 to 0, E: 20/9 to 16/9. Scores are -d (9/20 + 9/16) / 2 + (4/3 + 0) / (2 * 20/9 * 16/9)
    times [(D r)_a + (l D)_b] with l = (1/2, 0, 1/2) and r = (1/3, 0, 2/3).
    """
    then, today = table([(1, 1), (3, 3), (1, 3)]), table([(1, 1), (3, 3), (3, 3)])
    weights = vote_weights(then, today, statistic="kappa")
    rate = (4 / 3) / (2 * (20 / 9) * (16 / 9))
    score = {
        (0, 0): rate * (8 / 3 + 2),
        (2, 2): rate * (4 / 3 + 2),
        (0, 2): rate * (8 / 3 + 2) - 4 * (9 / 20 + 9 / 16) / 2,
    }
    mean = sum(score.values()) / 3
    for cell, value in score.items():
        assert weights[cell] == pytest.approx((value - mean) / 3)
    assert float((today * weights).sum()) == pytest.approx(0.6)


@given(VOTES, VOTES, NAMES)
def test_roll_calls_add_up_to_the_change(
    before: list[tuple[int, int]], now: list[tuple[int, int]], name: Statistic
) -> None:
    then, today = table(before), table(now)
    weights = vote_weights(then, today, statistic=name)
    change = float(VALUE[name](today)) - float(VALUE[name](then))
    found = float((today * weights).sum())
    assert math.isnan(found) == math.isnan(change)
    assert math.isnan(change) or found == pytest.approx(change, abs=1e-9)


@given(VOTES, VOTES, NAMES)
def test_naming_the_two_the_other_way_round_changes_no_weight(
    before: list[tuple[int, int]], now: list[tuple[int, int]], name: Statistic
) -> None:
    here = vote_weights(table(before), table(now), statistic=name)
    there = vote_weights(table(before).T, table(now).T, statistic=name)
    assert here == pytest.approx(there.T, abs=1e-12, nan_ok=True)


@given(VOTES, VOTES, NAMES)
def test_calling_yes_no_and_no_yes_changes_no_weight(
    before: list[tuple[int, int]], now: list[tuple[int, int]], name: Statistic
) -> None:
    here = vote_weights(table(before), table(now), statistic=name)
    there = vote_weights(table(before)[::-1, ::-1], table(now)[::-1, ::-1], statistic=name)
    assert here == pytest.approx(there[::-1, ::-1], abs=1e-12, nan_ok=True)


@given(VOTES, NAMES)
def test_a_session_like_the_last_moves_nothing(
    votes: list[tuple[int, int]], name: Statistic
) -> None:
    found = vote_weights(table(votes), table(votes), statistic=name)
    moved = float((table(votes) * found).sum())
    assert math.isnan(moved) or moved == pytest.approx(0.0, abs=1e-12)


def test_votes_that_chance_alone_explains_have_no_weights() -> None:
    same, mixed = table([(1, 1), (1, 1)]), table([(1, 1), (1, 3)])
    assert np.isnan(vote_weights(same, mixed, statistic="kappa")).all()


def test_a_table_of_another_shape_is_refused() -> None:
    with pytest.raises(BadValue):
        vote_weights(np.ones((2, 2)), np.ones((3, 3)), statistic="pi")


@given(FLOW, st.lists(FLOW, min_size=2, max_size=4), FLOW, st.lists(FLOW, min_size=2, max_size=4))
def test_partners_add_up_to_the_change_of_a_share(
    own0: float, others0: list[float], own1: float, others1: list[float]
) -> None:
    size = min(len(others0), len(others1))
    then, today = others0[:size], others1[:size]
    assume(own0 + sum(then) > 0 and own1 + sum(today) > 0)
    own, others = share_slopes((own0, sum(then)), (own1, sum(today)))
    parts = [own * (own1 - own0), *(others * (y - x) for x, y in zip(then, today, strict=True))]
    change = own1 / (own1 + sum(today)) - own0 / (own0 + sum(then))
    assert math.fsum(parts) == pytest.approx(change, abs=1e-9)


def test_a_share_of_all_in_place_of_none_is_half_the_one_and_half_the_other() -> None:
    own, others = share_slopes((0.0, 5.0), (5.0, 0.0))
    assert (own * 5, others * -5) == (0.5, 0.5)


def test_a_share_of_nothing_has_no_parts() -> None:
    assert all(map(math.isnan, share_slopes((0.0, 0.0), (1.0, 1.0))))
    with pytest.raises(BadValue):
        share_slopes((-1.0, 2.0), (1.0, 1.0))


@given(st.lists(st.floats(0, 100), max_size=6))
def test_levels_add_up_to_the_greatest_whatever_their_order(
    values: list[float],
) -> None:
    weights = greatest_weights(values)
    assert weights.sum() == pytest.approx(max(values, default=0.0), abs=1e-9)
    turned = greatest_weights(values[::-1])[::-1]
    assert weights == pytest.approx(turned, abs=1e-9)
    assert all(weights >= 0)


def test_levels_below_zero_are_refused() -> None:
    with pytest.raises(BadValue):
        greatest_weights([-1.0])


@given(LOGS, LOGS, LOGS, LOGS)
def test_streams_add_up_to_the_change_of_a_contrast(
    c0: float, k0: float, c1: float, k1: float
) -> None:
    of_c, of_k = contrast_slopes((c0, k0), (c1, k1))
    change = math.tanh((c1 - k1) / 2) - math.tanh((c0 - k0) / 2)
    assert of_c * (c1 - c0) + of_k * (k1 - k0) == pytest.approx(change, abs=1e-9)
    turned = contrast_slopes((k0, c0), (k1, c1))
    assert turned == pytest.approx((-of_k, -of_c), abs=1e-12)


@given(st.floats(-1, 1), LOGS, LOGS, st.floats(0.01, 1e4), st.integers(0, 50))
def test_acts_add_up_to_the_part_of_their_stream(
    slope: float, before: float, now: float, exposure: float, told: int
) -> None:
    found = act_weights(slope, before, now, exposure=exposure, told=told)
    parts = math.fsum((found.act * told, found.earlier, found.smoothed))
    size = max(1.0, abs(found.act) * told, abs(found.earlier), abs(found.smoothed))
    assert parts == pytest.approx(slope * (now - before), abs=1e-12 * size)


def test_in_a_silent_period_all_is_smoothing() -> None:
    found = act_weights(0.5, 0.0, 1.0, exposure=0.0, told=0)
    assert (found.act, found.earlier, found.smoothed) == (0.0, 0.0, 0.5)
    with pytest.raises(BadValue):
        act_weights(0.5, 0.0, 1.0, exposure=-1.0, told=0)


def test_an_unknown_intensity_has_no_weights() -> None:
    assert math.isnan(contrast_slopes((math.nan, 0.0), (0.0, 0.0))[0])


def test_the_interval_of_a_difference() -> None:
    found = difference(Estimate(0.5, 0.2, 0.9, 10), Estimate(0.4, 0.1, 0.8, 20))
    assert found.mean == pytest.approx(0.1)
    assert found.low == pytest.approx(0.1 - math.hypot(0.3, 0.4))
    assert found.high == pytest.approx(0.1 + math.hypot(0.4, 0.3))
    assert found.n == 30


def test_recorded_amounts_differ_without_doubt() -> None:
    found = difference(Estimate(3.0, 3.0, 3.0, 1), Estimate(5.0, 5.0, 5.0, 1))
    assert (found.mean, found.low, found.high) == (-2.0, -2.0, -2.0)

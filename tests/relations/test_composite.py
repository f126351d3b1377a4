"""The composite of a dyad: known parts, what unknown ones leave open, and other weights."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.core.types import Estimate
from multipole.relations.composite import (
    PARTS,
    WEIGHTS,
    Part,
    closest,
    common,
    composite,
    means,
    random_weights,
    scaled,
    tipping,
    without_each,
)

Held = dict[str, Estimate]
Weights = dict[str, float]
NAMES = tuple(part.measure for part in PARTS)
SHARE = st.floats(0, 1)
ONE = st.tuples(SHARE, SHARE, SHARE).map(sorted).map(lambda v: Estimate(v[1], v[0], v[2], 1))
VALUES = st.dictionaries(st.sampled_from(NAMES), ONE, min_size=1)
WEIGHED = st.fixed_dictionaries({name: st.floats(0.1, 10) for name in NAMES})


def known(value: float) -> Estimate:
    return Estimate(value, value, value, 1)


@given(VALUES, WEIGHED, st.randoms())
def test_the_order_of_the_parts_changes_nothing(
    values: Held, weights: Weights, chance: random.Random
) -> None:
    shuffled = list(weights)
    chance.shuffle(shuffled)
    ours = composite(values, weights)
    theirs = composite(values, {name: weights[name] for name in shuffled})
    assert theirs.value.mean == pytest.approx(ours.value.mean, abs=1e-12)
    assert (theirs.least, theirs.most) == pytest.approx((ours.least, ours.most), abs=1e-12)


@given(VALUES, WEIGHED, st.floats(0.01, 100))
def test_weights_are_free_of_scale(values: Held, weights: Weights, factor: float) -> None:
    ours = composite(values, weights)
    theirs = composite(values, {name: factor * weight for name, weight in weights.items()})
    assert theirs.value.mean == pytest.approx(ours.value.mean, abs=1e-9)
    assert theirs.coverage == pytest.approx(ours.coverage)


@given(VALUES, WEIGHED, SHARE, st.data())
def test_a_part_that_rises_never_lowers_it(
    values: Held, weights: Weights, high: float, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(values)))
    raised = max(high, values[name].mean)
    theirs = composite({**values, name: known(raised)}, weights)
    assert theirs.value.mean >= composite(values, weights).value.mean - 1e-12


@given(VALUES, WEIGHED)
def test_interval_and_bounds_hold_the_value(values: Held, weights: Weights) -> None:
    found = composite(values, weights)
    assert 0 <= found.value.low <= found.value.mean <= found.value.high <= 1
    assert found.least - 1e-12 <= found.value.mean <= found.most + 1e-12
    assert found.most - found.least == pytest.approx(1 - found.coverage)


@given(VALUES, WEIGHED, st.data())
def test_an_unknown_part_cannot_leave_the_bounds(
    values: Held, weights: Weights, data: st.DataObject
) -> None:
    found = composite(values, weights)
    filled = {name: known(data.draw(SHARE)) for name in found.unknown}
    whole = composite({**values, **filled}, weights)
    assert found.least - 1e-9 <= whole.value.mean <= found.most + 1e-9
    assert whole.coverage == 1


def test_unknown_is_not_zero() -> None:
    values = {"agreement": known(0.8), "rivalry": Estimate(math.nan, 0.0, 1.0, 0)}
    found = composite(values, {"agreement": 1.0, "rivalry": 3.0})
    assert found.value.mean == 0.8
    assert (found.coverage, found.unknown) == (0.25, ("rivalry",))
    assert (found.least, found.most) == pytest.approx((0.2, 0.95))


def test_nothing_known_is_nothing_said() -> None:
    found = composite({}, WEIGHTS)
    assert math.isnan(found.value.mean)
    assert (found.least, found.most, found.coverage) == (0.0, 1.0, 0.0)


def test_parts_that_disagree_are_named_and_by_how_much() -> None:
    found = composite({"agreement": known(0.0), "commitment": known(1.0)},
                      {"agreement": 1.0, "commitment": 1.0})  # fmt: skip
    assert (found.value.mean, found.spread) == (0.5, 0.5)
    assert (found.lowest, found.highest) == ("agreement", "commitment")


def test_a_part_of_weight_nought_neither_counts_nor_is_missed() -> None:
    found = composite({"agreement": known(0.3), "rivalry": known(1.0)},
                      {"agreement": 1.0, "rivalry": 0.0, "commitment": 0.0})  # fmt: skip
    assert (found.value.mean, found.coverage, found.unknown) == (0.3, 1.0, ())


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.measure)
def test_every_scale_runs_one_way_within_0_and_1(part: Part) -> None:
    grid = np.linspace(-1 if "closeness" in part.measure else 0, 3, 41)
    found = [scaled(part.measure, known(x)).mean for x in grid]
    assert all(0 <= x <= 1 for x in found)
    steps = np.diff(found)
    assert (steps >= 0).all() or (steps <= 0).all()


def test_each_kind_of_evidence_weighs_the_same_unless_moved() -> None:
    by_kind: dict[str, float] = {}
    for part in PARTS:
        by_kind[part.kind] = by_kind.get(part.kind, 0.0) + part.weight
    assert set(by_kind.values()) == {3.0}


def test_an_open_end_of_a_distance_is_the_end_of_the_scale() -> None:
    found = scaled("ideal_distance", Estimate(1.0, 0.5, math.inf, 2))
    assert (found.low, found.mean) == (0.0, 0.5)


def test_random_weights_stay_near_those_given_or_roam() -> None:
    rng = np.random.default_rng(3)
    near = random_weights([1, 1, 4, 0], rng=rng, draws=4000)
    flat = random_weights([1, 1, 4, 0], rng=rng, draws=4000, flat=True)
    assert near.sum(axis=1) == pytest.approx(np.ones(4000))
    assert near.mean(axis=0) == pytest.approx([1 / 6, 1 / 6, 2 / 3, 0], abs=0.01)
    assert near[:, 0].std() == pytest.approx(math.sqrt(1 / 6 * 5 / 6 / 21), rel=0.05)
    assert flat.mean(axis=0) == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0], abs=0.02)
    assert flat[:, 2].std() > 2 * near[:, 2].std()


def test_a_dyad_that_leads_in_all_parts_is_closest_under_all_weights() -> None:
    drawn = random_weights([1, 1], rng=np.random.default_rng(1), flat=True)
    assert closest([[0.5, 0.9], [0.4, 0.8]], drawn).tolist() == [1.0, 0.0]
    assert tipping([[0.5, 0.9], [0.4, 0.8]], [1.0, 1.0], ("a", "b")) is None


@given(st.lists(st.tuples(SHARE, SHARE, SHARE), min_size=2, max_size=4))
def test_at_the_tipping_weight_two_dyads_are_even(rows: list[tuple[float, float, float]]) -> None:
    weights = np.array([1.0, 2.0, 1.0])
    found = tipping(rows, weights, ("a", "b", "c"))
    if found is not None:
        weights["abc".index(found.part)] = found.after
        even = means(rows, weights)
        assert even[found.dyads[0]] == pytest.approx(even[found.dyads[1]], abs=1e-6)


def test_dyads_are_compared_on_what_all_of_them_have() -> None:
    values = np.array([[0.9, np.nan, 0.1], [0.2, 0.4, 0.3]])
    assert common(values, [1.0, 1.0, 0.0]).tolist() == [True, False, False]
    nothing = closest(values[:, :0], np.ones((5, 0)))
    assert np.isnan(nothing).all()


def test_leaving_out_the_only_part_leaves_nothing() -> None:
    assert np.isnan(without_each([0.4, np.nan], [1.0, 1.0])).tolist() == [True, False]


@pytest.mark.parametrize("weights", [[1.0, -1.0], [0.0, 0.0], [math.nan, 1.0], [math.inf, 1.0]])
def test_weights_that_weigh_nothing_are_refused(weights: list[float]) -> None:
    with pytest.raises(BadValue):
        composite({}, dict(zip(("agreement", "rivalry"), weights, strict=True)))


def test_a_measure_that_is_no_part_is_refused() -> None:
    with pytest.raises(BadValue, match="sanction"):
        scaled("sanction", known(1.0))

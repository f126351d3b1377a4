"""Distances from joint draws: the doubt that two points share is not counted twice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.relations.test_ideal_points import ENOUGH, planted, scaled

from multipole.core.errors import BadValue
from multipole.relations.ideal_points_apart import apart
from multipole.relations.ideal_points_rolls import prepare


def test_points_that_move_together_lie_apart_with_less_doubt_than_alone() -> None:
    rng = np.random.default_rng(2)
    shared, own = rng.normal(0, 1, (4000, 1)), rng.normal(0, 0.1, (4000, 3))
    draws = np.array([0.0, 1.0, 2.0]) + shared * np.array([1.0, 1.0, -1.0]) + own
    found = apart([0.0, 1.0, 2.0], draws, one=[1, 2], other=[0, 0])
    assert found.mean.tolist() == [1.0, 2.0]
    width = (found.high - found.low) / (2 * 1.645)
    assert width[0] == pytest.approx(0.141, rel=0.1)
    assert width[1] == pytest.approx(2.0, rel=0.1)


def test_intervals_hold_planted_distances_as_often_as_they_say() -> None:
    held, width, alone = [], [], []
    for seed in range(4):
        world = planted(seed=seed)
        rolls = prepare(**world.columns)
        found = scaled(rolls, plan=ENOUGH, seed=seed)
        truth = world.theta[rolls.states, rolls.sessions]
        truth = (truth - truth.mean()) / truth.std()
        one, other = np.flatnonzero(rolls.states == 14), np.flatnonzero(rolls.states == 12)
        for session in range(4):
            here = np.flatnonzero(rolls.sessions == session)
            pairs = np.array([(a, b) for a in here for b in here if a < b])
            gaps = apart(found.mean, found.draws, one=pairs[:, 0], other=pairs[:, 1])
            true = truth[pairs[:, 0]] - truth[pairs[:, 1]]
            held.append(np.mean((gaps.low <= true) & (true <= gaps.high)))
        near = apart(found.mean, found.draws, one=one, other=other)
        width.append((near.high - near.low).mean())
        alone.append(3.29 * np.hypot(found.sd[one], found.sd[other]).mean())
    assert 0.83 < np.mean(held) < 0.97
    assert np.mean(width) < np.mean(alone)


def test_a_point_that_is_not_there_has_no_distance() -> None:
    found = apart([0.0, 1.0], np.zeros((5, 2)), one=[0, -1, -1], other=[1, 0, -1])
    assert np.isnan(found.mean).tolist() == [False, True, True]
    assert np.isnan(found.low).tolist() == np.isnan(found.high).tolist() == [False, True, True]


def test_the_other_way_round_is_the_same_with_the_other_sign() -> None:
    rng = np.random.default_rng(1)
    draws = rng.normal(size=(200, 4))
    here = apart(draws.mean(axis=0), draws, one=[0, 1], other=[2, 3])
    there = apart(draws.mean(axis=0), draws, one=[2, 3], other=[0, 1])
    np.testing.assert_allclose(here.mean, -there.mean)
    np.testing.assert_allclose(here.low, -there.high)


@pytest.mark.parametrize(
    "wrong",
    [{"one": [2]}, {"other": [-2]}, {"one": [0, 1]}, {"mass": 1.0}, {"draws": np.zeros((5, 3))}],
)
def test_places_and_draws_that_do_not_fit_are_refused(wrong: dict[str, Any]) -> None:
    sound: dict[str, Any] = {"draws": np.zeros((5, 2)), "one": [0], "other": [1]}
    with pytest.raises(BadValue):
        apart([0.0, 1.0], **(sound | wrong))

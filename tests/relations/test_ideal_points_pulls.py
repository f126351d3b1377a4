"""The pulls of roll calls on one point: they add up, and are the slopes of the likelihood."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from tests.relations.test_ideal_points import ENOUGH, planted, scaled

from multipole.core.errors import BadValue
from multipole.relations.ideal_points_kernel import LATENT
from multipole.relations.ideal_points_pulls import case_of, pulls
from multipole.relations.ideal_points_rolls import prepare

VOTE = st.tuples(
    st.integers(1, 3), st.floats(-6, 6), st.floats(-7, 6.9), st.floats(0.001, 7)
)  # choice, slope, low cut, width
NEIGHBOUR = st.tuples(st.floats(-4, 4), st.floats(0.05, 2))


def arguments(votes: list[Any], near: list[Any]) -> dict[str, Any]:
    return {
        "choice": [v[0] for v in votes],
        "slope": [v[1] for v in votes],
        "cuts": [(v[2], v[2] + v[3]) for v in votes],
        "neighbours": [n[0] for n in near],
        "variances": [n[1] for n in near],
    }


def log_chance(theta: float, choice: int, slope: float, cuts: tuple[float, float]) -> float:
    z = stats.norm(slope * theta)
    if choice == 2:
        return float(np.log(z.cdf(cuts[1]) - z.cdf(cuts[0])))
    return float(z.logcdf(cuts[0]) if choice == 1 else z.logsf(cuts[1]))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(VOTE, max_size=40),
    st.lists(NEIGHBOUR, min_size=1, max_size=2),
    st.sampled_from([np.inf, 14.0, 30.0]),
)
def test_they_add_up_to_the_way_from_the_neighbours_to_the_point(
    votes: list[Any], near: list[Any], within: float
) -> None:
    found = pulls(**arguments(votes, near), within=within)
    assert found.point - found.alone == pytest.approx(found.pull.sum(), abs=1e-9)


@given(st.lists(VOTE, min_size=1, max_size=20), st.lists(NEIGHBOUR, min_size=1, max_size=2))
@settings(max_examples=50, deadline=None)
def test_exchanging_yes_and_no_changes_no_pull(votes: list[Any], near: list[Any]) -> None:
    given_ = arguments(votes, near)
    turned = given_ | {
        "choice": [4 - c for c in given_["choice"]],
        "slope": [-b for b in given_["slope"]],
        "cuts": [(-high, -low) for low, high in given_["cuts"]],
    }
    here, there = pulls(**given_), pulls(**turned)
    assert here.point == pytest.approx(there.point, abs=1e-9)
    np.testing.assert_allclose(here.pull, there.pull, atol=1e-8)


@pytest.mark.parametrize("choice", [1, 2, 3])
@pytest.mark.parametrize("slope", [-2.0, 0.7])
@pytest.mark.parametrize("cuts", [(-0.4, 0.5), (0.2, 1.9), (-1.5, -1.2)])
def test_a_pull_is_the_variance_times_the_slope_of_the_likelihood(
    choice: int, slope: float, cuts: tuple[float, float]
) -> None:
    found = pulls(choice=[choice], slope=[slope], cuts=[cuts], neighbours=[0.3, 0.9],
                  variances=[0.2, 0.3])  # fmt: skip
    assert found.variance == pytest.approx(1 / (1 / 0.2 + 1 / 0.3))
    assert found.alone == pytest.approx((0.3 / 0.2 + 0.9 / 0.3) * found.variance)
    step = 1e-5
    ends = [log_chance(found.point + by, choice, slope, cuts) for by in (-step, step)]
    rise = (ends[1] - ends[0]) / (2 * step)
    assert found.pull[0] == pytest.approx(found.variance * rise, rel=1e-5)


def test_a_no_where_the_right_says_no_pulls_right_and_a_yes_left() -> None:
    items = {"slope": [2.0, 2.0, -2.0], "cuts": [(0.0, 0.5)] * 3}
    found = pulls(choice=[3, 1, 3], **items, neighbours=[0.0], variances=[0.25])
    assert (np.sign(found.pull) == [1, -1, -1]).all()


def test_an_item_that_does_not_divide_pulls_nothing_and_no_votes_leave_the_neighbours() -> None:
    flat = pulls(choice=[3], slope=[0.0], cuts=[(0.0, 1.0)], neighbours=[0.4], variances=[0.5])
    assert (flat.point, flat.pull.tolist()) == (0.4, [0.0])
    none = pulls(choice=[], slope=[], cuts=np.empty((0, 2)), neighbours=[0.4], variances=[0.5])
    assert (none.point, none.pull.size) == (0.4, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"choice": [4]},
        {"slope": [np.nan]},
        {"slope": [1.0, 2.0]},
        {"cuts": [(1.0, 1.0)]},
        {"cuts": [(np.nan, 1.0)]},
        {"neighbours": [], "variances": []},
        {"neighbours": [np.nan]},
        {"variances": [0.0]},
        {"variances": [1.0, 1.0]},
        {"within": 0.5},
    ],
)
def test_what_cannot_be_read_is_refused(wrong: dict[str, npt.ArrayLike]) -> None:
    sound: dict[str, Any] = {"choice": [1], "slope": [1.0], "cuts": [(0.0, 1.0)],
                             "neighbours": [0.0], "variances": [1.0]}  # fmt: skip
    with pytest.raises(BadValue):
        pulls(**(sound | wrong))


def test_latent_values_held_in_bring_a_far_point_in_and_leave_others_alone() -> None:
    items = {"slope": [4.0] * 6, "cuts": [(4.0, 5.0)] * 6, "neighbours": [3.0], "variances": [0.25]}
    free, held = (pulls(choice=[3] * 6, **items, within=w) for w in (np.inf, LATENT))
    assert held.point < free.point - 0.3
    assert held.pull.sum() < 0 < free.pull.sum()
    near = items | {"neighbours": [0.5]}
    free, held = (pulls(choice=[1] * 6, **near, within=w) for w in (np.inf, LATENT))
    assert held.point == pytest.approx(free.point, abs=1e-6)


@pytest.mark.parametrize(("choice", "theta", "slope"), [(3, 2.6, 3.5), (1, 2.6, -3.5), (3, 2.0, 4)])
def test_a_held_pull_is_that_of_the_mean_latent_value(
    choice: int, theta: float, slope: float
) -> None:
    cuts = (1.0, 2.0) if choice == 3 else (-2.0, -1.0)
    found = pulls(choice=[choice], slope=[slope], cuts=[cuts], neighbours=[theta],
                  variances=[0.01], within=LATENT)  # fmt: skip
    at = slope * found.point
    z = np.random.default_rng(3).normal(at, 1, 400_000)
    z = z[z > cuts[1]] if choice == 3 else z[z < cuts[0]]
    wanted = found.variance * slope * (np.clip(z, -LATENT, LATENT).mean() - at)
    assert found.pull[0] == pytest.approx(wanted, abs=2e-4)


def test_a_case_is_read_from_the_estimate_and_its_mode_is_near_the_mean() -> None:
    rolls = prepare(**planted().columns)
    found = scaled(rolls, plan=ENOUGH)
    modes = []
    for place, (state, session) in enumerate(zip(rolls.states, rolls.sessions, strict=True)):
        case = case_of(rolls, found, state=state, session=session)
        assert len(case.items) == rolls.votes[place]
        at = pulls(choice=case.choice, slope=case.slope, cuts=case.cuts,
                   neighbours=case.neighbours, variances=case.variances)  # fmt: skip
        modes.append(at.point)
    assert np.corrcoef(modes, found.mean)[0, 1] > 0.98
    assert np.abs(modes - found.mean).mean() < found.sd.mean()


def test_a_first_point_leans_on_the_second_a_later_one_on_the_last_and_an_only_one_on_0() -> None:
    columns = planted().columns
    lone = (columns["state"] == 5) & (columns["session"] != 2)
    gap = (columns["state"] == 6) & (columns["session"] == 1)
    rolls = prepare(**{name: column[~lone & ~gap] for name, column in columns.items()})
    found = scaled(rolls)
    leans = {
        key: case_of(rolls, found, state=key[0], session=key[1])
        for key in ((5, 2), (6, 0), (6, 2), (7, 3))
    }
    assert [case.leans_on for case in leans.values()] == [None, 2, 0, 2]
    assert leans[5, 2].neighbours.tolist() == [0.0]
    place = np.flatnonzero((rolls.states == 7) & (rolls.sessions == 2))[0]
    assert leans[7, 3].neighbours.tolist() == [found.mean[place]]
    here, before = rolls.votes[place + 1], rolls.votes[place]
    assert leans[7, 3].variances[0] == pytest.approx(0.5 * here / (here + before))


def test_a_state_without_votes_there_is_refused() -> None:
    rolls = prepare(**planted().columns)
    with pytest.raises(BadValue, match="no vote that counts"):
        case_of(rolls, scaled(rolls), state=3, session=99)

"""Ideal points: planted positions, and what may not change them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.relations.ideal_points import IdealPoints, Plan, ideal_points
from multipole.relations.ideal_points_rolls import Rolls, laid_out, prepare

BRIEF = Plan(4, 2, 6)
ENOUGH = Plan(60, 60, 300)


@dataclass(frozen=True)
class World:
    """Votes drawn from the model itself."""

    columns: dict[str, npt.NDArray[Any]]
    theta: npt.NDArray[np.float64]


def planted(*, states: int = 16, sessions: int = 4, items: int = 40, seed: int = 3) -> World:
    rng = np.random.default_rng(seed)
    first = np.linspace(-1.5, 1.5, states)
    theta = first[:, None] + np.cumsum(rng.normal(0, 0.1, (states, sessions)), axis=1)
    state, session, item = (
        x.ravel() for x in np.meshgrid(*map(np.arange, (states, sessions, items)), indexing="ij")
    )
    call = session * items + item
    slope = rng.normal(0, 1.5, sessions * items)
    low = rng.normal(-0.5, 0.5, sessions * items)
    z = slope[call] * theta[state, session] + rng.standard_normal(call.size)
    vote = 1 + (z > low[call]) + (z > low[call] + 0.8)
    columns = {"state": state, "session": session, "item": call, "vote": vote}
    return World(columns, theta)


def scaled(
    rolls: Rolls, *, right: object = 15, left: object = 0, plan: Plan = BRIEF, seed: int = 1
) -> IdealPoints:
    return ideal_points(
        rolls, right=[right], left=[left], rng=np.random.default_rng(seed), plan=plan
    )


def by_name(rolls: Rolls, found: IdealPoints) -> dict[tuple[object, int], float]:
    keys = zip(rolls.states.tolist(), rolls.sessions.tolist(), strict=True)
    return dict(zip(keys, found.mean.tolist(), strict=True))


def test_planted_positions_are_found_with_their_doubt() -> None:
    world = planted()
    rolls = prepare(**world.columns)
    found = scaled(rolls, plan=ENOUGH)
    truth = world.theta[rolls.states, rolls.sessions]
    truth = (truth - truth.mean()) / truth.std()
    assert np.corrcoef(found.mean, truth)[0, 1] > 0.97
    inside = np.mean((found.low < truth) & (truth < found.high))
    assert 0.75 < inside <= 1.0
    assert 0.8 < np.abs(found.mean - truth).std() / (0.6 * found.sd.mean()) < 1.25


def test_the_state_named_right_is_positive() -> None:
    rolls = prepare(**planted().columns)
    ahead = scaled(rolls, right=15, left=0, plan=ENOUGH)
    back = scaled(rolls, right=0, left=15, plan=ENOUGH)
    assert ahead.mean[rolls.states == 15].mean() > 0
    assert back.mean[rolls.states == 15].mean() < 0
    assert np.corrcoef(ahead.slope, back.slope)[0, 1] < -0.95


def test_the_same_seed_gives_the_same_result_and_another_seed_another() -> None:
    rolls = prepare(**planted().columns)
    one, two, three = scaled(rolls), scaled(rolls), scaled(rolls, seed=2)
    np.testing.assert_array_equal(one.mean, two.mean)
    np.testing.assert_array_equal(one.cuts, two.cuts)
    assert not np.array_equal(one.mean, three.mean)


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 5))
def test_renaming_and_reordering_states_only_permutes(random: Any, seed: int) -> None:
    columns = planted(states=7, sessions=2, items=9, seed=seed).columns
    names = [f"S{n}" for n in range(7)]
    random.shuffle(names)
    rows = list(range(columns["vote"].size))
    random.shuffle(rows)
    renamed = {**columns, "state": np.array(names)[columns["state"]]}
    mine = prepare(**columns)
    theirs = prepare(**{name: column[rows] for name, column in renamed.items()})
    here = by_name(mine, scaled(mine, right=6, left=0))
    there = by_name(theirs, scaled(theirs, right=names[6], left=names[0]))
    assert there == {(names[state], session): x for (state, session), x in here.items()}


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 50), st.booleans())
def test_exchanging_yes_and_no_throughout_turns_slopes_only(seed: int, even: bool) -> None:
    columns = planted(states=7, sessions=2, items=9, seed=seed).columns
    if even:
        columns = mirrored_too(columns)
    rolls = prepare(**columns)
    other = prepare(**{**columns, "vote": 4 - columns["vote"]})
    here, there = scaled(rolls, right=6, left=0), scaled(other, right=6, left=0)
    np.testing.assert_array_equal(here.mean, there.mean)
    np.testing.assert_array_equal(here.draws, there.draws)
    np.testing.assert_array_equal(here.slope, -there.slope)
    np.testing.assert_array_equal(here.cuts, -there.cuts[:, ::-1])


def mirrored_too(columns: dict[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
    """The votes and, on as many items more, their opposites: as many yes as no."""
    again = {**columns, "item": columns["item"] + 1000}
    again["vote"] = 4 - columns["vote"]
    both = {name: np.concatenate([columns[name], again[name]]) for name in columns}
    assert (both["vote"] == 1).sum() == (both["vote"] == 3).sum()
    return both


def test_exchanging_yes_and_no_of_single_items_hardly_moves_points() -> None:
    columns = planted().columns
    vote = np.where(columns["item"] % 2, 4 - columns["vote"], columns["vote"])
    rolls, other = prepare(**columns), prepare(**{**columns, "vote": vote})
    here, there = scaled(rolls, plan=ENOUGH), scaled(other, plan=ENOUGH)
    assert np.corrcoef(here.mean, there.mean)[0, 1] > 0.99
    assert np.abs(here.mean - there.mean).max() < 3 * here.sd.mean()


@settings(max_examples=10, deadline=None)
@given(st.sets(st.tuples(st.integers(1, 5), st.integers(0, 2)), max_size=4), st.integers(0, 5))
def test_a_session_without_votes_of_a_state_is_unknown(
    away: set[tuple[int, int]], seed: int
) -> None:
    columns = planted(states=7, sessions=3, items=9, seed=seed).columns
    keys = zip(columns["state"].tolist(), columns["session"].tolist(), strict=True)
    there = np.array([key not in away for key in keys])
    rolls = prepare(**{name: column[there] for name, column in columns.items()})
    table = laid_out(rolls, scaled(rolls, right=6, left=0).mean, states=range(7), sessions=range(3))
    unknown = {(int(s), int(t)) for s, t in zip(*np.nonzero(np.isnan(table)), strict=True)}
    assert unknown == away


def test_draws_are_in_the_order_of_the_points_and_signed() -> None:
    rolls = prepare(**planted().columns)
    found = scaled(rolls, plan=ENOUGH)
    assert found.draws.shape == (300, rolls.states.size)
    assert np.abs(found.draws.mean(axis=0) - found.mean).max() < found.sd.mean()
    assert np.abs(found.draws.std(axis=0) / found.sd - 1).mean() < 0.2


def test_the_caller_may_stop_it_and_sees_each_round() -> None:
    rolls, seen = prepare(**planted().columns), []

    def stop(done: int, rounds: int) -> None:
        seen.append((done, rounds))
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ideal_points(
            rolls, right=[15], left=[0], rng=np.random.default_rng(1), plan=BRIEF, progress=stop
        )
    assert seen == [(0, 12), (1, 12), (2, 12), (3, 12)]


def test_a_state_seen_in_one_session_and_one_with_a_gap_have_points() -> None:
    columns = planted().columns
    lone = (columns["state"] == 5) & (columns["session"] != 2)
    gap = (columns["state"] == 6) & (columns["session"] == 1)
    rolls = prepare(**{name: column[~lone & ~gap] for name, column in columns.items()})
    found = scaled(rolls)
    assert rolls.sessions[rolls.states == 5].tolist() == [2]
    assert rolls.sessions[rolls.states == 6].tolist() == [0, 2, 3]
    assert np.isfinite(found.mean).all()
    assert (found.sd > 0).all()


def test_fewer_votes_leave_more_doubt() -> None:
    columns = planted().columns
    few = (columns["state"] == 8) & (columns["item"] % 8 != 0)
    found = scaled(rolls := prepare(**{n: c[~few] for n, c in columns.items()}), plan=ENOUGH)
    assert found.sd[rolls.states == 8].mean() > 1.3 * found.sd[rolls.states == 7].mean()


def test_items_are_ordered_in_their_cutpoints_and_doubted() -> None:
    found = scaled(prepare(**planted().columns), plan=ENOUGH)
    assert (found.cuts[:, 0] < found.cuts[:, 1]).all()
    assert (found.slope_sd > 0).all()
    assert found.diagnostics.rounds == 420
    assert 0.95 < found.diagnostics.rhat < 1.2
    assert 20 < found.diagnostics.effective <= 300


def test_too_few_rounds_to_judge_the_chain_say_so() -> None:
    found = scaled(prepare(**planted().columns), plan=replace(BRIEF, kept=2))
    assert np.isnan(found.diagnostics.rhat)


def test_sides_without_votes_are_refused() -> None:
    rolls = prepare(**planted().columns)
    with pytest.raises(BadValue, match="on the left"):
        scaled(rolls, left=99)
    with pytest.raises(BadValue, match="on the right"):
        scaled(rolls, right="USA")

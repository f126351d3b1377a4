import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scenario.streams import planted, strengths_of

from multipole.core.errors import BadValue, UnknownCode
from multipole.scenario.stream import CHANNELS, class_place
from multipole.scenario.stream_channels import (
    branching,
    brought,
    margins,
    mixes_of,
    reach,
    told,
)
from multipole.scenario.stream_channels import ties_of as ties


def some_counts(states: int, seed: int) -> np.ndarray:
    counts = np.random.default_rng(seed).poisson(3.0, (states, states)).astype(float)
    np.fill_diagonal(counts, 0)
    return counts


@given(st.integers(3, 7), st.integers(0, 50))
@settings(max_examples=25, deadline=None)
def test_an_act_weighs_one_in_each_channel_however_many_states_there_are(
    states: int, seed: int
) -> None:
    of = ties(some_counts(states, seed))
    act = np.zeros((states, states))
    act[0, 1] = 1
    for reached in reach(act, of):
        assert reached.sum() == pytest.approx(1)
        assert np.all(np.diag(reached) == 0)


def test_each_channel_reaches_the_dyads_it_says() -> None:
    act = np.zeros((4, 4))
    act[0, 1] = 1
    found = dict(zip(CHANNELS, reach(act, ties(some_counts(4, 1))), strict=True))
    where = {name: {tuple(map(int, w)) for w in np.argwhere(r > 0)} for name, r in found.items()}
    assert where == {
        "own": {(0, 1)},
        "reverse": {(1, 0)},
        "sender": {(0, 2), (0, 3)},
        "receiver": {(2, 1), (3, 1)},
        "third": {(2, 0), (3, 0), (1, 2), (1, 3)},
    }


def test_with_two_states_no_third_is_reached() -> None:
    act = np.array([[0.0, 1.0], [0.0, 0.0]])
    of = ties(np.array([[0.0, 5.0], [5.0, 0.0]]))
    assert [float(r.sum()) for r in reach(act, of)] == [1, 1, 0, 0, 0]


@given(st.integers(0, 50))
@settings(max_examples=10, deadline=None)
def test_renaming_states_permutes_what_acts_reach(seed: int) -> None:
    counts, order = some_counts(5, seed), np.random.default_rng(seed).permutation(5)
    acts = some_counts(5, seed + 1)
    swapped = np.ix_(order, order)
    for plain, moved in zip(
        reach(acts, ties(counts)), reach(acts[swapped], ties(counts[swapped])), strict=True
    ):
        np.testing.assert_allclose(plain[swapped], moved, atol=1e-9)


def test_the_branching_ratio_of_known_strengths() -> None:
    for model, ratio in (
        (planted(own=0.4), 0.4),
        (planted(own=0.3, reverse=0.2), 0.5),
        (planted(own=0.2, reverse=0.1, receiver=0.3, attention=0.1), 0.7),
        (planted(), 0.0),
    ):
        found = branching(strengths_of(model), model.ties, model.mix, np.full(4, 0.2))
        assert found == pytest.approx(ratio, abs=1e-4)


def test_attention_brings_the_usual_mix_of_the_dyad_whatever_the_act_was() -> None:
    model = planted(attention=0.5)
    for quad in range(4):
        past = np.zeros_like(model.past)
        past[1, 2, 3, quad] = 10
        found = brought(past, strengths_of(model), model.ties, model.mix).sum(axis=0)
        np.testing.assert_allclose(found[2, 3], 5 * model.mix[2, 3])
        assert found.sum() == pytest.approx(5)


def test_stories_told_both_ways_keep_their_number() -> None:
    stories = np.random.default_rng(1).random((5, 5, 4))
    found = told(stories, np.array([0.0, 0.1, 0.3, 0.5]))
    assert found.sum() == pytest.approx(stories.sum())
    np.testing.assert_allclose(found[..., 0], stories[..., 0])
    np.testing.assert_allclose(found[..., 3], found[..., 3].T)


def test_margins_have_the_sums_of_the_counts() -> None:
    counts = some_counts(6, 3)
    for axis in (0, 1):
        np.testing.assert_allclose(margins(counts).sum(axis=axis), counts.sum(axis=axis), rtol=1e-4)


def test_mixes_sum_to_one_and_are_near_those_of_dyads_with_many_acts() -> None:
    counts = np.ones((3, 3, 4))
    counts[0, 1] = [0, 0, 4000, 0]
    mix = mixes_of(counts)
    np.testing.assert_allclose(mix.sum(axis=2), 1)
    assert mix[0, 1, 2] > 0.99


def test_words_that_the_model_does_not_know_are_told() -> None:
    with pytest.raises(BadValue, match="'war' is not a quad class"):
        class_place("war")
    with pytest.raises(UnknownCode, match="'USA' is not one of the 6 states"):
        planted().place("USA")

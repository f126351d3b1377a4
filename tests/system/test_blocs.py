"""Blocs: the best of all divisions, one-bloc systems, stability, labels over time."""

from __future__ import annotations

import doctest
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.system import blocs as module
from multipole.system import membership, stability
from multipole.system.blocs import adjusted_rand, blocs, excess, warranted
from multipole.system.membership import followed, leaders, matched, nearness
from multipole.system.stability import agreement_layers, mean_ties

RNG = np.random.default_rng


def network(seed: int, size: int) -> np.ndarray:
    """Invented undirected ties, some unknown."""
    rng = RNG(seed)
    upper = np.triu(rng.normal(size=(size, size)), 1)
    ties = upper + upper.T
    gone = np.triu(rng.random((size, size)) < 0.1, 1)
    ties[gone | gone.T] = np.nan
    return ties


def planted(seed: int, sizes: tuple[int, ...], *, gap: float, noise: float = 1.0) -> np.ndarray:
    """Ties that are ``gap`` closer within the planted blocs than between."""
    rng = RNG(seed)
    labels = np.repeat(np.arange(len(sizes)), sizes)
    upper = np.triu(rng.normal(size=(len(labels), len(labels))) * noise, 1)
    return upper + upper.T + gap * (labels[:, None] == labels[None, :])


def divisions(size: int) -> Iterator[list[int]]:
    """Every division of so many states, as labels."""
    if size == 0:
        yield []
        return
    for rest in divisions(size - 1):
        for label in range(max(rest, default=-1) + 2):
            yield [*rest, label]


NETWORKS = st.builds(network, st.integers(0, 10_000), st.integers(2, 7))


def same_blocs(labels: np.ndarray) -> np.ndarray:
    return (labels[:, None] == labels[None, :]) & (labels >= 0)[:, None]


@pytest.mark.parametrize("which", [module, stability, membership])
def test_the_worked_values_hold(which: object) -> None:
    assert doctest.testmod(which).failed == 0  # type: ignore[arg-type]


@given(NETWORKS, st.sampled_from([-0.5, 0.0, 1.0]), st.sampled_from(["mean", "none"]))
@settings(deadline=None, max_examples=50)
def test_the_division_is_the_best_of_all(
    ties: np.ndarray, resolution: float, centre: module.Centre
) -> None:
    found = blocs(ties, rng=RNG(0), resolution=resolution, centre=centre, starts=20)
    gain = excess(ties, resolution=resolution, centre=centre)
    best = max((gain * np.equal.outer(labels, labels)).sum() / 2 for labels in divisions(len(ties)))
    assert found.quality == pytest.approx(best)


@given(NETWORKS, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=50)
def test_renaming_states_permutes_only(ties: np.ndarray, random: np.random.RandomState) -> None:
    order = list(range(len(ties)))
    random.shuffle(order)
    there = np.array(blocs(ties, rng=RNG(0), starts=20).labels)[order]
    here = np.array(blocs(ties[np.ix_(order, order)], rng=RNG(0), starts=20).labels)
    np.testing.assert_array_equal(same_blocs(here), same_blocs(there))


@given(NETWORKS, st.sampled_from([1e-6, 0.1, 1e5]))
@settings(deadline=None, max_examples=50)
def test_the_unit_of_the_ties_does_not_matter(ties: np.ndarray, factor: float) -> None:
    first = blocs(ties, rng=RNG(0), resolution=0.5, starts=20)
    second = blocs(ties * factor, rng=RNG(0), resolution=0.5, starts=20)
    assert second.labels == first.labels
    assert second.quality == pytest.approx(first.quality * factor)


def test_planted_blocs_are_found_and_warranted() -> None:
    ties = planted(2, (12, 9, 6), gap=2.0)
    found = blocs(ties, rng=RNG(1))
    assert adjusted_rand(found.labels, np.repeat([0, 1, 2], (12, 9, 6))) == 1
    verdict = warranted(ties, rng=RNG(1), shuffles=99)
    assert verdict.warranted
    assert verdict.reason.startswith("3 blocs")


def test_a_hegemon_whom_all_are_near_is_one_bloc() -> None:
    warmth = np.r_[4.0, np.linspace(0, 1, 24)]
    ties = planted(3, (25,), gap=0.0, noise=0.3) + warmth[:, None] + warmth[None, :]
    verdict = warranted(ties, rng=RNG(1), shuffles=99)
    assert not verdict.warranted
    assert verdict.reason.startswith("one bloc")


def test_friends_all_round_are_one_bloc() -> None:
    verdict = warranted(planted(4, (10,), gap=9.0), rng=RNG(1), shuffles=39, centre="none")
    assert verdict.reason == "one bloc: the best division leaves all states together"


def test_ties_that_are_all_alike_are_one_bloc() -> None:
    assert blocs(np.full((9, 9), 0.7), rng=RNG(1)).count == 1
    assert not warranted(np.full((9, 9), 0.7), rng=RNG(1), shuffles=19).warranted


def test_unknown_ties_put_nobody_together() -> None:
    ties = np.full((4, 4), np.nan)
    ties[0, 1] = ties[1, 0] = 1.0
    ties[2, 3] = ties[3, 2] = 2.0
    assert blocs(ties, rng=RNG(1), centre="none").labels == (0, 0, 1, 1)


def test_noise_is_found_divided_no_more_often_than_stated() -> None:
    """60 systems of noise at a level of .05: three are expected, more than eight are not."""
    false = sum(
        warranted(planted(seed, (16,), gap=0.0), rng=RNG(seed), shuffles=39).warranted
        for seed in range(60)
    )
    assert false <= 8


def test_a_state_without_known_ties_has_no_bloc() -> None:
    ties = planted(5, (4, 4), gap=3.0)
    ties[2] = ties[:, 2] = np.nan
    found = blocs(ties, rng=RNG(0))
    assert found.labels[2] == -1
    assert found.count == 2
    assert np.isnan(nearness(ties, found.labels)[2]).all()


def test_an_unknown_tie_is_not_a_cool_one() -> None:
    """Were it nought, the third would be left out by both of the others."""
    ties = np.array([[0, 5, np.nan], [5, 0, 5], [np.nan, 5, 0]])
    assert blocs(ties, rng=RNG(0), centre="none").labels == (0, 0, 0)
    assert excess(ties)[0, 2] == 0


def test_stability_tells_sure_members_from_the_one_between() -> None:
    rng = RNG(6)
    side = np.array([0] * 5 + [1] * 5)
    votes = np.where(rng.random((10, 60)) < 0.9, side[:, None], 1 - side[:, None]).astype(float)
    votes = np.vstack([votes, rng.integers(0, 2, 60)])
    votes[3, :10] = np.nan
    found = stability.stability(agreement_layers(votes), rng=rng, draws=50)
    assert adjusted_rand(np.array(found.blocs.labels)[:10], side) == 1
    assert found.together[0, 1] > 0.95
    assert found.together[0, 7] < 0.05
    assert found.sure[0] > 0.9
    assert found.same.low <= found.same.mean <= 1
    np.testing.assert_array_equal(found.together, found.together.T)


def test_layers_count_where_they_are_known() -> None:
    layers = agreement_layers([[1, 1, np.nan], [1, 2, 2], [np.nan, np.nan, np.nan]])
    ties = mean_ties(layers)
    assert ties[0, 1] == 0.5
    assert np.isnan(ties[0, 2])
    assert mean_ties(layers, counts=[3, 1, 1])[0, 1] == 0.75


@given(st.lists(st.integers(-1, 4), min_size=2, max_size=12))
def test_names_of_labels_do_not_matter(labels: list[int]) -> None:
    given = np.array(labels)
    renamed = np.where(given >= 0, (given * 3 + 1) % 5 + 10, -1)
    kept = given[given >= 0]
    expected = 1.0 if len(kept) > 1 else np.nan
    np.testing.assert_equal(adjusted_rand(given, renamed), expected)
    fresh = int(given.max(initial=-1)) + 1
    np.testing.assert_array_equal(matched(given, renamed, fresh=fresh), given)


def test_a_bloc_that_returns_after_an_end_has_a_new_number() -> None:
    periods = [[0, 0, 0, 1, 1], [0, 0, 0, 0, -1], [0, 0, 0, 1, 1]]
    assert followed(periods).tolist() == [[0, 0, 0, 1, 1], [0, 0, 0, 0, -1], [0, 0, 0, 2, 2]]


def test_leaders_of_unknown_weight_are_not_named() -> None:
    assert leaders([np.nan, 0.1, 0.4], [1, 0, 0]) == (2, -1)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(BadValue, match="0 starts"):
        blocs(np.zeros((2, 2)), rng=RNG(0), starts=0)
    with pytest.raises(BadValue, match="100 draws of 1 layers"):
        stability.stability(np.zeros((1, 2, 2)), rng=RNG(0))
    with pytest.raises(BadValue, match=r"layers of shape \(2, 2\)"):
        mean_ties(np.zeros((2, 2)))
    with pytest.raises(BadValue, match=r"\(2,\) and \(3,\)"):
        matched([0, 1], [0, 1, 1], fresh=2)
    with pytest.raises(BadValue, match="for 2 states"):
        nearness(np.zeros((2, 2)), [0])

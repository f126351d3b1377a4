"""Probabilities that a window holds at least so many acts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import poisson

from multipole.forecast import questions_models as models
from multipole.forecast.questions_past import windows

COUNTS = arrays(
    np.int64, st.tuples(st.integers(1, 4), st.integers(8, 60)), elements=st.integers(0, 5)
)


def test_windows_are_sums_of_neighbouring_days() -> None:
    counts = np.random.default_rng(1).integers(0, 4, (3, 20))
    found = windows(counts, 6)
    assert found.tolist() == [[row[n : n + 6].sum() for n in range(15)] for row in counts]
    assert windows(counts, 21).shape == (3, 0)


@settings(max_examples=40)
@given(counts=COUNTS, length=st.integers(1, 8), least=st.integers(1, 6))
def test_every_model_gives_chances_that_fall_with_the_threshold(
    counts: np.ndarray, length: int, least: int
) -> None:
    each = np.full(len(counts), least)
    now, more = (models.inputs(counts, length, k) for k in (each, each + 1))
    assert now.shape == (len(counts), len(models.NAMES))
    assert np.all((now >= 0) & (now <= 1))
    assert np.all(more <= now + 1e-12)


def test_counting_with_full_trust_and_no_forgetting_is_nearly_poisson() -> None:
    counts = np.random.default_rng(2).poisson(0.3, (1, 3000))
    rate = counts.mean()
    found = models.counting(counts, 7, [3], half_life=1e9, trust=1.0)
    assert found[0] == pytest.approx(poisson.sf(2, 7 * rate), abs=0.01)


def test_counting_forgets() -> None:
    counts = np.concatenate([np.full((1, 200), 2), np.zeros((1, 60), int)], axis=1)
    chances = [models.counting(counts, 7, [9], half_life=h, trust=1.0)[0] for h in (5, 60, 1e6)]
    assert chances[0] < 0.3 < 0.6 < chances[2]
    assert chances == sorted(chances)


def test_a_past_shorter_than_a_window_says_nothing() -> None:
    share, held = models.base_rate(np.ones((2, 5)), 7, [1, 1])
    assert held == 0
    assert np.isnan(share).all()
    assert models.climatology(np.ones((2, 5)), 7, [1, 1]).tolist() == [0.5, 0.5]


def test_the_stack_learns_which_input_to_trust() -> None:
    rng = np.random.default_rng(3)
    truth = rng.uniform(0.05, 0.95, 8000)
    noise = rng.uniform(0.05, 0.95, (8000, 4))
    given = np.column_stack([noise[:, :2], truth, noise[:, 2:]])
    outcomes = (rng.random(8000) < truth).astype(float)
    stack = models.fit_stack(given, outcomes)
    assert np.abs(stack.predict(given) - truth).mean() < 0.02
    assert np.argmax(np.abs(stack.weights[1:])) == 2


def test_the_parts_of_a_stack_add_up_to_its_log_odds() -> None:
    given = np.random.default_rng(4).uniform(0.1, 0.9, (30, 5))
    stack = models.fit_stack(given, (given[:, 0] > 0.5).astype(float))
    chance = stack.predict(given)
    assert stack.parts(given).sum(axis=1) == pytest.approx(np.log(chance / (1 - chance)))


def test_the_rate_is_chosen_by_its_log_score() -> None:
    rng = np.random.default_rng(5)
    counts = rng.poisson(0.5, (300, 200))
    least = np.full(300, 4)
    outcomes = (rng.poisson(0.5 * 7, 300) >= 4).astype(float)
    half_life, trust = models.choose_rate([(counts, 7, least, outcomes)])
    assert half_life >= 60
    assert trust >= 0.3

"""Scores are those of the books, and their doubt comes from whole blocks."""

from __future__ import annotations

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.forecast import questions_scores as scores

CASES = st.lists(
    st.tuples(st.floats(0.001, 0.999), st.sampled_from([0.0, 1.0])), min_size=1, max_size=40
)


@given(CASES)
def test_brier_and_log_score_are_those_of_another_library(cases: list[tuple[float, float]]) -> None:
    said, came = (np.array(x) for x in zip(*cases, strict=True))
    assert scores.brier(said, came) == pytest.approx(scoringrules.brier_score(came, said))
    assert scores.log_score(said, came) == pytest.approx(scoringrules.log_score(came, said))


@given(CASES)
def test_every_forecast_is_in_one_tenth(cases: list[tuple[float, float]]) -> None:
    said, came = (np.array(x) for x in zip(*cases, strict=True))
    found = scores.reliability(said, came)
    assert sum(one.n for one in found) == len(cases)
    assert sum(one.yes for one in found) == came.sum()
    assert all(one.low <= one.mean <= one.high for one in found)
    assert all(one.share_low <= one.yes / one.n <= one.share_high for one in found)


def test_true_probabilities_are_calibrated_and_shifted_ones_are_not() -> None:
    rng = np.random.default_rng(1)
    truth = rng.uniform(0.1, 0.7, 20_000)
    came = (rng.random(20_000) < truth).astype(float)
    assert scores.calibration_error(truth, came) < 0.015
    assert scores.calibration_error(truth + 0.2, came) == pytest.approx(0.2, abs=0.02)


def test_skill_is_none_against_itself_and_its_interval_holds_the_truth() -> None:
    rng = np.random.default_rng(2)
    truth = rng.uniform(0.1, 0.9, 3000)
    came = (rng.random(3000) < truth).astype(float)
    blocks = [str(n // 10) for n in range(3000)]
    own, flat = scores.brier(truth, came), scores.brier(np.full(3000, 0.5), came)
    assert scores.skill(own, own, blocks).mean == 0
    found = scores.skill(own, flat, blocks)
    expected = 1 - float(np.mean(truth * (1 - truth))) / 0.25
    assert found.low < expected < found.high


def test_questions_that_go_together_leave_more_doubt() -> None:
    rng = np.random.default_rng(3)
    losses = np.repeat(rng.uniform(0, 0.5, 40), 25)
    apart = scores.mean_score(losses, [str(n) for n in range(1000)])
    together = scores.mean_score(losses, [str(n // 25) for n in range(1000)])
    assert together.high - together.low > 3 * (apart.high - apart.low)


def test_one_block_has_no_interval() -> None:
    found = scores.skill(np.array([0.1]), np.array([0.2]), ["a"])
    assert (found.low, found.high) == (-np.inf, np.inf)


def test_the_same_seed_draws_the_same_interval() -> None:
    losses = np.random.default_rng(4).random(50)
    blocks = [str(n) for n in range(50)]
    assert scores.mean_score(losses, blocks) == scores.mean_score(losses, blocks)


def test_lists_of_different_lengths_are_refused() -> None:
    with pytest.raises(BadValue, match="2 losses"):
        scores.skill(np.zeros(2), np.zeros(1), ["a", "b"])

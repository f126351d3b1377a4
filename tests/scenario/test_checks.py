from dataclasses import replace

import numpy as np
import pytest
from tests.scenario.streams import DECAYS, START, history_of, planted, simulated

from multipole.core.errors import BadValue
from multipole.scenario.checks import Check, posterior_checks, table_of
from multipole.scenario.checks_numbers import (
    NUMBERS,
    answered_at_once,
    bursts,
    closed_triads,
    joined_in,
    spread_of_cells,
    waits,
    weekend,
    zero_cells,
)
from multipole.scenario.stream import Spread, StreamModel
from multipole.scenario.stream_fit import fit_stream

TRUTH = planted(own=0.35, reverse=0.15, dispersion=1.5, mirrored=0.3, noise=0.02)
HISTORY = simulated(TRUTH, 300)


@pytest.fixture(scope="module")
def fitted() -> StreamModel:
    return fit_stream(HISTORY, decays=DECAYS, draws=6)


def test_the_true_model_meets_most_numbers(fitted: StreamModel) -> None:
    checks = posterior_checks(fitted, HISTORY, runs=60)
    assert [c.name for c in checks] == [name for name, _ in NUMBERS]
    assert sum(not c.met for c in checks) <= 9
    assert all(c.low <= c.median <= c.high and 0 < c.p <= 1 for c in checks)


def test_a_model_that_spreads_too_little_is_found_out(fitted: StreamModel) -> None:
    plain = replace(fitted, spread=Spread(np.full(4, 1.02), np.zeros(4), 0.0))
    missed = {c.name for c in posterior_checks(plain, HISTORY, runs=40) if not c.met}
    assert "cells: variance / mean of daily acts: verbal cooperation" in missed
    assert "reciprocity the same day: verbal cooperation" in missed


def test_checks_are_seeded_and_told_of(fitted: StreamModel) -> None:
    told: list[tuple[int, int]] = []
    one = posterior_checks(fitted, HISTORY, runs=3, progress=lambda a, b: told.append((a, b)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert one == posterior_checks(fitted, HISTORY, runs=3)
    assert one != posterior_checks(fitted, HISTORY, runs=3, seed=2)


def test_the_table_counts_what_lies_outside() -> None:
    checks = (
        Check("met", 1.0, 0.5, 1.1, 2.0, 0.8),
        Check("not met", 3.0, 0.5, 1.1, 2.0, 0.01),
    )
    lines = table_of(checks).splitlines()
    assert lines[1].rstrip().endswith("0.80")
    assert lines[2].endswith("outside")
    assert lines[3] == "1 of 2 numbers lie outside."


def test_another_history_or_a_short_one_is_refused(fitted: StreamModel) -> None:
    with pytest.raises(BadValue, match="the history of the fit"):
        posterior_checks(fitted, HISTORY.among(["ALB", "BEL"]))
    short = replace(fitted, end=START + 100)
    with pytest.raises(BadValue, match="at least 120 days"):
        posterior_checks(short, HISTORY)


def counts(days: int = 28, states: int = 4) -> np.ndarray:
    return np.zeros((days, states, states, 4), np.int32)


def test_numbers_of_small_streams_are_as_counted() -> None:
    every = counts()
    every[:, 0, 1, 0] = 1
    assert zero_cells(every, 0) == pytest.approx(1 - 28 / (28 * 12 * 4))
    assert waits(0.5)(every, 0) == 1
    assert bursts(every, 0) == 0
    assert weekend(every, 0) == 1
    assert spread_of_cells(0)(every, 0) == 0
    week = counts()
    week[[d for d in range(28) if d % 7 < 5], 0, 1, 0] = 2
    week[[d for d in range(28) if d % 7 >= 5], 0, 1, 0] = 1
    assert weekend(week, 0) == 0.5


def test_answers_and_followers_are_seen() -> None:
    rng = np.random.default_rng(1)
    acts = counts(200)
    acts[:, 0, 1, 2] = acts[:, 1, 0, 2] = rng.random(200) < 0.1
    assert answered_at_once(2)(acts, 0) == pytest.approx(1)
    follows = counts(200)
    follows[::20, 0, 1, 0] = 3
    for lag in range(2, 7):
        follows[lag::20, 2, 1, 0] = 3
    assert joined_in(follows, 0) > 0.04 > joined_in(acts, 0)


def test_a_triangle_is_closed_and_a_star_is_not() -> None:
    triangle, star = counts(30), counts(30)
    for i, j in ((0, 1), (1, 2), (2, 0)):
        triangle[:5, i, j, 0] = 1
    for j in (1, 2, 3):
        star[:5, 0, j, 0] = 1
    assert closed_triads(triangle, 0) == pytest.approx(1 / 0.5)
    assert closed_triads(star, 0) == 0


def test_the_history_of_a_stream_is_counted_back() -> None:
    acts = counts()
    acts[3, 0, 1, 2] = 2
    history = history_of(("ALB", "BEL", "CAN", "DNK"), acts)
    assert len(history) == 2
    assert set(history.quad) == {2}

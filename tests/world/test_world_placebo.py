"""In worlds where nothing was planted the finders find nothing beyond the rates they state."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

WORLDS = 20
#: In 20 worlds at 5 percent more than this many yes come up in 3 of 10,000 runs.
MOST = 5
BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def placebo() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield importlib.import_module("placebo")


@pytest.fixture(scope="module")
def rates(placebo: Any) -> dict[str, float]:
    return dict(placebo.rates(WORLDS, seed=3, draws=199))


def test_finders_keep_the_rates_they_state(placebo: Any, rates: dict[str, float]) -> None:
    over = {
        name: rates[name] * WORLDS
        for name, stated in placebo.STATED.items()
        if stated is not None and rates[name] * WORLDS > MOST
    }
    assert over == {}


def test_together_they_find_little(placebo: Any, rates: dict[str, float]) -> None:
    held = [rates[name] for name, stated in placebo.STATED.items() if stated is not None]
    assert len(held) > 10
    assert np.mean(held) <= 0.06


def test_a_comparison_of_two_windows_that_forgets_the_past_finds_far_too_much(
    rates: dict[str, float],
) -> None:
    assert rates["closeness of two windows differs"] > 0.2


def test_a_planted_turn_is_found_in_the_same_worlds(placebo: Any) -> None:
    nulls = placebo.nulls_of(np.random.default_rng(0), draws=199)
    found = []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        conflict = placebo.world(rng).conflict.copy()
        conflict[0, placebo.AT :] = rng.binomial(placebo.REPORTED[placebo.AT :], 0.9)
        test = placebo.change_at(conflict[0], placebo.AT, rng=rng, of=placebo.REPORTED, nulls=nulls)
        found.append(test.verdict)
    assert found.count("yes") >= 5


def test_the_same_seed_gives_the_same_worlds(placebo: Any) -> None:
    one, other = (placebo.world(np.random.default_rng(4)) for _ in range(2))
    assert np.array_equal(one.votes, other.votes)
    assert np.array_equal(one.imports, other.imports)
    assert set(np.unique(one.votes)) == {1.0, 2.0, 3.0}

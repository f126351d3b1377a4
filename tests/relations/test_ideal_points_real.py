"""The published sample and ideal points, where the files are at hand."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from multipole.relations.ideal_points import Plan, ideal_points

ROOT = Path(__file__).resolve().parents[2]
VOTES = (ROOT / os.environ.get("MULTIPOLE_SHARED", "../shared")).resolve() / "data" / "votes"
pytestmark = pytest.mark.skipif(
    not (VOTES / "Matches.csv").is_file(), reason=f"no votes in {VOTES} (set MULTIPOLE_SHARED)"
)


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench", ROOT / "benchmarks" / "ideal_points.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_published_sample_is_rebuilt_vote_by_vote(bench: ModuleType) -> None:
    rolls = bench.sample("All")
    truth = bench.published(rolls, "All")
    assert (len(rolls.choice), len(rolls.states), len(rolls.items)) == (797_473, 10_469, 4_784)
    assert (truth["NVotes"] == truth["votes"]).all()


def test_important_votes_too_but_for_the_sessions_without_the_flag(bench: ModuleType) -> None:
    rolls = bench.sample("Important")
    truth = bench.published(rolls, "Important")
    assert len(rolls.states) == 6_250
    assert (truth["NVotes"] == truth["votes"]).all()
    found = ideal_points(
        rolls,
        right=bench.RIGHT,
        left=bench.LEFT,
        rng=np.random.default_rng(1),
        plan=Plan(100, 0, 200, None),
    )
    middle = truth["Q50%"].to_numpy()
    assert np.corrcoef(found.mean, middle)[0, 1] > 0.99
    assert np.mean((found.low <= middle) & (middle <= found.high)) > 0.98
    assert found.mean[rolls.states == "USA"].mean() > 1


def test_fast_points_are_near_the_published_in_every_session_and_at_the_far_end(
    bench: ModuleType,
) -> None:
    rolls = bench.sample("All")
    middle = bench.published(rolls, "All")["Q50%"].to_numpy()
    rng = np.random.default_rng(1)
    found = ideal_points(rolls, right=bench.RIGHT, left=bench.LEFT, rng=rng)
    assert np.corrcoef(found.mean, middle)[0, 1] > 0.985
    for session in np.unique(rolls.sessions):
        here = rolls.sessions == session
        assert np.corrcoef(found.mean[here], middle[here])[0, 1] > 0.98, session
    late = (rolls.states == "USA") & (rolls.sessions >= 70)
    assert ((found.low <= middle) & (middle <= found.high))[late].all()
    assert np.abs(found.mean - middle)[late].max() < 0.25

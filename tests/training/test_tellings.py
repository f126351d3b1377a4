"""The rules of sameness on the tellings written for them: floors, on the half not fitted on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

TRAINING = Path(__file__).parents[2] / "training"


@pytest.fixture(scope="module")
def sameness() -> Any:
    sys.path.insert(0, str(TRAINING))
    try:
        import fit_sameness
    finally:
        sys.path.remove(str(TRAINING))
    return fit_sameness


def test_there_are_pairs_of_many_events(sameness: Any) -> None:
    told = sameness.read_tellings()
    pairs = sameness.labelled(told)
    assert len({t.event for t in told}) >= 75
    assert len(pairs) >= 500
    assert sum(same for _, _, same in pairs) >= 140


def test_tellings_of_the_half_not_fitted_on_come_together(sameness: Any) -> None:
    half = [t for t in sameness.read_tellings() if t.group % 2 == 0]
    found = sameness.measured(half, sameness.groups_of(half))
    assert found["pairs F1"] >= 0.85
    assert found["B3 F1"] >= 0.93

"""Pinned scores that may not fall."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from multipole.answers.floors import Measured, check_dataset, read_floors
from multipole.core.errors import UnreadableInput, WrongUse

FLOORS = {"vey": {"digest": "d1", "measured_on": "2020-06-01", "overall": {"event_quad": 0.5}}}


def test_a_score_at_its_floor_holds_and_one_below_is_named() -> None:
    at, below = Measured({"event_quad": 0.5}, "d1"), Measured({"event_quad": 0.4}, "d1")
    assert check_dataset(at, FLOORS, dataset="vey") == []
    assert check_dataset(below, FLOORS, dataset="vey") == ["event_quad: 0.4, floor 0.5"]


def test_a_floor_with_nothing_measured_fails() -> None:
    for numbers in ({}, {"event_quad": math.nan}):
        (line,) = check_dataset(Measured(numbers, "d1"), FLOORS, dataset="vey")
        assert "not measured" in line


def test_floors_of_other_gold_or_of_no_such_data_are_not_compared() -> None:
    with pytest.raises(WrongUse, match="measured on gold"):
        check_dataset(Measured({}, "d2"), FLOORS, dataset="vey")
    with pytest.raises(WrongUse, match="no floors"):
        check_dataset(Measured({}, "d1"), FLOORS, dataset="hill")


def test_a_floors_file_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    path.write_text(json.dumps(FLOORS))
    assert read_floors(path) == FLOORS
    for bad in ("{", "[]", '{"vey": {"overall": {}}}', '{"vey": {"digest": "d", "overall": [1]}}'):
        path.write_text(bad)
        with pytest.raises(UnreadableInput, match=r"floors\.json"):
            read_floors(path)
    with pytest.raises(UnreadableInput):
        read_floors(tmp_path / "none.json")

"""Pinned scores that may not fall."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from multipole.answers.floors import check_floors, read_floors
from multipole.answers.score import Tally
from multipole.core.errors import UnreadableInput, WrongUse

FLOORS = {"vey": {"digest": "d1", "measured_on": "2020-06-01", "overall": {"event_quad": 0.5}}}


def test_a_score_at_its_floor_holds_and_one_below_is_named() -> None:
    at, below = {"event_quad": Tally(1, 2, 2)}, {"event_quad": Tally(1, 3, 2)}
    assert check_floors(at, FLOORS, dataset="vey", digest="d1") == []
    assert check_floors(below, FLOORS, dataset="vey", digest="d1") == [
        "event_quad: 0.4000, floor 0.5000"
    ]


def test_a_floor_with_nothing_measured_fails() -> None:
    (line,) = check_floors({}, FLOORS, dataset="vey", digest="d1")
    assert "not measured" in line
    (line,) = check_floors({"event_quad": Tally(0, 0, 0)}, FLOORS, dataset="vey", digest="d1")
    assert "nothing to measure" in line


def test_floors_of_other_gold_or_of_no_such_data_are_not_compared() -> None:
    with pytest.raises(WrongUse, match="measured on gold"):
        check_floors({}, FLOORS, dataset="vey", digest="d2")
    with pytest.raises(WrongUse, match="no floors"):
        check_floors({}, FLOORS, dataset="hill", digest="d1")


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

"""``multipole score --gsr``, and floors of what it measures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from multipole.apps.cli import app
from multipole.core.ids import sha256

SPLIT = [{"code": "LTU"}], [{"code": "BLR"}]
RECORDS = [
    ("Lithuania imposed sanctions on Belarus on Monday.", *SPLIT, "SANCTION"),
    ("Lithuania imposed sanctions on Belarus on Monday.", *SPLIT, "AID"),
    ("Latvian dockers marched.", [{"code": "LVA", "sector": "LAB"}], "", "PROTEST"),
]


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "records.json"
    rows = [dict(zip(("text", "source", "target", "event"), r, strict=True)) for r in RECORDS]
    path.write_text(json.dumps(rows), "utf-8")
    return path


def test_texts_are_read_and_compared_with_their_records(records: Path) -> None:
    found = CliRunner().invoke(app, ["score", "--gsr", str(records), "--json"])
    assert found.exit_code == 0
    scores = json.loads(found.stdout)
    assert (scores["records"], scores["state_level"]) == (3, 2)
    assert scores["right"]["ends"]["right"] == 2
    assert scores["right"]["all"]["right"] == 1
    shown = CliRunner().invoke(app, ["score", "--gsr", str(records)]).stdout
    assert "2 of 3 records are at the level of states" in shown


def test_a_score_below_its_floor_fails(records: Path, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    for floor, code in ((0.5, 0), (0.6, 1)):
        entry = {"digest": sha256(records.read_bytes()), "overall": {"all_right": floor}}
        floors.write_text(json.dumps({"own": entry}), "utf-8")
        given = ["score", "--gsr", str(records), "--floors", str(floors), "--dataset", "own"]
        found = CliRunner().invoke(app, given)
        assert found.exit_code == code
    assert "all_right: 0.5, floor 0.6" in found.stderr


def test_the_rules_are_scored_alone_when_asked_for(records: Path) -> None:
    given = ["score", "--gsr", str(records), "--coder", "rules", "--json"]
    found = CliRunner().invoke(app, given)
    assert json.loads(found.stdout)["coder"].startswith("rules-")
    assert found.stderr == ""
    wrong = CliRunner().invoke(app, ["score", "--gsr", str(records), "--coder", "llm"])
    assert (wrong.exit_code, "no coder" in wrong.stderr) == (2, True)

"""Measures keep their pinned scores on real data; ``benchmarks/floors.py`` measures the rest."""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from multipole.answers.floors import digest_of, read_floors

ROOT = Path(__file__).resolve().parents[1]
DATA = (ROOT / os.environ.get("MULTIPOLE_SHARED", "../shared")).resolve() / "data"
FLOORS = read_floors(ROOT / "quality/floors.json")
QUICK = ("cinc", "concentration", "frustration", "agreement", "ranking_fast")


@pytest.fixture(scope="module")
def bench() -> Any:
    """The script; it reads the folder of data once, where it is imported."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MULTIPOLE_SHARED", str(DATA.parent))
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        yield importlib.import_module("floors")


def test_each_entry_names_its_files_by_their_digest(bench: Any) -> None:
    for check in bench.CHECKS:
        entry = FLOORS[check.name]
        assert set(entry["files"]) == set(check.files)
        assert entry["digest"] == digest_of(entry["files"])
        assert {*entry["overall"], *entry.get("ceilings", {})}


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no real data in {DATA} (set MULTIPOLE_SHARED)")
@pytest.mark.parametrize("name", QUICK)
def test_a_measure_keeps_its_pinned_scores(name: str, bench: Any) -> None:
    (check,) = [one for one in bench.CHECKS if one.name == name]
    found, wrong = bench.failures(check, FLOORS)
    assert wrong == [], found


def test_other_files_than_those_measured_on_are_not_compared(bench: Any) -> None:
    (check,) = [one for one in bench.CHECKS if one.name == "concentration"]
    changed = {"concentration": FLOORS["concentration"] | {"digest": "0" * 64}}
    assert bench.failures(check, changed)[1] == [
        "its files are not those that the floors were measured on"
    ]
    assert bench.failures(check, {})[1] == ["no floors in floors.json"]


def test_a_score_that_fell_is_named(bench: Any) -> None:
    (check,) = [one for one in bench.CHECKS if one.name == "concentration"]
    strict = json.loads(json.dumps(FLOORS["concentration"])) | {"ceilings": {"max_error": -1.0}}
    (line,) = bench.failures(check, {"concentration": strict})[1]
    assert line.startswith("max_error: ")
    assert line.endswith("ceiling -1")

"""The commands next and backtest --graph from the outside."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.answers.told import tell
from tests.forecast.ranking_world import DAYS, habits
from typer.testing import CliRunner

from multipole.apps.cli import app
from multipole.store import open_store


@pytest.fixture
def store(tmp_path: Path) -> Path:
    place = tmp_path / "next.duckdb"
    with open_store(place, create=True) as opened:
        tell(opened, [(f"They met, {m}.", "CONSULT", date(2022, m, 9)) for m in range(1, 7)])
    return place


def test_next_ranks_in_each_format(store: Path) -> None:
    asked = ["next", "CHN", "--type", "CONSULT", "--store", str(store)]
    assert "RUS" in CliRunner().invoke(app, asked).stdout
    told = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)
    assert told["table"][0]["actor"] == "RUS"
    table = CliRunner().invoke(app, [*asked, "--csv"]).stdout.splitlines()
    assert table[0].startswith("rank,actor,name,probability")


def test_too_little_known_is_exit_code_1(store: Path) -> None:
    found = CliRunner().invoke(app, ["next", "NOR", "--type", "CONSULT", "--store", str(store)])
    assert found.exit_code == 1
    assert "too few to rank" in found.stderr


def test_a_graph_is_measured_with_progress_apart_from_the_figures(tmp_path: Path) -> None:
    facts = habits().facts
    for name, kept in (("train", facts[:, 3] < DAYS - 5), ("valid", facts[:, 3] >= DAYS - 5)):
        lines = ("\t".join(map(str, row)) + "\n" for row in facts[kept].tolist())
        (tmp_path / f"{name}.txt").write_text("".join(lines), encoding="utf-8")
    found = CliRunner().invoke(app, ["backtest", "--graph", str(tmp_path), "--json"])
    assert json.loads(found.stdout)["mode"] == "fast"
    assert "CPU seconds" in found.stderr
    missing = ["backtest", "--graph", str(tmp_path), "--split", "test"]
    assert CliRunner().invoke(app, missing).exit_code == 2

"""Commands that look over many at once give what the library gives."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.answers.test_movers import calm, tell
from tests.datafiles import cow_trade
from typer.testing import CliRunner

import multipole
from multipole import answers
from multipole.answers.dependences import dependences
from multipole.answers.dyads import dyads
from multipole.answers.movers import movers
from multipole.answers.search import search
from multipole.answers.turning import turning
from multipole.apps.cli import app
from multipole.store import Store, open_store

Ask = Callable[[Store], answers.Answer]
ASKED: dict[tuple[str, ...], Ask] = {
    ("search", "china", "talks", "--limit", "3"): lambda s: search(s, "china talks", limit=3),
    ("search", "china", "--kind", "actor"): lambda s: search(s, "china", kinds=["actor"]),
    ("dyads", "China", "--limit", "1"): lambda s: dyads(s, "CHN", limit=1),
    ("turning", "CHN", "RUS"): lambda s: turning(s, "CHN", "RUS"),
    ("dependences", "CHN", "RUS", "USA", "--year", "2019"): lambda s: dependences(
        s, year=2019, states=["CHN", "RUS", "USA"]
    ),
    ("dependences", "--on", "CHN", "--year", "2019", "--flow", "exports"): lambda s: dependences(
        s, year=2019, on="CHN", flow="exports"
    ),
}


@pytest.fixture
def store_path(small_path: Path, tmp_path: Path) -> Path:
    path = tmp_path / "copy.duckdb"
    shutil.copyfile(small_path, path)
    rows = [(710, 365, 2019, 50, 60), (710, 2, 2019, 500, 100), (365, 2, 2019, 20, 6)]
    multipole.add("cow_trade", [cow_trade(tmp_path / "t.csv", *rows)], path)
    return path


def told(*words: str, store: Path) -> Any:
    shown = CliRunner().invoke(app, [*words, "--store", str(store), "--json"])
    assert shown.exit_code == 0, shown.stderr
    return json.loads(shown.stdout)


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_a_command_gives_what_the_library_gives(words: tuple[str, ...], store_path: Path) -> None:
    shown = told(*words, store=store_path)
    assert shown["table"]
    with open_store(store_path, read_only=True) as store:
        found = ASKED[words](store).to_json()
    assert shown == json.loads(json.dumps(found, default=str))


def test_movers_are_those_of_the_library(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    with open_store(path, create=True) as store:
        tell(store, calm(12))
        found = movers(store, month="2014-12", limit=3).to_json()
    shown = told("movers", "--month", "2014-12", "--limit", "3", store=path)
    assert len(shown["table"]) == 3
    assert shown == json.loads(json.dumps(found, default=str))


def test_movers_are_those_of_the_month_that_is_asked_for(store_path: Path) -> None:
    shown = CliRunner().invoke(app, ["movers", "--month", "2021", "--store", str(store_path)])
    assert shown.exit_code == 2
    assert "2018-09" in shown.stderr


def test_agreements_of_a_store_without_votes_end_with_a_remedy(store_path: Path) -> None:
    words = ["agreements", "CHN", "RUS", "--year", "2019", "--store", str(store_path)]
    shown = CliRunner().invoke(app, words)
    assert shown.exit_code == 1
    assert "unga_votes" in shown.stderr

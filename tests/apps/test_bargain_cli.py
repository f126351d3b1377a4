"""The command bargain gives what the library gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.answers.recorded import put
from tests.answers.test_bargaining import CARS
from tests.answers.test_bargaining_store import act, cinc
from tests.answers.told import tell_claims
from typer.testing import CliRunner

from multipole import answers
from multipole.answers.bargaining_table import read_table
from multipole.apps.cli import app
from multipole.apps.show import json_bytes
from multipole.store import open_store


def told(*words: str) -> Any:
    return CliRunner().invoke(app, ["bargain", *words])


def test_a_table_as_json_is_the_answer(tmp_path: Path) -> None:
    place = tmp_path / "cars.csv"
    place.write_text(CARS)
    found = told(str(place), "--unit", "years", "--runs", "20", "--seed", "3", "--json")
    table = read_table(place, unit="years")
    assert found.stdout_bytes == json_bytes(answers.bargain(table, runs=20, seed=3).to_json())


def test_a_table_on_screen_names_forecasts_and_movers(tmp_path: Path) -> None:
    place = tmp_path / "cars.csv"
    place.write_text(CARS)
    found = told(str(place), "--runs", "20", "--line", "0", "12")
    assert found.exit_code == 0
    assert "weighted mean" in " ".join(found.stdout.split())
    assert "FRA (compromise)" in " ".join(found.stdout.split())


def test_from_a_store_without_sentences_on_screen(small_path: Path) -> None:
    words = ("--actor", "CHN", "--actor", "RUS", "--store", str(small_path))
    found = told(*words, "--positions", "acts")
    assert found.exit_code == 1
    assert "no capability of CHN" in str(found.exception) + found.output


def test_a_table_and_actors_at_once_are_refused(tmp_path: Path) -> None:
    assert told().exit_code == 2
    both = told(str(tmp_path / "t.csv"), "--actor", "CHN")
    assert both.exit_code == 2


def test_a_table_filled_from_a_store_rests_on_sentences(tmp_path: Path) -> None:
    place = tmp_path / "s.duckdb"
    with open_store(place, create=True) as opened:
        tell_claims(opened, [act(opened, 0, "CHN", "AID"), act(opened, 0, "USA", "SANCTION")])
        put(opened, "cow_nmc", cinc("CHN", 2016, 0.2), cinc("USA", 2016, 0.1))
    words = ("--actor", "CHN", "--actor", "USA", "--issue", "energy", "--positions", "acts",
             "--runs", "5", "--store", str(place))  # fmt: skip
    screen = told(*words)
    assert "rests on 2 sentences: --evidence" in " ".join(screen.stdout.split())
    quotes = [r["quote"] for r in json.loads(told(*words, "--json").stdout)["evidence"]]
    assert len(quotes) == 2

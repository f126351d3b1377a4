"""The commands forecast and backtest give what the library gives, and say what they cannot do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from multipole import answers
from multipole.apps.cli import app
from multipole.apps.forecast import told_on_stderr
from multipole.store import open_store


def run(*words: str) -> Any:
    return CliRunner().invoke(app, list(words))


def test_forecast_gives_the_answer_of_the_library(small_path: Path) -> None:
    shown = run("forecast", "CHN", "RUS", "--horizon", "2w", "--store", str(small_path), "--json")
    assert shown.exit_code == 0, shown.stderr
    with open_store(small_path, read_only=True) as store:
        found = answers.forecast(store, "CHN", "RUS", horizon="2w")
    told = json.loads(shown.stdout)
    assert told["notes"] == list(found.notes)
    assert [row["expected"] for row in told["table"]] == found.table["expected"].to_pylist()


def test_forecast_as_csv_has_a_row_for_each_class_of_one_direction(small_path: Path) -> None:
    shown = run("forecast", "CHN", "RUS", "--direction", "out", "--store", str(small_path), "--csv")
    assert len(shown.stdout.splitlines()) == 5


@pytest.mark.parametrize(
    "words", [("--horizon", "91d"), ("--direction", "up"), ("--model", "crystal")]
)
def test_a_wrong_option_ends_with_a_line_that_says_what_there_is(
    small_path: Path, words: tuple[str, str]
) -> None:
    shown = run("forecast", "CHN", "RUS", *words, "--store", str(small_path))
    assert shown.exit_code == 2
    assert words[1] in shown.stderr
    assert shown.stderr.count("\n") == 1


def test_too_few_acts_for_a_backtest_are_said(small_path: Path) -> None:
    shown = run("backtest", "--store", str(small_path))
    assert shown.exit_code == 1
    assert "too few for a backtest" in shown.stderr


def test_a_picture_of_another_kind_of_file_is_refused_at_once(small_path: Path) -> None:
    shown = run("backtest", "--store", str(small_path), "--out", "reliability.doc")
    assert shown.exit_code == 2
    assert ".svg" in shown.stderr


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    told_on_stderr(1, 2)
    assert capsys.readouterr().err == ""

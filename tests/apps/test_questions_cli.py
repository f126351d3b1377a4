"""The commands of questions give what the library gives, and end with a line where they cannot."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from multipole import answers
from multipole.apps.cli import app
from multipole.apps.questions_page import scored_page
from multipole.store import open_store

CONSULT = ("--criterion", "CHN+RUS CONSULT", "--opens", "2021-03-20", "--closes", "2021-03")


@pytest.fixture
def path(small_path: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(small_path, tmp_path / "asked.duckdb"))


def run(path: Path, *words: str) -> Any:
    return CliRunner().invoke(app, ["questions", *words, "--store", str(path)])


def told(path: Path, *words: str) -> Any:
    shown = run(path, *words, "--json")
    assert shown.exit_code == 0, shown.stderr
    return json.loads(shown.stdout)


def test_a_question_goes_from_asking_to_its_score(path: Path, tmp_path: Path) -> None:
    asked = told(path, "add", *CONSULT)["table"][0]
    assert asked["text"].startswith("Will there be at least 1 act of CONSULT between China and")
    issued = told(path, "issue", "--as-of", "2021-03-19", "--delay", "0")
    assert issued["table"][0]["base_rate"] is not None or issued["table"][0]["windows"] == 0
    ended = told(path, "settle")
    assert ended["table"][0]["status"] == "yes"
    assert ended["evidence"][0]["quote"] == "Lavrov met Wang in Guilin."
    page = tmp_path / "scored.md"
    score = told(path, "score", "--page", str(page))
    with open_store(path, read_only=True) as store:
        found = answers.question_scores(store)
        assert json.loads(json.dumps(found.to_json()["table"])) == score["table"]
        assert page.read_text("utf-8") == scored_page(found)
    assert run(path, "list", asked["id"][:8]).exit_code == 0


def test_the_list_is_narrowed_by_status(path: Path) -> None:
    told(path, "add", *CONSULT)
    assert len(told(path, "list", "--status", "open")["table"]) == 1
    assert told(path, "list", "--status", "yes")["table"] == []
    assert run(path, "list", "--status", "maybe").exit_code == 2


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (("add", "Will China win by 2027?"), 2, "--criterion"),
        (("issue",), 1, "no question is open"),
        (("score",), 1, "no settled question"),
        (("withdraw", "abcdef", "--by", "Ana", "--reason", "x"), 1, "no question 'abcdef'"),
        (("make", "2021-05", "--number", "5", "--source", "reports"), 1, "Ask for 0 or fewer"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    path: Path, words: tuple[str, ...], code: int, line: str
) -> None:
    shown = run(path, *words)
    assert shown.exit_code == code
    assert line in shown.stderr
    assert shown.stderr.count("\n") == 1


def test_a_page_that_cannot_be_written_says_so(path: Path, tmp_path: Path) -> None:
    told(path, "add", *CONSULT)
    told(path, "issue", "--as-of", "2021-03-19", "--delay", "0")
    told(path, "settle")
    assert run(path, "score", "--page", str(tmp_path / "no" / "page.md")).exit_code == 2

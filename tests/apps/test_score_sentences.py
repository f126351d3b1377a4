"""``multipole score --sentences``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from multipole.apps.cli import app
from multipole.apps.scoring_sentences import type_sentences
from multipole.claims.marked import read_marked

TABLE = """marked_sentence\tgold_root\tgold_penta
<s>The port authority</s> sued <t>a ferry company</t> on Monday.\tACCUSE\t3
<s>Lithuania</s> imposed sanctions on <t>Belarus</t>.\tSANCTION\t4
<s>Latvia</s> lifted its sanctions on <t>the shipping company</t>.\tYIELD\t2
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "sentences.tsv"
    path.write_text(TABLE, "utf-8")
    return path


def test_a_file_of_sentences_is_scored(table: Path) -> None:
    found = CliRunner().invoke(app, ["score", "--sentences", str(table), "--json"])
    assert found.exit_code == 0
    scores = json.loads(found.stdout)
    assert (scores["n"], scores["root_macro_f1"]) == (3, 1.0)
    shown = CliRunner().invoke(app, ["score", "--sentences", str(table)])
    assert "material" in shown.stdout
    assert "3 sentences" in shown.stdout


def test_sentences_and_reports_are_not_scored_together(table: Path) -> None:
    given = ["score", "--sentences", str(table), "--gold", "gold"]
    found = CliRunner().invoke(app, given)
    assert (found.exit_code, "one thing" in found.stderr) == (2, True)
    assert CliRunner().invoke(app, ["score"]).exit_code == 2


def test_without_a_model_the_rules_answer_and_say_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = read_marked("<s>Iran</s> condemned <t>Oman</t>.")
    assert type_sentences([sentence], folder=tmp_path) == ("rules-4", ["ACCUSE"])
    assert "The rules type the sentences" in capsys.readouterr().err

"""``multipole score --sentences``."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from multipole.answers import accuracy
from multipole.answers.accuracy import shipped_card
from multipole.apps import scoring_sentences
from multipole.apps.cli import app
from multipole.apps.scoring_sentences import type_sentences
from multipole.claims.marked import read_marked
from multipole.core.ids import sha256

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
    assert type_sentences([sentence], folder=tmp_path) == ("rules-9", ["ACCUSE"])
    assert "The rules type the sentences" in capsys.readouterr().err


def test_a_file_that_the_model_learned_from_is_named(
    monkeypatch: pytest.MonkeyPatch, table: Path
) -> None:
    card = shipped_card()
    digest = sha256(table.read_bytes())
    parts = tuple(replace(p, digest=digest) if p.asks == "plv" else p for p in card.parts)
    monkeypatch.setattr(accuracy, "shipped_card", lambda: replace(card, parts=parts))
    learned = CliRunner().invoke(app, ["score", "--sentences", str(table), "--json"])
    assert "was trained on PLV_train" in learned.stderr
    assert json.loads(learned.stdout)["n"] == 3
    asked = ["score", "--sentences", str(table), "--coder", "rules"]
    assert "was trained" not in CliRunner().invoke(app, asked).stderr


def test_our_own_tables_are_named_as_learned_from(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, table: Path
) -> None:
    asked = ["score", "--sentences", str(table), "--json"]
    assert "was trained on" not in CliRunner().invoke(app, asked).stderr
    learned = {"training": {"tables": {table.name: sha256(table.read_bytes())}}}
    (tmp_path / "type.json").write_text(json.dumps(learned), encoding="utf-8")
    monkeypatch.setattr(scoring_sentences, "SHIPPED", tmp_path)
    assert "was trained on this file" in CliRunner().invoke(app, asked).stderr


def test_a_file_of_others_is_not(table: Path) -> None:
    found = CliRunner().invoke(app, ["score", "--sentences", str(table)])
    assert "was trained" not in found.stderr

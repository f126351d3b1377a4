"""The script that makes the accuracy card, on files of our own."""

from __future__ import annotations

import importlib
import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from multipole.answers.score_sentences import read_sentences
from multipole.claims.type_model import CLASSES

ROOT = Path(__file__).resolve().parents[2]
TABLE = """marked_sentence\tgold_root\tgold_penta
<s>Lithuania</s> imposed sanctions on <t>Belarus</t>.\tSANCTION\t4
<s>Latvia</s> met <t>Estonia</t> on Monday.\tCONSULT\t1
<s>Latvia</s> lifted its sanctions on <t>the shipping company</t>.\tYIELD\t2
"""


@pytest.fixture(scope="module")
def script() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "quality"))
        yield importlib.import_module("card")


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    (tmp_path / "data/gold").mkdir(parents=True)
    (tmp_path / "data/gold/PLV_train.tsv").write_text(TABLE, "utf-8")
    return tmp_path


def folds(tmp_path: Path, *said: tuple[str, str, str]) -> Path:
    """An ``oof.json``: name, the type that training had, the type that the networks say."""
    path = tmp_path / "run" / "oof.json"
    path.parent.mkdir()
    rows = [
        {"id": n, "root": root, "log": [float(c == told) for c in CLASSES], "fold": 0}
        for n, root, told in said
    ]
    path.write_text(json.dumps({"rows": rows}), "utf-8")
    return path


def test_held_out_sentences_are_found_by_their_line(
    script: Any, shared: Path, tmp_path: Path
) -> None:
    told = folds(
        tmp_path,
        ("plv:2", "SANCTION", "SANCTION"),
        ("plv:3", "AGREE", "CONSULT"),  # had another type in training: not scored
        ("plv:4", "YIELD", "AID"),
        ("own/x:2", "AID", "AID"),
    )
    gold = read_sentences(shared / "data/gold/PLV_train.tsv")
    found = script.held_out(told, "plv", gold, ["2", "3", "4"])
    assert (found.n, found.coder) == (2, "run")
    assert found.macro["root_macro_f1"] == 0.5
    with pytest.raises(SystemExit, match="none of the sentences of own"):
        script.held_out(told, "own", gold, ["7", "8", "9"])


def test_parts_without_data_stay_and_measured_ones_are_new(
    script: Any, shared: Path, tmp_path: Path
) -> None:
    told = folds(tmp_path, *((f"plv:{n}", k, k) for n, k in ((2, "SANCTION"), (3, "CONSULT"))))
    asked = Namespace(shared=shared, folds=told)
    rules, model = script._plv(asked)
    assert (rules.role, rules.cases, model.role, model.cases) == ("rules", 3, "model", 2)
    first = script._joined(None, [rules, model])
    assert script._reports(asked) == script._gsr(asked) == []
    again = script._joined(first, script._plv(Namespace(shared=shared, folds=None)))
    assert [(p.asks, p.role) for p in again.parts] == [("plv", "rules"), ("plv", "model")]
    assert "plv rules n 3" in script.as_text(again)

"""Labelled sentences as training reads and splits them; needs no torch."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

READERS = runpy.run_path(str(Path(__file__).parents[2] / "training" / "readers.py"))
HEADER = "marked_sentence\tgold_root\tgold_penta"
PLV = [
    "<s>Alfa</s> met <t>Bravo</t> in the old harbour town on Monday\tCONSULT\t1",
    "<s>Alfa</s> also met <t>Bravo</t> in the old harbour town on Monday\tCONSULT\t1",
    "<s>Delta</s> lifted a ban on grain from <t>Echo</t>\tYIELD\t2",
]
OWN = [
    "<s>Golf</s> pulled its guards out of <t>Hotel</t>\tYIELD\t2\tRETREAT\tg1",
    "<s>Kilo</s> is larger than <t>Lima</t>\tNONE\t0\tNONE\tg1",
]


@pytest.fixture
def rows(tmp_path: Path) -> list[Any]:
    gold, own = tmp_path / "data" / "gold", tmp_path / "own"
    gold.mkdir(parents=True)
    own.mkdir()
    (gold / "PLV_train.tsv").write_text("\n".join((HEADER, *PLV)))
    (own / "rare.tsv").write_text("\n".join((f"{HEADER}\ttype16\tsplit_group", *OWN)))
    found: list[Any] = READERS["read_all"](shared=tmp_path, own=own)
    return found


def test_yield_allows_both_of_its_types_unless_the_exact_one_is_told(rows: list[Any]) -> None:
    allowed = [[READERS["CLASSES"][i] for i in row.allowed] for row in rows]
    assert allowed[2:] == [["CONCEDE", "RETREAT"], ["RETREAT"], ["NONE"]]
    assert [row.quad for row in rows] == [1, 1, 2, 2, 0]
    assert [row.root for row in rows[2:]] == ["YIELD", "YIELD", "NONE"]


def test_sentences_alike_and_named_groups_are_never_split(rows: list[Any]) -> None:
    groups = [row.group for row in rows]
    assert groups[0] == groups[1]
    assert groups[3] == groups[4]
    assert len(set(groups)) == 3
    for seed in range(5):
        fold = READERS["folds"](rows, parts=3, seed=seed)
        assert fold[0] == fold[1]
        assert fold[3] == fold[4]
        assert len(np.unique(fold)) == 3


def test_the_same_seed_gives_the_same_folds(rows: list[Any]) -> None:
    first, again = (READERS["folds"](rows, parts=2, seed=7) for _ in range(2))
    assert first.tolist() == again.tolist()


def test_what_another_reader_would_say_is_learnt_and_not_scored(tmp_path: Path) -> None:
    gold, own = tmp_path / "data" / "gold", tmp_path / "own"
    gold.mkdir(parents=True)
    own.mkdir()
    (gold / "PLV_train.tsv").write_text("\n".join((HEADER, *PLV)))
    line = "<s>Mike</s> will lend <t>Oscar</t> a ship\tAGREE\t1\tAGREE\tAID"
    (own / "doubt.tsv").write_text(f"{HEADER}\ttype16\talso\n{line}")
    row = READERS["read_all"](shared=tmp_path, own=own)[-1]
    assert [READERS["CLASSES"][i] for i in row.allowed] == ["AGREE"]
    assert [READERS["CLASSES"][i] for i in row.also] == ["AID"]


def test_marks_are_exchanged_only_where_a_type_holds_one_way(rows: list[Any]) -> None:
    turned = [READERS["turn"](row) for row in rows]
    assert [t is not None for t in turned] == [False, False, True, False, False]
    text = turned[2].text
    assert [text[a:b] for a, b in turned[2].sender] == ["Echo"]
    assert [text[a:b] for a, b in turned[2].receiver] == ["Delta"]


def test_the_folds_of_an_earlier_run_are_taken_as_they_were(
    rows: list[Any], tmp_path: Path
) -> None:
    run = tmp_path / "run"
    run.mkdir()
    table = [{"id": row.id, "fold": 4 - n} for n, row in enumerate(rows)]
    (run / "oof.json").write_text(json.dumps({"rows": table}))
    assert READERS["split"](rows, like=run).tolist() == [4, 3, 2, 1, 0]
    (run / "oof.json").write_text(json.dumps({"rows": table[1:]}))
    with pytest.raises(SystemExit, match="no fold for plv:2"):
        READERS["split"](rows, like=run)


def test_without_an_earlier_run_sentences_are_split_anew(rows: list[Any], tmp_path: Path) -> None:
    anew = READERS["folds"](rows, parts=READERS["FOLDS"], seed=READERS["FOLD_SEED"])
    assert READERS["split"](rows, like=None).tolist() == anew.tolist()
    assert READERS["folds_of_run"](tmp_path) == {}

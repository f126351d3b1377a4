"""Scores of typed sentences, by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from multipole.answers.score_sentences import read_sentences, score_sentences
from multipole.core.errors import UnreadableInput

HEADER = "id\tmarked_sentence\tgold_root\tgold_penta"
ROWS = [
    "1\t<s>A</s> met <t>B</t>\tCONSULT\t1",
    "2\t<s>A</s> met <t>C</t>\tCONSULT\t1",
    '3\t<s>A</s> eased "bans" on <t>B</t>\tYIELD\t2',
    "4\t<s>A</s> shelled <t>B</t>\tASSAULT\t4",
]


def written(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "some.tsv"
    path.write_text("\n".join((header, *rows)) + "\n", "utf-8")
    return path


def test_scores_worked_by_hand(tmp_path: Path) -> None:
    gold = read_sentences(written(tmp_path, *ROWS))
    found = score_sentences(gold, ["CONSULT", "AGREE", "CONCEDE", "NONE"], coder="hand")
    assert found.roots["CONSULT"].f1 == pytest.approx(2 / 3)
    assert found.macro["root_macro_f1"] == pytest.approx((2 / 3 + 1 + 0) / 3)
    assert found.macro["quad_macro_f1"] == pytest.approx((1 + 1 + 0) / 3)
    assert found.macro["side_macro_f1"] == pytest.approx((1 + 0) / 2)
    assert found.confusion["CONSULT", "AGREE"] == 1
    assert "AGREE" not in found.roots


def test_concede_and_retreat_count_as_yield_and_yield_as_material(tmp_path: Path) -> None:
    rows = (ROWS[2], ROWS[2].replace("YIELD\t2", "CONCEDE\t1"))
    found = score_sentences(read_sentences(written(tmp_path, *rows)), ["RETREAT"] * 2, coder="x")
    assert found.macro == {"root_macro_f1": 1, "quad_macro_f1": 1, "side_macro_f1": 1}


def test_none_is_a_class_where_gold_has_it(tmp_path: Path) -> None:
    path = written(tmp_path, ROWS[0], "2\t<s>A</s> is near <t>B</t>\tNONE\t")
    found = score_sentences(read_sentences(path), ["NONE", "NONE"], coder="x")
    assert found.roots["NONE"].f1 == pytest.approx(2 / 3)
    assert found.macro["root_macro_f1"] == pytest.approx(1 / 3)
    assert found.rows()[-2]["taken_for"] == "NONE 1"
    json = found.to_json()
    assert json["n"] == 2
    assert {"gold": "CONSULT", "coded": "NONE", "count": 1} in json["confusion"]


def test_nothing_scored_is_unknown() -> None:
    found = score_sentences([], [], coder="x")
    assert math.isnan(found.macro["root_macro_f1"])
    assert found.to_json()["root_macro_f1"] is None


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("1\t<s>A</s> met\tMEET\t1", "'MEET' is no PLOVER type.*row 2"),
        ("1\t<s>A</s> met\tCONSULT\t7", "'7' is no class"),
        ("1\t<s>A</s> met\tCONSULT\t", "'' is no class"),
        ("1\t<s>A met\tCONSULT\t1", "no partner"),
    ],
)
def test_a_bad_row_is_refused_with_its_place(tmp_path: Path, row: str, why: str) -> None:
    with pytest.raises(UnreadableInput, match=why):
        read_sentences(written(tmp_path, row))


def test_a_file_without_the_columns_or_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no column gold_penta"):
        read_sentences(written(tmp_path, header="marked_sentence\tgold_root"))
    with pytest.raises(UnreadableInput, match="no sentence"):
        read_sentences(written(tmp_path))
    with pytest.raises(UnreadableInput, match="cannot read"):
        read_sentences(tmp_path / "absent.tsv")

"""Reading gold files on an invented report of a few lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from multipole.answers.gold import GoldRecord, gold_digest, gold_files, read_gold, report_of
from multipole.core.errors import UnreadableInput

TEXT = (
    "Envoys of Norland and Sudland met in Port Vey on Tuesday. "
    "Norland then placed duties on Ostmark timber. "
    "“The pact serves no one,” Minister Ada Brook said. "
    "Trade reached 4.5 billion dollars."
)
MEET = "Envoys of Norland and Sudland met in Port Vey on Tuesday"
DUTIES = "Norland then placed duties on Ostmark timber"
SPEECH = "The pact serves no one"
TRADE = "Trade reached 4.5 billion dollars"
GOLD_LINES: list[dict[str, Any]] = [
    {"kind": "event", "quote": MEET, "source": ["SUD", "NOR"], "target": ["NOR", "SUD"],
     "type": "CONSULT", "realis": "actual", "date": "2020-05", "reporter": "document",
     "domain": "diplomatic"},
    {"kind": "event", "quote": DUTIES, "source": ["NOR"], "target": ["OST"], "type": "SANCTION",
     "realis": "planned", "date": "2020-05-06", "reporter": "Ada Brook", "domain": "economic"},
    {"kind": "claim", "quote": SPEECH, "speaker": "Ada Brook", "speaker_actor": "OST",
     "about": ["NOR", "SUD"], "gist": "no use", "stance": "against"},
    {"kind": "quantity", "quote": TRADE, "measure": "trade", "actors": ["NOR", "SUD"],
     "value": 4.5, "unit": "billion US dollars", "date": "", "reporter": "document"},
]  # fmt: skip


def write_gold(folder: Path, *rows: object, name: str = "report_007.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(r) for r in rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> tuple[GoldRecord, ...]:
    return read_gold(write_gold(tmp_path, *GOLD_LINES), TEXT)


def test_gold_quotes_are_placed_verbatim(gold: tuple[GoldRecord, ...]) -> None:
    assert [TEXT[g.start : g.end] for g in gold] == [MEET, DUTIES, SPEECH, TRADE]
    assert [g.kind for g in gold] == ["event", "event", "assessment", "figure"]


def test_sides_are_sorted_and_the_documents_own_voice_is_empty(
    gold: tuple[GoldRecord, ...],
) -> None:
    assert gold[0].sender == gold[0].receiver == ("NOR", "SUD")
    assert [g.speaker for g in gold] == ["", "Ada Brook", "Ada Brook", ""]


def test_a_quote_that_is_not_in_the_text_is_kept_without_a_place(tmp_path: Path) -> None:
    row = {**GOLD_LINES[0], "quote": "Envoys of Norland never met"}
    (record,) = read_gold(write_gold(tmp_path, row), TEXT)
    assert (record.start, record.end, record.found) == (-1, -1, False)


def test_empty_lines_and_a_byte_order_mark_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "report_1.jsonl"
    path.write_bytes(b"\xef\xbb\xbf\r\n" + json.dumps(GOLD_LINES[0]).encode() + b"\r\n\r\n")
    assert len(read_gold(path, TEXT)) == 1


def test_an_empty_gold_file_holds_no_record(tmp_path: Path) -> None:
    path = tmp_path / "report_1.jsonl"
    path.write_bytes(b"")
    assert read_gold(path, TEXT) == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "rumour"}, "kind 'rumour'"),
        ({"kind": None}, "no kind"),
        ({"quote": ""}, "quote"),
        ({"quote": None}, "no quote"),
        ({"quote": 3}, "quote '3'"),
        ({"type": "DANCE"}, "type 'DANCE'"),
        ({"realis": "perhaps"}, "realis 'perhaps'"),
        ({"source": "NOR"}, "source 'NOR'"),
        ({"target": [1]}, "target"),
    ],
)
def test_a_field_of_the_wrong_shape_is_refused_with_file_and_line(
    tmp_path: Path, change: dict[str, object], told: str
) -> None:
    path = write_gold(tmp_path, GOLD_LINES[1], {**GOLD_LINES[0], **change})
    with pytest.raises(UnreadableInput) as caught:
        read_gold(path, TEXT)
    assert told in str(caught.value)
    assert f"{path} line 2" in str(caught.value)


@pytest.mark.parametrize("line", ["{", "[1]", "7", "null", "[" * 100_000, '"words"'])
def test_a_line_that_is_not_an_object_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "report_1.jsonl"
    path.write_text(f"\n{line}\n")
    with pytest.raises(UnreadableInput, match="line 2"):
        read_gold(path, TEXT)


def test_bytes_that_are_not_text_and_files_that_are_not_there_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "report_1.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableInput, match="UTF-8"):
        read_gold(path, TEXT)
    with pytest.raises(UnreadableInput, match="report_2"):
        read_gold(tmp_path / "report_2.jsonl", TEXT)


@pytest.mark.parametrize("value", [True, [4], 10**400])
def test_a_figure_of_another_shape_is_refused(tmp_path: Path, value: object) -> None:
    with pytest.raises(UnreadableInput, match="value"):
        read_gold(write_gold(tmp_path, {**GOLD_LINES[3], "value": value}), TEXT)


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["007_vey.txt", "008.txt"], "007_vey.txt"),
        (["007.md", "0071_vey.txt"], "007.md"),
        (["007abc.txt"], "007abc.txt"),
    ],
)
def test_the_report_of_a_gold_file_begins_with_its_number(
    tmp_path: Path, names: list[str], chosen: str
) -> None:
    for name in names:
        (tmp_path / name).write_text(TEXT)
    assert report_of(Path("report_007.jsonl"), tmp_path).name == chosen


@pytest.mark.parametrize("names", [[], ["008.txt"], ["007_a.txt", "007_b.txt"]])
def test_a_gold_file_without_its_one_report_is_refused(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_text(TEXT)
    with pytest.raises(UnreadableInput, match="needs one report"):
        report_of(Path("report_007.jsonl"), tmp_path)


def test_a_folder_without_gold_or_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no gold file"):
        gold_digest(tmp_path)
    with pytest.raises(UnreadableInput, match="nowhere"):
        gold_files(tmp_path / "nowhere")


def test_the_digest_moves_with_name_or_content_of_gold_only(tmp_path: Path) -> None:
    path = write_gold(tmp_path, *GOLD_LINES)
    first = gold_digest(tmp_path)
    (tmp_path / "notes.md").write_text("not gold")
    assert gold_digest(tmp_path) == first
    write_gold(tmp_path, *GOLD_LINES[:2])
    second = gold_digest(tmp_path)
    path.rename(tmp_path / "report_009.jsonl")
    assert len({first, second, gold_digest(tmp_path)}) == 3

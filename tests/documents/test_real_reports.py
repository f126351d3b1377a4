"""Real reports, where they are at hand; nothing of them is kept here."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from multipole.core.types import Document, Refusal
from multipole.documents import find_near_duplicates, read_text

Gate = Callable[..., tuple[list[Document], list[Refusal]]]

ROOT = Path(__file__).resolve().parents[2]
DATA = (ROOT / os.environ.get("MULTIPOLE_SHARED", "../shared")).resolve() / "data"
pytestmark = pytest.mark.skipif(
    not (DATA / "reports").is_dir(), reason=f"no real reports in {DATA} (set MULTIPOLE_SHARED)"
)


def counted(document: Document) -> Counter[str]:
    return Counter(part.kind for part in document.parts)


def test_the_three_reports_are_dated_and_divided(gate: Gate) -> None:
    documents, refusals = gate(DATA / "reports")
    assert not refusals
    days = [date(2021, 4, 4), date(2021, 3, 24), date(2021, 6, 20)]
    assert [d.published_on for d in documents] == days
    assert [d.language for d in documents] == ["en"] * 3
    first, second, third = documents
    assert counted(first) == {"dateline": 1, "body": 8}
    assert second.title == "China-Russia relations: An example to follow"
    assert second.author == "Danil Bochkov"
    assert counted(second) == {
        "title": 1, "dateline": 1, "byline": 1, "caption": 2, "duplicate": 2, "note": 2,
        "boilerplate": 2, "body": 9,
    }  # fmt: skip
    assert read_text(second).count("/Xinhua") == read_text(second).count("/VCG") == 1
    assert third.author == "John Ruehl"
    assert counted(third)["note"] == counted(third)["boilerplate"] == 1
    assert find_near_duplicates([(d.id, read_text(d)) for d in documents]) == []


@pytest.mark.parametrize(
    ("name", "count", "dated"),
    [
        ("ungdc_CHN_RUS_USA_1971_2024.jsonl", 162, 0),
        ("us_ukraine.csv", 183, 174),
        ("Guardian_SDF_sample.csv.zip", 249, 249),
    ],
)
def test_tables_of_texts_are_read_whole(gate: Gate, name: str, count: int, dated: int) -> None:
    documents, refusals = gate(DATA / "text" / name)
    assert not refusals
    assert len(documents) == count
    assert sum(d.published_on is not None for d in documents) == dated
    assert {d.language for d in documents} == {"en"}


def test_speeches_keep_their_year_as_a_note(gate: Gate) -> None:
    documents, _ = gate(DATA / "text" / "ungdc_CHN_RUS_USA_1971_2024.jsonl")
    assert all(note.startswith("year:") for d in documents for note in d.notes[:1])
    assert documents[0].notes == ("year:1971",)

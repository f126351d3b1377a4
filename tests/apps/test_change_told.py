"""A change between two windows is told as what it is: beyond the noise of counting, no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import lxml.html
import pytest
from tests.answers.told import tell

from multipole import answers
from multipole.apps.brief import write_brief
from multipole.relations.trend import BEYOND
from multipole.store import Store, open_store

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
TURNED, STEADY = ("ACCUSE", "AID"), ("AID", "AID")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "told.duckdb", create=True) as opened:
        yield opened


def act(store: Store, then: str, now: str) -> None:
    """Twelve acts of each of two years."""
    tell(store, [
        (f"China and Russia, act {month} of {year}.", action, date(year, month, 15))
        for year, action in ((2021, then), (2022, now)) for month in range(1, 13)
    ])  # fmt: skip


def changed(store: Store) -> tuple[str, str]:
    """The text of the row of change, and all notes of `why`."""
    found = answers.why(store, "CHN", "RUS")
    (row,) = [row for row in found.table.to_pylist() if row["section"] == "change"]
    return row["text"], " ".join(found.notes)


def test_why_says_what_its_change_is_and_where_to_ask_for_more(store: Store) -> None:
    act(store, *TURNED)
    text, notes = changed(store)
    assert text.startswith("closer beyond the noise of counting: ")
    assert "multipole claim turn CHN RUS --year YEAR" in notes
    assert "multipole dyad CHN RUS" in notes


def test_why_is_silent_of_it_where_nothing_changed(store: Store) -> None:
    act(store, *STEADY)
    text, notes = changed(store)
    assert text.startswith("no change that these reports can show: ")
    assert BEYOND not in notes


@pytest.mark.parametrize(("acts", "times"), [(TURNED, 3), (STEADY, 1)])
def test_the_brief_says_it_in_its_summary_at_the_pair_and_in_its_key(
    store: Store, tmp_path: Path, acts: tuple[str, str], times: int
) -> None:
    act(store, *acts)
    page = write_brief(store, ["CHN", "RUS"], tmp_path / "page.html", now=NOW)
    body = lxml.html.document_fromstring(page.read_text(encoding="utf-8"))
    said = body.text_content()
    assert said.count(BEYOND) == times
    assert ("multipole dyad CHN RUS" in said) == (acts == TURNED)

"""Finding by words: ranks, names of two and three, accents, kinds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from multipole.answers.search import KINDS, actors_in, search
from multipole.answers.search_entries import index_of
from multipole.answers.search_index import Entry, Index
from multipole.core.errors import WrongUse
from multipole.store import Store, open_store

ROWS = (
    Entry("actor", "Ruritania", "RUR", "actor", (("id", "RUR"),), ("RUR", "Ruritania"), weight=5),
    Entry("actor", "Rurland", "RUL", "actor", (("id", "RUL"),), ("RUL", "Rurland"), weight=50),
    Entry(
        "document", "A visit to Rúr", "", "document", (("id", "1"),), ("A visit to Rúr",), "talks"
    ),
    Entry(
        "claim", "said", "", "claim", (("id", "2"),), (), "Ruritania said that talks would begin"
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "empty.duckdb", create=True) as opened:
        yield opened


def labels(text: str) -> list[str]:
    return [entry.label for _, entry in Index(ROWS).find(text)]


def test_a_whole_name_comes_first_then_beginnings_then_words_then_texts() -> None:
    assert labels("rur") == ["Ruritania", "Rurland", "A visit to Rúr", "said"]
    assert labels("ruritania") == ["Ruritania", "said"]


def test_of_two_that_match_alike_the_heavier_comes_first() -> None:
    assert labels("ru")[:2] == ["Rurland", "Ruritania"]


def test_case_and_accents_do_not_matter() -> None:
    assert labels("VISIT TO RUR") == ["A visit to Rúr"]
    assert labels("visít rúr") == ["A visit to Rúr"]


def test_all_words_must_be_there_and_no_words_find_nothing() -> None:
    assert labels("talks ruritania") == ["said"]
    assert labels("talks nowhere") == []
    assert labels(" .,; ") == []


def test_names_of_several_words_are_read_whole(store: Store) -> None:
    index = index_of(store)

    def named(text: str) -> list[str]:
        return [dict(entry.address)["id"] for entry in actors_in(index, text)]

    assert named("south korea japan") == ["KOR", "JPN"]
    assert named("usa-china") == ["USA", "CHN"]
    assert named("the united states and russia, india") == ["USA", "RUS", "IND"]
    assert named("china russ") == ["CHN", "RUS"]
    assert named("china talks") == []
    assert named("") == []


def test_two_actors_are_a_dyad_and_three_a_triangle_though_nothing_is_told(store: Store) -> None:
    index = index_of(store)
    two = search(store, "china russia", index=index).table.to_pylist()
    assert (two[0]["kind"], two[0]["address"]) == ("dyad", '{"a": "CHN", "b": "RUS"}')
    three = search(store, "china russia usa", index=index).table.to_pylist()
    assert [row["kind"] for row in three[:4]] == ["triangle", "dyad", "dyad", "dyad"]


def test_kinds_can_be_chosen_and_are_counted(store: Store) -> None:
    found = search(store, "trade", kinds=("measure",), limit=2).table.to_pylist()
    assert {row["kind"] for row in found} == {"measure"}
    assert len(found) <= 2 <= found[0]["of"]
    with pytest.raises(WrongUse, match="no kind"):
        search(store, "trade", kinds=("states",))
    assert "data set" in KINDS

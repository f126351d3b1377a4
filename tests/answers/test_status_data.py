"""What a store says of its data sets: releases, what was set aside, what is in quarantine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.datafiles import gdelt, long_table, nmc

from multipole import answers
from multipole.answers.status_data import loaded, newest
from multipole.core.errors import UnknownCode
from multipole.pipeline import add_source
from multipole.store import Store, open_store

Row = dict[str, Any]
NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two releases of power, of which the newer has bad rows, and a file of events."""
    with open_store(tmp_path / "s.duckdb", create=True) as opened:
        old = nmc(tmp_path / "old.csv", (710, 2019, 0.2))
        new = nmc(tmp_path / "new.csv", (710, 2020, 0.2), (999, 2020, 1), (998, 2020, 1))
        add(opened, "cow_nmc", old, released=date(2021, 1, 1), version="6.0")
        add(opened, "cow_nmc", new, released=date(2024, 1, 1))
        add(opened, "gdelt_v2", gdelt(tmp_path / "g.csv", {}, {"EventCode": "010"}))
        yield opened


def add(store: Store, source: str, *paths: Path, **wishes: Any) -> None:
    add_source(store, source, paths, **{"now": NOW} | wishes)


def section(store: Store, name: str, **asked: Any) -> list[Row]:
    rows = answers.status(store, **asked).table.to_pylist()
    return [row for row in rows if row["section"] == name]


def test_each_release_is_listed_with_its_day_and_counts(store: Store) -> None:
    told = [(r["what"], r["number"], r["detail"]) for r in section(store, "data sets")]
    assert told == [
        ("cow_nmc 6.0", 1, "known on 2021-01-01; 1 file; 1 observation"),
        ("cow_nmc", 3, "known on 2024-01-01; 1 file; 1 observation"),
        ("gdelt_v2", 2, "known on 2025-01-01; 1 file; 1 coded event"),
    ]


def test_quarantine_is_counted_by_file_and_column_with_an_example(store: Store) -> None:
    (row,) = section(store, "quarantine")
    assert (row["what"], row["number"]) == ("cow_nmc new.csv ccode", 2)
    assert row["detail"].startswith("such as row 3: '999' is no state's cow code")


def test_what_was_set_aside_is_counted_by_reason(store: Store) -> None:
    (row,) = section(store, "set aside")
    assert (row["what"], row["number"]) == ("gdelt_v2", 1)
    assert row["detail"]


def test_as_of_a_day_only_what_was_out_is_counted(store: Store) -> None:
    assert [r["what"] for r in section(store, "data sets", as_of="2022")] == ["cow_nmc 6.0"]
    assert section(store, "quarantine", as_of="2022") == []
    assert section(store, "set aside", as_of="2022") == []
    assert section(store, "data sets", as_of="2020") == []


def test_a_store_without_data_sets_says_nothing_of_them(small_store: Store) -> None:
    for name in ("data sets", "set aside", "quarantine"):
        assert section(small_store, name) == []
    assert loaded(small_store) == {}
    assert newest(small_store, "cow_nmc") is None


def test_a_refused_file_is_told_until_it_goes_in(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    nmc(path, (710, 2020, 1))
    add(store, "long_table", path)
    (row,) = section(store, "refused")
    assert row["what"].endswith("t.csv")
    long_table(path, ("CHN", "RUS", "share_a", 2020, 1, "percent"))
    add(store, "long_table", path, now=NOW.replace(day=2))
    assert section(store, "refused") == []


def test_a_file_that_was_spoilt_after_it_went_in_is_told(store: Store, tmp_path: Path) -> None:
    path = long_table(tmp_path / "t.csv", ("CHN", "RUS", "share_a", 2020, 1, "percent"))
    add(store, "long_table", path)
    nmc(path, (710, 2020, 1))
    add(store, "long_table", path, now=NOW.replace(day=2))
    assert len(section(store, "refused")) == 1


def test_quarantine_gives_every_row(store: Store) -> None:
    answer = answers.quarantine(store)
    rows = answer.table.to_pylist()
    assert [(r["file"], r["row"], r["column"], r["datum"]) for r in rows] == [
        ("new.csv", 3, "ccode", "999"), ("new.csv", 4, "ccode", "998"),
    ]  # fmt: skip
    assert all(r["reason"] and r["remedy"] and r["sha256"] for r in rows)
    assert answer.title == "2 rows refused"


def test_quarantine_of_one_source(store: Store) -> None:
    assert len(answers.quarantine(store, source="cow_nmc")) == 2
    assert len(answers.quarantine(store, source="gdelt_v2")) == 0
    with pytest.raises(UnknownCode, match="cow_nmc"):
        answers.quarantine(store, source="cow_nmcs")


def test_the_newest_release_of_a_source(store: Store) -> None:
    release = newest(store, "cow_nmc")
    assert release is not None
    assert release.known_on == date(2024, 1, 1)
    assert release.id in store.records.releases()["id"].to_pylist()
    assert loaded(store)["cow_nmc"] == "known on 2024-01-01, 3 rows"

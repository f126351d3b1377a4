"""A user's own list of names: loaded into a store, used by the next reading, kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from multipole.apps.cli import app
from multipole.store import open_store

LIST = "name,actor,kind,from,to\nZorland,PER:ZORLAND,name,,\nnowhere,XXX,name,,\n"
REPORT = "Date: 2021-05-04\n\nOn 3 May 2021, Chile condemned Zorland in a long statement.\n"


def run(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(w) for w in words])
    return result.exit_code, result.output + result.stderr


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "mine.csv").write_text(LIST)
    (tmp_path / "report.txt").write_text(REPORT)
    return tmp_path


def receivers(store: Path) -> set[tuple[str, ...]]:
    with open_store(store, read_only=True) as opened:
        return {c.receiver for c in opened.claim_objects(kind="event")}


def test_a_loaded_name_is_found_and_reports_are_coded_again(place: Path) -> None:
    store, report = place / "s.duckdb", place / "report.txt"
    assert run("read", report, "--store", store)[0] == 0
    assert receivers(store) == set()
    code, said = run("actors", "--load", place / "mine.csv", "--store", store)
    assert code == 0
    assert "line 3" in said
    assert "1 of 2 rows" in said
    assert run("read", report, "--store", store)[0] == 0
    assert receivers(store) == {("PER:ZORLAND",)}


def test_a_list_stays_in_force_without_naming_it_again(place: Path) -> None:
    store, report = place / "s.duckdb", place / "report.txt"
    run("actors", "--load", place / "mine.csv", "--store", store)
    for _ in range(2):
        assert run("read", report, "--store", store)[0] == 0
    with open_store(store, read_only=True) as opened:
        assert len(opened.claim_objects(kind="event")) == 1
        assert "+actors-" in opened.documents().column("coded_by")[0].as_py()


def test_loading_the_same_list_again_changes_nothing(place: Path) -> None:
    store = place / "s.duckdb"
    for _ in range(2):
        run("actors", "--load", place / "mine.csv", "--store", store)
    with open_store(store, read_only=True) as opened:
        assert opened.counts()["lists"] == 1


def test_a_list_travels_with_an_export(place: Path) -> None:
    store = place / "s.duckdb"
    run("actors", "--load", place / "mine.csv", "--store", store)
    assert run("export", place / "out", "--as", "parquet", "--store", store)[0] == 0
    assert run("import", place / "out", "--store", place / "t.duckdb")[0] == 0
    with open_store(place / "t.duckdb", read_only=True) as opened:
        assert opened.actor_list() == LIST


def test_a_list_without_its_header_is_refused_whole(place: Path) -> None:
    (place / "bad.csv").write_text("a,b\n1,2\n")
    code, said = run("actors", "--load", place / "bad.csv", "--store", place / "s.duckdb")
    assert code == 2
    assert "has no column" in said


def test_going_back_to_an_earlier_list_brings_its_events_back(place: Path) -> None:
    store, report = place / "s.duckdb", place / "report.txt"
    other = LIST.replace("PER:ZORLAND", "NGO:ZORLAND")
    (place / "other.csv").write_text(other)
    for name in ("mine.csv", "other.csv", "mine.csv"):
        run("actors", "--load", place / name, "--store", store)
        assert run("read", report, "--store", store)[0] == 0
    with open_store(store, read_only=True) as opened:
        assert opened.events().column("receiver").to_pylist() == [["PER:ZORLAND"]]
        assert opened.verify() == []

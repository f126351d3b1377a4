"""What a cell says in its file today, beside what the store holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.datafiles import cow_trade, nmc
from typer.testing import CliRunner

from multipole import answers
from multipole.answers.answer import Answer
from multipole.answers.cells import ABSENT, CHANGED, MOVED, cells
from multipole.apps.cli import app
from multipole.pipeline import add_source
from multipole.store import Store, open_store

NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "records.duckdb", create=True) as opened:
        yield opened


@pytest.fixture
def power(store: Store, tmp_path: Path) -> Path:
    """A table of two states in the store: USA 0.250, CHN missing."""
    path = nmc(tmp_path / "nmc.csv", (2, 2010, "0.250"), (710, 2010, ""))
    assert add_source(store, "cow_nmc", [path], now=NOW).observations == 2
    return path


def printed(store: Store, *actors: str) -> Answer:
    return answers.records(store, actors, open_cells=True)


def told(answer: Answer) -> list[tuple[str | None, str]]:
    return [(r["printed"], r["unopened"]) for r in answer.table.to_pylist()]


@pytest.mark.usefixtures("power")
def test_a_record_shows_what_its_cell_says(store: Store) -> None:
    found = printed(store, "USA")
    assert told(found) == [("0.250", "")]
    assert found.shown[-1] == "printed"
    assert found.cells[0][-1] == "0.250"
    assert told(printed(store, "CHN")) == [("", "")]
    assert not found.notes


@pytest.mark.usefixtures("power")
def test_cells_are_opened_only_when_asked(store: Store) -> None:
    assert "printed" not in answers.records(store, ["USA"]).table.column_names


def test_a_file_that_was_moved_is_said_to_be(store: Store, power: Path) -> None:
    power.rename(power.with_name("elsewhere.csv"))
    found = printed(store, "USA")
    assert told(found) == [(None, MOVED)]
    assert found.notes == (f"Cells of nmc.csv are not shown: {MOVED}.",)
    assert found.cells[0][-1] == ""


@pytest.mark.parametrize("now", ["0.999", "0.25"])
def test_a_file_that_changed_shows_nothing(store: Store, power: Path, now: str) -> None:
    power.write_text(power.read_text().replace("0.250", now))
    assert told(printed(store, "USA")) == [(None, CHANGED)]


def test_rows_of_several_files_keep_their_order(store: Store, power: Path, tmp_path: Path) -> None:
    trade = cow_trade(tmp_path / "trade.csv", (2, 710, 2010, "5.50", "07"))
    add_source(store, "cow_trade", [trade], now=NOW)
    power.unlink()
    found = answers.records(store, open_cells=True)
    assert [(r["variable"], r["subject"], r["printed"]) for r in found.table.to_pylist()] == [
        ("cinc", "CHN", None), ("cinc", "USA", None),
        ("cow_imports_musd", "CHN", "07"), ("cow_imports_musd", "USA", "5.50"),
    ]  # fmt: skip
    assert len(found.notes) == 1


@pytest.mark.usefixtures("power")
def test_a_cell_that_the_file_does_not_have_is_said_to_be_absent(store: Store) -> None:
    (row,) = answers.records(store, ["USA"]).table.to_pylist()
    assert cells(store, [row, row | {"row": 99}, row | {"column": "worth"}]) == [
        ("0.250", ""), (None, ABSENT), (None, ABSENT)
    ]  # fmt: skip


@pytest.mark.usefixtures("power")
def test_the_command_line_prints_cells_when_asked(store: Store) -> None:
    store.close()
    command = ["records", "USA", "--csv", "--store", str(store.path)]
    (plain, printed) = (CliRunner().invoke(app, [*command, *more]) for more in ([], ["--printed"]))
    assert plain.stdout.splitlines()[0].endswith("row,column")
    assert printed.stdout.splitlines()[0].endswith("row,column,printed,unopened")
    assert printed.stdout.splitlines()[1].endswith(",2,cinc,0.250,")

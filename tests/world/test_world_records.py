"""What was planted in the data sets of the invented world comes out of panels and records."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.world.tables import write_tables

from multipole import answers
from multipole.core.errors import NothingFound
from multipole.pipeline import ReadReport, add_source
from multipole.store import Store, open_store

Row = dict[str, Any]
NOW = datetime(2035, 1, 1, tzinfo=UTC)
ALIKE = [1.0, 1.0, 1.0, 1.0]


@pytest.fixture(scope="module")
def recorded(world: tuple[Path, ReadReport], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the world with its data sets beside the reports."""
    folder = tmp_path_factory.mktemp("tables")
    write_tables(folder)
    path = Path(shutil.copy(world[0], folder / "world.duckdb"))
    added = (
        ("unga_votes", "votes", None), ("cow_trade", "trade.csv", date(2035, 1, 1)),
        ("cow_trade", "trade_2040.csv", date(2040, 1, 1)), ("long_table", "gas.csv", None),
    )  # fmt: skip
    with open_store(path, create=True) as store:
        for source, name, day in added:
            report = add_source(store, source, [folder / name], now=NOW, released=day, strict=True)
            assert (report.refusals, report.quarantined, report.set_aside) == ((), 0, {})
    return path


@pytest.fixture
def known(recorded: Path) -> Iterator[Store]:
    with open_store(recorded, read_only=True) as opened:
        yield opened


def panel(store: Store, dyad: str, with_: str, **asked: Any) -> list[Row]:
    return list(answers.panel(store, dyad, "2031:2034", with_, **asked).table.to_pylist())


def column(rows: list[Row], name: str) -> list[Any]:
    return [row[name] for row in rows]


@pytest.mark.parametrize(
    ("dyad", "agreement", "votes"),
    [
        ("ISL-NAM", ALIKE, 4),
        ("PRY-FJI", [0.0, 0.0, 0.0, 0.0], 3),
        ("MLT-BTN", [1.0, 1.0, 0.25, 0.25], 4),
        ("PRY-MLT", ALIKE, 4),
        ("ISL-PRY", [0.5, 0.5, 0.5, 0.5], 4),
    ],
)
def test_states_agree_as_planted(
    dyad: str, agreement: list[float], votes: int, known: Store
) -> None:
    rows = panel(known, dyad, "unga_vote")
    assert column(rows, "year") == [2031, 2032, 2033, 2034]
    assert column(rows, "unga_agreement") == agreement
    assert set(column(rows, "unga_votes_shared")) == {votes}
    assert set(column(rows, "unga_agreement_status")) == {"observed"}


def test_trade_is_as_planted_and_unknown_is_not_zero(known: Store) -> None:
    rows = panel(known, "BTN-MLT", "trade")
    assert column(rows, "a") == ["BTN"] * 4
    assert column(rows, "cow_imports_musd_ab") == [40.0, 40.0, 4.0, 0.0]
    assert column(rows, "cow_imports_musd_ba") == [2.0, 2.0, None, 2.0]
    assert column(rows, "cow_imports_musd_ab_status") == ["observed"] * 4
    assert column(rows, "cow_imports_musd_ba_status")[2] == "missing"


def test_a_pair_without_a_row_has_no_trade_that_is_known(known: Store) -> None:
    rows = panel(known, "ISL-MLT", "trade")
    assert set(column(rows, "cow_imports_musd_ab")) == {None}
    assert "observed" not in column(rows, "cow_imports_musd_ab_status")


def test_the_second_edition_corrects_one_figure_from_its_day_on(known: Store) -> None:
    def last(as_of: str | None) -> float:
        rows = panel(known, "BTN-ISL", "trade", as_of=as_of)
        return float(rows[-1]["cow_imports_musd_ab"])

    assert (last(None), last("2040-01-01"), last("2039-12-31")) == (90.0, 90.0, 100.0)
    with pytest.raises(NothingFound):
        panel(known, "BTN-ISL", "trade", as_of="2034-12-31")


def test_votes_are_known_on_their_day(known: Store) -> None:
    eve = "2033-09-30"
    rows = panel(known, "MLT-BTN", "unga_vote", as_of=eve)
    assert column(rows, "unga_agreement") == [1.0, 1.0, None, None]


def test_records_are_exactly_what_was_planted(known: Store) -> None:
    rows = answers.records(known, ["BTN", "ISL"]).table.to_pylist()
    told = [(r["variable"], r["subject"], r["period_start"].year, r["value"]) for r in rows]
    trade = [("cow_imports_musd", "BTN", y, 90.0 if y == 2034 else 100.0)
             for y in range(2031, 2035)]  # fmt: skip
    back = [("cow_imports_musd", "ISL", y, 7.0) for y in range(2031, 2035)]
    assert sorted(told) == sorted([*trade, *back, ("gas_import_share", "BTN", 2032, 80.0)])
    (gas,) = [r for r in rows if r["variable"] == "gas_import_share"]
    assert (gas["unit"], gas["file"], gas["row"], gas["column"]) == (
        "percent", "gas.csv", 2, "value",
    )  # fmt: skip


def test_a_roll_call_names_its_title_and_who_voted_what(known: Store) -> None:
    rows = answers.records(known, ["NAM"], with_="unga_vote", since="2032", until="2032")
    told = [(r["item"], r["title"], r["value"]) for r in rows.table.to_pylist()]
    assert sorted(told) == [
        (f"unvotes:2032{n}", f"CALL 2032{n}", 1.0 if n % 2 else 3.0) for n in (1, 2, 3, 4)
    ]


def test_words_and_records_say_the_same_of_the_gas(known: Store) -> None:
    (said,) = [f for f in answers.figures(known, ["BTN", "ISL"]).table.to_pylist()
               if f["unit"] == "percent"]  # fmt: skip
    (held,) = answers.records(known, ["BTN", "ISL"], with_="gas_import_share").table.to_pylist()
    assert said["value"] == held["value"] == 80.0
    assert (said["period_start"], said["period_end"]) == (held["period_start"], held["period_end"])


def test_the_words_are_what_they_were_before(known: Store, store: Store) -> None:
    assert answers.events(known).table == answers.events(store).table
    assert known.verify() == []


def test_the_world_goes_out_and_comes_back_with_its_records(known: Store, tmp_path: Path) -> None:
    known.export_parquet(tmp_path / "out")
    with open_store(tmp_path / "back.duckdb", create=True) as other:
        other.import_parquet(tmp_path / "out")
        assert other.verify() == []
        assert panel(other, "MLT-BTN", "unga_vote,trade") == panel(
            known, "MLT-BTN", "unga_vote,trade"
        )

"""What a store holds, for its receipts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.answers.recorded import put

from multipole.answers.actor import actor, actor_records
from multipole.answers.coders import coders
from multipole.answers.holdings import holdings, reach, read_coverage
from multipole.answers.runs import runs
from multipole.core.errors import UnknownCode
from multipole.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "held.duckdb", create=True) as opened:
        rows = [
            {"variable": "bilateral_trade", "subject": "CHN", "object": "RUS", "value": 5.0,
             "period": str(year)} for year in (2001, 2002)
        ]  # fmt: skip
        put(
            opened,
            "cow_trade",
            *rows,
            known_on=date(2010, 1, 1),
            covers={"bilateral_trade": "2001/2002"},
        )
        own = {"variable": "own", "subject": "CHN", "value": 1.0, "period": "2003"}
        put(opened, "my_table", own, known_on=date(2012, 1, 1))
        yield opened


def test_a_release_has_its_card_and_its_reach(store: Store) -> None:
    row = holdings(store).table.to_pylist()[0]
    assert (row["source"], row["rows"], row["observations"]) == ("cow_trade", 2, 2)
    assert row["until"] == date(2002, 12, 31)
    assert "Correlates of War" in row["citation"]
    assert row["command"] == "multipole add cow_trade cow_trade.csv"
    assert "@misc" in row["bibtex"]


def test_a_source_of_ones_own_has_no_card(store: Store) -> None:
    row = holdings(store).table.to_pylist()[1]
    assert (row["source"], row["title"], row["citation"]) == ("my_table", "", "")


def test_what_was_not_known_yet_is_not_held(store: Store) -> None:
    assert len(holdings(store, as_of="2011")) == 1
    assert len(reach(store, as_of="2009")) == 0


def test_every_variable_has_its_first_and_last_day(store: Store) -> None:
    found = {row["variable"]: row for row in reach(store).table.to_pylist()}
    assert (found["bilateral_trade"]["first"], found["bilateral_trade"]["until"]) == (
        date(2001, 1, 1), date(2002, 12, 31),
    )  # fmt: skip
    assert len(reach(store, source="cow_trade")) == 1
    with pytest.raises(UnknownCode):
        reach(store, source="nothing")


def test_what_is_recorded_of_an_actor_names_how_many_partners(store: Store) -> None:
    found = {row["variable"]: row for row in actor_records(store, "China").table.to_pylist()}
    assert (found["bilateral_trade"]["rows"], found["bilateral_trade"]["partners"]) == (2, 1)
    assert (found["own"]["partners"], found["own"]["until"]) == (0, date(2003, 12, 31))
    assert len(actor_records(store, "USA")) == 0


def test_an_actor_as_of_a_day_has_the_names_and_codes_of_that_day(store: Store) -> None:
    now = actor(store, "Russia", as_of="2020-01-01").table.to_pylist()
    then = actor(store, "Russia", as_of="1980-01-01").table.to_pylist()
    assert "USSR" not in {row["value"] for row in now}
    assert {"USSR", "SUN"} <= {row["value"] for row in then}
    assert {row["value"] for row in now if row["section"] == "office"} >= {"Vladimir Putin"}


def test_a_store_without_documents_has_a_card_and_no_coverage(store: Store) -> None:
    assert len(read_coverage(store)) == 0
    rows = coders(store).table.to_pylist()
    assert rows
    assert not any(row["documents"] for row in rows)


def test_the_last_run_comes_first(store: Store) -> None:
    found = runs(store).table.to_pylist()
    assert len(found) == 2
    assert found[0]["at"] >= found[1]["at"]

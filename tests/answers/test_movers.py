"""What moved in a month: jumps are found, calm is called calm, and each names its events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put

from multipole.answers.movers import mover_months, movers
from multipole.core.errors import NothingFound, WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]
STATES = ("AUS", "BRA", "CHN", "FRA", "IND", "JPN", "USA")


def acts(month: int, ends: tuple[str, str], action: str, number: int) -> Iterator[Row]:
    """So many different acts in a month of 2014 (months past 12 are of 2015)."""
    first = date(2014 + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    for n in range(number):
        day = first + timedelta(days=n % 28)
        yield {
            "sender": ends[0], "receiver": ends[1], "action": action, "code": f"{action}{n}",
            "modality": "happened", "period": str(day), "known_on": day, "domain": None,
        }  # fmt: skip


def calm(months: int) -> list[Row]:
    """Every two states talk four to six times a month and quarrel twice."""
    rows: list[Row] = []
    for month in range(1, months + 1):
        for n, pair in enumerate(combinations(STATES, 2)):
            rows += acts(month, pair, "CONSULT", 4 + (n + month) % 3)
            rows += acts(month, pair, "ACCUSE", 1 + (n * month) % 3)
    return rows


def tell(store: Store, rows: list[Row]) -> None:
    coded = [row | {"row": n} for n, row in enumerate(rows, start=2)]
    put(store, "icews_graph", codings=coded, timely=True, known_on=date(2015, 2, 1),
        covers={"": "2014/2014"})  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "movers.duckdb", create=True) as opened:
        yield opened


def test_a_jump_comes_first_with_the_acts_that_made_it(store: Store) -> None:
    tell(store, calm(12) + list(acts(12, ("USA", "CHN"), "SANCTION", 25)))
    found = movers(store)
    first = found.table.to_pylist()[0]
    assert (first["sender"], first["receiver"], first["side"]) == ("CHN", "USA", "conflict")
    assert first["direction"] == "more conflict"
    assert first["unusual"]
    assert first["value"] > first["high"] > first["expected"] > first["low"]
    assert first["types"][0].startswith("sanction or expel 25 (a usual month 0")
    assert len(first["events"]) == 5
    assert all("USA > CHN: sanction or expel" in said for said in first["said"])
    assert found.title == "What moved in 2014-12: 1 of 21 pairs unusual"


def test_a_silence_is_a_move_too(store: Store) -> None:
    rows = [
        row for row in calm(12)
        if not ({row["sender"], row["receiver"]} == {"FRA", "USA"} and row["period"] > "2014-11-31")
    ]  # fmt: skip
    tell(store, rows)
    first = movers(store).table.to_pylist()[0]
    assert (first["sender"], first["receiver"], first["direction"]) == (
        "FRA", "USA", "less cooperation",
    )  # fmt: skip
    assert first["score"] < -2


def test_calm_is_called_nothing_unusual(store: Store) -> None:
    tell(store, calm(12))
    found = movers(store)
    assert found.title == "What moved in 2014-12: nothing unusual in 21 pairs"
    assert not any(found.table["unusual"].to_pylist())


def test_a_month_that_is_asked_for_is_judged_by_the_months_before_it(store: Store) -> None:
    tell(store, calm(12) + list(acts(9, ("USA", "CHN"), "SANCTION", 25)))
    found = movers(store, month="2014-09").table.to_pylist()[0]
    assert (found["months"], found["unusual"]) == (8, True)
    assert not movers(store, month="2014-08").table["unusual"].to_pylist()[0]


def test_what_was_not_known_then_does_not_count(store: Store) -> None:
    tell(store, calm(12) + list(acts(9, ("USA", "CHN"), "SANCTION", 25)))
    found = movers(store, as_of="2014-08-31").table.to_pylist()[0]
    assert found["period_start"] == date(2014, 8, 1)


def test_the_months_that_can_be_judged_are_listed(store: Store) -> None:
    tell(store, calm(9))
    rows = mover_months(store).table.to_pylist()
    assert [(row["period_start"].month, row["pairs"]) for row in rows] == [
        (9, 21),
        (8, 21),
        (7, 21),
    ]


def test_too_short_a_past_is_told_with_what_to_do(store: Store) -> None:
    tell(store, calm(4))
    with pytest.raises(NothingFound, match="10 acts in 6 months"):
        movers(store)
    with pytest.raises(WrongUse, match="not a month"):
        movers(store, month="2014")


def test_a_store_without_events_says_so(store: Store) -> None:
    with pytest.raises(NothingFound):
        movers(store)
    assert len(mover_months(store)) == 0

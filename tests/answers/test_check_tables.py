"""Quoted figures beside a table of the user's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.answers.checked import Row, check, observed, tell
from tests.answers.recorded import put

from multipole.core.periods import Period
from multipole.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "check.duckdb", create=True) as opened:
        yield opened


def own_table(store: Store, rows: list[Row], **units: str) -> None:
    items = [
        {"item": name, "kind": "variable", "title": name, "row": 2,
         "facts": json.dumps({"unit": unit, "ends": 2, "directed": False})}
        for name, unit in units.items()
    ]  # fmt: skip
    put(store, "long_table", *rows, items=items, increments=True, timely=True)


DOLLARS = "In {}, U.S. dollars accounted for {} percent of Russia-China trade."


def dollars(year: int = 2015, said: str = "90") -> tuple[str, Row]:
    fields = {"measure": "U.S. dollars, Russia-China trade", "about": ("CHN", "RUS")}
    return DOLLARS.format(year, said), fields | {"period": Period.year(year)}


def shares(store: Store) -> None:
    rows = [
        observed("dollar_share_of_trade", "CHN", "RUS", "2015", 90.2, 2),
        observed("dollar_share_of_trade", "CHN", "RUS", "2020", 46.0, 3),
        observed("euro_share_of_trade", "CHN", "RUS", "2015", 5.0, 4),
        observed("dollar_share_of_trade", "CHN", "IND", "2015", 99.0, 5),
    ]
    own_table(store, rows, dollar_share_of_trade="percent", euro_share_of_trade="percent")


@pytest.mark.parametrize(
    ("year", "said", "verdict"),
    [(2015, "90", "confirmed"), (2015, "46", "contradicted"), (2019, "90", "no record")],
)
def test_a_table_of_one_s_own_is_met_by_its_words_and_unit(
    store: Store, year: int, said: str, verdict: str
) -> None:
    text, fields = dollars(year, said)
    tell(store, text, **fields)
    shares(store)
    row = check(store)
    assert (row["verdict"], row["quantity"]) == (verdict, "dollar_share_of_trade")
    if verdict == "no record":
        assert "no row of dollar_share_of_trade in 2019 (there is 2015, 2020)" in row["reason"]


def test_what_is_not_in_dollars_is_the_rest(store: Store) -> None:
    text = "In 2020 more than half of the trade of China and Russia was not in dollars."
    tell(store, text, measure="the trade", period=Period.year(2020))
    shares(store)
    row = check(store)
    assert (row["verdict"], row["record_value"]) == ("confirmed", 54.0)
    assert row["how"] == "100 percent less dollar_share_of_trade"


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("In 2015, U.S. dollars accounted for 90 percent of Russia-China gas trade.",
         "U.S. dollars, Russia-China gas trade"),
        ("In 2015, pounds accounted for 90 percent of Russia-China trade.",
         "pounds, Russia-China trade"),
        ("In 2015, Russia-China trade in dollars and euros was 90 percent of all.",
         "Russia-China trade in dollars and euros"),
    ],
)  # fmt: skip
def test_words_that_a_table_does_not_have_mean_another_thing(
    store: Store, text: str, measure: str
) -> None:
    tell(store, text, measure=measure, about=("CHN", "RUS"), period=Period.year(2015))
    shares(store)
    assert check(store)["verdict"] == "no record"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Russia exported 10 bcm of gas to China in 2018.", "confirmed"),
        ("China exported 10 bcm of gas to Russia in 2018.", "no record"),
        ("China bought 10 bcm of gas exports from Russia in 2018.", "confirmed"),
        ("Gas exports of 10 bcm tied Russia and China in 2018.", "no record"),
    ],
)
def test_a_flow_in_a_table_of_one_s_own_has_a_direction(
    store: Store, text: str, verdict: str
) -> None:
    tell(store, text, measure="gas exports", period=Period.year(2018))
    rows = [observed("gas_exports", "RUS", "CHN", "2018", 10.0, 2)]
    own_table(store, rows, gas_exports="billion m3")
    assert check(store)["verdict"] == verdict

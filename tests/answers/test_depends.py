"""Who depends on whom, from records of trade and arms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put

from multipole.answers.depends import depends
from multipole.core.errors import NothingFound, WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "depends.duckdb", create=True) as opened:
        yield opened


def imports(importer: str, exporter: str, value: float | None, year: str = "2010") -> Row:
    return {"variable": "cow_imports_musd", "subject": importer, "object": exporter,
            "period": year, "value": value}  # fmt: skip


def arms(supplier: str, recipient: str, year: int, value: float) -> Row:
    return {"variable": "arms_tiv", "subject": supplier, "object": recipient,
            "period": str(year), "value": value}  # fmt: skip


def shares(store: Store, *asked: str, **more: Any) -> dict[tuple[str, str], Row]:
    rows = depends(store, *asked, **more).table.to_pylist()
    return {(r["flow"], r["subject"]): r for r in rows}


def test_shares_go_both_ways_and_the_title_flow_says_who_leans(store: Store) -> None:
    put(
        store, "cow_trade", imports("RUS", "CHN", 30.0), imports("RUS", "DEU", 70.0),
        imports("CHN", "RUS", 5.0), imports("CHN", "USA", 95.0),
    )  # fmt: skip
    found = shares(store, "RUS", "CHN")
    assert found["imports", "RUS"]["share"] == pytest.approx(0.3)
    assert found["imports", "CHN"]["share"] == pytest.approx(0.05)
    assert found["imports", "RUS"]["substitute"] == "DEU"
    assert found["exports", "CHN"]["share"] == 1.0
    notes = depends(store, "RUS", "CHN").notes
    assert any("RUS leans on CHN (25.0% apart)" in note for note in notes)


def test_an_unknown_partner_widens_the_share_and_is_no_zero(store: Store) -> None:
    put(
        store, "cow_trade", imports("RUS", "CHN", 30.0), imports("RUS", "DEU", 70.0),
        imports("RUS", "ITA", None),
    )  # fmt: skip
    row = shares(store, "RUS", "CHN")["imports", "RUS"]
    assert (row["high"], row["unknown"]) == (pytest.approx(0.3), 1)
    assert row["low"] == pytest.approx(30 / 170)


def test_a_partner_whose_flow_is_missing_has_no_share(store: Store) -> None:
    put(store, "cow_trade", imports("RUS", "CHN", None), imports("RUS", "DEU", 70.0))
    with pytest.raises(NothingFound):
        depends(store, "RUS", "CHN")


def test_arms_are_drawn_together_over_five_years(store: Store) -> None:
    rows = [arms("RUS", "CHN", y, 10.0) for y in range(2010, 2016)]
    put(store, "sipri_tiv", *rows, arms("FRA", "CHN", 2012, 50.0))
    found = [r for r in depends(store, "CHN", "RUS").table.to_pylist() if r["subject"] == "CHN"]
    spans = [(r["period_start"].year, r["period_end"].year, r["share"]) for r in found]
    assert spans == [(2010, 2015, 0.5), (2011, 2016, 0.5)]
    assert found[0]["cell_count"] == 6


def test_what_a_reporter_says_goes_before_the_correlates_of_war(store: Store) -> None:
    said = {"variable": "trade_imports_usd", "subject": "RUS", "period": "2010"}
    put(store, "cow_trade", imports("RUS", "CHN", 1.0), imports("RUS", "DEU", 9.0))
    put(
        store, "trade_flows", said | {"object": "CHN", "value": 2.0},
        said | {"object": "DEU", "value": 2.0},
        said | {"object": "DEU", "value": 2.0, "item": "HS:27"}, increments=True,
    )  # fmt: skip
    row = shares(store, "RUS", "CHN")["imports", "RUS"]
    assert (row["share"], row["source"]) == (0.5, "trade_flows")


def test_as_of_never_sees_a_later_release(store: Store) -> None:
    rows = [imports("RUS", "CHN", 30.0), imports("RUS", "DEU", 70.0)]
    put(store, "cow_trade", *rows, known_on=date(2020, 1, 1))
    with pytest.raises(NothingFound):
        depends(store, "RUS", "CHN", as_of="2019")


def test_one_actor_is_no_pair(store: Store) -> None:
    with pytest.raises(WrongUse):
        depends(store, "RUS", "Russia")

"""Dependence among several states in a year, against the answer of each two."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put
from tests.answers.test_depends import arms, imports

from multipole.answers.dependences import dependences
from multipole.answers.depends import depends
from multipole.core.errors import NothingFound, WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "dependences.duckdb", create=True) as opened:
        put(
            opened, "cow_trade",
            imports("RUS", "CHN", 30.0), imports("RUS", "USA", 70.0),
            imports("CHN", "RUS", 10.0), imports("CHN", "USA", 80.0), imports("CHN", "DEU", None),
            imports("USA", "CHN", 50.0), imports("USA", "DEU", 50.0),
            covers={"cow_imports_musd": "2010"},
        )  # fmt: skip
        yield opened


def shares(store: Store, **asked: Any) -> dict[tuple[str, str], Row]:
    rows = dependences(store, year=2010, **asked).table.to_pylist()
    return {(row["subject"], row["partner"]): row for row in rows}


def test_shares_and_bounds_are_those_of_each_two(store: Store) -> None:
    found = shares(store, states="CHN,RUS,USA")
    for a, b in (("CHN", "RUS"), ("CHN", "USA"), ("RUS", "USA")):
        told = depends(store, a, b).table.to_pylist()
        for row in (row for row in told if row["flow"] == "imports"):
            own = found[row["subject"], row["partner"]]
            for name in ("share", "low", "high", "amount", "source", "until"):
                assert own[name] == row[name], name


def test_both_ways_stand_in_each_row_and_the_greatest_is_first(store: Store) -> None:
    rows = dependences(store, year=2010, states="CHN,RUS,USA").table.to_pylist()
    assert (rows[0]["subject"], rows[0]["partner"]) == ("CHN", "USA")
    row = shares(store, states="CHN,RUS,USA")["RUS", "CHN"]
    assert row["share"] == pytest.approx(0.3)
    assert row["back"] == pytest.approx(10 / 90)
    assert row["lead"] == pytest.approx(0.3 - 10 / 90)


def test_an_unknown_way_back_is_not_nought(store: Store) -> None:
    row = shares(store, states="RUS,USA")["RUS", "USA"]
    assert (row["back"], row["lead"]) == (None, None)


def test_all_states_on_one(store: Store) -> None:
    found = shares(store, on="China")
    assert set(found) == {("RUS", "CHN"), ("USA", "CHN")}
    assert found["USA", "CHN"]["share"] == pytest.approx(0.5)


def test_arms_are_drawn_together_over_five_years(store: Store) -> None:
    put(store, "sipri_tiv", *(arms("RUS", "IND", y, 30.0) for y in range(2006, 2011)),
        arms("USA", "IND", 2010, 50.0), covers={"arms_tiv": "2000/2010"})  # fmt: skip
    row = shares(store, states="IND,RUS", flow="arms imports")["IND", "RUS"]
    assert row["share"] == pytest.approx(0.75)
    assert (row["period_start"].year, row["period_end"].year) == (2006, 2011)


def test_what_cannot_be_told_is_said(store: Store) -> None:
    with pytest.raises(NothingFound, match="of 2010 to 2010"):
        dependences(store, year=2012, states="CHN,USA")
    with pytest.raises(NothingFound, match="arms imports"):
        dependences(store, year=2010, states="CHN,USA", flow="arms imports")
    with pytest.raises(WrongUse, match="not a flow"):
        dependences(store, year=2010, states="CHN,USA", flow="gold")
    with pytest.raises(WrongUse, match="fewer than two"):
        dependences(store, year=2010, states="CHN")

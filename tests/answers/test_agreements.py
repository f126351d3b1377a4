"""Agreement of many states in a year: planted camps, against the measure of each two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put
from tests.answers.test_polarity import EAST, WEST, camps, cinc

from multipole.answers.agreements import agreements
from multipole.answers.measures import measure
from multipole.answers.system_reach import first_states, years_of_system
from multipole.core.errors import NothingFound, UnknownCode, WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "agreements.duckdb", create=True) as opened:
        put(opened, "unga_votes", *camps(2018))
        yield opened


def pairs(store: Store, **asked: Any) -> dict[tuple[str, str], Row]:
    rows = agreements(store, year=2018, **asked).table.to_pylist()
    return {(row["a"], row["b"]): row for row in rows}


def test_the_share_of_each_two_is_that_of_the_measure(store: Store) -> None:
    row = pairs(store, states=("CHN", "RUS", "USA"))["CHN", "RUS"]
    (point,) = measure(store, "agreement", "CHN", "RUS").table.to_pylist()
    assert (row["value"], row["low"], row["high"]) == (point["value"], point["low"], point["high"])
    assert (row["n"], row["until"]) == (20, date(2018, 10, 20))


def test_camps_stand_together_whatever_order_they_are_named_in(store: Store) -> None:
    mixed = [state for two in zip(EAST, WEST, strict=True) for state in two]
    found = pairs(store, states=mixed)
    place = {a: row["place_a"] for (a, _), row in found.items()}
    place |= {b: row["place_b"] for (_, b), row in found.items()}
    order = sorted(place, key=lambda state: place[state])
    assert {frozenset(order[:6]), frozenset(order[6:])} == {frozenset(EAST), frozenset(WEST)}


def test_one_state_with_all_others_comes_most_alike_first(store: Store) -> None:
    rows = agreements(store, year=2018, to="China").table.to_pylist()
    assert {row["a"] for row in rows} == {"CHN"}
    assert len(rows) == len(EAST) + len(WEST) - 1
    assert {row["b"] for row in rows[:5]} == set(EAST) - {"CHN"}
    values = [row["value"] for row in rows]
    assert values == sorted(values, reverse=True)


def test_without_names_the_most_capable_are_taken(store: Store) -> None:
    put(store, "cow_nmc", *cinc(2016, USA=0.3, CHN=0.4, RUS=0.1, IND=0.2))
    held = years_of_system(store)
    assert held == {"votes": (2018, 2018), "capabilities": (2016, 2016)}
    assert first_states(store, held, most=2) == ("CHN", "USA")


def test_states_that_never_voted_together_have_no_share(store: Store) -> None:
    late = {"variable": "unga_vote", "subject": "IND", "item": "other", "value": 1.0,
            "period": "2018-11-01"}  # fmt: skip
    put(store, "unga_votes", *camps(2018), late, known_on=date(2024, 2, 1))
    row = pairs(store, states="CHN,IND")["CHN", "IND"]
    assert (row["value"], row["n"]) == (None, 0)


def test_what_cannot_be_told_is_said(store: Store) -> None:
    with pytest.raises(NothingFound, match="2017"):
        agreements(store, year=2017)
    with pytest.raises(NothingFound, match="IND"):
        agreements(store, year=2018, to="IND")
    with pytest.raises(WrongUse, match="no year"):
        agreements(store, year="soon")
    with pytest.raises(UnknownCode):
        agreements(store, year=2018, states="CHN,Ruritania")

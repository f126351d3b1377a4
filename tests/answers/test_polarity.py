"""Polarity of invented systems: shares, concentration, and the blocs of votes beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put

from multipole.answers.polarity import polarity
from multipole.core.errors import BadPeriod, NothingFound, WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]
EAST = ("CHN", "RUS", "PRK", "CUB", "IRN", "SYR")
WEST = ("USA", "GBR", "FRA", "DEU", "JPN", "CAN")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "polarity.duckdb", create=True) as opened:
        yield opened


def cinc(year: int, **values: float | None) -> list[Row]:
    return [
        {"variable": "cinc", "subject": state, "period": str(year), "value": value}
        for state, value in values.items()
    ]


def majors(*states: str, period: str) -> list[Row]:
    return [
        {"variable": "major_power", "subject": s, "period": period, "value": 1.0} for s in states
    ]


def camps(year: int, *, calls: int = 20) -> list[Row]:
    """East against west on every roll call, with one stray vote on each."""
    strays = (*EAST, *WEST)
    return [
        {"variable": "unga_vote", "subject": state, "item": f"call:{year}{n:03}",
         "period": f"{year}-10-{n + 1:02}",
         "value": 2.0 if strays[n % len(strays)] == state else 1.0 if state in EAST else 3.0}
        for n in range(calls)
        for state in strays
    ]  # fmt: skip


def years(store: Store, **options: Any) -> dict[int, Row]:
    rows = polarity(store, **options).table.to_pylist()
    return {row["period_start"].year: row for row in rows}


def test_shares_poles_and_concentration_are_those_of_the_formulae(store: Store) -> None:
    put(store, "cow_nmc", *cinc(2000, USA=0.5, CHN=0.3, RUS=0.2))
    put(store, "cow_majors", *majors("USA", "CHN", period="1990/2005"))
    row = years(store)[2000]
    assert row["poles"] == pytest.approx(1 / 0.38)
    assert (row["first"], row["second"]) == ("USA", "CHN")
    assert row["first_share"] == pytest.approx(0.5)
    assert row["top_two"] == pytest.approx(0.8)
    assert row["con_system"] == pytest.approx(0.264575, abs=1e-6)
    assert row["con_majors"] == pytest.approx(0.25)
    assert row["majors"] == ["CHN", "USA"]
    assert row["variables"] == ["cinc", "major_power"]
    assert len(row["releases"]) == 2


def test_after_the_list_of_majors_their_concentration_is_unknown(store: Store) -> None:
    put(store, "cow_nmc", *cinc(2004, USA=0.5, CHN=0.5), *cinc(2006, USA=0.5, CHN=0.5))
    put(store, "cow_majors", *majors("USA", "CHN", period="1990/2004"))
    found = years(store)
    assert found[2004]["con_majors"] == 0.0
    assert found[2006]["con_majors"] is None
    assert found[2006]["con_system"] == 0.0
    assert any("until 2004" in note for note in polarity(store).notes)


def test_what_is_not_known_is_empty_and_never_nought(store: Store) -> None:
    put(store, "cow_nmc", *cinc(2000, USA=0.5, CHN=None), *cinc(2002, USA=0.5, CHN=0.1))
    found = years(store)
    for name in ("poles", "first", "first_share", "con_system", "blocs", "roll_calls"):
        assert found[2000][name] is None
        assert found[2001][name] is None
    assert found[2002]["poles"] == pytest.approx(0.36 / 0.26)
    assert found[2001]["variables"] == []
    assert any("poles unknown in 2000-2001" in note for note in polarity(store).notes)


def test_two_planted_camps_are_two_blocs_weighed_by_capability(store: Store) -> None:
    put(store, "cow_nmc", *cinc(2018, **dict.fromkeys((*EAST, *WEST), 0.05)))
    put(store, "unga_votes", *camps(2018))
    row = years(store)[2018]
    assert (row["blocs"], row["roll_calls"], row["voters"]) == (2, 20, 12)
    assert row["blocs_effective"] == pytest.approx(2.0)
    assert row["poles_by_bloc"] == pytest.approx(2.0)
    assert row["same"] > 0.9
    assert row["same_low"] <= row["same"] <= row["same_high"]
    assert row["p"] == pytest.approx(0.05)
    assert row["votes_until"] == date(2018, 10, 20)


def test_too_few_roll_calls_have_no_blocs_but_are_counted(store: Store) -> None:
    put(store, "unga_votes", *camps(2018, calls=9))
    row = years(store)[2018]
    assert (row["roll_calls"], row["blocs"]) == (9, None)
    assert any("blocs unknown in 2018" in note for note in polarity(store).notes)


def test_a_year_is_the_same_whatever_others_are_asked_for(store: Store) -> None:
    put(store, "unga_votes", *camps(2017), *camps(2018))
    assert years(store, since="2018")[2018] == years(store)[2018]
    assert list(years(store, until="2017-03")) == [2017]


def test_as_of_sees_neither_later_releases_nor_later_votes(store: Store) -> None:
    put(store, "cow_nmc", *cinc(2018, USA=0.5, CHN=0.5), known_on=date(2021, 1, 1))
    votes = [row | {"known_on": date.fromisoformat(row["period"])} for row in camps(2018)]
    put(store, "unga_votes", *votes, timely=True, known_on=date(2021, 1, 1))
    row = years(store, as_of="2018-10-15")[2018]
    assert (row["poles"], row["roll_calls"]) == (None, 15)
    assert row["votes_until"] == date(2018, 10, 15)


def test_an_empty_store_says_what_to_add(store: Store) -> None:
    with pytest.raises(NothingFound, match="multipole sources cow_nmc"):
        polarity(store)


def test_bounds_that_cannot_be(store: Store) -> None:
    with pytest.raises(WrongUse):
        polarity(store, since="2000", until="1990")
    with pytest.raises(BadPeriod):
        polarity(store, since="soon")

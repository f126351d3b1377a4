"""Blocs over invented years: who changes sides is found to in the year it is planted, no other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put
from tests.answers.test_blocs import noise, pledge
from tests.answers.test_polarity import EAST, WEST, camps, cinc
from typer.testing import CliRunner

from multipole.answers import blocs
from multipole.answers.blocs_years import blocs_years
from multipole.apps.cli import app
from multipole.core.errors import NothingFound, UnknownCode, WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]
#: Iran is planted in the east before, and in the west from this year on.
TURN = 2016


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "years.duckdb", create=True) as opened:
        yield opened


def turned(year: int) -> list[Row]:
    """The camps of a year, with Iran voting against its old one from `TURN` on."""
    against = {1.0: 3.0, 2.0: 2.0}
    return [
        row | {"value": against[row["value"]]}
        if row["subject"] == "IRN" and year >= TURN else row
        for row in camps(year)
    ]  # fmt: skip


def years(*those: int) -> list[Row]:
    return [row for year in those for row in turned(year)]


def by_state(store: Store, near: str, **options: Any) -> dict[tuple[int, str], Row]:
    options = {"since": "2014", "until": "2018"} | options
    rows = blocs_years(store, near=near, **options).table.to_pylist()
    return {(row["period_start"].year, row["state"]): row for row in rows}


def test_a_state_that_changes_sides_is_found_to_in_that_year(store: Store) -> None:
    put(store, "cow_nmc", *cinc(2014, USA=0.3, CHN=0.4))
    put(store, "unga_votes", *years(*range(2014, 2019)))
    found = by_state(store, "CHN,IRN,USA")
    for year in range(2014, 2019):
        east, west = found[year, "CHN"]["bloc"], found[year, "USA"]["bloc"]
        assert (east, west) == (found[2014, "CHN"]["bloc"], found[2014, "USA"]["bloc"])
        row = found[year, "IRN"]
        before = year < TURN
        assert row["bloc"] == (east if before else west)
        assert row["leader"] == ("CHN" if before else "USA")
        assert row["same_bloc"] == (["CHN"] if before else ["USA"])
        assert row["size"] == (6 if before else 7)
        assert row["together"] > 0.9


def test_a_note_tells_the_years_of_each_bloc(store: Store) -> None:
    put(store, "unga_votes", *years(*range(2014, 2019)))
    notes = blocs_years(store, since=2014, until=2018, near="IRN,USA").notes
    assert {"IRN: bloc 2 2014-2015; bloc 1 2016-2018.", "USA: bloc 1 2014-2018."} <= {*notes}
    assert any("20 draws and 19 shuffles" in note for note in notes)


def test_a_state_between_the_camps_is_said_to_waver(store: Store) -> None:
    torn = [
        row | {"value": 3.0} if row["subject"] == "IRN" and n // 12 % 2 else row
        for n, row in enumerate(camps(2018))
    ]
    put(store, "unga_votes", *camps(2017), *torn)
    notes = blocs_years(store, since=2017, until=2018, near="CHN,IRN,USA").notes
    assert [note.split("): ")[1] for note in notes if note.startswith("Wavering")] == [
        "IRN 2018. A change among these years is no sure move."
    ]


def test_each_row_has_distances_as_the_answer_of_one_year(store: Store) -> None:
    put(store, "cow_nmc", *cinc(2018, USA=0.3, CHN=0.4))
    release = put(store, "unga_votes", *years(2017, 2018))
    row = by_state(store, "RUS,CUB,IND")[2018, "RUS"]
    of_year = blocs(store, year=2018, near="RUS,CUB,IND").table.to_pylist()
    near = {r["pole"]: r for r in of_year if r["what"] == "RUS"}
    assert sorted(row["leaders"]) == ["CHN", "USA"]
    assert row["poles"] == [*row["leaders"], "CUB"]
    for n, pole in enumerate(row["poles"]):
        for name in ("distance", "low", "high", "common"):
            assert row[name][n] == near[pole][name]
    assert dict(zip(row["poles"], row["drawn_with"], strict=True))["USA"] == pytest.approx(
        0, abs=0.1
    )
    assert (row["roll_calls"], row["placed"], row["variables"]) == (20, 12, ["unga_vote"])
    assert (row["source"], row["release"]) == ("unga_votes", release.id)
    assert (row["until"], row["p"], row["blocs"]) == (date(2018, 10, 20), pytest.approx(0.05), 2)


def test_votes_at_random_are_said_to_be_one_bloc_and_numbers_go_on_after(store: Store) -> None:
    put(store, "unga_votes", *camps(2016), *noise(2017), *camps(2018))
    found = by_state(store, "CHN,USA", since="2016")
    row = found[2017, "CHN"]
    assert (row["warranted"], row["blocs"], row["bloc"], row["together"]) == (False, 1, None, None)
    assert row["verdict"].startswith("one bloc")
    assert found[2016, "CHN"]["bloc"] == found[2018, "CHN"]["bloc"] != found[2018, "USA"]["bloc"]
    notes = blocs_years(store, since="2016", until="2018", near="CHN").notes
    assert any("Said to be one bloc" in note and ": 2017;" in note for note in notes)


def test_a_year_of_few_roll_calls_and_a_state_that_did_not_vote_are_unknown(store: Store) -> None:
    put(store, "unga_votes", *camps(2016), *camps(2017, calls=3), *camps(2018))
    found = by_state(store, "CHN,IND")
    assert [found[year, "IND"]["from_poles"] for year in (2016, 2018)] == ["not placed"] * 2
    few = found[2017, "CHN"]
    assert (few["bloc"], few["warranted"], few["roll_calls"], few["placed"]) == (
        None,
        None,
        3,
        None,
    )
    notes = blocs_years(store, since=2014, until=2020, near="CHN,IND").notes
    assert "2017: unknown: 3 roll calls; blocs need 10." in notes
    assert "Asked for 2014 to 2020; the store has ties of 2016 to 2018 only." in notes
    assert "IND: not placed 2016, 2018; unknown 2017." in notes


def test_the_order_of_states_only_permutes_the_rows(store: Store) -> None:
    put(store, "cow_nmc", *cinc(2014, USA=0.3, CHN=0.4))
    put(store, "unga_votes", *years(*range(2014, 2019)))
    one, other = by_state(store, "CHN,IRN,USA"), by_state(store, "USA,CHN,IRN")
    assert one == other
    assert [*one] != [*other]


def test_a_year_is_divided_alike_whatever_others_are_asked_for(store: Store) -> None:
    put(store, "unga_votes", *years(*range(2014, 2019)))
    alone, among = by_state(store, "CHN", since="2018"), by_state(store, "CHN")
    assert alone[2018, "CHN"] | {"bloc": 0} == among[2018, "CHN"] | {"bloc": 0}


def test_leaders_are_named_by_no_later_year_and_by_none_too_old(store: Store) -> None:
    put(store, "cow_nmc", *cinc(2010, CUB=0.3), *cinc(2017, CHN=0.3))
    put(store, "unga_votes", *years(2015, 2016, 2017))
    found = by_state(store, "RUS")
    named = [(found[year, "RUS"]["leader"], found[year, "RUS"]["leader_cinc_year"])
             for year in (2015, 2016, 2017)]  # fmt: skip
    assert named == [("CUB", 2010), (None, None), ("CHN", 2017)]


def test_pacts_over_the_years(store: Store) -> None:
    rows = [
        row | {"period": str(year)}
        for year in (2017, 2018)
        for side in (EAST, WEST)
        for n, a in enumerate(side)
        for b in side[n + 1 :]
        for row in pledge("defense", a, b)
    ]
    put(store, "atop", *rows)
    found = by_state(store, "CHN,USA", with_="alliance")
    assert [*found] == [(y, s) for y in (2017, 2018) for s in ("CHN", "USA")]
    row = found[2018, "CHN"]
    assert (row["size"], row["distance"], row["low"]) == (6, [1.0], [None])
    assert row["roll_calls"] is None
    assert row["from_poles"] == "USA 1.00"


def test_as_of_sees_no_later_release(store: Store) -> None:
    put(store, "unga_votes", *camps(2017), known_on=date(2018, 1, 1))
    put(store, "unga_votes", *camps(2017), *camps(2018), known_on=date(2021, 1, 1))
    assert {year for year, _ in by_state(store, "CHN")} == {2017, 2018}
    assert {year for year, _ in by_state(store, "CHN", as_of="2020")} == {2017}
    with pytest.raises(NothingFound, match="known by 2016-12-31"):
        by_state(store, "CHN", as_of="2016")


def test_one_year_and_several_are_one_question_with_clear_words(store: Store) -> None:
    put(store, "unga_votes", *camps(2018))
    assert blocs(store, year=2018).table.column_names[0] == "section"
    assert blocs(store, since=2018, near="CHN").table["state"].to_pylist() == ["CHN"]
    for asked, said in (
        ({"year": 2018, "since": 2018, "near": "CHN"}, "both one year and a span"),
        ({"near": "CHN"}, "neither a year"),
        ({"until": 2018, "near": "CHN"}, "no first year"),
        ({"since": 2018}, "no states were named"),
        ({"since": 2018, "until": 2017, "near": "CHN"}, "before since"),
        ({"since": 2018, "near": "CHN", "with_": "aliance"}, "aliance"),
    ):
        with pytest.raises(WrongUse, match=said):
            blocs(store, **asked)
    with pytest.raises(UnknownCode):
        blocs(store, since=2018, near="Ruritania")
    with pytest.raises(NothingFound, match="multipole sources unga_votes"):
        blocs(store, since=1990, until=1999, near="CHN")


def test_library_and_command_line_give_the_same(store: Store) -> None:
    put(store, "unga_votes", *years(2017, 2018))
    found = blocs(store, since="2017", until="2018", near="CHN,RUS").to_json()
    path = str(store.path)
    store.close()
    words = ["blocs", "--since", "2017", "--until", "2018", "--near", "CHN,RUS", "--store", path]
    shown = CliRunner().invoke(app, [*words, "--json"]).stdout
    assert json.loads(shown) == json.loads(json.dumps(found, default=str))
    refused = CliRunner().invoke(app, [*words, "--year", "2018"])
    assert refused.exit_code == 2
    assert "Traceback" not in refused.output

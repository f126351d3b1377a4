"""Triangles on invented stores: the planted answer is found, and nothing where nothing is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.answers.planted import months, votes
from tests.answers.recorded import put

from multipole.answers import Answer
from multipole.answers.triangle import triangle
from multipole.core.errors import NothingFound, UnknownCode, WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]
THREE = ("CHN", "RUS", "USA")


def filled(path: Path, *, follows: bool) -> Path:
    with open_store(path, create=True) as store:
        put(store, "icews", codings=months(follows=follows), increments=True,
            covers={"": "2000/2005"})  # fmt: skip
        put(store, "unga_votes", *votes(range(1990, 2006)))
        rivals = [{"variable": "rivalry", "subject": "CHN", "object": "USA", "period": str(year),
                   "value": float(year > 2000)} for year in range(1990, 2006)]  # fmt: skip
        put(store, "tss_rivalries", *rivals)
    return path


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = filled(tmp_path_factory.mktemp("triangle") / "follows.duckdb", follows=True)
    with open_store(path, read_only=True) as store:
        yield store


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = filled(tmp_path_factory.mktemp("triangle") / "idle.duckdb", follows=False)
    with open_store(path, read_only=True) as store:
        yield store


@cache
def answer(store: Store, *states: str, **asked: Any) -> Answer:
    return triangle(store, *(states or THREE), **asked)


def rows(store: Store, *states: str, **asked: Any) -> list[Row]:
    return list(answer(store, *states, **asked).table.to_pylist())


def pressed(found: list[Row], presser: str, source: str = "icews") -> Row:
    (row,) = [r for r in found if r["presser"] == presser and r["source"] == source]
    return row


def of(found: list[Row], tie: str, what: str) -> Row:
    (row,) = [r for r in found if r["tie"] == tie and r["what"] == what]
    return row


def test_two_that_move_closer_after_pressure_are_found(planted: Store) -> None:
    row = pressed(rows(planted), "USA")
    assert row["found"] == "for"
    assert row["low"] > 0
    assert row["lead_p"] > 0.05
    assert row["placebos"] == ["DEU-JPN", "FRA-GBR"]
    assert (row["sender"], row["receiver"], row["time"]) == ("CHN", "RUS", "to 2005-12")


def test_where_nothing_follows_there_is_no_evidence(idle: Store) -> None:
    row = pressed(rows(idle), "USA")
    assert row["found"] == "no evidence"
    assert row["detectable"] > 0
    assert "no evidence (USA in events" in answer(idle).title


def test_who_sends_too_little_cannot_be_tested_and_it_says_why(planted: Store) -> None:
    row = pressed(rows(planted), "CHN")
    assert row["found"] == "not measurable"
    assert row["trend"] == "0 months known, 0 usable"
    assert (row["value"], row["p"]) == (None, None)


def test_every_kind_of_series_is_asked_and_none_is_averaged(planted: Store) -> None:
    found = [row for row in rows(planted) if row["section"] == "pressure"]
    assert sorted((r["presser"], r["source"]) for r in found) == [
        (state, source) for state in THREE for source in ("icews", "unga_votes")
    ]


def test_the_state_is_told_with_signs_balance_and_doubt(planted: Store) -> None:
    found = rows(planted)
    assert of(found, "CHN-USA", "sign")["found"] == "negative"
    assert of(found, "CHN-USA", "sign")["negative"] > 0.9
    assert "rivalry -" in of(found, "CHN-USA", "sign")["trend"]
    balance = of(found, "all", "balance")
    assert 0 <= balance["balanced"] + balance["unbalanced"] <= 1 + 1e-9


def test_a_recorded_change_is_a_turn_and_needs_no_test(planted: Store) -> None:
    row = of(rows(planted), "CHN-USA", "rivalry")
    assert (row["turn"], row["turn_year"], row["p"]) == ("2001 (record)", 2001, None)


def test_values_of_a_model_are_not_tested(planted: Store) -> None:
    row = of(rows(planted), "CHN-RUS", "closeness words")
    assert (row["status"], row["trend"], row["p"]) == ("estimated", "modelled", None)


def test_the_composite_moves_with_the_weights_and_says_what_is_unknown(planted: Store) -> None:
    usual = of(rows(planted), "CHN-USA", "composite")
    moved = of(rows(planted, weights="rivalry=0"), "CHN-USA", "composite")
    assert "commitment" in usual["unknown_parts"]
    assert usual["least"] <= usual["value"] <= usual["most"]
    assert usual["most"] - usual["least"] == pytest.approx(1 - usual["coverage"])
    assert moved["value"] > usual["value"]
    assert usual["spread"] is not None


def test_another_order_of_the_three_changes_the_order_of_rows_only(planted: Store) -> None:
    def told(*states: str) -> set[str]:
        return {repr(sorted(row.items())) for row in rows(planted, *states)
                if row["section"] != "balance"}  # fmt: skip

    assert told("USA", "CHN", "RUS") == told(*THREE)


def test_the_same_seed_gives_the_same_answer(planted: Store) -> None:
    again = triangle(planted, *THREE).table.to_pylist()
    assert again == rows(planted)


def test_what_was_not_known_on_a_day_is_not_used(tmp_path: Path) -> None:
    with open_store(tmp_path / "late.duckdb", create=True) as store:
        put(store, "unga_votes", *votes(range(1990, 2006)), known_on=date(2006, 1, 1))
        put(store, "icews", codings=months(follows=True), increments=True,
            covers={"": "2000/2005"}, known_on=date(2010, 1, 1))  # fmt: skip
        early = rows(store, as_of="2009")
        assert {r["source"] for r in early if r["section"] == "pressure"} == {"unga_votes"}
        assert not [r for r in early if "closeness" in r["what"]]
        assert [r for r in rows(store, as_of="2010") if "closeness" in r["what"]]
        with pytest.raises(NothingFound):
            triangle(store, *THREE, as_of="1995")


def test_data_until_is_told_of_each_series(planted: Store) -> None:
    (note,) = [note for note in answer(planted).notes if note.startswith("Data until")]
    assert "agreement (unga_votes), ideal_distance (unga_votes) 2005-12-01" in note
    measured = [r for r in rows(planted) if r["section"] == "measure"]
    assert all(r["until"] and r["source"] and r["variable"] for r in measured)


def test_since_bounds_what_trends_and_tests_draw_on(planted: Store) -> None:
    found = pressed(rows(planted, since="2004"), "USA")
    assert found["found"] == "not measurable"


def test_what_cannot_be_asked_is_told(planted: Store) -> None:
    with pytest.raises(WrongUse):
        triangle(planted, "CHN", "RUS", "China")
    with pytest.raises(UnknownCode):
        triangle(planted, "CHN", "RUS", "Atlantis")
    with pytest.raises(WrongUse, match="agreement"):
        triangle(planted, *THREE, weights="agrement=2")

"""Blocs of invented years: planted camps are found, and none are found where there are none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.answers.recorded import put
from tests.answers.test_polarity import EAST, WEST, camps, cinc
from typer.testing import CliRunner

from multipole.actors import load_actors
from multipole.answers.blocs import blocs
from multipole.answers.polarity import polarity
from multipole.apps.cli import app
from multipole.core.errors import NothingFound, UnknownCode, WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]
ALL = (*EAST, *WEST)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "blocs.duckdb", create=True) as opened:
        yield opened


def pledge(kind: str, a: str, b: str) -> list[Row]:
    return [
        {"variable": f"atop_{kind}", "subject": one, "object": other, "period": "2018",
         "value": 1.0}
        for one, other in ((a, b), (b, a))
    ]  # fmt: skip


def noise(year: int, *, calls: int = 60) -> list[Row]:
    """Votes that are thrown with dice: no state is nearer to one than to another."""
    rng = np.random.default_rng(7)
    return [
        {"variable": "unga_vote", "subject": state, "item": f"call:{n:03}",
         "period": f"{year}-10-{n % 28 + 1:02}", "value": float(rng.integers(1, 4))}
        for n in range(calls)
        for state in ALL
    ]  # fmt: skip


def sections(store: Store, **options: Any) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in blocs(store, year=2018, **options).table.to_pylist():
        found.setdefault(row["section"], []).append(row)
    return found


def test_two_planted_camps_are_found_with_leaders_and_what_they_rest_on(store: Store) -> None:
    put(store, "cow_nmc", *cinc(2018, USA=0.3, CHN=0.4, RUS=0.2))
    release = put(store, "unga_votes", *camps(2018))
    rows = sections(store)["bloc"]
    assert {tuple(sorted(r["members"])) for r in rows} == {
        tuple(sorted(EAST)), tuple(sorted(WEST))
    }  # fmt: skip
    assert {r["leader"] for r in rows} == {"CHN", "USA"}
    for row in rows:
        assert row["together"] > 0.9
        assert (row["layers"], row["placed"], row["variables"]) == (20, 12, ["unga_vote"])
        assert (row["source"], row["release"]) == ("unga_votes", release.id)
    assert any("2 blocs: ties are more divided" in n for n in blocs(store, year=2018).notes)


def test_votes_at_random_are_said_to_be_one_bloc(store: Store) -> None:
    put(store, "unga_votes", *noise(2018))
    answer = blocs(store, year="2018")
    row = answer.table.to_pylist()[0]
    assert (len(answer), row["size"], row["together"]) == (1, 12, None)
    assert answer.title.endswith("one bloc")
    assert any("warranted? one bloc" in note for note in answer.notes)


def test_many_states_and_few_roll_calls_at_random_are_one_bloc_too(store: Store) -> None:
    states = [actor for actor, start, end in load_actors().spells("iso3") if end is None][:40]
    rng = np.random.default_rng(3)
    put(store, "unga_votes", *(
        {"variable": "unga_vote", "subject": state, "item": f"call:{n:03}",
         "period": f"2018-10-{n % 28 + 1:02}", "value": 1.0 if rng.random() < lean else 3.0}
        for n, lean in enumerate(rng.beta(2, 2, 30))
        for state in states
    ))  # fmt: skip
    answer = blocs(store, year=2018)
    assert (len(answer), answer.table["size"].to_pylist()) == (1, [len(set(states))])
    assert any("votes are as divided" in note for note in answer.notes)


def test_library_and_command_line_give_the_same(store: Store) -> None:
    put(store, "cow_nmc", *cinc(2018, USA=0.3, CHN=0.4))
    put(store, "unga_votes", *camps(2018))
    asked = {
        ("blocs", "--year", "2018", "--near", "CHN,RUS"): blocs(store, year=2018, near="CHN,RUS"),
        ("polarity", "--since", "2000"): polarity(store, since="2000"),
    }
    path = str(store.path)
    store.close()
    for words, found in asked.items():
        shown = CliRunner().invoke(app, [*words, "--json", "--store", path]).stdout
        assert json.loads(shown) == json.loads(json.dumps(found.to_json(), default=str))


def test_distance_is_the_share_of_different_votes_with_its_interval(store: Store) -> None:
    put(store, "cow_nmc", *cinc(2018, USA=0.3, CHN=0.4))
    put(store, "unga_votes", *camps(2018))
    near = {(r["what"], r["pole"]): r for r in sections(store, near="Russia,IND")["near"]}
    row = near["RUS", "CHN"]
    assert row["common"] == 20
    # Each strays on roll calls 12 apart; RUS on two of twenty, as CHN does, never on one together.
    assert row["distance"] == pytest.approx(4 / 20)
    assert row["low"] <= row["distance"] <= row["high"]
    assert near["RUS", "USA"]["distance"] == 1.0
    assert near["RUS", "CHN"]["bloc_distance"] < near["RUS", "USA"]["bloc_distance"]
    assert near["IND", None]["states"] == "not placed"


def test_without_capabilities_no_leader_is_named_but_states_are_compared(store: Store) -> None:
    put(store, "unga_votes", *camps(2018))
    found = sections(store, near=["CHN", "USA"])
    assert [r["leader"] for r in found["bloc"]] == [None, None]
    assert [(r["what"], r["pole"], r["distance"]) for r in found["near"]] == [
        ("CHN", "USA", 1.0), ("USA", "CHN", 1.0)
    ]  # fmt: skip
    assert any("cow_nmc" in note for note in blocs(store, year=2018).notes)


def test_a_leader_may_be_named_by_a_recent_year_that_is_said(store: Store) -> None:
    put(store, "cow_nmc", *cinc(2016, USA=0.3, CHN=0.4))
    put(store, "unga_votes", *camps(2018))
    assert {r["leader_cinc_year"] for r in sections(store)["bloc"]} == {2016}


def test_a_state_that_seldom_voted_is_not_placed(store: Store) -> None:
    seldom = [r | {"subject": "IND"} for r in camps(2018, calls=4) if r["subject"] == "CHN"]
    put(store, "unga_votes", *camps(2018), *seldom)
    found = sections(store)
    assert [r["members"] for r in found["aside"]] == [["IND"]]
    assert all("IND" not in r["members"] for r in found["bloc"])


def test_absence_is_no_vote(store: Store) -> None:
    absent = [{"variable": "unga_vote", "subject": "IND", "item": r["item"], "period": r["period"],
               "value": 8.0} for r in camps(2018) if r["subject"] == "CHN"]  # fmt: skip
    put(store, "unga_votes", *camps(2018), *absent)
    assert sections(store)["bloc"][0]["placed"] == 12


def test_two_lists_of_the_same_roll_calls_are_not_added(store: Store) -> None:
    again = [r | {"variable": "unga_adopted_vote"} for r in camps(2018)]
    put(store, "unga_votes", *camps(2018), *again)
    assert sections(store)["bloc"][0]["layers"] == 20


def test_pacts_make_blocs_and_states_without_any_are_not_placed(store: Store) -> None:
    pacts = [
        row
        for side in (EAST, WEST)
        for n, a in enumerate(side)
        for b in side[n + 1 :]
        for row in pledge("defense", a, b)
    ]
    put(store, "atop", *pacts, *pledge("nonaggression", "CHN", "USA"))
    found = sections(store, with_="alliance", near="CHN,USA")
    assert {frozenset(r["members"]) for r in found["bloc"]} == {frozenset(EAST), frozenset(WEST)}
    assert "IND" in found["aside"][0]["members"]
    assert found["near"][0]["distance"] == pytest.approx(0.8)
    assert found["near"][0]["low"] is None


def test_as_of_sees_no_later_release(store: Store) -> None:
    put(store, "unga_votes", *camps(2018), known_on=date(2021, 1, 1))
    assert len(blocs(store, year=2018, as_of="2021"))
    with pytest.raises(NothingFound, match="known by 2020-12-31"):
        blocs(store, year=2018, as_of="2020")


def test_nothing_loaded_or_too_little_says_what_to_add(store: Store) -> None:
    with pytest.raises(NothingFound, match="multipole sources unga_votes"):
        blocs(store, year=2018)
    with pytest.raises(NothingFound, match="multipole sources atop"):
        blocs(store, year=2018, with_="alliance")
    put(store, "unga_votes", *camps(2018, calls=3))
    with pytest.raises(NothingFound, match="3 roll calls"):
        blocs(store, year=2018)


def test_words_that_mean_nothing_are_refused(store: Store) -> None:
    put(store, "unga_votes", *camps(2018))
    with pytest.raises(WrongUse, match="alliance"):
        blocs(store, year=2018, with_="aliance")
    with pytest.raises(WrongUse):
        blocs(store, year="last")
    with pytest.raises(UnknownCode):
        blocs(store, year=2018, near="Ruritania")

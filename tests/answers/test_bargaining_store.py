"""Tables to bargain over that are filled from a store: planted claims and records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put
from tests.answers.told import RUN, tell_claims, told_claim

from multipole import answers
from multipole.answers.bargaining_store import table_from
from multipole.core.errors import NothingFound, UnknownCode, WrongUse
from multipole.core.types import Claim
from multipole.store import Store, open_store

DAY = date(2021, 3, 1)
ENERGY = "Gas flowed through the pipeline"


def act(store: Store, n: int, sender: str, action: Any, domain: Any = "energy") -> Claim:
    text = f"{ENERGY if domain == 'energy' else 'Talks were held'}, {sender} {action} {n}."
    told = told_claim(store, text, action, DAY, domain=domain)
    return replace(told, sender=(sender,), receiver=("IND",))


def view(store: Store, n: int, speaker: str, leaning: Any) -> Claim:
    text = f"The pipeline is {leaning} us, {speaker} said {n}."
    told = told_claim(store, text, "CONSULT", DAY, domain="energy")
    return replace(
        told, kind="assessment", action=None, sender=(), receiver=(), period=None, leaning=leaning,
        about=tuple(sorted((speaker, "IND"))), speaker="Envoy", speaker_actor=speaker, gist=text,
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """CHN speaks and acts for closeness, USA against; RUS acts both ways, mostly elsewhere."""
    with open_store(tmp_path / "stakes.duckdb", create=True) as opened:
        acts = [act(opened, n, "CHN", "AID") for n in range(6)]
        acts += [act(opened, n, "USA", "SANCTION") for n in range(3)]
        acts += [act(opened, 0, "RUS", "AID"), act(opened, 1, "RUS", "SANCTION")]
        acts += [act(opened, n, "RUS", "CONSULT", "military") for n in range(20)]
        tell_claims(opened, acts)
        views = [view(opened, n, "CHN", "for") for n in range(3)]
        views += [view(opened, 0, "USA", "against"), view(opened, 0, "RUS", "for")]
        opened.add_claims(views, RUN)
        put(opened, "cow_nmc", *(cinc(s, y, v) for s, y, v in (
            ("CHN", 2015, 0.9), ("CHN", 2016, 0.2), ("USA", 2016, 0.1), ("RUS", 2016, 0.05),
            ("IND", 2016, 0.1),
        )))  # fmt: skip
        yield opened


def cinc(state: str, year: int, value: float) -> dict[str, Any]:
    return {"variable": "cinc", "subject": state, "period": str(year), "value": value}


def test_positions_are_the_leanings_of_what_an_actor_says(store: Store) -> None:
    table = table_from(store, ["CHN", "USA", "Russia"], issue="energy")
    chn, usa, rus = table.stakes
    assert chn.position == pytest.approx(100 * (2 * 4 / 5 - 1))
    assert usa.position == pytest.approx(100 * (2 * 1 / 3 - 1))
    assert rus.position == pytest.approx(-usa.position)
    assert usa.position_doubt > chn.position_doubt > 0
    assert "3 for, 0 against in assessments" in chn.rests


def test_positions_are_what_an_actor_does(store: Store) -> None:
    chn, usa, rus = table_from(
        store, ["CHN", "USA", "RUS"], issue="pipeline*", positions="acts"
    ).stakes
    assert chn.position == pytest.approx(100 * (2 * 7 / 8 - 1))
    assert usa.position == pytest.approx(100 * (2 * 1 / 5 - 1))
    assert rus.position == 0
    assert "1 for, 1 against in acts" in rus.rests


def test_a_position_is_a_recorded_variable_with_its_cell(store: Store) -> None:
    table = table_from(store, ["CHN", "USA"], positions="cinc")
    assert [s.position for s in table.stakes] == [0.2, 0.1]
    assert table.line is None
    assert "position: cinc 0.2 of 2016 (cow_nmc row 3 value)" in table.stakes[0].rests


def test_salience_is_the_part_of_claims_on_the_issue(store: Store) -> None:
    chn, usa, rus = table_from(store, ["CHN", "USA", "RUS"], issue="energy").stakes
    assert chn.salience == 1.0
    assert usa.salience < 1
    assert rus.salience < usa.salience
    assert "salience: 3 of 23 claims" in rus.rests


def test_without_an_issue_all_care_alike(store: Store) -> None:
    assert {s.salience for s in table_from(store, ["CHN", "USA"]).stakes} == {1.0}


def test_what_was_not_yet_known_is_not_used(store: Store) -> None:
    with pytest.raises(NothingFound, match="no assessments of CHN"):
        table_from(store, ["CHN", "USA"], issue="energy", as_of="2021-02")


def test_the_sentences_behind_a_row_are_there(store: Store) -> None:
    table = table_from(store, ["CHN", "USA", "RUS"], issue="energy")
    found = answers.bargain(table, store=store, runs=10)
    told = {r["actor"]: r["claims"] for r in found.table.to_pylist() if r["section"] == "actors"}
    quoted = {r["claim"]: r["quote"] for r in found.evidence.to_pylist()}
    assert set(told["USA"]) <= set(quoted)
    assert any("against us, USA said" in quoted[c] for c in told["USA"])
    assert not any("military" in q for q in quoted.values())
    assert any("a stand-in for what it wants" in note for note in found.notes)


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"actors": ["CHN"]}, WrongUse, "1 actors"),
        ({"actors": ["CHN", "Atlantis"]}, UnknownCode, "Atlantis"),
        ({"actors": ["CHN", "IND"]}, NothingFound, "no assessments of IND for or against"),
        ({"actors": ["CHN", "USA"], "issue": "w*"}, WrongUse, r"w\*"),
        ({"actors": ["CHN", "USA"], "capability": "gdp"}, NothingFound, "no 'gdp' of it"),
        ({"actors": ["CHN", "USA"], "positions": "points"}, NothingFound, "no position of CHN"),
        (
            {"actors": ["CHN", "USA"], "issue": "whaling"},
            NothingFound,
            "CHN for or against on whal",
        ),
    ],
)
def test_what_the_store_cannot_fill_is_named(
    store: Store, asked: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        table_from(store, **asked)

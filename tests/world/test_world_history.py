"""Alliance, rivalry, turn, blocs and dependence of the long history are found, and no others."""

from __future__ import annotations

from typing import Any

import pytest
from tests.world.history import DICE, NORTH, SOUTH, STATES, TURN, YEARS

from multipole import answers
from multipole.store import Store

Row = dict[str, Any]
DRAWS = 199
PAIRS = (("ISL", "NAM"), ("FJI", "PRY"), ("BTN", "ISL"), ("BTN", "MLT"), ("ISL", "MLT"))


def verdicts(store: Store, question: str, a: str, b: str, year: int) -> dict[str, str]:
    """What each series says that can tell, by variable (and who imports)."""
    found = answers.claim_test(store, question, a, b, year, first=DICE + 1, draws=DRAWS)
    rows = [row for row in found.table.to_pylist() if row["verdict"] != "not measurable"]
    return {f"{row['variable']}: {row['series']}": row["verdict"] for row in rows}


def said(store: Store, question: str, a: str, b: str, year: int, answer: str) -> set[str]:
    found = verdicts(store, question, a, b, year)
    return {name.split(":")[0] for name, verdict in found.items() if verdict == answer}


def values(store: Store, name: str, a: str, b: str) -> list[float | None]:
    table = answers.measure(store, name, a, b).table
    return [row["value"] for row in table.to_pylist()]


def blocs(store: Store, year: int) -> set[frozenset[str]]:
    rows = answers.blocs(store, year=year).table.to_pylist()
    return {frozenset(row["members"]) for row in rows if row["section"] == "bloc"}


def test_the_turn_is_found_in_votes_and_acts_and_not_in_trade(known: Store) -> None:
    assert said(known, "turn", "MLT", "BTN", TURN, "yes") == {"unga_vote", "icews_dyads"}
    assert said(known, "turn", "MLT", "BTN", TURN, "no") == {"cow_imports_musd"}


def test_after_the_turn_they_are_further_and_not_closer(known: Store) -> None:
    assert said(known, "closer", "MLT", "BTN", TURN, "yes") == set()
    assert said(known, "closer", "MLT", "ISL", TURN, "yes") == {"unga_vote"}


def test_no_turn_is_found_in_another_year(known: Store) -> None:
    assert said(known, "turn", "MLT", "BTN", 2011, "yes") == set()


@pytest.mark.parametrize("pair", [("ISL", "NAM"), ("FJI", "PRY"), ("BTN", "ISL"), ("BTN", "NAM")])
def test_no_turn_is_found_where_none_was_planted(pair: tuple[str, str], known: Store) -> None:
    assert said(known, "turn", *pair, TURN, "yes") == set()


def test_votes_that_never_meet_are_not_measurable_and_not_unchanged(known: Store) -> None:
    assert "unga_vote" not in said(known, "turn", "FJI", "PRY", TURN, "no")


def test_blocs_are_as_planted_and_malta_changes_hers(known: Store) -> None:
    assert blocs(known, TURN - 1) == {frozenset(NORTH), frozenset(SOUTH)}
    assert blocs(known, TURN) == {frozenset({*NORTH, "MLT"}), frozenset(SOUTH) - {"MLT"}}


def test_votes_by_dice_are_one_bloc(known: Store) -> None:
    assert blocs(known, DICE) == {frozenset(STATES)}
    rows = {r["when"][:4]: r for r in _polarity(known)}
    assert rows[str(DICE)]["verdict"].startswith("one bloc")
    assert rows[str(TURN)]["blocs"] == 2


def _polarity(store: Store) -> list[Row]:
    rows = answers.polarity(store, since=str(DICE), until=str(TURN)).table.to_pylist()
    return [row | {"when": str(row["period_start"])} for row in rows]


def test_the_alliance_is_the_only_pledge_and_the_closest_in_votes(known: Store) -> None:
    pledged = {pair: set(values(known, "pledge_defence", *pair)) for pair in PAIRS}
    assert [pair for pair, held in pledged.items() if held == {1.0}] == [("ISL", "NAM")]
    assert sorted(map(str, set().union(*pledged.values()))) == ["0.0", "1.0"]
    votes = values(known, "agreement", "ISL", "NAM")[1:]
    assert all(v is not None and v > 0.6 for v in votes)


def test_the_rivalry_is_the_only_one_and_the_farthest_in_votes(known: Store) -> None:
    listed = [pair for pair in PAIRS if set(values(known, "rivalry", *pair)) == {1.0}]
    assert listed == [("FJI", "PRY")]
    assert max(v for v in values(known, "agreement", "FJI", "PRY")[1:] if v is not None) < 0.1
    assert max(v for v in values(known, "s_score", "FJI", "PRY")[1:] if v is not None) < -0.4


def shares(store: Store, who: str, on: str, flow: str) -> list[float]:
    rows = answers.depends(store, who, on).table.to_pylist()
    return [r["share"] for r in rows if (r["subject"], r["flow"]) == (who, flow)]


def test_the_dependence_is_found_in_its_direction(known: Store) -> None:
    assert min(shares(known, "BTN", "ISL", "imports")) > 0.7
    assert set(shares(known, "BTN", "ISL", "arms imports")) == {1.0}
    assert max(shares(known, "ISL", "BTN", "imports")) < 0.3
    notes = " ".join(answers.depends(known, "ISL", "BTN").notes)
    assert "BTN leans on ISL" in notes


@pytest.mark.parametrize("pair", [("ISL", "NAM"), ("FJI", "PRY"), ("MLT", "PRY")])
def test_no_dependence_is_found_where_none_was_planted(pair: tuple[str, str], known: Store) -> None:
    for who, on in (pair, pair[::-1]):
        found = shares(known, who, on, "imports")
        assert len(found) == len(YEARS)
        assert max(found) < 0.3

"""The kind of tie finds the planted alliance, rivalry and junior partner, and no others."""

from __future__ import annotations

from typing import Any

import pytest
from tests.world.history import TURN, YEARS, conflict

from multipole import answers
from multipole.answers.dyad import dyad_points
from multipole.answers.tie_kind import juniors
from multipole.store import Store

Row = dict[str, Any]
ALLIES, RIVALS = ("ISL", "NAM"), ("FJI", "PRY")
#: One camp, two camps, and the pair that quarrels after the turn: nothing else was planted.
OTHERS = (("FJI", "ISL"), ("MLT", "NAM"), ("BTN", "MLT"), ("BTN", "ISL"))
STRONG = {"alliance", "entente", "rivalry", "hostility", "war"}


def tie(store: Store, a: str, b: str, kind: str | None = "all", **more: Any) -> tuple[str, Row]:
    """The word of a pair, and the verdict on each kind."""
    found = answers.tie(store, a, b, kind=kind, **more)
    verdicts = {row["kind"]: row["verdict"] for row in found.table.to_pylist()}
    return found.title.rpartition(": ")[2], verdicts


def junior_of(notes: tuple[str, ...]) -> str:
    return next(note for note in notes if note.startswith("Who is the junior partner"))


def test_the_pledge_of_defence_makes_the_alliance(known: Store) -> None:
    word, verdicts = tie(known, *ALLIES)
    assert word == "alliance"
    assert {kind for kind, verdict in verdicts.items() if verdict == "yes"} & STRONG == {"alliance"}
    rows = answers.tie(known, *ALLIES, kind="alliance").table.to_pylist()
    (pledge,) = [row for row in rows if row["role"] == "needs" and row["status"] == "met"]
    assert (pledge["measure"], pledge["source"], pledge["value"]) == ("pledge_defence", "atop", 1.0)
    assert pledge["cells"]


def test_the_listed_rivals_are_rivals_and_no_partners(known: Store) -> None:
    word, verdicts = tie(known, *RIVALS)
    assert word == "rivalry"
    assert [verdicts[kind] for kind in ("alliance", "entente", "partnership")] == ["no"] * 3


@pytest.mark.parametrize("pair", OTHERS)
def test_no_strong_tie_is_told_where_none_was_planted(pair: tuple[str, str], known: Store) -> None:
    word, verdicts = tie(known, *pair)
    assert word in ("normal", "partnership")
    assert {kind for kind, verdict in verdicts.items() if verdict == "yes"} & STRONG == set()
    assert (verdicts["alliance"], verdicts["rivalry"]) == ("no", "no")


def warm(store: Store, a: str, b: str, year: int) -> str:
    """How the criterion stands that cooperation outweighs conflict."""
    found = answers.tie(store, a, b, kind="partnership", on=str(year))
    (row,) = [row for row in found.table.to_pylist() if row["measure"] == "closeness"]
    return str(row["status"])


def test_a_quarrel_ends_the_warmth_that_a_partnership_needs(known: Store) -> None:
    assert [warm(known, "BTN", "MLT", year) for year in (TURN - 1, YEARS[-1])] == ["met", "unknown"]
    assert warm(known, *RIVALS, YEARS[-1]) == "not met"


def test_the_day_before_the_records_begin_nothing_is_told(known: Store) -> None:
    word, verdicts = tie(known, *ALLIES, on=str(YEARS[0] - 1))
    assert word == "unknown"
    assert set(verdicts.values()) == {"open"}


def juniors_of(store: Store, a: str, b: str) -> tuple[str, dict[str, tuple[str, str]]]:
    """The sentence, and of each dimension how it stands and who the junior is."""
    found = juniors(dyad_points(store, a, b, None), a, b)
    told = {one.asymmetry.dimension: (one.standing, one.junior) for one in found.verdicts}
    return str(found), {name: verdict for name, verdict in told.items() if verdict[0] != "unknown"}


def test_the_dependent_is_the_junior_by_trade_and_arms(known: Store) -> None:
    sentence, verdicts = juniors_of(known, "BTN", "ISL")
    assert verdicts == {"trade": ("told", "BTN"), "arms": ("told", "BTN")}
    found = answers.dyad(known, "BTN", "ISL", turns=False)
    assert junior_of(found.notes) == sentence
    shown = {row["section"] for row in found.table.to_pylist()}
    assert {"dependence", "votes", "acts", "records"} <= shown


@pytest.mark.parametrize("pair", [ALLIES, RIVALS, ("FJI", "ISL")])
def test_no_junior_is_named_where_both_import_alike(pair: tuple[str, str], known: Store) -> None:
    _, verdicts = juniors_of(known, *pair)
    assert verdicts == {"trade": ("even", ""), "arms": ("even", "")}


def test_dyad_and_tie_give_the_same_word_and_the_same_juniors(known: Store) -> None:
    whole = answers.dyad(known, *ALLIES, turns=False).notes
    alone = answers.tie(known, *ALLIES).notes
    assert any("ISL and NAM on 2033-12-31: an alliance" in note for note in whole)
    assert junior_of(whole) == junior_of(alone)


@pytest.mark.parametrize("pair", [ALLIES, RIVALS, ("BTN", "MLT"), ("FJI", "ISL")])
def test_closeness_is_the_planted_contrast_of_acts(pair: tuple[str, str], known: Store) -> None:
    rows = answers.measure(known, "closeness", *pair, step="year").table.to_pylist()
    planted = [1 - 2 * conflict(*pair, year) for year in YEARS]
    assert len(rows) == len(YEARS)
    held = sum(row["low"] <= p <= row["high"] for row, p in zip(rows, planted, strict=True))
    assert held >= len(YEARS) - 6  # 90 percent intervals, and a step where the tone turns
    off = [abs(row["value"] - p) for row, p in zip(rows, planted, strict=True)]
    assert sum(off) / len(off) < 0.08

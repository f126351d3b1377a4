"""Claims about a pair and a year, asked of every series of a store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.answers.recorded import put

from multipole.answers import claim_test
from multipole.core.errors import NothingFound, UnknownCode, WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]
VOTES = 40
YEARS = range(2000, 2021)
#: Few, for speed; the least p that they can give is near 0.01.
DRAWS = 199


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "claim.duckdb", create=True) as opened:
        yield opened


def votes(years: range, *, at: int, before: float = 0.2, after: float = 0.9) -> list[Row]:
    """Both vote in each autumn; they agree in a share that steps with the session of ``at``."""
    rng = np.random.default_rng(5)
    found = []
    for year in years:
        equal = rng.binomial(VOTES, after if year >= at else before)
        for number in range(VOTES):
            told = {"variable": "unga_vote", "item": f"{year}-{number}", "period": f"{year}-12-01"}
            found.append(told | {"subject": "CHN", "value": 1.0})
            found.append(told | {"subject": "RUS", "value": 1.0 if number < equal else 3.0})
    return found


def organisations(years: range) -> list[Row]:
    rng = np.random.default_rng(6)
    return [
        {"variable": "shared_igos", "subject": "CHN", "object": "RUS", "period": str(year),
         "value": float(50 + rng.integers(-2, 3))}
        for year in years
    ]  # fmt: skip


def rows_of(store: Store, question: str, year: int, **more: Any) -> dict[str, Row]:
    found = claim_test(
        store, question, "CHN", "Russia", year, draws=DRAWS, **more
    ).table.to_pylist()
    return {row["variable"]: row for row in found}


def test_a_planted_jump_is_found_and_a_placebo_is_not(store: Store) -> None:
    put(store, "unga_votes", *votes(YEARS, at=2010))
    put(store, "cow_igos", *organisations(YEARS))
    found = rows_of(store, "turn", 2010)
    assert found["unga_vote"]["verdict"] == "yes"
    assert found["unga_vote"]["toward"] == "closer"
    assert found["unga_vote"]["before"] < 0.5 < found["unga_vote"]["after"]
    assert found["unga_vote"]["p_family"] >= found["unga_vote"]["p"]
    assert found["shared_igos"]["verdict"] == "no"
    placebo = rows_of(store, "turn", 2005)["unga_vote"]
    assert (placebo["verdict"], placebo["strongest"]) == ("no", 2010)


def test_notes_count_the_series_and_the_false_alarms_to_expect(store: Store) -> None:
    put(store, "unga_votes", *votes(YEARS, at=2010))
    put(store, "cow_igos", *organisations(YEARS))
    put(store, "sipri_tiv", {"variable": "arms_tiv", "subject": "RUS", "object": "CHN",
                             "period": "2009", "value": 3.0})  # fmt: skip
    notes = "\n".join(claim_test(store, "turn", "CHN", "RUS", 2010, draws=DRAWS).notes)
    assert "3 series asked, 2 measurable: yes in 1 (agreement in the General Assembly)" in notes
    assert "0.10 yes are expected" in notes
    assert "2010 is session 65" in notes
    assert "Not measurable, the series ends in 2009: arms of RUS to CHN." in notes


def test_closer_since_asks_for_the_direction_too(store: Store) -> None:
    put(store, "unga_votes", *votes(YEARS, at=2010, before=0.9, after=0.2))
    assert rows_of(store, "turn", 2010)["unga_vote"]["verdict"] == "yes"
    found = rows_of(store, "closer", 2010)["unga_vote"]
    assert (found["verdict"], found["toward"]) == ("no", "further")


def test_a_short_series_is_not_measurable_and_has_no_p(store: Store) -> None:
    put(store, "unga_votes", *votes(range(2012, 2017), at=2014))
    found = rows_of(store, "turn", 2014)["unga_vote"]
    assert found["verdict"] == "not measurable"
    assert found["p"] is None
    assert found["p_family"] is None
    assert "too few" in found["reason"]


def test_a_series_at_its_ceiling_is_not_measurable(store: Store) -> None:
    put(store, "unga_votes", *votes(YEARS, at=2010, before=0.98, after=1.0))
    assert "ceiling" in rows_of(store, "turn", 2010)["unga_vote"]["reason"]


def test_a_change_at_the_end_is_warned_of(store: Store) -> None:
    put(store, "unga_votes", *votes(range(2000, 2011), at=2010))
    found = rows_of(store, "turn", 2010)["unga_vote"]
    assert found["n_after"] == 1
    assert any("cannot be told from a spike" in words for words in found["warnings"])


def test_as_of_never_sees_a_later_release(store: Store) -> None:
    every = votes(YEARS, at=2010)
    early = [row for row in every if row["period"] < "2009"]
    put(store, "unga_votes", *early, known_on=date(2009, 6, 1))
    put(store, "unga_votes", *every, known_on=date(2022, 1, 1))
    then = rows_of(store, "turn", 2010, as_of="2015")["unga_vote"]
    assert (then["verdict"], then["last"]) == ("not measurable", 2008)
    assert rows_of(store, "turn", 2010)["unga_vote"]["verdict"] == "yes"


def test_the_same_seed_and_either_order_give_the_same_figures(store: Store) -> None:
    put(store, "unga_votes", *votes(YEARS, at=2010))
    one = claim_test(store, "turn", "CHN", "RUS", 2010, seed=3, draws=DRAWS).table
    assert one.equals(claim_test(store, "turn", "RUS", "CHN", 2010, seed=3, draws=DRAWS).table)


def test_what_cannot_be_asked_is_refused(store: Store) -> None:
    put(store, "cow_igos", *organisations(YEARS))
    with pytest.raises(WrongUse, match="turn"):
        claim_test(store, "friends", "CHN", "RUS", 2010)
    with pytest.raises(WrongUse):
        claim_test(store, "turn", "CHN", "China", 2010)
    with pytest.raises(WrongUse, match="from 2011 on"):
        claim_test(store, "turn", "CHN", "RUS", 2010, first=2011)
    with pytest.raises(UnknownCode):
        claim_test(store, "turn", "CHN", "Ruritania", 2010)
    with pytest.raises(NothingFound):
        claim_test(store, "turn", "CHN", "USA", 2010)

"""The dyads of which acts are told, and when two moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put
from tests.answers.told import tell, tell_claims, told_claim

from multipole.answers import dyads, turning
from multipole.core.errors import NothingFound, UnknownCode
from multipole.relations import closeness
from multipole.store import Store, open_store

Row = dict[str, Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "dyads.duckdb", create=True) as opened:
        yield opened


def between(store: Store) -> None:
    """Five acts of China and Russia, one of India towards Japan, one plan that counts nowhere."""
    told = [
        told_claim(store, f"They met for the {n}. time.", action, day)
        for n, (action, day) in enumerate(
            [("CONSULT", date(2020, 2, 1)), ("SANCTION", date(2020, 5, 1)),
             ("AGREE", date(2021, 3, 1)), ("COOPERATE", date(2021, 6, 1)),
             ("CONSULT", date(2021, 9, 5))]
        )
    ]  # fmt: skip
    thanked = told_claim(store, "India thanked Japan.", "SUPPORT", date(2019, 1, 4))
    told.append(replace(thanked, sender=("IND",), receiver=("JPN",)))
    told.append(told_claim(store, "They will meet.", "CONSULT", date(2022, 1, 1),
                           modality="planned"))  # fmt: skip
    tell_claims(store, told)


def test_the_dyad_of_which_most_is_told_comes_first(store: Store) -> None:
    between(store)
    first, second = dyads(store).table.to_pylist()
    assert (first["sender"], first["receiver"], first["acts"]) == ("CHN", "RUS", 5)
    assert (second["sender"], second["receiver"], second["acts"]) == ("IND", "JPN", 1)
    assert (first["sender_name"], first["receiver_name"]) == ("China", "Russia")


def test_level_and_trend_are_of_the_last_twelve_months_and_the_twelve_before(
    store: Store,
) -> None:
    between(store)
    row = dyads(store).table.to_pylist()[0]
    assert (row["period_start"], row["period_end"]) == (date(2020, 10, 1), date(2021, 10, 1))
    mean, low, high = (float(x) for x in closeness(cooperation=3 * 0.9, conflict=0.0))
    assert (row["value"], row["low"], row["high"]) == pytest.approx((mean, low, high))
    assert row["n"] == 3
    before = float(closeness(cooperation=0.9, conflict=0.9)[0])
    assert row["change"] == pytest.approx(mean - before)
    assert row["trend"] == "no change that these reports can show"


def test_the_last_event_is_the_last_that_happened(store: Store) -> None:
    between(store)
    row = dyads(store).table.to_pylist()[0]
    assert row["event_on"] == date(2021, 9, 5)
    (event,) = [e for e in store.events().to_pylist() if e["id"] == row["event"]]
    assert event["action"] == "CONSULT"


def test_an_actor_narrows_the_list_and_what_was_not_known_is_not_counted(store: Store) -> None:
    between(store)
    (row,) = dyads(store, "India").table.to_pylist()
    assert row["receiver"] == "JPN"
    assert dyads(store, as_of="2020-12-31").table.to_pylist()[0]["acts"] == 2
    with pytest.raises(UnknownCode):
        dyads(store, "Atlantis")
    with pytest.raises(NothingFound, match="BRA"):
        dyads(store, "Brazil")


def test_acts_of_data_sets_count_and_the_source_that_reaches_furthest_gives_the_level(
    store: Store,
) -> None:
    tell(store, [("They met once.", "CONSULT", date(2009, 3, 1))])
    acts = [
        {"row": n, "sender": "CHN", "receiver": "RUS", "action": "AGREE", "code": "057",
         "period": f"2010-{n - 1:02}-03", "event": str(n), "modality": "happened"}
        for n in range(2, 14)
    ]  # fmt: skip
    put(store, "icews", codings=acts, covers={"": "2010"})
    row = dyads(store).table.to_pylist()[0]
    assert (row["acts"], row["reported"], row["source"], row["n"]) == (13, 1, "icews", 12)
    assert row["period_end"] == date(2011, 1, 1)


def test_an_empty_store_says_what_to_do(store: Store) -> None:
    with pytest.raises(NothingFound) as told:
        dyads(store)
    assert "multipole read" in told.value.remedy


def test_a_planted_turn_is_found_with_its_year_size_and_way(store: Store) -> None:
    arms = [
        {"variable": "arms_tiv", "subject": "RUS", "object": "CHN", "period": str(year),
         "value": (10.0 if year < 2008 else 90.0) + year % 3}
        for year in range(1996, 2020)
    ]  # fmt: skip
    put(store, "sipri_tiv", *arms, covers={"arms_tiv": "1996/2020"})
    found = turning(store, "CHN", "RUS")
    (turn,) = [row for row in found.table.to_pylist() if row["status"] == "turn"]
    assert (turn["year"], turn["direction"], turn["domain"]) == (2008, "closer", "arms")
    assert turn["year_low"] <= 2008 <= turn["year_high"]
    assert turn["change"] == pytest.approx(80, abs=5)
    assert turn["p"] < 0.05


def test_a_series_too_short_to_turn_says_so(store: Store) -> None:
    arms = [
        {"variable": "arms_tiv", "subject": "RUS", "object": "CHN", "period": str(year),
         "value": float(year - 2010)}
        for year in range(2012, 2016)
    ]  # fmt: skip
    put(store, "sipri_tiv", *arms, covers={"arms_tiv": "2012/2016"})
    assert "too few values" in turning(store, "CHN", "RUS").table["status"].to_pylist()
    with pytest.raises(NothingFound):
        turning(store, "CHN", "USA")

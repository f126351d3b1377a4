"""The acts of one source of a store as arrays."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.answers.recorded import put

from multipole.answers.history import history, sourced
from multipole.core.errors import NothingFound, UnknownCode
from multipole.core.history import day_number
from multipole.core.plover import ACTIONS
from multipole.core.types import Claim
from multipole.store import Store, open_store

Row = dict[str, Any]
KNOWN = date(2021, 4, 1)


def coding(row: int, sender: str, receiver: str, on: str, **other: Any) -> Row:
    return {
        "event": str(row), "sender": sender, "receiver": receiver, "action": "CONSULT",
        "code": "040", "modality": "happened", "domain": None, "period": on, "row": row,
    } | other  # fmt: skip


@pytest.fixture(scope="module")
def both(
    small: tuple[Path, dict[str, Claim]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """Reports, and a data set: twelve acts, one told twice, and three that are no acts of two."""
    path = Path(shutil.copy(small[0], tmp_path_factory.mktemp("history") / "both.duckdb"))
    rows = [coding(n, "CHN", "RUS", f"2021-03-{28 - n:02d}") for n in range(12)]
    odd = [
        coding(50, "CHN", "CHN", "2021-03-05"),
        coding(51, "CHN", "", "2021-03-05"),
        coding(52, "CHN", "RUS", "2021-03"),
    ]
    twice = coding(60, "CHN", "RUS", "2021-03-28")
    with open_store(path) as store:
        put(
            store, "gdelt_v2", codings=[*rows, twice, *odd], increments=True, timely=True,
            known_on=KNOWN,
        )  # fmt: skip
        yield store


def test_acts_come_by_day_with_places_of_sorted_actors(both: Store) -> None:
    found = history(both, source="gdelt_v2")
    assert found.actors == ("CHN", "RUS")
    assert len(found) == 12
    assert np.all(np.diff(found.day) > 0)
    assert found.day[-1] == day_number(date(2021, 3, 28))
    assert {ACTIONS[a] for a in found.action} == {"CONSULT"}
    assert set(zip(found.sender.tolist(), found.receiver.tolist(), strict=True)) == {(0, 1)}


def test_the_day_from_which_an_act_is_known_comes_with_it(both: Store) -> None:
    known = history(both, source="gdelt_v2").known
    assert np.all(known >= history(both, source="gdelt_v2").day)


def test_before_anything_was_known_there_is_nothing(both: Store) -> None:
    with pytest.raises(NothingFound, match="gdelt_v2"):
        history(both, source="gdelt_v2", as_of=date(2021, 3, 1))


def test_without_a_source_the_one_with_most_acts_is_taken(both: Store) -> None:
    name, found = sourced(both)
    assert name == "gdelt_v2"
    assert len(found) == len(history(both, source=name))


def test_events_of_reports_have_a_row_for_each_sender_and_receiver(both: Store) -> None:
    name, found = sourced(both, source="reports")
    assert name == "reports"
    assert np.all(found.sender != found.receiver)
    told = {
        (event["period_start"], s, r)
        for event in both.events(modality="happened").to_pylist()
        if event["period_start"] and (event["period_end"] - event["period_start"]).days <= 7
        for s in event["sender"]
        for r in event["receiver"]
        if s != r
    }
    assert told
    days = {day_number(day) for day, _, _ in told}
    assert set(found.day.tolist()) == days


def test_a_source_that_there_is_not_is_named(both: Store) -> None:
    with pytest.raises(UnknownCode, match="nonesuch"):
        history(both, source="nonesuch")


def test_a_store_without_acts_says_so(tmp_path: Path) -> None:
    with (
        open_store(tmp_path / "empty.duckdb", create=True) as store,
        pytest.raises(NothingFound, match="no dated"),
    ):
        history(store)

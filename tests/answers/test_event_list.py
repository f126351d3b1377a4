"""Events page by page: nothing missing, nothing twice, forwards and back, from stable places."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put

from multipole import answers
from multipole.answers.event_list import event_list, event_tally
from multipole.core.errors import UnknownCode, WrongUse
from multipole.core.types import Claim
from multipole.store import Store, open_store

Row = dict[str, Any]


def coding(row: int, sender: str, receiver: str, on: str) -> Row:
    return {
        "event": str(row), "sender": sender, "receiver": receiver, "action": "CONSULT",
        "code": "040", "modality": "happened", "domain": None, "period": on, "row": row,
    }  # fmt: skip


@pytest.fixture(scope="module")
def both(
    small: tuple[Path, dict[str, Claim]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """Reports, and forty rows of a data set on ten days, one of them told twice."""
    path = Path(shutil.copy(small[0], tmp_path_factory.mktemp("list") / "both.duckdb"))
    ends = (("CHN", "RUS"), ("RUS", "USA"), ("USA", "CHN"), ("IND", "IRN"))
    rows = [coding(n, *ends[n % 4], f"2021-03-{15 + n // 4}") for n in range(40)]
    with open_store(path) as store:
        put(
            store, "gdelt_v2", codings=[*rows, coding(90, "CHN", "RUS", "2021-03-15")],
            increments=True, timely=True, known_on=date(2021, 4, 1),
        )  # fmt: skip
        yield store


def walked(store: Store, *actors: str, size: int, **asked: Any) -> list[Row]:
    """All pages one after the other; each is also reached backwards from the next."""
    found: list[Row] = []
    place = ""
    while True:
        rows = event_list(store, actors, start=place, size=size + 1, **asked).table.to_pylist()
        found += rows[:size]
        if len(rows) <= size:
            return found
        place = rows[size]["place"]
        back = event_list(store, actors, start=place, size=size, newer=True, **asked)
        assert [r["id"] for r in back.table.to_pylist()] == [r["id"] for r in found[-size:]]


@pytest.mark.parametrize("size", [3, 7, 500])
@pytest.mark.parametrize("actors", [(), ("CHN",), ("CHN", "RUS"), ("CHN", "RUS", "USA")])
def test_the_pages_hold_each_event_once_newest_first(
    both: Store, actors: tuple[str, ...], size: int
) -> None:
    rows = walked(both, *actors, size=size)
    whole = answers.events(both, actors).table.to_pylist()
    assert sorted(r["id"] for r in rows) == sorted(r["id"] for r in whole)
    days = [r["period_start"] or date.min for r in rows]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    "asked",
    [
        {"sources": "reports"},
        {"sources": "gdelt_v2"},
        {"types": ["CONSULT"]},
        {"since": "2021-03-16", "until": "2021-03-18"},
        {"modality": "happened", "until": "2021"},
    ],
)
def test_what_narrows_the_list_narrows_every_page(both: Store, asked: dict[str, Any]) -> None:
    whole = answers.events(both, **asked).table.to_pylist()
    assert whole
    rows = walked(both, size=4, **asked)
    assert sorted(r["id"] for r in rows) == sorted(r["id"] for r in whole)


def test_rows_are_those_of_the_whole_answer(both: Store) -> None:
    whole = {r["id"]: r for r in answers.events(both, ["CHN"]).table.to_pylist()}
    for row in walked(both, "CHN", size=10):
        assert {k: v for k, v in row.items() if k not in ("place", "role")} == {
            k: v for k, v in whole[row["id"]].items() if k != "role"
        }


def test_a_place_is_the_day_and_the_number_in_it(both: Store) -> None:
    rows = walked(both, size=4, sources="gdelt_v2")
    assert [r["place"] for r in rows[:5]] == [
        "2021-03-24", "2021-03-24.1", "2021-03-24.2", "2021-03-24.3", "2021-03-23",
    ]  # fmt: skip
    page = event_list(both, start="2021-03-20", size=2, sources="gdelt_v2").table.to_pylist()
    assert [r["place"] for r in page] == ["2021-03-20", "2021-03-20.1"]
    past = event_list(both, start="1900-01-01", sources="gdelt_v2")
    assert len(past) == 0


def test_the_tally_counts_what_the_pages_hold(both: Store) -> None:
    for actors in ((), ("CHN", "RUS"), ("CHN", "RUS", "USA")):
        tally = event_tally(both, actors).table.to_pylist()
        assert sum(r["n"] for r in tally) == len(walked(both, *actors, size=500))
    assert {r["source"] for r in tally} == {"reports", "gdelt_v2"}
    (row,) = event_tally(both, ("IND", "IRN"), sources="gdelt_v2").table.to_pylist()
    assert row == {"source": "gdelt_v2", "year": 2021, "action": "CONSULT", "n": 10}


def test_what_cannot_be_read_is_told(both: Store) -> None:
    with pytest.raises(WrongUse, match="no place"):
        event_list(both, start="soon")
    with pytest.raises(UnknownCode):
        event_list(both, ["Atlantis"])
    with pytest.raises(UnknownCode):
        event_list(both, sources="nowhere")

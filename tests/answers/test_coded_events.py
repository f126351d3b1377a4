"""Acts that data sets tell stand beside those of reports, each with its file and row."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put

from multipole import answers
from multipole.core.errors import NothingFound, UnknownCode
from multipole.store import Store, open_store

Row = dict[str, Any]
DAY = "2021-03-22"


def coding(row: int, sender: str = "CHN", receiver: str = "RUS", **more: Any) -> Row:
    known = {"event": str(row), "action": "CONSULT", "code": "040", "modality": "happened",
             "domain": None, "period": DAY, "row": row}  # fmt: skip
    return {"sender": sender, "receiver": receiver, **known, **more}


@pytest.fixture
def store(small_path: Path, tmp_path: Path) -> Iterator[Store]:
    """The small store of reports, to which data sets are added."""
    path = Path(shutil.copy(small_path, tmp_path / "both.duckdb"))
    with open_store(path) as opened:
        yield opened


def tell(store: Store, *rows: Row, source: str = "gdelt_v2", **facts: Any) -> None:
    known = {"increments": True, "timely": True, "known_on": date(2021, 3, 23)}
    put(store, source, codings=list(rows), **(known | facts))


def events(store: Store, *actors: str, **asked: Any) -> list[Row]:
    return list(answers.events(store, actors, **asked).table.to_pylist())


def test_acts_of_a_data_set_stand_beside_those_of_reports(store: Store) -> None:
    before = events(store, "CHN", "RUS")
    tell(store, coding(2))
    both = events(store, "CHN", "RUS")
    assert len(both) == len(before) + 1
    assert [r for r in both if r["source"] == "reports"] == before
    (act,) = [r for r in both if r["source"] == "gdelt_v2"]
    assert (act["sender"], act["receiver"], act["role"]) == (["CHN"], ["RUS"], "a_to_b")
    assert (act["action"], act["tellings"], act["claims"], act["quote"]) == ("CONSULT", 1, [], "")
    assert act["citation"].startswith("gdelt_v2, gdelt_v2.csv row 2 (")
    assert act["probability"] is None
    assert both == sorted(both, key=lambda r: r["period_start"] or date.max)


def test_each_act_of_a_data_set_is_shown_with_its_origin(store: Store) -> None:
    tell(store, coding(2))
    answer = answers.events(store, ["CHN", "RUS"], sources="gdelt_v2")
    assert "gdelt_v2, gdelt_v2.csv row 2" in answer.cells[0][-1]


def test_one_act_told_by_three_rows_is_one_act(store: Store) -> None:
    tell(store, coding(2), coding(3, event="x"), coding(4, mentions=9))
    tell(store, coding(2, sender="USA"), coding(5, code="042"), coding(6, period="2021-03-23"))
    rows = events(store, "CHN", "RUS", sources="gdelt_v2")
    assert [(r["tellings"], r["citation"].split(" (")[0][-5:]) for r in rows] == [
        (3, "row 2"), (1, "row 5"), (1, "row 6"),
    ]  # fmt: skip
    assert len({r["id"] for r in rows}) == 3


def test_rows_of_several_files_can_tell_one_act(store: Store) -> None:
    tell(store, coding(7), known_on=date(2021, 3, 24))
    tell(store, coding(2), known_on=date(2021, 3, 23))
    (row,) = events(store, "CHN", "RUS", sources="gdelt_v2")
    assert (row["tellings"], row["known_on"]) == (2, date(2021, 3, 23))
    assert "row 2" in row["citation"], "the row that was known first"


def test_two_data_sets_are_two_witnesses(store: Store) -> None:
    tell(store, coding(2))
    tell(store, coding(2), source="icews", timely=False)
    rows = events(store, "CHN", "RUS", sources=["gdelt_v2", "icews"])
    assert sorted(r["source"] for r in rows) == ["gdelt_v2", "icews"]


def test_a_source_narrows_to_its_acts(store: Store) -> None:
    tell(store, coding(2))
    assert {r["source"] for r in events(store, sources="reports")} == {"reports"}
    assert {r["source"] for r in events(store, sources=iter(["gdelt_v2"]))} == {"gdelt_v2"}
    assert {r["source"] for r in events(store, sources=["reports", "gdelt_v2"])} == {
        "reports", "gdelt_v2",
    }  # fmt: skip
    with pytest.raises(UnknownCode, match="gdelt_v2"):
        events(store, sources="gdelt_v3")
    with pytest.raises(NothingFound):
        events(store, "CHN", "RUS", sources="icews")


def test_as_of_knows_only_rows_that_were_out(store: Store) -> None:
    tell(
        store, coding(2, known_on=date(2021, 3, 23)), coding(3, known_on=date(2021, 5, 1)),
        known_on=date(2024, 1, 1),
    )  # fmt: skip

    def tellings(as_of: str) -> list[int]:
        return [
            r["tellings"] for r in events(store, as_of=as_of, sources=["reports", "gdelt_v2"])
            if r["source"] == "gdelt_v2"
        ]  # fmt: skip

    assert tellings("2021-03-22") == []
    assert tellings("2021-03-23") == [1]
    assert tellings("2021-05-01") == [2]


def test_a_source_that_is_not_timely_is_known_by_its_release(store: Store) -> None:
    tell(store, coding(2), source="icews", timely=False, known_on=date(2022, 1, 1))
    with pytest.raises(NothingFound):
        events(store, "CHN", "RUS", sources="icews", as_of="2021-12-31")
    assert len(events(store, "CHN", "RUS", sources="icews", as_of="2022-01-01")) == 1


def test_types_days_domain_and_modality_choose_among_both(store: Store) -> None:
    tell(store, coding(2), coding(3, action="ASSAULT", code="190", domain="military"))
    assert [r["action"] for r in events(store, sources="gdelt_v2", types="assault")] == ["ASSAULT"]
    assert len(events(store, sources="gdelt_v2", domain="military")) == 1
    assert len(events(store, sources="gdelt_v2", until="2021-02")) == 0
    assert len(events(store, sources="gdelt_v2", since="2021-03", until="2021-03")) == 2
    assert len(events(store, sources="gdelt_v2", modality="denied")) == 0


def test_the_role_says_who_acts(store: Store) -> None:
    tell(store, coding(2, "RUS", "CHN"))
    (row,) = events(store, "CHN", "RUS", sources="gdelt_v2")
    assert row["role"] == "b_to_a"
    assert events(store, "RUS", sources="gdelt_v2")[0]["role"] is None


def test_an_end_that_is_no_actor_stays_empty(store: Store) -> None:
    tell(store, coding(2, receiver=""))
    (row,) = events(store, "CHN", sources="gdelt_v2")
    assert (row["sender"], row["receiver"]) == (["CHN"], [])


def test_of_three_actors_each_act_is_there_once(store: Store) -> None:
    tell(store, coding(2), coding(3, "USA", "RUS"), coding(4, "IND", "RUS"))
    rows = events(store, "CHN", "RUS", "USA", sources="gdelt_v2")
    assert [r["sender"] for r in rows] == [["CHN"], ["USA"]]


def test_a_limit_counts_both(store: Store) -> None:
    tell(store, coding(2, period="2021-06-30"))
    answer = answers.events(store, limit=1)
    assert answer.table["source"].to_pylist() == ["gdelt_v2"]
    assert answer.notes == ("These are the latest 1 of 5.",)

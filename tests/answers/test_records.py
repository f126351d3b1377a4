"""Records: the values that a source gives, each with its unit and its cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put

from multipole import answers
from multipole.core.errors import BadPeriod, NothingFound, UnknownCode, WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]
VETOES = ("2019-02-28", "2019-09-19", "2019-12-20", "2020-07-07")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "records.duckdb", create=True) as opened:
        yield opened


@pytest.fixture
def full(store: Store) -> Store:
    """Trade and power of three states, and joint vetoes with their drafts."""
    put(
        store, "cow_trade", imports("CHN", "RUS", 5.0), imports("RUS", "CHN", 7.0),
        imports("CHN", "USA", None), imports("USA", "GBR", 1.0),
    )  # fmt: skip
    put(store, "cow_nmc", *(power(a, n / 10) for n, a in enumerate(("RUS", "CHN", "USA"))))
    joint = {"variable": "joint_veto", "subject": "CHN", "object": "RUS", "value": 1.0}
    alone = {"variable": "veto", "subject": "RUS", "value": 1.0, "item": "S/0"}
    drafts = [{"item": f"S/{n}", "kind": "draft", "title": f"Draft {n}", "row": n + 1,
               "period": day, "actors": [], "topics": []}
              for n, day in enumerate(VETOES, 1)]  # fmt: skip
    put(
        store, "unsc_vetoes", alone | {"period": VETOES[0]},
        *(joint | {"period": day, "item": f"S/{n}"} for n, day in enumerate(VETOES, 1)),
        timely=True, items=drafts,
    )  # fmt: skip
    return store


def imports(a: str, b: str, value: float | None, period: str = "2010") -> Row:
    return {"variable": "cow_imports_musd", "subject": a, "object": b, "period": period,
            "value": value}  # fmt: skip


def power(actor: str, value: float) -> Row:
    return {"variable": "cinc", "subject": actor, "period": "2010", "value": value}


def found(store: Store, *actors: str, **asked: Any) -> list[Row]:
    return list(answers.records(store, actors, **asked).table.to_pylist())


def told(rows: list[Row]) -> list[tuple[str, str, float | None]]:
    return [(r["subject"], r["object"], r["value"]) for r in rows]


def test_of_two_actors_what_is_between_them(full: Store) -> None:
    rows = found(full, "RUS", "China", with_="trade")
    assert told(rows) == [("CHN", "RUS", 5.0), ("RUS", "CHN", 7.0)]


def test_of_one_actor_all_that_names_it(full: Store) -> None:
    rows = found(full, "USA")
    assert told(rows) == [("USA", "", 0.2), ("CHN", "USA", None), ("USA", "GBR", 1.0)]


def test_of_several_all_pairs_of_them(full: Store) -> None:
    rows = found(full, "CHN", "RUS", "USA", with_="trade")
    assert told(rows) == [("CHN", "RUS", 5.0), ("CHN", "USA", None), ("RUS", "CHN", 7.0)]


def test_the_four_joint_vetoes_are_listed_by_draft_and_day(full: Store) -> None:
    rows = found(full, "CHN", "RUS", with_="vetoes", since="2019-02", until="2020-07")
    assert [(str(r["period_start"]), r["item"], r["title"]) for r in rows] == [
        (day, f"S/{n}", f"Draft {n}") for n, day in enumerate(VETOES, 1)
    ]
    assert {r["variable"] for r in rows} == {"joint_veto"}


@pytest.mark.parametrize("word", ["cinc", "power", "cow_nmc"])
def test_what_is_about_one_actor_is_there_when_a_word_means_only_that(
    word: str, full: Store
) -> None:
    assert told(found(full, "CHN", "RUS", with_=word)) == [("CHN", "", 0.1), ("RUS", "", 0.0)]
    assert told(found(full, "CHN", "RUS", with_="trade"))[0] == ("CHN", "RUS", 5.0)


def test_every_value_names_its_cell_and_unit(full: Store) -> None:
    row = found(full, "CHN", "RUS", with_="trade")[0]
    assert (row["file"], row["row"], row["column"]) == ("cow_trade.csv", 2, "value")
    assert (row["unit"], row["source"], row["directed"]) == ("million USD", "cow_trade", True)
    answer = answers.records(full, ["CHN", "RUS"], with_="trade")
    assert "cow_trade.csv row 2 value" in answer.cells[0]
    assert "RUS > CHN" in answer.cells[1]


def test_a_missing_value_is_said_to_be_missing(full: Store) -> None:
    (row,) = found(full, "CHN", "USA", with_="trade")
    assert (row["value"], row["status"]) == (None, "missing")
    assert "missing" in answers.records(full, ["CHN", "USA"], with_="trade").cells[0]


def test_a_limit_keeps_the_latest_and_says_so(full: Store) -> None:
    answer = answers.records(full, ["CHN", "RUS"], with_="vetoes", limit=1)
    assert [str(d) for d in answer.table["period_start"].to_pylist()] == [VETOES[-1]]
    assert answer.notes == ("These are the latest 1 of 4.",)


def test_as_of_holds_for_releases_and_for_public_facts(store: Store) -> None:
    put(store, "cow_trade", imports("CHN", "RUS", 5.0), known_on=date(2015, 1, 1))
    put(store, "cow_trade", imports("CHN", "RUS", 6.0), known_on=date(2020, 1, 1))
    fact = {"variable": "veto", "subject": "RUS", "value": 1.0, "period": "2012-02-04"}
    put(store, "unsc_vetoes", fact | {"known_on": date(2012, 2, 4)}, timely=True)
    assert told(found(store, "CHN", "RUS", with_="trade")) == [("CHN", "RUS", 6.0)]
    assert told(found(store, "CHN", "RUS", with_="trade", as_of="2019")) == [("CHN", "RUS", 5.0)]
    assert len(found(store, "RUS", as_of="2012-02-04")) == 1
    with pytest.raises(NothingFound):
        found(store, "RUS", as_of="2012-02-03")


def test_the_users_own_variables_are_found_by_name(store: Store) -> None:
    put(store, "long_table", {"variable": "dollar_share", "subject": "CHN", "object": "RUS",
                              "period": "2020", "value": 46.0}, increments=True)  # fmt: skip
    assert told(found(store, "CHN", "RUS", with_=["dollar_share"])) == [("CHN", "RUS", 46.0)]


def test_words_are_read_with_their_spaces_and_many_at_once(full: Store) -> None:
    rows = found(full, "CHN", "RUS", with_=" trade , cinc ")
    assert {r["variable"] for r in rows} == {"cow_imports_musd", "cinc"}


def test_what_is_not_there_or_cannot_be_read_is_said(full: Store) -> None:
    with pytest.raises(NothingFound, match="no record of IND"):
        found(full, "IND")
    with pytest.raises(WrongUse, match="'tarde'"):
        found(full, "CHN", with_="tarde")
    with pytest.raises(UnknownCode):
        found(full, "Atlantis")
    with pytest.raises(BadPeriod):
        found(full, "CHN", since="soon")

"""Claims of who is the junior partner and of the kind of tie, on invented records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.answers.recorded import put

from multipole.answers.claim_asked import claim
from multipole.answers.claim_growth import growth
from multipole.core.errors import NothingFound, WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]
YEARS = range(1990, 2019)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "junior.duckdb", create=True) as opened:
        yield opened


def power(*, china: float = 0.1, grows: float = 0.005, russia: float = 0.05) -> list[Row]:
    rng = np.random.default_rng(4)
    return [
        {"variable": "cinc", "subject": who, "period": str(year), "value": value}
        for n, year in enumerate(YEARS)
        for who, value in (
            ("CHN", china + grows * n + rng.normal(0, 0.001)),
            ("RUS", russia + rng.normal(0, 0.001)),
        )
    ]


def imports(who: str, on: str, share: float) -> list[Row]:
    said = {"variable": "trade_imports_usd", "subject": who, "period": "2018"}
    return [said | {"object": on, "value": share * 1e9},
            said | {"object": "DEU", "value": (1 - share) * 1e9}]  # fmt: skip


def pledged(held: float, years: range = range(2000, 2019)) -> list[Row]:
    return [
        {"variable": f"atop_{kind}", "subject": one, "object": other, "period": str(year),
         "value": held if kind == "defense" else 1.0}
        for year in years
        for kind in ("defense", "consultation")
        for one, other in (("CHN", "RUS"), ("RUS", "CHN"))
    ]  # fmt: skip


def rows_of(store: Store, question: str = "junior", **more: Any) -> dict[str, Row]:
    found = claim(store, question, "CHN", "RUS", **more).table.to_pylist()
    return {row["series"]: row for row in found}


def test_the_weaker_is_the_junior_and_a_growing_gap_is_found(store: Store) -> None:
    put(store, "cow_nmc", *power())
    found = rows_of(store)["capabilities (cow_nmc)"]
    assert (found["verdict"], found["junior"], found["widening"]) == ("yes", "RUS", "yes")
    assert found["low"] > 0
    assert found["part_before"] < found["part_after"]
    assert (found["since"], found["n"]) == (1998, 21)
    assert 0.15 < found["ratio"] < 0.25


def test_a_gap_that_does_not_grow_is_not_said_to(store: Store) -> None:
    put(store, "cow_nmc", *power(china=0.2, grows=0.0))
    assert rows_of(store)["capabilities (cow_nmc)"]["widening"] == "no"


def test_even_sides_have_no_junior_and_no_gap(store: Store) -> None:
    put(store, "cow_nmc", *power(china=0.05, grows=0.0))
    found = rows_of(store)["capabilities (cow_nmc)"]
    assert (found["verdict"], found["junior"], found["widening"]) == ("no", "", "not measurable")
    assert found["p"] is None


def test_who_needs_the_other_more_is_the_junior_and_dimensions_stay_apart(store: Store) -> None:
    put(store, "cow_nmc", *power())
    put(store, "trade_flows", *imports("CHN", "RUS", 0.4), *imports("RUS", "CHN", 0.1))
    answer = claim(store, "junior", "CHN", "RUS")
    found = {row["domain"]: row for row in answer.table.to_pylist() if row["junior"]}
    assert (found["capabilities"]["junior"], found["trade"]["junior"]) == ("RUS", "CHN")
    assert answer.notes[0].startswith("The junior is RUS by capabilities (cow_nmc); CHN by imports")
    assert "years have both numbers" in found["trade"]["widening_reason"]


def test_a_number_that_is_not_there_is_unknown_and_never_zero(store: Store) -> None:
    put(store, "cow_nmc", *(row for row in power() if row["subject"] == "CHN"))
    found = rows_of(store)
    assert found["capabilities (cow_nmc)"]["verdict"] == "not measurable"
    assert found["capabilities (cow_nmc)"]["reason"].startswith("no data for RUS; CHN 0.")
    assert found["capabilities (cow_nmc)"]["b_value"] is None
    assert found["output"]["reason"] == "no data for CHN and RUS"


def test_on_a_day_only_what_had_begun_counts(store: Store) -> None:
    put(store, "cow_nmc", *power(china=0.02))
    assert rows_of(store, on="1992")["capabilities (cow_nmc)"]["junior"] == "CHN"
    assert rows_of(store, on="2018")["capabilities (cow_nmc)"]["junior"] == "RUS"


@pytest.mark.parametrize("question", ["junior", "alliance"])
def test_either_order_gives_the_same_answer(store: Store, question: str) -> None:
    put(store, "cow_nmc", *power())
    put(store, "atop", *pledged(1.0))
    one = claim(store, question, "CHN", "RUS")
    other = claim(store, question, "RUS", "CHN")
    assert (one.title, one.notes) == (other.title, other.notes)
    assert one.table.equals(other.table)


def test_as_of_never_sees_a_later_release(store: Store) -> None:
    put(store, "cow_nmc", *(r for r in power() if r["period"] < "2005"), known_on=date(2006, 1, 1))
    put(store, "cow_nmc", *power(), known_on=date(2020, 1, 1))
    then = rows_of(store, as_of="2010")["capabilities (cow_nmc)"]
    assert (then["until"], then["period_end"]) == (date(2004, 12, 31), date(2005, 1, 1))
    assert rows_of(store)["capabilities (cow_nmc)"]["until"] == date(2018, 12, 31)


def test_a_pledge_of_defence_makes_an_alliance_and_none_makes_none(store: Store) -> None:
    put(store, "atop", *pledged(1.0))
    answer = claim(store, "alliance", "CHN", "RUS")
    decides = [row for row in answer.table.to_pylist() if row["decides"]]
    assert answer.title == "China and Russia: an alliance on 2018-12-31? Yes"
    assert [row["verdict"] for row in decides if row["domain"] == "pledge_defence"] == ["yes"]
    assert decides[0]["source"] == "atop"
    assert decides[0]["cells"]


def test_a_pledge_to_consult_is_no_alliance_and_unknown_is_not_no(store: Store) -> None:
    put(store, "atop", *pledged(0.0))
    answer = claim(store, "alliance", "CHN", "RUS")
    found = {row["domain"]: row for row in answer.table.to_pylist()}
    assert answer.title.endswith("? No")
    assert (found["pledge_defence"]["verdict"], found["pledge_defence"]["effect"]) == ("no", 0.0)
    assert found["closeness"]["verdict"] == "not measurable"
    assert found["closeness"]["effect"] is None


def test_after_the_data_it_cannot_be_told_and_the_last_day_is_named(store: Store) -> None:
    put(store, "atop", *pledged(0.0))
    put(store, "tss_rivalries", {"variable": "tss_rivalry", "subject": "CHN", "object": "RUS",
                                 "period": "2023", "value": 0.0})  # fmt: skip
    asked = claim(store, "alliance", "CHN", "RUS", on="2023-06")
    assert asked.title == "China and Russia: an alliance on 2023-06-30? Cannot be told"
    assert any("on 2018-12-31? No." in note for note in asked.notes)
    assert "the series ends in 2018" in "".join(asked.notes)
    free = claim(store, "alliance", "CHN", "RUS")
    assert free.title == "China and Russia: an alliance on 2018-12-31? No"


def test_every_kind_of_tie_can_be_claimed(store: Store) -> None:
    put(store, "atop", *pledged(1.0))
    for kind in ("war", "hostility", "rivalry", "cool", "normal", "partnership", "entente"):
        rows = claim(store, kind, "CHN", "RUS", on="2018-12-31").table.to_pylist()
        assert {row["verdict"] for row in rows} <= {"yes", "no", "not measurable"}


def test_an_empty_store_says_so(store: Store) -> None:
    for question in ("junior", "entente"):
        with pytest.raises(NothingFound):
            claim(store, question, "CHN", "RUS")
    with pytest.raises(WrongUse, match="alpha"):
        claim(store, "junior", "CHN", "RUS", alpha=0.9)


def test_a_series_without_direction_seldom_grows() -> None:
    """At most 5 percent in truth; 400 walks may show up to 8."""
    rng = np.random.default_rng(12)
    steps = rng.normal(size=(400, 20))
    steps[:, 1:] += 0.5 * steps[:, :-1]
    false = sum(growth(np.concatenate([[0.0], np.cumsum(one)]).tolist())[1] <= 0.05
                for one in steps)  # fmt: skip
    assert false <= 32

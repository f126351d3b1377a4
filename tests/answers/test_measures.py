"""Measures by name: values over time with intervals, sources and reach."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put

from multipole.answers import measure, measure_list
from multipole.answers.measures import FAMILIES, MEASURES, POINTS, Asked, points_of
from multipole.answers.measures.ideal import apart
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.types import Estimate
from multipole.store import Store, open_store

Row = dict[str, Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "measures.duckdb", create=True) as opened:
        yield opened


def vote(state: str, item: str, choice: int, day: str = "2014-12-02") -> Row:
    return {"variable": "unga_vote", "subject": state, "item": item, "period": day,
            "value": float(choice)}  # fmt: skip


def about(variable: str, subject: str, other: str, year: int, value: float | None) -> Row:
    return {"variable": variable, "subject": subject, "object": other, "period": str(year),
            "value": value}  # fmt: skip


def rows(store: Store, *asked: Any, **more: Any) -> list[Row]:
    found: list[Row] = measure(store, *asked, **more).table.to_pylist()
    return found


def ballots(store: Store) -> None:
    cast = [(1, 1), (1, 1), (3, 1), (2, 2)]
    put(
        store, "unga_votes",
        *(vote("CHN", f"R/{i}", left) for i, (left, _) in enumerate(cast)),
        *(vote("RUS", f"R/{i}", right) for i, (_, right) in enumerate(cast)),
        covers={"unga_vote": "2014"}, timely=True,
    )  # fmt: skip


def test_agreement_comes_by_session_with_its_interval(store: Store) -> None:
    ballots(store)
    (found,) = rows(store, "agreement", "RUS", "CHN")
    assert (found["sender"], found["receiver"], found["n"]) == ("CHN", "RUS", 4)
    assert found["value"] == 0.75
    assert 0 < found["low"] < 0.75 < found["high"] < 1
    assert (found["period_start"].year, found["source"]) == (2014, "unga_votes")
    assert found["until"] == date(2014, 12, 31)


def test_the_other_measures_of_votes_are_of_the_same_table(store: Store) -> None:
    ballots(store)
    (s,) = rows(store, "s_score", "CHN", "RUS")
    assert s["value"] == pytest.approx(1 - 2 * 2 / (4 * 2))
    for name in ("kappa", "pi"):
        (found,) = rows(store, name, "CHN", "RUS")
        assert found["low"] < found["value"] < found["high"]


def test_a_directed_measure_comes_both_ways_and_is_its_own_interval(store: Store) -> None:
    put(
        store, "sipri_tiv", about("arms_tiv", "RUS", "CHN", 2014, 602.0),
        about("arms_tiv", "RUS", "CHN", 2015, 755.0), about("arms_tiv", "CHN", "RUS", 2014, 1.0),
        covers={"arms_tiv": "2014/2015"},
    )  # fmt: skip
    found = rows(store, "arms", "CHN", "RUS")
    there = [r for r in found if r["sender"] == "RUS"]
    assert [(r["value"], r["low"], r["high"]) for r in there] == [
        (602.0, 602.0, 602.0), (755.0, 755.0, 755.0),
    ]  # fmt: skip
    assert [r["value"] for r in found if r["sender"] == "CHN" and r["value"] is not None] == [1.0]
    assert all(len(r["cells"]) == 1 and " row " in r["cells"][0] for r in there)


def test_a_missing_value_is_null_and_says_so(store: Store) -> None:
    put(
        store, "cow_igos", about("shared_igos", "CHN", "RUS", 2012, 50.0),
        about("shared_igos", "CHN", "RUS", 2013, None), covers={"shared_igos": "2012/2013"},
    )  # fmt: skip
    found = {r["period_start"].year: r for r in rows(store, "organisations", "CHN", "RUS")}
    assert (found[2013]["value"], found[2013]["status"]) == (None, "missing")
    assert 2014 not in found


def test_a_measure_of_one_actor_comes_for_each(store: Store) -> None:
    power = [
        {"variable": "cinc", "subject": s, "period": "2014", "value": v}
        for s, v in (("CHN", 0.2), ("RUS", 0.04))
    ]
    put(store, "cow_nmc", *power, covers={"cinc": "2014"})
    found = rows(store, "capabilities", "RUS", "CHN")
    assert [(r["sender"], r["receiver"], r["value"]) for r in found] == [
        ("CHN", "", 0.2), ("RUS", "", 0.04),
    ]  # fmt: skip


def test_what_is_known_later_is_not_used(store: Store) -> None:
    put(
        store, "sipri_tiv", about("arms_tiv", "RUS", "CHN", 2014, 602.0),
        covers={"arms_tiv": "2014"}, known_on=date(2016, 1, 1),
    )  # fmt: skip
    assert rows(store, "arms", "RUS", "CHN", as_of="2016-02")
    with pytest.raises(NothingFound):
        measure(store, "arms", "RUS", "CHN", as_of="2015-06")


def test_published_points_come_with_their_quantiles_and_a_distance(store: Store) -> None:
    put(
        store, "unga_ideal_points",
        *(
            {"variable": name, "subject": state, "period": "2014-09-16/2015-09-14", "value": value}
            for state, point, low, high in (("USA", 2.5, 2.2, 2.8), ("RUS", 0.5, 0.1, 0.9))
            for name, value in (
                ("ideal_point", point), ("ideal_point_q05", low), ("ideal_point_q95", high),
            )
        ),
        covers=dict.fromkeys(
            ("ideal_point", "ideal_point_q05", "ideal_point_q95"), "2014-09-16/2015-09-14"
        ),
    )  # fmt: skip
    found = {r["sender"]: r for r in rows(store, "ideal_point", "USA", "RUS")}
    assert (found["USA"]["low"], found["USA"]["high"]) == (2.2, 2.8)
    (gap,) = rows(store, "ideal_distance", "USA", "RUS")
    assert (gap["value"], gap["low"], gap["high"]) == pytest.approx((2.0, 1.5, 2.5))


def test_a_distance_is_never_below_nought() -> None:
    near = apart(Estimate(0.0, -1, 1, 1), Estimate(0.1, -1, 1, 1))
    assert near.low == 0.0
    assert not math.isnan(near.high)


def test_a_measure_spelled_wrongly_gets_the_nearest(store: Store) -> None:
    with pytest.raises(WrongUse, match="agreement"):
        measure(store, "agrement", "CHN", "RUS")


def test_nothing_of_the_two_is_an_error_that_says_what_to_do(store: Store) -> None:
    with pytest.raises(NothingFound, match="multipole sources"):
        measure(store, "arms", "CHN", "RUS")


def test_every_measure_has_one_name_a_unit_and_a_reference() -> None:
    listed = measure_list().table.to_pylist()
    names = [row["measure"] for row in listed]
    assert len(set(names)) == len(names) == len(MEASURES)
    assert all(row["unit"] and row["cite"] and row["family"] for row in listed)
    assert sum(len(family.measures) for family in FAMILIES) == len(names)


def test_the_order_of_the_two_changes_nothing(store: Store) -> None:
    ballots(store)
    put(store, "sipri_tiv", about("arms_tiv", "RUS", "CHN", 2014, 602.0),
        covers={"arms_tiv": "2014"})  # fmt: skip
    one = list(points_of(Asked(store, "CHN", "RUS")))
    assert one == list(points_of(Asked(store, "RUS", "CHN")))
    assert measure(store, "arms", "CHN", "RUS").table.schema == POINTS


def test_the_level_of_commitment_is_that_of_the_deepest_pledge(store: Store) -> None:
    def pledged(year: int, level: dict[str, float]) -> list[Row]:
        return [
            about(f"atop_{name}", sender, receiver, year, level.get(name, 0.0))
            for name in ("defense", "offense", "neutrality", "nonaggression", "consultation")
            for sender, receiver in (("CHN", "RUS"), ("RUS", "CHN"))
        ]

    put(
        store, "atop", *pledged(2000, {}), *pledged(2001, {"consultation": 1, "nonaggression": 1}),
        covers={f"atop_{n}": "2000/2001" for n in (
            "defense", "offense", "neutrality", "nonaggression", "consultation")},
    )  # fmt: skip
    found = {r["period_start"].year: r for r in rows(store, "commitment", "CHN", "RUS")}
    assert [found[y]["value"] for y in (2000, 2001)] == [0.0, 2.0]
    assert "not attack" in found[2001]["note"]
    assert len(found[2001]["cells"]) == 10


def test_vetoes_are_counted_of_the_drafts_that_anyone_vetoed(store: Store) -> None:
    vetoes = [("RUS", "D1"), ("CHN", "D1"), ("RUS", "D2"), ("USA", "D3")]
    put(
        store, "unsc_vetoes",
        *({"variable": "veto", "subject": s, "item": d, "period": "2019-05-02", "value": 1.0}
          for s, d in vetoes),
        covers={"veto": "2019"}, timely=True,
    )  # fmt: skip
    found = {r["sender"]: (r["value"], r["n"]) for r in rows(store, "vetoes", "RUS", "CHN")}
    assert found == {"CHN": (1.0, 3), "RUS": (2.0, 3)}
    (both,) = rows(store, "joint_vetoes", "RUS", "CHN")
    assert (both["value"], both["n"]) == (0.5, 2)


def test_the_data_of_a_timely_source_reach_no_further_than_the_day_asked(store: Store) -> None:
    visit = {"variable": "us_president_visit", "subject": "USA", "object": "JPN", "value": 1.0}
    put(
        store, "us_travels",
        visit | {"period": "2010-05-02", "known_on": date(2010, 5, 2), "item": "a"},
        visit | {"period": "2014-05-02", "known_on": date(2014, 5, 2), "item": "b"},
        covers={"us_president_visit": "2010/2014"}, timely=True,
    )  # fmt: skip
    found = rows(store, "visits", "USA", "JPN", as_of="2011-06-30")
    assert {r["until"] for r in found} == {date(2011, 6, 30)}
    assert sum(r["value"] or 0 for r in found) == 1.0

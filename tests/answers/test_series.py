"""Series of a pair by year, made of records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put

from multipole.answers.series_all import dyad_series
from multipole.answers.series_dyad import DyadSeries
from multipole.store import Store, open_store

Row = dict[str, Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "series.duckdb", create=True) as opened:
        yield opened


def row(variable: str, subject: str, other: str, year: object, value: float | None) -> Row:
    return {"variable": variable, "subject": subject, "object": other, "period": str(year),
            "value": value}  # fmt: skip


def vote(who: str, item: str, day: str, value: float) -> Row:
    return {"variable": "unga_vote", "subject": who, "item": item, "period": day, "value": value}


def named(store: Store, words: str, **more: Any) -> DyadSeries:
    (found,) = [one for one in dyad_series(store, "CHN", "RUS", **more) if words in one.name]
    return found


def test_votes_of_spring_belong_to_the_session_of_the_year_before(store: Store) -> None:
    votes = [vote(who, "1", "2014-03-27", value) for who, value in (("CHN", 2.0), ("RUS", 3.0))]
    votes += [vote(who, "2", "2014-12-02", 1.0) for who in ("CHN", "RUS")]
    put(store, "unga_votes", *votes, vote("CHN", "3", "2014-12-03", 1.0))
    found = named(store, "General Assembly")
    assert (found.periods, found.counts, found.of) == ((2013, 2014), (0, 1), (1, 1))
    assert found.step == "session"


def test_the_session_that_a_roll_call_names_goes_before_its_day(store: Store) -> None:
    votes = [vote(who, "voeten:68099", "2014-12-02", 1.0) for who in ("CHN", "RUS")]
    call = {"item": "voeten:68099", "kind": "roll_call", "title": "", "period": "2014-12-02",
            "facts": '{"session":68}', "known_on": date(2014, 12, 2), "row": 2}  # fmt: skip
    put(store, "unga_votes", *votes, items=[call])
    assert named(store, "General Assembly").periods == (2013,)


def test_conflict_is_counted_in_both_directions(store: Store) -> None:
    put(
        store, "icews_dyads", row("icews_verbal_conflict", "CHN", "RUS", 2010, 2.0),
        row("icews_material_conflict", "RUS", "CHN", 2010, 1.0),
        row("icews_verbal_cooperation", "RUS", "CHN", 2010, 7.0),
        row("icews_verbal_cooperation", "RUS", "CHN", 2011, 0.0),
    )  # fmt: skip
    found = named(store, "conflict")
    assert (found.periods, found.counts, found.of) == ((2010,), (3,), (10,))
    assert not found.higher_is_closer


def test_coded_events_are_a_series_from_three_years_on(store: Store) -> None:
    def coded(year: int, action: str, number: int) -> Row:
        return {"sender": "CHN", "receiver": "RUS", "action": action, "code": action, "row": number,
                "modality": "happened", "period": f"{year}-05-01",
                "known_on": date(year, 5, 1)}  # fmt: skip

    rows = [coded(2001, "ACCUSE", 2), coded(2001, "CONSULT", 3), coded(2002, "AID", 4)]
    put(store, "keds", codings=rows, timely=True)
    assert dyad_series(store, "CHN", "RUS") == []
    put(store, "icews", codings=[*rows, coded(2003, "ASSAULT", 5)], timely=True)
    found = named(store, "icews")
    assert (found.counts, found.of) == ((1, 0, 1), (2, 1, 1))


def test_imports_are_shares_and_no_series_passes_from_one_publisher_to_another(
    store: Store,
) -> None:
    put(
        store, "cow_trade", row("cow_imports_musd", "CHN", "RUS", 2013, 25.0),
        row("cow_imports_musd", "CHN", "USA", 2013, 75.0),
        row("cow_imports_musd", "CHN", "RUS", 2014, None),
        row("cow_imports_musd", "CHN", "USA", 2014, 75.0),
    )  # fmt: skip
    put(
        store, "trade_flows", row("trade_imports_usd", "CHN", "RUS", 2014, 5e9),
        row("trade_imports_usd", "CHN", "USA", 2014, 5e9), increments=True,
    )  # fmt: skip
    found = {one.source: one for one in dyad_series(store, "CHN", "RUS")}
    assert (found["cow_trade"].periods, found["cow_trade"].values) == ((2013,), (0.25,))
    assert (found["trade_flows"].periods, found["trade_flows"].values) == ((2014,), (0.5,))


def test_a_year_without_row_is_zero_only_where_the_list_is_complete(store: Store) -> None:
    visit = row("us_president_visit", "USA", "RUS", "2002-05-23", 1.0)
    put(store, "us_travels", visit, timely=True, covers={"us_president_visit": "2001/2003"})
    others = [row("arms_tiv", "RUS", "CHN", year, 5.0) for year in (2000, 2004)]
    put(store, "sipri_tiv", row("arms_tiv", "RUS", "USA", 2002, 5.0), *others)
    found = {one.variable: one for one in dyad_series(store, "RUS", "USA")}
    visits, arms = found["us_president_visit"], found["arms_tiv"]
    assert (visits.periods, visits.values) == ((2001, 2002, 2003), (0.0, 1.0, 0.0))
    assert arms.periods == (2002,)


def test_a_year_that_the_list_covers_in_part_is_left_out(store: Store) -> None:
    meeting = {"variable": "china_leader_meeting", "subject": "CHN", "object": "RUS", "value": 1.0}
    days = ("2012-06-01", "2013-02-01", "2014-11-20")
    rows = [meeting | {"period": day, "item": day} for day in days]
    put(store, "china_engagements", *rows, timely=True,
        covers={"china_leader_meeting": "2012-06-01/2014-11-20"})  # fmt: skip
    assert named(store, "meetings").periods == (2013, 2014)


def test_vetoes_of_taipei_are_not_those_of_china(store: Store) -> None:
    cast = (("RUS", "1", "1960-01-05"), ("RUS", "2", "2014-05-22"), ("CHN", "2", "2014-05-22"),
            ("RUS", "3", "2014-03-15"))  # fmt: skip
    rows = [
        {"variable": "veto", "subject": who, "item": item, "period": day, "value": 1.0}
        for who, item, day in cast
    ]
    put(store, "unsc_vetoes", *rows, timely=True)
    found = named(store, "joint vetoes")
    assert (found.periods, found.counts, found.of) == ((2014,), (1,), (2,))


def test_as_of_never_sees_a_later_release(store: Store) -> None:
    old = row("shared_igos", "CHN", "RUS", 2010, 50.0)
    put(store, "cow_igos", old, known_on=date(2015, 1, 1))
    put(store, "cow_igos", old | {"value": 40.0}, row("shared_igos", "CHN", "RUS", 2014, 60.0),
        known_on=date(2020, 1, 1))  # fmt: skip
    assert dyad_series(store, "CHN", "RUS", as_of=date(2014, 1, 1)) == []
    assert named(store, "organisations", as_of=date(2016, 1, 1)).values == (50.0,)
    assert named(store, "organisations").values == (40.0, 60.0)


def test_values_before_the_first_year_are_cut_with_their_counts(store: Store) -> None:
    rows = [row("icews_verbal_conflict", "CHN", "RUS", year, 1.0) for year in range(2002, 2006)]
    put(store, "icews_dyads", *rows)
    found = named(store, "conflict", first=2004)
    assert (found.periods, found.values, found.of) == ((2004, 2005), (1.0, 1.0), (1, 1))

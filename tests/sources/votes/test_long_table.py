"""The long table of roll calls, on small ones of our own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from multipole.core.errors import UnreadableInput
from multipole.sources.votes.roll_calls import SOURCE

Read = Callable[..., Any]


def table(*rows: tuple[int, int, str, int]) -> pl.DataFrame:
    names = ["resid", "ccode", "date", "vote"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return frame.with_columns(pl.lit(1900).alias("year"))


def test_votes_are_codes_of_a_state_on_a_roll_call(read: Read) -> None:
    rows = [
        (70001, 2, "2015-11-03", 3),
        (70001, 365, "2015-11-03", 1),
        (70001, 710, "2015-11-03", 2),
    ]
    found = read(SOURCE, {"v.parquet": table(*rows)})
    assert found.told("variable", "subject", "item", "value", "row", "column") == [
        ("unga_vote", "USA", "voeten:70001", 3.0, 1, "vote"),
        ("unga_vote", "RUS", "voeten:70001", 1.0, 2, "vote"),
        ("unga_vote", "CHN", "voeten:70001", 2.0, 3, "vote"),
    ]
    assert found.items.select("item", "kind", "title", "facts").rows() == [
        ("voeten:70001", "roll_call", "Roll call 70001 of session 70", '{"session":70}')
    ]


def test_a_fuller_table_gives_titles_flags_and_issues(read: Read) -> None:
    text = (
        "rcid,ccode,member,vote,session,importantvote,date,unres,amend,para,short,descr,me,nu,resid\n"
        "9,2,1,3,70,1,2015-11-03,A/RES/70/1,NA,0,NA,About something,1,0,70001\n"
        "9,20,1,3,71,1,2015-11-03,A/RES/70/1,NA,0,NA,About something,1,0,70001\n"
    )
    found = read(SOURCE, {"v.csv": text})
    (item,) = found.items.to_dicts()
    assert (item["title"], item["topics"]) == ("About something", ["Palestinian conflict"])
    assert item["facts"] == (
        '{"unres":"A/RES/70/1","session":70,"importantvote":1,"para":0,"issues":["me"],'
        '"descr":"About something"}'
    )
    assert found.refused() == [(3, "session", "71.0")]


def test_the_day_comes_from_the_date_and_not_from_the_wrong_year(read: Read) -> None:
    found = read(SOURCE, {"v.parquet": table((77001, 2, "2023-02-23", 1))})
    assert found.told("period_start", "period_end", "known_on") == [
        (date(2023, 2, 23), date(2023, 2, 24), date(2023, 2, 23))
    ]


def test_up_to_session_57_a_date_is_only_a_month(read: Read) -> None:
    rows = [(20001, 2, "1965-12-03", 1), (58001, 2, "2003-12-03", 1)]
    assert read(SOURCE, {"v.parquet": table(*rows)}).told(
        "period_start", "period_end", "known_on"
    ) == [
        (date(1965, 12, 1), date(1966, 1, 1), date(1965, 12, 31)),
        (date(2003, 12, 3), date(2003, 12, 4), date(2003, 12, 3)),
    ]


def test_a_csv_says_the_same_as_a_parquet(read: Read) -> None:
    text = "resid,ccode,date,vote\n70001,2,2015-11-03,3\n"
    assert read(SOURCE, {"v.csv": text}).told("subject", "value", "row") == [("USA", 3.0, 2)]


def test_a_vote_on_another_day_than_its_roll_call_is_refused(read: Read) -> None:
    rows = [(78001, c, "2023-12-04", 1) for c in (2, 20, 365)] + [(78001, 551, "2023-12-19", 2)]
    found = read(SOURCE, {"v.parquet": table(*rows)})
    assert found.refused() == [(4, "date", "2023-12-19")]
    assert len(found.told("subject")) == 3


def test_a_roll_call_without_a_day_of_most_votes_is_refused_whole(read: Read) -> None:
    rows = [(78001, 2, "2023-12-04", 1), (78001, 20, "2023-12-19", 2)]
    assert len(read(SOURCE, {"v.parquet": table(*rows)}).refused()) == 2


def test_a_repeated_vote_counts_once_and_contradictory_ones_not_at_all(read: Read) -> None:
    rows = [(70001, 2, "2015-11-03", 1)] * 2 + [(70001, 20, "2015-11-03", v) for v in (1, 3)]
    found = read(SOURCE, {"v.parquet": table(*rows)})
    assert found.told("subject") == [("USA",)]
    assert found.aside == {"repeated row": 1}
    assert [row for row, _, _ in found.refused()] == [3, 4]


def test_no_vote_is_absent_and_no_member_is_nothing(read: Read) -> None:
    rows = [(70001, 2, "2015-11-03", 8), (70001, 20, "2015-11-03", 9), (70001, 40, "2015-11-03", 7)]
    found = read(SOURCE, {"v.parquet": table(*rows)})
    assert found.told("subject", "value") == [("USA", 8.0)]
    assert found.aside == {"not a member at the time": 1}
    assert found.refused() == [(3, "vote", "7")]


def test_china_is_taipei_until_october_1971(read: Read) -> None:
    rows = [
        (4001, 710, "1949-10-04", 1),
        (25001, 713, "1970-10-04", 1),
        (26001, 710, "1971-11-04", 1),
    ]
    assert read(SOURCE, {"v.parquet": table(*rows)}).told("subject") == [
        ("TWN",),
        ("TWN",),
        ("CHN",),
    ]


def test_codes_go_by_the_day_and_unknown_ones_are_refused(read: Read) -> None:
    rows = [
        (30001, 365, "1975-11-04", 1), (30001, 260, "1975-11-04", 1), (30001, 265, "1975-11-04", 1),
        (1001, 750, "1946-01-04", 1), (64001, 345, "2009-11-03", 1), (64001, 265, "2009-11-03", 1),
    ]  # fmt: skip
    found = read(SOURCE, {"v.parquet": table(*rows)})
    assert [s for (s,) in found.told("subject")] == ["RUS", "DEU", "DDR", "IND", "SRB"]
    assert found.refused() == [(6, "ccode", "265")]


def test_an_unknown_column_refuses_the_file(read: Read) -> None:
    with pytest.raises(UnreadableInput, match="'weight' is not known"):
        read(SOURCE, {"v.csv": "resid,ccode,date,vote,weight\n"})
    with pytest.raises(UnreadableInput, match="no table of roll calls"):
        read(SOURCE, {"v.csv": "state,vote\n"})

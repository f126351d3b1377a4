"""Vetoes, on small tables of our own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from multipole.core.errors import UnreadableInput
from multipole.core.periods import Period
from multipole.sources.votes.vetoes import SOURCE

Read = Callable[..., Any]
HEAD = ("year,date,month,draft,meeting_record,agenda_item,member_veto1,member_veto2,member_veto3,"
        "China,Russia,USSR\n")  # fmt: skip


def test_a_draft_vetoed_by_two_is_a_veto_of_each_and_one_of_both(read: Read) -> None:
    text = HEAD + '2019,2/28/2019,2,S/1,"S/2\nS/3",An item,Russia,China,,1,1,0\n'
    found = read(SOURCE, {"v.csv": text})
    assert found.told("variable", "subject", "object", "item", "value", "column") == [
        ("veto", "RUS", "", "S/1", 1.0, "member_veto1"),
        ("veto", "CHN", "", "S/1", 1.0, "member_veto2"),
        ("joint_veto", "CHN", "RUS", "S/1", 1.0, "member_veto2"),
    ]
    (item,) = found.items.to_dicts()
    assert (item["item"], item["title"], item["actors"]) == ("S/1", "An item", ["CHN", "RUS"])
    assert r'"meeting_record":"S/2\nS/3"' in item["facts"]


def test_three_make_three_pairs(read: Read) -> None:
    text = HEAD + "1976,10/19/1976,10,S/1,S/2,An item,France,UK,USA,0,0,0\n"
    pairs = read(SOURCE, {"v.csv": text}).told("subject", "object", variable="joint_veto")
    assert sorted(pairs) == [("FRA", "GBR"), ("FRA", "USA"), ("GBR", "USA")]


def test_union_and_russia_are_one_and_china_before_1971_is_taipei(read: Read) -> None:
    text = HEAD + "1955,12/1/1955,12,S/1,S/2,I,USSR,China,,1,0,1\n"
    text += "1993,5/1/1993,5,S/3,S/4,I,Russia,,,0,1,0\n"
    found = read(SOURCE, {"v.csv": text})
    assert found.told("subject", variable="veto") == [("RUS",), ("RUS",), ("TWN",)]


def test_drafts_of_one_meeting_record_are_told_apart(read: Read) -> None:
    line = "1946,6/26/1946,6,S/PV.9,S/PV.9,The same item,USSR,,,0,0,1\n"
    found = read(SOURCE, {"v.csv": HEAD + line * 3})
    assert found.items["item"].to_list() == ["S/PV.9", "S/PV.9 #2", "S/PV.9 #3"]
    assert found.told("item") == [("S/PV.9",), ("S/PV.9 #2",), ("S/PV.9 #3",)]


def test_months_come_first_in_dates_and_cover_first_to_last(read: Read) -> None:
    text = HEAD + "1996,3/4/1996,3,S/1,m,I,USA,,,0,0,0\n2001,12/31/2001,12,S/2,m,I,USA,,,0,0,0\n"
    found = read(SOURCE, {"v.csv": text})
    assert found.told("period_start", "known_on")[0] == (date(1996, 3, 4), date(1996, 3, 4))
    time = Period(date(1996, 3, 4), date(2002, 1, 1))
    assert found.editions[0].covers == {"veto": time, "joint_veto": time}


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("1996,3/4/1997,3,S/1,m,I,USA,,,0,0,0", "date"),
        ("1996,13/4/1996,3,S/1,m,I,USA,,,0,0,0", "date"),
        ("1996,3/4/1996,3,S/1,m,I,Germany,,,0,0,0", "member_veto1"),
        ("1996,3/4/1996,3,S/1,m,I,,,,0,0,0", "member_veto1"),
        ("1996,3/4/1996,3,S/1,m,I,USA,,,1,0,0", "China"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(read: Read, line: str, column: str) -> None:
    found = read(SOURCE, {"v.csv": HEAD + line + "\n"})
    assert [(r, c) for r, c, _ in found.refused()] == [(2, column)]
    assert not found.told("subject")


def test_a_name_counts_though_its_column_of_ones_is_empty(read: Read) -> None:
    text = HEAD + "1979,1/15/1979,1,S/1,m,I,USSR,,,,,\n"
    assert read(SOURCE, {"v.csv": text}).told("subject") == [("RUS",)]


def test_an_unknown_column_refuses_the_file(read: Read) -> None:
    with pytest.raises(UnreadableInput, match="'Germany' is not known"):
        read(SOURCE, {"v.csv": HEAD.replace("USSR", "Germany")})

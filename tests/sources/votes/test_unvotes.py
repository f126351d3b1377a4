"""The three tables of unvotes, on small ones of our own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from multipole.core.errors import UnreadableInput
from multipole.sources.votes.roll_calls import SOURCE

Read = Callable[..., Any]
CALLS = "rcid,session,importantvote,date,unres,amend,para,short,descr\n"
CALL = '7,60.0,1,2005-11-02,R/60/1,NA,NA,An invented title,"Words, with a comma"\n'
VOTES = "rcid,country,country_code,vote\n"


def test_votes_take_their_day_from_the_roll_calls(read: Read) -> None:
    files = {"v.csv": VOTES + "7.0,Namibia,NA,yes\n7.0,China,CN,abstain\n", "c.csv": CALLS + CALL}
    found = read(SOURCE, files)
    assert found.told("variable", "subject", "item", "value", "period_start", "row", "column") == [
        ("unga_vote", "NAM", "unvotes:7", 1.0, date(2005, 11, 2), 2, "vote"),
        ("unga_vote", "CHN", "unvotes:7", 2.0, date(2005, 11, 2), 3, "vote"),
    ]
    assert not found.refused()
    assert {edition.name for edition in found.editions} == {"unvotes"}


def test_a_roll_call_has_title_flags_and_issues(read: Read) -> None:
    issues = "rcid,short_name,issue\n7,me,Palestinian conflict\n7,hr,Human rights\n"
    found = read(SOURCE, {"i.csv": issues, "c.csv": CALLS + CALL})
    (item,) = found.items.to_dicts()
    assert item["title"] == "An invented title"
    assert item["topics"] == ["Palestinian conflict", "Human rights"]
    assert item["facts"] == (
        '{"unres":"R/60/1","session":60,"date":"2005-11-02","importantvote":1,'
        '"issues":["me","hr"],"descr":"Words, with a comma"}'
    )
    assert found.rows == {"i.csv": 2, "c.csv": 1}


def test_without_a_title_the_description_serves(read: Read) -> None:
    row = "8,60,NA,2005-11-02,R/60/2,0,1,NA,What it is about\n"
    found = read(SOURCE, {"c.csv": CALLS + row})
    assert found.items["title"].to_list() == ["What it is about"]
    assert '"amend":0,"para":1' in found.items["facts"][0]


def test_votes_without_the_roll_calls_are_refused_with_the_remedy(read: Read) -> None:
    with pytest.raises(UnreadableInput, match=r"Give the table un_roll_calls\.csv together"):
        read(SOURCE, {"v.csv": VOTES + "7,China,CN,yes\n"})


def test_an_unknown_issue_or_roll_call_is_refused(read: Read) -> None:
    issues = "rcid,short_name,issue\n7,xx,What\n7,me,Human rights\n9,me,Palestinian conflict\n"
    found = read(
        SOURCE, {"i.csv": issues, "c.csv": CALLS + CALL, "v.csv": VOTES + "9,China,CN,yes\n"}
    )
    assert found.refused() == [
        (2, "short_name", "xx"), (3, "issue", "Human rights"), (4, "rcid", "9.0"),
        (2, "rcid", "9.0"),
    ]  # fmt: skip


def test_where_the_code_is_empty_the_name_says_who(read: Read) -> None:
    call = "7,30,0,1975-11-02,R/30/1,0,0,Title,Words\n"
    votes = (
        "7,Federal Republic of Germany,,yes\n7,Yemen Arab Republic,,no\n7,Zanzibar,,no\n"
        "7,Russia,RU,no\n7,Ukraine,UA,no\n7,Atlantis,,yes\n7,Yugoslavia,YU,yes\n"
    )
    found = read(SOURCE, {"v.csv": VOTES + votes, "c.csv": CALLS + call})
    assert [s for (s,) in found.told("subject")] == ["DEU", "YEM", "ZAN", "RUS", "UKR", "YUG"]
    assert [(row, column) for row, column, _ in found.refused()] == [(7, "country_code")]


def test_yugoslavia_is_called_so_for_ever_but_means_its_heirs(read: Read) -> None:
    calls = "7,60,0,2004-11-12,a,0,0,T,D\n8,62,0,2007-11-12,b,0,0,T,D\n"
    votes = "7,Yugoslavia,YU,yes\n8,Yugoslavia,YU,yes\n"
    found = read(SOURCE, {"v.csv": VOTES + votes, "c.csv": CALLS + calls})
    assert [s for (s,) in found.told("subject")] == ["SCG", "SRB"]


def test_a_date_of_the_first_week_in_an_early_session_is_a_month(read: Read) -> None:
    calls = "7,52,0,1997-12-03,a,0,0,T,D\n8,52,0,1997-12-22,b,0,0,T,D\n"
    found = read(SOURCE, {"c.csv": CALLS + calls})
    assert found.items["period_end"].to_list() == [date(1998, 1, 1), date(1997, 12, 23)]


def test_a_table_with_quotes_reads_like_one_without(read: Read) -> None:
    votes = VOTES + '7,"China, of the mainland",CN,yes\n'
    found = read(SOURCE, {"v.csv": votes, "c.csv": CALLS + CALL})
    assert found.told("subject", "row") == [("CHN", 2)]


def test_two_votes_of_a_state_on_a_roll_call_are_refused(read: Read) -> None:
    votes = VOTES + "7,China,CN,yes\n7,China,CN,no\n7,Cuba,CU,maybe\n7,Haiti,HT\n"
    found = read(SOURCE, {"v.csv": votes, "c.csv": CALLS + CALL})
    assert not found.told("subject")
    assert sorted(row for row, _, _ in found.refused()) == [2, 3, 4, 5]

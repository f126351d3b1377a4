"""The wide table of the UN Digital Library, on small ones of our own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from multipole.core.errors import UnreadableInput
from multipole.sources.votes.roll_calls import SOURCE

Read = Callable[..., Any]
HEAD = ("Council,Date,Title,Resolution,TOTAL VOTES,NO-VOTE COUNT,ABSENT COUNT,NO COUNT,YES COUNT,"
        "Link,token,")  # fmt: skip
ASSEMBLY, COUNCIL = "General Assembly", "Security Council"


def row(day: str, symbol: str, cells: str, *, body: str = ASSEMBLY, token: int = 1) -> str:
    votes = cells.split(",")
    counts = [sum(v == mark for v in votes) for mark in "XANY"]
    told = ",".join(map(str, (sum(map(bool, votes)), *counts)))
    return f"{body},{day},A title,{symbol},{told},https://example.org/{token},{token},{cells}\n"


def test_each_cell_is_a_vote_and_an_empty_one_is_nothing(read: Read) -> None:
    text = HEAD + "CHINA,USSR,RUSSIAN FEDERATION,UNITED STATES,CUBA,FRANCE\n"
    text += row("1995-12-12", "A/RES/50/70", "A,,Y,N,X,Y")
    found = read(SOURCE, {"u.csv": text})
    assert found.told("variable", "subject", "value", "row", "column") == [
        ("unga_adopted_vote", "CHN", 2.0, 2, "CHINA"),
        ("unga_adopted_vote", "RUS", 1.0, 2, "RUSSIAN FEDERATION"),
        ("unga_adopted_vote", "USA", 3.0, 2, "UNITED STATES"),
        ("unga_adopted_vote", "CUB", 8.0, 2, "CUBA"),
        ("unga_adopted_vote", "FRA", 1.0, 2, "FRANCE"),
    ]
    (item,) = found.items.to_dicts()
    assert (item["item"], item["kind"], item["title"]) == ("library:1", "resolution", "A title")
    assert item["facts"] == (
        '{"body":"General Assembly","resolution":"A/RES/50/70","session":50,"yes":2,"no":1,'
        '"abstain":1,"absent":1,"url":"https://example.org/1"}'
    )


def test_the_council_has_a_variable_of_its_own(read: Read) -> None:
    text = HEAD + "CHINA\n" + row("1995-12-12", "S/RES/1000(1995)", "Y", body=COUNCIL)
    assert read(SOURCE, {"u.csv": text}).told("variable", "subject") == [("unsc_vote", "CHN")]


def test_an_archive_and_a_byte_order_mark_are_read_through(read: Read) -> None:
    text = "\ufeff" + HEAD + "CHINA\n" + row("1995-12-12", "A/RES/50/70", "Y")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("UN.csv", text)
    assert read(SOURCE, {"u.csv.zip": packed.getvalue()}).told("subject") == [("CHN",)]


def test_china_before_october_1971_is_taipei(read: Read) -> None:
    text = HEAD + "CHINA\n" + row("1971-10-25", "A/RES/2758(XXVI)", "N")
    text += row("1971-11-24", "S/RES/302(1971)", "Y", body=COUNCIL, token=2)
    found = read(SOURCE, {"u.csv": text})
    assert found.told("subject") == [("TWN",), ("CHN",)]
    assert '"session":26' in found.items["facts"][0]


def test_dirty_names_are_cleaned(read: Read) -> None:
    text = HEAD + "CHILE, CHILE,CHILEs ,TKAZAKHSTAN,CONGO,CONGO (LEOPOLDVILLE),UKRAINIAN SSR\n"
    text += row("1995-12-12", "A/RES/50/70", ",Y,,A,Y,N,X")
    found = read(SOURCE, {"u.csv": text})
    assert found.told("subject", "column") == [
        ("CHL", "CHILE_13"), ("KAZ", "TKAZAKHSTAN"), ("COG", "CONGO"),
        ("COD", "CONGO (LEOPOLDVILLE)"), ("UKR", "UKRAINIAN SSR"),
    ]  # fmt: skip


def test_a_cell_that_does_not_tell_who_voted_what_is_refused_alone(read: Read) -> None:
    text = HEAD + "CHINA,DONOTKNOW,AY DENMARK\n" + row("1995-12-12", "A/RES/50/70", "Y,Y,X")
    found = read(SOURCE, {"u.csv": text})
    assert found.told("subject") == [("CHN",)]
    assert found.refused() == [(2, "DONOTKNOW", "Y"), (2, "AY DENMARK", "X")]


def test_a_state_in_two_columns_of_a_row_is_refused(read: Read) -> None:
    text = HEAD + "ZAIRE,DEMOCRATIC REPUBLIC OF THE CONGO,CUBA\n"
    text += row("1995-12-12", "A/RES/50/70", "Y,N,Y")
    found = read(SOURCE, {"u.csv": text})
    assert found.told("subject") == [("CUB",)]
    assert len(found.refused()) == 2


def test_counts_that_the_cells_contradict_refuse_the_row(read: Read) -> None:
    line = row("1995-12-12", "A/RES/50/70", "Y,Y").replace(",0,2,", ",0,1,")
    found = read(SOURCE, {"u.csv": HEAD + "CHINA,CUBA\n" + line})
    assert found.refused() == [(2, "YES COUNT", "1.0")]
    assert not found.told("subject")


def test_a_day_outside_the_session_refuses_the_row_and_a_year_is_a_year(read: Read) -> None:
    text = HEAD + "CHINA\n" + row("1980-12-03", "A/RES/37/46", "Y")
    text += row("1982", "A/RES/37/47", "Y", token=2)
    found = read(SOURCE, {"u.csv": text})
    assert found.refused() == [(2, "Date", "1980-12-03")]
    assert found.told("period_start", "period_end", "known_on") == [
        (date(1982, 1, 1), date(1983, 1, 1), date(1982, 12, 31))
    ]


def test_a_column_that_names_no_state_refuses_the_file(read: Read) -> None:
    text = HEAD + "ATLANTIS\n" + row("1995-12-12", "A/RES/50/70", "Y")
    with pytest.raises(UnreadableInput, match="'ATLANTIS' is not the name of a state"):
        read(SOURCE, {"u.csv": text})


def test_an_unknown_mark_is_refused(read: Read) -> None:
    text = HEAD + "CHINA,CUBA\n" + row("1995-12-12", "A/RES/50/70", "Q,Y")
    assert read(SOURCE, {"u.csv": text}).refused() == [(2, "CHINA", "Q")]

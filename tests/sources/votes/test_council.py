"""Members of the Security Council, on small tables of our own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from multipole.core.periods import Period
from multipole.sources.votes.council import SOURCE

Read = Callable[..., Any]
HEAD = "country_org,start_year,end_year,seat,note\n"


def test_comments_are_passed_over_and_rows_keep_their_lines(read: Read) -> None:
    text = HEAD + "# a note, with a comma\n#\nCote D'ivoire,1991,1992,elected,\n"
    found = read(SOURCE, {"c.csv": text})
    assert found.told("variable", "subject", "value", "period_start", "period_end", "row") == [
        ("council_member", "CIV", 1.0, date(1991, 1, 1), date(1993, 1, 1), 4)
    ]


def test_it_covers_the_years_of_the_permanent_members(read: Read) -> None:
    text = HEAD + "Russian Federation,1992,2023,permanent,\nEcuador,2023,2024,elected,\n"
    (edition,) = read(SOURCE, {"c.csv": text}).editions
    assert edition.covers == {"council_member": Period(date(1992, 1, 1), date(2024, 1, 1))}


def test_without_permanent_members_nothing_is_said_to_be_covered(read: Read) -> None:
    (edition,) = read(SOURCE, {"c.csv": HEAD + "Ecuador,2023,2024,elected,\n"}).editions
    assert not edition.covers


def test_terms_that_cannot_be_are_refused(read: Read) -> None:
    text = HEAD + (
        "Ecuador,2024,2023,elected,\nJapan,2020,2023,elected,\nMalta,2023,2024,honorary,\n"
        "Atlantis,2023,2024,elected,\n"
    )
    found = read(SOURCE, {"c.csv": text})
    assert not found.told("subject")
    assert sorted((row, column) for row, column, _ in found.refused()) == [
        (2, "end_year"), (3, "end_year"), (4, "seat"), (5, "country_org")
    ]  # fmt: skip


def test_congo_alone_is_the_one_of_brazzaville(read: Read) -> None:
    text = HEAD + "Congo,2006,2007,elected,Republic of the Congo\n"
    text += "Democratic Republic of the Congo,1990,1991,elected,\n"
    assert read(SOURCE, {"c.csv": text}).told("subject") == [("COG",), ("COD",)]

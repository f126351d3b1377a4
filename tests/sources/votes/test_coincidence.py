"""Voting coincidence with the United States, on small tables of our own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from multipole.core.errors import UnreadableInput
from multipole.sources.votes.coincidence import SOURCE

Read = Callable[..., Any]
OLD = "\ufeffCOUNTRY,SAME,OPPOSITE,ABSTAIN,ABSENT,COINCIDENCE\n"
NEW = "COUNTRY,ISO,SAME,OPPOSE,PARTIAL,ABSENT,COINCIDENCE\n"


def test_counts_and_share_of_a_year_whose_columns_are_the_old_ones(read: Read) -> None:
    found = read(SOURCE, {"un-2013.csv": OLD + "Congo,7,4,7,0,0.64\n"})
    assert found.told("variable", "subject", "object", "value") == [
        ("us_coincidence", "COG", "USA", 0.64), ("us_votes_same", "COG", "USA", 7.0),
        ("us_votes_opposite", "COG", "USA", 4.0), ("us_votes_abstain", "COG", "USA", 7.0),
        ("us_votes_absent", "COG", "USA", 0.0),
    ]  # fmt: skip
    assert found.told("period_start", "period_end")[0] == (date(2013, 1, 1), date(2014, 1, 1))


def test_newer_columns_mean_the_same(read: Read) -> None:
    found = read(SOURCE, {"un-2022.csv": NEW + "Vietnam,VNM,1,2,3,4,0.42\n"})
    assert found.told("variable", "subject", "object", "value")[:4] == [
        ("us_coincidence", "USA", "VNM", 0.42), ("us_votes_same", "USA", "VNM", 1.0),
        ("us_votes_opposite", "USA", "VNM", 2.0), ("us_votes_partial", "USA", "VNM", 3.0),
    ]  # fmt: skip


def test_who_never_voted_has_no_share(read: Read) -> None:
    found = read(SOURCE, {"un-2013.csv": OLD + "Chad,0,0,0,9,0.00\nCuba,0,0,0,9,No Votes\n"})
    assert found.told("value", "status", variable="us_coincidence") == [(None, "missing")] * 2


def test_a_row_with_more_or_fewer_votes_than_the_others_is_refused(read: Read) -> None:
    rows = "Chad,1,1,1,1,.5\nCuba,2,1,1,0,.5\nHaiti,1,1,1,9,.5\n"
    found = read(SOURCE, {"un-2013.csv": OLD + rows})
    assert found.refused() == [(4, "SAME", "12.0")]


def test_the_year_must_be_in_the_name(read: Read) -> None:
    for name in ("un.csv", "un-2013-2014.csv", "un-12013.csv"):
        with pytest.raises(UnreadableInput, match="does not say of which year"):
            read(SOURCE, {name: OLD})


def test_an_unknown_share_state_or_column_is_refused(read: Read) -> None:
    found = read(SOURCE, {"un-2013.csv": OLD + "Chad,1,1,1,1,50\nAtlantis,1,1,1,1,.5\n"})
    assert found.refused() == [(2, "COINCIDENCE", "50"), (3, "COUNTRY", "Atlantis")]
    with pytest.raises(UnreadableInput, match="'WEIGHT' is not known"):
        read(SOURCE, {"un-2013.csv": OLD.replace("ABSTAIN", "ABSTAIN,WEIGHT")})
    with pytest.raises(UnreadableInput, match="one column of opposite votes"):
        read(SOURCE, {"un-2013.csv": OLD.replace("OPPOSITE,", "")})

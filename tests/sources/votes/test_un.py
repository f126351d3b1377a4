"""Sessions of the General Assembly and the seat of China."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import polars as pl
import pytest

from multipole.core.errors import BadPeriod
from multipole.sources.votes.un import china_by_date, facts_of, session_period


@pytest.mark.parametrize(
    ("session", "opening"),
    [
        (1, "1946-01-10"), (2, "1947-09-16"), (3, "1948-09-21"), (6, "1951-11-06"),
        (11, "1956-11-12"), (15, "1960-09-20"), (19, "1964-12-01"), (26, "1971-09-21"),
        (46, "1991-09-17"), (56, "2001-09-12"), (58, "2003-09-16"), (61, "2006-09-12"),
        (67, "2012-09-18"), (72, "2017-09-12"), (77, "2022-09-13"), (78, "2023-09-05"),
        (79, "2024-09-10"), (80, "2025-09-09"),
    ],
)  # fmt: skip
def test_a_session_opens_on_its_day(session: int, opening: str) -> None:
    assert session_period(session).start == date.fromisoformat(opening)


def test_sessions_follow_one_another_without_a_gap() -> None:
    periods = [session_period(s) for s in range(1, 90)]
    assert all(a.end == b.start for a, b in pairwise(periods))


def test_there_is_no_session_nought() -> None:
    with pytest.raises(BadPeriod, match="no session 0"):
        session_period(0)


def test_taipei_votes_for_china_to_the_day_of_the_resolution() -> None:
    frame = pl.DataFrame(
        {
            "subject": ["CHN", "CHN", "CHN", "RUS"],
            "period_end": [
                date(1946, 2, 1), date(1971, 10, 26), date(1971, 10, 27), date(1950, 1, 2)
            ],
        }
    )  # fmt: skip
    assert china_by_date(frame)["subject"].to_list() == ["TWN", "TWN", "CHN", "RUS"]


def test_facts_leave_out_what_is_not_said() -> None:
    frame = pl.DataFrame({"a": [1.0, None], "b": ["", "x"], "c": [["me"], None]})
    assert facts_of(frame, ["a", "b", "c"]).to_list() == ['{"a":1,"c":["me"]}', '{"b":"x"}']

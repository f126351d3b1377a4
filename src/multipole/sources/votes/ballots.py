"""Votes in the Assembly and the Council: their codes, variables, and days that are only months."""

from __future__ import annotations

from typing import Final

import polars as pl

from multipole.sources.gate.check import MISSING
from multipole.sources.gate.source import Variable

#: 9 (not a member) is never kept: a state that could not vote has no observation.
BALLOTS: Final = {"yes": 1, "abstain": 2, "no": 3, "absent": 8}
_UNIT: Final = "code: 1 yes, 2 abstain, 3 no, 8 absent or not voting"
UNGA_VOTE: Final = Variable("unga_vote", "vote in the UN General Assembly", _UNIT, "votes", ends=1,
                            step="day", roll="last", low=1, high=8)  # fmt: skip
UNGA_ADOPTED_VOTE: Final = Variable("unga_adopted_vote", "vote on an adopted UNGA resolution",
                                    _UNIT, "votes", ends=1, step="day", roll="last", low=1,
                                    high=8)  # fmt: skip
UNSC_VOTE: Final = Variable("unsc_vote", "vote in the UN Security Council", _UNIT, "votes", ends=1,
                            step="day", roll="last", low=1, high=8)  # fmt: skip

#: Issues of Voeten's collection, by code.
ISSUES: Final = {
    "me": "Palestinian conflict",
    "nu": "Nuclear weapons and nuclear material",
    "di": "Arms control and disarmament",
    "hr": "Human rights",
    "co": "Colonialism",
    "ec": "Economic development",
}
FLAGS: Final = ("importantvote", "amend", "para")

_LAST_WITHOUT_DAYS: Final = 57


def said(column: str) -> pl.Expr:
    """A text column, stripped; null where it says nothing."""
    text = pl.col(column).str.strip_chars()
    return pl.when(text.is_in(list(MISSING))).then(None).otherwise(text).alias(column)


def month_only(frame: pl.DataFrame) -> pl.DataFrame:
    """Periods of ``date`` in ``session``: the day, or the month where the day is not one.

    Up to session 57 Voeten's dates, and so those of the tables made from them, have a true year and
    month, but a number from 1 to 7 in the place of the day.
    """
    month = (pl.col("session") <= _LAST_WITHOUT_DAYS) & (pl.col("date").dt.day() <= 7)
    start = pl.when(month).then(pl.col("date").dt.month_start()).otherwise("date")
    last = pl.when(month).then(pl.col("date").dt.month_end()).otherwise("date")
    return frame.with_columns(
        start.alias("period_start"), last.dt.offset_by("1d").alias("period_end")
    )

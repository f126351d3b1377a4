"""Scales of their own: the roll calls on one issue, and the important ones, as published.

Each begins with the session from which the publishers scale it, since when there are reliably some
ten roll calls on it in a session (for disarmament they name the session and have not published).
A session with fewer than `LEAST` divided roll calls is left out: so few cannot place all states,
whose points would be those of the sessions beside it. Those with fewer than `ENOUGH` are named.

Which end is which is as published: on nuclear weapons the powers that have them vote together, so
that Brazil is on the other side and Russia on none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from multipole.answers.ideal_sides import LEFT, RIGHT
from multipole.sources.votes.ballots import ISSUES

#: Divided roll calls in a session below which it is left out, and below which it is named.
LEAST: Final = 5
ENOUGH: Final = 10
_NUCLEAR: Final = (("USA", "GBR", "ISR"), ("BRA",))


@dataclass(frozen=True, slots=True)
class Issue:
    """What is scaled alone: a name, its first session, and the states that orient it."""

    code: str
    label: str
    first: int
    right: tuple[str, ...] = RIGHT
    left: tuple[str, ...] = LEFT


_FIRST: Final[Mapping[str, int]] = {"me": 29, "nu": 33, "di": 29, "hr": 25, "co": 14, "ec": 26}
IMPORTANT: Final = Issue("important", "votes important to the United States", 38)
SCALES: Final[Mapping[str, Issue]] = {
    **{code: Issue(code, ISSUES[code], first) for code, first in _FIRST.items()},
    "nu": Issue("nu", ISSUES["nu"], _FIRST["nu"], *_NUCLEAR),
    IMPORTANT.code: IMPORTANT,
}


def about(votes: pl.DataFrame, issue: Issue) -> pl.DataFrame:
    """The votes on it, from its first session on, by ``topics`` or ``important`` of roll calls."""
    on = pl.col("important") if issue is IMPORTANT else pl.col("topics").list.contains(issue.label)
    return votes.filter(on.fill_null(value=False) & (pl.col("session") >= issue.first))


def divided_calls(votes: pl.DataFrame) -> dict[int, int]:
    """How many roll calls of each session are divided."""
    split = votes.group_by("session", "item").agg(pl.col("value").n_unique().alias("ways"))
    counts = split.group_by("session").agg((pl.col("ways") > 1).sum().alias("n")).sort("session")
    return dict(counts.rows())


def scale_note(issue: Issue, calls: Mapping[int, int]) -> str:
    """What the scale rests on, in words: its beginning, and its sessions with few roll calls."""
    out = [session for session, n in calls.items() if n < LEAST]
    few = [session for session, n in calls.items() if LEAST <= n < ENOUGH]
    said = f"A scale of its own, of roll calls on {issue.label} alone, from session {issue.first}."
    if out:
        said += f" Left out, with fewer than {LEAST} divided roll calls: {_listed(out)}."
    if few:
        said += f" With fewer than {ENOUGH}, and leaning on the session before: {_listed(few)}."
    return said


def _listed(sessions: Sequence[int]) -> str:
    word = "session" if len(sessions) == 1 else "sessions"
    return f"{word} {', '.join(map(str, sessions))}"

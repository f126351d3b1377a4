"""Scales of one issue and of important votes, in the invented assembly of twelve states."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.answers.recorded import put
from tests.answers.test_ideal_points import SESSIONS, Row, fill, planted, store

from multipole.answers.ideal import ideal_points
from multipole.answers.ideal_issues import ENOUGH, LEAST, SCALES, about
from multipole.core.errors import NothingFound
from multipole.store import Store

__all__ = ["store"]
NUCLEAR = "Nuclear weapons and nuclear material"


def even_important(calls: list[Row]) -> list[Row]:
    """The roll calls, those with an even number flagged important."""
    flag: dict[str, Any] = {"importantvote": 1}
    return [
        c | {"facts": json.dumps(json.loads(c["facts"]) | flag)}
        if int(c["item"][-1]) % 2 == 0
        else c
        for c in calls
    ]


def test_important_votes_are_a_scale_with_its_own_published_points(store: Store) -> None:
    votes, calls = planted()
    fill(store, votes, even_important(calls))
    point = {"variable": "ideal_point_important", "subject": "USA", "period": "2016",
             "value": 2.5, "item": "session 71"}  # fmt: skip
    put(store, "unga_ideal_points", point, known_on=date(2024, 6, 1))
    found = ideal_points(store, ["USA"], issue="Important")
    rows = {r["session"]: r for r in found.table.to_pylist()}
    assert all(int(item[-1]) % 2 == 0 for r in rows.values() for item in r["roll_calls"])
    assert {r["issue"] for r in rows.values()} == {"important"}
    assert (rows[71]["published"], rows[70]["published"]) == (2.5, None)
    assert "important to the United States alone, from session 38" in found.notes[1]


def test_sessions_with_few_roll_calls_on_an_issue_are_left_out_or_named(store: Store) -> None:
    votes, calls = planted()
    few = {70: LEAST - 1, 71: ENOUGH - 1}
    fill(store, votes, trimmed(calls, few))
    found = ideal_points(store, ["USA"], issue="hr")
    assert found.table["session"].to_pylist() == [71, 72, 73, 74, 75]
    assert f"fewer than {LEAST} divided roll calls: session 70." in found.notes[1]
    assert "leaning on the session before: session 71." in found.notes[1]


def trimmed(calls: list[Row], few: dict[int, int]) -> list[Row]:
    """Roll calls on human rights, of which only so many a session stay on it."""
    seen: dict[int, int] = {}
    kept = []
    for one in calls:
        session = int(one["item"].removeprefix("voeten:")[:2])
        on = one["topics"] is not None
        seen[session] = seen.get(session, 0) + on
        kept.append(one | {"topics": None} if on and seen[session] > few.get(session, 99) else one)
    return kept


def test_an_issue_with_too_few_roll_calls_in_every_session_is_refused(store: Store) -> None:
    votes, calls = planted()
    fill(store, votes, trimmed(calls, dict.fromkeys(SESSIONS, LEAST - 1)))
    with pytest.raises(NothingFound, match="no session has 5 divided roll calls"):
        ideal_points(store, ["USA"], issue="hr")


def test_an_issue_begins_where_the_publishers_begin_it() -> None:
    calls = pl.DataFrame({"session": [24, 25, 32, 33, 37, 38], "important": [True] * 6,
                          "topics": [["Human rights", NUCLEAR]] * 6})  # fmt: skip
    kept = {code: about(calls, SCALES[code])["session"].to_list() for code in SCALES}
    assert kept["hr"] == [25, 32, 33, 37, 38]
    assert kept["nu"] == [33, 37, 38]
    assert kept["important"] == [38]
    assert kept["co"] == []


def test_on_nuclear_weapons_brazil_is_the_other_side(store: Store) -> None:
    votes, calls = planted()
    fill(store, votes, [c | {"topics": [NUCLEAR]} for c in calls])
    found = ideal_points(store, ["USA", "BRA"], issue="nu")
    assert found.notes[0].startswith("Positive is the side of USA GBR, and BRA begins on the other")

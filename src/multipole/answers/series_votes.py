"""Series of votes: agreement in the General Assembly by session, joint vetoes by year."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from multipole.answers.series_dyad import SESSIONS, DyadSeries, reaches, shares
from multipole.answers.words import BEFORE_FIRST
from multipole.core.periods import Period
from multipole.sources.votes.un import LAST_DAY_OF_TAIPEI, session_period
from multipole.store import Store

CHOICES = (1.0, 2.0, 3.0)


def agreement(store: Store, a: str, b: str, as_of: date | None) -> Iterator[DyadSeries]:
    """Equal votes of the votes that both cast, by session: `multipole.relations.votes`."""
    held = reaches(store, "unga_vote", as_of)
    for source, sessions in joint_votes(store, a, b, as_of).items():
        counted = {
            year: (sum(table[i][i] for i in range(3)), sum(map(sum, table)))
            for year, table in sessions.items()
        }
        yield DyadSeries(
            "agreement in the General Assembly", "votes", **shares(counted),
            higher_is_closer=True, variable="unga_vote", source=source,
            release=held[source].release, until=held[source].last, step=SESSIONS,
        )  # fmt: skip


def joint_votes(
    store: Store, a: str, b: str, as_of: date | None
) -> dict[str, dict[int, list[list[int]]]]:
    """Tables of joint votes in the General Assembly, by source and year in which a session begins.

    A table counts how often ``a`` chose the row and ``b`` the column: yes, abstain, no.
    """
    found: dict[str, dict[int, list[list[int]]]] = {}
    for source, year, _, left, right in joint_ballots(store, a, b, as_of):
        table = found.setdefault(source, {}).setdefault(year, [[0] * 3 for _ in range(3)])
        table[int(left["value"]) - 1][int(right["value"]) - 1] += 1
    return found


def joint_ballots(
    store: Store, a: str, b: str, as_of: date | None
) -> Iterator[tuple[str, int, str, dict[str, Any], dict[str, Any]]]:
    """Roll calls in which both voted: source, year of the session, item, and the two ballots."""
    rows = store.records.observations(
        variables=["unga_vote"], subjects=[a, b], as_of=as_of
    ).to_pylist()
    sessions = _sessions(store, as_of) if rows else {}
    cast: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for row in rows:
        if row["value"] in CHOICES:
            cast.setdefault((row["source"], row["item"]), {})[row["subject"]] = row
    for (source, item), sides in cast.items():
        if len(sides) == 2:
            session = sessions.get(item) or session_of(sides[a]["period_start"])
            yield source, BEFORE_FIRST + session, item, sides[a], sides[b]


def _sessions(store: Store, as_of: date | None) -> dict[str, int]:
    """The session of each roll call whose item names one."""
    found = store.records.items(kinds=["roll_call"], as_of=as_of).select(["item", "facts"])
    told = ((row["item"], json.loads(row["facts"] or "{}")) for row in found.to_pylist())
    return {item: int(facts["session"]) for item, facts in told if facts.get("session")}


def session_of(day: date) -> int:
    """The session of the General Assembly in which a day lies, by the days of opening.

    >>> session_of(date(2014, 3, 27)), session_of(date(2014, 12, 2))
    (68, 69)
    """
    session = max(1, day.year - BEFORE_FIRST)
    held: Period = session_period(session)
    return session if day >= held.start or session == 1 else session - 1


def vetoes(store: Store, a: str, b: str, as_of: date | None) -> Iterator[DyadSeries]:
    """Drafts that both vetoed, of the drafts that either did, by year; both must have a seat."""
    for source, reach in reaches(store, "veto", as_of).items():
        found = store.records.observations(variables=["veto"], subjects=[a, b], as_of=as_of)
        vetoed: dict[str, set[str]] = {a: set(), b: set()}
        years: dict[str, int] = {}
        for row in found.to_pylist():
            if row["source"] == source and row["value"] and seated(row["period_start"], a, b):
                vetoed[row["subject"]].add(row["item"])
                years[row["item"]] = row["period_start"].year
        if not (vetoed[a] and vetoed[b]):
            continue  # one of the two is no permanent member, or has never vetoed
        counted: dict[int, tuple[int, int]] = {}
        for item, year in years.items():
            k, n = counted.get(year, (0, 0))
            counted[year] = (k + (item in vetoed[a] & vetoed[b]), n + 1)
        yield DyadSeries(
            "joint vetoes, of drafts that either vetoed", "vetoes", **shares(counted),
            higher_is_closer=True, variable="veto", source=source, release=reach.release,
            until=reach.last,
        )  # fmt: skip


def seated(day: date, a: str, b: str) -> bool:
    """Whether China, where it is one of the two, had its seat on the day."""
    return "CHN" not in (a, b) or day > LAST_DAY_OF_TAIPEI

"""The votes of the Assembly that are scaled: one source, each vote once, the published sample."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from multipole.answers.ideal_issues import LEAST, Issue, about, divided_calls
from multipole.answers.series_votes import session_of
from multipole.answers.system_notes import nothing
from multipole.answers.system_ties import CAST, Source, one_source
from multipole.answers.words import BEFORE_FIRST
from multipole.core.errors import NothingFound
from multipole.relations.ideal_points_rolls import Rolls, as_published, prepare
from multipole.store import Store

VARIABLE: Final = "unga_vote"
_REMEDY: Final = "Add the votes of the General Assembly: multipole sources unga_votes."
#: Years that are read at a time.
_YEARS: Final = 10
_KEPT: Final = ("source", "release", "subject", "item", "period_start", "value")
_CALL: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "item": pl.String,
    "told": pl.Int64,
    "part": pl.Boolean,
    "important": pl.Boolean,
    "topics": pl.List(pl.String),
}


@dataclass(frozen=True, slots=True)
class Assembly:
    """Votes ready to be scaled and what became of the others.

    ``rolls`` name states by id and items by roll call (of a repeated resolution by the earliest).
    ``repeated`` votes were there again; of ``contradicted`` ones none is kept; ``outside`` the
    published sample are paragraphs, amendments since 1990, and the sessions left out; ``links`` is
    how many pairs of roll calls ask the same; ``calls`` is, of one issue, how many divided roll
    calls each session has.
    """

    rolls: Rolls
    source: Source
    repeated: int
    contradicted: int
    outside: int
    links: int
    calls: Mapping[int, int]


def assembly(store: Store, *, issue: Issue | None, as_of: date | None) -> Assembly:
    """All votes of the General Assembly known by ``as_of``, of one issue where it is given.

    Raises `NothingFound` when the store has none, and `BadValue` when states differ on none.
    """
    cast = _cast(store, as_of)
    if not len(cast):
        raise nothing(store, "votes of the General Assembly", as_of=as_of, remedy=_REMEDY)
    cast, source = one_source(cast)
    single, repeated, contradicted = _each_once(cast)
    votes = single.join(_calls(store, single, source, as_of), on="item", how="left")
    inside = votes.filter(_in_sample(votes))
    kept, calls = (inside, {}) if issue is None else _about(inside, issue, store)
    rolls, links = _prepared(kept, list(_links(store, as_of)))
    outside = len(votes) - len(inside)
    return Assembly(rolls, source, repeated, contradicted, outside, links, calls)


def _cast(store: Store, as_of: date | None) -> pl.DataFrame:
    """Votes cast, read by stretches of years so that little is in memory at a time."""
    held = [row for row in store.records.coverage(as_of).to_pylist() if row["variable"] == VARIABLE]
    if not held:
        return pl.DataFrame()
    first = min(row["period_start"] for row in held).year
    last = max(row["period_end"] for row in held).year
    return pl.concat(
        [_stretch(store, year, as_of) for year in range(first, last + 1, _YEARS)]
    )  # fmt: skip


def _stretch(store: Store, year: int, as_of: date | None) -> pl.DataFrame:
    since, until = date(year, 1, 1), date(min(year + _YEARS, date.max.year), 1, 1)
    found = store.records.observations(
        variables=[VARIABLE], since=since, until=until, as_of=as_of
    ).select(list(_KEPT))
    inside = pl.col("period_start").is_between(since, until, closed="left")
    return (
        pl.DataFrame(pl.from_arrow(found))
        .filter(pl.col("value").is_in(CAST) & inside)
        .with_columns(pl.col("source", "release").cast(pl.Categorical))
    )


def _each_once(cast: pl.DataFrame) -> tuple[pl.DataFrame, int, int]:
    """Each state's vote on each roll call once; none where two are not the same."""
    once = cast.unique(["item", "subject", "value"], keep="first", maintain_order=True)
    both = once.select(pl.struct("item", "subject").is_duplicated()).to_series()
    return once.filter(~both), len(cast) - len(once), int(both.sum())


def _calls(store: Store, votes: pl.DataFrame, source: Source, as_of: date | None) -> pl.DataFrame:
    """Each roll call's session, day, topics, and whether it was on a part of a text."""
    items = store.records.items(kinds=["roll_call"], sources=[source.source], as_of=as_of)
    told = {}
    for row in items.select(["item", "facts", "topics"]).to_pylist():
        facts = json.loads(row["facts"] or "{}")
        part = facts.get("para") == 1 or facts.get("amend") == 1
        important = facts.get("importantvote") == 1
        told[row["item"]] = (row["item"], facts.get("session"), part, important, row["topics"])
    names = pl.DataFrame(list(told.values()), schema=_CALL, orient="row")
    calls = votes.group_by("item").agg(pl.col("period_start").min().alias("day"))
    days = [session_of(day) for day in calls["day"]]
    return calls.with_columns(by_day=pl.Series(days, dtype=pl.Int64)).join(
        names, on="item", how="left"
    ).with_columns(
        session=pl.coalesce("told", "by_day"), part=pl.col("part").fill_null(value=False)
    )  # fmt: skip


def _about(
    votes: pl.DataFrame, issue: Issue, store: Store
) -> tuple[pl.DataFrame, Mapping[int, int]]:
    """The votes on an issue in sessions with enough of them, and the counts of all."""
    kept = about(votes, issue)
    if not len(kept):
        raise NothingFound(
            f"no roll call in the store from session {issue.first} on carries the issue "
            f"{issue.code} ({issue.label})",
            where=str(store.path),
            remedy="Add a table of votes with issues: multipole sources unga_votes.",
        )
    calls = divided_calls(kept)
    held = [session for session, n in calls.items() if n >= LEAST]
    if not held:
        raise NothingFound(
            f"no session has {LEAST} divided roll calls on {issue.label}, at most "
            f"{max(calls.values())}",
            where=str(store.path),
            remedy="Ask for all votes: leave the issue out.",
        )
    return kept.filter(pl.col("session").is_in(held)), calls


def _in_sample(votes: pl.DataFrame) -> pl.Series:
    """Which votes the publishers keep."""
    south_africa, zanzibar = votes["subject"] == "ZAF", votes["subject"] == "ZAN"
    kept = as_published(
        state=south_africa.cast(pl.Int8).to_numpy() - zanzibar.cast(pl.Int8).to_numpy(),
        south_africa=1, zanzibar=-1, session=votes["session"].to_numpy(),
        year=votes["day"].dt.year().to_numpy(), part=votes["part"].to_numpy(),
    )  # fmt: skip
    return pl.Series(kept)


def _links(store: Store, as_of: date | None) -> Iterator[tuple[str, str]]:
    for facts in store.records.items(kinds=["match"], as_of=as_of)["facts"].to_pylist():
        pair = json.loads(facts or "{}")
        yield pair.get("earlier", ""), pair.get("later", "")


def _prepared(votes: pl.DataFrame, links: list[tuple[str, str]]) -> tuple[Rolls, int]:
    """Roll calls are numbered in time, so that the earliest of linked ones gives the label."""
    states = votes["subject"].unique().sort().to_list()
    calls = votes.select("item", "session", "day").unique().sort("session", "day", "item")
    items = calls["item"].to_list()
    who = {state: n for n, state in enumerate(states)}
    what = {item: n for n, item in enumerate(items)}
    pairs = _numbered(links, what)
    rolls = prepare(
        state=votes["subject"].replace_strict(who, return_dtype=pl.Int64).to_numpy(),
        session=votes["session"].to_numpy(),
        item=votes["item"].replace_strict(what, return_dtype=pl.Int64).to_numpy(),
        vote=votes["value"].to_numpy().astype(np.int8),
        links=pairs,
    )
    named = replace(rolls, states=np.asarray(states)[rolls.states],
                    items=np.asarray(items)[rolls.items])  # fmt: skip
    return named, len(pairs)


def _numbered(links: list[tuple[str, str]], what: dict[str, int]) -> list[tuple[int, int]]:
    """Links between roll calls that were voted on; two linked with one that was not are linked."""
    pairs = {(what[a], what[b]) for a, b in links if a in what and b in what}
    by_absent: dict[str, set[int]] = {}
    for one, other in (*links, *((b, a) for a, b in links)):
        if one not in what and other in what:
            by_absent.setdefault(one, set()).add(what[other])
    for linked in by_absent.values():
        pairs |= {(min(linked), place) for place in linked if place != min(linked)}
    return sorted(pairs)


def year_of(session: int) -> int:
    """The year in which a session of the General Assembly opens.

    >>> year_of(69)
    2014
    """
    return BEFORE_FIRST + session

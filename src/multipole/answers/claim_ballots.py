"""Ballots of the General Assembly and the Security Council in some years, ready to be compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import polars as pl

from multipole.answers.series_dyad import Reach, reaches
from multipole.answers.series_votes import seated, session_of
from multipole.answers.system_ties import CAST
from multipole.answers.words import BEFORE_FIRST
from multipole.store import Store

ASSEMBLY: Final = "unga_vote"
COUNCIL: Final = "unsc_vote"
#: A roll call divides when so many of those who voted did not vote as the largest camp did.
MINORITY: Final = 0.1
_KEPT: Final = ("source", "subject", "item", "period_start", "value")


def assembly(
    store: Store, *, since: int | None, until: int | None, as_of: date | None
) -> Iterator[tuple[Reach, pl.DataFrame]]:
    """Each source's ballots in the sessions that begin in the years; see `_ready` for the columns.

    ``session`` is the year in which the session begins; ``important`` as the source flags it.
    """
    bounds = since, None if until is None else until + 1
    calls = _calls(store, as_of)
    for reach, found in _read(store, ASSEMBLY, bounds, as_of):
        days = found.group_by("item").agg(pl.col("period_start").min())
        named = [_named(item, day, calls) for item, day in days.iter_rows()]
        known = pl.DataFrame(named, _CALL, orient="row")
        joined = found.join(known, on="item")
        kept = joined.filter(pl.col("session").is_between(since or 0, until or date.max.year))
        yield reach, _ready(kept)


def council(
    store: Store, a: str, b: str, *, since: int | None, until: int | None, as_of: date | None
) -> Iterator[tuple[Reach, pl.DataFrame]]:
    """Each source's ballots in the Council, all in one session, as two sit there a few years."""
    for reach, found in _read(store, COUNCIL, (since, until), as_of):
        days = found["period_start"].unique().to_list()
        held = [day for day in days if seated(day, a, b)]
        inside = found.filter(pl.col("period_start").is_in(held))
        constant = [
            pl.lit(0, pl.Int64).alias("session"),
            pl.lit(value=None, dtype=pl.Boolean).alias("important"),
        ]
        yield reach, _ready(inside.with_columns(*constant))


_CALL: Final = {"item": pl.String, "session": pl.Int64, "important": pl.Boolean}


def _read(
    store: Store, variable: str, years: tuple[int | None, int | None], as_of: date | None
) -> Iterator[tuple[Reach, pl.DataFrame]]:
    since, until = years
    first = date(since, 1, 1) if since else None
    end = date(until + 1, 1, 1) if until and until < date.max.year else None
    found = store.records.observations(variables=[variable], since=first, until=end, as_of=as_of)
    frame = pl.DataFrame(pl.from_arrow(found.select(list(_KEPT))))
    cast = frame.filter(pl.col("value").is_in(CAST))
    inside = cast.filter(pl.col("period_start").is_between(first or date.min, end or date.max))
    for source, reach in reaches(store, variable, as_of).items():
        yield reach, _each_once(inside.filter(pl.col("source") == source))


def _each_once(cast: pl.DataFrame) -> pl.DataFrame:
    """Each state's vote on each roll call once; none where two are not the same."""
    once = cast.unique(["item", "subject", "value"], keep="first", maintain_order=True)
    both = once.select(pl.struct("item", "subject").is_duplicated()).to_series()
    return once.filter(~both)


def _calls(store: Store, as_of: date | None) -> dict[str, dict[str, Any]]:
    """The facts of each roll call that the store has some of."""
    found = store.records.items(kinds=["roll_call"], as_of=as_of).select(["item", "facts"])
    return {row["item"]: json.loads(row["facts"]) for row in found.to_pylist() if row["facts"]}


def _named(item: str, day: date, calls: dict[str, dict[str, Any]]) -> tuple[str, int, bool | None]:
    facts = calls.get(item, {})
    session = int(facts.get("session") or session_of(day))
    flag = facts.get("importantvote")
    return item, BEFORE_FIRST + session, None if flag is None else flag == 1


def _ready(cast: pl.DataFrame) -> pl.DataFrame:
    """With ``minority``: the share of those who voted that did not vote as the largest camp."""
    camps = cast.group_by("item", "value").agg(n=pl.len())
    sizes = camps.group_by("item").agg(minority=1 - pl.col("n").max() / pl.col("n").sum())
    return cast.join(sizes, on="item").select(
        "session", "item", "subject", "value", "period_start", "minority", "important"
    )

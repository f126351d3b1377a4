"""Ties of all states in a year, in layers: roll calls of the Assembly, or kinds of pledge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from multipole.actors import load_actors
from multipole.store import Store
from multipole.system.stability import agreement_layers

Floats = npt.NDArray[np.float64]

VOTES: Final = ("unga_vote", "unga_adopted_vote")
PLEDGES: Final = (
    "atop_defense", "atop_offense", "atop_neutrality", "atop_nonaggression", "atop_consultation"
)  # fmt: skip
CAST: Final = (1.0, 2.0, 3.0)
#: A state that cast fewer of a year's roll calls is not placed: its agreement rests on too few.
CAST_SHARE: Final = 0.25
#: With fewer roll calls a year has no blocs: one subject would make them.
ROLL_CALLS: Final = 10


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from: the data set and its release."""

    source: str
    release: str


@dataclass(frozen=True, slots=True)
class Ties:
    """Ties of ``states`` in a year: ``layers`` (layers, states, states) from 0 to 1, NaN unknown.

    ``aside``: states that are not placed, for the reason in ``why_aside``. ``last`` is the last day
    that the ties rest on, ``items`` what the layers are, ``variables`` the records behind them,
    ``choices`` (states, roll calls) the votes that the layers are of, None for pledges.
    """

    year: int
    states: tuple[str, ...]
    layers: Floats
    items: tuple[str, ...]
    aside: tuple[str, ...]
    why_aside: str
    first: date
    last: date
    variables: tuple[str, ...]
    source: Source
    choices: Floats | None = None


@dataclass(frozen=True)
class Votes:
    """Votes cast: year, item, subject, value, period_start, period_end; all of one source."""

    frame: pl.DataFrame
    variable: str
    source: Source

    @cached_property
    def roll_calls(self) -> dict[int, tuple[int, date]]:
        """The number of roll calls of each year that has any, and the last day of them."""
        counted = self.frame.group_by("year").agg(
            pl.col("item").n_unique(), pl.col("period_end").max().dt.offset_by("-1d")
        )
        return {year: (calls, last) for year, calls, last in counted.sort("year").iter_rows()}

    def year(self, year: int) -> Ties | None:
        """Agreement in the year's roll calls; None with fewer than `ROLL_CALLS`."""
        cast = self.frame.filter(pl.col("year") == year)
        calls = cast["item"].unique().sort()
        if len(calls) < ROLL_CALLS:
            return None
        counts = cast["subject"].value_counts().sort("subject")
        enough = pl.col("count") >= CAST_SHARE * len(calls)
        states, aside = counts.filter(enough)["subject"], counts.filter(~enough)["subject"]
        kept = cast.filter(pl.col("subject").is_in(states.implode()))
        choices = np.full((len(states), len(calls)), np.nan)
        row = states.search_sorted(kept["subject"]).to_numpy()
        column = calls.search_sorted(kept["item"]).to_numpy()
        choices[row, column] = kept["value"].to_numpy()
        first, last = _days(cast)
        return Ties(
            year, tuple(states.to_list()), agreement_layers(choices), tuple(calls.to_list()),
            tuple(aside.to_list()), f"cast fewer than {CAST_SHARE:.0%} of the roll calls",
            first, last, (self.variable,), self.source, choices,
        )  # fmt: skip


def votes(
    store: Store, *, since: date | None, until: date | None, as_of: date | None
) -> Votes | None:
    """Votes of the General Assembly in [since, until); None when the store has none.

    Of the variables in `VOTES`, and then of their sources, the first or fullest that has any speaks
    for all years: two lists of the same roll calls are not added together.
    """
    for variable in VOTES:
        found = store.records.observations(
            variables=[variable], since=since, until=until, as_of=as_of
        )
        frame = _cast(found, since, until)
        if len(frame):
            frame, source = one_source(frame)
            return Votes(frame, variable, source)
    return None


def _cast(found: pa.Table, since: date | None, until: date | None) -> pl.DataFrame:
    frame = pl.DataFrame(pl.from_arrow(found.drop(["sha256", "object", "column", "row"])))
    start = pl.col("period_start")
    bounds = start.is_between(since or date.min, until or date.max, closed="left")
    kept = frame.filter(pl.col("value").is_in(CAST) & bounds)
    return kept.with_columns(start.dt.year().alias("year")).unique(
        ["source", "item", "subject"], keep="first", maintain_order=True
    )


def one_source(frame: pl.DataFrame) -> tuple[pl.DataFrame, Source]:
    """The rows of the source that has the most, and what to cite of it."""
    counts = frame["source"].value_counts().sort(["count", "source"], descending=[True, False])
    kept = frame.filter(pl.col("source") == counts["source"][0])
    releases = " ".join(kept["release"].unique().sort().to_list())
    return kept, Source(str(counts["source"][0]), releases)


def _days(frame: pl.DataFrame) -> tuple[date, date]:
    """The first and the last day of what the rows are about."""
    first, last = frame.select(
        pl.col("period_start").min(), pl.col("period_end").max().dt.offset_by("-1d")
    ).row(0)
    return first, last


def pledges(store: Store, year: int, *, as_of: date | None) -> Ties | None:
    """Pledges of ATOP in a year, a layer a kind; None when the store has none for that year.

    A tie is 1 where both pledged, 0.5 where one did. The list is complete for the years that it
    covers, so two members of the state system without a row have none; states without any pledge
    are not placed.
    """
    since, until = date(year, 1, 1), date(year + 1, 1, 1)
    found = store.records.observations(
        variables=list(PLEDGES), since=since, until=until, as_of=as_of
    )
    frame = pl.DataFrame(pl.from_arrow(found))
    if not len(frame):
        return None
    frame, source = one_source(frame)
    members = sorted(_members(since, until) | {*frame["subject"], *frame["object"]})
    layers = np.stack([_pledged(frame, kind, members) for kind in PLEDGES])
    bound = np.asarray((np.nan_to_num(layers, nan=0.0) > 0).any(axis=(0, 2)))
    states = tuple(s for s, has in zip(members, bound, strict=True) if has)
    aside = tuple(s for s, has in zip(members, bound, strict=True) if not has)
    kept = layers[np.ix_(np.arange(len(PLEDGES)), bound, bound)]
    return Ties(
        year, states, kept, PLEDGES, aside, "no pledge with anybody", *_days(frame), PLEDGES, source
    )


def _members(since: date, until: date) -> set[str]:
    return {actor for actor, start, end in load_actors().spells("cow")
            if (start or date.min) < until and (end or date.max) > since}  # fmt: skip


def _pledged(frame: pl.DataFrame, kind: str, members: list[str]) -> Floats:
    one = np.zeros((len(members), len(members)))
    place = {state: n for n, state in enumerate(members)}
    for row in _rows(frame, kind):
        value = np.nan if row["value"] is None else float(row["value"])
        one[place[row["subject"]], place[row["object"]]] = value
    return np.asarray((one + one.T) / 2)


def _rows(frame: pl.DataFrame, kind: str) -> Iterator[dict[str, Any]]:
    told = (pl.col("variable") == kind) & ((pl.col("value") != 0) | pl.col("value").is_null())
    return frame.filter(told).iter_rows(named=True)

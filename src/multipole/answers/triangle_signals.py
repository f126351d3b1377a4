"""Closeness of pairs and pressure of one actor on two others, as evenly spaced series.

Here closeness is *observed*: what the acts, or the votes, of a period itself say. Smoothed values
of a model would not do: they know the future, so that closeness would seem to move before pressure
does and the test's control for closeness now would already hold what comes after. Filtered values
know no future, but are inert: they spread a step over the periods that follow it. Observed shares
are noisy, which widens intervals and is no bias in time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from multipole.answers import system_ties
from multipole.answers.series_events import ICEWS
from multipole.answers.words import BEFORE_FIRST
from multipole.core.plover import QUAD_OF
from multipole.sources.votes.un import session_period
from multipole.store import Store
from multipole.system.pressure import joint_pressure

Floats = npt.NDArray[np.float64]
#: A period with fewer acts between two (votes that both cast), or sent by the presser, is unknown.
LEAST_ACTS: Final = 5
LEAST_SENT: Final = 20
LEAST_VOTES: Final = 10
#: States looked at for other pairs, and pairs taken.
STATES: Final = 10
PAIRS: Final = 8
_CONFLICT: Final = sorted(a for a, quad in QUAD_OF.items() if quad.endswith("conflict"))


class Signals(Protocol):
    """Series over the same ``periods`` (labels), from one ``source`` with data until ``until``."""

    kind: str
    step: str
    source: str
    until: date
    periods: tuple[str, ...]
    closeness_words: str
    pressure_words: str

    def closeness(self, a: str, b: str) -> Floats:
        """How close two are in each period; NaN unknown."""

    def pressure(self, presser: str, a: str, b: str) -> Floats:
        """The pressure of one actor on two others, their mean; NaN unknown."""

    def others(self, presser: str, a: str, b: str) -> list[tuple[str, str]]:
        """Pairs for comparison, at which the presser does not aim, by a stated rule."""


@dataclass
class Acts:
    """Acts by period, from ``load``, which gives those with one actor at an end.

    Frames have period (from 0), sender, receiver, conflict (whether) and n.
    """

    kind: str
    step: str
    source: str
    until: date
    periods: tuple[str, ...]
    load: Callable[[str], pl.DataFrame]
    three: tuple[str, ...]
    closeness_words: str = "acts of cooperation less conflict, as a share of both"
    pressure_words: str = "percent of the presser's acts that are conflict towards one of the two"
    _held: dict[str, pl.DataFrame] = field(default_factory=dict)

    def _of(self, actor: str) -> pl.DataFrame:
        if actor not in self._held:
            self._held[actor] = self.load(actor)
        return self._held[actor]

    def closeness(self, a: str, b: str) -> Floats:
        """(C - K) / (C + K) of acts in both directions; NaN with few."""
        acts = self._of(a).filter((pl.col("sender") == b) | (pl.col("receiver") == b))
        conflict, whole = self._sum(acts.filter("conflict")), self._sum(acts)
        return _share(whole - 2 * conflict, whole, LEAST_ACTS)

    def pressure(self, presser: str, a: str, b: str) -> Floats:
        """Conflict towards each in percent of all acts sent, which allows for reporting volume."""
        sent = self._of(presser).filter(pl.col("sender") == presser)
        whole = self._sum(sent)
        on = [
            _share(100 * self._sum(sent.filter((pl.col("receiver") == one) & pl.col("conflict"))),
                   whole, LEAST_SENT)
            for one in (a, b)
        ]  # fmt: skip
        return joint_pressure(*on)

    def _sum(self, acts: pl.DataFrame) -> Floats:
        found = np.zeros(len(self.periods))
        held = acts.group_by("period").agg(pl.col("n").sum())
        found[held["period"].to_numpy()] = held["n"].to_numpy()
        return found

    def others(self, presser: str, a: str, b: str) -> list[tuple[str, str]]:
        """Pairs of the states that have most acts with the three, by known periods, then acts.

        Only pairs at which the presser aims less than half as much as at ``a`` and ``b``.
        """
        states = self._partners()
        aimed = _mean(self.pressure(presser, a, b))
        found = [
            (-int(np.isfinite(self.closeness(p, q)).sum()), p, q)
            for i, p in enumerate(states)
            for q in states[i + 1 :]
            if not _mean(self.pressure(presser, p, q)) >= aimed / 2
        ]
        return [(p, q) for known, p, q in sorted(found)[:PAIRS] if known]

    def _partners(self) -> list[str]:
        frames = pl.concat([self._of(one) for one in self.three])
        ends = pl.concat([frames.select(pl.col(end).alias("actor"), "n")
                          for end in ("sender", "receiver")])  # fmt: skip
        counts = ends.filter(~pl.col("actor").is_in(self.three) & (pl.col("actor") != ""))
        ranked = counts.group_by("actor").agg(pl.col("n").sum())
        return sorted(ranked.sort(["n", "actor"], descending=[True, False])["actor"][:STATES])


@dataclass
class Ballots:
    """Votes by session: ``choices`` (roll calls, states), ``session`` of each roll call from 0."""

    kind: str
    step: str
    source: str
    until: date
    periods: tuple[str, ...]
    states: tuple[str, ...]
    choices: Floats
    session: npt.NDArray[np.int64]
    three: tuple[str, ...]
    closeness_words: str = "share of equal votes"
    pressure_words: str = "percent of votes unlike the presser's, mean of the two"

    def closeness(self, a: str, b: str) -> Floats:
        """The share of equal votes by session."""
        left, right = (self.choices[:, self.states.index(one)] for one in (a, b))
        both = np.isfinite(left) & np.isfinite(right)
        size = len(self.periods)
        cast = np.bincount(self.session[both], minlength=size).astype(np.float64)
        equal = np.bincount(self.session[both & (left == right)], minlength=size)
        return _share(equal.astype(np.float64), cast, LEAST_VOTES)

    def pressure(self, presser: str, a: str, b: str) -> Floats:
        """How much the presser votes against the two, on average."""
        return joint_pressure(*(100 * (1 - self.closeness(presser, one)) for one in (a, b)))

    def others(self, presser: str, a: str, b: str) -> list[tuple[str, str]]:
        """The states with most votes in pairs: first and second, third and fourth, and so on."""
        cast = np.isfinite(self.choices).sum(axis=0)
        ranked = sorted(
            (s for s in self.states if s not in self.three),
            key=lambda s: (-cast[self.states.index(s)], s),
        )
        return list(zip(ranked[: 2 * PAIRS : 2], ranked[1 : 2 * PAIRS : 2], strict=False))


def _share(part: Floats, whole: Floats, least: int) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(whole >= least, part / whole, np.nan))


def _mean(series: Floats) -> float:
    return float(np.nanmean(series)) if np.isfinite(series).any() else float("nan")


def signals(
    store: Store, three: tuple[str, ...], *, since: int, as_of: date | None
) -> Iterator[Signals]:
    """Coded acts by month, counted acts by year, votes by session: those the store has."""
    yield from _coded(store, three, since, as_of)
    yield from _counted(store, three, since, as_of)
    yield from _ballots(store, three, since, as_of)


def _coded(store: Store, three: tuple[str, ...], since: int, as_of: date | None) -> Iterator[Acts]:
    """Coded events by month, of the source that has `LEAST_ACTS` of a pair in most months."""
    first = date(since, 1, 1)

    @cache
    def read(actor: str) -> pl.DataFrame:
        found = store.records.acts(actors=[actor], modality="happened", since=first, as_of=as_of)
        return _acts(found, first)

    among = pl.concat([read(one).filter(_between(three)) for one in three])
    if not len(among):
        return
    source = _fullest(among)
    kept = among.filter(pl.col("source") == source)
    low, high = _span(kept)
    labels = tuple(f"{since + m // 12}-{m % 12 + 1:02}" for m in range(low, high + 1))

    def load(actor: str) -> pl.DataFrame:
        held = read(actor).filter(
            (pl.col("source") == source) & pl.col("period").is_between(low, high)
        )
        return held.with_columns(pl.col("period") - low)

    yield Acts("events", "month", source, _last(kept), labels, load, three)


def _between(three: tuple[str, ...]) -> pl.Expr:
    return pl.col("sender").is_in(three) & pl.col("receiver").is_in(three)


def _fullest(among: pl.DataFrame) -> str:
    pair = pl.concat_str(pl.min_horizontal("sender", "receiver"),
                         pl.max_horizontal("sender", "receiver"))  # fmt: skip
    counts = among.group_by("source", "period", pair.alias("pair")).agg(pl.len().alias("acts"))
    enough = pl.col("acts") >= 2 * LEAST_ACTS  # each act is there from both its ends
    ranked = counts.group_by("source").agg(enough.sum().alias("known"), pl.col("acts").sum())
    return str(
        ranked.sort(["known", "acts", "source"], descending=[True, True, False])["source"][0]
    )


def _span(frame: pl.DataFrame) -> tuple[int, int]:
    low, high = frame.select(pl.col("period").min(), pl.col("period").max().alias("high")).row(0)
    return int(low), int(high)


def _last(frame: pl.DataFrame) -> date:
    found = frame["day"].max()
    assert isinstance(found, date)
    return found


def _acts(found: object, first: date) -> pl.DataFrame:
    frame = pl.DataFrame(pl.from_arrow(found)).filter(
        pl.col("period_start").is_not_null() & (pl.col("period_start") >= first)
        & (pl.col("sender") != pl.col("receiver")) & pl.col("action").is_in(list(QUAD_OF))
    )  # fmt: skip
    start = pl.col("period_start")
    return frame.select(
        "source", "sender", "receiver", start.alias("day"),
        ((start.dt.year() - first.year) * 12 + start.dt.month() - 1).cast(pl.Int64).alias("period"),
        pl.col("action").is_in(_CONFLICT).alias("conflict"), pl.lit(1.0).alias("n"),
    )  # fmt: skip


def _counted(
    store: Store, three: tuple[str, ...], since: int, as_of: date | None
) -> Iterator[Acts]:
    """Yearly counts by quad class."""
    first = date(since, 1, 1)

    @cache
    def read(actor: str) -> pl.DataFrame:
        found = store.records.observations(
            variables=list(ICEWS), actors=[actor], since=first, as_of=as_of
        )
        return _counts(found, since)

    held = pl.concat([read(one) for one in three])
    if not len(held):
        return
    low, high = _span(held)
    labels = tuple(str(since + year) for year in range(low, high + 1))

    def load(actor: str) -> pl.DataFrame:
        return read(actor).with_columns(pl.col("period") - low)

    yield Acts("events", "year", str(held["source"][0]), _last(held), labels, load, three)


def _counts(found: object, since: int) -> pl.DataFrame:
    frame = pl.DataFrame(pl.from_arrow(found)).filter(
        pl.col("value").is_not_null() & (pl.col("period_start").dt.year() >= since)
    )
    year = pl.col("period_start").dt.year()
    conflict = [name for name, whether in ICEWS.items() if whether]
    return frame.select(
        "source", pl.col("subject").alias("sender"), pl.col("object").alias("receiver"),
        pl.col("period_end").dt.offset_by("-1d").alias("day"),
        (year - since).cast(pl.Int64).alias("period"),
        pl.col("variable").is_in(conflict).alias("conflict"), pl.col("value").alias("n"),
    )  # fmt: skip


def _ballots(
    store: Store, three: tuple[str, ...], since: int, as_of: date | None
) -> Iterator[Ballots]:
    """Votes of the General Assembly, of the three and of the states that vote most."""
    begin = session_period(since - BEFORE_FIRST).start
    found = system_ties.votes(store, since=begin, until=None, as_of=as_of)
    if found is None or not set(three) <= set(found.frame["subject"].unique()):
        return
    cast, most = found.frame, 2 * PAIRS
    counts = cast.filter(~pl.col("subject").is_in(three))["subject"].value_counts()
    ranked = counts.sort(["count", "subject"], descending=[True, False])["subject"][:most]
    states = (*sorted(three), *sorted(ranked.to_list()))
    kept = cast.filter(pl.col("subject").is_in(states))
    last = _last(kept.select(pl.col("period_start").alias("day")))
    starts = np.array(
        [session_period(year - BEFORE_FIRST).start for year in range(since, last.year + 1)],
        dtype="datetime64[D]",
    )
    items = kept.select("item", "period_start").unique("item", keep="first", maintain_order=True)
    session = np.searchsorted(starts, items["period_start"].to_numpy(), side="right") - 1
    choices = np.full((len(items), len(states)), np.nan)
    row = {item: n for n, item in enumerate(items["item"].to_list())}
    column = {state: n for n, state in enumerate(states)}
    rows = kept["item"].replace_strict(row).to_numpy()
    columns = kept["subject"].replace_strict(column).to_numpy()
    choices[rows, columns] = kept["value"].to_numpy()
    labels = tuple(str(since + n) for n in range(int(session.max()) + 1))
    yield Ballots(
        "votes", "session", found.source.source, last, labels, states, choices,
        session.astype(np.int64), tuple(three),
    )  # fmt: skip

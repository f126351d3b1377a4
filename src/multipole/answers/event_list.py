"""Events page by page, newest first, without loading the others: reports and data sets together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from multipole.answers.answer import Answer
from multipole.answers.asked import (
    When,
    actors_of,
    domain_of,
    end_of,
    modality_of,
    start_of,
    types_of,
)
from multipole.answers.coded import REPORTS, act_row, acts_found, sources_of
from multipole.answers.events import SCHEMA as EVENT
from multipole.answers.events import SHOWN, between, completed
from multipole.answers.evidence import none
from multipole.answers.words import count
from multipole.core.errors import WrongUse
from multipole.core.periods import ONE_DAY
from multipole.store import Store, listing

SCHEMA: Final = EVENT.append(pa.field("place", pa.string()))
TALLY: Final = listing.TALLY
#: Rows of a page.
SIZE: Final = 100
UNDATED: Final = "undated"
_Row = dict[str, Any]


def event_list(
    store: Store,
    actors: Iterable[str] = (),
    *,
    since: When | None = None,
    until: When | None = None,
    types: str | Iterable[str] | None = None,
    domain: str | None = None,
    modality: str | None = None,
    sources: str | Iterable[str] | None = None,
    start: str = "",
    newer: bool = False,
    size: int = SIZE,
    bare: bool = False,
) -> Answer:
    """``size`` events from ``start`` on, newest first, undated ones last; asked for as `events`.

    ``place`` of each row is its ``start``: the day on which the event begins and, after a dot, its
    number among those of that day, from 0 (``2018-03-30.57``; ``undated.3``). It stays the same
    when events of other days are added. ``newer``: the ``size`` events before that place instead.
    ``bare``: without what their sentences say.

    Raises `UnknownCode`, `BadPeriod` or `WrongUse` for what cannot be read.
    """
    asked = _asked(store, actors, since, until, types, domain, modality, sources)
    place = _place(start)
    found = asked.before(place, size) if newer else asked.after(place, size)
    rows = [_full(row, asked.ids) for row in found]
    kept, told = (rows, none()) if bare else completed(store, rows)
    table = pa.Table.from_pylist(kept, schema=SCHEMA)
    return Answer(f"{count(len(kept), 'event')} of a list", table, told, (), (*SHOWN, "origin"))


def event_tally(
    store: Store,
    actors: Iterable[str] = (),
    *,
    since: When | None = None,
    until: When | None = None,
    types: str | Iterable[str] | None = None,
    domain: str | None = None,
    modality: str | None = None,
    sources: str | Iterable[str] | None = None,
) -> Answer:
    """How many events there are, by source, year (None: undated) and type; asked for as `events`.

    Columns ``source``, ``year``, ``action``, ``n``.
    """
    asked = _asked(store, actors, since, until, types, domain, modality, sources)
    starts = asked.told.column("period_start").to_pylist()
    actions = asked.told.column("action").to_pylist()
    found = Counter(
        (REPORTS, day.year if day else None, action)
        for day, action in zip(starts, actions, strict=True)
    )
    rows = [{"source": s, "year": y, "action": a, "n": n} for (s, y, a), n in found.items()]
    for pair in asked.pairs:
        tally = listing.act_tally(store, actors=pair or None, **asked.of_acts)
        rows += tally.to_pylist()
    table = pa.Table.from_pylist(sorted(rows, key=_tally_order), schema=TALLY)
    total = sum(row["n"] for row in rows)
    return Answer(count(total, "event"), table, none(), (), TALLY.names)


def _full(row: _Row, ids: tuple[str, ...]) -> _Row:
    """A row of the answer: acts of data sets come as the store has them."""
    if "code" not in row:
        return row
    return act_row(row, ids) | {"place": row["place"]}


def _tally_order(row: _Row) -> tuple[str, int, str]:
    return row["source"], row["year"] or 0, row["action"]


@dataclass(frozen=True)
class _Place:
    """A place in the list: a day (None: the undated) and a number in it."""

    day: date | None
    number: int = 0


def _place(text: str) -> _Place | None:
    """A place as it is written; None for nothing, which is the beginning."""
    if not text:
        return None
    day, _, number = text.strip().partition(".")
    try:
        on = None if day == UNDATED else date.fromisoformat(day)
        return _Place(on, max(0, int(number or 0)))
    except ValueError:
        raise WrongUse(
            f"{text!r} is no place in a list of events",
            remedy="Give a day such as 2018-03-30, or follow the links of the list.",
        ) from None


@dataclass(frozen=True)
class _Asked:
    """What is asked for: actors, bounds of time, what narrows it, and the sources."""

    store: Store
    ids: tuple[str, ...]
    narrow: dict[str, Any]
    since: date | None
    until: date | None
    sources: tuple[str, ...] | None

    @cached_property
    def told(self) -> pa.Table:
        """All events of reports, oldest first, undated ones last."""
        if self.sources is not None and REPORTS not in self.sources:
            return EVENT.empty_table()
        if len(self.ids) < 2:
            return self.store.events(
                actors=self.ids or None, since=self.since, until=self.until, **self.narrow
            )
        bounds = {"since": self.since, "until": self.until}
        rows = between(self.store, self.ids, **self.narrow, **bounds)
        return pa.Table.from_pylist(rows, schema=EVENT)

    @property
    def pairs(self) -> list[tuple[str, ...]]:
        """The actors that acts of data sets are asked for by, none where no data set is."""
        if self.sources == (REPORTS,):
            return []
        return list(combinations(self.ids, 2)) if len(self.ids) > 1 else [self.ids]

    @property
    def of_acts(self) -> dict[str, Any]:
        """What narrows acts of data sets."""
        data = None if self.sources is None else [s for s in self.sources if s != REPORTS]
        return {**self.narrow, "since": self.since, "until": self.until, "sources": data}

    @cached_property
    def undated(self) -> list[_Row]:
        """Events without a day, in order."""
        rows = self.told.filter(pc.is_null(self.told["period_start"])).to_pylist()
        return [row | {"place": f"{UNDATED}.{n}"} for n, row in enumerate(rows)]

    def after(self, place: _Place | None, size: int) -> list[_Row]:
        """``size`` rows from the place on."""
        if place and place.day is None:
            return self.undated[place.number : place.number + size]
        skip = place.number if place else 0
        rows = self._near(place.day if place else None, skip + size, newer=False)
        first = [row for row in rows if place and row["period_start"] == place.day]
        kept = rows[min(skip, len(first)) :][:size]
        return kept + self.undated[: size - len(kept)]

    def before(self, place: _Place | None, size: int) -> list[_Row]:
        """``size`` rows before the place, none before the beginning."""
        if place is None:
            return []
        if place.day is None:
            kept = self.undated[max(0, place.number - size) : place.number]
        elif place.number:
            kept = self._dated(place.day, place.day, newer=False)[: place.number][-size:]
        else:
            kept = []
        missing = size - len(kept)
        if not missing or place.day == date.max:
            return kept
        after = place.day + ONE_DAY if place.day else None
        return self._near(after, missing, newer=True)[-missing:] + kept

    def _near(self, start: date | None, number: int, *, newer: bool) -> list[_Row]:
        """All rows of the days from ``start`` on that hold ``number`` rows, newest first."""
        reached = number
        while True:
            edges = [self._told_reach(reached, start, newer), *self._acts_reach(reached, start,
                                                                               newer)]  # fmt: skip
            full = [day for day, found in edges if day and found >= reached]
            days = full or [day for day, _ in edges if day]
            if not days:
                return []
            edge = min(days) if newer == bool(full) else max(days)
            rows = self._dated(edge, start, newer=newer)
            if len(rows) >= number or not full:
                return rows
            reached *= 2

    def _told_reach(self, number: int, start: date | None, newer: bool) -> tuple[date | None, int]:
        days = self.told["period_start"].drop_null()
        if start:
            days = days.filter(pc.greater_equal(days, start) if newer else
                               pc.less_equal(days, start))  # fmt: skip
        found = days.slice(0, number) if newer else days.slice(max(0, len(days) - number))
        if not len(found):
            return None, 0
        return found[-1 if newer else 0].as_py(), len(found)

    def _acts_reach(
        self, number: int, start: date | None, newer: bool
    ) -> list[tuple[date | None, int]]:
        return [
            listing.reach(
                self.store, number, start=start, newer=newer, actors=pair or None, **self.of_acts
            )
            for pair in self.pairs
        ]

    def _dated(self, edge: date, start: date | None, *, newer: bool) -> list[_Row]:
        """All rows that begin from ``edge`` to ``start``, newest first, each with its place."""
        low, high = (start or date.min, edge) if newer else (edge, start or date.max)
        days = self.told["period_start"]
        told = self.told.filter(
            pc.and_(pc.greater_equal(days, low), pc.less_equal(days, high))
        ).to_pylist()
        after = high if high == date.max else high + ONE_DAY
        acts = acts_found(
            self.store, self.ids, **self.narrow,
            sources=() if not self.pairs else self.sources,
            since=max(low, self.since or date.min), until=min(after, self.until or date.max),
        )  # fmt: skip
        acts = [act for act in acts if low <= act["period_start"] <= high]
        rows = [*(row | {"source": REPORTS} for row in told), *acts]
        rows.sort(key=_order)
        return _placed(rows)


def _order(row: _Row) -> tuple[int, bool, str, str, str, str]:
    """Newest first, reports before data sets; within a day by who acts on whom."""
    told = row["source"] == REPORTS
    last = row["id"] if told else f"{row['code']} {row['modality']} {row['row']}"
    return (-row["period_start"].toordinal(), not told, row["source"], str(row["sender"]),
            str(row["receiver"]), last)  # fmt: skip


def _placed(rows: list[_Row]) -> list[_Row]:
    seen: Counter[date] = Counter()
    found = []
    for row in rows:
        day = row["period_start"]
        row["place"] = f"{day}.{seen[day]}" if seen[day] else str(day)
        found.append(row)
        seen[day] += 1
    return found


def _asked(
    store: Store,
    actors: Iterable[str],
    since: When | None,
    until: When | None,
    types: str | Iterable[str] | None,
    domain: str | None,
    modality: str | None,
    sources: str | Iterable[str] | None,
) -> _Asked:
    narrow = {
        "actions": types_of(types),
        "domain": domain_of(domain),
        "modality": modality_of(modality),
    }
    ids = actors_of(actors, own=store.actor_list())
    return _Asked(store, ids, narrow, start_of(since), end_of(until), sources_of(sources))

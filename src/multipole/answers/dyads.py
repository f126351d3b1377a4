"""The dyads of which acts are told: how much is known of each, its level, trend and last act."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import actor_of, day_of, name_of
from multipole.answers.measures.reports import REPORTS
from multipole.answers.words import count
from multipole.core.errors import NothingFound
from multipole.core.periods import Period
from multipole.core.plover import ACTION_WORDS, QUAD_OF
from multipole.core.types import Estimate
from multipole.relations.closeness import closeness
from multipole.relations.dyads import JOINT_QUAD
from multipole.relations.trend import BEYOND, change, words_of
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("sender", "receiver", "sender_name", "receiver_name")),
        ("acts", pa.int64()),
        ("reported", pa.int64()),
        *((n, pa.float64()) for n in ("value", "low", "high")),
        ("n", pa.int64()),
        *((n, pa.float64()) for n in ("change", "change_low", "change_high")),
        ("trend", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("source", pa.string()),
        ("event", pa.string()),
        ("event_on", pa.date32()),
        ("event_words", pa.string()),
    ]
)
SHOWN: Final = ("pair", "acts", "estimated", "trend", "when", "source", "event_words")
#: Dyads that are listed unless more are asked for.
MOST: Final = 200
#: Acts in twelve months from which on a source says enough to be taken before one of older data.
LEAST: Final = 10
_Pair = tuple[str, str]
_Counts = tuple[float, float]


@dataclass(slots=True)
class _Told:
    """What one source tells of a pair: cooperation and conflict by month."""

    months: dict[date, _Counts] = field(default_factory=lambda: defaultdict(lambda: (0.0, 0.0)))
    acts: dict[date, int] = field(default_factory=Counter)

    def add(self, month: date, quad: str, weight: float, acts: int = 1) -> None:
        good, bad = self.months[month]
        conflict = quad.endswith("conflict")
        self.months[month] = (good + weight * (not conflict), bad + weight * conflict)
        self.acts[month] += acts

    @property
    def window(self) -> Period:
        """The last twelve months in which it tells of the two."""
        last = max(self.months)
        end = Period.month(last.year, last.month).end
        return Period(end.replace(year=end.year - 1), end)

    @property
    def spoken(self) -> bool:
        """Whether it tells enough in those months for a level."""
        return self.within(self.window)[1] >= LEAST

    def within(self, period: Period) -> tuple[_Counts, int]:
        held = [month for month in self.months if period.contains(month)]
        counted = [self.months[month] for month in held]
        both = sum(good for good, _ in counted), sum(bad for _, bad in counted)
        return both, sum(self.acts[month] for month in held)


_Found = dict[_Pair, dict[str, _Told]]


def dyads(
    store: Store, actor: str = "", *, as_of: str | date | None = None, limit: int | None = MOST
) -> Answer:
    """Dyads by how many acts are told of them, those of ``actor`` alone when one is named.

    ``acts`` counts what happened between the two, in reports (``reported``) and in data sets.
    ``value`` is closeness (-1 only conflict, 1 only cooperation) over the last twelve months in
    which ``source`` tells of the two (of those that tell of ten acts or more the one that reaches
    furthest), ``change`` that against the twelve months
    before, ``trend`` its word: closer, apart, no change that can be shown, or unknown. ``event`` is
    the last event of reports. At most ``limit`` rows. Pairs of which only records such as votes or
    trade speak are not listed.

    Raises `UnknownCode` for an actor that is not known and `NothingFound` when no act is told.
    """
    known = day_of(as_of)
    own = actor_of(actor, own=store.actor_list()) if actor else ""
    events = store.events(modality="happened", as_of=known).to_pylist()
    totals = _coded_totals(store, known)
    reported = Counter(pair for row in events for pair, _ in _pairs(row))
    every = Counter(totals)
    every.update(reported)
    ranked = sorted((p for p in every if own in ("", *p)), key=lambda p: (-every[p], p))
    if not ranked:
        raise NothingFound(
            f"no act between two actors{f' of whom one is {own}' if own else ''} is told",
            where=str(store.path), remedy="Add reports: multipole read FOLDER.",
        )  # fmt: skip
    kept = ranked[:limit]
    found = _told(store, set(kept), events, known)
    last = _last_events(events)
    rows = [_row(pair, found[pair], reported[pair], every[pair], last.get(pair)) for pair in kept]
    notes = (
        f"Level and trend: the last twelve months in which the source tells of the two, and the "
        f"twelve before; closer and apart are {BEYOND}, which a tone that wanders by itself often "
        f"is. Intervals hold 90% of the doubt of counting.",
        *((f"These are the {len(kept)} of which most is told, of {len(ranked)}.",)
          if len(kept) < len(ranked) else ()),
    )  # fmt: skip
    title = f"{count(len(ranked), 'dyad')}{f' of {name_of(own)}' if own else ''} with acts told"
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    return Answer(title, table, evidence.none(), notes, SHOWN)


def _pairs(row: Mapping[str, Any]) -> Iterator[tuple[_Pair, str]]:
    """The pairs that an event concerns, each with what it is between the two."""
    if row["action"] not in QUAD_OF:
        return
    senders, receivers = row["sender"] or (), row["receiver"] or ()
    across = {_in_order(s, r) for s in senders for r in receivers if s != r}
    for pair in sorted(across):
        yield pair, QUAD_OF[row["action"]]
    for pair in sorted({(s, t) for s in senders for t in senders if s < t} - across):
        yield pair, JOINT_QUAD[row["action"]]


def _in_order(a: str, b: str) -> _Pair:
    return (a, b) if a < b else (b, a)


def _coded_totals(store: Store, known: date | None) -> dict[_Pair, int]:
    """How many acts data sets tell of each pair."""
    months = store.records.pair_months(as_of=known)
    summed = months.group_by(["a", "b"]).aggregate([("n", "sum")]).to_pylist()
    return {_in_order(row["a"], row["b"]): row["n_sum"] for row in summed}


def _told(
    store: Store, pairs: set[_Pair], events: list[dict[str, Any]], known: date | None
) -> _Found:
    found: _Found = {pair: {} for pair in pairs}
    for row in events:
        start = row["period_start"]
        for pair, quad in _pairs(row) if start else ():
            if pair in found:
                told = found[pair].setdefault(REPORTS, _Told())
                told.add(start.replace(day=1), quad, row["probability"])
    for row in _coded(store, pairs, known):
        if row["action"] in QUAD_OF:
            told = found[_in_order(row["a"], row["b"])].setdefault(row["source"], _Told())
            told.add(row["period_start"], QUAD_OF[row["action"]], float(row["n"]), row["n"])
    return found


def _coded(store: Store, pairs: set[_Pair], known: date | None) -> list[dict[str, Any]]:
    """The months of these pairs alone: of thousands of others no row is looked at."""
    months = store.records.pair_months(as_of=known)
    named = pc.binary_join_element_wise(
        pc.min_element_wise(months["a"], months["b"]),
        pc.max_element_wise(months["a"], months["b"]), " ",
    )  # fmt: skip
    wanted = pa.array([" ".join(pair) for pair in sorted(pairs)], pa.string())
    rows: list[dict[str, Any]] = months.filter(pc.is_in(named, wanted)).to_pylist()
    return rows


def _last_events(events: list[dict[str, Any]]) -> dict[_Pair, dict[str, Any]]:
    found: dict[_Pair, dict[str, Any]] = {}
    for row in (row for row in events if row["period_start"]):
        for pair, _ in _pairs(row):
            held = found.get(pair)
            if held is None or row["period_start"] >= held["period_start"]:
                found[pair] = row
    return found


def _row(
    pair: _Pair, by_source: Mapping[str, _Told], reported: int, acts: int,
    last: Mapping[str, Any] | None,
) -> dict[str, Any]:  # fmt: skip
    a, b = pair
    row: dict[str, Any] = {
        "sender": a, "receiver": b, "sender_name": name_of(a), "receiver_name": name_of(b),
        "acts": acts, "reported": reported, "trend": "unknown",
        "event": last and last["id"], "event_on": last and last["period_start"],
        "event_words": last and ACTION_WORDS[last["action"]],
    }  # fmt: skip
    dated = {source: told for source, told in by_source.items() if told.months}
    if not dated:
        return row
    source = max(dated, key=lambda name: (dated[name].spoken, max(dated[name].months), name))
    return row | {"source": source} | _stand(dated[source])


def _stand(told: _Told) -> dict[str, Any]:
    """Level and trend of the last twelve months with acts of one source."""
    now = told.window
    before = Period(now.start.replace(year=now.start.year - 1), now.start)
    ((good, bad), n), (then, _) = told.within(now), told.within(before)
    mean, low, high = (float(x) for x in closeness(cooperation=good, conflict=bad))
    moved = change(before=then, after=(good, bad))
    return {
        "value": mean, "low": low, "high": high, "n": n,
        "period_start": now.start, "period_end": now.end, "trend": words_of(moved),
        **_change(moved),
    }  # fmt: skip


def _change(moved: Estimate) -> dict[str, float | None]:
    if moved.mean != moved.mean:
        return {"change": None, "change_low": None, "change_high": None}
    return {"change": moved.mean, "change_low": moved.low, "change_high": moved.high}

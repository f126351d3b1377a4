"""How many acts of each two actors every source tells, month by month: the norm of each pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from multipole.answers.coded import REPORTS
from multipole.core.periods import ONE_DAY, Period
from multipole.core.plover import ACTIONS, QUAD_OF, is_cooperation
from multipole.relations.dyads import dyad_rows
from multipole.store import Store

Ints = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
#: An event of a longer period than this many days is of no one month.
MONTH_DAYS: Final = 31
SIDES: Final = ("cooperation", "conflict")
_SIDE: Final = np.array([0 if is_cooperation(action) else 1 for action in ACTIONS])
_PLACE: Final[Mapping[str, int]] = {action: n for n, action in enumerate(ACTIONS)}


@dataclass(frozen=True, slots=True)
class PairMonths:
    """What one source tells of all pairs: parallel arrays, one entry a pair, month and type.

    ``pairs`` are ids, each pair sorted; ``month`` counts from ``first`` (months since 1970);
    ``side`` is the place in `SIDES`, ``action`` that in `ACTIONS`. ``covered`` is the part of each
    month, 0 to 1, of which the source tells anything. ``until`` is its last day.
    """

    source: str
    pairs: tuple[tuple[str, str], ...]
    first: int
    pair: Ints
    month: Ints
    action: Ints
    side: Ints
    n: Ints
    covered: Reals
    until: date

    def counts(self, months: range) -> Reals:
        """Acts by pair, month and side, shape (pairs, months, 2)."""
        found = np.zeros((len(self.pairs), len(months), 2))
        held = (self.month >= months.start) & (self.month < months.stop)
        at = self.month[held] - months.start
        np.add.at(found, (self.pair[held], at, self.side[held]), self.n[held])
        return found

    def types(self, pair: int, months: range) -> Reals:
        """Acts of one pair by month, side and type, shape (months, 2, types)."""
        found = np.zeros((len(months), 2, len(ACTIONS)))
        held = (self.pair == pair) & (self.month >= months.start) & (self.month < months.stop)
        at = self.month[held] - months.start
        np.add.at(found, (at, self.side[held], self.action[held]), self.n[held])
        return found

    def period(self, month: int) -> Period:
        """The month of a number."""
        return month_of(self.first + month)


def month_of(number: int) -> Period:
    """The month that comes so many after January 1970.

    >>> month_of(2)
    Period(start=datetime.date(1970, 3, 1), end=datetime.date(1970, 4, 1))
    """
    return Period.month(1970 + number // 12, number % 12 + 1)


def number_of(day: date) -> int:
    """The number of a day's month, as `month_of` counts."""
    return (day.year - 1970) * 12 + day.month - 1


def pair_months(store: Store, known: date | None) -> list[PairMonths]:
    """All sources of events that the store has, reports last; none for a store without events."""
    rows = store.records.pair_months(as_of=known)
    reach = {
        row["source"]: (row["period_start"], row["period_end"])
        for row in _widest(store.records.coverage(known).to_pylist())
    }
    sources = np.array(rows["source"].to_pylist(), dtype=object)
    found = [_source(s, rows.filter(pa.array(sources == s)), reach.get(s)) for s in sorted(reach)]
    told = _reported(store.events(as_of=known, modality="happened"))
    found.append(_source(REPORTS, told, None))
    return [one for one in found if one is not None]


def _widest(coverage: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One row a source of coded events: its first day and the day after its last."""
    held: dict[str, dict[str, Any]] = {}
    for row in coverage:
        if row["variable"] == "":
            old = held.setdefault(row["source"], dict(row))
            old["period_start"] = min(old["period_start"], row["period_start"])
            old["period_end"] = max(old["period_end"], row["period_end"])
    yield from held.values()


def _source(source: str, rows: pa.Table, reach: tuple[date, date] | None) -> PairMonths | None:
    kept = rows.filter(pa.array([a in _PLACE for a in rows["action"].to_pylist()], pa.bool_()))
    if not kept.num_rows:
        return None
    ends = list(zip(kept["a"].to_pylist(), kept["b"].to_pylist(), strict=True))
    pairs = sorted(set(ends))
    place = {pair: n for n, pair in enumerate(pairs)}
    days = np.array(kept["period_start"].cast(pa.int32()).to_pylist(), dtype="datetime64[D]")
    month = days.astype("datetime64[M]").astype(np.int64)
    action = np.array([_PLACE[a] for a in kept["action"].to_pylist()])
    side = _SIDE[action]
    if "joint" in kept.schema.names:
        side = np.where(np.array(kept["joint"].to_pylist()), 0, side)
    first, n = int(month.min()), np.array(kept["n"].to_pylist(), dtype=np.int64)
    covered = _covered(month - first, first, reach)
    last = month_of(int(month.max())).last if reach is None else reach[1] - ONE_DAY
    return PairMonths(
        source, tuple(pairs), first, np.array([place[pair] for pair in ends]), month - first,
        action, side, n, covered, last,
    )  # fmt: skip


def _covered(month: Ints, first: int, reach: tuple[date, date] | None) -> Reals:
    """The part of each month of which a source tells; 0 where it tells of no act at all."""
    found = np.zeros(int(month.max()) + 1)
    found[np.unique(month)] = 1.0
    if reach:
        for at in {0, len(found) - 1}:
            period = month_of(first + at)
            days = min(period.end, reach[1]) - max(period.start, reach[0])
            found[at] *= min(max(days.days, 1) / period.days, 1.0)
    return found


def _reported(events: pa.Table) -> pa.Table:
    """The events of reports as rows of pairs; both doing a thing to a third is cooperation."""
    found = [row for row in events.to_pylist() if _of_a_month(row)]
    kept = pa.Table.from_pylist(found, schema=events.schema)
    of = dyad_rows(kept)
    rows = [
        {
            "a": pair["a"], "b": pair["b"], "n": 1,
            "period_start": found[pair["row"]]["period_start"],
            "action": found[pair["row"]]["action"],
            "joint": _is_joint(found[pair["row"]], pair["a"], pair["b"]),
        }
        for pair in of.to_pylist()
    ]  # fmt: skip
    names = [("a", pa.string()), ("b", pa.string()), ("n", pa.int64()), ("action", pa.string()),
             ("period_start", pa.date32()), ("joint", pa.bool_())]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=pa.schema(names))


def _of_a_month(row: Mapping[str, Any]) -> bool:
    start, end = row["period_start"], row["period_end"]
    return bool(start and end and (end - start).days <= MONTH_DAYS and row["action"] in QUAD_OF)


def _is_joint(row: Mapping[str, Any], a: str, b: str) -> bool:
    """Whether the two act together on a third, and not on each other."""
    sender, receiver = row["sender"] or (), row["receiver"] or ()
    across = (a in sender and b in receiver) or (b in sender and a in receiver)
    return not across

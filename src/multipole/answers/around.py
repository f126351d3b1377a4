"""What happened between two actors around a turn: sanctions, disputes, visits, acts, events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from multipole.answers.closeness import happened
from multipole.core.periods import Period
from multipole.core.plover import ACTION_WORDS, is_material
from multipole.core.records import Cell
from multipole.store import Store

#: Records that begin something, and their words with ``{a}`` and ``{b}``.
STARTS: Final = {
    "sanction": "sanctions of {a} on {b} begin",
    "dispute_onset": "a militarized dispute begins",
    "us_president_visit": "the president of {a} visits {b}",
    "visit_to_us": "a leader of {a} visits {b}",
}
MOST: Final = 4
_YEAR: Final = 366
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Beside:
    """Something that happened: when, in words, where it stands, and how much is made of it.

    ``weight``: tellings of an act, probability of an event of reports, 1 for a record.
    """

    day: date
    when: str
    words: str
    source: str
    place: str
    weight: float

    def __str__(self) -> str:
        return f"{self.when} {self.words} ({self.source})"


def around(
    store: Store, a: str, b: str, period: Period, *, as_of: date | None = None, most: int = MOST
) -> list[Beside]:
    """At most so many things of each kind that happened in ``period``, in order of time.

    Records that begin something, the acts that data sets tell most often (deeds before words), and
    the events of reports. They stand beside a turn; none is said to be its cause.
    """
    kinds = (_records, _acts, _reports)
    found = [one for kind in kinds for one in _chosen(kind(store, a, b, period, as_of), most)]
    return sorted(found, key=lambda one: (one.day, one.words))


def beside_turn(
    store: Store, a: str, b: str, year: int, *, as_of: date | None = None
) -> Iterator[str]:
    """What happened in a year, in one sentence; nothing where the store tells of nothing."""
    happened = around(store, a, b, Period.year(year), as_of=as_of)
    if happened:
        yield f"In {year}, beside it: {'; '.join(map(str, happened))}."


def _chosen(found: Iterator[Beside], most: int) -> list[Beside]:
    first: dict[str, Beside] = {}
    for one in sorted(found, key=lambda one: (-one.weight, one.day, one.words)):
        first.setdefault(one.words, one)
    return list(first.values())[:most]


def _records(store: Store, a: str, b: str, period: Period, as_of: date | None) -> Iterator[Beside]:
    rows = store.records.observations(
        variables=list(STARTS), actors=[a, b], since=period.start, until=period.end, as_of=as_of
    ).to_pylist()
    for row in rows:
        if row["value"] and period.contains(row["period_start"]):
            words = STARTS[row["variable"]].format(a=row["subject"], b=row["object"])
            place = str(Cell(row["sha256"], row["row"], row["column"]))
            start, when = row["period_start"], Period(row["period_start"], row["period_end"])
            told = str(when) if when.days <= _YEAR else str(start.year)
            yield Beside(start, told, words, row["source"], place, 1.0)


def _acts(store: Store, a: str, b: str, period: Period, as_of: date | None) -> Iterator[Beside]:
    rows = store.records.acts(
        actors=[a, b], modality="happened", since=period.start, until=period.end, as_of=as_of
    ).to_pylist()
    for row in rows:
        if row["action"] in ACTION_WORDS and row["action"] != "CONSULT":
            words = f"{row['sender']} > {row['receiver']}: {ACTION_WORDS[row['action']]}"
            weight = row["tellings"] * (2.0 if is_material(row["action"]) else 1.0)
            place = f"{row['sha256'][:12]} row {row['row']}"
            yield Beside(
                row["period_start"], str(row["period_start"]), words, row["source"], place, weight
            )


def _reports(store: Store, a: str, b: str, period: Period, as_of: date | None) -> Iterator[Beside]:
    for row in happened(store, a, b, as_of=as_of).to_pylist():
        start = row["period_start"]
        if start and period.contains(start) and (row["period_end"] - start).days <= period.days:
            ends = "+".join(row["sender"]) or "?", "+".join(row["receiver"]) or "?"
            who = ends[0] if ends[0] == ends[1] else f"{ends[0]} > {ends[1]}"
            words = f"{who}: {ACTION_WORDS[row['action']]}"
            when = str(Period(start, row["period_end"]))
            yield Beside(start, when, words, "reports", row["id"], row["probability"])

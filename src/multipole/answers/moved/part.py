"""What a change is made of: one roll call, cell, act or partner with its weight and its place."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from multipole.answers.evidence import file_name
from multipole.answers.measures.family import Asked
from multipole.answers.measures.points import Point
from multipole.core.records import Cell
from multipole.store import Store

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that moved a measure.

    ``weight`` is in the measure's unit, None where it is not known. ``kind``: ``part``, or
    ``context`` for what stands beside the parts and has no weight. ``claims`` are those that tell
    it, ``cells`` where it is recorded. Of parts with one weight those with the lower ``order`` come
    first.
    """

    what: str
    weight: float | None
    start: date | None = None
    end: date | None = None
    claims: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    item: str = ""
    kind: str = "part"
    order: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be taken apart: a measure between two of its points, as asked of a store."""

    asked: Asked
    now: Point
    before: Point

    @property
    def store(self) -> Store:
        """The store that was asked."""
        return self.asked.store

    @property
    def change(self) -> float:
        """Value now minus value before; NaN where one is not known."""
        return self.now.estimate.mean - self.before.estimate.mean


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts of a change, and in words by which rule they were weighed.

    ``of`` is what was taken apart where that is not the case itself: published values come without
    the model that they were made with, and one's own take their place.
    """

    parts: tuple[Part, ...]
    rule: str
    notes: tuple[str, ...] = ()
    of: Case | None = None


def cell_of(row: Row) -> Cell:
    """The cell of an observation."""
    return Cell(row["sha256"], row["row"], row["column"])


def titles_of(case: Case, items: Iterable[str]) -> dict[str, str]:
    """The titles of items by id, where there are any."""
    ids = sorted({item for item in items if item})
    if not ids:
        return {}
    found = case.store.records.items(items=ids, as_of=case.asked.as_of).to_pylist()
    return {row["item"]: row["title"] for row in found if row["title"]}


def files_of(store: Store) -> dict[str, str]:
    """The names of the files that cells are in, by digest."""
    return {f["sha256"]: file_name(f["path"]) for f in store.records.files().to_pylist()}


def joined(parts: Iterable[Part]) -> list[Part]:
    """Parts of one cell drawn together, as a pact in force before and now: its weights added up."""
    found: dict[object, Part] = {}
    for number, part in enumerate(parts):
        key: object = part.cells or number
        held = found.get(key)
        found[key] = part if held is None else replace(part, weight=_sum(held.weight, part.weight))
    return list(found.values())


def _sum(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else math.fsum((left, right))

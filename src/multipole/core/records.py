"""Nouns of data sets: a release, a cell of it, and an observation that names its cell."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

from multipole.core.errors import BadValue
from multipole.core.ids import digest
from multipole.core.periods import Period

Status = Literal["observed", "imputed", "missing", "not_covered"]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One cell of a data file: the file's SHA-256, its row and its column.

    ``row`` counts lines of text from 1, the header included, as an editor shows them; in a format
    without lines (Parquet) it counts records from 1.
    """

    file: str
    row: int
    column: str

    def __post_init__(self) -> None:
        if self.row < 1:
            raise BadValue(f"row {self.row} of a file", remedy="Rows count from 1.")

    def __str__(self) -> str:
        return f"{self.file[:12]} row {self.row} column {self.column}"


@dataclass(frozen=True, slots=True)
class Release:
    """One edition of a data set as its publisher gave it out.

    ``known_on`` is the first day on which one could have it. ``files`` are the SHA-256 of its
    files, sorted. A newer release never replaces an older one: reads choose by ``as_of``.
    """

    source: str
    version: str
    known_on: date
    files: tuple[str, ...]
    id: str = field(init=False)

    def __post_init__(self) -> None:
        if not self.files or list(self.files) != sorted(set(self.files)):
            raise BadValue("a release needs files, sorted and distinct")
        object.__setattr__(self, "id", digest("release", self.source, *self.files))


@dataclass(frozen=True, slots=True)
class Observation:
    """A value about one or two actors over a period, as one cell of a release says it.

    ``subject`` is the actor it is about, or the sender of a directed pair; ``object`` the other
    actor, ``""`` when there is none. ``item`` names what else it is about (a roll call, a treaty,
    a sanction case), ``""`` for nothing. ``value`` is in the variable's unit and None exactly when
    ``status`` is missing.
    """

    variable: str
    subject: str
    object: str
    item: str
    period: Period
    value: float | None
    status: Status
    release: str
    known_on: date
    cell: Cell

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise BadValue(f"status {self.status!r} is unknown", remedy=f"Use {STATUSES}.")
        if not self.subject or self.subject == self.object:
            raise BadValue(f"an observation about {self.subject!r} and {self.object!r}")
        if (self.value is None) != (self.status in ("missing", "not_covered")):
            raise BadValue(f"{self.variable} is {self.value} with status {self.status}")
        if self.value is not None and not math.isfinite(self.value):
            raise BadValue(f"{self.variable} is {self.value}")

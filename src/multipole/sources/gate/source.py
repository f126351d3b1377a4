"""What a source is: its record in the catalogue, its variables, and how its files are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Literal

import polars as pl

from multipole.actors import Actors
from multipole.core.periods import Period

Kind = Literal["observations", "events", "documents"]
Step = Literal["day", "month", "quarter", "year", "range"]
Roll = Literal["sum", "mean", "last", "max"]
#: Any state of the international system may be an end of the variable.
SYSTEM: Final = ("*",)


@dataclass(frozen=True, slots=True)
class Variable:
    """What a number of a source means.

    ``theme``
        What `panel` calls it together with others: trade, arms, alliance, votes, visits, ...
    ``ends``
        1 (a state) or 2 (a pair). ``directed``: subject -> object differs from object -> subject;
        of an undirected pair the subject is the one whose id sorts first.
    ``step``, ``roll``
        The length of its periods, and how finer ones make a year: sum, mean, last, max.
    ``zero``
        True only when the source's own codebook says that its list is complete, so that no row
        means none. ``subjects`` and ``objects`` then say for whom: actor ids, or `SYSTEM`.
    """

    name: str
    label: str
    unit: str
    theme: str
    ends: int = 2
    directed: bool = True
    step: Step = "year"
    roll: Roll = "sum"
    low: float = float("-inf")
    high: float = float("inf")
    zero: bool = False
    subjects: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Download:
    """One file that the publisher offers: exact URL, size in bytes and SHA-256 where known.

    ``md5`` is for publishers that give only that. ``take`` names the files of an archive that are
    meant, with wildcards (``*Dyadic_COW_*.csv``); none when the file itself is meant.
    """

    url: str
    name: str
    size: int | None = None
    sha256: str = ""
    md5: str = ""
    take: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read. ``number`` counts the files of its release from 0."""

    path: Path
    sha256: str
    size: int
    number: int = 0

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class Edition:
    """What one can tell of a file before reading it.

    Files of one source given together with the same ``name`` are one release, unless the source's
    files add to one another. ``version`` and ``released`` are the publisher's, where the file says
    so. ``covers`` gives the time that a variable is complete for, where the rows do not show it.
    ``together``: files of the same ``name`` are one release even of a source whose files add to one
    another, because none of them can be read alone.
    """

    name: str
    version: str = ""
    released: date | None = None
    covers: Mapping[str, Period] = field(default_factory=dict)
    together: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader is given: who the actors are and when the release could be known."""

    actors: Actors
    known_on: date
    skip_corrections: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a file, read: frames of the schemas in `multipole.sources.gate.frames`.

    ``rows`` is how many rows of the file these come from; ``set_aside`` counts those that are
    sound but not about actors, by reason.
    """

    file: int
    rows: int
    observations: pl.DataFrame | None = None
    codings: pl.DataFrame | None = None
    items: pl.DataFrame | None = None
    quarantine: pl.DataFrame | None = None
    set_aside: Mapping[str, int] = field(default_factory=dict)


Reader = Callable[[tuple[Input, ...], Context], Iterator[Batch]]


@dataclass(frozen=True, slots=True)
class Source:
    """One public data set: its catalogue record and its reader.

    ``increments``: each file adds to the others (daily event files); otherwise the files given
    together are one release, and the newest release known on a day stands for that day.
    ``timely``: its facts were public when they happened (votes, visits), so a row may be known
    before the release that lists it.
    ``limits``: what it may not be used for, what it does not contain, and its known noise.
    ``get``: in a sentence, how one obtains it. ``files``: which files it reads, in words.
    """

    id: str
    title: str
    what: str
    publisher: str
    licence: str
    licence_url: str
    homepage: str
    years: str
    get: str
    files: str
    limits: tuple[str, ...]
    authors: str
    year: int
    cite: str
    kind: Kind
    edition_of: Callable[[Input], Edition]
    read: Reader
    variables: tuple[Variable, ...] = ()
    downloads: tuple[Download, ...] = ()
    increments: bool = False
    timely: bool = False
    doi: str = ""
    journal: str = ""

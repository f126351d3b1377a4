"""The tables of states, names, organisations, offices and office holders, and how they are read.

All tables are CSV in UTF-8 with a header, in ``multipole/actors/data``; empty is "not given",
never a value (``NA`` is Namibia). Days are ISO dates and windows are half open, ``[start, end)``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from multipole.core.errors import UnreadableInput
from multipole.core.periods import Period

_SHORT: Final = 3


@dataclass(frozen=True, slots=True)
class Window:
    """Days ``[start, end)``; None is open on that side."""

    start: date | None = None
    end: date | None = None

    @property
    def always(self) -> bool:
        """Whether it is open on both sides."""
        return self.start is None and self.end is None

    def holds(self, on: date) -> bool:
        """Whether ``on`` is inside."""
        return (self.start is None or self.start <= on) and (self.end is None or on < self.end)


@dataclass(frozen=True, slots=True)
class DatedCode:
    """A code, or a name in a code system, and the days on which it stood for the actor."""

    value: str
    window: Window


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state: its codes by date per system, and the days of its life."""

    id: str
    name: str
    codes: dict[str, tuple[DatedCode, ...]]
    life: Window


@dataclass(frozen=True, slots=True)
class NameRow:
    """Words that stand for actors, when, how surely, and by which rules of context.

    ``actors`` is empty for a blocking phrase: words that hold an actor's name and mean another
    thing ("South China Sea"). ``rules`` are words of `multipole.actors.rules`. ``past``: the name
    of a state of the past, which stands for it in its own days only.
    """

    name: str
    actors: tuple[str, ...]
    kind: str
    window: Window
    confidence: float
    rules: frozenset[str]
    note: str = ""
    past: bool = False


@dataclass(frozen=True, slots=True)
class ContextRow:
    """Words in the same sentence that change what ``name`` means; no actor: it means none."""

    name: str
    actors: tuple[str, ...]
    confidence: float
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation or grouping of states, with the days of its life."""

    id: str
    name: str
    aliases: tuple[str, ...]
    life: Window
    kind: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A state in an organisation, or in a system of states, and when."""

    organisation: str
    member: str
    window: Window


@dataclass(frozen=True, slots=True)
class Office:
    """A title that marks someone, or a noun that marks a body, as acting for a state.

    ``role`` is ``person`` ("foreign minister"), ``body`` ("ministry"), or ``people`` ("officials").
    """

    title: str
    role: str
    office: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held an office of an actor, and when; ``end`` None: in office at the table's date.

    ``bare`` says whether the surname alone, without a title, may stand for the person.
    ``former`` is set on the answer to a question about a day after ``end``.
    """

    person: str
    surname: str
    aliases: tuple[str, ...]
    actor: str
    office: str
    start: date
    end: date | None
    bare: bool = True
    former: bool = False

    @property
    def window(self) -> Window:
        """The days in office."""
        return Window(self.start, self.end)


def _rows(name: str) -> Iterator[tuple[int, dict[str, str]]]:
    path = resources.files("multipole.actors") / "data" / name
    if not path.is_file():
        return
    with path.open(encoding="utf-8") as lines:
        yield from enumerate(csv.DictReader(lines), start=2)


def read_table(path: Path) -> str:
    """The text of a user's CSV; raises `UnreadableInput`."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _no_table(str(path), error) from None


def read_csv(text: str, *, place: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and row of a user's CSV; raises `UnreadableInput` naming ``place``."""
    try:
        yield from enumerate(csv.DictReader(text.splitlines()), start=2)
    except csv.Error as error:
        raise _no_table(place, error) from None


def _no_table(place: str, error: Exception) -> UnreadableInput:
    return UnreadableInput(
        f"{place} cannot be read as a table ({error})",
        remedy="Give a CSV in UTF-8 with the header name,actor,kind,from,to.",
    )


def day(text: str) -> date | None:
    """``YYYY-MM-DD`` or empty; raises ValueError."""
    return date.fromisoformat(text) if text else None


def window(start: str, end: str) -> Window:
    """The window of two ISO dates, either of which may be empty; raises ValueError."""
    return Window(day(start), day(end))


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _dated(text: str, life: Window) -> tuple[DatedCode, ...]:
    """``CODE`` for the whole life, or ``CODE:FROM:TO|CODE:FROM:TO``."""
    codes = []
    for item in _split(text):
        value, _, span = item.partition(":")
        start, _, end = span.partition(":")
        codes.append(DatedCode(value, window(start, end) if span else life))
    return tuple(codes)


@cache
def states() -> tuple[StateRow, ...]:
    """Every state since 1945, and those of the state systems from 1816 that ended before."""
    found = []
    for _, row in _rows("states.csv"):
        life = window(row["start"], row["end"])
        systems = ("iso2", "iso3", "cow", "gw", "un")
        codes = {system: _dated(row[system], life) for system in systems}
        found.append(StateRow(row["id"], row["name"], codes, life))
    return tuple(found)


@cache
def names() -> tuple[NameRow, ...]:
    """Names, demonyms, capitals and the like, and the phrases that block them."""
    return tuple(
        NameRow(
            row["name"],
            tuple(row["actor"].split()),
            row["kind"],
            window(row["from"], row["to"]),
            float(row["confidence"]),
            frozenset(row["rules"].split()),
            row["note"],
            file == "past.csv",
        )
        for file in ("names.csv", "phrases.csv", "past.csv")
        for _, row in _rows(file)
    )


@cache
def state_words() -> frozenset[str]:
    """One-word names and demonyms of states, in lower case: "russian", "russia"."""
    kinds = ("name", "demonym", "abbreviation")
    return frozenset(row.name.casefold() for row in names() if row.kind in kinds)


@cache
def contexts() -> tuple[ContextRow, ...]:
    """Names that mean different things beside different words."""
    return tuple(
        ContextRow(
            row["name"], tuple(row["actor"].split()), float(row["confidence"]), frozenset(words)
        )
        for _, row in _rows("contexts.csv")
        if (words := _split(row["words"].casefold()))
    )


@cache
def organisations() -> tuple[OrganisationRow, ...]:
    """Organisations, groupings and blocs."""
    return tuple(
        OrganisationRow(
            row["id"],
            row["name"],
            _split(row["aliases"]),
            window(row["founded"], row["ended"]),
            row["kind"],
        )
        for _, row in _rows("organisations.csv")
    )


@cache
def members() -> tuple[MemberRow, ...]:
    """Who belongs to which organisation, and when."""
    return tuple(
        MemberRow(row["organisation"], row["member"], window(row["from"], row["to"]))
        for _, row in _rows("members.csv")
    )


@cache
def systems() -> tuple[MemberRow, ...]:
    """Which states the published lists count into the state system, and when."""
    return tuple(
        MemberRow(row["system"], row["member"], window(row["from"], row["to"]))
        for _, row in _rows("system.csv")
    )


@cache
def offices() -> tuple[Office, ...]:
    """Titles and body nouns, longest first."""
    found = [Office(row["title"], row["role"], row["office"]) for _, row in _rows("offices.csv")]
    return tuple(sorted(found, key=lambda office: (-len(office.title), office.title)))


@cache
def holders() -> tuple[Holder, ...]:
    """Heads of state and government, foreign ministers and others, by date."""
    return tuple(
        Holder(
            row["person"],
            row["surname"],
            _split(row["aliases"]),
            row["actor"],
            row["office"],
            Period.parse(row["start"]).start if row["start"] else date.min,
            _last(row["end"]),
            not _is_shy(row["surname"]),
        )
        for _, row in _rows("holders.csv")
    )


def _is_shy(surname: str) -> bool:
    """Whether a surname alone is too short or too common to be read without a title."""
    plain = surname.casefold()
    if plain in words("given") or surname in common_surnames():
        return True
    return len(surname) <= _SHORT and plain not in words("short")


def _last(text: str) -> date | None:
    """An end of office: that day is no longer in office, but that whole month or year is."""
    if not text:
        return None
    period = Period.parse(text)
    return period.start if period.days == 1 else period.end


@cache
def common_surnames() -> frozenset[str]:
    """Surnames that are also common words or very common names: never read without a title."""
    return frozenset(row["word"] for _, row in _rows("words.csv") if row["list"] == "surname")


@cache
def words(kind: str) -> frozenset[str]:
    """One of the word lists of ``words.csv``, in lower case."""
    return frozenset(row["word"].casefold() for _, row in _rows("words.csv") if row["list"] == kind)

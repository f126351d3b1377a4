"""The door to the tables: a name, a code or a person on a date -> actor."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from multipole.actors import tables
from multipole.actors.extra import read_extra
from multipole.actors.finding import NameHit, find
from multipole.actors.lexicon import Lexicon, build
from multipole.actors.tables import (
    ContextRow,
    DatedCode,
    Holder,
    NameRow,
    StateRow,
    Window,
    read_table,
)
from multipole.actors.words import fold_all
from multipole.core.errors import UnknownCode, WrongUse
from multipole.core.periods import Period
from multipole.core.types import Actor, ActorKind, Refusal

SYSTEMS: Final = ("iso2", "iso3", "cow", "gw", "un")
_NUMBERS: Final = frozenset({"cow", "gw"})
_RESOLVED: Final = frozenset(
    {"name", "demonym", "abbreviation", "organisation", "bloc", "nonstate", "capital", "government"}
)
_STYLES: Final = (
    "the ", "republic of ", "the republic of ", "kingdom of ", "the kingdom of ", "state of ",
    "federal republic of ", "democratic republic of ", "islamic republic of ",
)  # fmt: skip
_AFTER_OFFICE: Final = timedelta(days=365)


def _lifetime(window: Window) -> Period | None:
    """None when the start is not known; a life without end runs to the last day there is."""
    return Period(window.start, window.end or date.max) if window.start else None


class Actors:
    """States, organisations and office holders, and the names that stand for them.

    ``refusals`` lists the rows of a user's own table that did not go in.
    """

    def __init__(
        self,
        *,
        names: Iterable[NameRow] = (),
        holders: Iterable[Holder] = (),
        refusals: tuple[Refusal, ...] = (),
    ) -> None:
        own = tuple(names)
        self.refusals = refusals
        self._states: dict[str, StateRow] = {row.id: row for row in tables.states()}
        self._holders = (*tables.holders(), *holders)
        self._actors = _actors(own)
        self._names = (*own, *tables.names(), *_organisation_names())
        self._contexts = _contexts()
        self._by_name: dict[str, list[NameRow]] = defaultdict(list)
        for row in self._names:
            if row.actors:
                self._by_name[fold_all(row.name)].append(row)

    @cached_property
    def _lexicon(self) -> Lexicon:
        return build(self._names, self._holders)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    def actor(self, id: str) -> Actor:  # noqa: A002
        """The actor of an id; raises `UnknownCode` with the nearest ids and names."""
        try:
            return self._actors[id]
        except KeyError:
            raise UnknownCode(f"{id!r} is not an actor", remedy=self._suggest(id)) from None

    def resolve(self, text: str, *, on: date | None = None) -> Actor:
        """What a user means by an id, code or name, whatever its case.

        With ``on`` the name must have been in use on that day. Raises `UnknownCode`.
        """
        found = self.known(text, on=on)
        if found:
            return found
        rows = self._named(text.strip())
        raise UnknownCode(
            f"{text!r} is not a state or organisation" + (f" on {on}" if on else ""),
            remedy=self._mean(rows[0].actors) if rows else self._of_person(text.strip()),
        )

    def known(self, text: str, *, on: date | None = None) -> Actor | None:
        """As `resolve`, but None for a text that means no actor, and without looking for advice."""
        wanted = text.strip()
        if wanted.upper() in self._actors:
            return self._actors[wanted.upper()]
        rows = self._named(wanted)
        fit = [row for row in rows if row.kind in _RESOLVED and len(row.actors) == 1]
        held = [row for row in fit if on is None or row.window.holds(on)]
        if held:
            best = max(held, key=lambda row: (row.window.end is None, row.confidence))
            return self._actors[best.actors[0]]
        return None if rows else self._former_code(wanted.upper())

    def _mean(self, ids: Iterable[str]) -> str:
        return f"Did you mean {' or '.join(f'{id} ({self._actors[id].name})' for id in ids)}?"  # noqa: A001

    def _named(self, text: str) -> list[NameRow]:
        return next((rows for name in _readings(text) if (rows := self._by_name.get(name))), [])

    def _former_code(self, text: str) -> Actor | None:
        """The actor whose ISO code of another time this was ("SUN" is RUS)."""
        id = self._by_iso3.get(text)  # noqa: A001
        return self._actors[id] if id else None

    @cached_property
    def _by_iso3(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for row in self._states.values():
            for code in row.codes["iso3"]:
                found.setdefault(code.value, row.id)
        return found

    def _of_person(self, text: str) -> str:
        states = dict.fromkeys(holder.actor for holder in self.holders(text))
        return self._mean(states) if states else self._suggest(text)

    def _suggest(self, text: str) -> str:
        folded = fold_all(text)
        near = difflib.get_close_matches(folded, self._by_name, n=3, cutoff=0.75)
        ids = dict.fromkeys(actor for name in near for actor in self._by_name[name][0].actors)
        ids |= dict.fromkeys(difflib.get_close_matches(text.upper(), self._actors, n=2, cutoff=0.6))
        known = [id for id in ids if id in self._actors]  # noqa: A001
        if known:
            return self._mean(known[:3])
        return "Give an ISO3 code, an organisation's short name, or an English name."

    def code(self, id: str, system: str, *, on: date) -> str | int | None:  # noqa: A002
        """The code of an actor in iso2, iso3, cow, gw (integers) or un (the name of its seat).

        None when it had none on that day. Raises `UnknownCode`, and `WrongUse` for the system.
        """
        self.actor(id)
        row = self._states.get(id)
        dated = _system(row, system) if row else ()
        value = next((code.value for code in dated if code.window.holds(on)), None)
        return int(value) if value is not None and system in _NUMBERS else value

    def by_code(self, system: str, code: str | int, *, on: date) -> Actor:
        """The actor who had a code on that day; raises `UnknownCode`."""
        wanted = str(code).strip().casefold()
        for row in self._states.values():
            for dated in _system(row, system):
                if dated.value.casefold() == wanted and dated.window.holds(on):
                    return self._actors[row.id]
        raise UnknownCode(
            f"{code!r} is no state's {system} code on {on}", remedy=self._once(system, wanted)
        )

    def _once(self, system: str, wanted: str) -> str:
        ids = [
            row.id
            for row in self._states.values()
            if any(dated.value.casefold() == wanted for dated in row.codes[system])
        ]
        return f"At another time it was {' and '.join(ids)}." if ids else "Check code and system."

    def names(self, id: str = "") -> tuple[NameRow, ...]:  # noqa: A002
        """The rows of names that stand for one actor each: all, or those of one actor."""
        if id:
            self.actor(id)
        return tuple(r for r in self._names if len(r.actors) == 1 and id in ("", r.actors[0]))

    def dated_codes(self, system: str) -> Iterator[tuple[str, str, date | None, date | None]]:
        """All codes of a system as (code, actor id, first day, day after the last).

        None is an open side. Raises `WrongUse` for the system.
        """
        for row in self._states.values():
            for dated in _system(row, system):
                yield dated.value, row.id, dated.window.start, dated.window.end

    def states_on(self, system: str, *, on: date) -> tuple[str, ...]:
        """Sorted ids of the states in a system on that day.

        ``cow`` and ``gw`` go by the published lists of the state system, which may count a state
        later than it has its code here, or not during an occupation (``gw`` is the list without
        microstates); ``un`` by seats at the United Nations; ``iso2`` and ``iso3`` by the codes.
        Raises `WrongUse` for the system.
        """
        if system in _NUMBERS:
            rows = tables.systems()
            found = {r.member for r in rows if r.organisation == system and r.window.holds(on)}
        else:
            states = self._states.values()
            found = {s.id for s in states if any(c.window.holds(on) for c in _system(s, system))}
        return tuple(sorted(found))

    def spells(self, system: str) -> tuple[tuple[str, date | None, date | None], ...]:
        """When states were in a system (cow, gw, iso2, iso3, un): (id, first day, day after).

        None is an open side; of a state that left and came back, a row a stay. Raises `WrongUse`.
        """
        if system in _NUMBERS:
            return tuple(
                (r.member, r.window.start, r.window.end)
                for r in tables.systems()
                if r.organisation == system
            )
        return tuple((actor, start, end) for _, actor, start, end in self.dated_codes(system))

    def members(self, organisation: str, *, on: date) -> tuple[str, ...]:
        """Sorted ids of an organisation's members on that day; empty when we have no list."""
        self.actor(organisation)
        rows = tables.members()
        return tuple(
            sorted(
                {r.member for r in rows if r.organisation == organisation and r.window.holds(on)}
            )
        )

    def memberships(self, id: str) -> tuple[tuple[str, date | None, date | None], ...]:  # noqa: A002
        """Organisations whose lists have an actor: (id, first day, day after the last)."""
        return tuple(
            (r.organisation, r.window.start, r.window.end)
            for r in tables.members()
            if r.member == id
        )

    def holders(self, name: str, *, on: date | None = None) -> tuple[Holder, ...]:
        """Who is called so and held office on that day, or within a year before it (``former``)."""
        called = self._by_person.get(fold_all(name), [])
        if on is None:
            return tuple(called)
        held = tuple(holder for holder in called if holder.window.holds(on))
        left = (holder for holder in called if holder.end and holder.end <= on)
        former = (replace(h, former=True) for h in left if h.end and on - h.end <= _AFTER_OFFICE)
        return held + tuple(former)

    def office_holders(self) -> tuple[Holder, ...]:
        """Everyone who held an office of an actor, in the order of the tables."""
        return self._holders

    @cached_property
    def _by_person(self) -> dict[str, list[Holder]]:
        found: dict[str, list[Holder]] = defaultdict(list)
        for holder in self._holders:
            for name in _called(holder):
                found[name].append(holder)
        return found

    def find(self, text: str, *, on: date | None = None) -> list[NameHit]:
        """All names of actors in a text as of a day; see `NameHit`."""
        return find(text, self._lexicon, self._contexts, on=on)


def _readings(text: str) -> Iterator[str]:
    """How a user's words may be read, folded: as they are, without style, in table order."""
    folded = fold_all(text)
    for style in ("", *_STYLES):
        yield folded.removeprefix(style)
    if "." in text:  # "u.s.": only capitals are read as initials
        yield fold_all(text.upper())
    if "&" in text:
        yield fold_all(text.replace("&", " and "))
    if "," in text or "(" in text:  # "Korea, North"
        head, _, tail = text.replace("(", ",").partition(",")
        yield fold_all(f"{tail.strip(' )')} {head}").removeprefix("the ")


def _system(row: StateRow, system: str) -> tuple[DatedCode, ...]:
    if system not in SYSTEMS:
        raise WrongUse(f"{system!r} is no code system", remedy=f"Use one of {', '.join(SYSTEMS)}.")
    return row.codes[system]


@cache
def _called(holder: Holder) -> frozenset[str]:
    return frozenset(map(fold_all, (holder.person, holder.surname, *holder.aliases)))


def _actors(own: tuple[NameRow, ...]) -> dict[str, Actor]:
    found = {r.id: Actor(r.id, "state", r.name, _lifetime(r.life)) for r in tables.states()}
    for org in tables.organisations():
        kind: ActorKind = "bloc" if org.kind == "bloc" else "organisation"
        found[org.id] = Actor(org.id, kind, org.name, _lifetime(org.life))
    for row in own:
        for id in row.actors:  # noqa: A001
            found.setdefault(id, Actor(id, "nonstate", row.name))
    return found


def _organisation_names() -> tuple[NameRow, ...]:
    rules = frozenset({"lone_capitals"})
    return tuple(
        NameRow(
            name, (org.id,), org.kind, Window(org.life.start, org.life.end), 0.95,
            rules if name.isupper() else frozenset(),
        )
        for org in tables.organisations()
        for name in (org.name, *org.aliases)
        if name[0].isupper() or name[0].isdigit()
    )  # fmt: skip


def _contexts() -> dict[str, tuple[ContextRow, ...]]:
    found: dict[str, list[ContextRow]] = defaultdict(list)
    for row in tables.contexts():
        found[row.name].append(row)
    return {name: tuple(rows) for name, rows in found.items()}


@cache
def _standard() -> Actors:
    return Actors()


def load_actors(*, extra: Path | None = None, table: str = "") -> Actors:
    """The actors of our own tables, and those of a user's CSV: a file, or its text.

    The CSV has the columns name, actor, kind, from, to and, for kind ``person``, optionally
    surname and office. Rows that cannot be read are in ``refusals``; the others go in. Raises
    `UnreadableInput` when the file as a whole cannot be read.
    """
    if extra is not None:
        return _with_own(read_table(extra), str(extra))
    return _with_own(table, "the list of actors") if table else _standard()


@cache
def _with_own(table: str, place: str) -> Actors:
    known = frozenset(_standard()._actors)
    names, holders, refusals = read_extra(table, place=place, known=known)
    return Actors(names=names, holders=holders, refusals=refusals)

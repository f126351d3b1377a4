"""Reading what was asked: actors by any name, bounds of time, types, domains."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from multipole.actors import load_actors
from multipole.core.errors import UnknownCode, WrongUse
from multipole.core.periods import ONE_DAY, Period
from multipole.core.plover import ACTIONS, DOMAINS
from multipole.core.types import LEANINGS, MODALITIES

When = str | date | Period
_Word = TypeVar("_Word", bound=str)
_NONSTATE = ("NGO:", "PER:")


def actor_of(name: str, *, own: str = "") -> str:
    """The id of an actor given by id, code or name; ``NGO:`` and ``PER:`` ids stand for themselves.

    ``own`` is the user's own table of actors, as the store keeps it.

    Raises `UnknownCode` with the nearest names, and `WrongUse` for what is no name.
    """
    if not isinstance(name, str):
        raise WrongUse(f"{name!r} is no name of an actor", remedy="Give words: 'CHN', 'RUS'.")
    if name.upper().startswith(_NONSTATE):
        return name.upper()
    return load_actors(table=own).resolve(name).id


def actors_of(names: Iterable[str], *, own: str = "") -> tuple[str, ...]:
    """The ids of all ``names``, in order, each once."""
    return tuple(dict.fromkeys(actor_of(name, own=own) for name in names))


def pair_of(a: str, b: str, *, own: str = "") -> tuple[str, str]:
    """The ids of two different actors; raises `WrongUse` when they are one."""
    left, right = actor_of(a, own=own), actor_of(b, own=own)
    if left == right:
        raise WrongUse(f"{a} and {b} are the same actor ({left})", remedy="Name two actors.")
    return left, right


def name_of(actor: str) -> str:
    """The English name of an actor id, or the id where there is none."""
    try:
        return load_actors().actor(actor).name
    except UnknownCode:
        return actor


def start_of(bound: When | None) -> date | None:
    """The first day of a lower bound such as ``2021-03``."""
    if isinstance(bound, str):
        bound = Period.parse(bound)
    return bound.start if isinstance(bound, Period) else bound


def end_of(bound: When | None) -> date | None:
    """The day after the last of an upper bound: ``2021-03`` is included whole."""
    if isinstance(bound, str):
        bound = Period.parse(bound)
    if isinstance(bound, Period):
        return bound.end
    return bound and (bound if bound == date.max else bound + ONE_DAY)


def day_of(as_of: str | date | None) -> date | None:
    """The last day of ``as_of``: ``2021-03`` asks what was known by the end of that month."""
    return Period.parse(as_of).last if isinstance(as_of, str) else as_of


def types_of(types: str | Iterable[str] | None) -> tuple[str, ...] | None:
    """PLOVER types in upper case; raises `WrongUse` with the nearest one."""
    given = [types] if isinstance(types, str) else list(types or ())
    return tuple(one_of(t.upper(), ACTIONS, "an event type") for t in given) or None


def domain_of(domain: str | None, *, also: Sequence[str] = ()) -> str | None:
    """A domain; raises `WrongUse` with the nearest one."""
    return domain and one_of(domain.lower(), (*DOMAINS, *also), "a domain")


def modality_of(modality: str | None) -> str | None:
    """A modality; raises `WrongUse` with the nearest one."""
    return modality and one_of(modality.lower(), MODALITIES, "a modality")


def leaning_of(leaning: str | None) -> str | None:
    """A leaning; raises `WrongUse` with the nearest one."""
    return leaning and one_of(leaning.lower(), LEANINGS, "a leaning")


def one_of(value: str, allowed: Sequence[_Word], what: str) -> _Word:
    """``value`` when it is allowed; otherwise `WrongUse` that suggests the nearest."""
    for word in allowed:
        if word == value:
            return word
    near = difflib.get_close_matches(value, allowed, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise WrongUse(f"{value!r} is not {what}", remedy=f"{hint}Use one of {', '.join(allowed)}.")

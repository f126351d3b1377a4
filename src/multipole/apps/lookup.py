"""Who a name stands for: actors by id, code, name or office holder, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.actors import Actors, load_actors
from multipole.answers import Answer
from multipole.answers import evidence as sentences
from multipole.core.errors import NothingFound, UnknownCode
from multipole.core.types import Actor

_CODES: Final = ("iso2", "iso3", "cow", "gw")
_WORDS: Final = ("asked", "id", "name", "kind", "office")
SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in _WORDS),
        ("first", pa.date32()),
        ("last", pa.date32()),
        *((n, pa.string()) for n in _CODES),
    ]
)

SHOWN: Final = ("asked", "id", "name", "kind", "office", "first", "last", "cow")


def look_up(names: Iterable[str], *, on: date) -> Answer:
    """One row a name and what it stands for on the day ``on``; all actors when none is given.

    ``first``, ``last`` are the actor's own days, or those in office for a person, empty when open
    or not known. Raises `NothingFound` for a name that stands for nobody.
    """
    actors = load_actors()
    asked = list(names)
    found = [row for name in asked for row in _rows_of(actors, name, on)]
    if not asked:
        found = [_row(actors, actor.id, actor, on) for actor in actors]
    table = pa.Table.from_pylist(found, schema=SCHEMA)
    return Answer(f"Actors on {on}", table, sentences.none(), (), SHOWN)


def _rows_of(actors: Actors, name: str, on: date) -> Iterator[dict[str, Any]]:
    holders = actors.holders(name)
    try:
        yield _row(actors, name, actors.resolve(name, on=on), on)
    except UnknownCode as unknown:
        if not holders:
            raise NothingFound(unknown.what, remedy=unknown.remedy) from None
    for holder in holders:
        row = _row(actors, name, actors.actor(holder.actor), on)
        terms = {"first": holder.start, "last": holder.end}
        yield row | {"name": holder.person, "kind": "person", "office": holder.office} | terms


def _row(actors: Actors, asked: str, actor: Actor, on: date) -> dict[str, Any]:
    life = actor.lifetime
    codes = {system: actors.code(actor.id, system, on=on) for system in _CODES}
    return {
        "asked": asked,
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "office": "",
        "first": life and life.start,
        "last": life.end if life and life.end != date.max else None,
        **{system: None if code is None else str(code) for system, code in codes.items()},
    }

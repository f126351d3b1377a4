"""One state or organisation: what it is called, its codes, memberships and office holders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.actors import SYSTEMS, Actors, load_actors
from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import actor_of, day_of
from multipole.answers.own_variables import known_variables
from multipole.answers.words import count
from multipole.core.periods import ONE_DAY
from multipole.core.types import Actor
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("section", "what", "value")),
        ("first", pa.date32()),
        ("last", pa.date32()),
    ]
)
RECORDS: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("source", "variable", "label", "theme")),
        *((n, pa.int64()) for n in ("partners", "rows")),
        ("first", pa.date32()),
        ("until", pa.date32()),
    ]
)
#: What the systems of codes are.
SYSTEM_WORDS: Final = {
    "iso2": "ISO 3166-1 alpha-2", "iso3": "ISO 3166-1 alpha-3", "cow": "Correlates of War",
    "gw": "Gleditsch and Ward", "un": "seat at the United Nations",
}  # fmt: skip
_OPEN: Final = date.max
_Row = dict[str, Any]


def actor(store: Store, name: str, *, as_of: str | date | None = None) -> Answer:
    """What the tables of actors say of one: a row a name, code, membership or office holder.

    ``section`` is about, name, code, member of or office; ``first`` and ``last`` are days, null
    where the side is open or not known. With ``as_of`` only what held on that day. Raises
    `UnknownCode`.
    """
    own = store.actor_list()
    known, on = load_actors(table=own), day_of(as_of)
    id = actor_of(name, own=own)  # noqa: A001
    found = _found(known, id)
    rows = _about(found, id) + [
        row
        for row in (
            *_names(known, id),
            *_codes(known, id),
            *_member(known, id),
            *_offices(known, id),
        )
        if on is None or _held(row, on)
    ]
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    shown = ("section", "what", "value", "first", "last")
    return Answer(found.name if found else id, table, evidence.none(), (), shown)


def actor_records(store: Store, name: str, *, as_of: str | date | None = None) -> Answer:
    """What data sets record of an actor: a row a source and variable, with its first and last day.

    ``partners`` is of how many others it is recorded with; 0 for what is of one actor alone. Raises
    `UnknownCode`.
    """
    id, known = actor_of(name, own=store.actor_list()), day_of(as_of)  # noqa: A001
    named = known_variables(store, known)
    rows = [
        {
            **row, "label": named[row["variable"]].label, "theme": named[row["variable"]].theme,
            "first": row["period_start"],
            "until": row["period_end"] and row["period_end"] - ONE_DAY,
        }
        for row in store.records.reach_of(id, as_of=known).to_pylist()
        if row["variable"] in named
    ]  # fmt: skip
    rows.sort(key=lambda row: (row["theme"], row["source"], row["variable"]))
    table = pa.Table.from_pylist(rows, schema=RECORDS)
    shown = ("theme", "label", "source", "partners", "first", "until", "rows")
    return Answer(
        f"{count(len(rows), 'variable')} of {id}", table, evidence.none(), (), shown
    )  # fmt: skip


def _found(known: Actors, id: str) -> Actor | None:  # noqa: A002
    return next((one for one in known if one.id == id), None)


def _about(found: Actor | None, id: str) -> list[_Row]:  # noqa: A002
    if found is None:
        return [_row("about", "id", id)]
    life = found.lifetime
    start = life.start if life else None
    end = life.end if life and life.end != _OPEN else None
    return [
        _row("about", "id", id), _row("about", "kind", found.kind),
        _row("about", "in the tables", found.name, start, end),
    ]  # fmt: skip


def _names(known: Actors, id: str) -> Iterator[_Row]:  # noqa: A002
    seen = set()
    for row in known.names() if _found(known, id) is None else known.names(id):
        key = row.kind, row.name, row.window
        if row.actors == (id,) and key not in seen:
            seen.add(key)
            yield _row("name", row.kind, row.name, row.window.start, row.window.end)


def _codes(known: Actors, id: str) -> Iterator[_Row]:  # noqa: A002
    for system in SYSTEMS:
        for code, actor, start, end in known.dated_codes(system):
            if actor == id:
                yield _row("code", SYSTEM_WORDS[system], code, start, end)


def _member(known: Actors, id: str) -> Iterator[_Row]:  # noqa: A002
    for organisation, start, end in known.memberships(id):
        yield _row("member of", organisation, known.actor(organisation).name, start, end)


def _offices(known: Actors, id: str) -> Iterator[_Row]:  # noqa: A002
    """Office holders, the latest first."""
    held = [holder for holder in known.office_holders() if holder.actor == id]
    for holder in sorted(held, key=lambda one: one.start, reverse=True):
        office = holder.office.replace("_", " ")
        yield _row("office", office, holder.person, holder.start, holder.end)


def _held(row: _Row, on: date) -> bool:
    return (row["first"] is None or row["first"] <= on) and (
        row["last"] is None or on <= row["last"]
    )


def _row(
    section: str, what: str, value: str, start: date | None = None, end: date | None = None
) -> _Row:
    return {
        "section": section, "what": what, "value": str(value), "first": start,
        "last": end - ONE_DAY if end else None,
    }  # fmt: skip

"""A user's own table of names and persons: good rows go in, bad rows are listed with a reason."""

from __future__ import annotations

from datetime import date
from typing import Final

from multipole.actors.tables import Holder, NameRow, read_csv, window
from multipole.actors.words import cut
from multipole.core.errors import BadValue, UnreadableInput
from multipole.core.types import Refusal

KINDS: Final = (
    "name", "demonym", "abbreviation", "capital", "city", "government", "region", "territory",
    "force", "company", "outlet", "organisation", "bloc", "person",
)  # fmt: skip
_NEEDED: Final = frozenset({"name", "actor", "kind"})

Extra = tuple[tuple[NameRow, ...], tuple[Holder, ...], tuple[Refusal, ...]]


def read_extra(text: str, *, place: str, known: frozenset[str]) -> Extra:
    """Names, holders and refusals of a user's CSV; raises `UnreadableInput` for the whole file."""
    names: list[NameRow] = []
    holders: list[Holder] = []
    refusals: list[Refusal] = []
    for line, row in read_csv(text, place=place):
        if missing := _NEEDED - row.keys():
            raise UnreadableInput(
                f"{place} has no column {', '.join(sorted(missing))}",
                remedy="Give the header name,actor,kind,from,to.",
            )
        try:
            read = _row({key: (value or "").strip() for key, value in row.items() if key}, known)
        except BadValue as error:
            refusals.append(Refusal(place, f"line {line}", error.what, error.remedy))
            continue
        if isinstance(read, Holder):
            holders.append(read)
        else:
            names.append(read)
    return tuple(names), tuple(holders), tuple(refusals)


def _row(row: dict[str, str], known: frozenset[str]) -> NameRow | Holder:
    name, actor, kind = row["name"], row["actor"], row["kind"] or "name"
    if not cut(name) or not name[0].isupper():
        raise BadValue(f"the name {name!r} does not start with a capital", remedy="Write it so.")
    if actor not in known and not actor.startswith(("NGO:", "PER:")):
        raise BadValue(
            f"{actor!r} is not an actor", remedy="Use a known id, or NGO:NAME or PER:NAME."
        )
    if actor != actor.upper():
        raise BadValue(f"the id {actor!r} is not in capitals", remedy=f"Write {actor.upper()}.")
    if kind not in KINDS:
        raise BadValue(f"{kind!r} is no kind of name", remedy=f"Use one of {', '.join(KINDS)}.")
    try:
        when = window(row.get("from", ""), row.get("to", ""))
    except ValueError as error:
        raise BadValue(f"a date cannot be read ({error})", remedy="Write 2021-03-22.") from None
    if when.start and when.end and when.end <= when.start:
        raise BadValue(f"{name!r} ends on {when.end}, before it starts", remedy="Swap the dates.")
    if kind != "person":
        return NameRow(name, (actor,), kind, when, 0.95, frozenset(), "own table")
    surname = row.get("surname") or name.split()[-1]
    office = row.get("office") or "other"
    return Holder(name, surname, (), actor, office, when.start or date.min, when.end)

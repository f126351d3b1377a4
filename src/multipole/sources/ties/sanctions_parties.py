"""Several states in one cell, divided by commas, where some names hold commas themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from multipole.actors import Actors

#: Names of this data base that mean another actor here than elsewhere, or that it alone uses.
OWN: Final = {
    "Congo (Brazzaville)": "COG",
    "Congo": "COG",
    "Ethiopia (excludes Eritrea)": "ETH",
    "FRY": "YUG",
    "Yemen, North": "YEM",
}
#: Parties that are no actors here: their cases hold for the other parties, if there are any.
NO_ACTORS: Final = frozenset(
    {
        "Balkans", "ChinCom", "CoCom", "Cyprus (Northern)", "Gibraltar", "Hong Kong",
        "ICC Rome Statute Signatories", "Kimberly Process Participants",
        "Organization of Eastern Carribean States", "Paris Agreement Signatories",
        "Terrorist Organizations (Al-Qaeda)", "Terrorist Organizations (ISIL and ANF)",
        "Terrorist Organizations (Taliban and Al-Qaeda)", "Terrorist Organizations (Taliban)",
        "Western countries",
    }
)  # fmt: skip


def split_parties(cell: str, *, actors: Actors) -> tuple[list[str], list[str]]:
    """The actors that a cell names, in order, and the parts that mean nobody.

    A part that is no name by itself belongs to the one before it: "Gambia, The, Russia" are two
    states, "Congo, Democratic Republic of the" is one.
    """
    found: list[str] = []
    unknown: list[str] = []
    for name in _names(cell, actors):
        actor = _actor(name, actors)
        if actor and actor not in found:
            found.append(actor)
        elif not actor and name not in NO_ACTORS:
            unknown.append(name)
    return found, unknown


def _names(cell: str, actors: Actors) -> Iterable[str]:
    names: list[str] = []
    for part in (text.strip() for text in cell.split(",")):
        whole = f"{names[-1]}, {part}" if names else part
        if names and not _means(part, actors) and _actor(whole, actors):
            names[-1] = whole
        elif part:
            names.append(part)
    return names


def _means(name: str, actors: Actors) -> bool:
    return name in NO_ACTORS or _actor(name, actors) is not None


def _actor(name: str, actors: Actors) -> str | None:
    if name in NO_ACTORS:
        return None
    known = actors.known(name)
    return OWN.get(name) or (known.id if known else None)

"""What the names of a graph's entities tell: where each belongs and what it is.

"Police (India)" is police of India, "Russian Navy" a navy of Russia, "India" the state itself. The
place is what stands in the last brackets, or the state that `actors` finds in the name (a country,
a people, an office holder); the role what stands before the brackets, or the last word of the name
where several entities share it. Names that tell neither get 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from multipole.actors import Actors, NameHit, load_actors
from multipole.forecast.graph import Ints

#: Entities that share a last word from which on it is a role.
LEAST_SHARED: Final = 4
STATE: Final = "state"
PERSON: Final = "person"
BODY: Final = "body"


@dataclass(frozen=True, slots=True)
class Names:
    """Of each entity the ``place`` and the ``role`` (n,), numbers from 1; 0 where not told.

    ``places`` and ``roles`` count the numbers, 0 among them.
    """

    place: Ints
    role: Ints
    places: int
    roles: int


def names_of(names: Sequence[str], *, actors: Actors | None = None) -> Names:
    """Places and roles of entities in the order of their ids; an empty name tells nothing.

    >>> found = names_of(["Police (India)", "India", "Police_(Chad)", "Indian Police", "Ann"])
    >>> found.place.tolist(), found.role.tolist()
    ([1, 1, 2, 1, 0], [1, 3, 1, 2, 0])
    """
    known, cut = actors or load_actors(), [bracketed(n.replace("_", " ").strip()) for n in names]
    places = [_place(before, inside, known) for before, inside in cut]
    shared = _shared(cut)
    roles = [_role(*pair, shared, known) for pair in cut]
    place, role = _numbers(places), _numbers(roles)
    return Names(place, role, int(place.max(initial=0)) + 1, int(role.max(initial=0)) + 1)


def bracketed(name: str) -> tuple[str, str]:
    """What stands before and in the last brackets; no brackets: all of it and "".

    >>> bracketed("Priest (Holy See (Vatican))")
    ('Priest', 'Holy See (Vatican)')
    """
    if not name.endswith(")"):
        return name, ""
    depth = 0
    for at in range(len(name) - 1, -1, -1):
        depth += (name[at] == ")") - (name[at] == "(")
        if depth == 0:
            return name[:at].strip(), name[at + 1 : -1].strip()
    return name, ""


def _place(before: str, inside: str, known: Actors) -> str:
    """The id of a state or organisation, else the words in brackets, else ""."""
    if inside:
        actor = known.known(inside)
        return actor.id if actor else inside.casefold()
    actor = known.known(before) if before else None
    return actor.id if actor else next((hit.actors[0] for hit in _hits(before, known)), "")


def _hits(name: str, known: Actors) -> list[NameHit]:
    return [hit for hit in known.find(name) if len(hit.actors) == 1]


def _role(before: str, inside: str, shared: frozenset[str], known: Actors) -> str:
    """What an entity is: the words before the brackets, a shared last word, or by what is found."""
    if inside:
        return before.casefold()
    if _last(before) in shared:
        return _last(before)
    if before and known.known(before):
        return STATE
    return next((PERSON if hit.kind == "person" else BODY for hit in _hits(before, known)), "")


def _shared(cut: Sequence[tuple[str, str]]) -> frozenset[str]:
    """Last words that make a role: shared by several names, and by brackets or many."""
    lasts = Counter(_last(before) for before, _ in cut if before)
    whole = {before.casefold() for before, inside in cut if inside}
    return frozenset(w for w, n in lasts.items() if n >= LEAST_SHARED and (w in whole or n > 9))


def _last(name: str) -> str:
    words = name.casefold().split()
    return words[-1] if words else ""


def _numbers(words: Sequence[str]) -> Ints:
    """Numbers from 1 by how often a word occurs, then by the word; 0 for ""."""
    counts = Counter(word for word in words if word)
    order = sorted(counts, key=lambda word: (-counts[word], word))
    number = {word: n for n, word in enumerate(order, start=1)}
    return np.array([number.get(word, 0) for word in words], np.int32)

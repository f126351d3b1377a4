"""Whom a pronoun cannot mean, by the grammar of its own clause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from multipole.core.text import Mention, Sentence

OBJECTS: Final = frozenset({"dobj", "pobj", "dative"})
SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})
DEEP: Final = 4


def barred(sentence: Sentence, named: Sequence[Mention], i: int) -> frozenset[str]:
    """The actors that the pronoun at token ``i`` cannot stand for.

    An object is not its own clause's subject ("NATO will defend it"); a subject is not what its
    own clause names after it ("the vaccines it had sent to Vietnam").
    """
    dep, verb = sentence.deps[i], _verb(sentence, i)
    if verb < 0 or dep not in OBJECTS | SUBJECTS:
        return frozenset()
    if dep in OBJECTS:
        subjects = set[int]()
        while not subjects:
            subjects = {c for c in _children(sentence, verb) if sentence.deps[c] in SUBJECTS}
            if subjects or sentence.deps[verb] not in {"conj", "xcomp"}:
                break
            made = sentence.deps[verb] == "xcomp"
            verb = sentence.heads[verb]
            if made:  # "told Iran to sell it": not Iran; "offered to sell it": not who offers
                subjects = {c for c in _children(sentence, verb) if sentence.deps[c] == "dobj"}
        return frozenset(a for m in named if m.head in subjects for a in m.actors)
    later = (m for m in named if m.head > i and _verb(sentence, m.head) == verb)
    return frozenset(a for m in later if m.how != "demonym" for a in m.actors)


def _verb(sentence: Sentence, i: int) -> int:
    """The verb that token ``i`` hangs on, through prepositions and its own noun; -1 for none."""
    if sentence.deps[i] == "poss":
        return -1
    for _ in range(DEEP):
        i = sentence.heads[i]
        if sentence.tags[i].startswith("V"):
            return i
        if sentence.deps[i] not in {"prep", "dative", "agent", "conj"}:
            return -1
    return -1


def _children(sentence: Sentence, i: int) -> list[int]:
    return [c for c, head in enumerate(sentence.heads) if head == i and c != i]

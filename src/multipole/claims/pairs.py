"""Which two actors a word could pass something between, whatever the word means.

No lexicon decides here: any verb with a subject or agent and another actor under it, and any noun
with two actors about it, gives candidates. Whether something passes, and what, is for others to
say; most candidates of a long sentence carry nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from multipole.claims.ends import EITHER, NOBODY, Side
from multipole.claims.reach import How, receivers
from multipole.claims.roles import Roles

GIVERS: Final = frozenset({"from", "by", "of"})
SHARED: Final = frozenset({"between", "among", "with", "alongside"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ends that one word joins.

    ``trigger``
        The token of the verb or noun.
    ``mutual``
        Whether the grammar puts both on one side: a shared subject, "between", "Sino-Russian".
        ``sender`` and ``receiver`` are then the same side.
    ``how``
        What led to the receiver: an object, a prepositional phrase, the owner of a thing ("its
        decision"), a governed clause, a noun's own phrase, or a shared place.
    ``word``
        The preposition that leads to the receiver, ``""`` for none.
    """

    trigger: int
    sender: Side
    receiver: Side
    mutual: bool
    how: How
    word: str = ""

    @property
    def confidence(self) -> float:
        """0 to 1: how surely both ends are the actors they are taken for."""
        return min(self.sender.confidence, self.receiver.confidence)


def find_pairs(roles: Roles) -> Iterator[Pair]:
    """The candidates of a whole sentence, in the order of its words, the surest of a word first."""
    for i in range(len(roles.tree.s)):
        yield from pairs(roles, i)


def pairs(roles: Roles, i: int) -> list[Pair]:
    """The candidates of token ``i``, the surest first; none when it is neither verb nor noun."""
    tree = roles.tree
    if tree.is_verb(i) and tree.s.deps[i] not in {"aux", "auxpass"}:
        return _distinct(_of_verb(roles, i))
    if tree.is_noun(i) and i not in roles.ends.heads:
        return _distinct(_of_noun(roles, i))
    return []


def _distinct(found: Iterator[Pair]) -> list[Pair]:
    best: dict[tuple[frozenset[str], frozenset[str]], Pair] = {}
    for pair in found:
        best.setdefault((pair.sender.actors, pair.receiver.actors), pair)
    return list(best.values())


def _of_verb(roles: Roles, i: int) -> Iterator[Pair]:
    sender, _ = roles.doer(i)
    for how, word, side in receivers(roles, i):
        other = side.without(sender.actors)
        if sender and other:
            yield Pair(i, sender, other, False, how, word)
            if word in GIVERS or (how == "owner" and not roles.tree.is_passive(i)):
                yield Pair(i, other, sender, False, how, word)
    if len(sender.actors) > 1:
        yield Pair(i, sender, sender, True, "together")


def _of_noun(roles: Roles, i: int) -> Iterator[Pair]:
    belongs, of = roles.ends.around(i), roles.ends.of(i)
    by, shared = NOBODY, NOBODY
    rest: list[tuple[str, Side]] = []
    for word, noun in roles.tree.phrases(i):
        side = roles.ends.group(noun, also=EITHER) or roles.inside(noun, EITHER)
        if word == "by":
            by |= side
        elif word in SHARED:
            shared |= side
        elif word != "of":
            rest.append((word, side))
    given = next((side for word, side in rest if word == "from"), NOBODY)
    sender = by or belongs or of or given
    for word, side in [*rest, ("", of), ("", belongs)]:
        receiver = side.without(sender.actors)
        if sender and receiver:
            yield Pair(i, sender, receiver, False, "noun", word)
            if word in GIVERS:
                yield Pair(i, receiver, sender, False, "noun", word)
    together = belongs | of | shared
    if len(together.actors) > 1:
        yield Pair(i, together, together, True, "together")

"""Which two actors a word could pass something between, whatever the word means.

No lexicon decides here: any verb with a subject or agent and another actor under it, and any noun
with two actors about it, gives candidates. Whether something passes, and what, is for others to
say; most candidates of a long sentence carry nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from multipole.claims.ends import EITHER, NOBODY, Side
from multipole.claims.roles import Roles

How = Literal["object", "preposition", "owner", "clause", "noun", "together"]
GIVERS: Final = frozenset({"from", "by"})
SHARED: Final = frozenset({"between", "among", "with", "alongside"})
DEEPEST: Final = 2


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
            if word in GIVERS and not roles.tree.is_passive(i):
                yield Pair(i, other, sender, False, how, word)
    if len(sender.actors) > 1:
        yield Pair(i, sender, sender, True, "together")


def receivers(roles: Roles, i: int, *, depth: int = 0) -> Iterator[tuple[How, str, Side]]:
    """Who could undergo verb ``i``, by what the grammar says of it, the nearest first.

    Gives how the actors are reached, the preposition before them, and the actors.
    """
    things = roles.objects(i)
    for thing in things:
        yield "object", "", roles.ends.group(thing, also=EITHER)
    yield from _phrases(roles, i)
    for thing in things:
        yield "owner", "", roles.ends.around(thing) | roles.ends.of(thing)
        yield "owner", "", roles.ends.people(thing)
        yield from _phrases(roles, thing)
        yield from _by_others(roles, thing)
    if depth < DEEPEST:
        yield from _governed(roles, i, depth)
    if roles.tree.s.deps[i] == "conj" and not things and roles.tree.is_verb(roles.tree.s.heads[i]):
        for thing in roles.objects(roles.tree.s.heads[i]):
            yield "object", "", roles.ends.group(thing)


def _phrases(roles: Roles, place: int) -> Iterator[tuple[How, str, Side]]:
    agent = roles.tree.agent(place) if roles.tree.is_passive(place) else -1
    phrases = [(word, noun) for word, noun in roles.tree.phrases(place) if noun != agent]
    for word, noun in phrases:
        yield "preposition", word, roles.ends.group(noun, also=EITHER)
    for word, noun in phrases:
        yield "preposition", word, roles.inside(noun, EITHER)


def _by_others(roles: Roles, thing: int) -> Iterator[tuple[How, str, Side]]:
    """Those who do what is said of a thing: "a claim made by Rome", "the reef Manila holds"."""
    for verb in roles.tree.children(thing, "acl", "relcl"):
        yield "clause", "", roles.doer(verb)[0]


def _governed(roles: Roles, i: int, depth: int) -> Iterator[tuple[How, str, Side]]:
    for child in roles.tree.children(i, "xcomp", "ccomp", "advcl", "pcomp"):
        yield "clause", "", roles.ends.group(roles.tree.own_subject(child))
        if roles.tree.own_subject(child) < 0 or roles.tree.s.deps[child] == "ccomp":
            for _, word, side in receivers(roles, child, depth=depth + 1):
                yield "clause", word, side


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

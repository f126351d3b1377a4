"""Who could undergo a verb, by what the grammar says of it and whatever the verb means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from multipole.claims.ends import EITHER, Side
from multipole.claims.roles import Roles

How = Literal["object", "preposition", "owner", "clause", "noun", "together"]
#: What is said beside an act, of when and in spite of what it happens: "after the seizure of".
CIRCUMSTANCES: Final = frozenset(
    {"after", "before", "since", "following", "during", "amid", "despite", "over"}
)
DEEPEST: Final = 2


def receivers(
    roles: Roles, i: int, *, depth: int = 0, past: bool = True
) -> Iterator[tuple[How, str, Side]]:
    """Who could undergo verb ``i``, by what the grammar says of it, the nearest first.

    Gives how the actors are reached, the preposition before them, and the actors. Without ``past``
    no phrase is looked into that hangs on an actor or on a thing of one.
    """
    things = roles.objects(i)
    for thing in things:
        yield "object", "", roles.ends.group(thing, also=EITHER)
    yield from _phrases(roles, i, past=past)
    for thing in things:
        yield "owner", "", roles.ends.around(thing) | roles.ends.of(thing)
        if thing not in roles.ends.heads:
            yield "owner", "", roles.ends.people(thing)
        yield from _phrases(roles, thing, past=past)
        yield from _by_others(roles, thing)
    if depth < DEEPEST:
        yield from _governed(roles, i, depth)
    if roles.tree.s.deps[i] == "conj" and not things and roles.tree.is_verb(roles.tree.s.heads[i]):
        for thing in roles.objects(roles.tree.s.heads[i]):
            yield "object", "", roles.ends.group(thing)


def _phrases(roles: Roles, place: int, *, past: bool) -> Iterator[tuple[How, str, Side]]:
    def reached(noun: int) -> bool:
        named = roles.ends.group(noun) or roles.ends.around(noun)
        beside = roles.tree.word(roles.tree.s.heads[noun]) in CIRCUMSTANCES
        return not past and (beside or bool(named))

    agent = roles.tree.agent(place) if roles.tree.is_passive(place) else -1
    phrases = [(word, noun) for word, noun in roles.tree.phrases(place, stop=reached)]
    phrases = [(word, noun) for word, noun in phrases if noun != agent]
    for word, noun in phrases:
        yield "preposition", word, roles.ends.group(noun, also=EITHER) or roles.inside(noun, EITHER)


def _by_others(roles: Roles, thing: int) -> Iterator[tuple[How, str, Side]]:
    """Those who do what is said of a thing: "a claim made by Rome", "the reef Manila holds"."""
    for verb in roles.tree.children(thing, "acl", "relcl"):
        yield "clause", "", roles.doer(verb)[0]


def _governed(roles: Roles, i: int, depth: int) -> Iterator[tuple[How, str, Side]]:
    for child in roles.tree.children(i, "xcomp", "ccomp", "advcl", "pcomp"):
        subject = roles.tree.own_subject(child)
        yield "clause", "", roles.ends.group(subject) or roles.inside(subject, EITHER)
        if subject < 0 or roles.tree.s.deps[child] == "ccomp":
            for _, word, side in receivers(roles, child, depth=depth + 1):
                yield "clause", word, side

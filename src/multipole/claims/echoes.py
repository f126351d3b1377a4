"""Acts told without their own word: "Finland followed", "Oman has not", "so did Chad".

The clause names only who does it too. What, and towards whom, is that of the act told just before:
`multipole.claims.context` gives it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from multipole.claims.acts import Clauses
from multipole.claims.ends import NOBODY, Side
from multipole.claims.told import Act

HELPING: Final = frozenset({"do", "have"})
INVERTING: Final = frozenset({"so", "neither", "nor", "as"})
SUBJECT: Final = ("nsubj", "nsubjpass")
#: What may stand beside a helping verb that stands for another one.
SLIGHT: Final = frozenset({"neg", "cc", "conj", "punct", "advmod", "preconj", "mark", *SUBJECT})
SURE: Final = 0.7


def find_echoes(clauses: Clauses, acts: Sequence[Act]) -> Iterator[Act]:
    """Yield who does what was told just before, for `Context.settle` to fill in."""
    tree = clauses.tree
    for i in range(len(tree.s)):
        if not tree.is_verb(i) or tree.s.deps[i] in {"aux", "auxpass"}:
            continue
        if tree.s.lemmas[i] == "follow" and _follows(clauses, i):
            own = _own(clauses, i, acts)
            for side in _followers(clauses, i):
                yield _echo(i, side, own)
        elif tree.s.lemmas[i] in HELPING:
            side = _stands_for(clauses, i)
            if side:
                alone = tree.s.deps[i] in {"ROOT", "conj", "ccomp", "parataxis"}
                yield replace(_echo(i, side, None), reach=1 if alone else 0)


def _echo(i: int, side: Side, own: Act | None) -> Act:
    if own is None:
        act = Act("CONSULT", i, side, NOBODY, False, (i, *side.tokens), SURE * side.confidence)
        return replace(act, echo=True)
    confidence = own.confidence * SURE
    tokens = (i, *side.tokens)
    return replace(own, trigger=i, receiver=side, tokens=tokens, confidence=confidence)


def _follows(clauses: Clauses, i: int) -> bool:
    """ "followed", "followed suit", "followed the example of": not what follows something."""
    things = clauses.tree.children(i, "dobj")
    same = all(clauses.tree.s.lemmas[o] in {"suit", "example", "lead"} for o in things)
    clause = clauses.tree.s.deps[i] in {"ROOT", "conj", "ccomp", "advcl", "parataxis"}
    return same and clause and not clauses.tree.is_passive(i)


def _followers(clauses: Clauses, i: int) -> Iterator[Side]:
    """The subject, and the further ones of a list: "Oman followed in May, Chad in June"."""
    for at in clauses.tree.children(i, "nsubj", "dep", "npadvmod"):
        side = clauses.ends.group(at)
        if side:
            yield side


def _own(clauses: Clauses, i: int, acts: Sequence[Act]) -> Act | None:
    """The act before in the same sentence if the followers undergo it, as states like its receiver.

    "The company cut off Chad; Oman followed": another state is one more that is cut off.
    """
    before = [a for a in acts if a.trigger < i and a.sender and a.receiver and not a.mutual]
    act = max(before, key=lambda a: a.trigger, default=None)
    if act is None:
        return None
    side = next(_followers(clauses, i), NOBODY)
    kinds = [_kinds(clauses, s) for s in (side, act.sender, act.receiver)]
    return act if kinds[0] == kinds[2] != kinds[1] else None


def _kinds(clauses: Clauses, side: Side) -> frozenset[str]:
    return frozenset(m.how for t in side.tokens for m in clauses.ends.heads.get(t, ()))


def _stands_for(clauses: Clauses, i: int) -> Side:
    """The subject of a helping verb alone: "Russia has not", "neither has Spain", "as did Oman"."""
    tree = clauses.tree
    first = {tree.word(c) for c in tree.kids[i] if c < i}
    turned = bool(first & INVERTING) and not tree.children(i, *SUBJECT)
    bare = {tree.s.deps[c] for c in tree.kids[i]} <= SLIGHT | ({"dobj"} if turned else set())
    if not bare:
        return NOBODY
    for at in tree.children(i, "dobj") if turned else tree.children(i, *SUBJECT):
        return clauses.ends.group(at)
    return NOBODY

"""Acts that answer another of their sentence.

"Sanctions over the annexation of Crimea" are against who annexed it; "accused Minsk of shelling its
border, which Minsk denies" is denied towards the accuser.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from multipole.claims.acts import Clauses
from multipole.claims.ends import EITHER, NOBODY
from multipole.claims.grammar import Tree
from multipole.claims.told import Act
from multipole.claims.words import ANSWERS, RESPONDING

#: What leads to why something is done.
CAUSES: Final = frozenset(
    {"over", "for", "after", "following", "since", "because", "of", "against"}
)
#: Acts that those who did the other deed are hit by.
ANSWERING: Final = frozenset({"SANCTION", "ACCUSE", "PROTEST", "THREATEN"})
#: How a deed hangs on the verb that calls it an answer.
UNDER: Final = frozenset({"pcomp", "prep", "advcl", "xcomp"})
#: Verbs that turn down a charge.
TURNING: Final = frozenset("deny reject refute dispute dismiss contest rebut".split())
#: What a state is blamed for that does it in a place of its own.
WRONGS: Final = frozenset(
    """
    abuse abuses violation repression crackdown persecution oppression detention genocide crime
    treatment camp imprisonment internment discrimination
    """.split()
)
SURENESS: Final = 0.75


def with_causes(acts: Sequence[Act], tree: Tree) -> list[Act]:
    """The acts of a sentence, those that lack a receiver with the doer of what they answer."""
    return [_with_cause(_towards_accuser(act, acts, tree), acts, tree) for act in acts]


def is_denial(act: Act, tree: Tree) -> bool:
    """ "which Minsk denies": a charge turned down beside the clause that makes it."""
    verb = act.tokens[0]
    turns = tree.s.lemmas[verb] in TURNING and tree.s.deps[verb] == "relcl"
    return act.action == "REJECT" and turns


def _towards_accuser(act: Act, acts: Sequence[Act], tree: Tree) -> Act:
    """The denial without whom grammar finds, where a charge beside it tells whom it is towards."""
    if not is_denial(act, tree):
        return act
    charged = any(
        charge.action == "ACCUSE"
        and act.sender
        and act.sender.actors <= charge.receiver.actors
        and charge.trigger < act.trigger
        and not act.receiver.actors <= charge.sender.actors
        for charge in acts
    )
    return replace(act, receiver=NOBODY) if charged else act


def _with_cause(act: Act, acts: Sequence[Act], tree: Tree) -> Act:
    if act.receiver or not act.sender or act.mutual or act.action not in ANSWERING:
        return act
    causes = set(_causes(act, tree))
    for deed in acts:
        doer = deed.sender or (deed.perhaps.sender if deed.perhaps else NOBODY)
        other = doer.without(act.sender.actors)
        if deed.trigger in causes and not deed.mutual and other:
            tokens, sure = (*act.tokens, *other.tokens), act.confidence * SURENESS
            return replace(act, receiver=other, tokens=tokens, confidence=sure)
    return act


def with_places(acts: Sequence[Act], clauses: Clauses) -> list[Act]:
    """The acts of a sentence, those without a receiver with whose place their reason lies in.

    "A boycott over abuses in Xinjiang": against the state that Xinjiang is of.
    """
    return [_with_place(act, clauses) for act in acts]


def _with_place(act: Act, clauses: Clauses) -> Act:
    if act.receiver or not act.sender or act.mutual or act.action not in ANSWERING:
        return act
    tree = clauses.tree
    for at in dict.fromkeys((act.tokens[0], act.trigger, *tree.children(act.tokens[0], "dobj"))):
        for word, noun in tree.phrases(at, deep=1):
            place = NOBODY
            for inner, where in tree.prepositions(noun) if word in {"over", "for"} else ():
                place |= clauses.ends.group(where, also=EITHER) if inner == "in" else NOBODY
            other = place.without(act.sender.actors)
            if other and tree.s.lemmas[noun] in WRONGS:
                tokens, sure = (*act.tokens, *other.tokens), act.confidence * SURENESS
                return replace(act, receiver=other, tokens=tokens, confidence=sure)
    return act


def _causes(act: Act, tree: Tree) -> Iterator[int]:
    for at in dict.fromkeys((act.tokens[0], act.trigger)):
        for word, noun in tree.prepositions(at):
            if tree.s.lemmas[noun] in ANSWERS:
                yield from (inner for _, inner in tree.prepositions(noun))
            elif word in CAUSES:
                yield noun


def responds(tree: Tree, verb: int) -> bool:
    """ "responded by closing", "in response, it closed": whether a deed is told as an answer.

    What somebody "replied that" it would do is an answer in words.
    """
    at, above = verb, [tree.s.lemmas[verb]]
    while tree.s.deps[at] in UNDER and tree.s.heads[at] != at:
        at = tree.s.heads[at]
        above.append(tree.s.lemmas[at])
    under = [tree.s.lemmas[noun] for word, noun in tree.prepositions(verb) if word == "in"]
    return not RESPONDING.isdisjoint(above) or not ANSWERS.isdisjoint(under)

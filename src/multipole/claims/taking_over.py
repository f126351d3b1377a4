"""What an act takes over from one that was told before it: ends, words, and how sure it then is."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from multipole.claims.ends import Side
from multipole.claims.grammar import Tree
from multipole.claims.told import Act
from multipole.core.plover import Action

SURENESS: Final = 0.75
#: Types of what two do together.
JOINT: Final = frozenset({"CONSULT", "AGREE", "COOPERATE"})
#: Types that nouns for hard words do not tell apart: a warning is rejected as "the accusation".
SPOKEN: Final = frozenset({"ACCUSE", "THREATEN", "REQUEST", "REJECT"})
#: What is said of acts that took something away, and that end them.
ENDING: Final[dict[Action, frozenset[Action]]] = {
    "CONCEDE": frozenset({"SANCTION", "COERCE", "THREATEN"}),
    "RETREAT": frozenset({"ASSAULT", "MOBILIZE", "COERCE"}),
    "SANCTION": frozenset({"SANCTION", "COOPERATE", "AID", "AGREE"}),
}


def taken(actors: frozenset[str], earlier: Act) -> Side:
    """An end that was told with an earlier act."""
    return Side(actors, (), earlier.confidence, earlier.words)


def is_bare(tree: Tree, noun: str) -> bool:
    """ "the pact": a noun that says no more of what it means."""
    places = [t for t, lemma in enumerate(tree.s.lemmas) if lemma == noun]
    return not any(tree.children(t, "prep", "relcl", "acl", "poss", "amod") for t in places)


def governing(tree: Tree, verb: int) -> int:
    """The verb over an infinitive: "is expected to deny"."""
    while tree.s.deps[verb] == "xcomp" and tree.is_verb(tree.s.heads[verb]):
        verb = tree.s.heads[verb]
    return verb


def is_one(action: Action, earlier: Act) -> bool:
    """Whether a noun of this type can mean the earlier act."""
    return any({action, earlier.action} <= kind for kind in (JOINT, SPOKEN, {action}))


def resumed(act: Act, earlier: Act) -> frozenset[str]:
    """The other end of an act that goes on with, repeats or ends the earlier one."""
    mine = act.sender.actors
    if act.action != earlier.action and earlier.action not in ENDING.get(act.action, frozenset()):
        return frozenset()
    if earlier.mutual or act.action in JOINT:
        both = earlier.sender.actors | earlier.receiver.actors
        return both - mine if mine & both else frozenset()
    return earlier.receiver.actors - mine


def with_sender(act: Act, sender: Side) -> Act:
    """The act with who did it."""
    return replace(act, sender=sender, confidence=act.confidence * SURENESS)


def with_other(act: Act, other: Side, *, alone: bool = False) -> Act:
    """The act with its other end, as one of both where it is such; not where one alone promises."""
    confidence = act.confidence * SURENESS
    if act.action in JOINT and not alone:
        both = replace(act.sender, actors=act.sender.actors | other.actors, where=other.where)
        return replace(act, sender=both, receiver=both, mutual=True, confidence=confidence)
    return replace(act, receiver=other, confidence=confidence)

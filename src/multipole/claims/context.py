"""Ends that an act has from what was told before: "criticised the move", "rejected the charge".

An act with one end whose object points back ("the move", "this accusation") gets its other end from
the nearest earlier act that the object can mean. The words of an act still are those of its own
sentence, and its confidence is lower for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from multipole.claims.ends import Side
from multipole.claims.grammar import Tree
from multipole.claims.lexicon import Lexicon
from multipole.claims.roles import ATTITUDES, DOINGS, TEXTS
from multipole.claims.told import Act
from multipole.core.plover import Action

POINTING: Final = frozenset({"the", "this", "that", "these", "those", "such"})
#: How many acts, and how many sentences, a pointing word reaches back.
ACTS: Final = 6
SENTENCES: Final = 3
SURENESS: Final = 0.75
COUNCIL: Final = "UNSC"
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


@dataclass(slots=True)
class Context:
    """The acts that a document has told so far; ``council`` if it speaks of the UN's."""

    lexicon: Lexicon
    council: bool = False
    before: list[tuple[int, Act]] = field(default_factory=list)

    def settle(self, acts: Sequence[Act], n: int, tree: Tree) -> list[Act]:
        """The acts of sentence ``n`` with the ends that earlier ones give them, in their order."""
        settled = []
        for act in sorted(acts, key=lambda a: a.trigger):
            whole = act if act.sender and act.receiver else self._filled(act, n, tree)
            settled.append(whole)
            if whole.sender:
                self.before = [*self.before[1 - ACTS :], (n, whole)]
        return settled

    def _filled(self, act: Act, n: int, tree: Tree) -> Act:
        if not act.sender:
            return act
        if self.council and tree.s.lemmas[act.tokens[0]] == "veto":
            return replace(act, receiver=Side(frozenset({COUNCIL}), (), act.sender.confidence))
        for noun in _pointing(tree, act):
            for told_in, earlier in reversed(self.before):
                other = self._meant(act, earlier, tree.s.lemmas[noun])
                if other and n - told_in <= SENTENCES:
                    return _with(act, Side(other, (), earlier.confidence))
        return act

    def _meant(self, act: Act, earlier: Act, noun: str) -> frozenset[str]:
        """Whom ``act`` is aimed at if its ``noun`` means ``earlier``; nobody if it cannot."""
        entry = self.lexicon.nouns.get(noun)
        if entry is None and noun not in DOINGS | TEXTS:
            return frozenset()
        if entry is not None and not _is_one(entry.action, earlier):
            return frozenset()
        mine, doers, done_to = act.sender.actors, earlier.sender.actors, earlier.receiver.actors
        if act.action not in ATTITUDES:
            return _resumed(act, earlier)
        if earlier.mutual:
            return doers - mine
        if earlier.action in ATTITUDES and done_to and not done_to & mine:
            return frozenset()
        return frozenset() if doers & mine else doers


def _is_one(action: Action, earlier: Act) -> bool:
    """Whether a noun of this type can mean the earlier act."""
    return any({action, earlier.action} <= kind for kind in (JOINT, SPOKEN, {action}))


def _resumed(act: Act, earlier: Act) -> frozenset[str]:
    """The other end of an act that goes on with, repeats or ends the earlier one."""
    mine = act.sender.actors
    if act.action != earlier.action and earlier.action not in ENDING.get(act.action, frozenset()):
        return frozenset()
    if earlier.mutual or act.action in JOINT:
        both = earlier.sender.actors | earlier.receiver.actors
        return both - mine if mine & both else frozenset()
    return earlier.receiver.actors - mine


def _pointing(tree: Tree, act: Act) -> Iterator[int]:
    """The nouns under the act's word, or that word itself, that point to something told before."""
    verb = act.tokens[0]
    things = [act.trigger] if not tree.is_verb(act.trigger) else []
    things += tree.children(verb, "dobj", "nsubjpass")
    things += [noun for _, noun in tree.prepositions(verb)] if act.action in ATTITUDES else []
    for thing in dict.fromkeys(things):
        dets = {tree.word(d) for d in tree.children(thing, "det")}
        if dets & POINTING:
            yield thing


def _with(act: Act, other: Side) -> Act:
    confidence = act.confidence * SURENESS
    if act.action in JOINT:
        both = Side(act.sender.actors | other.actors, act.sender.tokens, act.sender.confidence)
        return replace(act, sender=both, receiver=both, mutual=True, confidence=confidence)
    return replace(act, receiver=other, confidence=confidence)

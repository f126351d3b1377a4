"""Acts of which a sentence names one end, where the other was told before: "the Western embargo".

A noun that tells an act again seldom names both of its ends. It stands for an act only if an
earlier one of its kind has the end that it names; `multipole.claims.context` gives it the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from multipole.claims.acts import Clauses
from multipole.claims.deeds import known_deed
from multipole.claims.ends import NOBODY, Side
from multipole.claims.lexicon import Entry
from multipole.claims.nominal import ends_between, ends_of
from multipole.claims.told import Act

#: Types of acts that are spoken of again as a known deed; exports or talks are new ones each time.
RETOLD: Final = frozenset(
    {"SANCTION", "ASSAULT", "COERCE", "MOBILIZE", "ACCUSE", "THREATEN", "PROTEST", "AGREE"}
)
#: What stands before a deed that nobody has told of yet: "any criticism of".
OPEN: Final = frozenset({"any", "no", "further", "more"})
#: How surely a deed that is only named is one of `multipole.claims.deeds`.
NAMED: Final = 0.9


def find_halves(clauses: Clauses) -> Iterator[Act]:
    """Yield the acts of nouns that name one end alone and that no verb has taken up."""
    tree = clauses.tree
    for i in range(len(tree.s)):
        entry = clauses.entry(i) if tree.is_noun(i) else None
        if entry is None or i in clauses.used or tree.s.deps[i] == "compound":
            continue
        if entry.action not in RETOLD or not OPEN.isdisjoint(map(tree.word, tree.kids[i])):
            continue
        if entry.frame == "mutual":
            side = ends_between(clauses, i)
            ends = (side, NOBODY) if len(side.actors) == 1 else (NOBODY, NOBODY)
        else:
            ends = ends_of(clauses, i, entry)
        if bool(ends[0]) is not bool(ends[1]):
            yield _half(clauses, i, entry, *ends)


def _half(clauses: Clauses, i: int, entry: Entry, sender: Side, receiver: Side) -> Act:
    known = sender or receiver
    tokens = (i, *known.tokens)
    confidence = entry.confidence * known.confidence
    act = Act(entry.action, i, sender, receiver, entry.frame == "mutual", tokens, confidence)
    tree = clauses.tree
    words = {tree.word(t) for t in tree.subtree(i)}
    deed = None if sender else known_deed(tree.s.lemmas[i], receiver.actors, words)
    if deed is None:
        return replace(act, again=True)
    doer = Side(frozenset({deed.sender}), (), confidence * NAMED)
    named = replace(act, sender=doer, confidence=confidence * NAMED, known=deed.when)
    return replace(act, again=True, perhaps=named)

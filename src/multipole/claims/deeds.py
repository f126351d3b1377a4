"""Deeds that reports name without who did them: "the invasion of Kuwait".

``data/deeds.csv``: the noun, a word that its phrase must hold (empty: any), who underwent it, who
did it, and the month in which it began, as the public record has them. A few names only: what a
reader knows without being told. The quote of such an act holds the name of the deed, not of its
doer.

Where the text gives the doer by a pronoun only ("its invasion of Ukraine"), the record is surer of
who is meant than grammar is; and a deed of the record that is named without a time lies in its
month and not in that of the report.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

from multipole.claims.acts import Clauses
from multipole.claims.ends import Side
from multipole.claims.told import Act
from multipole.core.periods import Period

#: What stands before a deed that is not the one of the record: "another invasion of Kuwait".
ANOTHER: Final = frozenset({"a", "an", "any", "another", "new", "further", "second", "possible"})


@dataclass(frozen=True, slots=True)
class Deed:
    """A noun, a word its phrase must hold (or ""), whom it befell, who did it, when it began."""

    noun: str
    place: str
    receiver: str
    sender: str
    when: Period


def known_deed(noun: str, receivers: Collection[str], words: Collection[str]) -> Deed | None:
    """The deed of a lemma done to ``receivers``, named by a phrase of ``words`` (lower case).

    >>> known_deed("invasion", ["KWT"], ["the", "invasion", "of", "kuwait"]).sender
    'IRQ'
    """
    for deed in _deeds():
        if (noun, {deed.receiver}) == (deed.noun, set(receivers)) and (deed.place or noun) in words:
            return deed
    return None


def as_known(act: Act, clauses: Clauses, told_on: date | None) -> Act:
    """The act of a noun as the record has it: who did it, where a pronoun says so, and when.

    Only for "the" or "its" invasion, and not in a report of ``told_on`` before it.
    """
    tree, ends = clauses.tree, clauses.ends
    if not tree.is_noun(act.trigger) or not act.sender or act.known:
        return act
    words = {tree.word(t) for t in tree.subtree(act.trigger)}
    deed = known_deed(tree.s.lemmas[act.trigger], act.receiver.actors, words)
    new = not ANOTHER.isdisjoint(map(tree.word, tree.kids[act.trigger]))
    if deed is None or new or (told_on and told_on < deed.when.start):
        return act
    if {deed.sender} == act.sender.actors:
        return replace(act, known=deed.when)
    if any(m.how != "pronoun" for t in act.sender.tokens for m in ends.heads.get(t, ())):
        return act
    named = (m.head for m in ends.mentions if m.actors == (deed.sender,))
    at = next(((head,) for head in named), act.sender.tokens)
    return replace(act, sender=Side(frozenset({deed.sender}), at), known=deed.when)


@cache
def _deeds() -> tuple[Deed, ...]:
    text = resources.files(__package__).joinpath("data", "deeds.csv").read_text("utf-8")
    return tuple(
        Deed(r["noun"], r["place"], r["receiver"], r["sender"], Period.parse(r["when"]))
        for r in csv.DictReader(text.splitlines())
    )

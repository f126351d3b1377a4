"""The rules asked one thing only: of which type is what passes between two marked ends.

The baseline of the type model: the same grammar and lexicon as `multipole.claims.coder`, with the
marked ends in the place of resolved actors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from multipole.claims.acts import Clauses
from multipole.claims.ends import Ends
from multipole.claims.grammar import Tree
from multipole.claims.lexicon import load_lexicon
from multipole.claims.marked import Marked, Stretch
from multipole.claims.nominal import find_nominal
from multipole.claims.told import Act
from multipole.claims.type_model import NONE
from multipole.core.text import Mention, Sentence

SENDER: Final = "S"
RECEIVER: Final = "T"


def type_by_rules(marked: Marked, parsed: Sequence[Sentence]) -> str:
    """The type of the act that fits the ends best, or NONE; ``parsed`` is the parse of its text.

    Best is an act from sender to receiver, then one the other way round, then one with one of the
    ends, then any act of the sentence; among equals the surest.
    """
    acts = [act for sentence in parsed for act in _acts(marked, sentence)]
    if not acts:
        return NONE
    return max(acts, key=lambda act: (_fit(act, marked), act.confidence)).action


def _acts(marked: Marked, sentence: Sentence) -> Iterator[Act]:
    mentions = list(_mentions(marked, sentence))
    clauses = Clauses(Tree(sentence), Ends(Tree(sentence), mentions), load_lexicon())
    yield from clauses.find()
    yield from find_nominal(clauses)


def _fit(act: Act, marked: Marked) -> int:
    senders, receivers = act.sender.actors, act.receiver.actors
    if _has(SENDER, senders, marked.sender) and _has(RECEIVER, receivers, marked.receiver):
        return 3
    if _has(SENDER, receivers, marked.sender) and _has(RECEIVER, senders, marked.receiver):
        return 2
    return int(bool(senders | receivers))


def _has(end: str, actors: frozenset[str], named: Sequence[Stretch]) -> bool:
    return end in actors or not named


def _mentions(marked: Marked, sentence: Sentence) -> Iterator[Mention]:
    for end, stretches in ((SENDER, marked.sender), (RECEIVER, marked.receiver)):
        for start, stop in stretches:
            inside = [
                i for i in range(len(sentence)) if start < sentence.to[i] and sentence.at[i] < stop
            ]
            if inside:
                first, last = inside[0], inside[-1]
                head = next(i for i in inside if _leads(sentence, i, first, last))
                name = marked.text[start:stop]
                yield Mention(0, first, last, head, start, stop, (end,), "name", name, 1.0)


def _leads(sentence: Sentence, i: int, first: int, last: int) -> bool:
    """Whether the head of a token lies outside ``first`` to ``last``, or the token is the root."""
    head = sentence.heads[i]
    return head == i or not first <= head <= last

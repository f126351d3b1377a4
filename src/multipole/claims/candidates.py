"""What the type model is asked: acts and pairs of a sentence, with the words of their ends marked.

The rules propose acts (`multipole.claims.acts`, `multipole.claims.nominal`); any other two actors
that a verb or noun joins (`multipole.claims.pairs`) are proposals without a type. Whether anything
passes between them, and what, is for `multipole.claims.typed` to decide.

The model knows the ends that it is asked about, not the word. Where a sentence tells of one act it
reads all of it; where it tells of several it reads, for each, the clause of that act alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from multipole.claims.acts import Clauses
from multipole.claims.ends import Ends, Side
from multipole.claims.grammar import Tree
from multipole.claims.marked import Marked, Stretch
from multipole.claims.pairs import Pair, find_pairs
from multipole.claims.roles import ATTITUDES
from multipole.claims.told import Act
from multipole.claims.words import TELLING

#: How a candidate is reached: as `multipole.claims.pairs.How`, or by the rules.
RULE: Final = "rule"
#: Words before those who are only on the way, or beside the point.
PASSING: Final = frozenset({"through", "via", "across", "unlike", "like", "than", "besides"})
#: Neither yes nor no: no act towards who voted otherwise.
ABSTAINING: Final = "abstain"
#: What befalls the place that it is in.
SUFFERED: Final = frozenset(
    "killing massacre murder death bombing shelling explosion blast shooting attack strike".split()
)
HYPHENS: Final = frozenset({"-", "–", "—", "/"})
#: Tokens of the phrase of an end that are kept with it, on each side.
NEAR: Final = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """An act with both ends, the words that the model reads, and how it was reached.

    The type of the act is that of the rules where ``how`` is ``"rule"``; else it means nothing.
    """

    act: Act
    marked: Marked
    how: str


def candidates(clauses: Clauses, acts: Sequence[Act], text: str) -> Iterator[Candidate]:
    """The acts of the rules whose two ends have words of their own, then other pairs of actors.

    ``text`` is the sentence's.
    """
    told = {act.trigger for act in acts}
    pairs = [p for p in find_pairs(clauses) if _is_open(clauses, acts, p)]
    proposed = [(act, RULE) for act in acts] + [(_act(p), p.how) for p in pairs]
    for act, how in proposed:
        marked = _marked(clauses.ends, act, text)
        if marked is not None:
            alone = not told - {act.trigger}
            yield Candidate(act, marked if alone else clause_of(clauses.tree, act, marked), how)


def _is_scene(tree: Tree, token: int) -> bool:
    """ "condemned the killings in Oslo": where they happened, and not who did them."""
    prep = tree.s.heads[token]
    there = tree.s.deps[token] == "pobj" and tree.word(prep) == "in"
    return there and tree.s.lemmas[tree.s.heads[prep]] in SUFFERED


def _is_warned_of(tree: Tree, verb: int) -> bool:
    """ "warned Oman against selling it": what is not to be."""
    return tree.s.deps[verb] == "pcomp" and tree.word(tree.s.heads[verb]) == "against"


def _is_open(clauses: Clauses, acts: Sequence[Act], pair: Pair) -> bool:
    """Whether no rule tells of these two, and the word that joins them is not one of saying.

    What somebody says of another is no act towards them; what he tells him may be one.
    """
    lemma = clauses.tree.s.lemmas[pair.trigger]
    addressed = lemma in TELLING and pair.how == "object"
    if clauses.lexicon.governs("say", lemma) and not addressed:
        return False
    if lemma == ABSTAINING or _is_warned_of(clauses.tree, pair.trigger):
        return False
    entry = clauses.lexicon.verbs.get(clauses.tree.s.lemmas[pair.trigger])
    judged = entry is not None and entry.action in ATTITUDES
    if judged and any(_is_scene(clauses.tree, token) for token in pair.receiver.tokens):
        return False
    left, right = pair.sender.actors, pair.receiver.actors
    if not pair.mutual and (pair.word in PASSING or _hyphened(clauses.tree, pair)):
        return False
    sides = ((act.sender.actors, act.receiver.actors) for act in acts)
    return not any((s >= left and r >= right) or (s >= right and r >= left) for s, r in sides)


def _hyphened(tree: Tree, pair: Pair) -> bool:
    """ "Russia-China friendship": nothing passes from the one to the other alone."""
    beside = {t + 1 for t in pair.sender.tokens} & {t - 1 for t in pair.receiver.tokens}
    beside |= {t - 1 for t in pair.sender.tokens} & {t + 1 for t in pair.receiver.tokens}
    return any(tree.word(t) in HYPHENS for t in beside)


def _act(pair: Pair) -> Act:
    tokens = (pair.trigger, *pair.sender.tokens, *pair.receiver.tokens)
    ends = (pair.sender, pair.receiver)
    return Act("CONSULT", pair.trigger, *ends, pair.mutual, tokens, pair.confidence)


def _marked(ends: Ends, act: Act, text: str) -> Marked | None:
    """Mark the names of the ends; None where they have no words apart from each other's.

    Of ends that are on both sides the first one named is marked as the sender.
    """
    left, right = set(_places(ends, act.sender)), set(_places(ends, act.receiver))
    if left == right and left:
        left = {min(left)}
    right -= left
    return Marked(text, _outer(left), _outer(right)) if left and right else None


def _outer(found: set[Stretch]) -> tuple[Stretch, ...]:
    """The stretches that lie in no other one, in the order of the text."""
    inner = {a for a in found for b in found if a != b and b[0] <= a[0] and a[1] <= b[1]}
    return tuple(sorted(found - inner))


def _places(ends: Ends, side: Side) -> Iterator[Stretch]:
    """Where the sentence names the actors of a side, counted from its start."""
    start = ends.tree.s.start
    for token in side.tokens:
        for mention in ends.heads.get(token, ()):
            if side.actors & set(mention.actors):
                yield mention.start - start, mention.end - start


def clause_of(tree: Tree, act: Act, marked: Marked) -> Marked:
    """The sentence with nothing left in it but the clause of an act and the phrases of its ends."""
    kept = {*tree.clause(act.trigger), *_governing(tree, act.trigger)}
    for token in act.tokens:
        kept.update(t for t in tree.clause(token) if abs(t - token) <= NEAR)
    for start, end in (*marked.sender, *marked.receiver):
        kept.update(_inside(tree, start, end))
    text, place = "", dict[int, int]()
    for i in sorted(kept):
        at, to = tree.s.at[i] - tree.s.start, tree.s.to[i] - tree.s.start
        joined = i - 1 in place and tree.s.to[i - 1] == tree.s.at[i]
        text += "" if joined or not text else " "
        place[i] = len(text) - at
        text += marked.text[at:to]
    ends = (
        tuple(_moved(tree, place, *s) for s in side) for side in (marked.sender, marked.receiver)
    )
    return Marked(text, *ends)


def _governing(tree: Tree, verb: int) -> list[int]:
    """The verbs over an infinitive or gerund, with their small words: "has stopped" buying."""
    found: list[int] = []
    while tree.s.deps[verb] == "xcomp" and tree.is_verb(tree.s.heads[verb]):
        verb = tree.s.heads[verb]
        found += [verb, *tree.children(verb, "aux", "auxpass", "neg", "prt", "advmod")]
    return found


def _inside(tree: Tree, start: int, end: int) -> list[int]:
    """The tokens in ``[start, end)`` of the sentence's text."""
    shift = tree.s.start
    return [
        i for i in range(len(tree.s)) if tree.s.at[i] < end + shift and start + shift < tree.s.to[i]
    ]


def _moved(tree: Tree, place: dict[int, int], start: int, end: int) -> Stretch:
    """Where a stretch of the sentence stands once its tokens have moved by ``place``."""
    tokens = _inside(tree, start, end)
    return start + place[tokens[0]], end + place[tokens[-1]]

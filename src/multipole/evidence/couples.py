"""Which two states "the two countries" are: those a report speaks of together, not the nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Final

from multipole.core.text import Mention, Sentence

Couple = tuple[str, ...]

JOINED, ALONE, PASSING, FOLLOWING = 3.0, 2.0, 0.5, 1.0
FADING: Final = 0.6
WHOLE: Final = 2.0
ENOUGH: Final = 0.8
MEMORY: Final = 12
BODIES: Final = frozenset({"organisation", "bloc", "nonstate"})
_STATE_ID: Final = 3
_TWO: Final = 2
_THREE: Final = 3


@dataclass(frozen=True, slots=True)
class Couples:
    """The couples of each sentence of a document: their weights, and the one that it joins.

    ``carried`` is the one state that the sentences before left open for a couple, or "".
    ``shares`` are the shares of the couples in all weights of the document. ``bodies`` are the
    organisations that it names. ``persons`` are the couples of those whom it names as persons.
    """

    weights: tuple[dict[Couple, float], ...]
    joined: tuple[Couple, ...]
    carried: tuple[str, ...]
    shares: dict[Couple, float]
    bodies: frozenset[str]
    persons: Couples | None = None

    def best(
        self, n: int, sentence: Sentence, named: Sequence[Mention], i: int, *, lands: bool = False
    ) -> Couple:
        """The couple that token ``i`` of sentence ``n`` points to, or (); of ``lands`` only.

        The pair joined just before ("China and Russia"); else the one with the largest sum of
        weights, which fade from sentence to sentence, and of its share in the whole document.
        """
        visited = _visited(sentence, named, i)
        if visited:
            return visited
        joined = joined_before(sentence, named, i) or (self.joined[n - 1] if n else ())
        if joined and not (lands and self.bodies & set(joined)):
            return joined
        scores = {couple: WHOLE * share for couple, share in self.shares.items()}
        here = [m for m in named if m.head < i]
        for couple, weight in _weights(here, self.carried[n]).items():
            scores[couple] = scores.get(couple, 0.0) + weight
        for back, weights in enumerate(reversed(self.weights[max(0, n - MEMORY) : n]), start=1):
            for couple, weight in weights.items():
                scores[couple] = scores.get(couple, 0.0) + weight * FADING**back
        if lands:
            scores = {c: score for c, score in scores.items() if not self.bodies & set(c)}
        best = max(scores, key=lambda couple: (scores[couple], couple), default=())
        return best if best and scores[best] >= ENOUGH else ()


def _visited(sentence: Sentence, named: Sequence[Mention], i: int) -> Couple:
    """ "flew to Delhi, where the two sides met": guest and host, by the clause above the place."""
    at = i
    while sentence.deps[at] != "relcl" and sentence.heads[at] != at:
        at = sentence.heads[at]
    below = [sentence.words[c].lower() for c, head in enumerate(sentence.heads) if head == at]
    place = sentence.heads[at]
    verb = sentence.heads[sentence.heads[place]]
    lone = [m for m in named if len(m.actors) == 1 and "where" in below]
    host = next((m.actors for m in lone if m.head == place), ())
    guests = (m for m in lone if sentence.heads[m.head] == verb)
    guest = next((m.actors for m in guests if sentence.deps[m.head] == "nsubj"), ())
    return tuple(sorted({*host, *guest})) if host and guest and host != guest else ()


def find_couples(sentences: Sequence[Sentence], named: Sequence[Sequence[Mention]]) -> Couples:
    """Weigh the couples of all sentences."""
    found = _couples(sentences, named)
    people = [[m for m in own if m.how == "person"] for own in named]
    return replace(found, persons=_couples(sentences, people))


def _couples(sentences: Sequence[Sentence], named: Sequence[Sequence[Mention]]) -> Couples:
    both = list(zip(sentences, named, strict=True))
    joined = [joined_before(s, own, len(s)) or _compound(s, own) for s, own in both]
    carried = _carried(named)
    weights = [_weights(own, lone) for own, lone in zip(named, carried, strict=True)]
    for pair, found in zip(joined, weights, strict=True):
        if len(pair) == _TWO:
            found[pair] = JOINED
    whole = sum(w for found in weights for w in found.values())
    shares: dict[Couple, float] = {}
    for found in weights:
        for couple, weight in found.items():
            shares[couple] = shares.get(couple, 0.0) + weight / whole
    bodies = frozenset(a for own in named for m in own if m.how in BODIES for a in m.actors)
    return Couples(tuple(weights), tuple(joined), tuple(carried), shares, bodies)


def joined_before(sentence: Sentence, named: Sequence[Mention], i: int) -> Couple:
    """Two co-ordinated actors named in this sentence before token ``i``."""
    before = sorted((m for m in named if m.head < i), key=lambda m: m.start)
    for left, right in pairwise(before):
        if right.start - left.end == 1 and right.actors != left.actors:
            return tuple(sorted({*left.actors, *right.actors}))  # "Russian-Chinese"
    for mention in before:
        if mention.how not in {"demonym"}:
            actors = conjoined(sentence, mention, before)
            if len(actors) == _TWO:
                return tuple(sorted(actors))
    return ()


def is_subject(sentence: Sentence, head: int) -> bool:
    """Whether the token is a subject, or joined to one or beside it."""
    for _ in range(4):
        dep = sentence.deps[head]
        if dep.startswith("nsubj"):
            return True
        if dep not in {"conj", "appos"}:
            return False
        head = sentence.heads[head]
    return False


def states_named(named: Sequence[Mention]) -> list[str]:
    """The states named, each once; the court at The Hague is none."""
    found = (a for m in named if m.how not in BODIES for a in m.actors if len(a) == _STATE_ID)
    return list(dict.fromkeys(found))


def _weights(named: Sequence[Mention], carried: str) -> dict[Couple, float]:
    """How much the sentence speaks of each couple: alone, in passing, or after another state."""
    states = sorted(states_named(named))
    if len(states) == 1 and carried and carried != states[0]:
        return {tuple(sorted((carried, states[0]))): FOLLOWING}
    pairs = list(combinations(states, _TWO))
    return dict.fromkeys(pairs, ALONE if len(pairs) == 1 else PASSING)


def _carried(named: Sequence[Sequence[Mention]]) -> list[str]:
    """For each sentence the one state that the last sentence with any named, or ""."""
    carried, lone = [], ""
    for own in named:
        carried.append(lone)
        states = states_named(own)
        lone = states[0] if len(states) == 1 else lone if not states else ""
    return carried


def _compound(sentence: Sentence, named: Sequence[Mention]) -> Couple:
    """The two or three actors of a compound subject."""
    for mention in named:
        if is_subject(sentence, mention.head):
            actors = conjoined(sentence, mention, named)
            if _TWO <= len(actors) <= _THREE:
                return tuple(sorted(actors))
    return ()


def conjoined(sentence: Sentence, mention: Mention, named: Sequence[Mention]) -> set[str]:
    """The actors of a mention and of those joined to it: "Iran, Iraq and Oman"."""
    actors = set(mention.actors)
    for other in named:
        i = other.head
        for _ in range(5):
            if sentence.deps[i] not in {"conj", "appos"}:
                break
            i = sentence.heads[i]
            if i == mention.head:
                actors |= set(other.actors)
                break
    return actors

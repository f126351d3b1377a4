"""Which states "the three countries" or "the four" are: those last named side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from multipole.core.text import Mention, Sentence
from multipole.evidence.couples import conjoined, states_named

NUMBERS: Final = {
    word: n for n, word in enumerate("three four five six seven eight nine ten".split(), start=3)
}
#: How many sentences back a list of states is remembered, and a sentence that names so many.
MEMORY, NEAR = 60, 3
#: So many states are not named together by chance, and are remembered as long as a list.
MANY: Final = 5
#: Bodies that are called by how many they are.
BODIES: Final = {7: "G7", 4: "QUAD"}

Company = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Companies:
    """For each sentence, three and more actors in one list, each with the list's last token."""

    lists: tuple[tuple[tuple[int, Company], ...], ...]
    named: Sequence[Sequence[Mention]]

    def of(self, size: int, n: int, i: int) -> Company:
        """The ``size`` actors that token ``i`` of sentence ``n`` points to, or ().

        Those of the last list of so many; else the states of one of the sentences just before,
        when it names exactly so many; else the body that is called so, "the seven" of the G7.
        """
        for back in range(n, max(-1, n - MEMORY), -1):
            for last, company in reversed(self.lists[back]):
                if len(company) == size and (back < n or last < i):
                    return company
        reach = NEAR if size < MANY else MEMORY
        for back in range(n - 1, max(-1, n - 1 - reach), -1):
            states = states_named(self.named[back])
            if len(states) == size:
                return tuple(sorted(states))
        body = BODIES.get(size, "")
        near = self.named[max(0, n - NEAR) : n + 1]
        return (body,) if any((body,) == m.actors for own in near for m in own) else ()

    def apart(self, n: int, i: int, never: frozenset[str]) -> Company:
        """The last three and more named before token ``i`` of sentence ``n``, none of ``never``."""
        for back in range(n, max(-1, n - 1 - NEAR), -1):
            groups = [(m.head, m.actors) for m in self.named[back] if len(m.actors) > 2]
            for last, company in sorted([*self.lists[back], *groups], reverse=True):
                if (back < n or last < i) and never.isdisjoint(company):
                    return tuple(sorted(company))
        return ()


def find_companies(sentences: Sequence[Sentence], named: Sequence[Sequence[Mention]]) -> Companies:
    """The lists of all sentences."""
    both = zip(sentences, named, strict=True)
    return Companies(tuple(_lists(sentence, own) for sentence, own in both), named)


def _lists(sentence: Sentence, named: Sequence[Mention]) -> tuple[tuple[int, Company], ...]:
    found = []
    for mention in named:
        if mention.how != "demonym" and sentence.deps[mention.head] != "conj":
            company = tuple(sorted(conjoined(sentence, mention, named)))
            if len(company) > 2:
                heads = [m.head for m in named if set(m.actors) <= set(company)]
                found.append((max(heads), company))
    return tuple(found)

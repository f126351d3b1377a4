"""An index of what one can go to: entries with names and words, found as one types."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.actors.words import fold_all

Numbers = npt.NDArray[np.int32]
_WORD: Final = re.compile(r"\w+")
#: So many words, and names, that begin alike are followed; what is shorter is no beginning of a
#: word in a text.
ALIKE: Final = 400
NAMES: Final = 4000
SHORT: Final = 3
#: What a match is worth: the whole name, its beginning, all words in names, all in the text.
WHOLE: Final = 100.0
BEGINS: Final = 70.0
NAMED: Final = 40.0
TOLD: Final = 10.0


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to go to: its kind, what it is called, and the page with the words of its address.

    ``names`` are what it is called by; ``told`` is text whose words find it, too. ``weight`` is how
    much the store has of it: of two that match alike the heavier comes first.
    """

    kind: str
    label: str
    detail: str
    page: str
    address: tuple[tuple[str, str], ...]
    names: tuple[str, ...] = ()
    told: str = ""
    weight: float = 0.0


@dataclass(slots=True)
class Words:
    """Which entries hold a word: words sorted, and beside each the numbers of entries."""

    words: list[str] = field(default_factory=list)
    held: list[Numbers] = field(default_factory=list)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Words:
        """The words of texts, one text an entry."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for word in set(_WORD.findall(text)):
                found[word].append(number)
        order = sorted(found)
        return cls(order, [np.array(found[word], np.int32) for word in order])

    def having(self, word: str, *, whole: bool = False) -> Numbers:
        """Numbers of entries with the word, or one that begins so, sorted."""
        low = bisect_left(self.words, word)
        if whole:
            there = low < len(self.words) and self.words[low] == word
            return self.held[low] if there else np.empty(0, np.int32)
        high = min(bisect_left(self.words, f"{word}\U0010ffff"), low + ALIKE)
        if low == high:
            return np.empty(0, np.int32)
        return np.unique(np.concatenate(self.held[low:high]))


class Index:
    """Entries that can be found by their names and words; made once for a state of a store."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)
        self._names = sorted(
            (fold_all(name), number)
            for number, entry in enumerate(self.entries) for name in entry.names
        )  # fmt: skip
        self._named = Words.of(plain(" ".join(entry.names)) for entry in self.entries)
        self._told = Words.of(plain(entry.told) for entry in self.entries)

    def find(self, text: str) -> list[tuple[float, Entry]]:
        """Entries that match all words of a text, best first, each with its score."""
        words = _WORD.findall(plain(text))
        if not words:
            return []
        scores: dict[int, float] = {}
        for tier in (self._by_told(words), self._by_names(words), self._by_whole(text)):
            scores.update(tier)
        found = [(score + self._heavy(number), number) for number, score in scores.items()]
        found.sort(key=lambda one: (-one[0], self.entries[one[1]].label))
        return [(score, self.entries[number]) for score, number in found]

    def called(self, text: str, kind: str) -> Entry | None:
        """The heaviest entry of a kind with exactly this name."""
        key = fold_all(text)
        low = bisect_left(self._names, (key, -1))
        found = [
            self.entries[n] for name, n in self._names[low : low + ALIKE]
            if name == key and self.entries[n].kind == kind
        ]  # fmt: skip
        return max(found, key=lambda entry: entry.weight, default=None)

    def _heavy(self, number: int) -> float:
        return math.log1p(self.entries[number].weight)

    def _by_told(self, words: list[str]) -> dict[int, float]:
        """All words in the text or the names, long ones also as beginnings."""
        both = [self._either(word) for word in words]
        return dict.fromkeys(_shared(both), TOLD)

    def _either(self, word: str) -> Numbers:
        told = self._told.having(word, whole=len(word) < SHORT)
        return np.union1d(told, self._named.having(word))

    def _by_names(self, words: list[str]) -> dict[int, float]:
        return dict.fromkeys(_shared([self._named.having(word) for word in words]), NAMED)

    def _by_whole(self, text: str) -> Iterator[tuple[int, float]]:
        key = fold_all(text)
        low = bisect_left(self._names, (key, -1))
        best: dict[int, float] = {}
        for name, number in self._names[low : low + NAMES]:
            if not name.startswith(key):
                break
            best[number] = max(best.get(number, 0.0), WHOLE if name == key else BEGINS)
        return iter(best.items())


def plain(text: str) -> str:
    """A text without case and accents, for words to be found in it.

    >>> plain("Erdoğan visited Île-de-France")
    'erdogan visited ile de france'
    """
    return fold_all(text)


def _shared(held: list[Numbers]) -> list[int]:
    """The numbers that all have."""
    found = held[0]
    for other in held[1:]:
        found = np.intersect1d(found, other, assume_unique=True)
    return [int(number) for number in found]

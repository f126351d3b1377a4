"""Texts -> counts of their words and two-word terms, as a sparse matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from multipole.narratives.texts import Stretch, sentences, words

Floats = NDArray[np.float64]
#: A term that stands less often in all texts is left out: nothing can be said of it.
FEWEST: Final = 3
#: Words that alone make no two-word term; single words are not sifted by any list.
_LINKS: Final = frozenset(
    "a an the and or but nor of to in on at by for from with without into onto upon over under "
    "about against between among through during before after as than that this these those it its "
    "he she they we i you his her their our my your him them us me who whom whose which what is "
    "are was were be been being am has have had having do does did will would shall should can "
    "could may might must not no so if when while where there here also only such more most very "
    "any all some each every other another own same both either neither".split()
)


@dataclass(frozen=True)
class Counts:
    """How often each term stands in each text.

    ``terms`` are words and two-word terms; ``table`` is texts x terms; ``words`` is how many words
    each text has; ``single`` says which terms are single words.
    """

    terms: tuple[str, ...]
    table: csr_array
    words: Floats
    single: NDArray[np.bool_]


def counted(texts: Iterable[tuple[str, Sequence[Stretch]]], *, fewest: int = FEWEST) -> Counts:
    """Count terms of texts, each given with the stretches of it that are read.

    Two-word terms are neighbours in one sentence of which neither is a mere link ("of", "the").
    Terms of fewer than ``fewest`` occurrences in all texts are dropped; all words are counted.

    >>> made = counted([("The order. The rules-based order.", [(0, 33)])], fewest=1)
    >>> made.terms
    ('based', 'based order', 'order', 'rules', 'rules based', 'the')
    """
    each, sizes = [], []
    total: Counter[str] = Counter()
    for text, stretches in texts:
        said = list(_sentences(text, stretches))
        found = Counter(word for sentence in said for word in sentence)
        sizes.append(float(found.total()))
        found.update(term for sentence in said for term in _pairs(sentence))
        each.append(found)
        total.update(found)
    terms = tuple(sorted(term for term, n in total.items() if n >= fewest))
    single = np.array([" " not in term for term in terms], dtype=bool)
    return Counts(terms, _table(each, terms), np.array(sizes), single)


def _sentences(text: str, stretches: Sequence[Stretch]) -> Iterator[list[str]]:
    for start, end in stretches:
        for begin, stop in sentences(text, start, end):
            yield list(words(text[begin:stop]))


def _pairs(sentence: Sequence[str]) -> Iterator[str]:
    for first, second in pairwise(sentence):
        if first not in _LINKS and second not in _LINKS:
            yield f"{first} {second}"


def _table(each: Sequence[Counter[str]], terms: Sequence[str]) -> csr_array:
    place = {term: n for n, term in enumerate(terms)}
    rows, columns, values = [], [], []
    for row, found in enumerate(each):
        for term, number in found.items():
            if term in place:
                rows.append(row)
                columns.append(place[term])
                values.append(float(number))
    shape = (len(each), len(terms))
    return csr_array((values, (rows, columns)), shape=shape, dtype=np.float64)

"""Reports that are nearly the same text: found by MinHash, decided by exact Jaccard."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from rensa import RMinHash

from multipole.core.errors import BadValue

PERMUTATIONS: Final = 128
ROWS: Final = 4
SHINGLE_WORDS: Final = 3
THRESHOLD: Final = 0.8
SEED: Final = 20_210_322
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Two documents (ids in sorted order) that say nearly the same; ``score`` is Jaccard, 0-1."""

    left: str
    right: str
    kind: str
    score: float


def find_near_duplicates(
    documents: Sequence[tuple[str, str]],
    *,
    known: Mapping[str, bytes] | None = None,
    text_of: Callable[[str], str] | None = None,
    threshold: float = THRESHOLD,
) -> list[Link]:
    """Links between ``documents`` (id, text as read) and to the ``known`` ones, sorted.

    ``known`` maps the ids of earlier documents to their `signature`; ``text_of`` gives the text of
    one of them, asked only for candidates. Candidates share one of 32 bands of 4 MinHash values (a
    pair of Jaccard 0.8 is missed once in ten million); the exact Jaccard of their three-word
    shingles decides. Give texts without boilerplate (`read_text`), or pages of one site are alike.

    Raises `BadValue` for a threshold outside (0, 1] and for ``known`` without ``text_of``.
    Reference: Broder, "On the resemblance and containment of documents" (1997).
    """
    if not 0 < threshold <= 1:
        raise BadValue(f"threshold {threshold} is not between 0 and 1")
    if known and text_of is None:
        raise BadValue("known signatures without text_of", remedy="Give both or neither.")
    texts = dict(documents)
    index = _bands((i, s) for i, s in (known or {}).items() if i not in texts)
    shingled: dict[str, frozenset[str]] = {}

    def shingles_of(document: str) -> frozenset[str]:
        if document not in shingled:
            text = texts[document] if document in texts or not text_of else text_of(document)
            shingled[document] = shingles(text)
        return shingled[document]

    links = []
    for document in sorted(texts):
        mark = signature(texts[document])
        for other in sorted({o for band in _split(mark) for o in index[band]}):
            score = jaccard(shingles_of(document), shingles_of(other))
            if score >= threshold:
                left, right = sorted((document, other))
                links.append(Link(left, right, "near_duplicate", round(score, 6)))
        for band in _split(mark):
            index[band].append(document)
    return sorted(links)


def shingles(text: str) -> frozenset[str]:
    """The runs of three words in ``text``, lower case; a shorter text is one run."""
    words = _WORD.findall(text.casefold())
    if not words:
        return frozenset()
    runs = range(max(1, len(words) - SHINGLE_WORDS + 1))
    return frozenset(" ".join(words[i : i + SHINGLE_WORDS]) for i in runs)


def jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    """Shared over all: size of A and B over size of A or B; 0 where either is empty.

    >>> round(jaccard(frozenset("abcd"), frozenset("bcde")), 2)
    0.6
    """
    shared = len(left & right)
    return shared / (len(left) + len(right) - shared) if shared else 0.0


def signature(text: str) -> bytes:
    """The MinHash of ``text``: 128 values of 4 bytes, or ``b""`` for a text without a word."""
    runs = shingles(text)
    if not runs:
        return b""
    sketch = RMinHash(PERMUTATIONS, SEED)
    sketch.update(sorted(runs))
    return np.asarray(sketch.digest(), dtype="<u4").tobytes()


def _split(mark: bytes) -> Iterable[tuple[int, bytes]]:
    size = 4 * ROWS
    return ((at, mark[at : at + size]) for at in range(0, len(mark), size))


def _bands(marks: Iterable[tuple[str, bytes]]) -> defaultdict[tuple[int, bytes], list[str]]:
    index: defaultdict[tuple[int, bytes], list[str]] = defaultdict(list)
    for document, mark in marks:
        for band in _split(mark):
            index[band].append(document)
    return index

"""Reports that are nearly the same text: found by MinHash, decided by exact Jaccard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from multipole.core.errors import BadValue

PERMUTATIONS: Final = 128
ROWS: Final = 4
SHINGLE_WORDS: Final = 3
THRESHOLD: Final = 0.8
SEED: Final = 20_210_322
#: Candidates whose signatures put them so far below the threshold are not compared word by word:
#: less than one in a hundred million of those at the threshold (standard error at most .044).
SLACK: Final = 0.25
#: So many texts are held as shingles at once.
HELD: Final = 4096
#: What signatures are made by: those of another method cannot be compared.
METHOD: Final = f"minhash-{PERMUTATIONS}x{ROWS}-{SHINGLE_WORDS}-{SEED}"
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

    As `link_signed`, with the signatures of ``documents`` made here; ``text_of`` gives the text of
    a known one. Give texts without boilerplate (`read_text`), or pages of one site are alike.

    Raises `BadValue` for a threshold outside (0, 1] and for ``known`` without ``text_of``.
    """
    if known and text_of is None:
        raise BadValue("known signatures without text_of", remedy="Give both or neither.")
    texts = dict(documents)

    def text(document: str) -> str:
        return texts[document] if document in texts or not text_of else text_of(document)

    marks = {document: signature(found) for document, found in texts.items()}
    return link_signed(marks, known=known or {}, text_of=text, threshold=threshold)


def link_signed(
    new: Mapping[str, bytes],
    *,
    known: Mapping[str, bytes],
    text_of: Callable[[str], str],
    threshold: float = THRESHOLD,
) -> list[Link]:
    """Links among ``new`` documents and from them to ``known`` ones, by their `signature`, sorted.

    Candidates share one of 32 bands of 4 MinHash values (a pair of Jaccard 0.8 is missed once in
    ten million); the exact Jaccard of their three-word shingles decides. ``text_of`` is asked only
    for candidates. Whether documents come together or one after the other, the links are the same.

    Raises `BadValue` for a threshold outside (0, 1].
    Reference: Broder, "On the resemblance and containment of documents" (1997).
    """
    if not 0 < threshold <= 1:
        raise BadValue(f"threshold {threshold} is not between 0 and 1")
    marks = {**{i: m for i, m in known.items() if m}, **{i: m for i, m in new.items() if m}}
    shingled = lru_cache(maxsize=HELD)(lambda document: shingles(text_of(document)))
    links = []
    for left, right in _candidates(marks, new):
        if estimate(marks[left], marks[right]) < threshold - SLACK:
            continue
        score = jaccard(shingled(left), shingled(right))
        if score >= threshold:
            links.append(Link(left, right, "near_duplicate", round(score, 6)))
    return links


def _candidates(marks: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Pairs (ids in order) that share a band and of which at least one is new, sorted."""
    ids = sorted(marks)
    if not ids:
        return []
    bands = np.frombuffer(b"".join(marks[i] for i in ids), dtype=f"V{4 * ROWS}")
    fresh = np.array([i in new for i in ids])
    found: set[tuple[str, str]] = set()
    for column in bands.reshape(len(ids), -1).T:
        _, key, sizes = np.unique(column, return_inverse=True, return_counts=True)
        alike = np.flatnonzero((sizes > 1) & (np.bincount(key, weights=fresh) > 0))
        places = np.flatnonzero(np.isin(key, alike))
        for group in _runs(places[np.argsort(key[places], kind="stable")], key):
            pairs = combinations(group, 2)
            found.update((ids[a], ids[b]) for a, b in pairs if fresh[a] or fresh[b])
    return sorted(found)


def _runs(places: NDArray[np.intp], key: NDArray[np.intp]) -> Iterator[list[int]]:
    """The places in pieces of one key each."""
    ends = np.flatnonzero(np.diff(key[places])) + 1
    return (piece.tolist() for piece in np.split(places, ends) if len(piece))


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


def estimate(left: bytes, right: bytes) -> float:
    """The Jaccard of two texts as their signatures have it: the share of equal values."""
    a, b = np.frombuffer(left, dtype="<u4"), np.frombuffer(right, dtype="<u4")
    return float(np.count_nonzero(a == b)) / PERMUTATIONS


def signature(text: str) -> bytes:
    """The MinHash of ``text``: 128 values of 4 bytes, or ``b""`` for a text without a word."""
    runs = shingles(text)
    if not runs:
        return b""
    sketch = RMinHash(PERMUTATIONS, SEED)
    sketch.update(sorted(runs))
    return np.asarray(sketch.digest(), dtype="<u4").tobytes()

"""Words and sentences of a text, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from multipole.core.types import READ_PARTS, Part

_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_OWNED: Final = re.compile(r"['\u2019]s$")
_END: Final = re.compile(r"[.!?][\"'\u201d\u2019)\]]*\s+(?=[\"'\u201c\u2018(\[]*[A-Z0-9])|\n\s*\n")
_TITLES: Final = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|No|Rev|Prof)|\b[A-Z]|^\s*\d+)\.\s*$")
_LONE: Final = frozenset("ai")
#: The longest sentence shown, in code points; a longer one is cut around the words in it.
LONGEST: Final = 600

Stretch = tuple[int, int]


def words(text: str) -> Iterator[str]:
    """The words in lower case, without a possessive s; numbers and lone letters are no words.

    >>> list(words("China's 2 rules-based ORDERS, an S-400: I don't"))
    ['china', 'rules', 'based', 'orders', 'an', 'i', "don't"]
    """
    for found in _WORD.finditer(text):
        word = _OWNED.sub("", found[0].lower().replace("\u2019", "'"))
        if len(word) > 1 or word in _LONE:
            yield word


def count_words(text: str) -> int:
    """How many words a text has."""
    return sum(1 for _ in _WORD.finditer(text))


def stretches(text: str, parts: Sequence[Part]) -> list[Stretch]:
    """The parts of a document that are its own words: title, body, captions; the whole without any.

    >>> stretches("Head By Ann Text", (Part(0, 4, "title"), Part(5, 11, "byline")))
    [(0, 4)]
    """
    if not parts:
        return [(0, len(text))]
    return [(part.start, part.end) for part in parts if part.kind in READ_PARTS]


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Stretch]:
    """The sentences of ``text[start:end]`` as [start, end), without space around them.

    >>> text = "We met Mr. Li. He spoke."
    >>> [text[a:b] for a, b in sentences(text)]
    ['We met Mr. Li.', 'He spoke.']
    """
    stop = len(text) if end is None else end
    found, begin = [], start
    for mark in _END.finditer(text, start, stop):
        if mark[0].strip() and _TITLES.search(text, begin, mark.start() + 1):
            continue
        found.append((begin, mark.end()))
        begin = mark.end()
    return [one for one in (_trimmed(text, *s) for s in [*found, (begin, stop)]) if one[0] < one[1]]


def shown(text: str, sentence: Stretch, place: Stretch) -> Stretch:
    """The sentence itself, or when it is too long the stretch of it around ``place``."""
    start, end = sentence
    if end - start <= LONGEST:
        return sentence
    middle = (place[0] + place[1]) // 2
    begin = max(start, middle - LONGEST // 2)
    return _trimmed(text, begin, min(end, begin + LONGEST))


def _trimmed(text: str, start: int, end: int) -> Stretch:
    piece = text[start:end]
    return (start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))

"""Where a name stands: the words before and after it, and those of its sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from multipole.actors import tables
from multipole.actors.words import HYPHENS, fold

_REACH: Final = 400
_PLAIN: Final = re.compile(r"[^\W_]+")
_NEAR: Final = 40
_OPENING: Final = "([{\"“”‘«'"
_APOSTROPHES: Final = "’'"
_AFTER: Final = re.compile(r"[ \t\xa0\n]+(\w[\w’']*)")
_SENTENCE_END: Final = re.compile(r"(?<![A-Z])[.!?][\"”’)]*\s|\n\s*\n")
_PARAGRAPH_END: Final = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Place:
    """Code points ``[start, end)`` of ``text``, seen from outside."""

    text: str
    start: int
    end: int

    def words(self) -> str:
        """The words of the place itself."""
        return self.text[self.start : self.end]

    def before(self) -> str:
        """The word before, across white space only, or ``""``."""
        left = self.text[max(0, self.start - _NEAR) : self.start]
        if not left[-1:].isspace():
            return ""
        said = left.split()
        word = said[-1].lstrip(_OPENING) if said else ""
        if word.endswith("."):
            return word if _shortened(word) else ""
        return word if word[-1:].isalnum() or word[-1:] in _APOSTROPHES else ""

    def after(self) -> str:
        """The word after, across white space only, or ``""``."""
        found = _AFTER.match(self.text, self.end)
        return found.group(1) if found else ""

    def head_of(self) -> str:
        """The folded word before "of" when that stands before: "treaty" in "Treaty of Paris"."""
        left = self.text[max(0, self.start - _NEAR) : self.start]
        if left[-4:-1] != " of":
            return ""
        words = left.split()
        return fold(words[-2]) if len(words) > 1 else ""

    def hyphen_before(self) -> bool:
        """Whether a hyphen, dash or slash joins it to what stands before."""
        return self.start > 0 and self.text[self.start - 1] in HYPHENS

    def hyphen_after(self) -> bool:
        """Whether a hyphen, dash or slash joins it to what follows."""
        return self.end < len(self.text) and self.text[self.end] in HYPHENS

    def sentence(self) -> str:
        """The folded words of the sentence around, parted by spaces, one at either end.

        Full stops are folded away inside: "U.S." is ``us``.
        """
        low, high = max(0, self.start - _REACH), min(len(self.text), self.end + _REACH)
        ends = list(_SENTENCE_END.finditer(self.text, low, self.start))
        first = ends[-1].end() if ends else low
        last = _SENTENCE_END.search(self.text, self.end, high)
        said = fold(self.text[first : last.start() if last else high])
        return f" {' '.join(_PLAIN.findall(said))} "

    def said_before(self) -> str:
        """The folded words before it in its paragraph, as far as they are near."""
        left = self.text[max(0, self.start - _REACH) : self.start]
        said = fold(_PARAGRAPH_END.split(left)[-1])
        return f" {' '.join(_PLAIN.findall(said))} "


def _shortened(word: str) -> bool:
    """Whether a full stop ends a short form (Gen., Mr., W., U.S.) rather than a sentence."""
    plain = fold(word)
    return len(plain) == 1 or "." in word[:-1] or plain in tables.words("title")

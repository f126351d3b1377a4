"""Where a name stands: the words before and after it, and those of its sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from multipole.actors import tables
from multipole.actors.words import HYPHENS, WORD, fold

_REACH: Final = 400
_NEAR: Final = 40
_OPENING: Final = "([{\"“”‘«'"
_APOSTROPHES: Final = "’'"
_AFTER: Final = re.compile(r"[ \t\xa0\n]+(\w[\w’']*)")
_SENTENCE_END: Final = re.compile(r"(?<![A-Z])[.!?][\"”’)]*\s|\n\s*\n")


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

    def two_before(self) -> str:
        """The two words before, folded, parted by a space."""
        words = WORD.findall(self.text[max(0, self.start - _NEAR) : self.start])
        return " ".join(fold(word) for word in words[-2:])

    def hyphen_before(self) -> bool:
        """Whether a hyphen, dash or slash joins it to what stands before."""
        return self.start > 0 and self.text[self.start - 1] in HYPHENS

    def hyphen_after(self) -> bool:
        """Whether a hyphen, dash or slash joins it to what follows."""
        return self.end < len(self.text) and self.text[self.end] in HYPHENS

    def sentence(self) -> str:
        """The folded words of the sentence around, parted by spaces, one at either end."""
        low, high = max(0, self.start - _REACH), min(len(self.text), self.end + _REACH)
        ends = list(_SENTENCE_END.finditer(self.text, low, self.start))
        first = ends[-1].end() if ends else low
        last = _SENTENCE_END.search(self.text, self.end, high)
        words = WORD.findall(self.text[first : last.start() if last else high])
        return f" {' '.join(fold(word) for word in words)} "


def _shortened(word: str) -> bool:
    """Whether a full stop ends a short form (Gen., Mr., W., U.S.) rather than a sentence."""
    plain = fold(word)
    return len(plain) == 1 or "." in word[:-1] or plain in tables.words("title")

"""Words of a text and of a name: how both are cut, folded and compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_MARKS: Final = "\u0300-\u036f"
_DOTTED: Final = r"(?:[A-Z]\.)+[A-Z]\b\.?"
_REST: Final = rf"[\w{_MARKS}]*(?:\+(?!\w))?"
CAPITALISED: Final = re.compile(rf"{_DOTTED}|[^\W\d_a-z]{_REST}")
WORD: Final = re.compile(rf"{_DOTTED}|\w{_REST}")
_WORD_OR_COMMA: Final = re.compile(rf"{WORD.pattern}|,")
HYPHENS: Final = "-\u2010\u2011\u2012\u2013\u2014\u2212/"
APOSTROPHES: Final = "'\u2019\u02bc"
_SPACE: Final = r"[ \t\xa0\u2009\u202f]"
_GAP: Final = re.compile(
    rf"(,)?(?:(\.)?(?:{_SPACE}+|[ \t]*\r?\n[ \t]*)(?:&[ ]|\()?|[{HYPHENS}{APOSTROPHES}&+])"
    rf"(?={_DOTTED}|\w)"
)
_LONGEST_SHORTENED: Final = 2  # "St. Lucia": a full stop after so few letters ends no sentence


def fold(word: str) -> str:
    """``word`` without case, accents and full stops, for comparison only."""
    if word.isascii():
        return word.replace(".", "").lower()
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if not unicodedata.combining(c)).replace(".", "").casefold()


def cut(name: str) -> tuple[str, ...]:
    """The words of a name, commas included ("Washington, D.C." has three)."""
    return tuple(_WORD_OR_COMMA.findall(name))


def fold_all(name: str) -> str:
    """A whole name folded, its words parted by one space."""
    return " ".join(fold(word) for word in cut(name))


def next_word(text: str, end: int) -> tuple[int, int, bool] | None:
    """Where the word that could continue a name ending at ``end`` stands, and if after a comma."""
    gap = _GAP.match(text, end)
    if gap is None or (gap.group(2) and not _is_short(text, end)):
        return None
    word = WORD.match(text, gap.end())
    return (word.start(), word.end(), bool(gap.group(1))) if word else None


def starting(words: Iterable[str]) -> re.Pattern[str]:
    """Where names may start: at any capital, and at the few lower-case ``words`` given."""
    small = "|".join(sorted(re.escape(word) for word in words if word[0].islower()))
    return re.compile(rf"{CAPITALISED.pattern}|\b(?:{small})\b" if small else CAPITALISED.pattern)


def _is_short(text: str, end: int) -> bool:
    start = end
    while start > 0 and text[start - 1].isalpha() and end - start <= _LONGEST_SHORTENED:
        start -= 1
    return end - start <= _LONGEST_SHORTENED


def shape(word: str) -> str:
    """What case a table word demands: ``A`` all capitals, ``C`` a capital, ``x`` any."""
    letters = [c for c in word if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return "A"
    return "C" if word[0].isupper() else "x"


def fits(word: str, demand: str) -> bool:
    """Whether a word of a text has the case that a table word demands."""
    if demand == "A":
        return word.upper() == word
    return demand == "x" or word[0].isupper() or word[0].isdigit()

"""Numbers as English writes them: digits, words, and scales such as million and bn."""

from __future__ import annotations

import re
from typing import Final

SMALL: Final[dict[str, int]] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES: Final[dict[str, float]] = {
    "dozen": 12, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
ORDINALS: Final[dict[str, int]] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "twenty-first": 21,
}  # fmt: skip

_SMALL = "|".join(f"[{w[0].upper()}{w[0]}]{w[1:]}" for w in sorted(SMALL, key=len, reverse=True))
_BIG = "dozen|hundred|thousand|million|billion|trillion"
DIGITS: Final = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|"
    r"[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3}){1,6}(?![0-9])|[0-9]{1,15})"
    r"(?:\.[0-9]{1,9})?"
)
WORDS: Final = (
    rf"(?:(?:{_SMALL})|[Hh]alf\ an?(?=\ (?:{_BIG}))|[Aa]n?(?=\ (?:{_BIG})\b))"
    r"(?:(?:-|(?:(?<=hundred)|(?<=thousand)|(?<=million))\ and\ |\ )"
    rf"(?:{_SMALL}|{_BIG})\b){{0,10}}"
)
_TOKEN = re.compile(r"[a-z]+|[0-9][0-9.]*")
_SEPARATORS = str.maketrans("", "", ", \u00a0\u202f")


def read_number(text: str) -> float | None:
    """The value of ``text``: "1,300.5", "twenty-five", "a dozen", "half a million", "1.3bn".

    None when it is not one number ("two five", "hundreds").
    """
    lowered = text.lower()
    head = re.match(DIGITS, lowered)
    if not head:
        return _read_words(_TOKEN.findall(lowered))
    value = float(head.group().translate(_SEPARATORS))
    for scale in _TOKEN.findall(lowered, head.end()):
        if scale not in SCALES:
            return None
        value *= SCALES[scale]
    return round(value, 6)


def _read_words(parts: list[str]) -> float | None:
    total, group, last = 0.0, 0.0, 0.0
    for part in parts:
        if part in SMALL:
            value = SMALL[part]
            if last and not _may_follow(last, value):
                return None
            group, last = group + value, value or 1
        elif part in SCALES:
            group = (group or 1) * SCALES[part]
            last = SCALES[part]
            if last >= 1e3:
                total, group = total + group, 0.0
        elif part == "half":
            group = 0.5
        elif part not in ("a", "an", "and"):
            return None
    return total + group if parts else None


def _may_follow(last: float, value: int) -> bool:
    return last >= 100 or (20 <= last <= 90 and 1 <= value <= 9)

"""Sentences with their two ends marked, as reference codings and the type model write them.

``<s>Iran</s> condemned <t>a court decision</t>``: what stands in ``<s>`` is the sender, in ``<t>``
the receiver. An end may be missing, stand in several places, or lie inside the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from multipole.core.errors import UnreadableInput

Stretch = tuple[int, int]
_MARK: Final = re.compile(r"<(/?)([st])>")
_SIGNS: Final = {"s": "@", "t": "#"}


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence and where its ends stand: code points ``[start, end)`` of ``text``."""

    text: str
    sender: tuple[Stretch, ...] = ()
    receiver: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """A sentence as the type model reads it, and where the signs of its ends are, -1 for none."""

    text: str
    sender_at: int
    receiver_at: int


def read_marked(text: str, *, where: str = "") -> Marked:
    """Take the marks out of a sentence.

    Raises `UnreadableInput` for a mark that is not closed, or closed and not opened.

    >>> read_marked("<s>Iran</s> met <t>Oman</t>.")
    Marked(text='Iran met Oman.', sender=((0, 4),), receiver=((9, 13),))
    """
    plain, at = "", 0
    opened: dict[str, int] = {}
    found: dict[str, list[Stretch]] = {"s": [], "t": []}
    for mark in _MARK.finditer(text):
        plain, at = plain + text[at : mark.start()], mark.end()
        closes, end = bool(mark[1]), mark[2]
        if closes != (end in opened):
            raise _unbalanced(mark[0], text, where)
        if closes:
            found[end].append(_trimmed(plain, opened.pop(end), len(plain)))
        else:
            opened[end] = len(plain)
    for end in opened:
        raise _unbalanced(f"<{end}>", text, where)
    return Marked(plain + text[at:], *(tuple(s for s in found[e] if s[0] < s[1]) for e in "st"))


def sign(marked: Marked) -> Signed:
    """Write the sentence with a sign on each side of an end: @ the sender @, # the receiver #.

    >>> sign(read_marked("<s>Iran</s> met <t>Oman</t>."))
    Signed(text='@ Iran @ met # Oman #.', sender_at=0, receiver_at=13)
    """
    text, at, first = "", 0, {"s": -1, "t": -1}
    for place, opens, end in sorted(_signs(marked)):
        text, at = text + marked.text[at:place], place
        if opens and first[end] < 0:
            first[end] = len(text)
        text += f"{_SIGNS[end]} " if opens else f" {_SIGNS[end]}"
    return Signed(text + marked.text[at:], first["s"], first["t"])


def _signs(marked: Marked) -> Iterable[tuple[int, bool, str]]:
    for end, stretches in (("s", marked.sender), ("t", marked.receiver)):
        for start, stop in stretches:
            yield start, True, end
            yield stop, False, end


def _trimmed(text: str, start: int, end: int) -> Stretch:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())


def _unbalanced(mark: str, text: str, where: str) -> UnreadableInput:
    return UnreadableInput(
        f"the mark {mark} has no partner in {text[:60]!r}",
        where=where,
        remedy="Write <s>sender</s> and <t>receiver</t>.",
    )

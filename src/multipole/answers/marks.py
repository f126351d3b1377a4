"""Text cut where marks begin and end: marks may nest and overlap, pieces never do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple


class Mark(NamedTuple):
    """A stretch [start, end) of a text that is marked, by the id ``key``."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with the keys of the marks that cover them, in the order in which they begin.

    ``begins`` and ``ends`` are the keys of marks whose first or last words these are.
    """

    text: str
    keys: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


def cut(text: str, start: int, end: int, marks: Iterable[Mark]) -> list[Piece]:
    """``text[start:end]`` in pieces, each with the marks that cover it; joined they are the text.

    Marks that reach beyond are cut off there; their first words are then not in these pieces. One
    pass over the sorted ends: n marks of which k overlap take n log n + n k steps.

    >>> [(p.text, p.keys) for p in cut("abcdef", 0, 6, [Mark(0, 4, "x"), Mark(2, 6, "y")])]
    [('ab', ('x',)), ('cd', ('x', 'y')), ('ef', ('y',))]
    """
    inside = sorted(m for m in set(marks) if m.start < end and m.end > start and m.start < m.end)
    bounds = sorted({start, end, *(b for m in inside for b in (m.start, m.end) if start < b < end)})
    pieces: list[Piece] = []
    covering: list[Mark] = []
    at = 0
    for low, high in pairwise(bounds):
        covering = [m for m in covering if m.end > low]
        while at < len(inside) and inside[at].start <= low:
            covering.append(inside[at])
            at += 1
        pieces.append(
            Piece(
                text[low:high],
                _keys(covering),
                _keys(m for m in covering if m.start == low),
                _keys(m for m in covering if m.end == high),
            )
        )
    return pieces


def _keys(marks: Iterable[Mark]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.key for m in marks))

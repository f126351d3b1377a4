"""When two sides count as even: the rule of parity, for numbers that may have bounds.

With s the smaller and l the larger of two numbers, the sides are even when s / l is `PARITY` or
more. With bounds the ratio has bounds too, and a verdict needs all of them on one side of the rule.
"""

from __future__ import annotations

import math
from typing import Final, Literal

from multipole.core.errors import BadValue

#: The least and the most that a number could be.
Bounds = tuple[float, float]
Compared = Literal["less", "more", "even", "unknown"]

#: Sides count as even from this ratio of the smaller to the larger number on.
PARITY: Final = 0.8


def compared(one: Bounds, other: Bounds, *, parity: float = PARITY) -> Compared:
    """Whether the ``one`` number is less than the ``other``, more, or about even with it.

    Both are at least zero; two zeros are even. ``unknown`` where bounds leave it open or are NaN.
    Raises `BadValue` for a ``parity`` that is not above 0 and at most 1.

    Shares of .20 and .22 are even, as .20 / .22 is .91; .20 and .30 are not; with .20 to .28 it
    cannot be told:

    >>> compared((0.20, 0.20), (0.22, 0.22)), compared((0.20, 0.20), (0.30, 0.30))
    ('even', 'less')
    >>> compared((0.20, 0.28), (0.30, 0.30))
    'unknown'

    Formula: even if s / l >= parity, with s the smaller and l the larger; else less or more.
    Shapes: two pairs of bounds give a word.
    Unit: a word; ``parity`` is a ratio from 0 to 1.
    Reference: Organski and Kugler 1980, The War Ledger: parity begins at 80 percent of the
    stronger.
    Not for: numbers below zero, or near an arbitrary zero, whose ratio means nothing; a test of
    whether two numbers differ by more than chance.
    """
    check_parity(parity)
    if any(map(math.isnan, (*one, *other))):
        return "unknown"
    if one[1] < parity * other[0]:
        return "less"
    if other[1] < parity * one[0]:
        return "more"
    even = one[0] >= parity * other[1] and other[0] >= parity * one[1]
    return "even" if even else "unknown"


def check_parity(parity: float) -> None:
    """Raise `BadValue` for a parity that is not above 0 and at most 1."""
    if not 0 < parity <= 1:
        raise BadValue(f"a parity of {parity:g}", remedy="Give a ratio above 0, at most 1.")


def ratio(one: float, other: float) -> float:
    """The smaller of two numbers by the larger; NaN where both are zero or one is unknown.

    >>> ratio(0.3, 0.2) == ratio(0.2, 0.3) == 0.2 / 0.3
    True
    """
    more = max(one, other)
    return min(one, other) / more if more > 0 else math.nan

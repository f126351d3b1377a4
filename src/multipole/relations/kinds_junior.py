"""Who is the junior partner: a verdict for each dimension in which one side outweighs the other.

A dimension compares one number of each side. Of some the smaller number is the junior's
(capabilities, output), of others the larger (a share of its trade or arms that it has from the
other: who needs the other more). Let s be the smaller and l the larger of the two; the sides are
taken as even when s / l is `PARITY` or more, the rule of power transition theory (Organski and
Kugler 1980, The War Ledger: parity begins at 80 percent of the stronger). With intervals the ratio
has one too, and a verdict needs all of it on one side of the rule.

Dimensions are never averaged: to be weaker in arms and stronger in trade is what is to be known.
Not for: influence or obedience. A junior in all dimensions may still have its way.

China had .2341 and Russia .0382 of the world's capabilities in 2022:

>>> from datetime import date
>>> year = (date(2022, 1, 1), date(2023, 1, 1))
>>> power = Asymmetry("capabilities", Point(*year, 0.2341, source="NMC"), Point(*year, 0.0382))
>>> found = junior([power], a="CHN", b="RUS")
>>> found.verdicts[0].junior, round(found.verdicts[0].ratio, 3)
('RUS', 0.163)
>>> print(found.sentence)
Who is the junior partner, CHN or RUS? By capabilities RUS (CHN 0.234, RUS 0.0382; 2022; NMC).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from multipole.core.errors import BadValue
from multipole.relations.kinds_points import Point, Seen
from multipole.relations.kinds_words import amount
from multipole.relations.parity import PARITY, check_parity, compared, ratio

Dimension = Literal["capabilities", "output", "trade", "arms", "energy"]
Standing = Literal["told", "even", "unknown"]

#: Whose number makes the junior: that of less weight, or that of more dependence.
SMALLER_IS_JUNIOR: Final[dict[Dimension, bool]] = {
    "capabilities": True, "output": True, "trade": False, "arms": False, "energy": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """One number of each side in one dimension; None where there is none.

    ``trade``, ``arms`` and ``energy`` take what ``a`` has from ``b`` as a share of all that ``a``
    has, and the other way round. Raises `BadValue` for another dimension or a number below zero.
    """

    dimension: Dimension
    a: Point | None
    b: Point | None

    def __post_init__(self) -> None:
        if self.dimension not in SMALLER_IS_JUNIOR:
            known = ", ".join(SMALLER_IS_JUNIOR)
            raise BadValue(f"dimension {self.dimension!r} is unknown", remedy=f"Use one of {known}")
        for point in (self.a, self.b):
            if point is not None and point.low < 0:
                raise BadValue(f"a number of {point.low:g} in {self.dimension} is below zero")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who is the junior in one dimension; ``""`` when they are even or it cannot be told.

    ``ratio`` is that of the smaller to the larger number, NaN where it is not known.
    """

    asymmetry: Asymmetry
    standing: Standing
    junior: str
    ratio: float
    words: str


@dataclass(frozen=True, slots=True)
class Junior:
    """The verdict of each dimension, in the order given, and all of them in a sentence."""

    a: str
    b: str
    verdicts: tuple[Verdict, ...]
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def junior(asymmetries: Iterable[Asymmetry], *, a: str, b: str, parity: float = PARITY) -> Junior:
    """Who is the junior of ``a`` and ``b`` in each dimension; see the module for the rule.

    Raises `BadValue` for a ``parity`` that is not above 0 and at most 1.

    Of arms that the one gets, .70 come from the other, of those that the other gets .02 from the
    one, who therefore is the junior; in trade, with .18 and .16, they are even:

    >>> from datetime import date
    >>> year = (date(2014, 1, 1), date(2015, 1, 1))
    >>> arms = Asymmetry("arms", Point(*year, 0.70), Point(*year, 0.02))
    >>> trade = Asymmetry("trade", Point(*year, 0.18), Point(*year, 0.16))
    >>> found = junior([arms, trade], a="CHN", b="RUS")
    >>> [(one.standing, one.junior) for one in found.verdicts]
    [('told', 'CHN'), ('even', '')]

    Formula: s / l < parity, with s the smaller and l the larger number; the junior is the side of
    s, or in a share of dependence that of l.
    Shapes: dimensions with a point of each side give one `Junior`.
    Unit: a word for each dimension, and a ratio from 0 to 1.
    Reference: Organski and Kugler 1980, The War Ledger.
    Not for: influence or obedience; one word over all dimensions, as they are never averaged.
    """
    check_parity(parity)
    verdicts = tuple(_verdict(one, a, b, parity) for one in asymmetries)
    return Junior(a, b, verdicts, _sentence(verdicts, a, b))


def _verdict(one: Asymmetry, a: str, b: str, parity: float) -> Verdict:
    if not _known(one.a) or not _known(one.b) or one.a is None or one.b is None:
        return Verdict(one, "unknown", "", math.nan, _lacking(one, a, b))
    words = _numbers(one.a, one.b, a, b)
    size = ratio(one.a.value, one.b.value)
    found = compared((one.a.low, one.a.high), (one.b.low, one.b.high), parity=parity)
    if found == "even" or found == "unknown":
        return Verdict(one, found, "", size, words)
    smaller, larger = (a, b) if found == "less" else (b, a)
    who = smaller if SMALLER_IS_JUNIOR[one.dimension] else larger
    return Verdict(one, "told", who, size, words)


def _known(point: Point | None) -> bool:
    return point is not None and not math.isnan(point.low) and not math.isnan(point.high)


def _lacking(one: Asymmetry, a: str, b: str) -> str:
    """Which side has no number, with that of the other: ``no data for RUS; CHN 0.4; 2018``."""
    sides = ((a, one.a), (b, one.b))
    known = [(end, p) for end, p in sides if p is not None and _known(p)]
    if not known:
        return f"no data for {a} and {b}"
    (end, point), *_ = known
    (none,) = {a, b} - {end}
    told = "; ".join(filter(None, [f"{end} {_amount(point)}", str(point.period), point.source]))
    return f"no data for {none}; {told}"


def _numbers(left: Point, right: Point, a: str, b: str) -> str:
    each = [f"{end} {_amount(p)}" for end, p in ((a, left), (b, right))]
    periods = list(dict.fromkeys(str(p.period) for p in (left, right)))
    sources = list(dict.fromkeys(p.source for p in (left, right) if p.source))
    return "; ".join(filter(None, [", ".join(each), " and ".join(periods), " and ".join(sources)]))


def _amount(point: Point) -> str:
    return amount(Seen(point.value, point.low, point.high))


def _sentence(verdicts: Iterable[Verdict], a: str, b: str) -> str:
    every = tuple(verdicts)
    none = [v.asymmetry.dimension for v in every if _silent(v)]
    silent = [f"by {_and(none)} it cannot be told (no data for {a} and {b})"] if none else []
    told = [_part(v) for v in every if not _silent(v)]
    parts = "; ".join([*told, *silent]) or "cannot be told, as nothing is given"
    return f"Who is the junior partner, {a} or {b}? {parts[0].upper()}{parts[1:]}."


def _silent(one: Verdict) -> bool:
    return not _known(one.asymmetry.a) and not _known(one.asymmetry.b)


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _part(one: Verdict) -> str:
    name = one.asymmetry.dimension
    if one.standing == "told":
        return f"by {name} {one.junior} ({one.words})"
    if one.standing == "even":
        return f"by {name} they are even ({one.words})"
    return f"by {name} it cannot be told ({one.words})"

"""Gaps between two acts: "three days after Oslo had issued a warrant" dates the warrant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from multipole.claims.grammar import Tree
from multipole.core.errors import BadPeriod
from multipole.core.numerals import read_number
from multipole.core.periods import Period

#: What a unit of time is in days or in months.
DAYS: Final = {"day": 1, "week": 7}
MONTHS: Final = {"month": 1, "year": 12}
ONE: Final = frozenset({"a", "an"})
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Gap:
    """How long before (negative) or after another act an act was.

    ``since`` is the token that the words after "after" or "before" hang on, ``told`` are
    those words' tokens.
    """

    since: int
    count: int
    unit: str
    told: frozenset[int] = frozenset()


def find_gap(tree: Tree, trigger: int) -> Gap | None:
    """The gap that the words give between an act and the one that its clause hangs on.

    The act of "three days after Oslo issued a warrant" was three days before that of the main
    clause, that of "a week before the talks" a week after it.
    """
    for word in _joining(tree, trigger):
        gap = _read(tree, word, back=True)
        if gap and gap.since != trigger:
            return gap
    return None


def find_gap_under(tree: Tree, trigger: int) -> Gap | None:
    """The gap between an act and one told in words that hang on it: the other way round."""
    hung = [trigger, *tree.children(trigger, "advcl", "prep")]
    words = [t for top in hung for t in (top, *tree.children(top, "mark")) if t != trigger]
    found = (_read(tree, word, back=False) for word in words if _joins(tree, word))
    return next((gap for gap in found if gap and gap.since == trigger), None)


def _read(tree: Tree, word: int, *, back: bool) -> Gap | None:
    """The gap that stands before "after" or "before"."""
    unit = tree.s.lemmas[word - 1] if word else ""
    count = _count(tree, word - 1) if unit in DAYS or unit in MONTHS else 0
    if not count:
        return None
    top = tree.s.heads[word] if tree.s.deps[word] == "mark" else word
    ahead = (tree.word(word) == "after") is not back
    told = frozenset(t for t in tree.subtree(top) if t > word)
    return Gap(tree.s.heads[top], count if ahead else -count, unit, told)


def shifted(period: Period, gap: Gap) -> Period | None:
    """The period of the other act; None where the gap is finer than what is known.

    >>> str(shifted(Period.parse("2023-03-20"), Gap(0, -3, "day")))
    '2023-03-17'
    >>> str(shifted(Period.parse("2014-05"), Gap(0, -2, "month")))
    '2014-03'
    """
    try:
        return _moved(period, gap)
    except (BadPeriod, OverflowError):
        return None  # outside the calendar


def _moved(period: Period, gap: Gap) -> Period | None:
    grain = period.granularity
    if gap.unit in DAYS:
        if grain != "day":
            return None
        return Period.day(period.start + timedelta(days=gap.count * DAYS[gap.unit]))
    if gap.unit == "year" and grain != "month":
        year = period.start.year + gap.count
        return Period.year(year) if grain in {"day", "year"} else None
    if grain not in {"day", "month"}:
        return None
    at = period.start.year * 12 + period.start.month - 1 + gap.count * MONTHS[gap.unit]
    return Period.month(at // 12, at % 12 + 1)


def _joining(tree: Tree, trigger: int) -> list[int]:
    """ "after" or "before" that the act's clause or noun stands with."""
    above = tree.s.heads[trigger]
    near = [*tree.children(trigger, "mark"), above, tree.s.heads[above]]
    return [t for t in near if _joins(tree, t)]


def _joins(tree: Tree, i: int) -> bool:
    return tree.word(i) in {"after", "before"} and tree.s.deps[i] in {"mark", "prep"}


def _count(tree: Tree, unit: int) -> int:
    for child in tree.kids[unit]:
        word = tree.word(child)
        if word in ONE and child == unit - 1:
            return 1
        number = read_number(word) if tree.s.deps[child] == "nummod" else None
        if number and number == int(number) and number <= MOST:
            return int(number)
    return 0

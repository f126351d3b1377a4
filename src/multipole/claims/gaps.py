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
    """How long before (negative) or after the act of token ``since`` another act was."""

    since: int
    count: int
    unit: str


def find_gap(tree: Tree, trigger: int) -> Gap | None:
    """The gap that the words give between an act and the one that its clause hangs on.

    The act of "three days after Oslo issued a warrant" was three days before that of the main
    clause, that of "a week before the talks" a week after it.
    """
    for word in _joining(tree, trigger):
        unit = tree.s.lemmas[word - 1] if word else ""
        count = _count(tree, word - 1) if unit in DAYS or unit in MONTHS else 0
        mark = tree.s.deps[word] == "mark"
        since = tree.s.heads[tree.s.heads[word]] if mark else tree.s.heads[word]
        if count and since != trigger:
            return Gap(since, -count if tree.word(word) == "after" else count, unit)
    return None


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
    kinds = {"mark", "prep"}
    return [t for t in near if tree.word(t) in {"after", "before"} and tree.s.deps[t] in kinds]


def _count(tree: Tree, unit: int) -> int:
    for child in tree.kids[unit]:
        word = tree.word(child)
        if word in ONE and child == unit - 1:
            return 1
        number = read_number(word) if tree.s.deps[child] == "nummod" else None
        if number and number == int(number) and number <= MOST:
            return int(number)
    return 0

"""The words by which two tellings can be told to be of one event: names, numbers, other words.

Names of states, their demonyms and capitals say who acts, which the ends of a claim say already;
names of office holders return in every report of a pair. Neither tells one event from the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final
from zlib import crc32

from multipole.actors.tables import holders, names, organisations

_TOKEN: Final = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+")
_YEARS: Final = range(1800, 2101)
_STEM: Final = 6
_SHORT: Final = 4
#: Words are kept as numbers below this: memory does not grow with the vocabulary.
BUCKETS: Final = 1 << 20
_DATES: Final = """
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday week month year
morning evening afternoon night midnight weekend spring summer autumn winter
"""
#: Kinds of names that few events have in common.
_PARTICULAR: Final = frozenset({"company", "outlet", "territory", "city"})
_COMMON: Final = """
that this with from have been were will their they which about into after before over also said
says between during against other more than both there would could should when while where some
such only most many much very what whose whom them then these those being because under upon
president minister foreign secretary leader leaders spokesman spokeswoman government ministry
official officials state states country countries union united told tell again another first
second third itself himself herself
"""


@dataclass(frozen=True, slots=True)
class Words:
    """What a sentence names, as numbers below `BUCKETS`: names, numbers and other words, sorted."""

    names: tuple[int, ...]
    numbers: tuple[int, ...]
    others: tuple[int, ...]


def words_of(text: str) -> Words:
    """The words of a sentence that may be particular to an event.

    >>> found = words_of("On Monday Lavrov told Wang in Guilin that 800 ships had sailed.")
    >>> len(found.names), len(found.numbers), len(found.others)
    (1, 1, 4)
    """
    named: set[int] = set()
    numbers: set[int] = set()
    others: set[int] = set()
    for at, token in enumerate(_TOKEN.findall(text)):
        if token[0].isdecimal():
            if not _is_date(token):
                numbers.add(_number(token.replace(",", "")))
            continue
        stem = token[:_STEM].casefold()
        large = token[0].isupper()
        if len(token) < _SHORT or stem in _unspecific() or (large and stem in _actor_words()):
            continue
        particular = at > 0 and large and stem not in _holder_words()
        (named if particular else others).add(_number(stem))
    return Words(_sorted(named), _sorted(numbers), _sorted(others - named))


def _sorted(found: set[int]) -> tuple[int, ...]:
    return tuple(sorted(found))


def _is_date(token: str) -> bool:
    return token.isdecimal() and (int(token) in _YEARS or int(token) <= 31)


def _number(stem: str) -> int:
    return crc32(stem.encode()) % BUCKETS


def unparticular() -> list[str]:
    """All words that are told apart or left out, sorted: what `words_of` rests on."""
    return sorted(_unspecific() | _actor_words()) + sorted(_holder_words())


@cache
def _unspecific() -> frozenset[str]:
    return frozenset(w[:_STEM] for w in (_DATES + _COMMON).split())


@cache
def _actor_words() -> frozenset[str]:
    """Stems of the words that name states, organisations and capitals: most events have one."""
    said = [row.name for row in names() if row.kind not in _PARTICULAR]
    said += [text for row in organisations() for text in (row.name, *row.aliases)]
    return frozenset(w[:_STEM].casefold() for text in said for w in _TOKEN.findall(text))


@cache
def _holder_words() -> frozenset[str]:
    """Stems of the names of office holders."""
    said = [text for row in holders() for text in (row.person, row.surname, *row.aliases)]
    return frozenset(w[:_STEM].casefold() for text in said for w in _TOKEN.findall(text))

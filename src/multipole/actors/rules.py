"""What may keep a name from meaning its actor: each rule gives a factor from 0 (no) to 1 (yes).

A row of ``names.csv`` lists its rules by name; capitals and cities have theirs by kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from multipole.actors import tables
from multipole.actors.place import Place
from multipole.actors.words import fold

_IN: Final = frozenset(
    {"in", "at", "near", "outside", "around", "from", "to", "downtown", "central"}
)
_THE: Final = frozenset({"the", "collective", "entire", "whole", "global", "political"})
#: What one does to somebody for what they have done.
_CHARGING: Final = re.compile(
    r"\b(?:accus|suspect|convict|remind|warn)[a-z]*\s+(?:the\s+)?(?:\w+\s+)?$"
)
_REACH: Final = 48


def prefix(place: Place) -> float:
    """Whether a hyphen follows: without it "Sino" and its like mean nothing."""
    return float(place.hyphen_after() and place.text[place.end] != "/")


def surname(place: Place) -> float:
    """No after a given name or a civil title: Michael Jordan, Mr. Chad."""
    word = fold(place.before())
    return float(word not in tables.words("given") and word not in tables.words("civil"))


def given(place: Place) -> float:
    """No before a capitalised word that is no title: Jordan Smith, Chad Brown."""
    word = fold(place.after()) if place.after()[:1].isupper() else ""
    return float(not word or word in tables.words("title") or word in tables.words("post"))


def the(place: Place) -> float:
    """Sure after an article or in a compound ("the West"), less so without.

    No where it is a part of a place ("the West of China"), which one can accuse of nothing.
    """
    if place.hyphen_before() or place.hyphen_after() or fold(place.before()) in _THE:
        return float(place.after() != "of" or _is_charged(place))
    word = place.after()
    return 0.0 if word[:1].isupper() or word in {"of", "and", "or"} else 0.6


def _is_charged(place: Place) -> bool:
    """ "accused the West of lies"."""
    start = max(0, place.start - _REACH)
    return _CHARGING.search(place.text, start, place.start) is not None


def strict_the(place: Place) -> float:
    """Only after an article: the States."""
    return float(fold(place.before()) == "the")


def adjective(place: Place) -> float:
    """No before the name of a place, whose part it is then: Western Ukraine."""
    word = place.after()
    if not word[:1].isupper():
        return 1.0
    return float(fold(word) not in tables.words("place"))


def lone_capitals(place: Place) -> float:
    """No between other words in capitals: WHO in a headline is a word, not a name."""
    words = (place.before(), place.after())
    return float(not all(len(word) > 2 and word.isupper() for word in words))


def non(place: Place) -> float:
    """Unsure after "non-", which is about all the others."""
    before = place.text[max(0, place.start - 4) : place.start - 1].lower() if place.start else ""
    return 0.3 if before == "non" and place.hyphen_before() else 1.0


def city(place: Place) -> float:
    """None in the name of a treaty or of a person; little where it is but a place or a venue."""
    before, after = fold(place.before()), fold(place.after())
    if after in tables.words("agreement") or before in tables.words("civil"):
        return 0.0
    if place.head_of() in tables.words("head"):
        return 0.0
    if after in tables.words("venue") or _is_seat(place):
        return 0.3
    return 0.5 if before in _IN else 1.0


def _is_seat(place: Place) -> bool:
    """Whether it is but where somebody has an office: Washington-based."""
    return place.hyphen_after() and place.text.startswith("based", place.end + 1)


def international(place: Place) -> float:
    """No for a state's own council: Russian, Russia's, National, of Russia, its secretary."""
    word = fold(place.before()).replace("\u2019", "'").removesuffix("'s")
    if word in tables.state_words() or word == "national":
        return 0.0
    return float(fold(place.after()) not in {"of", "secretary", "chief"})


def accented(place: Place) -> float:
    """Only with its accent: Malé is a capital, Male a word."""
    return float(not place.words().isascii())


RULES: Final[dict[str, Callable[[Place], float]]] = {
    "prefix": prefix,
    "surname": surname,
    "given": given,
    "the": the,
    "strict_the": strict_the,
    "accented": accented,
    "adjective": adjective,
    "international": international,
    "lone_capitals": lone_capitals,
}
_BY_KIND: Final[dict[str, tuple[Callable[[Place], float], ...]]] = {
    "capital": (city,),
    "city": (city,),
    "government": (city,),
    "name": (non,),
    "demonym": (non,),
    "region": (non,),
    "bloc": (non,),
    "organisation": (non,),
    "abbreviation": (non,),
}


@cache
def _checks(kind: str, rules: frozenset[str]) -> tuple[Callable[[Place], float], ...]:
    return (*_BY_KIND.get(kind, ()), *(RULES[name] for name in sorted(rules)))


def weigh(row: tables.NameRow, place: Place) -> float:
    """The product of all rules that hold for a name at a place."""
    factor = 1.0
    for check in _checks(row.kind, row.rules):
        factor *= check(place)
        if not factor:
            break
    return factor

"""Which office holder a name means: by the day, and by the words beside it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from multipole.actors import tables
from multipole.actors.place import Place
from multipole.actors.tables import Holder
from multipole.actors.words import APOSTROPHES, fold

_YEAR: Final = timedelta(days=365)
_YEAR_WORD: Final = re.compile(r"(?:19|20)[0-9]{2}")
#: A word for an office of the past, and the title between it and the name.
_FORMER: Final = re.compile(r"\b(?:former|ex|onetime)[ -](?:[\w.\'-]+ ){0,5}\Z", re.IGNORECASE)
_NEAR: Final = 80
_THEN_TITLE: Final = re.compile(r"\bthen[ -]((?:[\w.\'-]+ ){1,5})\Z", re.IGNORECASE)
_AT_THE_TIME: Final = re.compile(
    r",? (?:who was )?(?:then|at (?:the|that) time)((?:,? [\w\'’-]+){1,4})"
)
#: Titles that tell nothing of an office.
_POLITE: Final = frozenset({"mr", "mrs", "ms", "dr", "sir", "lord", "lady"})
Held = tuple[list[Holder], float]


def named(holders: list[Holder], on: date | None) -> Held:
    """Who a full name means, and how surely: the office for a year before and after it too."""
    if on is None:
        return holders, 0.8
    held = [holder for holder in holders if holder.window.holds(on)]
    if held:
        return held, 0.95
    return [holder for holder in holders if _away(holder, on) <= _YEAR], 0.6


def then(holders: list[Holder], place: Place) -> Held:
    """Who held office in the past that the words tell of.

    In a year that the sentence names ("in 1972 Nixon visited"); by a title, in one that was named
    just before in the same paragraph; at any time where the words say so ("NAME, then the
    president"). Nobody where they say that the office lay behind: "former chancellor NAME signed
    in 2005".
    """
    if _FORMER.search(place.text, max(0, place.start - _NEAR), place.start):
        return [], 0.0
    beside = _THEN_TITLE.search(place.text[max(0, place.start - _NEAR) : place.start])
    beside = beside or _AT_THE_TIME.match(place.text, place.end)
    if beside and any(_is_office(word) for word in beside[1].split()):
        return holders, 0.75
    years = _years(place.sentence())
    if not years and _is_office(place.before()):
        years = _years(place.said_before())[-1:]
    return [holder for holder in holders if any(_in_year(holder, y) for y in years)], 0.75


def _is_office(word: str) -> bool:
    return fold(word.strip(",")) in tables.words("title") - _POLITE


def _years(words: str) -> list[int]:
    return [int(word) for word in words.split() if _YEAR_WORD.fullmatch(word)]


def _in_year(holder: Holder, year: int) -> bool:
    return holder.start.year <= year and (holder.end is None or year <= holder.end.year)


def called(holders: list[Holder], place: Place, on: date | None) -> Held:
    """Who a surname alone means: those in office on the day; common words need a title."""
    titled = fold(place.before()) in tables.words("title")
    held = [holder for holder in holders if _in_office(holder, on, titled=titled)]
    if not titled and not all(holder.bare for holder in held):
        return [], 0.0
    return held, (0.9 if titled else 0.8) if on else 0.5


def _in_office(holder: Holder, on: date | None, *, titled: bool) -> bool:
    """Without a date: who is in office now, or anyone after a title."""
    return holder.window.holds(on) if on else titled or holder.end is None


def _away(holder: Holder, on: date) -> timedelta:
    if on < holder.start:
        return holder.start - on
    return on - holder.end if holder.end and on >= holder.end else timedelta(0)


def alone(place: Place) -> bool:
    """Whether a surname stands alone: Jill Biden, Wang Xiaoming and Su-25 are others."""
    return not _is_day(place) and not _is_month(place) and _ends(place) and _begins(place)


def _begins(place: Place) -> bool:
    word = place.before()
    if not word[:1].isupper():
        return True
    plain = fold(word)
    for mark in APOSTROPHES:
        plain = plain.removesuffix(f"{mark}s").removesuffix(mark)
    if plain in tables.words("title") or plain in tables.state_words():
        return True
    return plain in tables.words("opener") and plain not in tables.words("given")


def _ends(place: Place) -> bool:
    rest = place.text[place.end : place.end + 2]
    if rest[:1] in APOSTROPHES and rest[1:].isalpha() and rest[1:].lower() != "s":
        return False
    if place.hyphen_after() and rest[1:].isdigit():
        return False
    word = fold(place.after()) if place.after()[:1].isupper() else ""
    return not word or word in tables.words("title") or word in tables.words("opener")


def _is_day(place: Place) -> bool:
    """Whether "Friday" is the day of the week: always, unless a title stands before it."""
    if fold(place.words()) not in tables.words("weekday"):
        return False
    return fold(place.before()) not in tables.words("title")


def _is_month(place: Place) -> bool:
    """Whether "May" is the month: in May, 5 May, May 2018."""
    if fold(place.words()) not in tables.words("month"):
        return False
    before, after = place.before(), place.after()
    return fold(before) in tables.words("dated") or before.isdigit() or after[:1].isdigit()

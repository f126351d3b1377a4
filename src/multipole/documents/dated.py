"""Lines above a report that give its date, with what papers print beside one.

``Published 3 March 2022, 10.15 GMT``, ``World | Beijing | 4 March 2015``, ``26.08.2022, 18:25 |
From issue 34/2022 | Reading time: 6 min``. A line counts when all of it but the date is of such
kinds: times, places, names, sections, numbers of issues, words of the page. A sentence never is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from multipole.documents.dates import PrintedDate, find_date
from multipole.documents.marks import is_agency, is_page_words, is_translated
from multipole.documents.sections import is_section
from multipole.documents.wire import is_place

_MAX_ALONE: Final = 120
_MAX_DATED: Final = 160
_ZONE: Final = (
    r"(?:(?:gmt|utc)(?:\s?[+-]\d{1,2}(?::?\d\d)?)?|e[sd]?t|c[es]t|cest|bst|msk|p[sd]t|ist|eest|eet|[kj]st"
    r"|hkt|sgt|ae[sd]t|cdt|mdt|mst|uhr|local(?:\stime)?|hrs|hours|moscow|beijing|paris)"
)
_TIME: Final = (
    rf"(?:\d{{1,2}}(?:[:.h]\d{{2}}){{1,2}}\s?(?:[ap]\.?\s?m\.?)?|\d{{4}}\s(?=gmt|utc)"
    rf"|\d{{1,2}}\s?[ap]\.?m\.?)(?:\s?{_ZONE}\b)?"
)
_AGO: Final = r"(?:\d{1,3}|an?)\s(?:min(?:ute)?|hour|day|week)s?\sago"
_DAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_CLUTTER: Final = re.compile(
    rf"""(?ix)(?: (?: {_AGO} | {_TIME} | {_ZONE} | {_DAY} | first | last | originally | published
    | updated? | posted | modified | created | edited | revised | uploaded | filed | printed
    | date | dated | released | issued | status | stand | as\sof | online | since | air(?:ed)?
    | broadcast | transcript | on | at | time | the | and | by | am | pm | a\.m\. | p\.m\. | h
    | \d{{1,2}} )(?!\w) | [-–—+|,.:;()/·•*_\[\]\s] )*+"""
)
_UPDATED: Final = re.compile(r"(?i)\b(updated?|modified)\b")
#: "POLICY BRIEF No. 14", "From issue 3/2022", "Vol. 12, No. 3", "Print edition".
_SERIES: Final = re.compile(
    r"(?i)(?:from\sthe\s|from\s|in\s)?(?:[a-z]+\s){0,2}"
    r"(?:(?:brief|briefing|paper|note|bulletin|report|issue|volume|vol\.?|edition|no\.?)"
    r"\s(?:no\.?\s?|number\s|#\s?)?\d{1,4}(?:/\d{2,4})?"
    r"|(?:print\sedition|from\sthe\s(?:print\s)?(?:edition|issue))(?:\sof)?)"
    r"|(?:from|aus)\s(?:[A-Z][\w'’]+\s){1,4}(?:no\.\s?)?\d{1,3}/\d{2,4}"
)
#: "Reading time: 6 min.", "6-minute read", "Listen 5 min", "112 comments".
_READING: Final = re.compile(
    r"(?i)(?:reading\stime|est\.?|listen|read|audio|length)[:\s]*\(?\d{1,3}\s?min(?:ute)?s?\.?\)?"
    r"|\d{1,3}[\s-]?min(?:ute)?s?[\s-](?:read|listen)|\d+\scomments?"
)
_PIECES: Final = re.compile(r"\s+[|/·•–—-]\s+|\s?[|·•]\s?|\s{2,}|,\s|;\s|\.\s(?=[A-Z])|[()]")
_TIMES: Final = re.compile(
    rf"(?i)(?<![\w/.]){_TIME}(?!\w)|{_AGO}"
    r"|\b(?:updated?|published|posted|modified)\b(?:\s(?:on|at)\b)?:?"
)
#: What runs on into what follows it: "March 3, 20225:00 AM", "March 3, 2022Updated".
_GLUED: Final = re.compile(r"(?:19|20)\d{2}(?=\d{1,2}:\d{2}|\d{1,2}\s[A-Z]|[A-Z])")
_EDGES: Final = " ,|/·•–—-:;*_"
_WORD: Final = r"[A-ZÀ-ÖØ-ÞŁŚŠŽČ0-9][\w.'’&-]*"
#: "Lena Testova", "Commentary by Lena Testova", "Heard on Morning Show"; not "The War of".
_CAPITAL: Final = re.compile(
    rf"(?:(?:{_WORD}|of|the|in|on|and|for|&|de|der|from|with|by|to)[\s/]){{0,5}}{_WORD}"
)
#: Words of what a report or a picture is about, and not of who wrote it or where it stands.
_MATTER: Final = re.compile(
    r"(?i)\b(war|deal|summit|meeting|talks|treaty|statement|visits?|ministers?|president|chancellor"
    r"|leaders?|council|ministry|nato|china|chinese|russian?|american|united|ukraine|iran|india)\b"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """The date of a line, whether it is of an update, and what stands beside it."""

    day: PrintedDate
    updated: bool
    pieces: tuple[str, ...]


def date_only(text: str, day_first: bool | None) -> PrintedDate | None:
    """The date of a line that holds a date or two and nothing else but times and such words."""
    if len(text) > _MAX_ALONE:
        return None
    dates, around = _without_dates(text, day_first)
    return _published(dates) if dates and _is_clutter(" ".join(around)) else None


def read_dated(
    text: str, *, day_first: bool | None, known: Callable[[str], bool], named: bool
) -> Dated | None:
    """A date and things that stand beside one; None for any other line.

    ``known`` says of a piece that it is a labelled one or a byline. ``named`` lets any words in
    capitals stand there too (names, rubrics): only below the title, which looks like them.
    """
    if len(text) > _MAX_DATED:
        return None
    dates, around = _without_dates(text, day_first)
    if not dates:
        return None
    pieces: list[str] = []
    for whole in around:
        strong = [p.strip(_EDGES) for p in re.split(r"\s+[|·•–—-]\s+|\s?\|\s?|\s{2,}", whole)]
        for piece in strong:
            found = [piece] if _beside(piece, known, named=False) else _parts(piece)
            pieces += [p for p in found if p and not _is_clutter(p)]
    firm = [p for p in pieces if not is_translated(p)]
    if not firm and not named:
        return None
    if not all(_beside(piece, known, named=named) for piece in firm):
        return None
    return Dated(_published(dates), bool(_UPDATED.search(text)), tuple(pieces))


def _beside(piece: str, known: Callable[[str], bool], *, named: bool) -> bool:
    """Whether a piece of a line may stand beside a date."""
    if _SERIES.fullmatch(piece) or _READING.fullmatch(piece) or known(piece):
        return True
    if is_agency(piece) or is_page_words(piece) or is_translated(piece):
        return True
    if is_place(piece.split(",")[0]) or is_section(piece, headline_follows=True):
        return True
    return named and bool(_CAPITAL.fullmatch(piece)) and not _MATTER.search(piece)


def _parts(piece: str) -> list[str]:
    """A piece cut at commas and brackets, without its times."""
    parts = _PIECES.split(_TIMES.sub(" | ", piece))
    return [part.strip(_EDGES + ".") for part in parts if part]


def _is_clutter(text: str) -> bool:
    return bool(_CLUTTER.fullmatch(text))


def _without_dates(text: str, day_first: bool | None) -> tuple[list[PrintedDate], list[str]]:
    """The first dates of a line, at most three, and the words around them."""
    dates: list[PrintedDate] = []
    around: list[str] = []
    rest = _GLUED.sub(r"\g<0> ", text)
    while len(dates) < 3 and (found := find_date(rest, day_first=day_first)):
        dates.append(found)
        around.append(rest[: found.start])
        rest = rest[found.end :]
    return dates, [*around, rest]


def _published(dates: list[PrintedDate]) -> PrintedDate:
    """The earliest: nothing is updated before it is published. One that is no day comes last."""
    return min(dates, key=lambda found: found.day or date.max)

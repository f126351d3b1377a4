"""Datelines: the place, the day and the agency printed before the first sentence of a report."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from multipole.actors import load_actors
from multipole.documents.dates import MONTHS
from multipole.documents.lines import ends_sentence
from multipole.documents.marks import AGENCIES, is_agency

_SMALL: Final = r"(?:de|la|le|al|el|of|the|on|upon|sur|am|da|do)"
_WORD: Final = r"[A-ZÀ-Þ][\w.'’]*(?:-[\w'’]+)*"
_PLACE: Final = rf"{_WORD}(?:\s(?:{_SMALL}\s)?{_WORD}){{0,3}}"
_WHERE: Final = rf"{_PLACE}(?:/{_PLACE})*(?:,\s{_PLACE}){{0,2}}(?:\s\[{_PLACE}\])?"
_MONTH: Final = "(?i:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_WEEKDAY: Final = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?"
_NUMBER: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY: Final = rf"{_WEEKDAY}(?:{_MONTH}\s{_NUMBER}|{_NUMBER}\s{_MONTH})(?![\w])"
_YEAR: Final = r",?\s\d{4}\b"
_DASH: Final = r"(?:--|[-–—])"
_AGENCY: Final = (
    r"(?:\((?P<agency>[A-Z][\w .&'/-]{1,40}|dpa)\)|/\s?(?P<slashed>[A-Z][\w .&'-]{1,30}?)\s?/"
    rf"|(?P<bare>{AGENCIES})(?=\s?(?:--|[-–—.:])))"
)
_NEXT: Final = r"(?=[\"'“‘«(]?[A-ZÀ-Þ\d])"
_OF_AGENCY: Final = re.compile(
    rf"\(?(?P<place>{_WHERE})?[,.]?\s*(?P<day>{_DAY}(?:{_YEAR})?)?[,.]?\s*{_AGENCY}\s?"
    rf"(?P<mark>(?:\.-|{_DASH}|[:.,]))?\s*(?=\S)"
)
_OF_DAY: Final = re.compile(
    rf"(?:\((?P<place>{_WHERE})[,.]?\s{_DAY}(?:{_YEAR})?\)|(?P<place_>{_WHERE})[,.]?\s\(?{_DAY}"
    rf"(?:{_YEAR})?\)?)\s?(?:{_DASH}|[:;.])\s+(?:(?:{AGENCIES})\.\s)?(?=\S)"
    rf"|{_DAY}{_YEAR}(?:,\s(?P<place__>{_WHERE}))?\s?{_DASH}\s+{_NEXT}"
)
_OF_PLACE: Final = re.compile(
    rf"(?P<place>{_PLACE}(?:/{_PLACE})*)(?:,\s{_PLACE}){{0,2}}(?P<mark>\s?(?:--|[–—])|\s-|:)\s+"
    rf"{_NEXT}"
)
_NO_PLACE: Final = frozenset(
    """
    a after although an and as at before but by during file for from if in it its image last
    next no not on once or photo picture since so still that the their then these this those
    though to until video was were when where while with
    """.split()
)
_NOT_A_CITY: Final = frozenset(
    """
    ANALYSIS ASEAN AUKUS BREAKING BRICS COMMENTARY CORRECTED EDITORIAL EXCLUSIVE EXPLAINER FACTBOX
    FILE INSIGHT INTERVIEW NATO NOTE OPEC OPINION OSCE QUAD TIMELINE UNESCO UNICEF UPDATE USSR
    WATCH WRAPUP
    """.split()
)
_KINDS: Final = frozenset({"capital", "city", "government", "territory"})
_CITY_STATES: Final = frozenset({"SGP", "MCO", "VAT", "LUX", "KWT", "PAN", "DJI", "SMR", "UN"})
_LINE: Final = re.compile(rf"(?:\|\s?)?(?P<place>{_WHERE})(?P<day>,?\s{_DAY}(?:{_YEAR})?)?")
_SPACED_DASH: Final = re.compile(r"\s(?:--|[-–—])\s|—")
_MIN_REST: Final = 40
_MIN_SENTENCE: Final = 20
_MIN_UPPER: Final = 4
_MAX_DATELINE: Final = 160


def dateline_end(text: str, *, runs_on: bool = False, by_place: bool = True) -> int:
    """Where the dateline at the start of a paragraph ends, or 0.

    ``runs_on``: the paragraph goes on below this line. Without ``by_place`` a place and a dash
    alone are none.

    >>> dateline_end("OSLO, March 4, 2015 - The talks have ended.")
    22
    >>> dateline_end("Oslo is quiet.")
    0
    """
    end = _dated_end(text[:_MAX_DATELINE])
    if end and len(text) - end >= _MIN_SENTENCE:
        further = _dated_end(text[end : end + _MAX_DATELINE])
        return end + further
    whole = runs_on or ends_sentence(text)
    return _placed_end(text) if by_place and whole else 0


def is_place_line(text: str) -> bool:
    """Whether a line is a place in capitals, or a place and a day, and nothing more."""
    line = _LINE.fullmatch(text) if len(text) <= _MAX_DATELINE else None
    if line is None or not (line["day"] or line["place"].isupper()):
        return False
    return is_place(line["place"].split(",")[0])


def is_place(words: str) -> bool:
    """Whether ``words`` are the name of a city that the tables know, or of a city state."""
    return bool(words) and len(words) <= 60 and _is_place(words)


@cache
def _is_place(words: str) -> bool:
    hits = load_actors().find(words)
    return (
        bool(hits)
        and all(hit.kind in _KINDS or not _CITY_STATES.isdisjoint(hit.actors) for hit in hits)
        and hits[0].start == 0
    )


def _dated_end(text: str) -> int:
    """The end of a dateline with an agency or a day."""
    wire = _OF_AGENCY.match(text)
    if wire and _is_of_agency(wire):
        return wire.end()
    day = _OF_DAY.match(text)
    place = day and (day["place"] or day["place_"] or day["place__"] or "")
    return day.end() if day and not _is_function(place or "") else 0


def _is_of_agency(wire: re.Match[str]) -> bool:
    place = wire["place"] or ""
    known = is_agency(wire["agency"] or wire["slashed"] or wire["bare"])
    if _is_function(place) or not (wire["mark"] or (known and wire["day"])):
        return False
    if wire["bare"]:
        return bool(wire["day"])
    return bool(known or wire["day"] or (place and place.isupper()))


def _is_function(place: str) -> bool:
    return place.split(" ", 1)[0].rstrip(",.").lower() in _NO_PLACE


def _placed_end(text: str) -> int:
    """The end of a dateline that is a place and a mark, and no aside between two dashes."""
    found = _OF_PLACE.match(text)
    if found is None or len(text) - found.end() < _MIN_REST or _is_function(found["place"]):
        return 0
    place = found["place"]
    upper = place.isupper() and len(place) >= _MIN_UPPER and place not in _NOT_A_CITY
    dash = found["mark"].strip() not in {"-", ":"}
    if upper and dash:
        return found.end()
    if not all(is_place(city) for city in place.split("/")):
        return 0
    return found.end() if upper or not _closes(text[found.end() :]) else 0


def _closes(rest: str) -> bool:
    """Whether the first sentence of ``rest`` has the dash that would close an aside."""
    sentence = re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ\"“])", rest, maxsplit=1)[0]
    return len(_SPACED_DASH.findall(sentence)) % 2 == 1

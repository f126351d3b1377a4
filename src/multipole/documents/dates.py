"""Printed dates: the day a line of text gives, never a guessed one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

MONTHS: Final[dict[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier januar enero janeiro gennaio января січня januari ocak",
            "february feb février fevrier februar febrero fevereiro febbraio февраля лютого şubat",
            "march mar mars märz maerz marzo março марта березня maart mart",
            "april apr avril abril aprile апреля квітня nisan",
            "may mai mayo maio maggio мая травня mei mayıs",
            "june jun juin juni junio junho giugno июня червня haziran",
            "july jul juillet juli julio julho luglio июля липня temmuz",
            "august aug août aout agosto августа серпня augustus ağustos",
            "september sep sept septembre septiembre setembro settembre сентября вересня eylül",
            "october oct octobre oktober octubre outubro ottobre okt октября жовтня ekim",
            "november nov novembre noviembre novembro ноября листопада kasım",
            "december dec décembre decembre dezember diciembre dezembro dicembre dez декабря "
            "грудня aralık",
        ),
        start=1,
    )
    for name in names.split()
}

_YEARS: Final = range(1600, 2200)
_FORMS: Final = re.compile(
    r"(?<![\d/.-])(?P<y1>\d{4})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?!\d)"
    r"(?:T\d{2}:?\d{2}[\d:.]*(?:Z|[+-]\d{2}:?\d{2})?)?"
    r"|(?<!\d)(?P<y2>\d{4})\s?[年년]\s?(?P<m2>\d{1,2})\s?[月월]\s?(?P<d2>\d{1,2})\s?[日일]"
    r"|(?<![\d/.-])(?P<d3>\d{1,2})(?:st|nd|rd|th|er|\.|º)?(?:\s(?:of|de))?[\s-]{1,3}"
    r"(?P<n3>[^\W\d_]{3,12})\.?(?:\sde)?[\s,-]{1,3}(?P<y3>\d{4})(?!\d)"
    r"|(?<![^\W\d_])(?P<n4>[^\W\d_]{3,12})\.?\s{1,3}(?P<d4>\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}"
    r"(?P<y4>\d{4})(?!\d)"
    r"|(?<![\d/.-])(?P<a5>\d{1,2})(?P<s5>[/.-])(?P<b5>\d{1,2})(?P=s5)(?P<y5>\d{4})(?!\d)"
)
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date printed at ``[start, end)`` of a string; ``day`` is None when ``why`` says why not."""

    start: int
    end: int
    day: date | None
    why: str = ""


def find_date(text: str, *, day_first: bool | None = None) -> PrintedDate | None:
    """The first date printed in ``text``, or None where there is none.

    ``day_first`` settles forms like 03/04/2021; without it they are a `PrintedDate` without a day.
    """
    return next(_dates(text, day_first), None)


def read_date(text: str, *, day_first: bool | None = None) -> PrintedDate | None:
    """As `find_date`, for a field that should hold a date: 20210404 is one too."""
    compact = _COMPACT.fullmatch(text.strip())
    if compact:
        year, month, day = (int(g) for g in compact.groups())
        return _printed(0, len(text), text.strip(), year, month, day)
    return find_date(text[:200], day_first=day_first)


def _dates(text: str, day_first: bool | None) -> Iterator[PrintedDate]:
    at = 0
    while match := _FORMS.search(text, at):
        found = _read(match, day_first)
        if found:
            yield found
        at = match.end() if found else match.start() + 1


def _read(match: re.Match[str], day_first: bool | None) -> PrintedDate | None:
    group = match.groupdict()
    for form in ("1", "2", "3", "4"):
        if group["y" + form]:
            month = _month(group, form)
            if not month:
                return None
            return _at(match, int(group["y" + form]), month, int(group["d" + form]))
    return _slashed(match, day_first)


def _month(group: dict[str, str | None], form: str) -> int | None:
    name = group.get("n" + form)
    return MONTHS.get(name.lower()) if name else int(group["m" + form] or 0)


def _slashed(match: re.Match[str], day_first: bool | None) -> PrintedDate:
    a, b, year = (int(match[g]) for g in ("a5", "b5", "y5"))
    if match["s5"] == "." or a > 12 or a == b:
        day_first = True if day_first is None or a > 12 else day_first
    elif b > 12:
        day_first = False
    if day_first is None:
        why = f"{match[0]} may be day/month or month/day: no date taken from it"
        return PrintedDate(match.start(), match.end(), None, why)
    day, month = (a, b) if day_first else (b, a)
    return _at(match, year, month, day)


def _at(match: re.Match[str], year: int, month: int, day: int) -> PrintedDate:
    return _printed(match.start(), match.end(), match[0], year, month, day)


def _printed(start: int, end: int, text: str, year: int, month: int, day: int) -> PrintedDate:
    try:
        if year not in _YEARS:
            raise ValueError("year out of range")
        return PrintedDate(start, end, date(year, month, day))
    except ValueError:
        return PrintedDate(start, end, None, f"{text} is not a day: no date taken from it")

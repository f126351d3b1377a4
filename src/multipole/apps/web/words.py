"""Words and numbers as the pages show them."""

from __future__ import annotations

import math
from datetime import date

from multipole.answers.asked import name_of
from multipole.answers.words import BEFORE_FIRST
from multipole.core.periods import Period
from multipole.sources.votes.un import session_period

__all__ = ["interval", "name", "number", "signed", "span"]


def name(actor: str) -> str:
    """The name of an actor, its id where there is none."""
    return name_of(actor)


def number(value: float | None, digits: int = 2) -> str:
    """A number as people read it; ``unknown`` for none.

    >>> number(1234567.0), number(0.4567), number(None), number(12.0)
    ('1,234,567', '0.46', 'unknown', '12')
    """
    if value is None or math.isnan(value):
        return "unknown"
    if abs(value) >= 1000 or float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:.{digits}f}"


def signed(value: float | None, digits: int = 2) -> str:
    """A number with its sign, a minus as long as the plus.

    >>> signed(0.25), signed(-0.25)
    ('+0.25', '−0.25')
    """
    text = number(value, digits)
    if text == "unknown" or value is None or value == 0:
        return text
    return f"+{text}" if value > 0 else text.replace("-", "−")


def interval(low: float | None, high: float | None, digits: int = 2) -> str:
    """The interval of a number, nothing where there is none.

    >>> interval(0.1, 0.45), interval(None, 1.0)
    ('0.10 to 0.45', '')
    """
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return ""
    return f"{number(low, digits)} to {number(high, digits)}"


def span(start: date | None, end: date | None) -> str:
    """A period [start, end) as people write it; a session of the General Assembly by its number.

    >>> span(date(2021, 3, 1), date(2021, 4, 1)), span(date(2021, 1, 1), date(2022, 1, 1))
    ('March 2021', '2021')
    >>> span(date(2021, 3, 22), date(2021, 3, 24)), span(date(2010, 1, 1), date(2015, 1, 1))
    ('22 to 23 March 2021', '2010 to 2014')
    """
    if start is None or end is None:
        return "undated"
    period = Period(start, end)
    match period.granularity:
        case "day":
            return _day(start)
        case "month":
            return f"{start:%B %Y}"
        case "year":
            return f"{start.year}"
    return _longer(period)


def _longer(period: Period) -> str:
    """A period that is no day, month or year."""
    start, last = period.start, period.last
    number = start.year - BEFORE_FIRST
    if number > 0 and session_period(number) == period:
        return f"session {number} ({start.year}–{last.year % 100:02})"
    if (start.month, start.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{start.year} to {last.year}"
    if (start.year, start.month) == (last.year, last.month):
        return f"{start.day} to {_day(last)}"
    return f"{_day(start)} to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

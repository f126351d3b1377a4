"""Periods of whole days, half open: ``[start, end)``."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from multipole.core.errors import BadPeriod

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from ``start`` up to but not including ``end``.

    "March 2015" is ``Period(date(2015, 3, 1), date(2015, 4, 1))``: 31 days, not a guessed one.
    Raises `BadPeriod` when ``end`` is not after ``start``.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise BadPeriod(f"a period of {self.start} to {self.end} holds no day")

    @classmethod
    def day(cls, on: date) -> Self:
        """The one day ``on``."""
        return cls(on, _plus_days(on, 1))

    @classmethod
    def week(cls, on: date) -> Self:
        """The ISO week, Monday to Sunday, that holds ``on``."""
        monday = _plus_days(on, -on.weekday())
        return cls(monday, _plus_days(monday, 7))

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """A calendar month."""
        start = _date(year, month, 1)
        return cls(start, _plus_days(start, calendar.monthrange(year, month)[1]))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Self:
        """A calendar quarter, 1 to 4."""
        last = cls.month(year, 3 * quarter)
        return cls(_date(year, 3 * quarter - 2, 1), last.end)

    @classmethod
    def year(cls, year: int) -> Self:
        """A calendar year."""
        return cls(_date(year, 1, 1), _date(year + 1, 1, 1))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or ``FIRST/LAST`` of these, both included.

        >>> Period.parse("2019-02/2020-07").days
        547
        """
        first, slash, last = text.strip().partition("/")
        if slash:
            return cls(cls.parse(first).start, cls.parse(last).end)
        match = _ISO.fullmatch(first)
        if not match:
            raise BadPeriod(
                f"{text!r} is not a date or period", remedy="Write 2021, 2021-03 or 2021-03-22."
            )
        year, month, day = (int(g) if g else 0 for g in match.groups())
        if day:
            return cls.day(_date(year, month, day))
        if match.group(2) is not None:
            if not 1 <= month <= 12:
                raise BadPeriod(f"{text!r} has no such month", remedy="Months go from 01 to 12.")
            return cls.month(year, month)
        return cls.year(year)

    @property
    def days(self) -> int:
        """How many days the period holds."""
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day inside the period."""
        return self.end - ONE_DAY

    @property
    def middle(self) -> date:
        """The day in the middle (the earlier one of two)."""
        return self.start + timedelta(days=(self.days - 1) // 2)

    @property
    def granularity(self) -> str:
        """``day``, ``week``, ``month``, ``quarter``, ``year`` or ``range``."""
        if self.days == 1:
            return "day"
        if self.days == 7 and self.start.weekday() == 0:
            return "week"
        if self.start.day != 1 or self.end.day != 1:
            return "range"
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
        if months == 1:
            return "month"
        if months == 3 and self.start.month % 3 == 1:
            return "quarter"
        return "year" if months == 12 and self.start.month == 1 else "range"

    def contains(self, on: date) -> bool:
        """Whether ``on`` is one of the days."""
        return self.start <= on < self.end

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        return self.start < other.end and other.start < self.end

    def within(self, other: Period) -> bool:
        """Whether every day of this is a day of ``other``."""
        return other.start <= self.start and self.end <= other.end

    def __str__(self) -> str:
        match self.granularity:
            case "day":
                return self.start.isoformat()
            case "month":
                return f"{self.start:%Y-%m}"
            case "year":
                return f"{self.start.year:04d}"
            case _:
                return f"{self.start.isoformat()}/{self.last.isoformat()}"


def _plus_days(on: date, days: int) -> date:
    try:
        return on + timedelta(days=days)
    except OverflowError:
        raise BadPeriod(f"{on} plus {days} days is outside the calendar") from None


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadPeriod(f"{year:04d}-{month:02d}-{day:02d} is not a day ({error})") from None

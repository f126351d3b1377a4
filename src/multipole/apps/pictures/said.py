"""Words around pictures: numbers with their interval, sources with release and last day."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from multipole.core.errors import WrongUse

if TYPE_CHECKING:
    from multipole.answers import Answer

GAPS: Final = "Where a line is broken, or nothing is drawn, the value is not known."
Row = Mapping[str, Any]


def rows_of(answer: Answer) -> list[dict[str, Any]]:
    """The rows of an answer's table; a number that is none is unknown."""
    return [
        {name: _known(value) for name, value in row.items()} for row in answer.table.to_pylist()
    ]


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def nothing() -> WrongUse:
    """The error when no value is known."""
    return WrongUse("no value is known: there is nothing to draw", remedy="Look at the table.")


def number(value: float) -> str:
    """A value to three digits, large ones whole.

    >>> number(0.12345), number(1234.5), number(-2.0)
    ('0.123', '1,234', '-2')
    """
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def estimate(value: float | None, low: float | None, high: float | None) -> str:
    """A value with its interval, where it has one that is wider than itself.

    >>> estimate(0.5, 0.4, 0.6), estimate(3.0, 3.0, 3.0), estimate(None, None, None)
    ('0.5 (0.4 to 0.6)', '3', 'not known')
    """
    if value is None:
        return "not known"
    if low is None or high is None or low == high:
        return number(value)
    return f"{number(value)} ({number(low)} to {number(high)})"


def when(start: date, end: date) -> str:
    """A period: its year or years, month, or days.

    >>> when(date(2014, 1, 1), date(2015, 1, 1)), when(date(2014, 3, 1), date(2014, 4, 1))
    ('2014', '2014-03')
    """
    if (start.month, start.day, end.month, end.day) == (1, 1, 1, 1):
        years = end.year - start.year
        return f"{start.year}" if years == 1 else f"{start.year}-{end.year - 1}"
    months = (end.year - start.year) * 12 + end.month - start.month
    if start.day == end.day == 1 and months == 1:
        return f"{start:%Y-%m}"
    return f"{start} to {date.fromordinal(end.toordinal() - 1)}"


def share_held(masses: Iterable[float | None]) -> str:
    """How much of the doubt the intervals hold, in words: ``90%``.

    >>> share_held([0.9, 0.9, None])
    '90%'
    """
    return " or ".join(f"{mass:.0%}" for mass in sorted({m for m in masses if m is not None}))


def sources(rows: Iterable[Row]) -> tuple[str, ...]:
    """A line a source: its variables, release and last day, of rows that name these."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        if row["source"]:
            one = found.setdefault((row["source"], row.get("release") or ""), {})
            one.setdefault("variables", {}).setdefault(row["variable"])
            one["until"] = max(filter(None, [one.get("until"), row.get("until")]), default=None)
    return tuple(
        source(name, release, variables=one["variables"], until=one["until"])
        for (name, release), one in sorted(found.items())
    )


def source(name: str, release: str, *, variables: Iterable[str], until: date | None) -> str:
    """One source in words.

    >>> source("cow_nmc", "1a2b", variables=["cinc"], until=date(2016, 12, 31))
    'Source: cow_nmc (cinc), release 1a2b, data until 2016-12-31.'
    """
    parts = [f"Source: {name} ({', '.join(filter(None, variables))})"]
    parts += [f"release {release}"] if release else []
    parts += [f"data until {until}"] if until else []
    return f"{', '.join(parts)}."

"""One series of a pair by year, as the tests of change want it, and what it was made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from multipole.core.periods import ONE_DAY
from multipole.store import Store

if TYPE_CHECKING:
    from multipole.relations.turning_series import Kind

#: A first or last year counts when the data begin or end within so many days of its own.
SLACK: Final = timedelta(days=62)
YEARS: Final = "year"
SESSIONS: Final = "session"


@dataclass(frozen=True, slots=True)
class DyadSeries:
    """A figure of two states by year; only years with a value are in it.

    ``periods`` are years, for ``step`` session the year in which the session of the General
    Assembly begins (2014 is session 69). ``counts`` of ``of`` where the values are shares of
    counted things. ``bounds`` are natural limits near which a change cannot show. ``until``: the
    last day that the data reach. ``kind`` is the change to test for, chosen by what the series is
    and never by its values: ``level``, or ``jump`` for one that grows by itself.
    """

    name: str
    domain: str
    periods: tuple[int, ...]
    values: tuple[float, ...]
    unit: str
    higher_is_closer: bool
    variable: str
    source: str
    release: str
    until: date
    counts: tuple[int, ...] | None = None
    of: tuple[int, ...] | None = None
    kind: Kind = "level"
    step: str = YEARS
    bounds: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The stretch of days that a release covers: the first and the day after the last."""

    source: str
    release: str
    start: date
    end: date

    @property
    def last(self) -> date:
        """The last day."""
        return self.end - ONE_DAY

    def whole(self, year: int) -> bool:
        """Whether the stretch covers a year but for `SLACK` at its ends.

        >>> Reach("s", "r", date(2003, 2, 17), date(2018, 9, 1)).whole(2003)
        True
        >>> Reach("s", "r", date(2003, 2, 17), date(2018, 9, 1)).whole(2018)
        False
        """
        return self.start - SLACK <= date(year, 1, 1) and self.end + SLACK >= date(year + 1, 1, 1)


def reaches(store: Store, variable: str, as_of: date | None) -> dict[str, Reach]:
    """What stands of a variable on ``as_of``, by source; files that add to one another as one."""
    found: dict[str, Reach] = {}
    for row in store.records.coverage(as_of).to_pylist():
        if row["variable"] != variable or not row["period_start"]:
            continue
        end = row["period_end"]
        if as_of and row["timely"]:
            end = min(end, as_of + ONE_DAY)
        held = found.get(row["source"])
        start = min(row["period_start"], held.start) if held else row["period_start"]
        end = max(end, held.end) if held else end
        found[row["source"]] = Reach(row["source"], row["release"], start, end)
    return found


def shares(counted: Mapping[int, tuple[int, int]]) -> dict[str, Any]:
    """The fields of a series of shares, of (k, n) by year; years of none are no values."""
    kept = {year: counted[year] for year in sorted(counted) if counted[year][1] > 0}
    return {
        "periods": tuple(kept),
        "values": tuple(k / n for k, n in kept.values()),
        "counts": tuple(k for k, _ in kept.values()),
        "of": tuple(n for _, n in kept.values()),
        "unit": "share",
        "bounds": (0.0, 1.0),
    }


def amounts(by_year: Mapping[int, float]) -> dict[str, Any]:
    """The fields of a series of amounts by year."""
    kept = {year: float(by_year[year]) for year in sorted(by_year)}
    return {"periods": tuple(kept), "values": tuple(kept.values())}

"""Capabilities of states by year, and the major powers of the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from multipole.answers.system_ties import Source, one_source
from multipole.store import Store

Floats = npt.NDArray[np.float64]
CINC: Final = "cinc"
MAJOR: Final = "major_power"


@dataclass(frozen=True, slots=True)
class Power:
    """CINC by year and state, NaN where the list has the state without a value."""

    by_year: dict[int, dict[str, float]]
    source: Source

    @property
    def last(self) -> int:
        """The last year with figures."""
        return max(self.by_year)

    def of(self, year: int, states: tuple[str, ...]) -> Floats:
        """The values of ``states`` in a year, NaN where there is none."""
        known = self.by_year.get(year, {})
        return np.array([known.get(state, np.nan) for state in states], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Majors:
    """Spells of major powers: state, first day, day after the last."""

    spells: tuple[tuple[str, date, date], ...]
    source: Source

    @property
    def last(self) -> int:
        """The last year of the list."""
        return max(date.fromordinal(end.toordinal() - 1).year for _, _, end in self.spells)

    def year(self, year: int) -> tuple[str, ...]:
        """States that were major powers on any day of the year; none after the list ends."""
        first, after = date(year, 1, 1), date(year + 1, 1, 1)
        return tuple(sorted({s for s, start, end in self.spells if start < after and end > first}))


def power(
    store: Store, *, since: date | None, until: date | None, as_of: date | None
) -> Power | None:
    """CINC of the years in [since, until); None when the store has none."""
    frame = _read(store, CINC, since, until, as_of)
    if not len(frame):
        return None
    frame, source = one_source(frame)
    found: dict[int, dict[str, float]] = {}
    for state, start, value in frame.select("subject", "period_start", "value").iter_rows():
        found.setdefault(start.year, {})[state] = np.nan if value is None else float(value)
    return Power(found, source)


def majors(store: Store, *, as_of: date | None) -> Majors | None:
    """The spells of all major powers; None when the store has none."""
    frame = _read(store, MAJOR, None, None, as_of).filter(pl.col("value") == 1)
    if not len(frame):
        return None
    frame, source = one_source(frame)
    spells = frame.select("subject", "period_start", "period_end").iter_rows()
    return Majors(tuple(spells), source)


def _read(
    store: Store, variable: str, since: date | None, until: date | None, as_of: date | None
) -> pl.DataFrame:
    found = store.records.observations(variables=[variable], since=since, until=until, as_of=as_of)
    return pl.DataFrame(pl.from_arrow(found))

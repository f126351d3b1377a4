"""Two actors' numbers in one dimension, year by year, and whether the gap between them widens."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from multipole.answers.measures.points import Point
from multipole.core.periods import Period
from multipole.relations.kinds_junior import (
    SMALLER_IS_JUNIOR,
    Asymmetry,
    Dimension,
    Verdict,
    junior,
)
from multipole.relations.kinds_points import Point as Seen

#: A value of each measure is of a year, or of several that overlap with those of the next value.
ONE_YEAR: Final = 366
#: Years back from the last that the question "does the gap widen" asks about.
BACK: Final = 20
_SMALLER_IS_JUNIOR: Final = frozenset(name for name, less in SMALLER_IS_JUNIOR.items() if less)


@dataclass(frozen=True, slots=True)
class Side:
    """What is compared: a dimension, its measure and flow, and what it is called."""

    name: str
    dimension: Dimension
    measure: str
    flow: str = ""


SIDES: Final = (
    Side("capabilities", "capabilities", "capabilities"),
    Side("output", "output", "gdp"),
    Side("imports", "trade", "trade_dependence", "imports"),
    Side("exports", "trade", "trade_dependence", "exports"),
    Side("arms imports", "arms", "arms_dependence", "arms imports"),
    Side("fuel imports", "energy", "energy_dependence", "fuel imports"),
    Side("fuel exports", "energy", "energy_dependence", "fuel exports"),
)


@dataclass(frozen=True, slots=True)
class Gap:
    """One series of numbers of two: ``held`` has those of each period by actor."""

    side: Side
    ends: tuple[str, str]
    variable: str
    source: str
    domain: str
    held: Mapping[Period, Mapping[str, Point]]

    @property
    def last(self) -> Mapping[str, Point]:
        """The numbers of the last period that both have; of the last of either where none has."""
        both = [period for period, found in self.held.items() if len(found) == 2]
        return self.held[max(both or self.held, key=lambda period: period.end)]

    @property
    def until(self) -> date | None:
        """The last day that the data reach."""
        points = [p for found in self.held.values() for p in found.values()]
        return max((p.until for p in points if p.until), default=None)

    @property
    def name(self) -> str:
        """What is compared, with the flow as its source has it and the source."""
        name = self.domain or self.side.name
        return f"{name} ({self.source})" if self.source else name

    def verdict(self) -> Verdict:
        """Who is the junior by the last numbers."""
        left, right = (_plain(self.last.get(end)) for end in self.ends)
        asked = Asymmetry(self.side.dimension, left, right)
        return junior([asked], a=self.ends[0], b=self.ends[1]).verdicts[0]

    def widening(self, who: str, since: int | None) -> dict[int, float]:
        """By year from ``since`` on, the part of the larger number in the sum of both.

        The larger as ``who`` is the junior: one half is even, one is all. ``since`` is `BACK` years
        before the last unless given. Nothing where a value is of several years: such values
        overlap.
        """
        if self.overlaps:
            return {}
        a, b = self.ends
        more = a if (who == b) == (self.side.dimension in _SMALLER_IS_JUNIOR) else b
        both = {p.start.year: _part(found, more) for p, found in self.held.items()
                if len(found) == 2}  # fmt: skip
        known = {year: part for year, part in sorted(both.items()) if not math.isnan(part)}
        first = max(known, default=0) - BACK if since is None else since
        return {year: part for year, part in known.items() if year >= first}

    @property
    def overlaps(self) -> bool:
        """Whether a value is of several years, some of which the next is of as well."""
        return any(period.days > ONE_YEAR for period in self.held)


def gaps(points: Sequence[Point], ends: tuple[str, str], on: date | None) -> Iterator[Gap]:
    """The gaps of each dimension, a series a source and flow; an empty one where there is none."""
    for side in SIDES:
        series: dict[tuple[str, str, str], dict[Period, dict[str, Point]]] = {}
        for p in points:
            if p.measure == side.measure and p.domain.startswith(side.flow) and _by(p, on):
                key = p.variable, p.source, p.domain if side.flow else ""
                series.setdefault(key, {}).setdefault(p.period, {})[p.sender] = p
        for (variable, source, domain), held in series.items():
            yield Gap(side, ends, variable, source, domain, held)
        if not series:
            yield Gap(side, ends, "", "", "", {})


def _by(point: Point, on: date | None) -> bool:
    return point.known and (on is None or point.period.start <= on)


def _part(found: Mapping[str, Point], who: str) -> float:
    whole = math.fsum(p.estimate.mean for p in found.values())
    return found[who].estimate.mean / whole if whole > 0 else math.nan


def _plain(point: Point | None) -> Seen | None:
    if point is None:
        return None
    value = point.estimate
    return Seen(
        point.period.start, point.period.end, value.mean, value.low, value.high, max(value.n, 1),
        point.source, point.until, point.cells,
    )  # fmt: skip

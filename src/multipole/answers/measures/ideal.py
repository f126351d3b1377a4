"""Ideal points in the General Assembly and their distance: published where the store has them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from multipole.answers.ideal import ideal_points
from multipole.answers.measures.family import Asked, Family
from multipole.answers.measures.points import Point
from multipole.answers.series_dyad import reaches
from multipole.core.errors import BadValue, NothingFound
from multipole.core.periods import Period
from multipole.core.types import Estimate, Measure

_CITE: Final = "Bailey, Strezhnev and Voeten 2017, JCR 61: 430-456"
POINT: Final = Measure("ideal_point", "standard deviations", -math.inf, math.inf, True, _CITE)
DISTANCE: Final = Measure(
    "ideal_distance", "standard deviations", 0.0, math.inf, False, f"distance of points; {_CITE}"
)
_VARIABLES: Final = ("ideal_point", "ideal_point_q05", "ideal_point_q95")
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reach:
    """What points were read from and the last day of it."""

    variable: str
    source: str
    release: str
    until: date


_Held = dict[Period, dict[str, Estimate]]


def _points(asked: Asked) -> Iterator[Point]:
    published = reaches(asked.store, _VARIABLES[0], asked.as_of)
    for one in published.values():
        yield from _published(asked, Reach(_VARIABLES[0], one.source, one.release, one.last))
        return
    if reaches(asked.store, "unga_vote", asked.as_of):
        yield from _computed(asked)


def _published(asked: Asked, reach: Reach) -> Iterator[Point]:
    """Points as published with their 5th and 95th percentiles, and their distances."""
    rows = asked.store.records.observations(
        variables=_VARIABLES, subjects=asked.ends, as_of=asked.as_of
    ).to_pylist()
    told: dict[tuple[Period, str], dict[str, float]] = {}
    for row in rows:
        if row["source"] == reach.source and row["value"] is not None:
            key = (Period(row["period_start"], row["period_end"]), row["subject"])
            told.setdefault(key, {})[row["variable"]] = row["value"]
    held: _Held = {}
    for (period, state), values in sorted(told.items(), key=lambda item: item[0][0].start):
        if _VARIABLES[0] in values:
            held.setdefault(period, {})[state] = _of_quantiles(*map(values.get, _VARIABLES))
    yield from _series(asked, held, reach, "published")


def _of_quantiles(mean: float | None, low: float | None, high: float | None) -> Estimate:
    """The published quantiles are the 90% interval; without them the doubt is not known."""
    value = math.nan if mean is None else mean
    if low is None or high is None:
        return Estimate(value, -math.inf, math.inf, 1)
    return Estimate(value, min(low, value), max(high, value), 1)


def _series(asked: Asked, held: _Held, reach: Reach, note: str) -> Iterator[Point]:
    for state in asked.ends:
        for period, states in held.items():
            if state in states:
                yield _point(POINT, state, "", period, states[state], reach, note)
    a, b = asked.ends
    for period, states in held.items():
        if len(states) == 2:
            gap = apart(states[a], states[b])
            yield _point(DISTANCE, a, b, period, gap, reach, f"{note}; the two independent")


def _point(
    measure: Measure, sender: str, receiver: str, period: Period, value: Estimate, reach: Reach,
    note: str,
) -> Point:  # fmt: skip
    return Point(
        measure.name, sender, receiver, period, value, reach.variable, reach.source,
        reach.release, reach.until, "estimated", note=note,
    )  # fmt: skip


def apart(left: Estimate, right: Estimate) -> Estimate:
    """The distance of two points, with the interval of a difference of independent normals.

    Half the width of the difference's interval is the root of the sum of the squared halves; below
    nought it is folded back.

    >>> found = apart(Estimate(1.0, 0.7, 1.3, 1), Estimate(0.0, -0.4, 0.4, 1))
    >>> found.mean, round(found.low, 3), round(found.high, 3)
    (1.0, 0.5, 1.5)
    """
    gap = abs(left.mean - right.mean)
    reach = math.hypot((left.high - left.low) / 2, (right.high - right.low) / 2)
    return Estimate(gap, max(0.0, gap - reach), gap + reach, left.n + right.n)


def _computed(asked: Asked) -> Iterator[Point]:
    """Ours, from the votes in the store."""
    try:
        rows = ideal_points(asked.store, asked.ends, as_of=asked.as_of).table.to_pylist()
    except (NothingFound, BadValue):
        return
    until = next(iter(reaches(asked.store, "unga_vote", asked.as_of).values())).last
    a, b = asked.ends
    for row in rows:
        value = Estimate(row["mean"], row["low"], row["high"], row["votes"])
        yield _point(POINT, row["state"], "", _period(row), value, _origin(row, until), "computed")
    for row in rows:
        if row["state"] == b and row["distance"] is not None:
            gap = Estimate(row["distance"], row["distance_low"], row["distance_high"], row["votes"])
            yield _point(DISTANCE, a, b, _period(row), gap, _origin(row, until), "computed")


def _period(row: _Row) -> Period:
    return Period(row["period_start"], row["period_end"])


def _origin(row: _Row, until: date) -> Reach:
    return Reach(row["variable"], row["source"], row["release"], until)


FAMILY: Final = Family("ideal points", (POINT, DISTANCE), _points)

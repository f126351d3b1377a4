"""Pledges as points of measures, year by year, as criteria for kinds of tie take them.

>>> from multipole.core.periods import Period
>>> cells = [Pledge("defence", False, Period.year(2018), "ATOP"),
...          Pledge("nonaggression", True, Period.year(2018), "ATOP")]
>>> asked = ("defence", "nonaggression")
>>> found = pledge_points(cells, a="CHN", b="RUS", years=range(2017, 2022), asked=asked)
>>> [(p.period_start.year, p.value, str(p.until)) for p in found["commitment"]]
[(2018, 2.0, '2018-12-31')]
>>> [p.value for p in found["pledge_defence"]]
[0.0]
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from multipole.core.periods import Period
from multipole.relations.commitment import (
    OBLIGATIONS,
    Commitment,
    Name,
    Obligation,
    Pledge,
    commitment,
)
from multipole.relations.kinds_points import Point

_AT: Final = {"held": 1.0, "not held": 0.0, "unknown": math.nan}


def pledge_points(
    pledges: Iterable[Pledge],
    *,
    a: str,
    b: str,
    years: Iterable[int],
    asked: Sequence[Name] = OBLIGATIONS,
) -> dict[str, list[Point]]:
    """Points of ``commitment`` and of each ``pledge_...`` measure for the ``years`` that are told.

    A year of which no source speaks has no point; one on which sources disagree has a point with
    bounds only. ``until`` is the last day of the latest pledge given. Raises what
    `multipole.relations.commitment.commitment` raises.

    Formula: of each year the level of `commitment`; of each obligation 1 if held, 0 if not.
    Shapes: pledges, two states and years give points by the names of measures.
    Unit: level, 0 to 3; 0 or 1 of one obligation.
    Reference: Leeds, Ritter, Mitchell and Long 2002, International Interactions 28: 237-260.
    Not for: carrying a pledge on beyond the years that a source tells of.
    """
    given = tuple(pledges)
    until = max((p.period.last for p in given if p.held is not None), default=None)
    points: dict[str, list[Point]] = {
        name: [] for name in ("commitment", *(f"pledge_{n}" for n in asked))
    }
    for year in years:
        found = commitment(given, a=a, b=b, period=Period.year(year), asked=asked)
        if any(o.sources for o in found.obligations):
            points["commitment"].append(_level(found, until))
        for one in found.obligations:
            if one.sources:
                points[f"pledge_{one.name}"].append(_held(one, found.period, until))
    return points


def _level(found: Commitment, until: date | None) -> Point:
    sources = sorted({s for o in found.obligations for s in o.sources})
    rests_on = tuple(dict.fromkeys(r for o in found.obligations for r in o.rests_on))
    return Point(
        found.period.start, found.period.end, found.value, float(found.low), float(found.high),
        len(sources), ", ".join(sources), until, rests_on,
    )  # fmt: skip


def _held(one: Obligation, period: Period, until: date | None) -> Point:
    at = _AT[one.status]
    low, high = (0.0, 1.0) if math.isnan(at) else (at, at)
    return Point(
        period.start, period.end, at, low, high, len(one.sources), ", ".join(one.sources), until,
        one.rests_on,
    )  # fmt: skip

"""The level of commitment by year, from the pledges that data sets list."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from multipole.answers.measures.family import Asked
from multipole.answers.measures.points import Point
from multipole.core.periods import Period
from multipole.core.types import Estimate, Measure

if TYPE_CHECKING:
    from multipole.answers.measures.recorded import Reach
    from multipole.relations.commitment import Name, Pledge

COMMITMENT: Final = Measure(
    "commitment", "level", 0.0, 3.0, False,
    "Signorino and Ritter 1999, ISQ 43: 115-144; Leeds et al. 2002, International Interactions 28",
)  # fmt: skip
#: Our names of obligations and the variables that say whether they are held.
VARIABLES: Final[tuple[tuple[Name, str], ...]] = (
    ("defence", "atop_defense"),
    ("offence", "atop_offense"),
    ("neutrality", "atop_neutrality"),
    ("nonaggression", "atop_nonaggression"),
    ("consultation", "atop_consultation"),
)


def commitments(asked: Asked, rows: Sequence[dict[str, Any]], reach: Reach) -> Iterator[Point]:
    """A point for each year that the list of alliances covers: the level, or its bounds."""
    from multipole.relations.commitment import commitment

    a, b = asked.ends
    for row in rows:
        given = list(_pledges(row, asked, reach.source))
        if not given:
            continue
        period = Period(row["period_start"], row["period_end"])
        found = commitment(given, a=a, b=b, period=period)
        level = math.nan if found.level is None else float(found.level)
        value = Estimate(level, float(found.low), float(found.high), len(given))
        cells = tuple(dict.fromkeys(c for pledge in given for c in pledge.rests_on))
        yield Point(
            COMMITMENT.name, a, b, period, value, "atop", reach.source, reach.release,
            reach.until, note=found.words, cells=cells,
        )  # fmt: skip


def _pledges(row: dict[str, Any], asked: Asked, source: str) -> Iterator[Pledge]:
    from multipole.relations.commitment import Pledge

    period = Period(row["period_start"], row["period_end"])
    for name, variable in VARIABLES:
        for by, column in zip(asked.ends, (f"{variable}_ab", f"{variable}_ba"), strict=True):
            value = row.get(column)
            if value is not None:
                rests_on = tuple(row.get(f"{column}_cells") or ())
                yield Pledge(name, value > 0, period, source, rests_on, by)

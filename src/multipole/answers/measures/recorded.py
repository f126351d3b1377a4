"""Measures that a data set records as they are: arms, visits, pledges, disputes, power."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from multipole.answers.measures import pledges
from multipole.answers.measures.family import Asked, Family
from multipole.answers.measures.points import Point, Status, exact, unknown
from multipole.answers.panels import panel
from multipole.core.errors import NothingFound
from multipole.core.periods import ONE_DAY, Period
from multipole.core.types import Measure
from multipole.sources import variables
from multipole.sources.gate.source import Variable

#: The panel begins with the first year for which states are listed.
_FIRST: Final = 1816


@dataclass(frozen=True, slots=True)
class Recorded:
    """A measure and the variables it is read from, each a series of its own."""

    measure: Measure
    variables: tuple[str, ...]


def _recorded(
    name: str, unit: str, cite: str, *read: str, high: float = math.inf, directed: bool = True
) -> Recorded:
    return Recorded(Measure(name, unit, 0.0, high, directed, cite), read)


_ATOP: Final = "Leeds, Ritter, Mitchell and Long 2002, International Interactions 28: 237-260"
RECORDED: Final = (
    _recorded("arms", "million TIV", "SIPRI trend-indicator values", "arms_tiv"),
    _recorded("visits", "visits", "as listed", "us_president_visit", "us_secretary_visit",
              "visit_to_us"),
    _recorded("visit_days", "days", "as listed", "china_leader_days"),
    _recorded("meetings", "meetings", "as listed", "china_leader_meeting", directed=False),
    _recorded("organisations", "organisations", "Pevehouse et al. 2020, JPR 57: 492-503",
              "shared_igos", directed=False),
    *(
        _recorded(f"pledge_{name}", "0 or 1", _ATOP, variable, high=1.0)
        for name, variable in pledges.VARIABLES
    ),
    _recorded("dispute", "hostility level", "Maoz et al. 2019, JCR 63: 811-835",
              "dispute_hostility", high=5.0),
    _recorded("rivalry", "0 or 1", "Thompson 2001, ISQ 45: 557-586", "rivalry", high=1.0,
              directed=False),
    _recorded("sanction", "0 or 1", "Felbermayr et al. 2020, EER 129: 103561", "sanction",
              high=1.0),
    _recorded("influence", "FBIC", "Moyer et al., Formal Bilateral Influence Capacity", "fbic"),
)  # fmt: skip
CAPABILITIES: Final = Measure(
    "capabilities", "share", 0.0, 1.0, True, "Singer, Bremer and Stuckey 1972 (CINC)"
)
_CINC: Final = "cinc"
_STATUS: Final[dict[str, Status]] = {
    "observed": "observed", "imputed": "imputed", "missing": "missing",
    "not_covered": "not_covered",
}  # fmt: skip


def _points(asked: Asked) -> Iterator[Point]:
    named = [
        name for one in (*RECORDED, Recorded(CAPABILITIES, (_CINC,))) for name in one.variables
    ]
    rows, reach = _rows(asked, named)
    for one in RECORDED:
        for name in one.variables:
            if name in reach:
                yield from _of_pair(asked, one.measure.name, name, rows, reach[name])
    if asked.wants(pledges.COMMITMENT.name) and pledges.VARIABLES[0][1] in reach:
        yield from pledges.commitments(asked, rows, reach[pledges.VARIABLES[0][1]])
    if _CINC in reach:
        yield from _of_each(asked, CAPABILITIES.name, rows, reach[_CINC])


def _variables(asked: Asked) -> Iterator[str]:
    """The variables that the measures asked for are read from."""
    for one in RECORDED:
        pledge = one.measure.name.startswith("pledge_") and asked.wants(pledges.COMMITMENT.name)
        if pledge or asked.wants(one.measure.name):
            yield from one.variables
    if asked.wants(CAPABILITIES.name):
        yield _CINC


@dataclass(frozen=True, slots=True)
class Reach:
    """What a variable was read from, and the first and the last day of it."""

    source: str
    release: str
    first: date
    until: date


def _rows(asked: Asked, names: list[str]) -> tuple[list[dict[str, Any]], dict[str, Reach]]:
    """Dyad-years with these variables as far as the store has them, and what they come from."""
    reach: dict[str, Reach] = {}
    for row in asked.store.records.coverage(asked.as_of).to_pylist():
        if row["variable"] in names and row["period_start"]:
            held = reach.get(row["variable"])
            last = row["period_end"] - ONE_DAY
            if asked.as_of and row["timely"]:
                last = min(last, asked.as_of)
            reach[row["variable"]] = Reach(
                row["source"], row["release"],
                min(row["period_start"], held.first) if held else row["period_start"],
                max(last, held.until) if held else last,
            )  # fmt: skip
    if not reach:
        return [], {}
    first = max(_FIRST, min(one.first.year for one in reach.values()))
    last = max(one.until.year for one in reach.values())
    a, b = asked.ends
    try:
        found = panel(
            asked.store, f"{a}-{b}", f"{first}:{last}", sorted(reach), system="any",
            as_of=asked.as_of, cells=True,
        )  # fmt: skip
    except NothingFound:
        return [], {}
    return found.table.to_pylist(), reach


def _of_pair(
    asked: Asked, measure: str, name: str, rows: list[dict[str, Any]], reach: Reach
) -> Iterator[Point]:
    a, b = asked.ends
    variable = variables()[name][1]
    ends = ((a, b, "_ab"), (b, a, "_ba")) if variable.directed else ((a, b, ""),)
    for sender, receiver, column in ends:
        yield from _series(rows, variable, f"{name}{column}", (measure, sender, receiver), reach)


def _of_each(
    asked: Asked, measure: str, rows: list[dict[str, Any]], reach: Reach
) -> Iterator[Point]:
    variable = variables()[_CINC][1]
    for actor, column in zip(asked.ends, (f"{_CINC}_a", f"{_CINC}_b"), strict=True):
        yield from _series(rows, variable, column, (measure, actor, ""), reach)


def _series(
    rows: list[dict[str, Any]],
    variable: Variable,
    column: str,
    named: tuple[str, str, str],
    reach: Reach,
) -> Iterator[Point]:
    """The years that the source covers; of a series without any value, none."""
    kept = [row for row in rows if row[f"{column}_status"] != "not_covered"]
    if not any(row[column] is not None for row in kept):
        return
    for row in kept:
        value = row[column]
        yield Point(
            *named, Period(row["period_start"], row["period_end"]),
            unknown() if value is None else exact(value), variable.name, reach.source,
            reach.release, reach.until, _STATUS[row[f"{column}_status"]],
            cells=tuple(row.get(f"{column}_cells") or ()),
        )  # fmt: skip


FAMILY: Final = Family(
    "records",
    (*(one.measure for one in RECORDED), pledges.COMMITMENT, CAPABILITIES),
    _points,
)

"""Of which years the store has what pages about all states show, and which states come first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from multipole.answers.agreements import LARGEST, largest
from multipole.answers.asked import day_of
from multipole.answers.depends_flows import FLOWS
from multipole.answers.series_dyad import Reach, reaches
from multipole.answers.system_power import CINC, power
from multipole.answers.system_ties import VOTES
from multipole.store import Store

#: What stands beside the flows of `multipole.answers.depends_flows.FLOWS`.
VOTED: Final = "votes"
POWER: Final = "capabilities"
#: A year is told of when the data reach into its last month.
_MONTH: Final = 12
Years = tuple[int, int]


def years_of_system(store: Store, *, as_of: str | date | None = None) -> dict[str, Years]:
    """The first and the last whole year of votes, capabilities and each flow; not what is lacking.

    Raises `BadPeriod` for an ``as_of`` that cannot be read.
    """
    known = day_of(as_of)
    variables: dict[str, tuple[str, ...]] = {VOTED: VOTES, POWER: (CINC,)}
    for flow in FLOWS:
        held = variables.get(flow.name, ())
        variables[flow.name] = (*held, flow.variable)
    found = {name: _widest(store, each, known) for name, each in variables.items()}
    return {name: years for name, years in found.items() if years}


def _widest(store: Store, variables: tuple[str, ...], known: date | None) -> Years | None:
    spans = [_whole(one) for v in variables for one in reaches(store, v, known).values()]
    return (min(s[0] for s in spans), max(s[1] for s in spans)) if spans else None


def _whole(reach: Reach) -> Years:
    """The first year, and the last one whose last month is reached, or the last there is."""
    first, last = reach.start.year, reach.last
    return first, max(first, last.year if last.month == _MONTH else last.year - 1)


def first_states(
    store: Store,
    years: Mapping[str, Years],
    *,
    as_of: str | date | None = None,
    most: int = LARGEST,
) -> tuple[str, ...]:
    """The states of the greatest capabilities in their last year; without CINC those that voted,
    or that trade, by their ids."""
    known = day_of(as_of)
    if POWER in years:
        last = years[POWER][1]
        weights = power(store, since=date(last, 1, 1), until=None, as_of=known)
        held = weights.by_year[weights.last] if weights else {}
        return largest(store, sorted(held), last, known, most=most)
    names = dict.fromkeys((*VOTES, *(flow.variable for flow in FLOWS)))
    found = (set().union(*store.records.ends(name, known)) - {""} for name in names)
    return tuple(sorted(next(filter(None, found), ())))[:most]

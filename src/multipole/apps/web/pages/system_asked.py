"""What the page of the system is asked: the year, the states, whom the map is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from multipole.answers import dependences
from multipole.answers.asked import actor_of, actors_of, day_of, one_of
from multipole.answers.system_reach import POWER, VOTED, Years, first_states, years_of_system
from multipole.apps.web.page import Visit
from multipole.core.errors import NothingFound, WrongUse

#: States in the matrix unless others are named, and the most that may be.
FEW: Final = 12
MOST: Final = 40
#: What the map can show of each state.
MEASURES: Final = {
    "agreement": "votes alike with it", "bloc": "bloc in the General Assembly",
    **{flow: f"share of it in their {flow}" for flow in dependences.NAMES},
}  # fmt: skip
NOTHING: Final = (
    "Add the votes of the General Assembly (multipole sources unga_votes), capabilities "
    "(multipole sources cow_nmc) or trade (multipole sources trade)."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The state of the page: the years that there are, the one shown, and what is shown of it."""

    years: Mapping[str, Years]
    year: int
    states: tuple[str, ...]
    to: str
    measure: str
    flow: str

    @property
    def first(self) -> int:
        """The first year of the slider."""
        return min(first for first, _ in self.years.values())

    @property
    def last(self) -> int:
        """The last year of the slider."""
        return max(last for _, last in self.years.values())

    def of(self, what: str) -> int:
        """The year nearest to the one shown of which the store has something."""
        first, last = self.years.get(what, (self.year, self.year))
        return min(max(self.year, first), last)


def asked_of(visit: Visit) -> Asked:
    """Read the address; raises `WrongUse`, `UnknownCode`, and `NothingFound` for a bare store."""
    known = day_of(visit.as_of)
    years = visit.room.once(f"system years {known}", lambda s: years_of_system(s, as_of=known))
    if not years:
        where = str(visit.room.snapshot.of)
        raise NothingFound("the store has no records of all states", where=where, remedy=NOTHING)
    states = _states(visit, years)
    to = visit.get("to")
    with visit.room.store() as store:
        head = actor_of(to, own=store.actor_list()) if to else states[0]
    flow = one_of(visit.get("flow", "imports"), dependences.NAMES, "a flow")
    measure = one_of(visit.get("measure", "agreement"), tuple(MEASURES), "a measure of the map")
    return Asked(years, _year(visit, years), states, head, measure, flow)


def _year(visit: Visit, years: Mapping[str, Years]) -> int:
    text = visit.get("year")
    if not text:
        return (years.get(VOTED) or years.get(POWER) or next(iter(years.values())))[1]
    if not (text.isdecimal() and len(text) == 4):
        raise WrongUse(f"{text!r} is no year", remedy="Write one in digits: 2018.")
    first, last = min(f for f, _ in years.values()), max(end for _, end in years.values())
    if not first <= int(text) <= last:
        raise WrongUse(
            f"the store tells of the system in {first} to {last}, not {text}",
            remedy="Take one of those years.",
        )
    return int(text)


def _states(visit: Visit, years: Mapping[str, Years]) -> tuple[str, ...]:
    given = [one for one in visit.get("states").split(",") if one.strip()]
    if not given:
        known = day_of(visit.as_of)
        return visit.room.once(
            f"system states {known}", lambda s: first_states(s, years, as_of=known, most=FEW)
        )
    with visit.room.store() as store:
        found = actors_of(given, own=store.actor_list())
    if not 2 <= len(found) <= MOST:
        raise WrongUse(f"{len(found)} states are named", remedy=f"Name two to {MOST}: CHN,RUS,USA.")
    return found

"""What roll calls were about: the adopted resolution with the very same ballots on the same day.

Some lists of votes have numbers and no titles; another list of the same votes has them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from multipole.answers.measures.points import Point
from multipole.answers.moved.part import Case
from multipole.answers.series_votes import CHOICES
from multipole.core.periods import Period

_CAST: Final = ("period_start", "item", "subject", "value")
_FORMULA: Final = re.compile(r"\s*:\s*resol.*$", re.IGNORECASE | re.DOTALL)
#: A day and all ballots cast: two roll calls with the same are told apart by nothing here.
_Key = tuple[date, frozenset[tuple[str, float]]]


def votes_as_adopted(case: Case, point: Point, items: Collection[str]) -> dict[str, str]:
    """Number and title of the resolution for those of ``items`` that one alone fits."""
    adopted = _alone(_ballots(case, point.period, "unga_adopted_vote"))
    if not adopted:
        return {}
    mine = _alone(_ballots(case, point.period, "unga_vote"))
    found = {item: adopted[key] for key, item in mine.items() if key in adopted and item in items}
    named = _named(case, found.values())
    return {item: named[other] for item, other in found.items() if other in named}


def _ballots(case: Case, period: Period, variable: str) -> dict[str, _Key]:
    """The day and the ballots of each roll call of a session."""
    rows = case.store.records.observations(
        variables=[variable], since=period.start, until=period.end, as_of=case.asked.as_of
    ).select(list(_CAST))
    days: dict[str, date] = {}
    cast: dict[str, set[tuple[str, float]]] = {}
    for row in rows.to_pylist():
        if row["value"] in CHOICES:
            days[row["item"]] = row["period_start"]
            cast.setdefault(row["item"], set()).add((row["subject"], row["value"]))
    return {item: (days[item], frozenset(held)) for item, held in cast.items()}


def _alone(held: Mapping[str, _Key]) -> dict[_Key, str]:
    """Items by their ballots, without those that share them."""
    found: dict[_Key, str] = {}
    twice: set[_Key] = set()
    for item, key in held.items():
        twice |= {key} & found.keys()
        found[key] = item
    return {key: item for key, item in found.items() if key not in twice}


def _named(case: Case, items: Collection[str]) -> dict[str, str]:
    rows: list[dict[str, Any]] = case.store.records.items(
        items=sorted(items), as_of=case.asked.as_of
    ).to_pylist()
    named = {}
    for row in rows:
        number = json.loads(row["facts"] or "{}").get("resolution", "")
        named[row["item"]] = ": ".join(filter(None, (number, _FORMULA.sub("", row["title"]))))
    return named

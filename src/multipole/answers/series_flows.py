"""Series of trade, arms, shared organisations and visits by year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from multipole.answers.series_dyad import DyadSeries, Reach, amounts, reaches
from multipole.relations.dependence import share_of
from multipole.sources import variables
from multipole.sources.gate.source import SYSTEM, Variable
from multipole.store import Store

if TYPE_CHECKING:
    from multipole.relations.turning_series import Kind

#: Imports by variable, and the item of the total where there are parts. Each is a series of its
#: own: one that passed from one publisher to another would break where the publishers meet.
IMPORTS: Final = (("trade_imports_usd", ""), ("cow_imports_musd", None))


@dataclass(frozen=True, slots=True)
class Yearly:
    """A variable of two actors and how it reads: ``words`` with ``{a}`` and ``{b}``."""

    variable: str
    words: str
    domain: str
    unit: str
    kind: Kind = "level"


YEARLY: Final = (
    Yearly("arms_tiv", "arms of {a} to {b}", "arms", "million TIV"),
    Yearly("shared_igos", "shared organisations", "organisations", "organisations", "jump"),
    Yearly("us_president_visit", "visits of the president of {a} to {b}", "visits", "visits"),
    Yearly("us_secretary_visit", "visits of the secretary of {a} to {b}", "visits", "visits"),
    Yearly("visit_to_us", "visits of leaders of {a} to {b}", "visits", "visits"),
    Yearly("china_leader_meeting", "meetings of leaders of China", "visits", "meetings"),
    Yearly("china_leader_days", "days of leaders of {a} in {b}", "visits", "days"),
)


def imports(store: Store, a: str, b: str, as_of: date | None) -> Iterator[DyadSeries]:
    """The share of each in the imports of the other, by year, of the partners that are known."""
    for variable, item in IMPORTS:
        for source, reach in reaches(store, variable, as_of).items():
            for who, on in ((a, b), (b, a)):
                found = store.records.observations(
                    variables=[variable], subjects=[who], as_of=as_of,
                    items=None if item is None else [item],
                )  # fmt: skip
                rows = [row for row in found.to_pylist() if row["source"] == source]
                held = _shares(rows, on)
                if held:
                    yield DyadSeries(
                        f"{on} in the imports of {who}", "trade", **amounts(held), unit="share",
                        higher_is_closer=True, variable=variable, source=source,
                        release=reach.release, until=reach.last,
                    )  # fmt: skip


def _shares(rows: list[dict[str, Any]], on: str) -> dict[int, float]:
    flows: dict[int, dict[str, float]] = defaultdict(dict)
    for row in rows:
        value = float("nan") if row["value"] is None else row["value"]
        year = flows[row["period_start"].year]
        year[row["object"]] = year.get(row["object"], 0.0) + value
    held = {year: share_of(partners, on).value for year, partners in flows.items()}
    return {year: share for year, share in held.items() if share == share}


def yearly(store: Store, a: str, b: str, as_of: date | None) -> Iterator[DyadSeries]:
    """Arms, shared organisations and visits, in each direction that they have."""
    for one in YEARLY:
        variable = variables()[one.variable][1]
        ends = ((a, b), (b, a)) if variable.directed else (_in_order(a, b),)
        for reach in reaches(store, one.variable, as_of).values():
            for sender, receiver in ends:
                found = _amounts(store, variable, reach, sender, receiver, as_of)
                if found:
                    yield DyadSeries(
                        one.words.format(a=sender, b=receiver), one.domain, **amounts(found),
                        unit=one.unit, higher_is_closer=True, variable=one.variable,
                        source=reach.source, release=reach.release, until=reach.last,
                        kind=one.kind,
                    )  # fmt: skip


def _in_order(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _amounts(
    store: Store, variable: Variable, reach: Reach, a: str, b: str, as_of: date | None
) -> dict[int, float]:
    """Sums by whole year; a year of no row is zero only where the list is complete."""
    rows = store.records.observations(
        variables=[variable.name], subjects=[a], objects=[b], as_of=as_of
    ).to_pylist()
    held = range(reach.start.year, reach.last.year + 1)
    whole = [year for year in held if reach.whole(year)]
    found = dict.fromkeys(whole, 0.0) if _complete(variable, a, b) else {}
    absent: set[int] = set()
    for row in rows:
        year = row["period_start"].year
        if row["source"] != reach.source or year not in whole:
            continue
        absent |= {year} if row["value"] is None else set()
        found[year] = found.get(year, 0.0) + (row["value"] or 0.0)
    return {year: value for year, value in found.items() if year not in absent}


def _complete(variable: Variable, a: str, b: str) -> bool:
    """Whether the list is complete for the two ends, so that no row is zero."""
    return variable.zero and _named(a, variable.subjects) and _named(b, variable.objects)


def _named(actor: str, actors: tuple[str, ...]) -> bool:
    return SYSTEM[0] in actors or actor in actors

"""Series of events by year: the share of conflict in what two states did to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from multipole.answers.closeness import happened
from multipole.answers.series_dyad import DyadSeries, reaches, shares
from multipole.core.periods import ONE_DAY
from multipole.core.plover import QUAD_OF
from multipole.store import Store

#: Yearly counts by class, and whether the class is conflict.
ICEWS: Final = {
    "icews_verbal_cooperation": False,
    "icews_material_cooperation": False,
    "icews_verbal_conflict": True,
    "icews_material_conflict": True,
}
#: A source of coded events is a series from so many years on.
LEAST_YEARS: Final = 3
REPORTS: Final = "reports"
WORDS: Final = "share of conflict in events"
Counted = dict[int, tuple[int, int]]


def counted_events(store: Store, a: str, b: str, as_of: date | None) -> Iterator[DyadSeries]:
    """The yearly counts of ICEWS, both directions together."""
    for source, reach in reaches(store, "icews_verbal_conflict", as_of).items():
        found = store.records.observations(variables=list(ICEWS), actors=[a, b], as_of=as_of)
        held: Counted = defaultdict(lambda: (0, 0))
        for row in found.to_pylist():
            if row["source"] == source and row["value"] is not None:
                n, year = int(row["value"]), row["period_start"].year
                k = n if ICEWS[row["variable"]] else 0
                held[year] = (held[year][0] + k, held[year][1] + n)
        if held:
            yield _series(held, "icews_dyads", source, reach.release, reach.last)


def coded_events(store: Store, a: str, b: str, as_of: date | None) -> Iterator[DyadSeries]:
    """Coded events that happened, a series for each data set that has some in several years."""
    by_source: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in store.records.acts(actors=[a, b], modality="happened", as_of=as_of).to_pylist():
        if row["action"] in QUAD_OF and row["period_start"]:
            by_source[row["source"]].append(row)
    for source, rows in sorted(by_source.items()):
        held = _counts([(row["period_start"], QUAD_OF[row["action"]]) for row in rows])
        if len(held) >= LEAST_YEARS:
            reach = reaches(store, "", as_of)[source]
            yield _series(held, "codings", source, reach.release, reach.last)


def reported_events(store: Store, a: str, b: str, as_of: date | None) -> Iterator[DyadSeries]:
    """The events of the reports in the store, where they are of several years."""
    rows = [row for row in happened(store, a, b, as_of=as_of).to_pylist() if row["period_start"]]
    held = _counts([(row["period_start"], row["quad"]) for row in rows])
    if len(held) >= LEAST_YEARS:
        last = max(row["period_end"] for row in rows) - ONE_DAY
        yield _series(held, "events", REPORTS, "", last)


def _counts(told: list[tuple[date, str]]) -> Counted:
    held: Counted = {}
    for day, quad in told:
        k, n = held.get(day.year, (0, 0))
        held[day.year] = (k + quad.endswith("conflict"), n + 1)
    return held


def _series(held: Counted, variable: str, source: str, release: str, until: date) -> DyadSeries:
    return DyadSeries(
        f"{WORDS} ({source})", "events", **shares(held), higher_is_closer=False,
        variable=variable, source=source, release=release, until=until,
    )  # fmt: skip

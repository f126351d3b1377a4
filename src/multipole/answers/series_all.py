"""All series of a store that could speak to a claim about a pair."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from multipole.answers import series_events, series_flows, series_votes
from multipole.answers.series_dyad import DyadSeries
from multipole.store import Store

#: In this order: all are asked, whatever they say.
MADE: Final = (
    series_votes.agreement,
    series_votes.vetoes,
    series_events.counted_events,
    series_events.coded_events,
    series_events.reported_events,
    series_flows.imports,
    series_flows.yearly,
)


def dyad_series(
    store: Store, a: str, b: str, *, as_of: date | None = None, first: int | None = None
) -> list[DyadSeries]:
    """The series of two actor ids that were known by ``as_of``, from the year ``first`` on.

    None is put together of two publishers, and none is left out for what it shows.
    """
    found = (series for make in MADE for series in make(store, a, b, as_of))
    return [cut for one in found if (cut := _from(one, first or 0)).periods]


def _from(series: DyadSeries, first: int) -> DyadSeries:
    kept = [i for i, period in enumerate(series.periods) if period >= first]
    return replace(
        series,
        periods=tuple(series.periods[i] for i in kept),
        values=tuple(series.values[i] for i in kept),
        counts=series.counts and tuple(series.counts[i] for i in kept),
        of=series.of and tuple(series.of[i] for i in kept),
    )

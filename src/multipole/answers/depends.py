"""Who depends on whom: the share of each in what the other gets and sells, year by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import When, day_of, end_of, name_of, pair_of, start_of
from multipole.core.errors import NothingFound
from multipole.relations.dependence import Share, asymmetry, concentration, share_of, substitute_of
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("subject", "partner", "flow")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((n, pa.float64()) for n in ("share", "low", "high", "amount", "whole")),
        ("unit", pa.string()),
        ("partners", pa.int64()),
        ("unknown", pa.int64()),
        ("concentration", pa.float64()),
        ("substitute", pa.string()),
        ("substitute_share", pa.float64()),
        ("variable", pa.string()),
        ("source", pa.string()),
        ("cells", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("when", "flow", "subject", "partner", "percent", "bounds", "instead", "source")


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow that makes one state depend on another, and where it stands in the records.

    ``gets``: who depends is the subject of the variable (imports); otherwise its object (a seller
    depends on its buyers). ``years`` are drawn together: five for arms, whose deliveries come in
    lumps (SIPRI compares five-year volumes for that reason).
    """

    name: str
    variable: str
    gets: bool
    unit: str
    years: int = 1
    item: str | None = None


#: In this order; of two with one name the first that covers a year speaks for it.
FLOWS: Final = (
    Flow("imports", "trade_imports_usd", gets=True, unit="USD", item=""),
    Flow("imports", "cow_imports_musd", gets=True, unit="million USD"),
    Flow("exports", "trade_exports_usd", gets=True, unit="USD", item=""),
    Flow("exports", "cow_imports_musd", gets=False, unit="million USD"),
    Flow("arms imports", "arms_tiv", gets=False, unit="million TIV", years=5),
    Flow("arms exports", "arms_tiv", gets=True, unit="million TIV", years=5),
)


def depends(
    store: Store,
    a: str,
    b: str,
    *,
    since: When | None = None,
    until: When | None = None,
    as_of: str | date | None = None,
) -> Answer:
    """How much of what each of two gets and sells goes through the other, both ways.

    A row a direction, flow and year (five years for arms): the ``share`` of ``partner`` in the
    flow of ``subject`` with the bounds that unknown partners leave, the flow's ``concentration``,
    the largest other partner, and the cells of the share. A note a flow says who leans on whom in
    the last period that both have.

    Raises `UnknownCode` or `WrongUse` for the actors and `NothingFound` when no flow is in the
    store.
    """
    left, right = pair_of(a, b, own=store.actor_list())
    known, bounds = day_of(as_of), (start_of(since), end_of(until))
    rows = [
        row
        for who, on in ((left, right), (right, left))
        for row in _rows(store, who, on, known, bounds)
    ]
    if not rows:
        raise NothingFound(
            f"the store holds no trade or arms of {left} and {right}",
            where=str(store.path),
            remedy="Add some: multipole sources trade, multipole sources arms.",
        )
    rows.sort(key=lambda r: (r["flow"], r["period_start"], r["subject"]))
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    notes = (
        *_leanings(rows, left, right),
        "A share counts partners with known flows; its lower bound takes every unknown partner for "
        "as large as the largest known one.",
    )
    return Answer(f"{left} and {right}: who depends on whom", table, evidence.none(), notes, SHOWN)


def _rows(
    store: Store, who: str, on: str, known: date | None, bounds: tuple[date | None, date | None]
) -> Iterator[dict[str, Any]]:
    told: set[tuple[str, int]] = set()
    for flow in FLOWS:
        side: dict[str, Any] = {"subjects" if flow.gets else "objects": [who]}
        found = store.records.observations(
            variables=[flow.variable], as_of=known, since=bounds[0], until=bounds[1],
            items=None if flow.item is None else [flow.item], **side,
        )  # fmt: skip
        for row in _shares(found.to_pylist(), flow, who, on):
            key = (flow.name, row["period_start"].year)
            if key not in told:
                told.add(key)
                yield row


def _shares(found: list[dict[str, Any]], flow: Flow, who: str, on: str) -> Iterator[dict[str, Any]]:
    """The share of ``on`` in the flow of ``who``, by year or by run of years."""
    years: dict[int, list[dict[str, Any]]] = {}
    for row in found:
        years.setdefault(row["period_start"].year, []).append(row)
    for last in sorted(years):
        span = range(last - flow.years + 1, last + 1)
        if span.start < min(years):
            continue
        rows = [row for year in span for row in years.get(year, ())]
        made = _share(rows, flow, who, on)
        if made:
            yield made | {
                "period_start": date(span.start, 1, 1),
                "period_end": date(last + 1, 1, 1),
            }


def _share(rows: list[dict[str, Any]], flow: Flow, who: str, on: str) -> dict[str, Any] | None:
    partner = "object" if flow.gets else "subject"
    flows: dict[str, float] = {}
    for row in rows:
        value = float("nan") if row["value"] is None else row["value"]
        flows[row[partner]] = flows.get(row[partner], 0.0) + value
    share = share_of(flows, on)
    if share.value != share.value:
        return None
    other, its_share = substitute_of(flows, on)
    own = [row for row in rows if row[partner] == on]
    return {
        "subject": who, "partner": on, "flow": flow.name, "unit": flow.unit,
        "variable": flow.variable,
        "source": rows[0]["source"], "concentration": concentration(flows), "substitute": other,
        "substitute_share": its_share, "cells": [_cell(row) for row in own],
        "amount": flows[on], "whole": flows[on] / share.value if share.value else _whole(flows),
        **_fields(share),
    }  # fmt: skip


def _whole(flows: dict[str, float]) -> float:
    return sum(value for value in flows.values() if value == value)


def _fields(share: Share) -> dict[str, Any]:
    return {
        "share": share.value, "low": share.low, "high": share.high, "partners": share.partners,
        "unknown": share.unknown,
    }  # fmt: skip


def _cell(row: dict[str, Any]) -> str:
    return f"{row['sha256'][:12]} row {row['row']} column {row['column']}"


def _leanings(rows: Iterable[dict[str, Any]], a: str, b: str) -> list[str]:
    """A sentence a flow: who leaned more on the other in the last period that both have."""
    by_flow: dict[str, dict[tuple[date, date], dict[str, dict[str, Any]]]] = {}
    for row in rows:
        when = (row["period_end"], row["period_start"])
        by_flow.setdefault(row["flow"], {}).setdefault(when, {})[row["subject"]] = row
    found = []
    for flow, periods in by_flow.items():
        both = [when for when, sides in periods.items() if len(sides) == 2]
        if both:
            found.append(_leaning(flow, periods[max(both)], a, b))
    return found


def _leaning(flow: str, sides: dict[str, dict[str, Any]], a: str, b: str) -> str:
    gap = asymmetry(sides[a]["share"], sides[b]["share"])
    more, less = (a, b) if gap >= 0 else (b, a)
    start, last = sides[a]["period_start"].year, sides[a]["period_end"].year - 1
    when = f"{start}-{last}" if start != last else str(last)
    said = (
        f"{flow}, {when}: {less} is {sides[more]['share']:.1%} of {name_of(more)}'s, "
        f"{more} {sides[less]['share']:.1%} of {name_of(less)}'s"
    )
    if sides[a]["low"] <= sides[b]["high"] and sides[b]["low"] <= sides[a]["high"]:
        return f"{said}; with unknown partners, who leans more cannot be told."
    return f"{said}: {more} leans on {less} ({abs(gap):.1%} apart)."

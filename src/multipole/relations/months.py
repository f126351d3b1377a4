"""Counts by quad class and closeness, per month (or quarter, year, all time) and domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, Literal, get_args

import pyarrow as pa

from multipole.core.errors import BadValue
from multipole.core.periods import Period
from multipole.core.plover import QUADS
from multipole.relations.closeness import MASS, closeness
from multipole.relations.dyads import ROLES

Bin = Literal["month", "quarter", "year", "all"]
BINS: Final[tuple[Bin, ...]] = get_args(Bin)
ALL: Final = "all"
_Key = tuple[Period | None, str]
_Row = Mapping[str, Any]

SCHEMA: Final = pa.schema(
    [
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("domain", pa.string()),
        ("n", pa.int64()),
        *((quad, pa.int64()) for quad in QUADS),
        *((role, pa.int64()) for role in ROLES),
        ("cooperation", pa.float64()),
        ("conflict", pa.float64()),
        ("closeness", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("mass", pa.float64()),
        ("events", pa.list_(pa.string())),
    ]
)


def measure(
    dyad: pa.Table, *, by: Bin = "month", domains: bool = True, mass: float = MASS
) -> pa.Table:
    """Count the events of a pair by period and domain, and measure its closeness in each.

    ``dyad`` comes from `dyad_events` and has one row an event, so an event counts once however many
    claims tell it. One row comes out for each period and domain that has events, and one for all
    domains together (``domain`` "all"); an event without domain stands under "unstated". Columns as
    in `SCHEMA`: ``n`` and the counts are numbers of events; ``cooperation`` and ``conflict`` are
    effective numbers, each event by its probability; ``low`` and ``high`` hold ``mass`` of the
    doubt; ``events`` are the ids counted. With ``by="all"`` the period columns are NULL.

    An event goes to the period its first day lies in, unless its own period is longer than that or
    is not known: then no month is guessed and it stands in a row whose period is NULL. No events at
    all give a table without rows: unknown, not zero. Raises `BadValue` on an unknown ``by``.
    """
    if by not in BINS:
        raise BadValue(f"{by!r} is not a time step", remedy=f"Use one of {', '.join(BINS)}.")
    groups = _grouped(dyad, by, domains)
    rows = [_counted(key, rows) for key, rows in sorted(groups.items(), key=_order)]
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    mean, low, high = closeness(
        cooperation=table["cooperation"].to_numpy(),
        conflict=table["conflict"].to_numpy(),
        mass=mass,
    )
    filled = {"closeness": mean, "low": low, "high": high, "mass": [mass] * len(table)}
    for name, values in filled.items():
        place = SCHEMA.get_field_index(name)
        table = table.set_column(place, SCHEMA.field(name), pa.array(values, pa.float64()))
    return table


def bin_of(start: date | None, end: date | None, by: Bin) -> Period | None:
    """The month, quarter or year of ``start``; None when the period is unknown or longer."""
    if start is None or end is None or by == "all":
        return None
    match by:
        case "month":
            found = Period.month(start.year, start.month)
        case "quarter":
            found = Period.quarter(start.year, (start.month + 2) // 3)
        case _:
            found = Period.year(start.year)
    return found if (end - start).days <= found.days else None


def _grouped(dyad: pa.Table, by: Bin, domains: bool) -> dict[_Key, list[_Row]]:
    names = ["id", "period_start", "period_end", "domain", "quad", "role", "probability"]
    groups: dict[_Key, list[_Row]] = defaultdict(list)
    for row in dyad.select(names).to_pylist():
        when = bin_of(row["period_start"], row["period_end"], by)
        for domain in _domains(row, domains):
            groups[when, domain].append(row)
    return groups


def _domains(row: _Row, domains: bool) -> Iterator[str]:
    yield ALL
    if domains:
        yield row["domain"] or "unstated"


def _order(item: tuple[_Key, list[_Row]]) -> tuple[date, bool, str]:
    (when, domain), _ = item
    return (when.start if when else date.max, domain != ALL, domain)


def _counted(key: _Key, rows: list[_Row]) -> dict[str, Any]:
    when, domain = key
    quads, roles = [r["quad"] for r in rows], [r["role"] for r in rows]
    good = [r["probability"] for r in rows if r["quad"].endswith("cooperation")]
    bad = [r["probability"] for r in rows if not r["quad"].endswith("cooperation")]
    return {
        "period_start": when and when.start,
        "period_end": when and when.end,
        "domain": domain,
        "n": len(rows),
        **{quad: quads.count(quad) for quad in QUADS},
        **{role: roles.count(role) for role in ROLES},
        "cooperation": float(sum(good)),
        "conflict": float(sum(bad)),
        "events": [r["id"] for r in rows],
    }

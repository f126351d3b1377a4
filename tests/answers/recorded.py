"""Putting invented observations into a store, as a reader of files would."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from multipole.core.ids import digest
from multipole.core.periods import Period
from multipole.core.records import Release
from multipole.core.types import Run
from multipole.store import FileRecord, Store, schema

NOW = datetime(2025, 1, 1, tzinfo=UTC)


def put(
    store: Store,
    source: str,
    *rows: dict[str, Any],
    known_on: date = date(2024, 1, 1),
    increments: bool = False,
    timely: bool = False,
    covers: dict[str, str] | None = None,
    **others: list[dict[str, Any]],
) -> Release:
    """Store ``rows`` as observations of one file; ``others`` are items, codings, quarantine.

    A row has variable, subject, object (or none), period and value; ``period`` is a text.
    """
    tables = {"observations": [_observed(n, row) for n, row in enumerate(rows, start=2)]}
    tables |= {name: [_timed(row) for row in found] for name, found in others.items()}
    key = digest(source, repr(rows), repr(others), known_on.isoformat())
    release = Release(source, "", known_on, (key,))
    run = Run("add", "test", key, source, 0, NOW)
    with store.records.adding(
        release, edition="", increments=increments, timely=timely, run=run, at=NOW
    ) as adding:
        adding.file(FileRecord(key, f"{source}.csv", 1, 0))
        for variable, text in (covers or {}).items():
            span = Period.parse(text)
            adding.cover(variable, span.start, span.end)
        arrow = {name: _table(name, found) for name, found in tables.items()}
        adding.batch(0, arrow, rows=len(rows), set_aside={})
    return release


def _observed(number: int, row: dict[str, Any]) -> dict[str, Any]:
    status = "missing" if row.get("value") is None else "observed"
    filled = {"object": "", "item": "", "status": status, "row": number, "column": "value"}
    return _timed(filled | row)


def _timed(row: dict[str, Any]) -> dict[str, Any]:
    span = Period.parse(row["period"]) if "period" in row else None
    when = {"period_start": span.start, "period_end": span.end} if span else {}
    return {k: v for k, v in row.items() if k != "period"} | when


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    declared = schema.TABLES[name]
    kept = pa.schema([f for f in declared if f.name not in ("release", "file")])
    return pa.Table.from_pylist([{f.name: row.get(f.name) for f in kept} for row in rows], kept)

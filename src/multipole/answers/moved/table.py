"""The table of what moved a measure: two values, their difference, and its parts by size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa

from multipole.answers.measures.points import Point
from multipole.answers.moved.part import Case, Part, Parts, files_of
from multipole.answers.words import count, session
from multipole.core.periods import Period
from multipole.core.types import Estimate, Measure
from multipole.relations.weights import difference

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("kind", "measure", "sender", "receiver", "what")),
        *((n, pa.float64()) for n in ("weight", "share", "value", "low", "high")),
        ("n", pa.int64()),
        ("unit", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((n, pa.string()) for n in ("status", "source", "release", "item", "file")),
        ("rows", pa.list_(pa.int64())),
        ("column", pa.string()),
        ("cells", pa.list_(pa.string())),
        ("claims", pa.list_(pa.string())),
    ]
)
_SHOWN: Final = ("part", "moved", "of_change", "dated")
_Row = dict[str, Any]


def table_of(case: Case, found: Parts, known: Measure, *, limit: int | None) -> pa.Table:
    """Now, before, change; parts, largest first; what is left when only ``limit`` are told."""
    files = files_of(case.store)
    parts = sorted((p for p in found.parts if p.kind == "part"), key=_order)
    kept = parts if limit is None else parts[:limit]
    context = sorted((p for p in found.parts if p.kind != "part"), key=_order)
    rows = [
        *_values(case),
        *(_part(part, case, files) for part in kept),
        *([_rest(parts[len(kept):], case)] if len(kept) < len(parts) else ()),
        *(_part(part, case, files) for part in context[:limit]),
    ]  # fmt: skip
    base = {"measure": known.name, "unit": known.unit, "sender": case.now.sender,
            "receiver": case.now.receiver}  # fmt: skip
    return pa.Table.from_pylist([base | row for row in rows], schema=SCHEMA)


def shown_of(table: pa.Table) -> tuple[tuple[str, ...], str]:
    """The columns that a reader sees, and a note of what all cells share."""
    cells = sorted({(r["file"], r["column"]) for r in table.to_pylist() if r["file"]})
    files = {file for file, _ in cells}
    told = ("claims",) if any(table["claims"].to_pylist()) else ()
    if len(files) != 1:
        return (*_SHOWN, *(("place",) if files else ()), *told), ""
    if len(cells) == 1:
        file, column = cells[0]
        of = f", column {column}" if column else ""
        return (*_SHOWN, "rows", *told), f"Rows are of {file}{of}."
    return (*_SHOWN, "rows", "column", *told), f"Rows are of {cells[0][0]}."


def span_words(period: Period) -> str:
    """A period, short: ``2014 (69)`` for a session."""
    return session({"period_start": period.start, "period_end": period.end})


def _order(part: Part) -> tuple[bool, float, int, str, str]:
    weight = part.weight
    size = 0.0 if weight is None else -abs(weight)
    day = part.start.isoformat() if part.start else ""
    return weight is not None, round(size, 12), part.order, day, part.what


def _values(case: Case) -> list[_Row]:
    moved = difference(case.now.estimate, case.before.estimate)
    return [
        _value("now", "value", case.now.estimate, case.now),
        _value("before", "value before", case.before.estimate, case.before),
        _value("change", "change", moved, None),
    ]


def _value(kind: str, what: str, value: Estimate, point: Point | None) -> _Row:
    row = {
        "kind": kind, "what": what, "value": _number(value.mean), "low": _number(value.low),
        "high": _number(value.high), "n": value.n,
    }  # fmt: skip
    if point is None:
        return row
    return row | {
        "period_start": point.period.start, "period_end": point.period.end,
        "status": point.status, "source": point.source, "release": point.release,
    }  # fmt: skip


def _part(part: Part, case: Case, files: dict[str, str]) -> _Row:
    first = part.cells[0] if part.cells else None
    return {
        "kind": part.kind, "what": part.what, **_weighed(part.weight, case), "item": part.item,
        "period_start": part.start, "period_end": part.end, "source": case.now.source,
        "file": first and files.get(first.file, ""), "rows": [c.row for c in part.cells],
        "column": first and first.column, "cells": [str(cell) for cell in part.cells],
        "claims": list(part.claims),
    }  # fmt: skip


def _rest(parts: Sequence[Part], case: Case) -> _Row:
    weights = [part.weight for part in parts if part.weight is not None]
    whole = math.fsum(weights) if weights else None
    words = f"all else ({count(len(parts), 'row')})"
    return {"kind": "rest", "what": words, **_weighed(whole, case)}


def _weighed(weight: float | None, case: Case) -> _Row:
    """Weight and share of the change; neither when the change is not known."""
    if weight is None or math.isnan(case.change) or math.isnan(weight):
        return {"weight": None, "share": None}
    return {"weight": weight, "share": weight / case.change if case.change else None}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None

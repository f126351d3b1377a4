"""Rows of the answer to `multipole.answers.check`: figures, verdicts and records, also in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa

from multipole.answers.check_beside import Beside, amount
from multipole.answers.check_judge import Recorded, Verdict
from multipole.answers.check_told import Told

#: How many cells of a record are listed; ``cell_count`` says how many there are.
CELLS: Final = 60
_Row = dict[str, Any]

SCHEMA: Final = pa.schema(
    [
        ("known_on", pa.date32()),
        ("about", pa.list_(pa.string())),
        ("measure", pa.string()),
        ("quoted", pa.string()),
        ("value", pa.float64()),
        ("unit", pa.string()),
        ("bound", pa.string()),
        ("margin", pa.float64()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("verdict", pa.string()),
        ("finding", pa.string()),
        ("reason", pa.string()),
        ("quantity", pa.string()),
        ("ends", pa.list_(pa.string())),
        ("record", pa.string()),
        ("record_value", pa.float64()),
        ("record_unit", pa.string()),
        ("difference", pa.float64()),
        ("relative", pa.float64()),
        ("off_by", pa.string()),
        ("source", pa.string()),
        ("variables", pa.list_(pa.string())),
        ("releases", pa.list_(pa.string())),
        ("how", pa.string()),
        ("cells", pa.list_(pa.string())),
        ("cell_count", pa.int64()),
        ("claims", pa.list_(pa.string())),
    ]
)


def row_of(claim: _Row, figure: Told, beside: Beside, verdict: str) -> _Row:
    """A row of `SCHEMA`; ``verdict`` is that on the figure by all its records."""
    quoted, record, found = beside.quoted, beside.record, beside.verdict
    bound = f"{figure.bound} " if figure.bound else ""
    period = quoted.period if quoted else figure.period
    return {
        "known_on": figure.known_on,
        "about": list(figure.about),
        "measure": claim["measure"],
        "quoted": bound + amount(figure.value, figure.unit),
        "value": figure.value,
        "unit": figure.unit,
        "bound": figure.bound,
        "margin": figure.margin,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "verdict": verdict,
        "finding": found.finding,
        "reason": found.reason or ("the records disagree" if verdict == "disputed" else ""),
        "quantity": quoted.quantity if quoted else "",
        "ends": list(quoted.ends) if quoted else [],
        "difference": found.difference,
        "relative": found.relative,
        "claims": [claim["id"]],
        **_of_record(record, found),
        **_places((record,) if record and record.value is not None else beside.shown),
    }


def _of_record(record: Recorded | None, found: Verdict) -> _Row:
    """The columns of the number in the record; empty where there is none."""
    if record is None or record.value is None:
        empty: _Row = dict.fromkeys(("record", "record_unit", "off_by"), "")
        return empty | {"record_value": None}
    return {
        "record": f"{amount(record.value, record.unit)}, {record.source}",
        "record_value": record.value,
        "record_unit": record.unit,
        "off_by": _off_by(record, found),
    }


def _places(records: Sequence[Recorded]) -> _Row:
    """Where numbers were found: in the record, or in those told in a reason."""
    cells = [cell for record in records for cell in record.cells]
    return {
        "source": ", ".join(dict.fromkeys(r.source for r in records)),
        "variables": list(dict.fromkeys(v for r in records for v in r.variables)),
        "releases": list(dict.fromkeys(x for r in records for x in r.releases)),
        "how": "; ".join(dict.fromkeys(r.how for r in records)),
        "cells": [str(cell) for cell in cells[:CELLS]],
        "cell_count": len(cells),
    }


def _off_by(record: Recorded, found: Verdict) -> str:
    if found.difference is None:
        return ""
    sign = "+" if found.difference > 0 else ""
    share = f" ({100 * found.relative:+.1f} percent)" if found.relative is not None else ""
    points = record.unit == "percent"
    return (
        sign
        + amount(found.difference, "points" if points else record.unit)
        + ("" if points else share)
    )

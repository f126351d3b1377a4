"""What speaks for and against the model behind a scenario."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.scenario.stream import CHANNELS, StreamModel

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("check", "what")),
        *((n, pa.float64()) for n in ("value", "low", "high")),
        ("passed", pa.bool_()),
    ]
)
SHOWN: Final = ("check", "what", "estimated", "passed")


def checks_answer(model: StreamModel) -> Answer:
    """Rows of what was fitted: branching ratio, and what acts of the past are put down to."""
    rows = [*_fitted(model)]
    table = pa.Table.from_pylist([dict.fromkeys(SCHEMA.names) | row for row in rows], SCHEMA)
    return Answer("Checks of the model", table, evidence.none(), (), SHOWN)


def _fitted(model: StreamModel) -> list[dict[str, Any]]:
    draws = model.branching_draws or (model.branching,)
    parts = ("long-run rates", "attention", *CHANNELS)
    rows: list[dict[str, Any]] = [
        {"check": "fit", "what": "branching ratio", "value": model.branching,
         "low": min(draws), "high": max(draws)}
    ]  # fmt: skip
    for name, part in zip(parts, model.parts, strict=True):
        rows.append({"check": "fit", "what": f"acts put down to {name}", "value": float(part)})
    return rows

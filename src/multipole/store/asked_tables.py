"""The tables of questions: their SQL and their Arrow schemas."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

SQL: Final = """
    CREATE TABLE questions (
        id VARCHAR, text VARCHAR, criterion VARCHAR, source VARCHAR, opens DATE, closes DATE,
        "at" TIMESTAMP, run VARCHAR
    );
    CREATE TABLE forecasts (
        id VARCHAR, question VARCHAR, probability DOUBLE, base_rate DOUBLE, windows INTEGER,
        drivers VARCHAR, model VARCHAR, as_of DATE, reached DATE, basis VARCHAR,
        issued_at TIMESTAMP, run VARCHAR
    );
    CREATE TABLE settlements (
        id VARCHAR, question VARCHAR, outcome VARCHAR, count INTEGER, reached DATE,
        release VARCHAR, evidence VARCHAR[], why VARCHAR, "before" VARCHAR,
        settled_at TIMESTAMP, run VARCHAR
    );
    CREATE TABLE withdrawals (
        question VARCHAR, reason VARCHAR, "by" VARCHAR, "at" TIMESTAMP, run VARCHAR
    );
"""
_TEXT: Final = pa.string()
_DAY: Final = pa.date32()
_AT: Final = pa.timestamp("us", tz="UTC")


def _text(*names: str) -> list[tuple[str, pa.DataType]]:
    return [(name, _TEXT) for name in names]


QUESTIONS: Final = pa.schema(
    [
        *_text("id", "text", "criterion", "source"),
        *((name, _DAY) for name in ("opens", "closes")),
        ("at", _AT),
        ("run", _TEXT),
    ]
)
FORECASTS: Final = pa.schema(
    [
        *_text("id", "question"),
        *((name, pa.float64()) for name in ("probability", "base_rate")),
        ("windows", pa.int32()),
        *_text("drivers", "model"),
        *((name, _DAY) for name in ("as_of", "reached")),
        ("basis", _TEXT),
        ("issued_at", _AT),
        ("run", _TEXT),
    ]
)
SETTLEMENTS: Final = pa.schema(
    [
        *_text("id", "question", "outcome"),
        ("count", pa.int32()),
        ("reached", _DAY),
        ("release", _TEXT),
        ("evidence", pa.list_(_TEXT)),
        *_text("why", "before"),
        ("settled_at", _AT),
        ("run", _TEXT),
    ]
)
WITHDRAWALS: Final = pa.schema([*_text("question", "reason", "by"), ("at", _AT), ("run", _TEXT)])

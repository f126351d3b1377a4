"""Small tables of invented events for the tests of relations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

SIDES = pa.list_(pa.string())
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("sender", SIDES),
        ("receiver", SIDES),
        ("action", pa.string()),
        ("domain", pa.string()),
        ("modality", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("probability", pa.float64()),
    ]
)


def _event(
    sender: str,
    action: str,
    receiver: str,
    *,
    start: date | None = date(2021, 3, 22),
    end: date | None = None,
    **other: Any,
) -> dict[str, Any]:
    """One row; sides are actors joined by ``+``, the period one day unless given."""
    following = start and (end or date.fromordinal(start.toordinal() + 1))
    row = {
        "id": f"{sender}-{action}-{receiver}-{start}",
        "sender": sorted(sender.split("+")),
        "receiver": sorted(receiver.split("+")) if receiver else [],
        "action": action,
        "domain": "diplomatic",
        "modality": "happened",
        "period_start": start,
        "period_end": following,
        "probability": 1.0,
    }
    return row | other


def _table(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=SCHEMA)


@pytest.fixture
def event() -> Callable[..., dict[str, Any]]:
    return _event


@pytest.fixture
def table() -> Callable[..., pa.Table]:
    return _table

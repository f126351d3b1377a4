"""The questions of a store: what is asked, what was forecast, how it ended."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.asked import one_of
from multipole.answers.evidence import evidence
from multipole.answers.words import count
from multipole.forecast.questions_issue import BEST
from multipole.store import Store
from multipole.store.asked import last_settled

STATUSES: Final = ("open", "yes", "no", "void", "withdrawn")
SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("id", "text", "criterion", "source")),
        *((n, pa.date32()) for n in ("opens", "closes")),
        ("asked_at", pa.timestamp("us", tz="UTC")),
        ("status", pa.string()),
        *((n, pa.float64()) for n in ("probability", "base_rate")),
        ("windows", pa.int64()),
        *((n, pa.string()) for n in ("model", "drivers")),
        ("as_of", pa.date32()),
        ("issued_at", pa.timestamp("us", tz="UTC")),
        ("basis", pa.string()),
        ("forecasts", pa.int64()),
        ("counted", pa.int64()),
        ("reached", pa.date32()),
        ("why", pa.string()),
        ("settlements", pa.int64()),
        ("earlier", pa.string()),
        ("claims", pa.list_(pa.string())),
        ("cells", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("question_id", "text", "closes", "ended", "chance", "base", "claims")
READ_AS: Final = (
    "chance: the latest forecast of whichever model was best on past windows; base: how often past "
    "windows of that length ended yes, of how many that do not overlap.",
    "Forecasts and settlements are kept as they were made: multipole questions list ID shows all.",
)
CELL: Final = " row "


def questions(
    store: Store, ids: Iterable[str] | None = None, *, status: str | None = None
) -> Answer:
    """Questions in the order in which they close, each with its latest forecast and how it ended.

    ``status``: only those that are open, ended yes, no or void, or were withdrawn. A settlement
    that late data changed is told in ``earlier``; all that settled it is in ``claims`` (sentences)
    or ``cells`` (rows of a data set).
    """
    wanted = status and one_of(status.lower(), STATUSES, "a status of a question")
    rows = [row for row in _rows(store, ids) if wanted in (None, row["status"])]
    table = pa.Table.from_pylist(rows, SCHEMA)
    told = evidence(store, (claim for row in rows for claim in row["claims"]))
    return Answer(count(len(rows), "question"), table, told, READ_AS, SHOWN)


def standing(store: Store, ids: Iterable[str] | None = None) -> dict[str, dict[str, Any]]:
    """The settlement that stands of each question that has one."""
    return last_settled(store.asked.settlements(ids))


def _rows(store: Store, ids: Iterable[str] | None) -> list[dict[str, Any]]:
    ids = None if ids is None else list(ids)
    asked = store.asked
    settled = _by_question(asked.settlements(ids))
    issued = _by_question(asked.forecasts(ids))
    taken = {row["question"]: row for row in asked.withdrawals().to_pylist()}
    return [
        _row(row, issued.get(row["id"], []), settled.get(row["id"], []), taken.get(row["id"]))
        for row in asked.questions(ids).to_pylist()
    ]


def _by_question(table: pa.Table) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in table.to_pylist():
        found.setdefault(row["question"], []).append(row)
    return found


def _row(
    asked: dict[str, Any],
    issued: list[dict[str, Any]],
    settled: list[dict[str, Any]],
    taken: dict[str, Any] | None,
) -> dict[str, Any]:
    latest = max((f for f in issued if f["model"] == BEST), key=_when, default=None)
    last = settled[-1] if settled else None
    evidence_ids = list(last["evidence"]) if last else []
    return {
        **{n: asked[n] for n in ("id", "text", "criterion", "source", "opens", "closes")},
        "asked_at": asked["at"],
        "status": "withdrawn" if taken else last["outcome"] if last else "open",
        **_forecast(latest),
        "forecasts": len(issued),
        "counted": last and last["count"],
        "reached": last and last["reached"],
        "why": f"{taken['reason']} ({taken['by']})" if taken else last["why"] if last else "",
        "settlements": len(settled),
        "earlier": "; ".join(f"{s['outcome']} ({s['settled_at']:%Y-%m-%d})" for s in settled[:-1]),
        "claims": [one for one in evidence_ids if CELL not in one],
        "cells": [one for one in evidence_ids if CELL in one],
    }


def _forecast(latest: dict[str, Any] | None) -> dict[str, Any]:
    names = ("probability", "base_rate", "windows", "drivers", "as_of", "issued_at", "basis")
    if latest is None:
        return {**dict.fromkeys(names), "model": None}
    made_by = json.loads(latest["drivers"]).get("made_by", latest["model"])
    return {**{n: latest[n] for n in names}, "model": made_by}


def _when(forecast: dict[str, Any]) -> tuple[Any, datetime]:
    return forecast["as_of"], forecast["issued_at"]

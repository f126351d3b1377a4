"""What made a pair's month unusual: which types of acts, and which events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from multipole.answers.coded import REPORTS, coded_acts
from multipole.answers.pair_months import MONTH_DAYS, SIDES
from multipole.answers.words import count
from multipole.core.plover import ACTION_WORDS, ACTIONS, is_cooperation
from multipole.relations.dyads import dyad_events
from multipole.store import Store

#: So many types and events are named.
TYPES: Final = 3
EVENTS: Final = 5
_Row = Mapping[str, Any]


def made_of(store: Store, row: _Row, known: date | None) -> dict[str, Any]:
    """The columns ``types``, ``events``, ``said`` and ``claims`` of a row of `movers`.

    ``row["types"]`` holds the counts by month, side and type, the month in question last.
    """
    moved = _moved(row)
    happened = (
        _reported(store, row, known) if row["source"] == REPORTS else _coded(store, row, known)
    )
    chosen = sorted(happened, key=lambda one: _rank(one, moved))
    return {
        "types": [_words(name, now, usual) for name, now, usual in moved[:TYPES]],
        "events": [one["id"] for one in chosen[:EVENTS]],
        "said": [_said(one) for one in chosen[:EVENTS]],
        "claims": [claim for one in chosen for claim in one["claims"]],
    }


def _moved(row: _Row) -> list[tuple[str, float, float]]:
    """Types of the side that stands out, by how far they are from their mean: (type, now, mean)."""
    counts: npt.NDArray[np.float64] = row["types"]
    told = counts[:, _sides(row)].sum(axis=1)
    months = max(int(row["months"]), 1)
    now, usual = told[-1], told[:-1].sum(axis=0) / months
    order = np.argsort(-np.abs(now - usual), kind="stable")
    return [
        (ACTIONS[n], float(now[n]), float(usual[n])) for n in order if now[n] or usual[n] >= 0.5
    ]


def _sides(row: _Row) -> list[int]:
    return [0, 1] if row["side"] == "balance" else [SIDES.index(row["side"])]


def _words(name: str, now: float, usual: float) -> str:
    mean = f"{usual:.0f}" if usual >= 10 else f"{usual:.1f}"
    return f"{ACTION_WORDS[name]} {now:.0f} (a usual month {mean})"  # type: ignore[index]


def _coded(store: Store, row: _Row, known: date | None) -> Iterator[dict[str, Any]]:
    found = coded_acts(
        store, (row["sender"], row["receiver"]), sources=[row["source"]], modality="happened",
        since=row["period_start"], until=row["period_end"], as_of=known,
    )  # fmt: skip
    for act in found:
        if _begins(act, row) and act["action"] in ACTIONS and act["sender"] != act["receiver"]:
            yield act | {"side": 0 if is_cooperation(act["action"]) else 1}


def _reported(store: Store, row: _Row, known: date | None) -> Iterator[dict[str, Any]]:
    ends = (row["sender"], row["receiver"])
    found = store.events(
        actors=ends, since=row["period_start"], until=row["period_end"], as_of=known
    )  # fmt: skip
    for event in dyad_events(found, *ends).to_pylist():
        if _begins(event, row):
            side = 0 if event["quad"].endswith("cooperation") else 1
            yield event | {"side": side, "tellings": len(event["claims"]), "citation": ""}


def _begins(one: _Row, row: _Row) -> bool:
    start, end = one["period_start"], one["period_end"]
    in_month = row["period_start"] <= start < row["period_end"]
    return bool(in_month and (end - start).days <= MONTH_DAYS)


def _rank(one: _Row, moved: list[tuple[str, float, float]]) -> tuple[int, int, date]:
    """Acts of the types that rose most come first, those told most often before others."""
    order = [name for name, now, usual in moved if now > usual]
    place = order.index(one["action"]) if one["action"] in order else len(order)
    return place, -int(one["tellings"] or 0), one["period_start"]


def _said(one: _Row) -> str:
    """An event in a line: ``2018-09-17 RUS > UKR: threaten (icews, 2018.csv row 9)``."""
    ends = "+".join(one["sender"]) or "?", "+".join(one["receiver"]) or "?"
    who = ends[0] if ends[0] == ends[1] else f"{ends[0]} > {ends[1]}"
    words = f"{one['period_start']} {who}: {ACTION_WORDS[one['action']]}"
    again = f", told {count(one['tellings'], 'time')}" if (one["tellings"] or 0) > 1 else ""
    return f"{words}{again}" + (f" ({one['citation']})" if one["citation"] else "")

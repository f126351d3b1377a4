"""One question with all that hangs on it: every forecast, every settlement, each with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.evidence import evidence
from multipole.answers.questions import CELL
from multipole.answers.questions_add import question_meant
from multipole.answers.words import count
from multipole.forecast.questions import KNOWN
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("section", "what", "model", "text")),
        *((n, pa.float64()) for n in ("probability", "base_rate")),
        *((n, pa.int64()) for n in ("windows", "n")),
        *((n, pa.date32()) for n in ("as_of", "reached")),
        ("at", pa.timestamp("us", tz="UTC")),
        *((n, pa.string()) for n in ("basis", "outcome", "release")),
        ("claims", pa.list_(pa.string())),
        ("cells", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("section", "what", "text", "at", "claims")
MOST_CELLS: Final = 5
_Row = dict[str, Any]


def question(store: Store, name: str) -> Answer:
    """All there is of the question whose id begins with ``name``.

    Sections: ``asked``, ``forecast`` (each as it was issued, with what drove it), ``settled`` (each
    as it was made, with the claims or the rows of files that say so), ``withdrawn``.
    """
    id_ = question_meant(store, name)
    asked = store.asked.questions([id_]).to_pylist()[0]
    taken = [row for row in store.asked.withdrawals().to_pylist() if row["question"] == id_]
    rows = [
        *_asked(asked),
        *(r for f in store.asked.forecasts([id_]).to_pylist() for r in _forecast(f)),
        *(_settled(s) for s in store.asked.settlements([id_]).to_pylist()),
        *(_row("withdrawn", row["by"], text=row["reason"], at=row["at"]) for row in taken),
    ]
    told = evidence(store, (claim for row in rows for claim in row["claims"]))
    return Answer(f"{id_}: {asked['text']}", pa.Table.from_pylist(rows, SCHEMA), told, (), SHOWN)


def _asked(asked: Mapping[str, Any]) -> Iterator[_Row]:
    yield _row("asked", "criterion", text=asked["criterion"], at=asked["at"])
    yield _row("asked", "settled by", text=asked["source"])
    yield _row("asked", "days", text=f"{asked['opens']} to {asked['closes']}, both included")


def _forecast(issued: Mapping[str, Any]) -> Iterator[_Row]:
    base = issued["base_rate"]
    often = (
        f"; base rate {base:.0%} of {count(issued['windows'], 'window')}"
        if base is not None
        else ""
    )
    late = "" if issued["basis"] == KNOWN else f", acts as if known {issued['basis']}"
    words = f"{issued['probability']:.1%}{often}; as of {issued['as_of']}{late}"
    given = {n: issued[n] for n in ("probability", "base_rate", "windows", "as_of", "reached")}
    given |= {"basis": issued["basis"], "at": issued["issued_at"], "text": words}
    yield _row("forecast", issued["model"], model=issued["model"], **given)
    drivers = json.loads(issued["drivers"])
    if drivers:
        yield from _drivers(drivers, issued)


def _drivers(drivers: Mapping[str, Any], issued: Mapping[str, Any]) -> Iterator[_Row]:
    told = f"{drivers['made_by']}; {drivers['so_far']} so far, {drivers['last_30_days']} in 30 days"
    yield _row("driver", "made by", text=told, model=issued["model"], as_of=issued["as_of"])
    for part in drivers["parts"]:
        words = f"{part['probability']:.1%}, adds {part['adds']:+.2f} to the log-odds"
        yield _row(
            "driver", part["name"], text=words, probability=part["probability"],
            model=issued["model"], as_of=issued["as_of"],
        )  # fmt: skip


def _settled(ended: Mapping[str, Any]) -> _Row:
    cells = [one for one in ended["evidence"] if CELL in one]
    places = "; ".join(cells[:MOST_CELLS]) + (" ..." if len(cells) > MOST_CELLS else "")
    words = [f"{count(ended['count'], 'act')}, data to {ended['reached']}", ended["why"], places]
    return _row(
        "settled", ended["outcome"], text="; ".join(filter(None, words)), n=ended["count"],
        reached=ended["reached"], at=ended["settled_at"], outcome=ended["outcome"],
        release=ended["release"], cells=cells,
        claims=[one for one in ended["evidence"] if CELL not in one],
    )  # fmt: skip


def _row(section: str, what: str, **given: Any) -> _Row:
    return {"section": section, "what": what, "claims": [], "cells": [], **given}

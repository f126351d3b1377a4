"""The coders of the reports in a store, and how often each was right on hand-coded sets."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.accuracy import ASKS, WHOLE, Part, shipped_card
from multipole.answers.answer import Answer
from multipole.answers.asked import day_of
from multipole.answers.score_bounds import with_bounds
from multipole.answers.words import count
from multipole.store import Store

_RATES: Final = ("precision", "recall", "f1")
SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("coder", "role", "asks", "data", "seen", "measure")),
        *((n, pa.int64()) for n in ("cases", "matched", "coded", "gold")),
        *((f"{n}{end}", pa.float64()) for n in _RATES for end in ("", "_low", "_high")),
        ("documents", pa.int64()),
        ("digest", pa.string()),
        ("measured_on", pa.date32()),
    ]
)
#: Measures of whole acts, in words.
MEASURES: Final = {
    "gsr_type": "sender, receiver and type", "gsr_quad": "sender, receiver and class",
    "event_type": "sender, receiver and type", "event_type_located": "the same, in the right words",
    "event_quad": "sender, receiver and class",
}  # fmt: skip


def coders(store: Store, *, as_of: str | date | None = None) -> Answer:
    """The accuracy of the coders on data coded by hand: a row a coder, data set and measure.

    Counts and rates with their 90% intervals, from the card that ships with the package, where the
    whole act is asked for. ``documents``: how many of the store's documents that coder read; a
    coder of the store that was not measured has a row without rates.
    """
    read = Counter(
        row["coded_by"]
        for row in store.documents(day_of(as_of)).to_pylist()
        if row["status"] == "coded"
    )
    card = shipped_card()
    rows = [
        _row(part, name, tally) | {"documents": read[part.coder], "measured_on": card.measured_on}
        for part in card.parts
        if part.asks in WHOLE
        for name, tally in part.tallies.get("overall", {}).items()
    ]
    measured = {row["coder"] for row in rows}
    rows += [{"coder": name, "documents": n} for name, n in read.items() if name not in measured]
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    shown = ("coder", "data", "measure", "cases", "precision", "recall", "f1")
    title = f"{count(len(measured), 'coder')} measured on {card.measured_on}"
    return Answer(title, table, evidence.none(), (), shown)


def _row(part: Part, name: str, tally: Any) -> dict[str, Any]:
    plain = {n: getattr(part, n) for n in ("coder", "role", "data", "seen", "cases", "digest")}
    return {**plain, **with_bounds(tally), "asks": ASKS[part.asks],
            "measure": MEASURES.get(name, name.replace("_", " "))}  # fmt: skip

"""The runs that made the rows of a store: code, settings and seed of each."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.words import count
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("id", "step", "code", "inputs", "settings")),
        ("seed", pa.int64()),
        ("at", pa.timestamp("us", tz="UTC")),
    ]
)


def runs(store: Store) -> Answer:
    """One row a run, the last first: the step, the code's version, inputs, settings, seed, when."""
    table = store.runs().select(SCHEMA.names).cast(SCHEMA).sort_by([("at", "descending")])
    shown = ("at", "step", "code", "seed", "settings")
    return Answer(count(table.num_rows, "run"), table, evidence.none(), (), shown)

"""The acts of one source of a store as a `History`: what forecasts and scenarios learn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from multipole.answers.coded import REPORTS
from multipole.answers.happened import reported, usable
from multipole.core.errors import NothingFound
from multipole.core.history import EPOCH, History
from multipole.core.plover import ACTIONS
from multipole.sources import find_source
from multipole.store import Store

_COLUMNS: Final = ("period_start", "sender", "receiver", "action", "known_on")


def history(store: Store, *, source: str | None = None, as_of: date | None = None) -> History:
    """Acts that happened between two actors, as one source tells them.

    ``source``: `REPORTS` or a data set of coded events; None takes the one with most acts. Two
    sources are never added up, as they tell the same acts. ``as_of``: only what was known by the
    end of that day. Acts of more than a week (their day is not known) and of an actor towards
    itself are left out. Raises `UnknownCode` for a source that there is not, `NothingFound` for one
    without acts.
    """
    return sourced(store, source=source, as_of=as_of)[1]


def sourced(
    store: Store, *, source: str | None = None, as_of: date | None = None
) -> tuple[str, History]:
    """The same with the name of the source before it."""
    if source not in (None, REPORTS):
        find_source(str(source))
    rows = _reported(store, as_of) if source == REPORTS else _coded(store, source, as_of)
    if source is None:
        rows = _most(rows, _reported(store, as_of))
    if not rows.num_rows:
        raise NothingFound(
            f"no dated act between two actors of {source or 'any source'}",
            where=str(store.path),
            remedy="Add a data set of coded events, or read reports.",
        )
    return rows["source"][0].as_py(), arrays(rows)


def arrays(rows: pa.Table) -> History:
    """Rows with `_COLUMNS` as a history; actors are sorted by id."""
    rows = rows.sort_by([(name, "ascending") for name in _COLUMNS])
    ends = pa.chunked_array([*rows["sender"].chunks, *rows["receiver"].chunks], pa.string())
    actors = tuple(sorted(pc.unique(ends).to_pylist()))
    days = [_days(rows[name]) for name in ("period_start", "known_on")]
    sender, receiver = (_places(rows[name], actors) for name in ("sender", "receiver"))
    action = _places(rows["action"], ACTIONS).astype(np.int8)
    return History(actors, days[0], sender, receiver, action, days[1])


def _coded(store: Store, source: str | None, as_of: date | None) -> pa.Table:
    sources = None if source is None else [source]
    found = store.records.acts(sources=sources, modality="happened", as_of=as_of)
    return usable(found.select([*_COLUMNS, "period_end", "source"]))


def _reported(store: Store, as_of: date | None) -> pa.Table:
    return reported(store, as_of).select([*_COLUMNS, "period_end", "source"])


def _most(coded: pa.Table, told: pa.Table) -> pa.Table:
    """The rows of the source that has most of them, the first by name of several."""
    counts = Counter(coded["source"].to_pylist())
    counts[REPORTS] = told.num_rows
    source = min(counts, key=lambda name: (-counts[name], name))
    return told if source == REPORTS else coded.filter(pc.equal(coded["source"], source))


def _days(column: pa.ChunkedArray) -> np.ndarray[Any, np.dtype[np.int32]]:
    days = column.to_numpy().astype("datetime64[D]") - np.datetime64(EPOCH)
    return np.asarray(days.astype(np.int64), np.int32)


def _places(column: pa.ChunkedArray, names: Sequence[str]) -> np.ndarray[Any, np.dtype[np.int32]]:
    found = pc.index_in(column, value_set=pa.array(names, pa.string()))
    return np.asarray(found.to_numpy(), np.int32)

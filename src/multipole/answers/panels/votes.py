"""Votes in a panel: how far the two ends of each row agreed in the roll calls."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from multipole.answers.panels.columns import Spread, attach, index_of
from multipole.answers.panels.universe import Frame
from multipole.relations.votes import agreement
from multipole.sources.gate.source import Variable
from multipole.store import Store

_CAST: Final = (1.0, 2.0, 3.0)
#: What a panel holds of votes as cast: the share of agreement and the number it rests on.
MADE_OF: Final = {
    "unga_vote": "unga", "unga_adopted_vote": "unga_adopted", "unsc_vote": "unsc"
}  # fmt: skip
_HOUSES: Final = {
    "unga": "the General Assembly",
    "unga_adopted": "the General Assembly on resolutions that passed",
    "unsc": "the Security Council",
}


def variables_of(name: str) -> list[Variable]:
    """The variables that a panel makes of the votes ``name``."""
    body = MADE_OF[name]
    house = _HOUSES[body]
    return [
        Variable(f"{body}_agreement", f"same votes in {house}, of those both cast",
                 "share", "votes", directed=False, roll="mean", low=0, high=1),
        Variable(f"{body}_votes_shared", f"roll calls of {house} in which both voted", "votes",
                 "votes", directed=False, roll="mean", low=0),
    ]  # fmt: skip


def attach_votes(
    store: Store,
    rows: pl.DataFrame,
    frame: Frame,
    name: str,
    spread: Spread,
    *,
    as_of: date | None,
) -> pl.DataFrame:
    """The panel with agreement and its number of votes; no common roll call is missing, not 0."""
    ends: dict[str, Any] = {"subjects": frame.actors} if frame.actors else {}
    found = store.records.observations(
        variables=[name], since=frame.since, until=frame.until, as_of=as_of, **ends
    )
    votes = pl.DataFrame(pl.from_arrow(found)).with_columns(
        index_of(pl.col("period_start"), frame.by).alias("index")
    )
    pairs = agreements(votes.select("index", "item", "subject", "value"))
    shared, agreed = variables_of(name)[1], variables_of(name)[0]
    actors = spread.subjects
    both = Spread(actors, actors, spread.stretches)
    for variable, column in ((agreed, "agreement"), (shared, "n")):
        values = pairs.with_columns(
            pl.col(column).cast(pl.Float64).alias("value"),
            pl.lit("observed").alias("status"),
            pl.lit(None).cast(pl.List(pl.String)).alias("cells"),
        ).select("subject", "object", "index", "value", "status", "cells")
        rows = attach(rows, frame, variable, values, both, cells=False)
    return rows


def agreements(votes: pl.DataFrame) -> pl.DataFrame:
    """Agreement of each two subjects in each index: subject < object, index, agreement, n.

    ``votes`` has index, item (the roll call), subject and value (1 yes, 2 abstain, 3 no; others
    do not count).
    """
    schema = {"subject": pl.String, "object": pl.String, "index": pl.Int64,
              "agreement": pl.Float64, "n": pl.Int64}  # fmt: skip
    cast = votes.filter(pl.col("value").is_in(_CAST))
    found = [
        _of_period(part, int(key[0])) for key, part in cast.group_by("index", maintain_order=True)
    ]
    return pl.concat(found) if found else pl.DataFrame(schema=schema)


def _of_period(votes: pl.DataFrame, index: int) -> pl.DataFrame:
    actors = votes["subject"].unique().sort()
    calls = votes["item"].unique().sort()
    row = actors.search_sorted(votes["subject"]).to_numpy()
    column = calls.search_sorted(votes["item"]).to_numpy()
    cast = np.zeros((3, len(actors), len(calls)), dtype=np.float32)
    cast[votes["value"].to_numpy().astype(int) - 1, row, column] = 1.0
    tables = np.einsum("iar,jbr->abij", cast, cast, optimize=True)
    left, right = np.triu_indices(len(actors), k=1)
    counts = tables[left, right]
    n = counts.sum(axis=(1, 2))
    met = n > 0
    return pl.DataFrame(
        {
            "subject": actors[left[met].tolist()],
            "object": actors[right[met].tolist()],
            "index": np.full(int(met.sum()), index, dtype=np.int64),
            "agreement": agreement(counts[met]),
            "n": n[met].astype(np.int64),
        }
    )

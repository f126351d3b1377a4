"""States in their time: who was meant where a table uses a name of today for a year of the past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from multipole.actors import Actors
from multipole.sources.gate.check import Gate
from multipole.sources.gate.codes import code_windows

_SPAN = ("period_start", "period_end")


def of_the_time(gate: Gate, column: str, *, actors: Actors) -> None:
    """States in ``column`` that did not exist in the row's period become those that then did.

    The state meant is the one that had the same Correlates of War code at that time: 345 makes
    "Serbia" of 1995 YUG and "Yugoslavia" of 2010 SRB. Where nobody had it (a state before its
    independence) the id stays.
    """
    wanted = gate.frame.select(pl.col(column).alias("actor"), *_SPAN).unique()
    lives = pl.DataFrame(list(_lives(actors)), schema=_LIFE, orient="row")
    absent = wanted.join(lives, on="actor").filter(
        (pl.col("start") >= pl.col("period_end")) | (pl.col("end") <= pl.col("period_start"))
    )
    codes = code_windows(actors, "cow")
    heirs = (
        absent.select("actor", *_SPAN)
        .join(codes.select("actor", "code").unique(), on="actor")
        .join(codes.rename({"actor": "heir"}), on="code")
        .filter((pl.col("start") < pl.col("period_end")) & (pl.col("end") > pl.col("period_start")))
        .sort("end")
        .unique(["actor", *_SPAN], keep="last")
        .select(pl.col("actor").alias(column), *_SPAN, "heir")
    )
    gate.frame = (
        gate.frame.join(heirs, on=[column, *_SPAN], how="left", maintain_order="left")
        .with_columns(pl.coalesce("heir", column).alias(column))
        .drop("heir")
    )


_LIFE = {"actor": pl.String, "start": pl.Date, "end": pl.Date}


def _lives(actors: Actors) -> Iterator[tuple[str, date, date]]:
    for actor in actors:
        if actor.kind == "state" and actor.lifetime:
            yield actor.id, actor.lifetime.start, actor.lifetime.end

"""From a checked frame to observations: wide columns to long rows, statuses, undirected pairs."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from multipole.sources.gate.frames import OBSERVATIONS, shaped
from multipole.sources.gate.source import Variable


def melt(frame: pl.DataFrame, variables: Mapping[str, Variable]) -> pl.DataFrame:
    """Observations of each column in ``variables``: one a row and column, null ones missing.

    The frame has ``row``, ``subject``, ``period_start``, ``period_end`` and, where they apply,
    ``object``, ``item`` and ``known_on``. Of an undirected variable the ends are put in order.
    """
    return pl.concat(observed(frame, column, variable) for column, variable in variables.items())


def observed(frame: pl.DataFrame, column: str, variable: Variable) -> pl.DataFrame:
    """Observations of one column: its number, with status observed, or missing where it is null."""
    status = (
        pl.when(pl.col("value").is_null()).then(pl.lit("missing")).otherwise(pl.lit("observed"))
    )
    rows = frame.with_columns(
        pl.lit(variable.name).alias("variable"),
        pl.col(column).cast(pl.Float64).alias("value"),
        pl.lit(column).alias("column"),
        *(pl.lit("").alias(n) for n in ("object", "item") if n not in frame.columns),
    ).with_columns(status.alias("status"))
    return shaped(rows if variable.directed else _in_order(rows), OBSERVATIONS)


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    swap = (pl.col("object") != "") & (pl.col("object") < pl.col("subject"))
    return rows.with_columns(
        pl.when(swap).then("object").otherwise("subject").alias("subject"),
        pl.when(swap).then("subject").otherwise("object").alias("object"),
    )

"""Parquet files as frames: their records from 1 in ``row``, their columns as they are."""

from __future__ import annotations

from typing import Final

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.source import Input

ROW: Final = "row"


def read_parquet(file: Input, *, columns: list[str] | None = None) -> pl.DataFrame:
    """A Parquet file as it is, its columns (or some) after ``row`` (records from 1)."""
    parquet_columns(file)
    try:
        frame = pl.read_parquet(file.path, columns=columns, glob=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _not_parquet(file, error) from error
    return frame.with_row_index("row", offset=1).with_columns(pl.col("row").cast(pl.Int64))


def parquet_columns(file: Input) -> dict[str, pl.DataType]:
    """The columns of a Parquet file; `UnreadableInput` for what is no table of plain cells."""
    try:
        schema = pl.read_parquet_schema(file.path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _not_parquet(file, error) from error
    odd = [n for n, t in schema.items() if n == ROW or t.is_nested() or t in (pl.Binary, pl.Object)]
    if odd:
        raise UnreadableInput(
            f"column {odd[0]!r} does not hold plain cells, or has a name that is taken",
            where=str(file.path),
            remedy="Remove the column.",
        )
    return schema


def _not_parquet(file: Input, error: Exception) -> UnreadableInput:
    return UnreadableInput(
        f"the file is not Parquet ({error})", where=str(file.path), remedy="Get it again."
    )


def is_parquet(file: Input) -> bool:
    """Whether the file says that it is Parquet."""
    try:
        with file.path.open("rb") as stream:
            return stream.read(4) == b"PAR1"
    except OSError as error:
        raise UnreadableInput(
            f"the file cannot be read ({error})", where=str(file.path), remedy="Check the path."
        ) from error

"""Numbers of columns that are numbers already, as in Parquet files; tables of both kinds."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from multipole.sources.gate.check import Gate
from multipole.sources.gate.frames import columns_of, read_table
from multipole.sources.gate.source import Input


def test_missing_codes_and_nan_of_a_numeric_column_are_null() -> None:
    frame = pl.DataFrame({"row": [1, 2, 3, 4], "flow": [-9.0, float("nan"), None, 0.0]})
    gate = Gate(Input(Path("x.parquet"), "0" * 64, 1), frame)
    gate.number("flow", low=0, missing=("", "-9"))
    assert gate.frame["flow"].to_list() == [None, None, None, 0.0]


def test_a_numeric_cell_out_of_range_is_refused() -> None:
    frame = pl.DataFrame({"row": [1, 2], "flow": [-1.0, 5.0]})
    gate = Gate(Input(Path("x.parquet"), "0" * 64, 1), frame)
    gate.number("flow", low=0)
    refused = gate.batch().quarantine
    assert refused is not None
    assert refused["datum"].to_list() == ["-1.0"]


def test_a_table_is_read_from_parquet_and_csv_alike(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": [1, 2], "b": [3, 4]})
    frame.write_parquet(tmp_path / "t.parquet")
    frame.write_csv(tmp_path / "t.csv")
    parquet = Input(tmp_path / "t.parquet", "0" * 64, 1)
    text = Input(tmp_path / "t.csv", "0" * 64, 1)
    assert columns_of(parquet) == columns_of(text) == ["a", "b"]
    assert read_table(parquet)[0]["row"].to_list() == [1, 2]
    assert read_table(text)[0]["row"].to_list() == [2, 3]

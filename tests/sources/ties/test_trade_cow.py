"""Dyadic trade of the Correlates of War project, on small files of our own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput
from multipole.sources.gate.source import Batch, Context, Input
from multipole.sources.ties.cow_trade import SOURCE

CONTEXT = Context(load_actors(), date(2026, 1, 1))
HEADER = "ccode1,ccode2,year,flow1,flow2,smoothflow1,smoothflow2\n"


def read(path: Path, *rows: str) -> Batch:
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    file = Input(path, "0" * 64, 1)
    SOURCE.edition_of(file)
    (batch,) = SOURCE.read((file,), CONTEXT)
    return batch


def told(batch: Batch) -> list[tuple[str, str, float | None, str, str]]:
    assert batch.observations is not None
    columns = ["subject", "object", "value", "status", "column"]
    return batch.observations.select(columns).rows()


def test_flow1_is_what_the_first_imports_and_flow2_the_reverse(tmp_path: Path) -> None:
    batch = read(tmp_path / "t.csv", "365.0,710.0,2013.0,53.0,40.5,50.0,40.5")
    assert told(batch) == [
        ("RUS", "CHN", 53.0, "observed", "flow1"),
        ("CHN", "RUS", 40.5, "observed", "flow2"),
    ]


@pytest.mark.parametrize("cell", ["-9", "-9.0", "NA", ""])
def test_a_missing_flow_is_missing_and_zero_is_zero(tmp_path: Path, cell: str) -> None:
    batch = read(tmp_path / "t.csv", f"2,20,1950,{cell},0,1,1")
    assert told(batch) == [
        ("USA", "CAN", None, "missing", "flow1"),
        ("CAN", "USA", 0.0, "observed", "flow2"),
    ]


def test_null_in_parquet_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    row = {"ccode1": 2.0, "ccode2": 20.0, "year": 1950.0, "flow1": None, "flow2": 3.0}
    schema = dict.fromkeys(row, pl.Float64)
    pl.DataFrame([row], schema=schema).write_parquet(path)
    (batch,) = SOURCE.read((Input(path, "0" * 64, 1),), CONTEXT)
    assert told(batch)[0][2:4] == (None, "missing")


def test_two_codes_of_one_state_that_disagree_are_refused(tmp_path: Path) -> None:
    rows = ("630,678,1990,0,-9,0,-9", "630,679,1990,1,24,1,24")
    batch = read(tmp_path / "t.csv", *rows)
    assert batch.quarantine is not None
    assert batch.quarantine["row"].to_list() == [2, 3]
    assert told(batch) == []


def test_a_negative_flow_is_refused(tmp_path: Path) -> None:
    batch = read(tmp_path / "t.csv", "2,20,1950,-5,1,1,1")
    assert batch.quarantine is not None
    assert batch.quarantine["datum"].to_list() == ["-5"]


def test_an_unknown_column_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("ccode1,ccode2,year,flow1,flow2,flow3\n")
    with pytest.raises(UnreadableInput, match="flow3"):
        SOURCE.edition_of(Input(path, "0" * 64, 1))

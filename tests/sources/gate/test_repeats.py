"""Rows that say the same thing twice."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from multipole.sources.gate.check import Gate
from multipole.sources.gate.repeats import REPEATED, settle_repeats
from multipole.sources.gate.source import Input


def gate(rows: list[tuple[str, str, float | None]]) -> Gate:
    frame = pl.DataFrame(rows, schema=["a", "b", "value"], orient="row").with_row_index(
        "row", offset=2
    )
    return Gate(Input(Path("x.csv"), "0" * 64, 1), frame)


def test_an_identical_repeat_is_set_aside_and_the_first_stays() -> None:
    it = gate([("x", "y", 1.0), ("x", "z", 2.0), ("x", "y", 1.0)])
    settle_repeats(it, keys=["a", "b"], values=["value"])
    assert it.frame["row"].to_list() == [2, 3]
    assert it.batch().set_aside == {REPEATED: 1}


def test_contradictory_rows_are_all_refused() -> None:
    it = gate([("x", "y", 1.0), ("x", "y", 2.0), ("x", "z", 3.0), ("x", "y", 1.0)])
    settle_repeats(it, keys=["a", "b"], values=["value"])
    batch = it.batch()
    assert it.frame["row"].to_list() == [4]
    assert batch.quarantine is not None
    assert batch.quarantine["row"].to_list() == [2, 3, 5]
    assert batch.rows == 4


def test_a_missing_value_beside_a_number_is_a_contradiction() -> None:
    it = gate([("x", "y", None), ("x", "y", 2.0)])
    settle_repeats(it, keys=["a", "b"], values=["value"])
    assert it.frame.is_empty()


def test_rows_of_their_own_are_left_alone() -> None:
    it = gate([("x", "y", None), ("y", "x", None)])
    settle_repeats(it, keys=["a", "b"], values=["value"])
    assert it.frame.height == 2

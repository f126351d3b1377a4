"""Codes that change hands, and states that change their code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from multipole.actors import load_actors
from multipole.sources.gate.check import Gate
from multipole.sources.gate.source import Input
from multipole.sources.gate.successions import EARLIER, keep_last_code, resolve_spans

SPANS = ["row", "code", "period_start", "period_end"]


def gate_of(*rows: tuple[int, str, date, date]) -> Gate:
    return Gate(Input(Path("x.csv"), "0" * 64, 1), pl.DataFrame(rows, schema=SPANS, orient="row"))


def held(gate: Gate) -> list[tuple[object, ...]]:
    return gate.frame.select("row", "who", "period_start", "period_end").rows()


def test_the_rows_of_a_code_follow_each_other_without_a_gap() -> None:
    gate = gate_of((2, "345", date(1900, 1, 1), date(2010, 1, 1)))
    resolve_spans(gate, {"code": "who"}, system="cow", actors=load_actors())
    assert held(gate) == [
        (2, "SRB", date(1900, 1, 1), date(1918, 12, 1)),
        (2, "YUG", date(1918, 12, 1), date(2003, 2, 4)),
        (2, "SCG", date(2003, 2, 4), date(2006, 6, 5)),
        (2, "SRB", date(2006, 6, 5), date(2010, 1, 1)),
    ]


def test_what_is_beyond_the_end_of_the_last_holder_is_cut_and_codes_without_one_refused() -> None:
    gate = gate_of(
        (2, "265.0", date(1980, 1, 1), date(1995, 1, 1)),
        (3, "265.0", date(1991, 1, 1), date(1995, 1, 1)),
        (4, "816", date(1930, 1, 1), date(1960, 1, 1)),
        (5, "xyz", date(1930, 1, 1), date(1960, 1, 1)),
    )
    resolve_spans(gate, {"code": "who"}, system="cow", actors=load_actors(), own={"xyz": "NATO"})
    assert held(gate) == [
        (2, "DDR", date(1980, 1, 1), date(1990, 10, 3)),
        (4, "VNM", date(1930, 1, 1), date(1960, 1, 1)),
        (5, "NATO", date(1930, 1, 1), date(1960, 1, 1)),
    ]
    refused = gate.batch().quarantine
    assert refused is not None
    assert refused["row"].to_list() == [3]


def test_of_two_codes_of_a_state_in_a_year_the_later_counts() -> None:
    year = (date(1990, 1, 1), date(1991, 1, 1))
    gate = gate_of((2, "255.0", *year), (3, "260.0", *year), (4, "2.0", *year))
    gate.frame = gate.frame.with_columns(pl.Series("who", ["DEU", "DEU", "USA"]))
    keep_last_code(gate, "code", keys=("who", "period_start"), actors=load_actors())
    assert gate.frame["row"].to_list() == [2, 4]
    assert gate.batch().set_aside == {EARLIER: 1}


def test_rows_of_one_code_are_left_to_others() -> None:
    year = (date(1990, 1, 1), date(1991, 1, 1))
    gate = gate_of((2, "2", *year), (3, "2", *year))
    gate.frame = gate.frame.with_columns(pl.Series("who", ["USA", "USA"]))
    keep_last_code(gate, "code", keys=("who", "period_start"), actors=load_actors())
    assert gate.frame["row"].to_list() == [2, 3]

"""States in their time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.sources.gate.check import Gate
from multipole.sources.gate.lives import of_the_time
from multipole.sources.gate.source import Input


@pytest.mark.parametrize(
    ("actor", "year", "then"),
    [
        ("SRB", 1995, "YUG"), ("SRB", 2004, "SCG"), ("SRB", 2006, "SRB"), ("YUG", 2010, "SRB"),
        ("YUG", 1980, "YUG"), ("BGD", 1960, "BGD"), ("RUS", 1975, "RUS"), ("EU", 1951, "EU"),
    ],
)  # fmt: skip
def test_a_state_is_the_one_that_held_its_code_then(actor: str, year: int, then: str) -> None:
    days = (date(year, 1, 1), date(year + 1, 1, 1))
    frame = pl.DataFrame(
        [(2, actor, *days)], schema=["row", "who", "period_start", "period_end"], orient="row"
    )
    gate = Gate(Input(Path("x.csv"), "0" * 64, 1), frame)
    of_the_time(gate, "who", actors=load_actors())
    assert gate.frame["who"].to_list() == [then]


def test_rows_keep_their_order_and_number() -> None:
    years = [1990, 2010, 1950]
    frame = pl.DataFrame(
        {
            "row": [2, 3, 4], "who": ["SRB"] * 3,
            "period_start": [date(y, 1, 1) for y in years],
            "period_end": [date(y + 1, 1, 1) for y in years],
        }
    )  # fmt: skip
    gate = Gate(Input(Path("x.csv"), "0" * 64, 1), frame)
    of_the_time(gate, "who", actors=load_actors())
    assert gate.frame["row"].to_list() == [2, 3, 4]
    assert gate.frame["who"].to_list() == ["YUG", "SRB", "YUG"]

"""National Material Capabilities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.source import Batch, Input
from multipole.sources.gate.successions import EARLIER
from multipole.sources.states import capabilities

from .conftest import Read, Write

HEAD = "ccode,year,milex,milper,irst,pec,tpop,upop,cinc"


def cinc(batch: Batch) -> list[tuple[object, ...]]:
    assert batch.observations is not None
    rows = batch.observations.filter(pl.col("variable") == "cinc")
    return rows.select("subject", "period_start", "value").rows()


def test_codes_are_those_of_the_year(write: Write, read: Read) -> None:
    file = write(f"""{HEAD}
        255.0,1850.0,1.0,1.0,1.0,1.0,1.0,1.0,0.05
        300.0,1900.0,1.0,1.0,1.0,1.0,1.0,1.0,0.06
        730.0,1900.0,1.0,1.0,1.0,1.0,1.0,1.0,0.01
        345.0,1910.0,1.0,1.0,1.0,1.0,1.0,1.0,0.02
        345.0,1930.0,1.0,1.0,1.0,1.0,1.0,1.0,0.03""")
    assert [row[0] for row in cinc(read(capabilities.SOURCE, file))] == [
        "DEU", "AUH", "JOS", "SRB", "YUG",
    ]  # fmt: skip


def test_minus_nine_and_empty_are_missing_and_zero_is_zero(write: Write, read: Read) -> None:
    file = write(f"""{HEAD}
        2.0,2000.0,-9.0,,0.0,NA,5.0,5.0,0.1""")
    rows = read(capabilities.SOURCE, file).observations
    assert rows is not None
    found = {v: (value, status) for v, value, status in
             rows.select("variable", "value", "status").rows()}  # fmt: skip
    assert found["nmc_milex"] == found["nmc_milper"] == found["nmc_pec"] == (None, "missing")
    assert found["nmc_irst"] == (0.0, "observed")
    assert set(rows["period_end"].to_list()) == {date(2001, 1, 1)}


def test_a_state_with_two_codes_in_a_year_counts_once(write: Write, read: Read) -> None:
    file = write(f"""{HEAD}
        255.0,1990.0,1.0,1.0,1.0,1.0,1.0,1.0,0.04
        260.0,1990.0,1.0,1.0,1.0,1.0,1.0,1.0,0.03
        265.0,1990.0,1.0,1.0,1.0,1.0,1.0,1.0,0.01
        678.0,1990.0,1.0,1.0,1.0,1.0,1.0,1.0,0.001
        679.0,1990.0,1.0,1.0,1.0,1.0,1.0,1.0,0.002""")
    batch = read(capabilities.SOURCE, file)
    assert [(row[0], row[2]) for row in cinc(batch)] == [
        ("DEU", 0.04), ("DDR", 0.01), ("YEM", 0.002),
    ]  # fmt: skip
    assert batch.set_aside == {EARLIER: 2}


def test_rows_that_contradict_each_other_and_impossible_values_are_refused(
    write: Write, read: Read
) -> None:
    file = write(f"""{HEAD}
        2.0,2000.0,1.0,1.0,1.0,1.0,1.0,1.0,0.1
        2.0,2000.0,1.0,1.0,1.0,1.0,1.0,1.0,0.2
        20.0,2000.0,1.0,1.0,1.0,1.0,1.0,1.0,1.2
        200.0,2000.0,1.0,one,1.0,1.0,1.0,1.0,0.1
        999.0,2000.0,1.0,1.0,1.0,1.0,1.0,1.0,0.1
        200.0,2001.5,1.0,1.0,1.0,1.0,1.0,1.0,0.1""")
    batch = read(capabilities.SOURCE, file)
    assert cinc(batch) == []
    assert batch.quarantine is not None
    assert sorted(batch.quarantine["row"].to_list()) == [2, 3, 4, 5, 6, 7]


def test_an_unknown_column_refuses_the_file(write: Write) -> None:
    file = write(f"""{HEAD},nukes
        2.0,2000.0,1.0,1.0,1.0,1.0,1.0,1.0,0.1,1""")
    with pytest.raises(UnreadableInput, match="'nukes' is not known"):
        capabilities.SOURCE.edition_of(file)


def test_the_published_figures_come_out(
    published: Callable[[str], Input], read: Read, accounted: Callable[[Batch], int]
) -> None:
    batch = read(capabilities.SOURCE, published("states/cow_nmc.csv"))
    assert (batch.rows, accounted(batch)) == (17121, 17121)
    assert batch.quarantine is not None
    assert batch.quarantine.height == 0
    assert batch.set_aside == {EARLIER: 2}
    of_2022 = {row[0]: round(float(str(row[2])), 4) for row in cinc(batch)
               if row[1] == date(2022, 1, 1)}  # fmt: skip
    assert (of_2022["CHN"], of_2022["USA"], of_2022["RUS"]) == (0.2341, 0.1236, 0.0382)

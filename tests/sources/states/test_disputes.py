"""Militarized interstate disputes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from multipole.core.errors import UnreadableInput
from multipole.core.periods import Period
from multipole.sources.gate.source import Batch, Input
from multipole.sources.states import disputes

from .conftest import Read, Write

HEAD = (
    "dispnum,ccode1,ccode2,year,dispongoing,disponset,sidea1,sidea2,fatality1,fatality2,"
    "fatalpre1,fatalpre2,hiact1,hiact2,hostlev1,hostlev2,orig1,orig2"
)
PAIR = f"""{HEAD}
    7.0,2.0,365.0,1960.0,1.0,1.0,1.0,0.0,-9.0,2.0,-9.0,40.0,7.0,17.0,3.0,5.0,1.0,0.0
    7.0,365.0,2.0,1960.0,1.0,1.0,0.0,1.0,2.0,-9.0,40.0,-9.0,17.0,7.0,5.0,3.0,0.0,1.0
    7.0,2.0,365.0,1961.0,1.0,0.0,1.0,0.0,-9.0,2.0,-9.0,40.0,7.0,17.0,3.0,5.0,1.0,0.0
    7.0,365.0,2.0,1961.0,1.0,0.0,0.0,1.0,2.0,-9.0,40.0,-9.0,17.0,7.0,5.0,3.0,0.0,1.0"""


def values(batch: Batch, variable: str) -> list[tuple[object, ...]]:
    assert batch.observations is not None
    rows = batch.observations.filter(pl.col("variable") == variable)
    return rows.select("subject", "object", "period_start", "value", "status").rows()


def test_each_row_tells_of_the_first_state_towards_the_second(write: Write, read: Read) -> None:
    batch = read(disputes.SOURCE, write(PAIR))
    first, second = date(1960, 1, 1), date(1961, 1, 1)
    assert values(batch, "dispute_hostility")[:2] == [
        ("USA", "RUS", first, 3.0, "observed"), ("RUS", "USA", first, 5.0, "observed"),
    ]  # fmt: skip
    assert [row[2:4] for row in values(batch, "dispute_onset")] == [
        (first, 1.0), (first, 1.0), (second, 0.0), (second, 0.0),
    ]  # fmt: skip
    assert len(values(batch, "dispute")) == 4


def test_minus_nine_deaths_are_missing(write: Write, read: Read) -> None:
    deaths = values(read(disputes.SOURCE, write(PAIR)), "dispute_fatality")
    assert [row[3:] for row in deaths[:2]] == [(None, "missing"), (2.0, "observed")]


def test_a_dispute_is_an_item_with_its_sides(write: Write, read: Read) -> None:
    batch = read(disputes.SOURCE, write(PAIR))
    assert batch.items is not None
    (item,) = batch.items.rows(named=True)
    assert (item["item"], item["actors"], item["row"]) == ("mid:7", ["RUS", "USA"], 2)
    assert (item["period_start"], item["period_end"]) == (date(1960, 1, 1), date(1962, 1, 1))
    assert json.loads(item["facts"]) == {"side_a": ["USA"], "side_b": ["RUS"], "joined": ["RUS"]}


def test_no_row_is_no_dispute_until_the_last_year_only(write: Write) -> None:
    edition = disputes.SOURCE.edition_of(write(PAIR))
    assert edition.covers["dispute"] == Period(date(1816, 1, 1), date(1962, 1, 1))
    assert "dispute_hostility" not in edition.covers


def test_values_outside_the_codebook_are_refused(write: Write, read: Read) -> None:
    file = write(f"""{HEAD}
        1.0,2.0,20.0,1960.0,1.0,1.0,1.0,0.0,0.0,0.0,0.0,0.0,7.0,7.0,6.0,3.0,1.0,1.0
        1.0,2.0,20.0,1961.0,1.0,2.0,1.0,0.0,0.0,0.0,0.0,0.0,7.0,7.0,3.0,3.0,1.0,1.0
        1.0,2.0,2.0,1962.0,1.0,1.0,1.0,0.0,0.0,0.0,0.0,0.0,7.0,7.0,3.0,3.0,1.0,1.0
        1.0,2.0,300.0,1963.0,1.0,1.0,1.0,0.0,0.0,0.0,0.0,0.0,7.0,7.0,3.0,3.0,1.0,1.0
        1.0,2.0,20.0,1964.0,1.0,1.0,-9.0,0.0,0.0,0.0,0.0,0.0,7.0,7.0,3.0,3.0,1.0,1.0""")
    batch = read(disputes.SOURCE, file)
    assert values(batch, "dispute") == []
    assert batch.quarantine is not None
    assert sorted(batch.quarantine["column"].to_list()) == [
        "ccode2", "ccode2", "disponset", "hostlev1", "sidea1",
    ]  # fmt: skip


def test_the_table_without_years_is_another_file(write: Write) -> None:
    file = write("""dispnum,stabb,ccode,stday
        1,USA,2,-9""")
    with pytest.raises(UnreadableInput, match="'ccode1'"):
        disputes.SOURCE.edition_of(file)


def test_the_published_table_goes_in_whole(
    published: Callable[[str], Input], read: Read, accounted: Callable[[Batch], int]
) -> None:
    batch = read(disputes.SOURCE, published("states/cow_mid_dirdisps.csv"))
    assert (batch.rows, accounted(batch), dict(batch.set_aside)) == (11390, 11390, {})
    assert batch.quarantine is not None
    assert batch.quarantine.height == 0
    assert batch.items is not None
    assert batch.items.height == 2436
    rows = values(batch, "dispute")
    mirrored = {(b, a, on) for a, b, on, *_ in rows}
    assert {(a, b, on) for a, b, on, *_ in rows} == mirrored

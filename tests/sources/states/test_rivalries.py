"""Strategic rivalries."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from multipole.core.errors import BadValue, UnreadableInput
from multipole.sources.gate.source import Batch, Input
from multipole.sources.states import rivalries

from .conftest import Read, Write

HEAD = (
    "tssr_id,rivalry,ccode1,ccode2,start,end,positional,spatial,ideological,interventionary,"
    "principal,aprin"
)


def pairs(batch: Batch, variable: str = "rivalry") -> list[tuple[object, ...]]:
    assert batch.observations is not None
    rows = batch.observations.filter(pl.col("variable") == variable)
    return rows.select("subject", "object", "item", "period_start", "period_end").rows()


def test_years_are_whole_and_the_pair_has_no_direction(write: Write, read: Read) -> None:
    file = write(f"""{HEAD}
        900,Russia-United States,365.0,2.0,2007.0,2020.0,1.0,,1.0,,1.0,""")
    batch = read(rivalries.SOURCE, file)
    span = ("RUS", "USA", "tss:900", date(2007, 1, 1), date(2021, 1, 1))
    assert pairs(batch) == pairs(batch, "rivalry_positional") == [span]
    assert pairs(batch, "rivalry_ideological") == [span]
    assert pairs(batch, "rivalry_spatial") == []
    assert batch.items is not None
    assert batch.items["topics"].to_list() == [["positional", "ideological"]]
    facts = json.loads(batch.items["facts"][0])
    assert facts == {"start": 2007, "end": 2020, "ongoing": True, "principal": True}


def test_rivalries_before_the_state_system_are_counted_and_longer_ones_kept_whole(
    write: Write, read: Read
) -> None:
    file = write(f"""{HEAD}
        4,Ottomans-Venice,324.0,640.0,1494.0,1717.0,1.0,1.0,,,,1.0
        17,Britain-France,200.0,220.0,1731.0,1904.0,1.0,1.0,,,1.0,""")
    batch = read(rivalries.SOURCE, file)
    assert pairs(batch) == [("FRA", "GBR", "tss:17", date(1731, 1, 1), date(1905, 1, 1))]
    assert list(batch.set_aside.values()) == [1]
    edition = rivalries.SOURCE.edition_of(file)
    assert edition.covers["rivalry"].start == date(1816, 1, 1)


def test_successor_states_share_a_rivalry_and_a_state_that_ended_has_none(
    write: Write, read: Read
) -> None:
    file = write(f"""{HEAD}
        61,Bulgaria-Yugoslavia,345.0,355.0,1900.0,1955.0,,1.0,,,,
        76,Austria-Serbia,300.0,345.0,1903.0,1920.0,,1.0,,,,""")
    batch = read(rivalries.SOURCE, file)
    assert pairs(batch) == [
        ("BGR", "SRB", "tss:61", date(1900, 1, 1), date(1918, 12, 1)),
        ("BGR", "YUG", "tss:61", date(1918, 12, 1), date(1956, 1, 1)),
        ("AUH", "SRB", "tss:76", date(1903, 1, 1), date(1918, 11, 13)),
    ]
    assert batch.items is not None
    assert batch.items["actors"].to_list() == [["BGR", "SRB", "YUG"], ["AUH", "SRB"]]
    assert json.loads(batch.items["facts"][1])["end"] == 1920


def test_an_occupation_does_not_cut_a_rivalry(write: Write, read: Read) -> None:
    file = write(f"""{HEAD}
        67,Ethiopia-Italy,325.0,530.0,1882.0,1943.0,,1.0,,,,
        102,Jordan-Syria,652.0,663.0,1946.0,2020.0,,1.0,,,,""")
    found = [row[:2] + row[3:] for row in pairs(read(rivalries.SOURCE, file))]
    assert found == [
        ("ETH", "ITA", date(1882, 1, 1), date(1944, 1, 1)),
        ("JOR", "SYR", date(1946, 1, 1), date(2021, 1, 1)),
    ]


def test_two_known_slips_of_the_list_are_mended_and_watched(write: Write, read: Read) -> None:
    file = write(f"""{HEAD}
        19,Austria-Prussia,255.0,305.0,1740.0,1870.0,1.0,,,,,
        158,Oman-S. Yemen,679.0,698.0,1967.0,1982.0,,1.0,,,,""")
    assert [row[:2] for row in pairs(read(rivalries.SOURCE, file))] == [
        ("AUH", "DEU"), ("OMN", "YMD"),
    ]  # fmt: skip
    mended = write(f"""{HEAD}
        19,Austria-Prussia,255.0,300.5,1740.0,1870.0,1.0,,,,,""")
    with pytest.raises(BadValue, match=r"tss-19-austria expects .305\.0."):
        read(rivalries.SOURCE, mended)


def test_bad_rows_are_refused(write: Write, read: Read) -> None:
    file = write(f"""{HEAD}
        1,Backward,2.0,20.0,1950.0,1940.0,1.0,,,,,
        2,Nobody,2.0,999.0,1950.0,1960.0,1.0,,,,,
        3,Half a flag,2.0,20.0,1950.0,1960.0,0.5,,,,,""")
    batch = read(rivalries.SOURCE, file)
    assert pairs(batch) == []
    assert batch.quarantine is not None
    assert sorted(batch.quarantine["row"].to_list()) == [2, 3, 4]
    other = write("""rivalryno,rivalryname,ccode1,ccode2,styear,endyear
        1,X,2,20,1900,1910""")
    with pytest.raises(UnreadableInput, match="'tssr_id'"):
        rivalries.SOURCE.edition_of(other)


def test_the_published_list_is_accounted_for(
    published: Callable[[str], Input], read: Read, accounted: Callable[[Batch], int]
) -> None:
    batch = read(rivalries.SOURCE, published("states/tss_rivalries.csv"))
    assert (batch.rows, accounted(batch)) == (264, 264)
    assert batch.quarantine is not None
    assert batch.quarantine.height == 0
    assert list(batch.set_aside.values()) == [15]
    found = [row[3:] for row in pairs(batch) if row[:2] == ("CHN", "USA")]
    assert found == [
        (date(1949, 1, 1), date(1973, 1, 1)), (date(1996, 1, 1), date(2021, 1, 1)),
    ]  # fmt: skip

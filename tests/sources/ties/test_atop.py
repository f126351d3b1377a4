"""ATOP on small files of our own that have its traps."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput
from multipole.core.periods import Period
from multipole.sources.gate.source import Batch, Context, Input
from multipole.sources.ties.atop import SOURCE

CONTEXT = Context(load_actors(), date(2026, 1, 1))
PLEDGES = "atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul"
TREATY = (
    "atopid,begyr,begmo,begday,endyr,endmo,endday,defense,offense,neutral,nonagg,consul,"
    "pubsecr,base,mem1,mem2,mem3,version\n"
)
MEMBER = "atopid,member,cowsys,yrent,moent,dayent,yrexit,moexit,dayexit,phase,version\n"


def written(path: Path, text: str) -> Input:
    path.write_text(text, encoding="utf-8")
    return Input(path, "0" * 64, len(text))


def read(file: Input) -> Batch:
    SOURCE.edition_of(file)
    (batch,) = SOURCE.read((file,), CONTEXT)
    return batch


def frame(it: pl.DataFrame | None) -> pl.DataFrame:
    assert it is not None
    return it


def dyads(tmp_path: Path, *rows: str) -> Batch:
    text = f"ccode1,ccode2,year,{PLEDGES}\n" + "".join(f"{row}\n" for row in rows)
    return read(written(tmp_path / "dyads.csv", text))


def test_a_pledge_runs_from_the_first_state_to_the_second(tmp_path: Path) -> None:
    found = frame(dyads(tmp_path, "2,740,1955,1,0,0,0,1").observations)
    assert found.height == 5
    defense = found.row(by_predicate=pl.col("variable") == "atop_defense", named=True)
    assert (defense["subject"], defense["object"], defense["value"]) == ("USA", "JPN", 1.0)
    assert (defense["row"], defense["column"]) == (2, "atop_defense")
    names = {"atop_defense", "atop_offense", "atop_neutrality", "atop_nonaggression",
             "atop_consultation"}  # fmt: skip
    assert set(found["variable"]) == names


def test_a_file_says_the_years_for_which_its_list_is_complete(tmp_path: Path) -> None:
    text = f"ccode1,ccode2,year,{PLEDGES}\n2,740,1955,1,0,0,0,1\n365,710,2018,0,0,0,1,1\n"
    edition = SOURCE.edition_of(written(tmp_path / "d.csv", text))
    assert edition.covers["atop_defense"] == Period(date(1955, 1, 1), date(2019, 1, 1))


def test_a_table_in_parquet_is_read_like_text(tmp_path: Path) -> None:
    columns = {"ccode1": 365, "ccode2": 710, "year": 1951, **dict.fromkeys(PLEDGES.split(","), 1)}
    pl.DataFrame([columns]).write_parquet(tmp_path / "d.parquet")
    found = frame(read(Input(tmp_path / "d.parquet", "0" * 64, 1)).observations)
    assert set(found["subject"]) == {"RUS"}
    assert set(found["row"]) == {1}


def test_atops_own_file_names_states_and_pledges_otherwise(tmp_path: Path) -> None:
    header = "atopally,defense,offense,neutral,nonagg,consul,ddyad,year,stateA,stateB,atopid1"
    text = f"{header}\n1,0,0,0,1,1,365710,2018,365,710,8001\n"
    found = frame(read(written(tmp_path / "own.csv", text)).observations)
    kept = found.filter(pl.col("value") == 1).select("variable", "subject", "object", "column")
    assert kept.rows() == [
        ("atop_nonaggression", "RUS", "CHN", "nonagg"),
        ("atop_consultation", "RUS", "CHN", "consul"),
    ]


def test_a_state_with_two_codes_in_a_year_keeps_the_row_with_more_pledges(tmp_path: Path) -> None:
    batch = dyads(tmp_path, "260,365,1990,0,0,0,1,0", "255,365,1990,0,0,1,1,1")
    assert frame(batch.observations)["value"].sum() == 3
    assert batch.set_aside == {"the same state under another code": 1}


def test_a_code_out_of_its_time_and_a_pledge_of_two_are_refused(tmp_path: Path) -> None:
    batch = dyads(tmp_path, "2,9999,1955,1,0,0,0,1", "2,20,1955,2,0,0,0,1")
    refused = frame(batch.quarantine).sort("row")
    assert refused["column"].to_list() == ["ccode2", "atop_defense"]
    assert frame(batch.observations).is_empty()


def test_a_treaty_becomes_an_item_with_members_pledges_and_provisions(tmp_path: Path) -> None:
    line = "8001,1950,2,14,1980,4,10,1,0,0,1,0,0,3,365,710,,4.0100002\n"
    file = written(tmp_path / "t.csv", TREATY + line)
    assert SOURCE.edition_of(file).version == "4.01"
    item = frame(read(file).items).row(0, named=True)
    assert (item["item"], item["kind"]) == ("atop:8001", "treaty")
    assert item["actors"] == ["CHN", "RUS"]
    assert item["topics"] == ["defense", "nonaggression"]
    assert (item["period_start"], item["period_end"]) == (date(1950, 2, 14), date(1980, 4, 11))
    assert json.loads(item["facts"]) == {"pubsecr": 0, "base": 3, "in_force": False}


def test_end_year_zero_is_in_force_to_the_end_of_the_files_last_year(tmp_path: Path) -> None:
    lines = (
        "8001,2001,7,16,0,0,0,0,0,0,1,1,0,0,365,710,,4.01\n"
        "8002,1990,1,1,2013,3,5,0,0,0,1,1,0,0,2,20,,4.01\n"
    )
    items = frame(read(written(tmp_path / "t.csv", TREATY + lines)).items)
    assert items["period_end"].to_list() == [date(2014, 1, 1), date(2013, 3, 6)]
    assert json.loads(items["facts"][0])["in_force"] is True


def test_where_only_the_month_is_known_the_whole_month_counts(tmp_path: Path) -> None:
    line = "8001,1844,6,,1846,2,,1,0,0,0,0,0,0,200,365,,4.01\n"
    item = frame(read(written(tmp_path / "t.csv", TREATY + line)).items).row(0, named=True)
    assert (item["period_start"], item["period_end"]) == (date(1844, 6, 1), date(1846, 3, 1))


def test_a_day_that_is_none_or_an_end_before_the_beginning_is_refused(tmp_path: Path) -> None:
    lines = (
        "8001,1950,2,30,0,0,0,1,0,0,0,0,0,0,365,710,,4.01\n"
        "8002,1950,2,3,1940,1,1,1,0,0,0,0,0,0,365,710,,4.01\n"
        "8003,1950,2,3,1951,9,31,1,0,0,0,0,0,0,365,710,,4.01\n"
        "8004,1950,2,3,1951,1,1,1,0,0,0,0,0,0,365,9999,,4.01\n"
    )
    batch = read(written(tmp_path / "t.csv", TREATY + lines))
    assert frame(batch.items).is_empty()
    assert sorted(frame(batch.quarantine)["row"]) == [2, 3, 4, 5]


def test_members_are_spells_and_a_party_outside_the_system_is_counted(tmp_path: Path) -> None:
    lines = (
        "8001,710,1,2001,7,16,0,0,0,0,5.1\n"
        "8001,365,1,2001,7,16,2011,2,1,0,5.1\n"
        "8009,8152,0,1874,3,15,1883,8,25,0,5.1\n"
        "8001,365,1,2001,7,16,2011,2,1,2,5.1\n"
    )
    batch = read(written(tmp_path / "m.csv", MEMBER + lines))
    found = frame(batch.observations)
    assert found["subject"].to_list() == ["CHN", "RUS"]
    assert found["item"].to_list() == ["atop:8001"] * 2
    assert found["period_end"].to_list() == [date(2012, 1, 1), date(2011, 2, 2)]
    assert batch.set_aside == {
        "a party that is not a state of the system": 1,
        "repeated row": 1,
    }


@pytest.mark.parametrize(
    "header", ["atopid,yrent,surprise", f"ccode1,ccode2,year,{PLEDGES},extra", "a,b,c"]
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, header: str) -> None:
    with pytest.raises(UnreadableInput):
        SOURCE.edition_of(written(tmp_path / "x.csv", header + "\n"))

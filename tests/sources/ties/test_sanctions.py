"""Sanction cases on small tables of our own that have the data base's traps."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput
from multipole.sources.gate.source import Batch, Context, Input
from multipole.sources.ties.sanctions import SOURCE
from multipole.sources.ties.sanctions_parties import split_parties

ACTORS = load_actors()
CONTEXT = Context(ACTORS, date(2026, 1, 1))
HEADER = (
    "case_id,sanctioned_state,sanctioning_state,begin,end,trade,descr_trade,arms,military,"
    "financial,travel,other,target_mult,sender_mult,objective,success\n"
)
FLAGS = '1,"exp_part,imp_compl",0,0,1,0,0,0,0,"democracy,other","failed,ongoing"'
ROOT = Path(__file__).resolve().parents[3]
DATA = (ROOT / os.environ.get("MULTIPOLE_SHARED", "../shared")).resolve() / "data" / "sanctions"


def read(path: Path) -> Batch:
    file = Input(path, "0" * 64, 0)
    SOURCE.edition_of(file)
    (batch,) = SOURCE.read((file,), CONTEXT)
    return batch


def cases(tmp_path: Path, *rows: str) -> Batch:
    path = tmp_path / "GSDB_V4.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return read(path)


def frame(it: pl.DataFrame | None) -> pl.DataFrame:
    assert it is not None
    return it


def pairs(batch: Batch) -> list[tuple[str, str]]:
    found = frame(batch.observations).filter(pl.col("variable") == "sanction")
    return found.select("subject", "object").rows()


@pytest.mark.parametrize(
    ("cell", "actors"),
    [
        ("Gambia, The", ["GMB"]), ("Gambia, The, Russia, Venezuela", ["GMB", "RUS", "VEN"]),
        ("Mali, Gambia, The", ["MLI", "GMB"]), ("Korea, North, Korea, South", ["PRK", "KOR"]),
        ("Congo, Democratic Republic of the", ["COD"]), ("Egypt, Arab Rep., Syria", ["EGY", "SYR"]),
        ("Congo (Brazzaville)", ["COG"]), ("Bosnia and Herzegovina,  Montenegro", ["BIH", "MNE"]),
        ("EU, Norway", ["EU", "NOR"]), ("League of Arab States", ["AL"]), ("Hong Kong", []),
        ("China, Hong Kong", ["CHN"]), ("Iran, Iran", ["IRN"]),
        ("Ethiopia (excludes Eritrea)", ["ETH"]), ("Niger, Nigeria", ["NER", "NGA"]),
    ],
)  # fmt: skip
def test_commas_divide_states_but_not_names(cell: str, actors: list[str]) -> None:
    assert split_parties(cell, actors=ACTORS) == (actors, [])


def test_a_part_that_is_nobody_is_named() -> None:
    assert split_parties("Iran, Atlantis, Iraq", actors=ACTORS) == (["IRN", "IRQ"], ["Atlantis"])


def test_a_case_runs_from_each_sender_to_each_target_for_whole_years(tmp_path: Path) -> None:
    batch = cases(tmp_path, f'7,"Gambia, The, Mali","EU, Norway",1998,2001,{FLAGS}')
    assert pairs(batch) == [("EU", "GMB"), ("EU", "MLI"), ("NOR", "GMB"), ("NOR", "MLI")]
    found = frame(batch.observations)
    assert found.select("period_start", "period_end").unique().rows() == [
        (date(1998, 1, 1), date(2002, 1, 1))
    ]
    assert found["item"].unique().to_list() == ["7"]


def test_each_type_is_a_variable_and_a_flag_of_nought_is_observed(tmp_path: Path) -> None:
    found = frame(cases(tmp_path, f"7,Mali,EU,1998,2001,{FLAGS}").observations)
    assert dict(found.select("variable", "value").iter_rows()) == {
        "sanction": 1, "sanction_trade": 1, "sanction_arms": 0, "sanction_military": 0,
        "sanction_financial": 1, "sanction_travel": 0, "sanction_other": 0,
    }  # fmt: skip
    assert found.filter(pl.col("variable") == "sanction_trade")["column"].to_list() == ["trade"]


def test_a_case_is_an_item_with_its_cells(tmp_path: Path) -> None:
    (item,) = frame(cases(tmp_path, f'7,"Gambia, The",EU,1998,2001,{FLAGS}').items).to_dicts()
    assert (item["item"], item["kind"], item["topics"]) == ("7", "sanction", ["trade", "financial"])
    assert item["actors"] == ["EU", "GMB"]
    facts = json.loads(item["facts"])
    assert facts["targets"] == "Gambia, The"
    assert facts["ongoing"] is True
    assert facts["objectives"] == "democracy,other"
    assert facts["outcomes"] == "failed,ongoing"


def test_names_of_the_past_and_names_used_too_late(tmp_path: Path) -> None:
    batch = cases(
        tmp_path, f"1,Serbia,Soviet Union,1985,1986,{FLAGS}",
        f"2,South Vietnam,United States,1963,1963,{FLAGS}",
        f"3,South Vietnam,United States,1978,1988,{FLAGS}",
        f'4,"Yemen, North",EEC,1980,1981,{FLAGS}',
    )  # fmt: skip
    assert pairs(batch) == [("RUS", "YUG"), ("USA", "RVN"), ("USA", "VNM"), ("EC", "YEM")]


def test_parties_that_are_no_actors_are_left_out_or_set_aside(tmp_path: Path) -> None:
    batch = cases(
        tmp_path, f"1,China,CoCom,1985,1986,{FLAGS}", f'2,"Iran, Hong Kong",EU,1985,1986,{FLAGS}',
        f"3,ECOWAS,ECOWAS,1998,1999,{FLAGS}",
    )  # fmt: skip
    assert pairs(batch) == [("EU", "IRN")]
    assert sorted(batch.set_aside.values()) == [1, 1]
    assert frame(batch.quarantine).is_empty()


def test_one_unknown_party_refuses_the_row(tmp_path: Path) -> None:
    batch = cases(tmp_path, f'1,"Iran, Atlantis",EU,1985,1986,{FLAGS}')
    (refused,) = frame(batch.quarantine).to_dicts()
    assert (refused["row"], refused["column"]) == (2, "sanctioned_state")
    assert refused["reason"].startswith("'Atlantis' in 'Iran, Atlantis'")
    assert frame(batch.items).is_empty()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1998,2001", "2001,1998"), ("1998,", "98,"), ("exp_part", "exp_all"),
        ("democracy,", "monarchy,"), ("failed,", "forgotten,"), ("1,\"exp", "2,\"exp"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused(tmp_path: Path, old: str, new: str) -> None:
    row = f"7,Mali,EU,1998,2001,{FLAGS}"
    assert old in row
    assert frame(cases(tmp_path, row.replace(old, new)).quarantine)["row"].to_list() == [2]


def test_a_case_told_twice_is_refused(tmp_path: Path) -> None:
    row = f"7,Mali,EU,1998,2001,{FLAGS}"
    assert frame(cases(tmp_path, row, row).quarantine)["row"].to_list() == [2, 3]


def test_the_release_is_read_from_the_name_and_another_file_refused(tmp_path: Path) -> None:
    path = tmp_path / "GSDB_V4.csv"
    path.write_text(HEADER)
    assert SOURCE.edition_of(Input(path, "0" * 64, 0)).version == "4"
    path.write_text("year,sender,target\n")
    with pytest.raises(UnreadableInput, match="no column 'case_id'"):
        read(path)


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no sanctions in {DATA} (set MULTIPOLE_SHARED)")
def test_every_published_case_is_accounted_for() -> None:
    batch = read(DATA / "GSDB_V4.csv")
    assert frame(batch.quarantine).is_empty()
    assert frame(batch.items).height + sum(batch.set_aside.values()) == batch.rows == 1547
    found = frame(batch.observations).filter(pl.col("variable") == "sanction")
    assert set(found["row"]) == set(frame(batch.items)["row"])
    keys = ["subject", "object", "item"]
    assert not found.select(keys).is_duplicated().any()
    russia = found.filter((pl.col("subject") == "USA") & (pl.col("object") == "RUS"))
    assert russia["period_start"].max() == date(2023, 1, 1)

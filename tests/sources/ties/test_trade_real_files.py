"""Pacts, trade, shared organisations and influence in the real files, where they are at hand."""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.sources import find_source
from multipole.sources.gate.source import Batch, Context, Input

ROOT = Path(__file__).resolve().parents[3]
DATA = (ROOT / os.environ.get("MULTIPOLE_SHARED", "../shared")).resolve() / "data"
pytestmark = pytest.mark.skipif(
    not (DATA / "alliances").is_dir(), reason=f"no real data in {DATA} (set MULTIPOLE_SHARED)"
)

DYADS = "alliances/atop_alliance.parquet"
TREATIES = "alliances/atop-alliance-level.csv"
MEMBERS = "alliances/atop-member-level.csv"
TRADE = "trade/cow_trade_ndy.parquet"
IGOS = "trade/cow_igo_ndy.parquet"
FBIC = "influence/FBIC_CHN_RUS_senders.csv"
#: File -> source, rows, rows set aside, rows refused.
COUNTS = {
    DYADS: ("atop", 273_296, 102, 2),
    TREATIES: ("atop", 745, 0, 0),
    MEMBERS: ("atop", 2_398, 7, 0),
    TRADE: ("cow_trade", 673_654, 1, 2),
    IGOS: ("cow_igos", 917_695, 0, 0),
    FBIC: ("fbic", 11_834, 1_661, 0),
}


@cache
def read(name: str) -> Batch:
    source = find_source(COUNTS[name][0])
    file = Input(DATA / name, "0" * 64, 1)
    source.edition_of(file)
    (batch,) = source.read((file,), Context(load_actors(), date(2026, 1, 1)))
    return batch


def observations(name: str, variable: str, subject: str, object: str) -> pl.DataFrame:  # noqa: A002
    found = read(name).observations
    assert found is not None
    return found.filter(
        pl.col("variable") == variable, pl.col("subject") == subject, pl.col("object") == object
    )


def value(name: str, variable: str, subject: str, object: str, year: int) -> float | None:  # noqa: A002
    rows = observations(name, variable, subject, object)
    (found,) = rows.filter(pl.col("period_start") == date(year, 1, 1))["value"]
    return None if found is None else float(found)


@pytest.mark.parametrize("name", COUNTS)
def test_every_row_is_read_set_aside_or_refused(name: str) -> None:
    _, rows, aside, refused = COUNTS[name]
    batch = read(name)
    assert batch.rows == rows
    assert sum(batch.set_aside.values()) == aside
    assert batch.quarantine is not None
    assert batch.quarantine.height == refused
    told = batch.items if batch.items is not None else batch.observations
    assert told is not None
    assert told["row"].n_unique() == rows - aside - refused


def test_china_and_russia_in_2018_pledge_consultation_and_no_attack_but_no_defence() -> None:
    for one, other in (("CHN", "RUS"), ("RUS", "CHN")):
        pledges = {
            name: value(DYADS, f"atop_{name}", one, other, 2018)
            for name in ("nonaggression", "consultation", "defense", "offense", "neutrality")
        }
        assert pledges == {
            "nonaggression": 1, "consultation": 1, "defense": 0, "offense": 0, "neutrality": 0,
        }  # fmt: skip


def test_the_united_states_pledged_to_defend_japan_and_japan_not_the_united_states() -> None:
    assert value(DYADS, "atop_defense", "USA", "JPN", 1955) == 1
    assert value(DYADS, "atop_defense", "JPN", "USA", 1955) == 0


def test_the_file_of_pledges_is_complete_from_1815_to_2018() -> None:
    edition = find_source("atop").edition_of(Input(DATA / DYADS, "0" * 64, 1))
    span = edition.covers["atop_nonaggression"]
    assert (span.start, span.end) == (date(1815, 1, 1), date(2019, 1, 1))


def test_the_only_refused_pledges_are_of_states_that_were_none_in_that_year() -> None:
    refused = read(DYADS).quarantine
    assert refused is not None
    assert refused["datum"].to_list() == ["315", "315"]


def test_the_treaty_of_2001_has_china_and_russia_as_members_to_the_end_of_the_file() -> None:
    items, members = read(TREATIES).items, read(MEMBERS).observations
    assert items is not None
    assert members is not None
    treaty = items.filter(
        pl.col("period_start") == date(2001, 7, 16), pl.col("actors") == ["CHN", "RUS"]
    ).row(0, named=True)
    assert treaty["topics"] == ["nonaggression", "consultation"]
    spells = members.filter(pl.col("item") == treaty["item"])
    assert sorted(spells["subject"]) == ["CHN", "RUS"]
    assert set(spells["period_end"]) == {treaty["period_end"]} == {date(2017, 1, 1)}


def test_every_spell_of_membership_is_of_a_treaty_that_is_an_item() -> None:
    items, members = read(TREATIES).items, read(MEMBERS).observations
    assert items is not None
    assert members is not None
    assert set(members["item"]) == set(items["item"])


def test_each_flow_of_trade_has_its_direction_and_missing_ones_are_missing() -> None:
    raw = pl.read_parquet(DATA / TRADE).filter(
        pl.col("ccode1") == 365, pl.col("ccode2") == 710, pl.col("year") == 2013
    )
    assert value(TRADE, "cow_imports_musd", "RUS", "CHN", 2013) == raw["flow1"][0]
    assert value(TRADE, "cow_imports_musd", "CHN", "RUS", 2013) == raw["flow2"][0]
    found = read(TRADE).observations
    assert found is not None
    assert (found["status"] == "missing").sum() == found["value"].null_count()
    assert 0.03 < found["value"].null_count() / found.height < 0.04


def test_shared_organisations_are_one_row_a_pair_in_order() -> None:
    found = read(IGOS).observations
    assert found is not None
    assert (found["subject"] < found["object"]).all()
    assert observations(IGOS, "shared_igos", "CHN", "RUS")["period_start"].max() == date(2014, 1, 1)


def test_influence_is_missing_in_few_cells_of_states_that_existed() -> None:
    found = read(FBIC).observations
    assert found is not None
    assert set(found["subject"]) == {"CHN", "RUS"}
    before = pl.col("period_start") < date(1991, 1, 1)
    assert "ARM" not in set(found.filter(before)["object"])
    assert observations(FBIC, "fbic", "CHN", "RUS").height == 61
    assert found["value"].null_count() / found.height < 0.12

"""Comtrade, BACI and IMF exports, on small files of our own with the publishers' columns."""

from __future__ import annotations

import csv
from datetime import date
from importlib import resources
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput
from multipole.sources.gate.repeats import REPEATED
from multipole.sources.gate.source import Batch, Context, Input
from multipole.sources.ties.trade_baci import read_baci
from multipole.sources.ties.trade_codes import SELF, WHY
from multipole.sources.ties.trade_comtrade import COLUMNS, FORMER
from multipole.sources.ties.trade_flows import SOURCE

CONTEXT = Context(load_actors(), date(2026, 1, 1))
PLAIN = "period,reporterCode,flowCode,partnerCode,cmdCode,primaryValue"
IMF = "COUNTRY.ID,INDICATOR.ID,COUNTERPART_COUNTRY.ID,FREQUENCY.ID,SCALE"
PART = "part of a flow, by second partner, customs procedure or transport"


def written(path: Path, text: str, encoding: str = "utf-8") -> Input:
    path.write_bytes(text.encode(encoding))
    return Input(path, "0" * 64, len(text))


def read(file: Input) -> Batch:
    SOURCE.edition_of(file)
    (batch,) = SOURCE.read((file,), CONTEXT)
    return batch


def table(folder: Path, header: str, *rows: str) -> Batch:
    return read(written(folder / "t.csv", "\n".join((header, *rows)) + "\n"))


def frame(it: pl.DataFrame | None) -> pl.DataFrame:
    assert it is not None
    return it


def told(batch: Batch, *columns: str) -> list[tuple[object, ...]]:
    return frame(batch.observations).select(columns).rows()


def full(**cells: str) -> str:
    known = {"typeCode": "C", "freqCode": "A", "classificationCode": "H6", "customsCode": "C00",
             "motCode": "0", "mosCode": "0", "partner2Code": "0"}  # fmt: skip
    return ",".join({**known, **cells}.get(column, "") for column in COLUMNS)


def test_imports_and_exports_are_the_reporters_word(tmp_path: Path) -> None:
    rows = ("2021,156,M,643,TOTAL,79.5", "2021,643,X,156,TOTAL,68.1")
    found = told(table(tmp_path, PLAIN, *rows), "variable", "subject", "object", "item", "value")
    assert found == [
        ("trade_imports_usd", "CHN", "RUS", "", 79.5),
        ("trade_exports_usd", "RUS", "CHN", "", 68.1),
    ]


def test_a_commodity_is_the_item_and_keeps_its_leading_zero(tmp_path: Path) -> None:
    batch = table(tmp_path, PLAIN, "2021,156,M,643,2709,5", "2021,156,M,643,0101,5")
    assert told(batch, "item") == [("HS:2709",), ("HS:0101",)]


def test_months_are_variables_of_their_own(tmp_path: Path) -> None:
    batch = table(tmp_path, PLAIN, "202112,156,M,643,TOTAL,7", "2021,156,M,643,TOTAL,80")
    assert told(batch, "variable", "period_start", "period_end") == [
        ("trade_imports_usd", date(2021, 1, 1), date(2022, 1, 1)),
        ("trade_imports_monthly_usd", date(2021, 12, 1), date(2022, 1, 1)),
    ]


def test_the_sites_export_is_latin1_and_has_a_comma_more_in_its_rows(tmp_path: Path) -> None:
    row = full(period="2022", refYear="2022", reporterCode="384", reporterDesc="Côte d'Ivoire",
               flowCode="X", partnerCode="842", cmdCode="TOTAL", primaryValue="12")  # fmt: skip
    text = f"{','.join(COLUMNS)}\r\n{row},\r\n"
    batch = read(written(tmp_path / "c.csv", text, "latin-1"))
    assert told(batch, "subject", "object", "value", "row") == [("CIV", "USA", 12.0, 2)]
    assert frame(batch.quarantine).is_empty()


def test_the_former_export_is_read_under_its_own_names(tmp_path: Path) -> None:
    cells = {"Classification": "H4", "Year": "2015", "Period": "2015", "Trade Flow Code": "2",
             "Reporter Code": "643", "Partner Code": "156", "Commodity Code": "2709",
             "Trade Value (US$)": "17"}  # fmt: skip
    row = ",".join(cells.get(column, "") for column in FORMER)
    header = ",".join(f'"{column}"' for column in FORMER)
    found = told(table(tmp_path, header, row), "variable", "subject", "object", "item", "value")
    assert found == [("trade_exports_usd", "RUS", "CHN", "HS:2709", 17.0)]


def test_parts_of_flows_other_flows_and_services_are_counted(tmp_path: Path) -> None:
    same = {"period": "2022", "reporterCode": "156", "partnerCode": "643", "cmdCode": "TOTAL",
            "primaryValue": "1"}  # fmt: skip
    rows = (
        full(flowCode="M", **same),
        full(flowCode="M", motCode="1000", **same),
        full(flowCode="M", customsCode="C01", **same),
        full(flowCode="M", partner2Code="398", **same),
        full(flowCode="RX", **same),
        full(flowCode="M", **{**same, "typeCode": "S", "classificationCode": "EB"}),
    )
    batch = table(tmp_path, ",".join(COLUMNS), *rows)
    assert len(told(batch, "value")) == 1
    assert batch.set_aside[PART] == 3
    assert batch.set_aside["trade in services"] == 1
    assert sum(batch.set_aside.values()) == 5


@pytest.mark.parametrize(
    ("code", "kind"), [("0", "group"), ("899", "group"), ("344", "territory"), ("58", "union")]
)
def test_areas_that_are_no_actor_are_counted(tmp_path: Path, code: str, kind: str) -> None:
    batch = table(tmp_path, PLAIN, f"1997,156,M,{code},TOTAL,5")
    assert batch.set_aside == {WHY[kind]: 1}


@pytest.mark.parametrize(
    ("code", "year", "actor"),
    [("490", 2020, "TWN"), ("251", 2020, "FRA"), ("699", 2020, "IND"), ("757", 2020, "CHE"),
     ("579", 2020, "NOR"), ("842", 2020, "USA"), ("56", 2020, "BEL"), ("276", 2020, "DEU"),
     ("280", 1985, "DEU"), ("278", 1985, "DDR"), ("810", 1985, "RUS"), ("200", 1985, "CSK"),
     ("891", 1999, "YUG"), ("891", 2005, "SCG"), ("688", 2010, "SRB"), ("156.0", 2010, "CHN"),
     ("036", 2010, "AUS"), ("516", 2010, "NAM"), ("97", 2010, "EU")],
)  # fmt: skip
def test_comtrades_own_codes_are_known_by_date(
    tmp_path: Path, code: str, year: int, actor: str
) -> None:
    batch = table(tmp_path, PLAIN, f"{year},392,M,{code},TOTAL,5")
    assert told(batch, "object") == [(actor,)]


def test_letters_serve_where_there_are_no_numbers(tmp_path: Path) -> None:
    header = "refYear,reporterISO,flowCode,partnerISO,cmdCode,primaryValue"
    rows = ("2020,CHN,M,S19,TOTAL,1", "2020,CHN,M,W00,TOTAL,2", "2020,CHN,M,HKG,TOTAL,3",
            "2020,CHN,M,_X,TOTAL,3", "2020,CHN,M,QQQ,TOTAL,4")  # fmt: skip
    batch = table(tmp_path, header, *rows)
    assert told(batch, "subject", "object") == [("CHN", "TWN")]
    assert batch.set_aside == {WHY["group"]: 2, WHY["territory"]: 1}
    assert frame(batch.quarantine)["datum"].to_list() == ["QQQ"]


def test_what_is_not_known_is_refused_row_by_row(tmp_path: Path) -> None:
    rows = ("2020,156,Z,643,TOTAL,1", "2020,156,M,9999,TOTAL,1", "20201,156,M,643,TOTAL,1",
            "202013,156,M,643,TOTAL,1", "2020,156,M,643,TOTAL,-1", "2020,156,M,643,,1",
            "2020,156,M,643,TOTAL,")  # fmt: skip
    batch = table(tmp_path, PLAIN, *rows)
    refused = sorted(frame(batch.quarantine).select("row", "column").rows())
    assert refused == [
        (2, "flowCode"), (3, "partnerCode"), (4, "period"), (5, "period"),
        (6, "primaryValue"), (7, "cmdCode"),
    ]  # fmt: skip
    assert told(batch, "status", "value") == [("missing", None)]


def test_repeats_contradictions_and_a_state_with_itself(tmp_path: Path) -> None:
    rows = ("2020,156,M,643,TOTAL,1", "2020,156,M,643,TOTAL,1", "2020,156,M,156,TOTAL,9",
            "2020,156,M,392,TOTAL,1", "2020,156,M,392,TOTAL,2")  # fmt: skip
    batch = table(tmp_path, PLAIN, *rows)
    assert told(batch, "object") == [("RUS",)]
    assert batch.set_aside == {REPEATED: 1, SELF: 1}
    assert frame(batch.quarantine)["row"].to_list() == [5, 6]


def test_baci_names_the_exporter_first_and_counts_in_thousands(tmp_path: Path) -> None:
    text = "t,i,j,k,v,q\n2020,643,156,270900,1.5,3\n2020,643,490,10121,0.25,NA\n"
    file = written(tmp_path / "BACI_HS17_Y2020_V202401b.csv", text)
    assert SOURCE.edition_of(file).version == "HS17 202401b"
    found = told(read(file), "variable", "subject", "object", "item", "value", "row", "column")
    assert found == [
        ("trade_reconciled_usd", "RUS", "CHN", "HS:270900", 1500.0, 2, "v"),
        ("trade_reconciled_usd", "RUS", "TWN", "HS:010121", 250.0, 3, "v"),
    ]


def test_baci_in_chunks_loses_no_row_and_counts_lines_on(tmp_path: Path) -> None:
    lines = [f"2020,643,156,{n:06d},{n}.5,1\n" for n in range(1, 200)]
    file = written(tmp_path / "b.csv", "t,i,j,k,v,q\n" + "".join(lines) + "2020,643,156\n")
    batches = list(read_baci(file, ["t", "i", "j", "k", "v", "q"], CONTEXT, chunk_bytes=256))
    assert len(batches) > 5
    values = pl.concat([frame(b.observations) for b in batches])
    assert values["row"].to_list() == list(range(2, 201))
    assert sum(frame(b.quarantine).height for b in batches) == 1
    assert sum(b.rows for b in batches) == 200


def test_bacis_list_of_countries_is_not_a_table_of_trade(tmp_path: Path) -> None:
    file = written(tmp_path / "c.csv", "country_code,country_name,country_iso2,country_iso3\n")
    with pytest.raises(UnreadableInput, match="list of codes"):
        SOURCE.edition_of(file)


def test_the_imfs_long_export_is_scaled_to_dollars(tmp_path: Path) -> None:
    rows = ("CHN,XG_FOB_USD,RUS,A,Millions,2020,50.5", "CHN,MG_CIF_USD,RUS,M,Units,2020-M02,7",
            "CHN,XG_FOB_USD,RUS,Q,Millions,2020-Q1,9", "CHN,TBG_USD,RUS,A,Millions,2020,-3",
            "CHN,MG_FOB_USD,RUS,A,Millions,2020,3", "CHN,XG_FOB_USD,G001,A,Millions,2020,3",
            "KOS,XG_FOB_USD,WBG,A,6,2020,1", "CHN,XG_FOB_USD,RUS,A,Dozens,2020,1")  # fmt: skip
    batch = table(tmp_path, f"{IMF},TIME_PERIOD,OBS_VALUE", *rows)
    assert told(batch, "variable", "subject", "object", "value") == [
        ("trade_exports_usd", "CHN", "RUS", 50.5e6),
        ("trade_exports_usd", "XKX", "PSE", 1e6),
        ("trade_imports_monthly_usd", "CHN", "RUS", 7.0),
    ]
    assert sum(batch.set_aside.values()) == 4
    assert frame(batch.quarantine)["datum"].to_list() == ["Dozens"]


def test_the_imfs_wide_export_names_the_column_of_each_cell(tmp_path: Path) -> None:
    row = "RUS,XG_FOB_USD,CHN,A,Millions,1,,3,9"
    batch = table(tmp_path, f"{IMF},2019,2020,2020-M03,2020-Q1", row)
    assert told(batch, "variable", "period_start", "value", "column", "row") == [
        ("trade_exports_usd", date(2019, 1, 1), 1e6, "2019", 2),
        ("trade_exports_monthly_usd", date(2020, 3, 1), 3e6, "2020-M03", 2),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "a,b,c",
        f"{PLAIN},surprise",
        PLAIN.replace("partnerCode,", ""),
        PLAIN.replace("period,", ""),
        "COUNTRY.ID,INDICATOR.ID,COUNTERPART_COUNTRY.ID,TIME_PERIOD,OBS_VALUE",
        f"{IMF},TIME_PERIOD",
        "t,i,j,k,v",
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, header: str) -> None:
    with pytest.raises(UnreadableInput):
        SOURCE.edition_of(written(tmp_path / "x.csv", header + "\n"))


def test_the_table_of_areas_names_actors_or_says_why_not() -> None:
    folder = resources.files("multipole.sources.ties")
    text = folder.joinpath("data/m49.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    actors = {actor.id for actor in CONTEXT.actors}
    assert all(bool(row["actor"]) != bool(row["aside"]) for row in rows)
    assert {row["actor"] for row in rows if row["actor"]} <= actors
    assert {row["aside"] for row in rows if row["aside"]} <= set(WHY)
    codes = [row["code"] for row in rows]
    assert {c for c in codes if codes.count(c) > 1} == {"891"}

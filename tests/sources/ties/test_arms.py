"""Arms: deals and yearly volumes on small tables of our own that have SIPRI's traps."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.core.errors import BadValue, UnreadableInput
from multipole.sources.gate.source import Batch, Context, Input, Source
from multipole.sources.ties import arms_register, arms_tiv

CONTEXT = Context(load_actors(), date(2026, 1, 1))
HEADER = (
    "\ufeffRecipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,"
    "Weapon description,Number delivered, ,Year(s) of delivery,status,Comments,"
    "SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons\n"
)
DEAL = "India,Russia,2011,?,12,,Falcon-7,trainer,12,?,2014; 2016,New,a note,2.5,30,30"


def read(source: Source, path: Path, text: str) -> Batch:
    path.write_text(text, encoding="utf-8")
    file = Input(path, "0" * 64, len(text))
    source.edition_of(file)
    (batch,) = source.read((file,), CONTEXT)
    return batch


def frame(it: pl.DataFrame | None) -> pl.DataFrame:
    assert it is not None
    return it


def deals(tmp_path: Path, *rows: str, above: str = "") -> Batch:
    text = above + HEADER + "".join(f"{row}\n" for row in rows)
    return read(arms_register.SOURCE, tmp_path / "register.csv", text)


def volumes(tmp_path: Path, *rows: str) -> Batch:
    text = "supplier,recipient,year,value\n" + "".join(f"{row}\n" for row in rows)
    return read(arms_tiv.SOURCE, tmp_path / "tiv.csv", text)


def pairs(batch: Batch) -> list[tuple[str, str]]:
    return frame(batch.observations).select("subject", "object").rows()


def test_a_deal_goes_from_supplier_to_recipient_over_the_years_of_delivery(tmp_path: Path) -> None:
    batch = deals(tmp_path, DEAL)
    (seen,) = frame(batch.observations).to_dicts()
    assert (seen["subject"], seen["object"], seen["value"]) == ("RUS", "IND", 30)
    assert (seen["period_start"], seen["period_end"]) == (date(2014, 1, 1), date(2017, 1, 1))
    assert (seen["row"], seen["column"]) == (2, "SIPRI TIV of delivered weapons")
    assert seen["item"] == "RUS-IND-2011-falcon-7-1"


def test_the_nameless_columns_say_what_is_an_estimate(tmp_path: Path) -> None:
    (item,) = frame(deals(tmp_path, DEAL).items).to_dicts()
    facts = json.loads(item["facts"])
    assert facts["estimated"] == ["order year", "number delivered"]
    assert facts["delivery_years"] == [2014, 2016]
    assert item["title"] == "12 Falcon-7 (trainer)"
    assert item["actors"] == ["RUS", "IND"]


def test_a_deal_without_deliveries_stands_in_its_year_of_order(tmp_path: Path) -> None:
    batch = deals(tmp_path, "India,Russia,2020,,,,Falcon-7,trainer,0,,,New,,2.5,30,0")
    (seen,) = frame(batch.observations).to_dicts()
    assert (seen["period_start"], seen["period_end"]) == (date(2020, 1, 1), date(2021, 1, 1))
    assert (seen["value"], seen["status"]) == (0, "observed")
    assert json.loads(frame(batch.items)["facts"][0])["ordered"] is None


def test_both_halves_of_a_broken_record_are_refused(tmp_path: Path) -> None:
    batch = deals(
        tmp_path, DEAL, "India,Russia,2011,,4,,engine,engine,0,,,New,long note,,,",
        ",0.5,2,0,,,,,,,,,,,,", DEAL,
    )  # fmt: skip
    refused = frame(batch.quarantine).sort("row")
    assert refused["row"].to_list() == [3, 4]
    assert refused["datum"].to_list() == ["", "0.5"]
    assert all("half of a broken record" in reason for reason in refused["reason"])
    assert frame(batch.observations)["row"].to_list() == [2, 5]


def test_two_deals_alike_are_two_deals(tmp_path: Path) -> None:
    found = frame(deals(tmp_path, DEAL, DEAL).observations)
    assert found["item"].to_list() == ["RUS-IND-2011-falcon-7-1", "RUS-IND-2011-falcon-7-2"]


def test_the_soviet_union_and_russia_are_one_state_and_the_congos_two(tmp_path: Path) -> None:
    deal = "{},{},1980,,1,,Falcon-7,trainer,1,,1981,New,,1,1,1"
    ends = [
        ("Congo", "Soviet Union"), ("DR Congo", "Russia"), ("East Germany (GDR)", "Soviet Union"),
        ("Serbia", "Viet Nam"), ("United Nations**", "Turkiye"), ("Hezbollah (Lebanon)*", "Iran"),
    ]  # fmt: skip
    batch = deals(tmp_path, *(deal.format(*end) for end in ends))
    assert pairs(batch) == [
        ("RUS", "COG"), ("RUS", "COD"), ("RUS", "DDR"), ("VNM", "YUG"), ("TUR", "UN"),
        ("IRN", "NGO:HEZBOLLAH"),
    ]  # fmt: skip


def test_unknown_ends_and_armed_groups_are_counted_not_lost(tmp_path: Path) -> None:
    deal = "{},{},1980,,1,,Falcon-7,trainer,1,,1981,New,,1,1,1"
    batch = deals(
        tmp_path, deal.format("India", "unknown supplier(s)"), deal.format("Contras*", "India"),
        deal.format("Biafra", "India"), deal.format("Indai", "Russia"),
    )  # fmt: skip
    assert sorted(batch.set_aside.values()) == [1, 1, 1]
    (refused,) = frame(batch.quarantine).to_dicts()
    assert (refused["row"], refused["datum"]) == (5, "Indai")


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("2014; 2016", "2014, 2016", "row"), ("2014; 2016", "2014 2016", "Year(s) of delivery"),
        ("2014; 2016", "", "Year(s) of delivery"), ("New", "Used", "status"),
        ("2011,?", "2011,!", "_4"), (",30,30", ",30,much", "SIPRI TIV of delivered weapons"),
        (",12,?", ",-12,?", "Number delivered"),
    ],
)  # fmt: skip
def test_what_the_register_cannot_hold_is_refused(
    tmp_path: Path, old: str, new: str, column: str
) -> None:
    (refused,) = frame(deals(tmp_path, DEAL.replace(old, new)).quarantine).to_dicts()
    assert refused["column"] == ("" if column == "row" else column)


def test_lines_of_explanation_above_the_header_are_passed_over(tmp_path: Path) -> None:
    text = "Transfers of major weapons\n\nSource: made for this test\n"
    path = tmp_path / "register.csv"
    batch = read(arms_register.SOURCE, path, text + HEADER.removeprefix("\ufeff") + DEAL + "\n")
    assert frame(batch.observations)["row"].to_list() == [5]


def test_another_file_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no column 'Recipient'"):
        read(arms_register.SOURCE, tmp_path / "x.csv", "supplier,recipient,year,value\n")
    with pytest.raises(UnreadableInput, match="'surprise' is not known"):
        read(arms_tiv.SOURCE, tmp_path / "y.csv", "supplier,recipient,year,value,surprise\n")


def test_a_volume_is_of_a_year_and_its_zero_is_observed(tmp_path: Path) -> None:
    found = frame(volumes(tmp_path, "Russia,China,2015,755", "France,Chile,2015,0").observations)
    assert found.select("subject", "object", "value", "status").rows() == [
        ("RUS", "CHN", 755, "observed"), ("FRA", "CHL", 0, "observed"),
    ]  # fmt: skip


def test_two_names_of_one_state_in_one_year_are_kept_apart(tmp_path: Path) -> None:
    found = frame(
        volumes(
            tmp_path, "Soviet Union,India,1991,40", "Russia,India,1991,2", "Russia,India,1992,5"
        ).observations
    )
    assert found.select("item", "value").rows() == [
        ("Soviet Union to India", 40), ("Russia to India", 2), ("", 5)
    ]  # fmt: skip


def test_a_repeated_volume_is_counted_once_and_a_contradiction_refused(tmp_path: Path) -> None:
    batch = volumes(
        tmp_path, "Russia,India,1995,5", "Russia,India,1995,5", "Russia,India,1996,5",
        "Russia,India,1996,6",
    )  # fmt: skip
    assert frame(batch.observations)["row"].to_list() == [2]
    assert batch.set_aside == {"repeated row": 1}
    assert frame(batch.quarantine)["row"].to_list() == [4, 5]


MATRIX = """\
"TIV of arms {} {}, 1990-1992"
Generated: 4 March 2013

Figures are in millions.

,1990,1991,1992,Total
"""


def matrix(tmp_path: Path, name: str, *rows: str, way: tuple[str, str]) -> Path:
    path = tmp_path / name
    path.write_text(MATRIX.format(*way) + "".join(f"{row}\n" for row in rows))
    return path


def test_a_table_of_a_supplier_is_read_by_cell(tmp_path: Path) -> None:
    path = matrix(
        tmp_path, "r.csv", "China,,0,12.5,12.5", "Serbia,1,,,1", "Total,1,0,12.5,13.5",
        way=("exports from", "Russia"),
    )  # fmt: skip
    file = Input(path, "0" * 64, 0)
    assert arms_tiv.SOURCE.edition_of(file).released == date(2013, 3, 4)
    (batch,) = arms_tiv.SOURCE.read((file,), CONTEXT)
    found = frame(batch.observations)
    assert found.select("subject", "object", "value", "row", "column").rows() == [
        ("RUS", "CHN", 0, 7, "1991"), ("RUS", "CHN", 12.5, 7, "1992"), ("RUS", "YUG", 1, 8, "1990")
    ]  # fmt: skip
    assert (batch.rows, batch.set_aside) == (3, {"row of totals": 1})


def test_a_table_of_a_recipient_has_the_suppliers_in_its_rows(tmp_path: Path) -> None:
    path = matrix(tmp_path, "c.csv", "Soviet Union,5,,,5", "Rusia,,,7,7",
                  way=("imports to", "China"))  # fmt: skip
    (batch,) = arms_tiv.SOURCE.read((Input(path, "0" * 64, 0),), CONTEXT)
    assert pairs(batch) == [("RUS", "CHN")]
    assert frame(batch.quarantine)["datum"].to_list() == ["Rusia"]


def test_exports_and_imports_are_not_counted_together(tmp_path: Path) -> None:
    paths = [
        matrix(tmp_path, "r.csv", "China,1,,,1", way=("exports from", "Russia")),
        matrix(tmp_path, "c.csv", "Russia,1,,,1", way=("imports to", "China")),
    ]
    files = tuple(Input(path, "0" * 64, 0, n) for n, path in enumerate(paths))
    with pytest.raises(BadValue, match="every pair twice"):
        list(arms_tiv.SOURCE.read(files, CONTEXT))


def test_a_table_of_totals_has_no_pairs(tmp_path: Path) -> None:
    path = matrix(tmp_path, "all.csv", "Russia,1,,,1", way=("exports from", "all"))
    with pytest.raises(UnreadableInput, match="totals, not pairs"):
        arms_tiv.SOURCE.edition_of(Input(path, "0" * 64, 0))

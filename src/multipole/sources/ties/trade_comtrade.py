"""UN Comtrade's CSV exports: of the present site and API, and of the site closed in 2023."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Final

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.frames import bytes_of, is_text, named, read_csv
from multipole.sources.gate.source import Batch, Context, Input
from multipole.sources.ties.trade_codes import resolve_letters, resolve_numbers
from multipole.sources.ties.trade_kinds import periods, refuse_nameless, reported

#: Columns of the present export.
COLUMNS: Final = tuple(
    "typeCode freqCode refPeriodId refYear refMonth period reporterCode reporterISO reporterDesc "
    "flowCode flowDesc partnerCode partnerISO partnerDesc partner2Code partner2ISO partner2Desc "
    "classificationCode classificationSearchCode isOriginalClassification cmdCode cmdDesc "
    "aggrLevel isLeaf customsCode customsDesc mosCode motCode motDesc qtyUnitCode qtyUnitAbbr qty "
    "isQtyEstimated altQtyUnitCode altQtyUnitAbbr altQty isAltQtyEstimated netWgt "
    "isNetWgtEstimated grossWgt isGrossWgtEstimated cifvalue fobvalue primaryValue "
    "legacyEstimationFlag isReported isAggregate".split()
)
#: Columns of the former export, and what the present one calls them ("" for nothing).
FORMER: Final = {
    "Classification": "classificationCode", "Year": "refYear", "Period": "period",
    "Period Desc.": "", "Aggregate Level": "aggrLevel", "Is Leaf Code": "isLeaf",
    "Trade Flow Code": "flowCode", "Trade Flow": "flowDesc", "Reporter Code": "reporterCode",
    "Reporter": "reporterDesc", "Reporter ISO": "reporterISO", "Partner Code": "partnerCode",
    "Partner": "partnerDesc", "Partner ISO": "partnerISO", "2nd Partner Code": "partner2Code",
    "2nd Partner": "partner2Desc", "2nd Partner ISO": "partner2ISO",
    "Customs Proc. Code": "customsCode", "Customs": "customsDesc",
    "Mode of Transport Code": "motCode", "Mode of Transport": "motDesc",
    "Commodity Code": "cmdCode", "Commodity": "cmdDesc", "Qty Unit Code": "qtyUnitCode",
    "Qty Unit": "qtyUnitAbbr", "Qty": "qty", "Alt Qty Unit Code": "altQtyUnitCode",
    "Alt Qty Unit": "altQtyUnitAbbr", "Alt Qty": "altQty", "Netweight (kg)": "netWgt",
    "Gross weight (kg)": "grossWgt", "Trade Value (US$)": "primaryValue",
    "CIF Trade Value (US$)": "cifvalue", "FOB Trade Value (US$)": "fobvalue", "Flag": "",
}  # fmt: skip

_NEEDS: Final = ("flowCode", "cmdCode", "primaryValue")
_FLOWS: Final = {"M": "M", "X": "X", "1": "M", "2": "X"}
_OTHER_FLOWS: Final = ("RM", "RX", "DX", "FM", "MIP", "MOP", "XIP", "XOP", "3", "4")
#: What stands for the whole in columns that divide a flow.
_WHOLE: Final = {
    "partner2Code": ("", "0"),
    "customsCode": ("", "C00"),
    "motCode": ("", "0"),
    "mosCode": ("", "0"),
}
_CONTAINED: Final = "re-exports, re-imports and processing, which imports and exports contain"
_PART: Final = "part of a flow, by second partner, customs procedure or transport"
_LISTS: Final = {"H": "HS", "S": "SITC", "B": "BEC"}


def is_comtrade(found: Sequence[str]) -> bool:
    """Whether columns are those of either export."""
    return "primaryValue" in found or "Trade Value (US$)" in found


def check_comtrade(file: Input, found: Sequence[str]) -> None:
    """Raise `UnreadableInput` for unknown columns, or without reporter, partner, flow or value."""
    names = [FORMER.get(c, c) or c for c in found if not c.startswith("_")]
    check_columns(file, names, needs=_NEEDS, knows=(*COLUMNS, *FORMER))
    for ends in (("reporterCode", "reporterISO"), ("partnerCode", "partnerISO"),
                 ("period", "refYear")):  # fmt: skip
        if not set(ends) & set(names):
            raise UnreadableInput(
                f"the file has no column {' or '.join(map(repr, ends))}", where=str(file.path),
                remedy="Download it with all columns.",
            )  # fmt: skip


def read_comtrade(file: Input, context: Context) -> Batch:
    """Imports and exports of each row, as its reporter has them."""
    frame, odd = _table(file)
    renamed = {c: new for c, new in FORMER.items() if c in frame.columns and new}
    gate = Gate(file, frame.rename(renamed), odd)
    refuse_nameless(gate)
    _whole_flows(gate)
    periods(gate, "period" if "period" in gate.frame.columns else "refYear")
    gate.one_of("flowCode", _FLOWS, to="flow", remedy="Known are M and X (1 and 2).")
    _commodities(gate)
    gate.number("primaryValue", low=0)
    for column, to in (("reporter", "subject"), ("partner", "object")):
        if f"{column}Code" in gate.frame.columns:
            resolve_numbers(gate, f"{column}Code", to=to)
        else:
            resolve_letters(gate, f"{column}ISO", to=to, actors=context.actors)
    return gate.batch(observations=reported(gate, "primaryValue"))


def _table(file: Input) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows; the site's files are Latin-1 and end each row, but not the header, in a comma."""
    data = bytes_of(file)
    encoding = "utf-8" if is_text(data) else "latin-1"
    first, second = (*data[:65536].decode("latin-1").splitlines()[:2], "")[:2]
    header, cells = (next(csv.reader([line]), []) for line in (first, second))
    if len(cells) != len(header) + 1 or cells[-1]:
        return read_csv(file, encoding=encoding)
    return read_csv(file, encoding=encoding, skip=1, names=named([*header, ""]))


def _whole_flows(gate: Gate) -> None:
    """Set aside what is no trade in goods, and rows that are parts of other rows."""
    columns = gate.frame.columns
    if "typeCode" in columns:
        gate.set_aside(gate.frame["typeCode"] == "S", "trade in services")
    gate.set_aside(gate.frame["flowCode"].is_in(_OTHER_FLOWS), _CONTAINED)
    for column, whole in _WHOLE.items():
        if column in columns:
            gate.set_aside(~gate.frame[column].str.strip_chars().is_in(whole), _PART)


def _commodities(gate: Gate) -> None:
    """``item``: "" for all goods, else the classification and code: ``HS:2709``."""
    if "classificationCode" not in gate.frame.columns:
        gate.frame = gate.frame.with_columns(pl.lit("HS").alias("classificationCode"))
    family = gate.frame["classificationCode"].str.slice(0, 1)
    gate.refuse(~family.is_in(list(_LISTS)), "classificationCode",
                "'{}' is no classification of goods", "Known are HS, SITC and BEC.")  # fmt: skip
    code = pl.col("cmdCode").str.strip_chars()
    name = pl.col("classificationCode").str.slice(0, 1).replace_strict(_LISTS)
    gate.refuse(gate.frame.select(code == "").to_series(), "cmdCode", "cmdCode is missing",
                "Give the commodity, or TOTAL.")  # fmt: skip
    item = pl.when(code == "TOTAL").then(pl.lit("")).otherwise(pl.format("{}:{}", name, code))
    gate.frame = gate.frame.with_columns(item.alias("item"))

"""Exports of the IMF's trade in goods by partner (IMTS, before 2025 DOTS), long or wide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.core.periods import Period
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.frames import OBSERVATIONS, read_csv, shaped
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Input
from multipole.sources.ties.trade_codes import SELF, resolve_letters
from multipole.sources.ties.trade_kinds import periods, refuse_nameless, reported

_DIMENSIONS: Final = ("COUNTRY", "INDICATOR", "COUNTERPART_COUNTRY", "FREQUENCY", "SCALE", "UNIT")
_KNOWN: Final = (
    *(f"{name}{end}" for name in _DIMENSIONS for end in ("", ".ID", ".NAME")),
    "DATASET", "SERIES_CODE", "OBS_MEASURE", "DATAFLOW", "STRUCTURE", "STRUCTURE_ID",
    "STRUCTURE_NAME", "ACTION", "SERIES_NAME", "DECIMALS_DISPLAYED", "PUBLICATION_DATE",
    "UPDATE_DATE", "DERIVATION_TYPE", "DERIVATION_TYPE.ID", "STATUS", "STATUS.ID", "COMMENT_OBS",
)  # fmt: skip
_LONG: Final = ("TIME_PERIOD", "OBS_VALUE")
_PERIOD: Final = re.compile(r"[0-9]{4}(-M?[0-9]{2}|-?Q[0-9])?")
_FLOWS: Final = {"XG_FOB_USD": "X", "MG_CIF_USD": "M", "TXG_FOB_USD": "X", "TMG_CIF_USD": "M"}
_ASIDE: Final = {
    "MG_FOB_USD": "imports valued FOB, beside those valued CIF",
    "TMG_FOB_USD": "imports valued FOB, beside those valued CIF",
    "TBG_USD": "a balance of exports and imports",
}
_SCALES: Final = {
    "Units": 1.0, "Thousands": 1e3, "Millions": 1e6, "Billions": 1e9,
    "0": 1.0, "3": 1e3, "6": 1e6, "9": 1e9,
}  # fmt: skip
_LENGTH_OF_YEAR: Final = 4
_NO_FIGURE: Final = "a series without a figure for a year or month"
#: The IMF's own codes of Kosovo and Palestine.
_OWN: Final = {"KOS": "XKX", "WBG": "PSE"}


def is_imf(found: Sequence[str]) -> bool:
    """Whether columns name a country and a counterpart country."""
    return _column(found, "COUNTERPART_COUNTRY") != "" and _column(found, "INDICATOR") != ""


def _column(found: Sequence[str], name: str) -> str:
    """The column that holds the code of a dimension: ``NAME.ID``, or ``NAME`` in API exports."""
    return next((c for c in (f"{name}.ID", name) if c in found), "")


def check_imf(file: Input, found: Sequence[str]) -> None:
    """Raise `UnreadableInput` for unknown columns, or where the scale of values is not given."""
    dated = [c for c in found if _PERIOD.fullmatch(c)]
    long = _LONG if not dated else ()
    named = [c for c in found if not c.startswith("_")]
    check_columns(file, named, needs=long, knows=(*_KNOWN, *_LONG, *dated))
    for name in ("COUNTRY", "SCALE"):
        if not _column(found, name):
            raise UnreadableInput(
                f"the file has no column {name!r}", where=str(file.path),
                remedy="Export it with codes (ID) and scale.",
            )  # fmt: skip


def read_imf(file: Input, context: Context) -> Batch:
    """Imports (CIF) and exports (FOB) of each series and period, in dollars."""
    frame, odd = read_csv(file)
    column = {name: _column(frame.columns, name) for name in _DIMENSIONS}
    dated = [c for c in frame.columns if _PERIOD.fullmatch(c)]
    gate = Gate(file, frame, odd)
    refuse_nameless(gate)
    for code, reason in _ASIDE.items():
        gate.set_aside(gate.frame[column["INDICATOR"]] == code, reason)
    gate.one_of(column["INDICATOR"], _FLOWS, to="flow")
    gate.one_of(column["SCALE"], _SCALES, to="scale")
    _date(gate, dated)
    for name, to in (("COUNTRY", "subject"), ("COUNTERPART_COUNTRY", "object")):
        resolve_letters(gate, column[name], to=to, actors=context.actors, own=_OWN)
    if dated:
        _lengthen(gate, dated)
    gate.number("OBS_VALUE", low=0)
    gate.frame = gate.frame.with_columns(
        pl.col("OBS_VALUE") * pl.col("scale"), pl.lit("").alias("item")
    )
    values = reported(gate, "OBS_VALUE")
    return gate.batch(observations=_by_cell(values, frame.columns))


def _by_cell(values: pl.DataFrame, found: Sequence[str]) -> pl.DataFrame:
    """Of a wide table, the column that each value stands in."""
    dated = {c: Period.parse(c.replace("M", "")) for c in found
             if _PERIOD.fullmatch(c) and "Q" not in c}  # fmt: skip
    if not dated:
        return values
    rows = [(p.start, p.end, c) for c, p in dated.items()]
    schema = {"period_start": pl.Date, "period_end": pl.Date, "_column": pl.String}
    cells = pl.DataFrame(rows, schema=schema, orient="row")
    told = values.join(cells, on=["period_start", "period_end"], maintain_order="left")
    return shaped(told.with_columns(pl.col("_column").alias("column")), OBSERVATIONS)


def _date(gate: Gate, dated: Sequence[str]) -> None:
    """The period of each row: of a wide table all the time that its columns name."""
    if not dated:
        periods(gate, "TIME_PERIOD")
        return
    years = [int(c[:4]) for c in dated]
    span = Period(Period.year(min(years)).start, Period.year(max(years)).end)
    gate.frame = gate.frame.with_columns(
        pl.lit(span.start).alias("period_start"), pl.lit(span.end).alias("period_end")
    )


def _lengthen(gate: Gate, dated: Sequence[str]) -> None:
    """One row a series and period. A wide table's empty cells are no observations of anything."""
    gate.set_aside(gate.frame["subject"] == gate.frame["object"], SELF)
    told = [c for c in dated if "Q" not in c]
    gate.set_aside(~_filled(gate.frame, told), _NO_FIGURE)
    monthly = _filled(gate.frame, [c for c in told if len(c) > _LENGTH_OF_YEAR]).alias("monthly")
    gate.frame = gate.frame.with_columns(monthly)
    settle_repeats(gate, keys=("subject", "object", "flow", "monthly"), values=(*told, "scale"))
    rest = [c for c in gate.frame.columns if c not in dated]
    long = gate.frame.unpivot(told, index=rest, variable_name="TIME_PERIOD", value_name="OBS_VALUE")
    gate.frame = long.filter(pl.col("OBS_VALUE").str.strip_chars() != "")
    periods(gate, "TIME_PERIOD")


def _filled(frame: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """In which rows one of ``columns`` is not empty."""
    cells = [pl.col(c).str.strip_chars() != "" for c in columns]
    return frame.select(pl.any_horizontal(pl.col("row").is_null(), *cells)).to_series()

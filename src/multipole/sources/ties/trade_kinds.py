"""The variables of reported trade, and rows of one reporter's flow made into observations."""

from __future__ import annotations

from typing import Final

import polars as pl

from multipole.sources.gate.check import FIRST_YEAR, LAST_YEAR, Gate
from multipole.sources.gate.frames import OBSERVATIONS
from multipole.sources.gate.observe import observed
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Step, Variable
from multipole.sources.ties.trade_codes import SELF


def _trade(name: str, label: str, step: Step = "year") -> Variable:
    return Variable(name, label, "USD", "trade", step=step, low=0)


_IMPORTS: Final = "imports from the other as the first reports them (mostly CIF), current prices"
_EXPORTS: Final = "exports to the other as the first reports them (FOB), current prices"

#: Flow and step -> variable.
REPORTED: Final = {
    ("M", "year"): _trade("trade_imports_usd", _IMPORTS),
    ("X", "year"): _trade("trade_exports_usd", _EXPORTS),
    ("M", "month"): _trade("trade_imports_monthly_usd", _IMPORTS, "month"),
    ("X", "month"): _trade("trade_exports_monthly_usd", _EXPORTS, "month"),
}
RECONCILED: Final = _trade(
    "trade_reconciled_usd", "exports of a product to the other, both reports reconciled, FOB"
)


def periods(gate: Gate, column: str) -> None:
    """``2023``, ``202301``, ``2023-01`` or ``2023-M01`` to a period, and its ``step``.

    Quarters are set aside: months and years say the same.
    """
    text = pl.col(column).cast(pl.String).str.strip_chars().str.replace(r"\.0$", "")
    form = r"^([0-9]{4})(?:-?M?([0-9]{2}))?$"
    gate.set_aside(gate.frame.select(text.str.contains(r"^[0-9]{4}-?Q[1-4]$").fill_null(value=False))
                   .to_series(), "a quarter: months and years say the same")  # fmt: skip
    year = text.str.extract(form, 1).cast(pl.Int32)
    month = text.str.extract(form, 2).cast(pl.Int32)
    bad = ~year.is_between(FIRST_YEAR, LAST_YEAR).fill_null(value=False) | ~month.fill_null(
        1
    ).is_between(1, 12)
    gate.refuse(gate.frame.select(bad).to_series(), column, "'{}' is not a year or month",
                "Write 2023 or 202301.")  # fmt: skip
    start = pl.date(year, month.fill_null(1), 1)
    yearly = month.is_null()
    gate.frame = gate.frame.with_columns(
        start.alias("period_start"),
        pl.when(yearly).then(start.dt.offset_by("1y")).otherwise(start.dt.offset_by("1mo"))
        .alias("period_end"),
        pl.when(yearly).then(pl.lit("year")).otherwise(pl.lit("month")).alias("step"),
    )  # fmt: skip


def refuse_nameless(gate: Gate) -> None:
    """Refuse rows with text in a column without a name; an empty one at the end is usual."""
    for column in gate.frame.columns:
        if column.startswith("_"):
            full = gate.frame[column].str.strip_chars() != ""
            gate.refuse(full, column, "'{}' stands in a column without a name",
                        "Get the file again.")  # fmt: skip


def reported(gate: Gate, column: str) -> pl.DataFrame:
    """Observations of the number in ``column``, by ``flow`` (M or X) and ``step``."""
    gate.set_aside(gate.frame["subject"] == gate.frame["object"], SELF)
    keys = ("subject", "object", "flow", "item", "period_start", "period_end")
    settle_repeats(gate, keys=keys, values=(column,))
    kinds = gate.frame.partition_by("flow", "step", as_dict=True)
    parts = [observed(kinds[kind], column, v) for kind, v in REPORTED.items() if kind in kinds]
    return pl.concat(parts or [pl.DataFrame(schema=OBSERVATIONS)])

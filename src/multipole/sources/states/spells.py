"""Tables of spells: a state, the first and the last day, both in three columns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import polars as pl

from multipole.core.periods import Period
from multipole.sources.gate.check import Gate
from multipole.sources.gate.frames import read_csv
from multipole.sources.gate.observe import observed
from multipole.sources.gate.source import Batch, Context, Edition, Input, Variable
from multipole.sources.gate.successions import resolve_spans

DAYS: Final = ("styear", "stmonth", "stday", "endyear", "endmonth", "endday")
#: The first day of the state system of the Correlates of War project.
BEGIN: Final = date(1816, 1, 1)


def spell_edition(file: Input, name: str, variable: Variable) -> Edition:
    """The version, and the time covered: to the last day that the file names."""
    gate = Gate(file, *read_csv(file))
    _day(gate, "end", to="last")
    last = gate.frame["last"].max()
    version = gate.frame["version"].drop_nulls().unique().to_list()
    said = str(version[0]).removesuffix(".0") if len(version) == 1 else ""
    covers = (
        {variable.name: Period(BEGIN, last + timedelta(days=1))} if isinstance(last, date) else {}
    )
    return Edition(name, version=said, covers=covers)


def read_spells(file: Input, context: Context, variable: Variable) -> Batch:
    """The value 1 for each state and spell, to the day after its last."""
    gate = Gate(file, *read_csv(file))
    _day(gate, "st", to="period_start")
    _day(gate, "end", to="last")
    gate.frame = gate.frame.with_columns(
        pl.col("last").dt.offset_by("1d").alias("period_end"), pl.lit(1.0).alias("value")
    )
    backward = gate.frame["period_end"] <= gate.frame["period_start"]
    gate.refuse(backward, "endyear", "'{}' is before the first day", "Check the dates.")
    _refuse_overlaps(gate)
    resolve_spans(gate, {"ccode": "subject"}, system="cow", actors=context.actors)
    rows = observed(gate.frame, "value", variable)
    return gate.batch(observations=rows.with_columns(pl.lit("ccode").alias("column")))


def _day(gate: Gate, prefix: str, *, to: str) -> None:
    parts = [f"{prefix}{part}" for part in ("year", "month", "day")]
    for part in parts:
        gate.number(part, needed=True, whole=True)
    text = pl.concat_str(
        [pl.col(p).cast(pl.Int64).cast(pl.String).str.zfill(n) for p, n in zip(
            parts, (4, 2, 2), strict=True)], separator="-")  # fmt: skip
    gate.frame = gate.frame.with_columns(text.alias(to))
    gate.day(to)


def _refuse_overlaps(gate: Gate) -> None:
    """Spells of one code that share days contradict each other: the later one is refused."""
    spans = gate.frame.sort("period_start", "period_end", "row")
    reached = pl.col("period_end").cum_max().shift(1).over("ccode")
    twice = spans.filter((pl.col("period_start") < reached).fill_null(value=False))
    again = gate.frame["row"].is_in(twice["row"].implode())
    gate.refuse(again, "ccode", "'{}' has another row for some of these days",
                "Keep the row that is right.")  # fmt: skip

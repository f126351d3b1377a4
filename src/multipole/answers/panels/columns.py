"""One variable of a panel: its observations rolled up to the panel's periods, with statuses.

A number stands only where the source gives one. ``observed`` and ``imputed`` are the source's own;
``missing``: the source covers the pair and the period and has no value; ``not_covered``: it does
not. A zero stands where the source says zero, in a cell or by a list that its codebook calls
complete.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from multipole.answers.panels.universe import By, Frame
from multipole.sources.gate.source import SYSTEM, Variable

_KEY: Final = ("subject", "object", "index")
_DAYS: Final = {"year": 366, "month": 31}
_MONTHS: Final = 12
_STOCKS: Final = ("mean", "last", "max")


@dataclass(frozen=True, slots=True)
class Spread:
    """Who and when a variable is about: its ends as the store holds them, and its stretches."""

    subjects: frozenset[str]
    objects: frozenset[str]
    stretches: tuple[tuple[date, date], ...]


def joined(stretches: Sequence[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    """Stretches of days in order, those that touch as one.

    >>> joined([(date(2020, 1, 1), date(2021, 1, 1)), (date(2019, 1, 1), date(2020, 1, 1))])
    ((datetime.date(2019, 1, 1), datetime.date(2021, 1, 1)),)
    """
    found: list[tuple[date, date]] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def rolled(observations: pl.DataFrame, variable: Variable, by: By) -> pl.DataFrame:
    """Observations by subject, object and index of the panel's period: value, status, cells.

    Of a sum with a total (item ``""``) beside its parts, the total counts and not the parts. A
    year of fewer than twelve months is missing, not a smaller sum.

    One no longer than the panel's periods counts for the period in which it begins. A longer one
    counts for all that it touches when it is a level (roll mean, last, max), and for none when it
    is a sum, which nobody can divide.
    """
    timed = _indexed(observations, variable, by)
    if variable.roll == "sum":
        whole = (pl.col("item") == "").any().over(_KEY)
        timed = timed.filter((pl.col("item") == "") | ~whole)
    value = {
        "sum": pl.col("value").sum(),
        "mean": pl.col("value").mean(),
        "max": pl.col("value").max(),
        "last": pl.col("value").drop_nulls().last(),
    }[variable.roll]
    absent = pl.col("value").is_null()
    none = absent.any() if variable.roll == "sum" else absent.all()
    if variable.roll == "sum" and variable.step == "month" and by == "year":
        none |= pl.col("period_start").n_unique() < _MONTHS
    status = (
        pl.when(none)
        .then(pl.lit("missing"))
        .when((pl.col("status") == "imputed").any())
        .then(pl.lit("imputed"))
        .otherwise(pl.lit("observed"))
    )
    return (
        timed.sort("period_start")
        .group_by(_KEY, maintain_order=True)
        .agg(pl.when(none).then(None).otherwise(value).alias("value"), status.alias("status"),
             pl.col("cell").alias("cells"))
    )  # fmt: skip


def _indexed(observations: pl.DataFrame, variable: Variable, by: By) -> pl.DataFrame:
    last_day = pl.col("period_end").dt.offset_by("-1d")
    days = (pl.col("period_end") - pl.col("period_start")).dt.total_days()
    timed = observations.with_columns(
        index_of(pl.col("period_start"), by).alias("first"),
        index_of(last_day, by).alias("last"),
        (days > _DAYS[by]).alias("long"),
    )
    if variable.roll not in _STOCKS:
        timed = timed.filter(~pl.col("long"))
    last = pl.when("long").then("last").otherwise("first")
    return timed.with_columns(pl.int_ranges("first", last + 1).alias("index")).explode("index")


def index_of(day: pl.Expr, by: By) -> pl.Expr:
    """Which period of a panel a day is in, as `Frame` counts them."""
    year = day.dt.year().cast(pl.Int64)
    return year if by == "year" else 12 * year + day.dt.month().cast(pl.Int64) - 1


def attach(
    rows: pl.DataFrame,
    frame: Frame,
    variable: Variable,
    values: pl.DataFrame,
    spread: Spread,
    *,
    cells: bool,
) -> pl.DataFrame:
    """The panel with the columns of one variable and their statuses."""
    for column, subject, other in columns_of(variable, frame):
        rows = _one_column(rows, column, (subject, other), variable, values, spread, cells=cells)
    return rows


def columns_of(variable: Variable, frame: Frame) -> list[tuple[str, str, str]]:
    """The columns that a variable becomes: (name, column of its subject, column of its object).

    In a directed panel a directed variable is sender -> receiver; in an undirected one it has two
    columns, ``_ab`` and ``_ba``. A variable of one actor has a column for each end.
    """
    left, right = frame.ends
    name = variable.name
    if variable.ends == 1:
        return [(f"{name}_{left}", left, ""), (f"{name}_{right}", right, "")]
    if frame.directed or not variable.directed:
        return [(name, left, right)]
    return [(f"{name}_{left}{right}", left, right), (f"{name}_{right}{left}", right, left)]


def _one_column(
    rows: pl.DataFrame,
    column: str,
    ends: tuple[str, str],
    variable: Variable,
    values: pl.DataFrame,
    spread: Spread,
    *,
    cells: bool,
) -> pl.DataFrame:
    subject, other = _ends(ends, variable)
    keyed = rows.with_columns(subject.alias("subject"), other.alias("object"))
    found = keyed.join(values, on=_KEY, how="left", maintain_order="left")
    told, covered = pl.col("status").is_not_null(), _covered(variable, spread)
    counted = told & covered if variable.roll == "sum" else told
    zero = covered & pl.lit(variable.zero)
    value = pl.when(counted).then("value").when(zero).then(pl.lit(0.0))
    status = (
        pl.when(counted)
        .then("status")
        .when(zero)
        .then(pl.lit("observed"))
        .when(covered)
        .then(pl.lit("missing"))
    )
    named = [
        value.otherwise(None).alias(column),
        status.otherwise(pl.lit("not_covered")).alias(f"{column}_status"),
        *([pl.col("cells").alias(f"{column}_cells")] if cells else []),
    ]
    return found.with_columns(named).drop("subject", "object", "value", "status", "cells")


def _ends(ends: tuple[str, str], variable: Variable) -> tuple[pl.Expr, pl.Expr]:
    subject, other = ends
    if not other:
        return pl.col(subject), pl.lit("")
    if variable.directed:
        return pl.col(subject), pl.col(other)
    return pl.min_horizontal(subject, other), pl.max_horizontal(subject, other)


def _covered(variable: Variable, spread: Spread) -> pl.Expr:
    """Whether the source covers the row's ends and the whole of its period."""
    within = pl.lit(value=False)
    for start, end in spread.stretches:
        within |= (pl.col("period_start") >= start) & (pl.col("period_end") <= end)
    subjects, objects = spread.subjects, spread.objects
    if variable.ends == 2 and not variable.directed:
        subjects = objects = subjects | objects
    ends = _among("subject", subjects)
    return within & ends if variable.ends == 1 else within & ends & _among("object", objects)


def _among(column: str, actors: frozenset[str]) -> pl.Expr:
    return pl.lit(value=True) if SYSTEM[0] in actors else pl.col(column).is_in(sorted(actors))

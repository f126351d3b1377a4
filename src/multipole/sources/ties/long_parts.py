"""Cells of a long table that anyone may have written: periods and actors in many ways."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import polars as pl

from multipole.actors import Actors
from multipole.core.errors import BadPeriod, MultipoleError
from multipole.core.periods import Period
from multipole.core.types import Actor
from multipole.sources.gate.check import Gate
from multipole.sources.gate.codes import code_windows

_QUARTER: Final = re.compile(r"(\d{4})[- ]?Q([1-4])", re.IGNORECASE)
_HALF: Final = re.compile(r"(\d{4})[- ]?H([12])", re.IGNORECASE)
_NAMIBIA: Final = "NA"


def read_period(text: str) -> Period:
    """What `Period.parse` reads, quarters and halves, and ``FIRST/LAST`` of all these.

    >>> str(read_period("2015-Q1/2015-Q2"))
    '2015-01-01/2015-06-30'
    """
    first, slash, last = text.strip().partition("/")
    if slash:
        return Period(_part(first).start, _part(last).end)
    return _part(first)


def _part(text: str) -> Period:
    if quarter := _QUARTER.fullmatch(text.strip()):
        return Period.quarter(int(quarter[1]), int(quarter[2]))
    if half := _HALF.fullmatch(text.strip()):
        year, first = int(half[1]), 7 if half[2] == "2" else 1
        return Period(Period.month(year, first).start, Period.month(year, first + 5).end)
    return Period.parse(text)


def date_rows(gate: Gate) -> None:
    """The column ``period`` as ``period_start`` and ``period_end``."""
    known: dict[str, Period] = {}
    for text in gate.frame["period"].unique().to_list():
        try:
            known[text] = read_period(text)
        except BadPeriod as error:
            remedy = "Write 2015, 2015-Q1, 2015-03, 2015-03-22 or FIRST/LAST."
            gate.refuse(gate.frame["period"] == text, "period", error.what, remedy)
    starts = {text: period.start for text, period in known.items()}
    ends = {text: period.end for text, period in known.items()}
    text = pl.col("period")
    gate.frame = gate.frame.with_columns(
        text.replace_strict(starts, default=None, return_dtype=pl.Date).alias("period_start"),
        text.replace_strict(ends, default=None, return_dtype=pl.Date).alias("period_end"),
    )


def name_actors(gate: Gate, column: str, *, to: str, actors: Actors) -> None:
    """Names, ids, ISO codes and COW numbers in ``column`` to actor ids; empty stays empty.

    ISO codes of two letters and COW numbers are those of the row's period.
    """
    texts = [text for text in gate.frame[column].unique().to_list() if text]
    _refuse_ambiguous(gate, column, to, texts, actors)
    known = {text: actor.id for text in texts if (actor := _known(text, actors))}
    rest = [text for text in texts if text not in known]
    gate.frame = gate.frame.with_columns(
        pl.col(column).replace_strict({**known, "": ""}, default=None, return_dtype=pl.String)
        .alias(to)
    )  # fmt: skip
    for system, pattern in (("cow", r"^\d{1,3}$"), ("iso2", r"^[A-Z]{2}$")):
        _by_code(gate, column, to, system, pattern, actors)
    for text in sorted(rest):
        bad = (gate.frame[column] == text) & gate.frame[to].is_null()
        if bad.any():
            reason = "'{}' is not a state or organisation"
            gate.refuse(bad, to, reason, _advice(text, actors), datum=column)


def _refuse_ambiguous(
    gate: Gate, column: str, to: str, texts: Sequence[str], actors: Actors
) -> None:
    """Two letters that are a state's ISO code and an organisation's name: AU, AL, EC."""
    codes = {code: actor for code, actor, _, _ in actors.dated_codes("iso2")}
    for text in sorted(set(texts) & set(codes)):
        other = _known(text, actors)
        if other and other.id != codes[text]:
            gate.refuse(
                gate.frame[column] == text, to, f"'{{}}' is {codes[text]} and {other.name}",
                f"Write {codes[text]} or {other.name}.", datum=column,
            )  # fmt: skip


def _known(text: str, actors: Actors) -> Actor | None:
    return None if text == _NAMIBIA or text.isdecimal() else actors.known(text)


def _by_code(gate: Gate, column: str, to: str, system: str, pattern: str, actors: Actors) -> None:
    """Fill what is still open in ``to`` with who had the code in the row's period."""
    wanted = gate.frame.filter(
        pl.col(to).is_null() & pl.col(column).str.contains(pattern) & (pl.col(column) != _NAMIBIA)
    ).select("row", pl.col(column).alias("code"), "period_start", "period_end")
    held = (
        wanted.join(code_windows(actors, system), on="code")
        .filter((pl.col("start") < pl.col("period_end")) & (pl.col("end") > pl.col("period_start")))
        .sort("end")
        .unique("row", keep="last")
        .select("row", pl.col("actor").alias("_held"))
    )
    gate.frame = (
        gate.frame.join(held, on="row", how="left", maintain_order="left")
        .with_columns(pl.coalesce(to, "_held").alias(to))
        .drop("_held")
    )


def _advice(text: str, actors: Actors) -> str:
    if text == _NAMIBIA:
        return "Write NAM for Namibia; leave the cell empty for none."
    if text.isdecimal():
        return "Numbers are read as COW codes of that time: check the number and the period."
    try:
        actors.resolve(text)
    except MultipoleError as error:
        return error.remedy
    return ""

"""Checking the cells of a frame: what does not fit is refused with row, datum and remedy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.frames import QUARANTINE, shaped
from multipole.sources.gate.source import Batch, Input

_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
#: Days and years outside of these are misprints, and beyond them calendars end.
FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 2200
#: Whole numbers from here on are not all different as floating-point numbers.
_EXACT: Final = float(2**53)
MISSING: Final = ("", "NA", "NaN", "nan", "NULL", "null", ".", "..", "-")


def check_columns(
    file: Input, found: Sequence[str], *, needs: Collection[str], knows: Collection[str] = ()
) -> None:
    """Raise `UnreadableInput` when a needed column is absent, or one is there that is not known."""
    absent = [name for name in needs if name not in found]
    columns = found[1:] if found[:1] == ["row"] else found
    unknown = [n for n in columns if n not in needs and n not in knows]
    if absent:
        raise UnreadableInput(
            f"the file has no column {', '.join(map(repr, absent))}",
            where=str(file.path),
            remedy=f"It has {', '.join(map(repr, found[:40]))}: is it another file?",
        )
    if unknown:
        raise UnreadableInput(
            f"column {', '.join(map(repr, unknown))} is not known",
            where=str(file.path),
            remedy="The publisher has changed the format: remove the column, or update multipole.",
        )


class Gate:
    """A frame of text with ``row``, whose cells are turned into values one column at a time.

    Each check adds or replaces a column of ``frame`` and takes the rows that fail out of it, into
    the quarantine with the datum, the reason and the remedy. A row is refused once, for its first
    fault. What `set_aside` takes out is sound but not wanted, and is counted.
    """

    def __init__(
        self, file: Input, frame: pl.DataFrame, quarantine: pl.DataFrame | None = None
    ) -> None:
        self.file = file
        self.frame = frame
        odd = quarantine if quarantine is not None else pl.DataFrame(schema=QUARANTINE)
        self._met = frame.height + odd.height
        self._refused = [shaped(odd, QUARANTINE)]
        self._aside: Counter[str] = Counter()

    def refuse(
        self, bad: pl.Series, column: str, reason: str, remedy: str, *, datum: str = ""
    ) -> None:
        """Take out the rows where ``bad`` is true. ``{}`` in the reason is the datum.

        ``datum`` names the column that holds it, by default ``column`` itself.
        """
        bad = bad.fill_null(value=False)
        if not bad.any():
            return
        rows = self.frame.filter(bad)
        text = pl.col(datum or column).cast(pl.String).fill_null("")
        refused = rows.select(
            pl.col("row").alias("row"),
            pl.lit(column).alias("column"),
            text.alias("datum"),
            _filled(reason, text).alias("reason"),
            pl.lit(remedy).alias("remedy"),
        )
        self._refused.append(shaped(refused, QUARANTINE))
        self.frame = self.frame.filter(~bad)

    def set_aside(self, which: pl.Series, reason: str) -> None:
        """Take out the rows where ``which`` is true, and count them under ``reason``."""
        which = which.fill_null(value=False)
        taken = int(which.sum())
        if taken:
            self._aside[reason] += taken
            self.frame = self.frame.filter(~which)

    def number(
        self,
        column: str,
        *,
        to: str = "",
        low: float = float("-inf"),
        high: float = float("inf"),
        missing: Sequence[str] = MISSING,
        needed: bool = False,
        whole: bool = False,
    ) -> None:
        """``column`` as Float64 in ``to`` (by default in place); null where it is ``missing``.

        Refuses text that is no number, numbers outside [low, high], fractions when ``whole``, and
        missing ones when ``needed``.
        """
        value, absent = _numbers(self.frame[column], missing)
        self.frame = self.frame.with_columns(value.alias("_value"), absent.alias("_absent"))
        if needed:
            self.refuse(self.frame["_absent"], column, f"{column} is missing", "Give the value.")
        values, gone = self.frame["_value"], self.frame["_absent"]
        self.refuse(~gone & ~values.is_finite().fill_null(value=False), column,
                    "'{}' is not a number", "Give a plain number.")  # fmt: skip
        values = self.frame["_value"]
        outside = ((values < low) | (values > high)).fill_null(value=False)
        self.refuse(outside, column, f"'{{}}' is outside {low:g} to {high:g}", "Check the value.")
        if whole:
            broken = (self.frame["_value"] % 1 != 0).fill_null(value=False)
            broken |= (self.frame["_value"].abs() > _EXACT).fill_null(value=False)
            self.refuse(broken, column, "'{}' is not a whole number", "Check the value.")
        value = self.frame["_value"].alias(to or column)
        self.frame = self.frame.drop("_value", "_absent").with_columns(value)

    def day(
        self, column: str, *, to: str = "", form: str = "%Y-%m-%d", needed: bool = True
    ) -> None:
        """``column`` as Date in ``to``, written as ``form`` (strptime); null where missing.

        Days of years outside `FIRST_YEAR` to `LAST_YEAR` are refused.
        """
        text = self.frame[column].cast(pl.String).str.strip_chars()
        absent = text.is_null() | text.is_in(list(MISSING))
        day = in_calendar(text.str.strptime(pl.Date, form, strict=False))
        bad = (day.is_null() & ~absent) | (
            absent if needed else pl.repeat(False, len(text), eager=True)
        )
        self.frame = self.frame.with_columns(day.alias("_day"))
        self.refuse(bad, column, "'{}' is not a day", f"Write days as {form}.")
        day = self.frame["_day"].alias(to or column)
        self.frame = self.frame.drop("_day").with_columns(day)

    def year(self, column: str, *, low: int = FIRST_YEAR, high: int = LAST_YEAR) -> None:
        """A year column as ``period_start`` and ``period_end``: 1 January to the next one."""
        self.number(column, to="_year", low=low, high=high, needed=True, whole=True)
        year = pl.col("_year").cast(pl.Int32)
        self.frame = self.frame.with_columns(
            pl.date(year, 1, 1).alias("period_start"), pl.date(year + 1, 1, 1).alias("period_end")
        ).drop("_year")

    def one_of(
        self, column: str, values: Mapping[str, object], *, to: str = "", remedy: str = ""
    ) -> None:
        """``column`` looked up in ``values`` into ``to``; another value is refused."""
        known = remedy or f"Known are {', '.join(map(repr, list(values)[:12]))}."
        text = self.frame[column].cast(pl.String).fill_null("")
        self.refuse(~text.is_in(list(values)), column, "'{}' is unknown", known)
        text = self.frame[column].cast(pl.String).fill_null("")
        found = text.replace_strict(list(values), list(values.values()), default=None)
        self.frame = self.frame.with_columns(found.alias(to or column))

    def batch(
        self,
        *,
        observations: pl.DataFrame | None = None,
        codings: pl.DataFrame | None = None,
        items: pl.DataFrame | None = None,
    ) -> Batch:
        """What came of the frame, with its quarantine and counts."""
        refused = pl.concat(self._refused)
        number, aside = self.file.number, dict(self._aside)
        return Batch(number, self._met, observations, codings, items, refused, aside)


def in_calendar(days: pl.Series) -> pl.Series:
    """``days``, null where the year is outside `FIRST_YEAR` to `LAST_YEAR`."""
    return days.set(~days.dt.year().is_between(FIRST_YEAR, LAST_YEAR), None)


def _numbers(cells: pl.Series, missing: Sequence[str]) -> tuple[pl.Series, pl.Series]:
    """The numbers of a column, null where it is missing, and where that is."""
    if cells.dtype.is_numeric():
        codes = [float(m) for m in missing if _NUMBER.fullmatch(m)]
        value = cells.cast(pl.Float64)
        absent = value.is_null() | value.is_nan().fill_null(value=False) | value.is_in(codes)
        return value.set(absent, None), absent
    text = cells.cast(pl.String).str.strip_chars()
    absent = text.is_null() | text.is_in(list(missing))
    return text.set(absent, None).cast(pl.Float64, strict=False), absent


def _filled(reason: str, text: pl.Expr) -> pl.Expr:
    if "{}" not in reason:
        return pl.lit(reason)
    before, _, after = reason.partition("{}")
    return pl.concat_str(pl.lit(before), text.str.slice(0, 120), pl.lit(after))

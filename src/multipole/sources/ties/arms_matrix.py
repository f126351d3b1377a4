"""SIPRI's own TIV tables: one supplier (or recipient) a file, its partners by year."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.frames import head, read_csv
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Context, Input
from multipole.sources.ties.arms_names import name_ends

_TITLE: Final = re.compile(
    r"TIV of arms (?:exports|imports) (from|to) (.+), ([0-9]{4})-([0-9]{4})", re.IGNORECASE
)
_GENERATED: Final = re.compile(r"Generated: *([^,\"\n]+)")
_FORMS: Final = ("%Y-%m-%d", "%d %B %Y")
_PARTNER: Final = "_1"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a table: whose it is, which end that is, when it was made."""

    end: str
    name: str
    first: int
    last: int
    generated: date | None
    lines_above: int


def heading_of(file: Input) -> Heading | None:
    """The heading of a TIV table, None for another file; `UnreadableInput` for a table of all."""
    lines = head(file).decode("utf-8", errors="replace").splitlines()
    title = _TITLE.search(lines[0]) if lines else None
    if not title:
        return None
    if title[2].casefold() == "all":
        raise UnreadableInput(
            "the table has totals, not pairs", where=str(file.path),
            remedy="Generate a table for each supplier.",
        )  # fmt: skip
    above = next((n for n, line in enumerate(lines) if _is_header(line)), None)
    if above is None:
        raise UnreadableInput(
            "the table has no line of years", where=str(file.path), remedy="Get it again."
        )
    return Heading(
        "supplier" if title[1].casefold() == "from" else "recipient",
        title[2], int(title[3]), int(title[4]), _generated(lines[:above]), above,
    )  # fmt: skip


def _is_header(line: str) -> bool:
    cells = [cell.strip() for cell in next(csv.reader([line]), [])]
    years = all(re.fullmatch(r"[0-9]{4}|Total", cell) for cell in cells[1:])
    return len(cells) > 1 and cells[0] == "" and years


def _generated(lines: list[str]) -> date | None:
    told = _GENERATED.search("\n".join(lines))
    for form in _FORMS if told else ():
        try:
            return datetime.strptime(told[1].strip(), form).date()  # type: ignore[index] # noqa: DTZ007
        except ValueError:
            continue
    return None


def read_matrix(file: Input, heading: Heading, context: Context) -> tuple[Gate, pl.DataFrame]:
    """The gate of the table's rows, and its cells one a row; an empty cell is none."""
    gate = Gate(file, *read_csv(file, skip=heading.lines_above))
    gate.set_aside(gate.frame[_PARTNER].str.strip_chars() == "Total", "row of totals")
    check_columns(file, gate.frame.columns, needs=(_PARTNER,), knows=_columns(heading))
    years = [name for name in gate.frame.columns if re.fullmatch(r"[0-9]{4}", name)]
    for year in years:
        gate.number(year, low=0)
    settle_repeats(gate, keys=[_PARTNER], values=years)
    empty = gate.frame.select(pl.all_horizontal(pl.col(years).is_null())).to_series()
    gate.set_aside(empty, "a partner without a figure")
    other = "recipient" if heading.end == "supplier" else "supplier"
    gate.frame = gate.frame.with_columns(
        pl.lit(heading.name).alias(heading.end),
        pl.col(_PARTNER).alias(other),
        pl.date(heading.first, 1, 1).alias("period_start"),
        pl.date(heading.last + 1, 1, 1).alias("period_end"),
    )
    name_ends(gate, "supplier", "recipient", context)
    return gate, _cells(gate.frame, years)


def _columns(heading: Heading) -> tuple[str, ...]:
    return ("Total", *map(str, range(heading.first, heading.last + 1)))


def _cells(rows: pl.DataFrame, years: list[str]) -> pl.DataFrame:
    """A row for each year that has a value, over the days of that year."""
    begun = pl.col("year").cast(pl.Int32)
    return (
        rows.unpivot(
            years, index=["row", "supplier", "recipient", "subject", "object"],
            variable_name="year", value_name="value",
        )
        .drop_nulls("value")
        .with_columns(
            pl.date(begun, 1, 1).alias("period_start"), pl.date(begun + 1, 1, 1).alias("period_end")
        )
        .sort("row", "year")
    )  # fmt: skip

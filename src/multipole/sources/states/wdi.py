"""World Development Indicators: one indicator by economy and year, as the World Bank exports it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.core.periods import Period
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.codes import resolve_codes
from multipole.sources.gate.frames import OBSERVATIONS, head, read_csv, shaped
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source
from multipole.sources.states.wdi_codes import ASIDE, INDICATORS, Indicator

_ABOVE: Final = 4
_NAMES: Final = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
_YEAR: Final = re.compile(r"(19|20)[0-9]{2}")
_TOP: Final = re.compile(
    r'\s*"?Data Source"?,"?World Development Indicators"?,?\s*"?Last Updated Date"?,'
    r'"?([0-9]{4}-[0-9]{2}-[0-9]{2})"?'
)
_BY_CODE: Final = {indicator.code: indicator for indicator in INDICATORS}


def edition_of(file: Input) -> Edition:
    """The indicator and the day of the update, from the lines above the header."""
    released = _released(file)
    frame, _ = _table(file)
    indicator = _indicator(file, frame)
    return Edition(f"wdi {indicator.code}", version=str(released), released=released)


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """An observation a state and year; empty cells are missing."""
    for file in files:
        frame, odd = _table(file)
        variable = _indicator(file, frame).variable
        years = [name for name in frame.columns if _YEAR.fullmatch(name)]
        gate = Gate(file, frame, odd)
        today = Period.day(_released(file))
        gate.frame = gate.frame.with_columns(
            pl.lit(today.start).alias("period_start"), pl.lit(today.end).alias("period_end")
        )
        resolve_codes(gate, "Country Code", to="subject", system="iso3", actors=context.actors,
                      aside=ASIDE)  # fmt: skip
        settle_repeats(gate, keys=("subject",), values=years)
        for year in years:
            gate.number(year, low=variable.low, high=variable.high)
        yield gate.batch(observations=_long(gate.frame, years, variable.name))


def _released(file: Input) -> date:
    """The day of the update, from the lines on top; the codes of states are those of that day."""
    top = _TOP.match(head(file).decode(errors="replace"))
    if top is None:
        raise UnreadableInput(
            "the file does not begin with Data Source and Last Updated Date",
            where=str(file.path),
            remedy="Download an indicator as CSV from data.worldbank.org and name the largest "
            "file of the archive.",
        )
    try:
        return date.fromisoformat(top.group(1))
    except ValueError:
        raise UnreadableInput(
            f"{top.group(1)!r} is not a day", where=f"{file.path} row 3", remedy="Get it again."
        ) from None


def _table(file: Input) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows below the four lines on top, without the empty column that ends each line."""
    frame, odd = read_csv(file, skip=_ABOVE)
    blank = f"_{frame.width - 1}"
    if blank in frame.columns and (frame[blank] == "").all():
        frame = frame.drop(blank)
    years = [name for name in frame.columns if _YEAR.fullmatch(name)]
    check_columns(file, frame.columns, needs=_NAMES, knows=years)
    if not years or not frame.height:
        raise UnreadableInput(
            "the table has no year or no row", where=str(file.path), remedy="Get the file again."
        )
    return frame, odd


def _indicator(file: Input, frame: pl.DataFrame) -> Indicator:
    """The one indicator of the file, known by its code and by the name that says its unit."""
    found = frame.select("Indicator Code", "Indicator Name").unique().sort("Indicator Code").rows()
    code, name = found[0]
    known = _BY_CODE.get(code)
    if len(found) > 1 or known is None or known.name != name:
        said = ", ".join(f"{c} {n!r}" for c, n in found[:3])
        raise UnreadableInput(
            f"the file holds {said}",
            where=str(file.path),
            remedy=f"Known is {known.code} {known.name!r}: another name is another unit."
            if known
            else f"Known are {', '.join(_BY_CODE)}.",
        )
    return known


def _long(frame: pl.DataFrame, years: list[str], variable: str) -> pl.DataFrame:
    """A row a state and year, named by the column of the year."""
    long = frame.unpivot(years, index=["row", "subject"], variable_name="column")
    year = pl.col("column").cast(pl.Int32)
    missing = pl.col("value").is_null()
    rows = long.with_columns(
        pl.lit(variable).alias("variable"),
        pl.lit("").alias("object"),
        pl.lit("").alias("item"),
        pl.date(year, 1, 1).alias("period_start"),
        pl.date(year + 1, 1, 1).alias("period_end"),
        pl.when(missing).then(pl.lit("missing")).otherwise(pl.lit("observed")).alias("status"),
    )
    return shaped(rows, OBSERVATIONS)


SOURCE: Final = Source(
    id="wdi_gdp",
    title="World Development Indicators",
    what="Output, population, trade and military spending of economies, by year: one indicator a "
    "file.",
    publisher="World Bank",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    homepage="https://data.worldbank.org/indicator",
    years="1960 to last year",
    get="Choose an indicator on the homepage and download it as CSV; the archive holds the table "
    "and two files of metadata.",
    files="The CSV of one indicator: four lines on top, then Country Name, Country Code, Indicator "
    f"Name, Indicator Code and a column a year. Known are {', '.join(_BY_CODE)}.",
    limits=(
        "Figures stand for the economy of today, also before its state existed: Ukraine 1987 is "
        "the territory of today's Ukraine, and there is no row for the Soviet Union, "
        "Czechoslovakia or Yugoslavia.",
        "Every update revises the past: name the day of the update with a figure.",
        "Taiwan has no row. Groups of economies and territories that are no states are set aside.",
        "Current dollars move with exchange rates: compare sizes, not growth.",
        "A constant-price series names its base year; a file with another base year is refused, "
        "because its numbers are not comparable with the variable's.",
    ),
    authors="World Bank",
    year=2025,
    cite="World Bank. World Development Indicators. https://data.worldbank.org.",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=tuple(indicator.variable for indicator in INDICATORS),
)

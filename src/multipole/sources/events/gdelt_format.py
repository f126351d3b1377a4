"""GDELT's files: their columns, how one tells them apart, and how they become frames of text."""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.ahead import ahead
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.frames import (
    cells_of,
    first_line,
    read_csv,
    read_lines,
    split_lines,
)
from multipole.sources.gate.source import Input

_ACTOR: Final = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
    "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_EVENT: Final = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR), *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
)  # fmt: skip
_GEO: Final = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")
_GEO_V2: Final = (*_GEO[:4], "ADM2Code", *_GEO[4:])
_PLACES: Final = ("Actor1Geo", "Actor2Geo", "ActionGeo")
_LAST: Final = ("DATEADDED", "SOURCEURL")

#: GDELT 1.0; files up to 31 March 2013 lack the last column.
V1: Final = (*_EVENT, *(f"{place}_{name}" for place in _PLACES for name in _GEO), *_LAST)
V2: Final = (*_EVENT, *(f"{place}_{name}" for place in _PLACES for name in _GEO_V2), *_LAST)
MENTIONS: Final = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName",
    "MentionIdentifier", "SentenceID", "Actor1CharOffset", "Actor2CharOffset",
    "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone",
    "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
#: Columns that copies with a header add.
EXTRA: Final = ("CAMEOCodeDescription",)


def recognise(file: Input, columns: Sequence[str], widths: Sequence[int]) -> str:
    """The separator when the file has a header of ``columns``, ``""`` when it has none.

    Raises `UnreadableInput` for a file of another form.
    """
    first = first_line(file)
    if first.lower().startswith("globaleventid"):
        separator = "\t" if "\t" in first else ","
        needs = columns if "SOURCEURL" not in columns or "SOURCEURL" in first else columns[:-1]
        check_columns(file, cells_of(first, separator=separator), needs=needs, knows=EXTRA)
        return separator
    cells = first.split("\t")
    if len(cells) not in widths or not (cells[0].isdecimal() and cells[1][:8].isdecimal()):
        raise UnreadableInput(
            f"the first line has {len(cells)} fields parted by tabs and begins {first[:40]!r}",
            where=str(file.path),
            remedy=f"This kind of file has {' or '.join(map(str, widths))}: an id, a day, ...",
        )
    return ""


def gates(
    file: Input, columns: Sequence[str], widths: Sequence[int], *, needs: Sequence[str]
) -> Iterator[Gate]:
    """The file in pieces: the columns ``needs`` as text, odd lines in quarantine."""
    separator = recognise(file, columns, widths)
    if separator:
        frame, odd = read_csv(file, separator=separator)
        yield Gate(file, _with_all(frame, needs), odd)
        return
    for frame, odd in ahead(_pieces(file, columns, widths, needs)):
        yield Gate(file, frame, odd)


def _pieces(
    file: Input, columns: Sequence[str], widths: Sequence[int], needs: Sequence[str]
) -> Generator[tuple[pl.DataFrame, pl.DataFrame], None, None]:
    places = sorted(columns.index(name) for name in needs)
    names = {f"f{place}": columns[place] for place in places}
    for first_row, chunk in read_lines(file):
        frame, odd = split_lines(chunk, first_row=first_row, widths=widths, columns=places)
        yield frame.rename(names), odd


def _with_all(frame: pl.DataFrame, needs: Sequence[str]) -> pl.DataFrame:
    absent = [pl.lit("").alias(name) for name in needs if name not in frame.columns]
    return frame.with_columns(absent).select("row", *needs)


@cache
def fips() -> Mapping[str, str]:
    """FIPS 10-4 country codes to ISO 3166 alpha-3; ``""`` for seas and places without one."""
    path = resources.files("multipole.sources.events") / "data" / "fips.csv"
    with path.open(encoding="utf-8") as lines:
        return MappingProxyType({row["fips"]: row["iso3"] for row in csv.DictReader(lines)})


def added_day(gate: Gate, column: str, *, to: str) -> None:
    """The day of a stamp ``YYYYMMDD`` or ``YYYYMMDDHHMMSS`` in UTC."""
    text = gate.frame[column]
    sound = text.str.len_bytes().is_in([8, 14])
    gate.refuse(~sound, column, "'{}' is not a time", "Times are YYYYMMDD or YYYYMMDDHHMMSS.")
    gate.frame = gate.frame.with_columns(gate.frame[column].str.head(8).alias("_added"))
    gate.day("_added", to=to, form="%Y%m%d")
    gate.frame = gate.frame.drop("_added")

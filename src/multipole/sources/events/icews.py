"""ICEWS Coded Event Data: the yearly and weekly .tab files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.sources.events.cameo import code_events
from multipole.sources.events.cameo_actors import date_actors
from multipole.sources.events.icews_names import (
    MISSING,
    Names,
    drop_nobody,
    looked_up,
    resolve_countries,
    resolve_owners,
)
from multipole.sources.events.latin import as_utf8
from multipole.sources.gate.check import Gate
from multipole.sources.gate.frames import CODINGS, decoded, head, read_lines, shaped, split_lines
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source

_COLUMNS: Final = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
    "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID",
    "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude",
    "Longitude",
)  # fmt: skip
_READ: Final = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number",
    "Publisher", "Country",
)  # fmt: skip
_QUOTED: Final = b'\t"'


def edition_of(file: Input) -> Edition:
    """Whether the first line is ICEWS's header; raises `UnreadableInput`."""
    first = decoded(head(file), file, encoding="latin-1").partition("\n")[0]
    found = [name.strip('"') for name in first.rstrip("\r").split("\t")]
    if tuple(found) != _COLUMNS:
        raise UnreadableInput(
            f"the first line is not the header of ICEWS event data, but {first[:80]!r}",
            where=str(file.path),
            remedy=f"It must have the {len(_COLUMNS)} columns {_COLUMNS[0]} to {_COLUMNS[-1]}, "
            "parted by tabs.",
        )
    return Edition("icews")


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Each row with a PLOVER type and an actor at one end: one coded event."""
    names = Names(context.actors)
    for file in files:
        for first_row, chunk in read_lines(file):
            yield _batch(file, first_row, as_utf8(chunk), names)


def _batch(file: Input, first_row: int, chunk: bytes, names: Names) -> Batch:
    if first_row == 1:
        chunk, first_row = chunk.partition(b"\n")[2], 2
    places = [_COLUMNS.index(name) for name in _READ]
    frame, odd = split_lines(chunk, first_row=first_row, widths=(len(_COLUMNS),), columns=places)
    frame = frame.rename({f"f{place}": _COLUMNS[place] for place in places})
    gate = Gate(file, _unquoted(frame) if _QUOTED in chunk else frame, odd)
    code_events(gate, "CAMEO Code")
    gate.day("Event Date", to="period_start")
    gate.number("Intensity", to="intensity", low=-10, high=10)
    for end, side in (("sender", "Source"), ("receiver", "Target")):
        sectors = f"{side} Sectors"
        resolve_countries(gate, f"{side} Country", to=end, sectors=sectors, names=names)
        resolve_owners(gate, f"{side} Name", to=end, names=names)
        date_actors(gate, end)
    drop_nobody(gate)
    return gate.batch(codings=_codings(gate.frame, names))


def _unquoted(frame: pl.DataFrame) -> pl.DataFrame:
    """Cells without the quotes around them, as some downloads of the archive have them."""
    cell = pl.col(*_READ)
    quoted = cell.str.starts_with('"') & cell.str.ends_with('"') & (cell.str.len_bytes() > 1)
    inside = cell.str.slice(1).str.head(-1).str.replace_all('""', '"', literal=True)
    return frame.with_columns(pl.when(quoted).then(inside).otherwise(cell).name.keep())


def _codings(frame: pl.DataFrame, names: Names) -> pl.DataFrame:
    place = frame["Country"].str.strip_chars()
    known = {n: "" if n in MISSING else names.actor(n) or n for n in place.unique().to_list()}
    made = frame.with_columns(
        pl.col("Event ID").alias("event"),
        _told("Source Name").alias("sender_code"),
        _told("Target Name").alias("receiver_code"),
        looked_up(place, known).alias("place"),
        (pl.col("period_start") + pl.duration(days=1)).alias("period_end"),
        _told("Publisher").alias("outlet"),
        pl.concat_str("Story ID", "Sentence Number", separator=":").alias("story"),
    )
    return shaped(made, CODINGS)


def _told(column: str) -> pl.Expr:
    text = pl.col(column).str.strip_chars()
    return pl.when(text.is_in(list(MISSING))).then(pl.lit("")).otherwise(text)


LIMITS: Final[Sequence[str]] = (
    "Ends in April 2023 and will not be continued; POLECAT came after it, with other types and "
    "another coder: never join the two into one series.",
    "Machine coded from news: evaluations by the makers of its coder found about three events in "
    "four right. Use counts over months, not single rows.",
    "The number of stories grew and the sources changed over the years: compare shares, not "
    "counts.",
    "One event told by several stories has a row each, and a meeting has a row for each side; "
    "both are kept. Count distinct day, sender, receiver and code.",
    "A yearly file and the weekly ones overlap, and Event ID is not unique across days: take one "
    "of the two.",
    "Statements and appeals (CAMEO 01 and 02, about a quarter of the rows) have no PLOVER type "
    "and are counted, not coded.",
    "Ends are states and organisations: companies, territories such as Hong Kong, and rebels, "
    "criminals, protesters and refugees of a state are no actors of ours; persons, parties and "
    "citizens count for their country. Domestic events have the same state at both ends.",
    "Place is the country of the event by the publisher's geocoder; often the outlet's own.",
)

SOURCE: Final = Source(
    id="icews",
    title="ICEWS Coded Event Data",
    what="Who did what to whom by news in several languages, 1995-2023: actors, CAMEO code, "
    "intensity, place.",
    publisher="Lockheed Martin and Leidos, on Harvard Dataverse",
    licence="research and education only, by the terms of the deposit; not commercial use",
    licence_url="https://doi.org/10.7910/DVN/28075",
    homepage="https://doi.org/10.7910/DVN/28075",
    years="1995 - April 2023",
    get="Download the yearly .tab files (zipped) from the deposit on Harvard Dataverse.",
    files="Tab-separated .tab files with 20 columns, Event ID to Longitude; a zip of one such file "
    "is read as it is.",
    limits=tuple(LIMITS),
    authors="Boschee, Elizabeth and Lautenschlager, Jennifer and O'Brien, Sean and Shellman, Steve "
    "and Starz, James and Ward, Michael",
    year=2015,
    cite="Boschee, Elizabeth, Jennifer Lautenschlager, Sean O'Brien, Steve Shellman, James Starz "
    "and Michael Ward. 2015. ICEWS Coded Event Data. Harvard Dataverse. "
    "https://doi.org/10.7910/DVN/28075",
    doi="10.7910/DVN/28075",
    kind="events",
    edition_of=edition_of,
    read=read,
    increments=True,
)

"""POLECAT: weekly and yearly files of events in PLOVER."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.sources.events.icews_names import MISSING, Names, looked_up
from multipole.sources.events.latin import as_utf8
from multipole.sources.events.plover_ends import pair_ends, resolve_ends
from multipole.sources.events.plover_words import code_types
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.frames import CODINGS, decoded, head, read_lines, shaped, split_lines
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source

_COLUMNS: Final = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors",
    "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country",
    "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title",
    "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province",
    "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source",
    "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
_READ: Final = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Contexts", "Actor Name",
    "Actor Country", "Primary Actor Sector", "Recipient Name", "Recipient Country",
    "Primary Recipient Sector", "Country", "Source",
)  # fmt: skip
_SIDES: Final = (
    ("sender", "Actor Name", "Actor Country", "Primary Actor Sector"),
    ("receiver", "Recipient Name", "Recipient Country", "Primary Recipient Sector"),
)
_SPARE: Final = "spare"


def edition_of(file: Input) -> Edition:
    """Whether the first line is POLECAT's header; raises `UnreadableInput`."""
    _header(file)
    return Edition("polecat")


def _header(file: Input) -> list[str]:
    """The columns by position; empty ones at the end are called spare.

    Some files name columns in the first line that their rows do not have ("Headline"): their rows
    have the usual columns. "Event Intensity" is an older name of Intensity.
    """
    first = decoded(head(file), file, encoding="latin-1").partition("\n")[0].rstrip("\r")
    found = [name.strip().strip('"') for name in first.split("\t")]
    if "Event ID" not in found or len(found) < len(_READ):
        raise UnreadableInput(
            f"the first line is not the header of POLECAT, but {first[:80]!r}",
            where=str(file.path),
            remedy="It has about 40 columns, Event ID to Version, parted by tabs.",
        )
    if "Headline" in found:
        return list(_COLUMNS)
    names = ["Intensity" if name == "Event Intensity" else name for name in found]
    named = [name or f"{_SPARE}{place}" for place, name in enumerate(names)]
    known = [*_COLUMNS, *(name for name in named if name.startswith(_SPARE))]
    check_columns(file, named, needs=_READ, knows=known)
    return named


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """A coded event for each pair of ends of each row."""
    names = Names(context.actors)
    for file in files:
        header = _header(file)
        for first_row, chunk in read_lines(file):
            yield _batch(file, first_row, as_utf8(chunk), header, names)


def _batch(file: Input, first_row: int, chunk: bytes, header: Sequence[str], names: Names) -> Batch:
    if first_row == 1:
        chunk, first_row = chunk.partition(b"\n")[2], 2
    gate = _rows(file, first_row, chunk, header)
    code_types(gate, "Event Type", mode="Event Mode", contexts="Contexts")
    gate.day("Event Date", to="period_start")
    gate.number("Intensity", to="intensity", low=-10, high=10, missing=MISSING)
    sides = [_ends(gate.frame, *side) for side in _SIDES]
    frame = pair_ends(gate, resolve_ends(gate, pl.concat(sides), names=names))
    return gate.batch(codings=_codings(frame, names))


def _rows(file: Input, first_row: int, chunk: bytes, header: Sequence[str]) -> Gate:
    spare = [name for name in header if name.startswith(_SPARE)]
    wanted = sorted(header.index(name) for name in (*_READ, *spare))
    width = len(header)
    frame, odd = split_lines(
        chunk, first_row=first_row, widths=(width, width - len(spare)), columns=wanted
    )
    gate = Gate(file, frame.rename({f"f{i}": header[i] for i in wanted}), odd)
    for name in spare:
        full = gate.frame[name].str.strip_chars() != ""
        gate.refuse(full, name, "'{}' stands in a column without a name", "Get the file again.")
    return gate


def _ends(frame: pl.DataFrame, side: str, name: str, country: str, sector: str) -> pl.DataFrame:
    """The actors of one side, a row each: cells of several are parted by semicolons."""
    parts = [
        pl.col(column).str.split(";").alias(to)
        for column, to in ((name, "name"), (country, "country"), (sector, "sector"))
    ]
    cells = frame.select("row", pl.lit(side).alias("side"), *parts)
    count = pl.col("country").list.len()
    even = (pl.col("name").list.len() == count) & (pl.col("sector").list.len() == count)
    one_each = cells.filter(even).explode("name", "country", "sector", empty_as_null=True)
    uneven = cells.filter(~even).explode("country", empty_as_null=True)
    joined = pl.col("name").list.join(";"), pl.lit("").alias("sector")
    found = pl.concat([one_each, uneven.with_columns(*joined)])
    plain = pl.col("name", "country", "sector").str.strip_chars()
    missing = pl.when(plain.is_in(list(MISSING))).then(pl.lit("")).otherwise(plain).name.keep()
    return found.with_columns(missing).filter((pl.col("name") != "") | (pl.col("country") != ""))


def _codings(frame: pl.DataFrame, names: Names) -> pl.DataFrame:
    place = frame["Country"].str.strip_chars()
    known = {n: "" if n in MISSING else names.actor(n) or n for n in place.unique().to_list()}
    made = frame.with_columns(
        pl.col("Event ID").alias("event"),
        pl.col("Event ID").str.split("_").list.first().alias("story"),
        looked_up(place, known).alias("place"),
        pl.col("Source").str.strip_chars().alias("outlet"),
        (pl.col("period_start") + pl.duration(days=1)).alias("period_end"),
    )
    return shaped(made, CODINGS)


_LIMITS: Final = (
    "Machine coded by language models from news in seven languages, and not checked by people: "
    "use counts over months, not single rows.",
    "Begins in 2018. ICEWS ended in April 2023; POLECAT is not its continuation: other types, "
    "other coder, other sources. Never join the two into one series.",
    "A row may have several actors at an end: each pair of ends is a coding of the same row, and "
    "several actors without a recipient are each the other's receiver where the type is mutual "
    "(AGREE, CONSULT, COOPERATE, ASSAULT). Count distinct events when pairs do not matter.",
    "One act is written again for each story that tells it.",
    "The day is read from the words of the story and may be that of an earlier act recalled.",
    "Contexts belong to the story, not to the act: the domain is a hint.",
    "Ends are states, organisations and known armed groups; rebels, opposition, criminals and "
    "refugees of a state, companies and territories are no actors of ours. An organisation is "
    "found by its English name.",
    "Where two cells of an end hold another number of actors, names and sectors cannot be told "
    "apart: its countries are taken.",
)

SOURCE: Final = Source(
    id="polecat",
    title="POLECAT (POLitical Event Classification, Attributes, and Types)",
    what="Who did what to whom by news in several languages, in PLOVER types with modes, contexts, "
    "intensity and place.",
    publisher="POLECAT project, on Harvard Dataverse",
    licence="terms of the Dataverse deposit; see the homepage",
    licence_url="https://doi.org/10.7910/DVN/AJGVIT",
    homepage="https://doi.org/10.7910/DVN/AJGVIT",
    years="2018 - today",
    get="Download the weekly or yearly .txt files from the deposit on Harvard Dataverse.",
    files="Tab-separated .txt files with 40 columns, Event ID to Version (ngecEvents...txt); a zip "
    "of one such file is read as it is.",
    limits=_LIMITS,
    authors="Scarborough, Grace I. and Bagozzi, Benjamin E. and Beger, Andreas and Berrie, John "
    "and Halterman, Andrew and Schrodt, Philip A. and Spivey, Jevon",
    year=2023,
    cite="Scarborough, Grace I., Benjamin E. Bagozzi, Andreas Beger, John Berrie, Andrew "
    "Halterman, Philip A. Schrodt, and Jevon Spivey. 2023. POLECAT Weekly Data. Harvard "
    "Dataverse. https://doi.org/10.7910/DVN/AJGVIT",
    doi="10.7910/DVN/AJGVIT",
    kind="events",
    edition_of=edition_of,
    read=read,
    increments=True,
)

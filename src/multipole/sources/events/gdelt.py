"""GDELT events, versions 1.0 and 2.0: every row is one claim of a machine that something happened.

GDELT writes one act again for other articles, days and sentences. Every row is kept as it is; who
counts acts takes distinct (day, sender, receiver, code) when reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import polars as pl

from multipole.sources.events.cameo import code_events
from multipole.sources.events.cameo_actors import resolve_cameo_actors
from multipole.sources.events.gdelt_format import V1, V2, added_day, fips, gates, recognise
from multipole.sources.gate.check import Gate
from multipole.sources.gate.frames import CODINGS, shaped
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source

NOBODY: Final = "neither end is a state or organisation"
_NEEDS: Final = (
    "GLOBALEVENTID", "SQLDATE", "Actor1Code", "Actor1CountryCode", "Actor2Code",
    "Actor2CountryCode", "EventCode", "GoldsteinScale", "NumMentions", "ActionGeo_CountryCode",
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
_V1_WIDTHS: Final = (len(V1) - 1, len(V1))
_V2_WIDTHS: Final = (len(V2),)
_MOST: Final = 2**31 - 1
_AFTER_HOST: Final = re.compile(r"[:?#].*")


def edition_of_v1(file: Input) -> Edition:
    """Whether the file has the 57 or 58 fields of GDELT 1.0; raises `UnreadableInput`."""
    recognise(file, V1, _V1_WIDTHS)
    return Edition("gdelt_v1")


def edition_of_v2(file: Input) -> Edition:
    """Whether the file has the 61 fields of GDELT 2.0; raises `UnreadableInput`."""
    recognise(file, V2, _V2_WIDTHS)
    return Edition("gdelt_v2")


def read_v1(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Coded events of GDELT 1.0 files."""
    return _read(files, V1, _V1_WIDTHS)


def read_v2(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Coded events of GDELT 2.0 files."""
    return _read(files, V2, _V2_WIDTHS)


def _read(
    files: tuple[Input, ...], columns: Sequence[str], widths: Sequence[int]
) -> Iterator[Batch]:
    for file in files:
        for gate in gates(file, columns, widths, needs=_NEEDS):
            yield _batch(gate)


def _batch(gate: Gate) -> Batch:
    gate.day("SQLDATE", to="period_start", form="%Y%m%d")
    added_day(gate, "DATEADDED", to="_added_on")
    code_events(gate, "EventCode")
    for end, number in (("sender", 1), ("receiver", 2)):
        country = f"Actor{number}CountryCode"
        resolve_cameo_actors(gate, f"Actor{number}Code", to=end, country_column=country)
    gate.set_aside((gate.frame["sender"] == "") & (gate.frame["receiver"] == ""), NOBODY)
    gate.number("GoldsteinScale", to="intensity", low=-10, high=10)
    gate.number("NumMentions", to="mentions", low=0, high=_MOST, whole=True)
    gate.one_of("ActionGeo_CountryCode", {"": "", **fips()}, to="place",
                remedy="Places are FIPS 10-4 country codes.")  # fmt: skip
    return gate.batch(codings=_codings(gate.frame))


def _codings(frame: pl.DataFrame) -> pl.DataFrame:
    day, url = pl.col("period_start"), pl.col("SOURCEURL")
    made = frame.with_columns(
        pl.col("GLOBALEVENTID").alias("event"),
        pl.col("Actor1Code").str.strip_chars().alias("sender_code"),
        pl.col("Actor2Code").str.strip_chars().alias("receiver_code"),
        day.dt.offset_by("1d").alias("period_end"),
        pl.max_horizontal("_added_on", day).alias("known_on"),
        outlets(frame["SOURCEURL"]).alias("outlet"),
        url.alias("story"),
    )
    return shaped(made, CODINGS)


def outlets(addresses: pl.Series) -> pl.Series:
    """The host of each web address without ``www.``; what is no address stays as it is."""
    parts = addresses.str.splitn("/", 4).struct
    scheme, gap, host = (parts.field(f"field_{i}").fill_null("") for i in range(3))
    distinct = host.unique().to_list()
    plain = [_plain(text) for text in distinct]
    found = host.replace_strict(distinct, plain, return_dtype=pl.String)
    is_address = scheme.str.ends_with(":") & (gap == "") & (host != "")
    return found.zip_with(is_address, addresses).alias("outlet")


@lru_cache(maxsize=1 << 17)
def _plain(host: str) -> str:
    return _AFTER_HOST.sub("", host).removeprefix("www.")


_LIMITS: Final = (
    "Machine coded and never checked by people: single rows are often wrong in actor, direction, "
    "act, day or place. Use counts over months, beside another source.",
    "One act is written again for other articles, days and sentences; every row is kept. Count "
    "distinct day, sender, receiver and code.",
    "Coverage grows with the number of outlets read: compare shares of all events, never counts "
    "of different years.",
    "Events at home are the larger part: the same state at both ends, or one end only.",
    "A day in the text is often an echo: an article of today that recalls last month's or last "
    "year's act gives an event dated exactly a month, a year or ten years before it was added.",
    "Towns and persons are mistaken for states and the other way round (Georgia, Jordan, Chad); "
    "places are the centroids of names in the text.",
    "Statements and appeals (CAMEO 01 and 02) have no PLOVER type and are counted, not coded. "
    "Whether a row stood in the lead of its article (IsRootEvent) and the tone are not kept.",
    "Ends are states and organisations. Rebels, opposition, criminals and refugees of a state, "
    "its peoples and faiths, and companies from it are not the state; the code is kept.",
    "GoldsteinScale is the weight of the code, not of the act.",
    "What was known when goes by the day a row was added, in UTC.",
)

_WHAT: Final = (
    "Who did what to whom, as a machine read it in the world's news: actors and acts in CAMEO, "
    "weight, mentions, place, "
)
_CITE: Final = (
    "Leetaru, Kalev, and Philip A. Schrodt. 2013. GDELT: Global Data on Events, Location, and "
    "Tone, 1979-2012. Paper presented at the International Studies Association annual "
    "convention, San Francisco."
)
_LICENCE: Final = "free for any use with citation of the GDELT Project and a link to its website"

SOURCE_V1: Final = Source(
    id="gdelt_v1",
    title="GDELT Event Database 1.0",
    what=_WHAT + "and from April 2013 the address of an article.",
    publisher="The GDELT Project",
    licence=_LICENCE,
    licence_url="https://www.gdeltproject.org/about.html#termsofuse",
    homepage="https://www.gdeltproject.org/",
    years="1979 - today",
    get="Download the yearly, monthly and daily files from "
    "http://data.gdeltproject.org/events/index.html.",
    files="Tab-separated without header: 57 fields to 31 March 2013, 58 since; zipped or not.",
    limits=(
        *_LIMITS,
        "Rows to March 2013 were added in one go in early 2013: nobody could know them from "
        "GDELT before. From 1 April 2013 files are daily, have a 58th field (the article), and "
        "come from another mix of outlets: a break in every series.",
        "The archive before 2014 was taken down in January 2014 over rights to its sources and "
        "later put back.",
    ),
    authors="Leetaru, Kalev; Schrodt, Philip A.",
    year=2013,
    cite=_CITE,
    kind="events",
    edition_of=edition_of_v1,
    read=read_v1,
    increments=True,
    timely=True,
)

SOURCE_V2: Final = Source(
    id="gdelt_v2",
    title="GDELT Event Database 2.0",
    what=_WHAT + "and the address of the first article.",
    publisher="The GDELT Project",
    licence=_LICENCE,
    licence_url="https://www.gdeltproject.org/about.html#termsofuse",
    homepage="https://www.gdeltproject.org/",
    years="18 February 2015 - today",
    get="Download the files of each quarter of an hour named *.export.CSV.zip in "
    "http://data.gdeltproject.org/gdeltv2/masterfilelist.txt.",
    files="Tab-separated without header, 61 fields, zipped or not; or a copy with GDELT's header, "
    "parted by commas or tabs.",
    limits=(
        *_LIMITS,
        "Begins on 18 February 2015 and reads other outlets than 1.0: never join the two into one "
        "series. Outlets not in English are in files of their own (*.translation.export.CSV.zip), "
        "coded from a machine's translation: with and without them are two series too.",
        "NumMentions counts the first quarter of an hour only; later articles are in the table "
        "of mentions (gdelt_mentions).",
        "Some files of a quarter of an hour are missing or empty in the publisher's list.",
        "Event ids are not in the order of days.",
    ),
    authors="Leetaru, Kalev; Schrodt, Philip A.",
    year=2013,
    cite=_CITE,
    kind="events",
    edition_of=edition_of_v2,
    read=read_v2,
    increments=True,
    timely=True,
)

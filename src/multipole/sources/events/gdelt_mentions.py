"""GDELT 2.0 mentions: which article of which outlet told an event of GDELT again, and when.

A mention is not an act and not a measurement: it is an item of the kind ``mention`` whose facts
name the event, the outlet, the address and GDELT's confidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from multipole.sources.events.gdelt_format import MENTIONS, added_day, gates, recognise
from multipole.sources.gate.check import Gate
from multipole.sources.gate.frames import ITEMS, shaped
from multipole.sources.gate.repeats import REPEATED
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source

_WIDTHS: Final = (len(MENTIONS),)
_NEEDS: Final = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName",
    "MentionIdentifier", "SentenceID", "Actor1CharOffset", "Actor2CharOffset",
    "ActionCharOffset", "InRawText", "Confidence", "MentionDocTone",
)  # fmt: skip
_KEY: Final = (
    "GLOBALEVENTID", "MentionTimeDate", "Actor1CharOffset", "Actor2CharOffset",
    "ActionCharOffset", "MentionIdentifier",
)  # fmt: skip
_MOST: Final = 2**31 - 1
KINDS: Final = {
    "1": "web", "2": "citation", "3": "CORE", "4": "DTIC", "5": "JSTOR", "6": "not text",
}  # fmt: skip


def edition_of(file: Input) -> Edition:
    """Whether the file has the 16 fields of GDELT mentions; raises `UnreadableInput`."""
    recognise(file, MENTIONS, _WIDTHS)
    return Edition("gdelt_mentions")


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """An item for each mention."""
    for file in files:
        for gate in gates(file, MENTIONS, _WIDTHS, needs=_NEEDS):
            yield _batch(gate)


def _batch(gate: Gate) -> Batch:
    added_day(gate, "MentionTimeDate", to="period_start")
    added_day(gate, "EventTimeDate", to="_event_added")
    gate.one_of("MentionType", KINDS, to="_type")
    gate.number("Confidence", to="_confidence", low=0, high=100, whole=True, needed=True)
    gate.number("SentenceID", to="_sentence", low=-1, high=_MOST, whole=True, needed=True)
    gate.number("MentionDocTone", to="_tone")
    parts = (pl.lit("gdelt_mention"), *_KEY)
    gate.frame = gate.frame.with_columns(pl.concat_str(parts, separator=":").alias("item"))
    gate.set_aside(~gate.frame["item"].is_first_distinct(), REPEATED)
    return gate.batch(items=_items(gate.frame))


def _items(frame: pl.DataFrame) -> pl.DataFrame:
    facts = pl.struct(
        pl.col("GLOBALEVENTID").alias("event"),
        pl.col("MentionSourceName").alias("outlet"),
        pl.col("MentionIdentifier").alias("story"),
        pl.col("_type").alias("medium"),
        pl.col("_sentence").cast(pl.Int32).alias("sentence"),
        (pl.col("InRawText") == "1").alias("in_raw_text"),
        pl.col("_confidence").cast(pl.Int32).alias("confidence"),
        pl.col("_tone").alias("tone"),
        pl.col("_event_added").cast(pl.String).alias("event_added_on"),
        pl.col("MentionTimeDate").alias("time"),
    )
    made = frame.with_columns(
        pl.lit("mention").alias("kind"),
        pl.concat_str(pl.lit("event "), "GLOBALEVENTID", pl.lit(" in "), "MentionSourceName")
        .alias("title"),
        pl.col("period_start").dt.offset_by("1d").alias("period_end"),
        pl.col("period_start").alias("known_on"),
        pl.lit([], dtype=pl.List(pl.String)).alias("actors"),
        pl.lit([], dtype=pl.List(pl.String)).alias("topics"),
        facts.struct.json_encode().alias("facts"),
    )  # fmt: skip
    return shaped(made, ITEMS)


SOURCE: Final = Source(
    id="gdelt_mentions",
    title="GDELT Mentions 2.0",
    what="Each article in which GDELT met one of its events, with outlet, address, time, the "
    "sentence and GDELT's confidence.",
    publisher="The GDELT Project",
    licence="free for any use with citation of the GDELT Project and a link to its website",
    licence_url="https://www.gdeltproject.org/about.html#termsofuse",
    homepage="https://www.gdeltproject.org/",
    years="18 February 2015 - today",
    get="Download the files of each quarter of an hour named *.mentions.CSV.zip in "
    "http://data.gdeltproject.org/gdeltv2/masterfilelist.txt.",
    files="Tab-separated without header, 16 fields, zipped or not.",
    limits=(
        "Says only who told an event of gdelt_v2 again: without its event a mention has no actors "
        "and no act. Its event may be in a file of years before.",
        "Articles of one agency text count once for each outlet that prints it: mentions are no "
        "independent reports.",
        "Confidence (10 to 100) is how sure the machine was of the sentence, not whether the act "
        "took place.",
        "Times are those of GDELT's reading, by quarters of an hour in UTC, not of publication.",
    ),
    authors="Leetaru, Kalev; Schrodt, Philip A.",
    year=2013,
    cite="Leetaru, Kalev, and Philip A. Schrodt. 2013. GDELT: Global Data on Events, Location, "
    "and Tone, 1979-2012. Paper presented at the International Studies Association annual "
    "convention, San Francisco.",
    kind="events",
    edition_of=edition_of,
    read=read,
    increments=True,
    timely=True,
)

"""Volumes of arms delivered, by supplier, recipient and year, in SIPRI's trend-indicator values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from multipole.core.errors import BadValue
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.frames import columns_of, read_csv
from multipole.sources.gate.lives import of_the_time
from multipole.sources.gate.observe import observed
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source, Variable
from multipole.sources.ties.arms_matrix import Heading, heading_of, read_matrix
from multipole.sources.ties.arms_names import (
    HOMEPAGE,
    LICENCE,
    LICENCE_URL,
    NOT_ALL,
    NOT_MONEY,
    name_ends,
)

_NEEDS: Final = ("supplier", "recipient", "year", "value")
_KNOWS: Final = (
    "supplier_cown", "recipient_cown", "supplier_lon", "supplier_lat", "recipient_lon",
    "recipient_lat",
)  # fmt: skip
_TIV: Final = Variable("arms_tiv", "volume of major arms delivered", "million TIV", "arms", low=0)


def edition_of(file: Input) -> Edition:
    """Whether the file is one of SIPRI's TIV tables, or a long table of the same."""
    if heading := heading_of(file):
        return Edition("tiv", released=heading.generated)
    check_columns(file, columns_of(file), needs=_NEEDS, knows=_KNOWS)
    return Edition("tiv")


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """An observation a value; names of one state that meet in a year are kept apart as items."""
    headings = [heading_of(file) for file in files]
    if len({heading.end if heading else "" for heading in headings}) > 1:
        raise BadValue(
            "tables of exports and of imports together give every pair twice",
            remedy="Add either the tables of suppliers or those of recipients.",
        )
    for file, heading in zip(files, headings, strict=True):
        yield _matrix(file, heading, context) if heading else _long(file, context)


def _matrix(file: Input, heading: Heading, context: Context) -> Batch:
    gate, cells = read_matrix(file, heading, context)
    again = Gate(file, cells)
    for end in ("subject", "object"):
        of_the_time(again, end, actors=context.actors)
    rows = observed(_kept_apart(again.frame), "value", _TIV)
    named = rows.with_columns(pl.col("period_start").dt.year().cast(pl.String).alias("column"))
    return gate.batch(observations=named)


def _long(file: Input, context: Context) -> Batch:
    gate = Gate(file, *read_csv(file))
    gate.year("year", low=1950)
    gate.number("value", low=0)
    name_ends(gate, "supplier", "recipient", context)
    settle_repeats(gate, keys=["supplier", "recipient", "year"], values=["value"])
    return gate.batch(observations=observed(_kept_apart(gate.frame), "value", _TIV))


def _kept_apart(frame: pl.DataFrame) -> pl.DataFrame:
    """``item``: the names as printed where two of them are one pair of actors in one year."""
    several = pl.len().over("subject", "object", "period_start") > 1
    printed = pl.format("{} to {}", "supplier", "recipient")
    return frame.with_columns(pl.when(several).then(printed).otherwise(pl.lit("")).alias("item"))


SOURCE: Final = Source(
    id="sipri_tiv",
    title="SIPRI Arms Transfers Database: volumes by supplier, recipient and year",
    what="Yearly volume of major conventional weapons delivered by each supplier to each "
    "recipient, in trend-indicator values.",
    publisher="Stockholm International Peace Research Institute (SIPRI)",
    licence=LICENCE,
    licence_url=LICENCE_URL,
    homepage=HOMEPAGE,
    years="1950-2021 (by edition)",
    get="Generate the TIV table of each supplier on the homepage and save it as CSV; add all of "
    "them at once, for together they are one edition.",
    files="SIPRI's TIV tables as CSV, one a supplier (or one a recipient: not both), or one long "
    "CSV with supplier, recipient, year and value (million TIV), where COW numbers and coordinates "
    "may stand beside them and are not read.",
    limits=(
        NOT_MONEY,
        NOT_ALL,
        "Values are rounded to whole millions: SIPRI's 0 means less than half a million, not "
        "nothing.",
        "Deliveries of one year swing with single large weapons: SIPRI itself compares five-year "
        "averages.",
        "Rows of unknown suppliers or recipients and of most armed groups are set aside.",
        "Every yearly edition revises the past: figures of two editions are not to be mixed.",
    ),
    authors="SIPRI",
    year=2022,
    cite="Stockholm International Peace Research Institute. SIPRI Arms Transfers Database. "
    "https://www.sipri.org/databases/armstransfers",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=(_TIV,),
)

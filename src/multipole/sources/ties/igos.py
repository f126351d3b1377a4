"""Shared memberships in intergovernmental organisations, Correlates of War project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.codes import resolve_codes
from multipole.sources.gate.frames import columns_of, read_table
from multipole.sources.gate.observe import observed
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source, Variable

SHARED: Final = Variable("shared_igos", "intergovernmental organisations of which both are members",
                         "organisations", "igo", directed=False, roll="last", low=0)  # fmt: skip

_KEYS: Final = ("ccode1", "ccode2", "year")
_MISSING: Final = ("", "NA", "-9", "-9.0", "-1")


def edition_of(file: Input) -> Edition:
    """Whether the file counts shared organisations by pair; raises `UnreadableInput`."""
    check_columns(file, columns_of(file), needs=(*_KEYS, "dyadigos"))
    return Edition("cow_igos")


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """An observation a row: how many organisations the two share in that year."""
    for file in files:
        gate = Gate(file, *read_table(file))
        gate.year("year")
        gate.number("dyadigos", low=0, whole=True, missing=_MISSING)
        resolve_codes(gate, "ccode1", to="subject", system="cow", actors=context.actors)
        resolve_codes(gate, "ccode2", to="object", system="cow", actors=context.actors)
        gate.refuse(gate.frame["subject"] == gate.frame["object"], "ccode2",
                    "'{}' is the same state as ccode1", "Check the codes.")  # fmt: skip
        gate.frame = gate.frame.with_columns(
            pl.min_horizontal("subject", "object").alias("first"),
            pl.max_horizontal("subject", "object").alias("second"),
        )
        settle_repeats(gate, keys=("first", "second", "period_start"), values=("dyadigos",))
        yield gate.batch(observations=observed(gate.frame, "dyadigos", SHARED))


SOURCE: Final = Source(
    id="cow_igos",
    title="Intergovernmental Organizations (dyadic count)",
    what="How many intergovernmental organisations two states are both members of, by year.",
    publisher="Correlates of War Project",
    licence="free for research with citation; no licence text",
    licence_url="",
    homepage="https://correlatesofwar.org/data-sets/igos/",
    years="1816-2014 (version 3.0)",
    get="The table cow_igo_ndy of the R package peacesciencer, saved as Parquet or CSV.",
    files="Parquet or CSV with ccode1, ccode2, year, dyadigos.",
    limits=(
        "Full members of organisations of at least three states with a secretariat: bilateral "
        "bodies, informal clubs (G7, G20, BRICS) and associate members are not counted.",
        "A count says nothing of what an organisation does: a fisheries board counts as much as "
        "the United Nations.",
        "Ends in 2014; a drop in the last year is partly late reporting.",
        "Pairs and years that are not in the file are unknown, not zero.",
    ),
    authors="Pevehouse, Jon C. W. and Nordstrom, Timothy and McManus, Roseanne W. and Jamison, "
    "Anne Spencer",
    year=2020,
    cite="Pevehouse, Jon C. W., Timothy Nordstrom, Roseanne W. McManus, and Anne Spencer Jamison. "
    "2020. Tracking Organizations in the World: The Correlates of War IGO Version 3.0 Datasets. "
    "Journal of Peace Research 57(3): 492-503.",
    journal="Journal of Peace Research 57(3): 492-503",
    doi="10.1177/0022343319881175",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=(SHARED,),
)

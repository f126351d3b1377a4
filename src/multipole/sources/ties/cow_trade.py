"""Dyadic trade of the Correlates of War project: imports of each state from each other one."""

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

IMPORTS: Final = Variable("cow_imports_musd", "imports of goods from the other, current prices",
                          "million USD", "trade", low=0)  # fmt: skip

_KEYS: Final = ("ccode1", "ccode2", "year")
_FLOWS: Final = ("flow1", "flow2")
_KNOWN: Final = (
    "smoothflow1", "smoothflow2", "smoothtotrade", "importer1", "importer2", "spike1", "spike2",
    "dip1", "dip2", "trdspike", "tradedip", "bel_lux_alt_flow1", "bel_lux_alt_flow2",
    "china_alt_flow1", "china_alt_flow2", "source1", "source2", "version",
)  # fmt: skip
_MISSING: Final = ("", "NA", "-9", "-9.0")


def edition_of(file: Input) -> Edition:
    """Whether the file has the columns of dyadic trade; raises `UnreadableInput`."""
    check_columns(file, columns_of(file), needs=(*_KEYS, *_FLOWS), knows=_KNOWN)
    return Edition("cow_trade")


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Two observations of each row: flow1 is what ccode1 imports from ccode2, flow2 the reverse."""
    for file in files:
        gate = Gate(file, *read_table(file))
        gate.year("year")
        for flow in _FLOWS:
            gate.number(flow, low=0, missing=_MISSING)
        resolve_codes(gate, "ccode1", to="subject", system="cow", actors=context.actors)
        resolve_codes(gate, "ccode2", to="object", system="cow", actors=context.actors)
        gate.refuse(gate.frame["subject"] == gate.frame["object"], "ccode2",
                    "'{}' is the same state as ccode1", "Check the codes.")  # fmt: skip
        _settle_pairs(gate)
        reverse = gate.frame.rename({"subject": "object", "object": "subject"})
        both = (observed(gate.frame, "flow1", IMPORTS), observed(reverse, "flow2", IMPORTS))
        yield gate.batch(observations=pl.concat(both))


def _settle_pairs(gate: Gate) -> None:
    """One row a pair and year, whichever of the two stands first."""
    swap = pl.col("object") < pl.col("subject")
    flow1, flow2 = (pl.col(flow) for flow in _FLOWS)
    gate.frame = gate.frame.with_columns(
        pl.min_horizontal("subject", "object").alias("first"),
        pl.max_horizontal("subject", "object").alias("second"),
        pl.when(swap).then(flow2).otherwise(flow1).alias("of_first"),
        pl.when(swap).then(flow1).otherwise(flow2).alias("of_second"),
    )
    settle_repeats(gate, keys=("first", "second", "period_start"),
                   values=("of_first", "of_second"), column="flow1")  # fmt: skip


SOURCE: Final = Source(
    id="cow_trade",
    title="Correlates of War Trade Data Set (dyadic)",
    what="Imports of goods of each state from each other state, by year, in current dollars.",
    publisher="Correlates of War Project",
    licence="free for research with citation; no licence text",
    licence_url="",
    homepage="https://correlatesofwar.org/data-sets/bilateral-trade/",
    years="1870-2014 (version 4.0)",
    get="Download the dyadic file of version 4.0 from the homepage; the table cow_trade_ndy of the "
    "R package peacesciencer has the same rows.",
    files="CSV or Parquet with ccode1, ccode2, year, flow1, flow2.",
    limits=(
        "flow1 is what ccode1 imports from ccode2, so exports of A to B are the imports of B from "
        "A, as B counted them or as the authors put them together from A's exports.",
        "The edition of peacesciencer is rounded to whole millions: a 0 in it may be a trade of "
        "up to half a million dollars, and it leaves out pairs and years without any figure.",
        "Pairs and years that are not in the file are unknown, not zero. A figure of -9 is "
        "missing.",
        "Current dollars: not to be compared across years without a price index.",
        "Smoothed figures (smoothflow1, smoothflow2) replace jumps by judgement and are not read.",
        "China's trade through Hong Kong, and Belgium's with Luxembourg, follow the authors' rules "
        "(see the codebook's alternative columns, which are not read).",
    ),
    authors="Barbieri, Katherine and Keshk, Omar M. G.",
    year=2016,
    cite="Barbieri, Katherine and Omar M. G. Keshk. 2016. Correlates of War Project Trade Data Set "
    "Codebook, Version 4.0; Barbieri, Katherine, Omar M. G. Keshk, and Brian Pollins. 2009. "
    "TRADING DATA: Evaluating our Assumptions and Coding Rules. Conflict Management and Peace "
    "Science 26(5): 471-491.",
    journal="Correlates of War Project Trade Data Set Codebook, Version 4.0",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=(IMPORTS,),
)

"""Militarized interstate disputes of the Correlates of War project, by directed pair and year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from multipole.core.periods import Period
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.codes import resolve_codes
from multipole.sources.gate.frames import ITEMS, columns_of, read_csv, shaped
from multipole.sources.gate.observe import melt
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import (
    SYSTEM,
    Batch,
    Context,
    Edition,
    Input,
    Source,
    Variable,
)

_MISSING: Final = ("", "NA", "-9", "-9.0")
_KEYS: Final = ("dispnum", "ccode1", "ccode2", "year")
_ROLES: Final = ("sidea1", "sidea2", "orig1", "orig2")
_UNREAD: Final = (
    "hostlev2", "fatality2", "fatalpre1", "fatalpre2", "hiact1", "hiact2",
)  # fmt: skip
_FIRST_YEAR: Final = 1816
_VARIABLES: Final = {
    "dispongoing": Variable("dispute", "militarized dispute under way with the other", "1",
                            "dispute", roll="max", low=1, high=1, zero=True, subjects=SYSTEM,
                            objects=SYSTEM),
    "disponset": Variable("dispute_onset", "militarized dispute begun or joined in the year", "1",
                          "dispute", roll="max", low=0, high=1, zero=True, subjects=SYSTEM,
                          objects=SYSTEM),
    "hostlev1": Variable("dispute_hostility", "highest act of the state in the dispute: 1 none, "
                         "2 threat, 3 show, 4 use of force, 5 war", "level 1-5", "dispute",
                         roll="max", low=1, high=5),
    "fatality1": Variable("dispute_fatality", "deaths of the state in the dispute: 0 none, 1 to 25,"
                          " 2 to 100, 3 to 250, 4 to 500, 5 to 999, 6 more", "level 0-6",
                          "dispute", roll="max", low=0, high=6),
}  # fmt: skip


def edition_of(file: Input) -> Edition:
    """Whether the file is the directed dyadic table; complete from 1816 to its last year."""
    needs = (*_KEYS, *_VARIABLES, *_ROLES)
    check_columns(file, columns_of(file), needs=needs, knows=_UNREAD)
    gate = Gate(file, *read_csv(file))
    gate.year("year", low=_FIRST_YEAR)
    last = gate.frame["period_end"].max()
    if not isinstance(last, date):
        return Edition("cow_mids")
    covered = Period(date(_FIRST_YEAR, 1, 1), last)
    return Edition("cow_mids", covers={v.name: covered for v in _VARIABLES.values() if v.zero})


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Four observations a row, about ccode1 towards ccode2; an item for each dispute."""
    for file in files:
        gate = Gate(file, *read_csv(file))
        gate.number("dispnum", low=1, whole=True, needed=True)
        gate.year("year", low=_FIRST_YEAR)
        for column, variable in _VARIABLES.items():
            gate.number(column, low=variable.low, high=variable.high, missing=_MISSING, whole=True)
        for role in _ROLES:
            gate.number(role, low=0, high=1, whole=True, needed=True)
        resolve_codes(gate, "ccode1", to="subject", system="cow", actors=context.actors)
        resolve_codes(gate, "ccode2", to="object", system="cow", actors=context.actors)
        gate.refuse(gate.frame["subject"] == gate.frame["object"], "ccode2",
                    "'{}' is the same state as ccode1", "Check the codes.")  # fmt: skip
        number = pl.col("dispnum").cast(pl.Int64)
        gate.frame = gate.frame.with_columns(pl.format("mid:{}", number).alias("item"))
        keys = ("item", "subject", "object", "period_start")
        settle_repeats(gate, keys=keys, values=(*_VARIABLES, *_ROLES))
        yield gate.batch(observations=melt(gate.frame, _VARIABLES), items=_items(gate.frame))


def _items(frame: pl.DataFrame) -> pl.DataFrame:
    """Each dispute: its years, its states, who was on side A, and who joined later."""
    first = pl.col("subject").filter
    facts = pl.struct("side_a", "side_b", "joined").struct.json_encode()
    told = (
        frame.group_by("item", maintain_order=True)
        .agg(
            pl.col("row").min(),
            pl.col("period_start").min(),
            pl.col("period_end").max(),
            pl.col("subject").unique().sort().alias("actors"),
            first(pl.col("sidea1") == 1).unique().sort().alias("side_a"),
            first(pl.col("sidea1") == 0).unique().sort().alias("side_b"),
            first(pl.col("orig1") == 0).unique().sort().alias("joined"),
        )
        .with_columns(
            pl.lit("dispute").alias("kind"),
            pl.format("Militarized dispute {}", pl.col("item").str.slice(4)).alias("title"),
            pl.lit([], dtype=pl.List(pl.String)).alias("topics"),
            facts.alias("facts"),
        )
    )
    return shaped(told, ITEMS)


SOURCE: Final = Source(
    id="cow_mids",
    title="Militarized Interstate Disputes (directed dyads)",
    what="Threats, shows and uses of force between states, by dispute, directed pair and year, "
    "with how far each went and how many of its soldiers died.",
    publisher="Correlates of War Project",
    licence="free for research with citation; no licence text",
    licence_url="",
    homepage="https://correlatesofwar.org/data-sets/mids/",
    years="1816-2014 (version 5.0)",
    get="Write the table cow_mid_dirdisps of the R package peacesciencer as CSV; it is made of the "
    "participant files of version 5.0 on the homepage.",
    files="One CSV with dispnum, ccode1, ccode2, year, dispongoing, disponset, sides, fatality, "
    "highest action and hostility level of both states.",
    limits=(
        "Ends in 2014: no row after it is no peace.",
        "Every state of one side is paired with every state of the other: in large wars with "
        "states that it never fought.",
        "Hostility and deaths are those of the state in the whole dispute, not against this "
        "opponent, nor in this year.",
        "Deaths are classes, and -9 is missing. Exact counts (fatalpre) and action codes (hiact) "
        "are not read.",
        "Only acts of governments that are members of the state system: nothing about rebels, "
        "and nothing about states outside it.",
        "In a year in which a code passed from one state to another (345 in 1918) the row is "
        "given to the later one.",
    ),
    authors="Palmer, Glenn and McManus, Roseanne W. and D'Orazio, Vito and Kenwick, Michael R. and "
    "Karstens, Mikaela and Bloch, Chase and Dietrich, Nick and Kahn, Kayla and Ritter, Kellan and "
    "Soules, Michael J.",
    year=2022,
    cite="Palmer, Glenn, Roseanne W. McManus, Vito D'Orazio, Michael R. Kenwick, Mikaela Karstens, "
    "Chase Bloch, Nick Dietrich, Kayla Kahn, Kellan Ritter, and Michael J. Soules. 2022. The MID5 "
    "Dataset, 2011-2014: Procedures, Coding Rules, and Description. Conflict Management and Peace "
    "Science 39(4): 470-482.",
    journal="Conflict Management and Peace Science 39(4): 470-482",
    doi="10.1177/0738894221995743",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=tuple(_VARIABLES.values()),
)

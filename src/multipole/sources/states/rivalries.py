"""Strategic rivalries of Thompson, Sakuwa and Suhas: pairs of states, from year to year."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from multipole.core.periods import Period
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.corrections import Correction, correct
from multipole.sources.gate.frames import ITEMS, columns_of, read_csv, shaped
from multipole.sources.gate.observe import observed
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
from multipole.sources.gate.successions import resolve_spans

_KINDS: Final = ("positional", "spatial", "ideological", "interventionary")
_MORE: Final = {"principal": "principal", "aprin": "asymmetric_principal"}
_FLAGS: Final = (*_KINDS, *_MORE)
_CELLS: Final = ("title", "ccode1", "ccode2", "start", "end")
_NEEDS: Final = ("tssr_id", "rivalry", "ccode1", "ccode2", "start", "end", *_FLAGS)
_SYSTEM_BEGINS: Final = 1816
_BEFORE: Final = "ended before the state system begins in 1816"
#: Yemen before 1990 is written with the code that it took in that year.
_OWN: Final = {"679": "YEM"}


def _variable(name: str, label: str) -> Variable:
    return Variable(name, label, "1", "rivalry", directed=False, step="range", roll="max", low=1,
                    high=1, zero=True, subjects=SYSTEM, objects=SYSTEM)  # fmt: skip


_RIVALRY: Final = _variable("rivalry", "strategic rivalry")
_VARIABLES: Final = {
    "rivalry": _RIVALRY,
    "positional": _variable("rivalry_positional", "rivalry over influence and rank"),
    "spatial": _variable("rivalry_spatial", "rivalry over territory"),
    "ideological": _variable("rivalry_ideological", "rivalry over beliefs"),
    "interventionary": _variable("rivalry_interventionary", "rivalry over who rules the other"),
}

_CORRECTIONS: Final = (
    Correction(
        "tss-19-austria", (("tssr_id", "19"), ("rivalry", "Austria-Prussia")), "ccode2", "305.0",
        "300.0", "Austria before 1918 is 300 in the code list and in the table's other rows; 305 "
        "begins in 1919",
    ),
    Correction(
        "tss-158-yemen", (("tssr_id", "158"), ("rivalry", "Oman-S. Yemen")), "ccode1", "679.0",
        "680.0", "South Yemen is 680; 679 is the Yemen of 1990",
    ),
)  # fmt: skip


def edition_of(file: Input) -> Edition:
    """Whether the file is the list of rivalries; covers 1816 to its last year."""
    check_columns(file, columns_of(file), needs=_NEEDS)
    gate = Gate(file, *read_csv(file))
    _check(gate)
    last = gate.frame["period_end"].max()
    if not isinstance(last, date):
        return Edition("tss_rivalries")
    covered = Period(date(_SYSTEM_BEGINS, 1, 1), last)
    return Edition("tss_rivalries", covers={v.name: covered for v in _VARIABLES.values()})


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """The value 1 for each pair and rivalry, and for each of its kinds; an item each."""
    for file in files:
        gate = Gate(file, *read_csv(file))
        correct(gate, _CORRECTIONS, skip=context.skip_corrections)
        _check(gate)
        settle_repeats(gate, keys=("tssr_id",), values=(*_CELLS, *_FLAGS))
        pairs = {"ccode1": "subject", "ccode2": "object"}
        resolve_spans(gate, pairs, system="cow", actors=context.actors, own=_OWN)
        flagged = [(c, gate.frame.filter(pl.col(c) == 1), v) for c, v in _VARIABLES.items()]
        rows = pl.concat(observed(frame, c, v) for c, frame, v in flagged)
        column = pl.col("column").replace("rivalry", "tssr_id")
        yield gate.batch(observations=rows.with_columns(column), items=_items(gate.frame))


def _check(gate: Gate) -> None:
    """Numbers, flags and years; the period from the first year to the end of the last."""
    gate.number("tssr_id", low=1, whole=True, needed=True)
    for flag in _FLAGS:
        gate.number(flag, low=1, high=1)
    for year in ("start", "end"):
        gate.number(year, low=1000, high=2200, whole=True, needed=True)
    backward = gate.frame["end"] < gate.frame["start"]
    gate.refuse(backward, "end", "'{}' is before the first year", "Check the years.")
    gate.set_aside(gate.frame["end"] < _SYSTEM_BEGINS, _BEFORE)
    gate.frame = gate.frame.with_columns(
        pl.date(pl.col("start").cast(pl.Int32), 1, 1).alias("period_start"),
        pl.date(pl.col("end").cast(pl.Int32) + 1, 1, 1).alias("period_end"),
        pl.format("tss:{}", pl.col("tssr_id").cast(pl.Int64)).alias("item"),
        pl.col("rivalry").alias("title"),
        (pl.col("end") == pl.col("end").max()).alias("ongoing"),
        pl.lit(1.0).alias("rivalry"),
    )


def _items(frame: pl.DataFrame) -> pl.DataFrame:
    """An item for each rivalry: all its states, and what the list says of it."""
    whole = frame.group_by("row", maintain_order=True).agg(
        pl.col("period_start").min(),
        pl.col("period_end").max(),
        pl.col("subject").append(pl.col("object")).unique().sort().alias("actors"),
        pl.col("item", "title", "start", "end", "ongoing", *_FLAGS).first(),
    )
    told = [_told(row) for row in whole.iter_rows(named=True)]
    schema = {"topics": ITEMS["topics"], "facts": ITEMS["facts"]}
    texts = pl.DataFrame(told, schema=schema, orient="row")
    return shaped(whole.hstack(texts).with_columns(kind=pl.lit("rivalry")), ITEMS)


def _told(row: dict[str, object]) -> tuple[list[str], str]:
    years = {name: int(float(str(row[name]))) for name in ("start", "end")}
    flags = {name: True for flag, name in _MORE.items() if row[flag] == 1}
    facts = {**years, "ongoing": row["ongoing"], **flags}
    return [kind for kind in _KINDS if row[kind] == 1], json.dumps(facts, separators=(",", ":"))


SOURCE: Final = Source(
    id="tss_rivalries",
    title="Strategic Rivalries, 1494-2020",
    what="Pairs of states whose leaders see each other as threatening competitors and enemies, "
    "with the years and what the rivalry is about.",
    publisher="William R. Thompson, Kentaro Sakuwa, Prashant Hosur Suhas (tables of their book)",
    licence="none given for the list; the R package peacesciencer that typed it is GPL-2",
    licence_url="",
    homepage="https://rdrr.io/cran/peacesciencer/man/tss_rivalries.html",
    years="1494-2020; 1816-2020 is read",
    get="Write the table tss_rivalries of the R package peacesciencer as CSV.",
    files="One CSV with tssr_id, rivalry, ccode1, ccode2, start, end and six columns of kinds.",
    limits=(
        "Only years are known: a rivalry is taken to last from 1 January of its first year to 31 "
        "December of its last.",
        "Rivalries of the last year of the list were going on when it was made: what came after "
        "is not covered.",
        "Rivalries that ended before 1816 are set aside; those that began before keep their first "
        "year. A kind that the list does not give for a rivalry counts as not of that kind.",
        "A code that passed from one state to another (345) gives a row for each, and a rivalry "
        "that the list carries beyond the end of a state (Austria-Hungary to 1920) is cut there; "
        "the years of the list stay in the item.",
        "A judgement from histories and memoirs about what leaders perceived, not a count of "
        "disputes.",
    ),
    authors="Thompson, William R. and Sakuwa, Kentaro and Suhas, Prashant Hosur",
    year=2021,
    cite="Thompson, William R., Kentaro Sakuwa, and Prashant Hosur Suhas. 2021. Analyzing "
    "Strategic Rivalries in World Politics: Types of Rivalry, Regional Variation, and "
    "Escalation/De-escalation. Springer.",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=tuple(_VARIABLES.values()),
)

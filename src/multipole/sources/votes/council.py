"""Membership of the Security Council: a row a term, in calendar years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from multipole.core.errors import BadPeriod
from multipole.core.periods import Period
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.codes import resolve_names
from multipole.sources.gate.frames import read_csv
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

_NEEDS: Final = ("country_org", "start_year", "end_year", "seat")
_TERM: Final = ("subject", "period_start", "period_end")
_SEATS: Final = {"permanent": "permanent", "elected": "elected"}
#: The file's own note to the term of 2006: "Republic of the Congo"; the other one is named in full.
_OWN: Final = {"Congo": "COG"}

MEMBER: Final = Variable(
    "council_member", "member of the UN Security Council", "1 for a member", "council", ends=1,
    step="range", roll="max", low=0, high=1, zero=True, subjects=SYSTEM,
)  # fmt: skip


def edition_of(file: Input) -> Edition:
    """The edition; it covers the years of its permanent members, which the table bounds."""
    gate = _terms(file)
    permanent = gate.frame.filter(pl.col("seat") == "permanent")
    if not permanent.height:
        return Edition("council")
    first, last = permanent["period_start"].max(), permanent["period_end"].min()
    try:
        return Edition("council", covers={MEMBER.name: Period(first, last)})  # type: ignore[arg-type]
    except BadPeriod:
        return Edition("council")


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Terms of each file."""
    for file in files:
        gate = _terms(file)
        resolve_names(gate, "country_org", to="subject", actors=context.actors, own=_OWN)
        settle_repeats(gate, keys=_TERM, values=("seat",))
        frame = gate.frame.with_columns(
            pl.lit(1.0).alias("value"), pl.col("period_start").alias("known_on")
        )
        found = observed(frame, "value", MEMBER).with_columns(pl.lit("seat").alias("column"))
        yield gate.batch(observations=found)


def _terms(file: Input) -> Gate:
    gate = Gate(file, *read_csv(file, comment="#"))
    check_columns(file, gate.frame.columns, needs=_NEEDS, knows=("note",))
    gate.one_of("seat", _SEATS)
    for column in ("start_year", "end_year"):
        gate.number(column, low=1946, high=2100, whole=True, needed=True)
    first, last = pl.col("start_year").cast(pl.Int32), pl.col("end_year").cast(pl.Int32)
    backwards = gate.frame.select(last < first).to_series()
    gate.refuse(backwards, "end_year", "the term ends in {}, before it starts", "Check the years.")
    long = gate.frame.select((pl.col("seat") == "elected") & (last - first > 1)).to_series()
    gate.refuse(long, "end_year", "an elected member serves two years, not to {}",
                "Write one row a term.")  # fmt: skip
    gate.frame = gate.frame.with_columns(
        pl.date(first, 1, 1).alias("period_start"), pl.date(last + 1, 1, 1).alias("period_end")
    )
    return gate


SOURCE: Final = Source(
    id="unsc_members",
    title="Members of the UN Security Council",
    what="Terms of permanent and elected members of the Security Council.",
    publisher="a table made from the records of the United Nations",
    licence="MIT",
    licence_url="",
    homepage="https://main.un.org/securitycouncil/en/content/countries-elected-members",
    years="1992-2023 (terms from 1991 to 2024)",
    get="Write the terms from the Council's own list of members: a row a term.",
    files="One CSV with country_org, start_year, end_year, seat (permanent or elected) and, if "
    "wanted, note; lines that begin with # are comments.",
    limits=(
        "It is complete from the first to the last year of its permanent members (1992 to 2023): "
        "there, no row means no member. Outside them it has single terms only.",
        "Permanent members are listed for those years; their seats are older and go on.",
        "Terms are whole calendar years, as the Charter has them since 1946.",
    ),
    authors="United Nations Security Council",
    year=2023,
    cite="United Nations Security Council. Countries Elected Members of the Security Council.",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=(MEMBER,),
    timely=True,
)

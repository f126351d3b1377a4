"""ATOP's directed dyad-years: what the first state has pledged to the second in a year."""

from __future__ import annotations

from typing import Final

import polars as pl

from multipole.core.periods import Period
from multipole.sources.gate.check import Gate
from multipole.sources.gate.codes import resolve_codes
from multipole.sources.gate.frames import is_parquet, read_table
from multipole.sources.gate.observe import melt
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import SYSTEM, Batch, Context, Input, Variable

KEYS: Final = ("ccode1", "ccode2", "year")


def _pledge(name: str, label: str) -> Variable:
    return Variable(name, label, "0 or 1", "alliance", roll="max", low=0, high=1, zero=True,
                    subjects=SYSTEM, objects=SYSTEM)  # fmt: skip


PLEDGES: Final = {
    "atop_defense": _pledge("atop_defense", "pledge to defend the other"),
    "atop_offense": _pledge("atop_offense", "pledge to join the other in attack"),
    "atop_neutral": _pledge("atop_neutrality", "pledge to stay neutral in the other's conflict"),
    "atop_nonagg": _pledge("atop_nonaggression", "pledge not to attack the other"),
    "atop_consul": _pledge("atop_consultation", "pledge to consult the other in a crisis"),
}


def dyads_cover(file: Input) -> dict[str, Period]:
    """First to last year of the file: for these the list of alliances is complete."""
    if is_parquet(file):
        years = pl.read_parquet(file.path, columns=["year"])["year"]
    else:
        years = read_table(file)[0]["year"]
    whole = years.cast(pl.Int64, strict=False).drop_nulls()
    if whole.is_empty():
        return {}
    first, last = int(whole.min()), int(whole.max())  # type: ignore[arg-type]
    span = Period(Period.year(first).start, Period.year(last).end)
    return {variable.name: span for variable in PLEDGES.values()}


def read_dyads(file: Input, context: Context) -> Batch:
    """Observations of the five pledges, one for each pledge and row."""
    gate = Gate(file, *read_table(file))
    gate.year("year")
    for column in PLEDGES:
        gate.number(column, low=0, high=1, whole=True)
    resolve_codes(gate, "ccode1", to="subject", system="cow", actors=context.actors)
    resolve_codes(gate, "ccode2", to="object", system="cow", actors=context.actors)
    gate.refuse(gate.frame["subject"] == gate.frame["object"], "ccode2",
                "'{}' is the same state as ccode1", "Check the codes.")  # fmt: skip
    settle_repeats(gate, keys=KEYS, values=tuple(PLEDGES))
    _one_code(gate)
    return gate.batch(observations=melt(gate.frame, PLEDGES))


def _one_code(gate: Gate) -> None:
    """One row a pair and year where a state had two codes in it (Germany and Yemen in 1990).

    The row with more pledges stays: a pledge counts when it held on any day of the year.
    """
    pair = ("subject", "object", "period_start")
    order = pl.sum_horizontal(*PLEDGES).rank("ordinal", descending=True).over(*pair)
    gate.set_aside(gate.frame.select(order > 1).to_series(), "the same state under another code")

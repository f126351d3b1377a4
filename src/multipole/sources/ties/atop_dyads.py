"""ATOP's directed dyad-years: what the first state has pledged to the second in a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from multipole.core.periods import Period
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.codes import resolve_codes
from multipole.sources.gate.frames import read_table
from multipole.sources.gate.observe import melt
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import SYSTEM, Batch, Context, Input, Variable

_STATES: Final = ("ccode1", "ccode2")
_OWN_STATES: Final = ("stateA", "stateB")


def _pledge(name: str, label: str) -> Variable:
    return Variable(name, label, "0 or 1", "alliance", roll="max", low=0, high=1, zero=True,
                    subjects=SYSTEM, objects=SYSTEM)  # fmt: skip


#: Columns in the edition of peacesciencer.
PLEDGES: Final[Mapping[str, Variable]] = {
    "atop_defense": _pledge("atop_defense", "pledge to defend the other"),
    "atop_offense": _pledge("atop_offense", "pledge to join the other in attack"),
    "atop_neutral": _pledge("atop_neutrality", "pledge to stay neutral in the other's conflict"),
    "atop_nonagg": _pledge("atop_nonaggression", "pledge not to attack the other"),
    "atop_consul": _pledge("atop_consultation", "pledge to consult the other in a crisis"),
}
#: Columns in ATOP's own file, beside those that are known and not read.
_OWN_PLEDGES: Final = {name.removeprefix("atop_"): v for name, v in PLEDGES.items()}
_OWN_KNOWN: Final = (
    "ddyad", "dyad", "atopally", "shareob", "bilatno", "multino", "number", "asymm", "transyr",
    "version", *(f"atopid{i}" for i in range(1, 16)),
)  # fmt: skip


def check_dyads(file: Input, found: Sequence[str]) -> None:
    """Raise `UnreadableInput` for columns of neither edition."""
    if _is_own(found):
        check_columns(file, found, needs=(*_OWN_STATES, "year", *_OWN_PLEDGES), knows=_OWN_KNOWN)
    else:
        check_columns(file, found, needs=(*_STATES, "year", *PLEDGES))


def _is_own(found: Sequence[str]) -> bool:
    return _OWN_STATES[0] in found


def dyads_cover(file: Input) -> dict[str, Period]:
    """First to last year of the file: for these the list of alliances is complete."""
    gate = Gate(file, *read_table(file, columns=["year"]))
    gate.year("year")
    first, last = gate.frame["period_start"].min(), gate.frame["period_end"].max()
    if not isinstance(first, date) or not isinstance(last, date):
        return {}
    span = Period(first, last)
    return {variable.name: span for variable in PLEDGES.values()}


def read_dyads(file: Input, context: Context) -> Batch:
    """Observations of the five pledges, one for each pledge and row."""
    frame, odd = read_table(file)
    own = _is_own(frame.columns)
    one, other = _OWN_STATES if own else _STATES
    pledges = _OWN_PLEDGES if own else PLEDGES
    gate = Gate(file, frame, odd)
    gate.year("year")
    for column in pledges:
        gate.number(column, low=0, high=1, whole=True)
    resolve_codes(gate, one, to="subject", system="cow", actors=context.actors)
    resolve_codes(gate, other, to="object", system="cow", actors=context.actors)
    gate.refuse(gate.frame["subject"] == gate.frame["object"], other,
                "'{}' is the same state as the first", "Check the codes.")  # fmt: skip
    settle_repeats(gate, keys=(one, other, "year"), values=tuple(pledges))
    _one_code(gate, tuple(pledges))
    return gate.batch(observations=melt(gate.frame, pledges))


def _one_code(gate: Gate, pledges: Sequence[str]) -> None:
    """One row a pair and year where a state had two codes in it (Germany and Yemen in 1990).

    The row with more pledges stays: a pledge counts when it held on any day of the year.
    """
    pair = ("subject", "object", "period_start")
    order = pl.sum_horizontal(*pledges).rank("ordinal", descending=True).over(*pair)
    gate.set_aside(gate.frame.select(order > 1).to_series(), "the same state under another code")

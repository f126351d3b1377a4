"""Tests of a claim about a pair and a year: the effect in each series, with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import altair as alt

from multipole.answers.claim_test import SCHEMA
from multipole.apps.brief import palette
from multipole.apps.pictures import said
from multipole.apps.pictures.forest import Bar, forest
from multipole.apps.pictures.look import Words, finished

if TYPE_CHECKING:
    from multipole.answers import Answer

COLUMNS: Final = frozenset(SCHEMA.names) - {"warnings", "breaks", "p_values"}
LOOKS: Final = (
    ("yes", palette.CONFLICT, "diamond"),
    ("no", palette.COOPERATION, "circle"),
    ("not measurable", palette.BALANCE, "cross"),
)
_KNOWN: Final = ("yes", "no")
Row = Mapping[str, Any]


def draw(answer: Answer) -> alt.VConcatChart:
    """A plot a unit, since changes in different units share no axis; a row a series."""
    rows = said.rows_of(answer)
    measured = [row for row in rows if row["effect"] is not None]
    if not measured:
        raise said.nothing()
    units = list(dict.fromkeys(row["unit"] for row in measured))
    plots = [
        forest(
            f"change, in {unit}", [_bar(row) for row in rows if _under(row, unit, units)],
            looks=LOOKS, legend=n == 0,
        )
        for n, unit in enumerate(units)
    ]  # fmt: skip
    without = [row for row in rows if not any(_under(row, unit, units) for unit in units)]
    return finished(plots, Words(answer.title, _below(), _caption(rows, without)))


def _under(row: Row, unit: str, units: Sequence[str]) -> bool:
    return bool(row["unit"] == unit and unit in units)


def _bar(row: Row) -> Bar:
    told = said.estimate(row["effect"], row["low"], row["high"])
    span = f"{row['first']} to {row['last']}"
    return Bar(
        row["series"], _look(row["verdict"]), row["effect"], row["low"], row["high"],
        beside=_beside(row), detectable=row["detectable"],
        words=f"{row['verdict']}: {told} {row['unit']}, {span}. {row['reason']}",
    )  # fmt: skip


def _look(verdict: str) -> str:
    return verdict if verdict in _KNOWN else LOOKS[-1][0]


def _beside(row: Row) -> str:
    if row["verdict"] not in _KNOWN:
        return f"{row['verdict']}: {row['reason']}"
    p = f", p {row['p']:.3f}" if row["p"] is not None else ""
    family = f" (family {row['p_family']:.3f})" if row["p_family"] is not None else ""
    return f"{row['verdict']}{p}{family}, {row['toward']}"


def _below() -> tuple[str, ...]:
    return ("Bars hold 90% of the doubt about the change. Grey ticks: the change that the series "
            "would show in 4 of 5 cases. A verdict rests on its p, not on the bar.",)  # fmt: skip


def _caption(rows: Sequence[Row], without: Sequence[Row]) -> tuple[str, ...]:
    named = "; ".join(f"{row['series']} ({row['reason']})" for row in without)
    return ((f"Not drawn: {named}.",) if named else ()) + said.sources(rows)

"""When two actors moved: each yearly series of the pair with the turns that it shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.around import beside_turn
from multipole.answers.asked import day_of, name_of, pair_of
from multipole.answers.dyad_turns import DRAWS, LAST, YEARS, turns_of
from multipole.answers.series_dyad import DyadSeries
from multipole.core.errors import NothingFound
from multipole.core.types import Estimate
from multipole.store import Store

if TYPE_CHECKING:
    from multipole.relations.turning import Turn, Turns

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("status", "measure", "domain", "unit", "direction")),
        *((n, pa.int32()) for n in ("year", "year_low", "year_high")),
        *((n, pa.float64()) for n in ("change", "change_low", "change_high", "p", "probability")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("n", pa.int64()),
        *((n, pa.string()) for n in ("variable", "source", "release")),
        ("until", pa.date32()),
        ("note", pa.string()),
    ]
)
SHOWN: Final = ("measure", "status", "year", "changed", "direction", "n", "source", "until")
#: Least values of a series of which turns can be asked.
LEAST: Final = 8


def turning(
    store: Store, a: str, b: str, *, as_of: str | date | None = None, seed: int = 0
) -> Answer:
    """Every yearly series of two actors: a row a turn, or one row that says why there is none.

    ``status``: turn, none, too few values, or not measurable. Of a turn ``year`` is the first year
    after it with its 90% interval, ``change`` that of the level (of a growing series the step), in
    the series' unit, ``direction`` closer or further, ``p`` the chance that a series with no change
    looks like it, ``probability`` that of a change against none at even odds. The notes say what
    happened in the years of the last turns, which is no cause.

    Raises `UnknownCode` and `WrongUse` for the actors, `NothingFound` when there is no series.
    """
    left, right = pair_of(a, b, own=store.actor_list())
    known = day_of(as_of)
    found = turns_of(store, left, right, known, seed=seed)
    if not found:
        raise NothingFound(
            f"the store has no yearly series of {left} and {right}", where=str(store.path),
            remedy="Add votes, trade or events of several years: multipole sources.",
        )  # fmt: skip
    rows = [row for one, turns in found for row in _rows(one, turns)]
    years = sorted({row["year"] for row in rows if row["status"] == "turn"})[-YEARS:]
    notes = (
        *(said for year in years
          for said in beside_turn(store, left, right, year, as_of=known)),
        f"Turns are sought in each series under serial dependence, 5% false alarms a series, "
        f"{DRAWS} simulated series, the last {LAST} values. The last two years of a series cannot "
        f"show one.",
    )  # fmt: skip
    title = f"When {name_of(left)} and {name_of(right)} moved"
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    return Answer(title, table, evidence.none(), notes, SHOWN)


def _rows(one: DyadSeries, found: Turns) -> Iterator[dict[str, Any]]:
    base = {
        "measure": one.name, "domain": one.domain, "unit": one.unit, "n": found.n,
        "period_start": date(one.periods[-LAST:][0], 1, 1),
        "period_end": date(one.periods[-1] + 1, 1, 1), "variable": one.variable,
        "source": one.source, "release": one.release, "until": one.until,
        "note": "; ".join(found.warnings),
    }  # fmt: skip
    if not found.turns:
        yield base | {"status": _none(found), "p": None if found.p != found.p else found.p}
    for turn in found.turns:
        yield base | _turn(one, turn)


def _none(found: Turns) -> str:
    if found.p == found.p:
        return "none"
    return "too few values" if found.n < LEAST else "not measurable"


def _turn(one: DyadSeries, turn: Turn) -> dict[str, Any]:
    return {
        "status": "turn", "year": turn.period, "year_low": turn.low, "year_high": turn.high,
        "change": turn.change.mean, "change_low": turn.change.low,
        "change_high": turn.change.high, "p": turn.p, "probability": turn.probability,
        "direction": _direction(one, turn.change),
    }  # fmt: skip


def _direction(one: DyadSeries, change: Estimate) -> str:
    if change.mean == 0 or change.mean != change.mean:
        return ""
    return "closer" if (change.mean > 0) == one.higher_is_closer else "further"

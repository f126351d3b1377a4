"""The breaks that the yearly series of a pair show, a row a series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from multipole.answers.around import beside_turn
from multipole.answers.series_all import dyad_series
from multipole.answers.series_dyad import DyadSeries
from multipole.store import Store

if TYPE_CHECKING:
    from multipole.relations.serial_null import Nulls
    from multipole.relations.turning import Turn, Turns

#: Values that are drawn on, and unchanged series simulated for each layout: fewer than in the test
#: of a claim, for here the question is which series is worth a closer look.
LAST: Final = 30
DRAWS: Final = 199
#: Turns beside which it is said what happened: the latest so many.
YEARS: Final = 3
_Rows = list[dict[str, Any]]


def turn_rows(
    store: Store, a: str, b: str, known: date | None, *, seed: int = 0
) -> tuple[_Rows, list[str]]:
    """A row for each yearly series with its breaks in words, and notes for the reader."""
    told = turns_of(store, a, b, known, seed=seed)
    rows = [_row(one, turns) for one, turns in told]
    notes = [*_beside(store, a, b, known, [turns for _, turns in told])]
    if rows:
        notes.append(
            f"Turning points: under serial dependence, 5% false alarms a series, {DRAWS} simulated "
            f"series, the last {LAST} values. For one year: multipole claim turn {a} {b} --year Y."
        )
    return rows, notes


def turns_of(
    store: Store, a: str, b: str, known: date | None, *, seed: int = 0
) -> list[tuple[DyadSeries, Turns]]:
    """Each yearly series of two actor ids with the breaks that it shows."""
    import numpy as np

    from multipole.relations.serial_null import nulls_of

    nulls = nulls_of(np.random.default_rng(seed), draws=DRAWS)
    return [_turns(one, nulls, seed) for one in dyad_series(store, a, b, as_of=known)]


def _turns(one: DyadSeries, nulls: Nulls, seed: int) -> tuple[DyadSeries, Turns]:
    import numpy as np

    from multipole.relations.turning import turning_points

    cut = slice(-LAST, None)
    values: Sequence[float] = one.counts if one.counts is not None else one.values
    found = turning_points(
        values[cut], rng=np.random.default_rng(seed), periods=one.periods[cut],
        of=None if one.of is None else one.of[cut], kind=one.kind, nulls=nulls,
    )  # fmt: skip
    return one, found


def _beside(
    store: Store, a: str, b: str, known: date | None, found: Sequence[Turns]
) -> Iterator[str]:
    """What happened in the years of the turns, a sentence a year."""
    years = sorted({turn.period for one in found for turn in one.turns})
    for year in years[-YEARS:]:
        yield from beside_turn(store, a, b, year, as_of=known)


def _row(one: DyadSeries, found: Turns) -> dict[str, Any]:
    words = ", ".join(map(_words, found.turns)) or _none(found)
    first = one.periods[-LAST:][0]
    return {
        "section": "turning points", "measure": one.name, "sender": "", "receiver": "",
        "period_start": date(first, 1, 1), "period_end": date(one.periods[-1] + 1, 1, 1),
        "n": found.n, "unit": one.unit, "turns": words, "variable": one.variable,
        "source": one.source, "release": one.release, "until": one.until,
        "status": words, "note": f"{first} to {one.periods[-1]}: {words}",
    }  # fmt: skip


def _words(turn: Turn) -> str:
    span = "" if turn.low == turn.high else f" [{turn.low}-{turn.high}]"
    return f"{turn.period}{span} {turn.change.mean:+.2g}"


def _none(found: Turns) -> str:
    if found.p != found.p:
        return "too few values" if found.n < 8 else "not measurable"
    return f"none (p {found.p:.2f})"

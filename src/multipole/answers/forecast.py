"""How many acts of each class two actors will do to each other, and how good that has been."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.asked import day_of, name_of, one_of, pair_of
from multipole.answers.evidence import evidence, none
from multipole.answers.forecast_acts import Acts, acts_of, learnt_with, states_in
from multipole.answers.forecast_rows import SCHEMA, SHOWN, Told, rows_of
from multipole.answers.forecast_skill import Skill, skill_of
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.history import day_of_number
from multipole.forecast.counts import MODELS, lesson_of
from multipole.forecast.counts_rows import Window
from multipole.store import Store

DIRECTIONS: Final = ("both", "out", "in")
LONGEST_DAYS: Final = 90
#: Acts and days that must be known for more than base rates.
LEAST_ACTS: Final = 1000
LEAST_DAYS: Final = 60
_HORIZON: Final = re.compile(r"(\d+)\s*([dwm])")
_DAYS: Final = {"d": 1, "w": 7, "m": 30}
Progress = Callable[[int, int], None]


def forecast(
    store: Store,
    a: str,
    b: str,
    *,
    horizon: str | int = "30d",
    direction: str = "both",
    source: str | None = None,
    as_of: str | date | None = None,
    model: str = "stack",
    embargo_days: int = 0,
    quick: bool = False,
    progress: Progress | None = None,
) -> Answer:
    """Distributions of the acts between two actors in the days ahead, by direction and quad class.

    ``horizon``: days from 1 to 90, or ``4w``, ``1m`` (30 days). ``direction``: out (``a`` towards
    ``b``), in or both. ``as_of``: as one could have forecast at the end of that day. ``model``: one
    of `multipole.forecast.counts.MODELS`. ``quick``: a shorter backtest. Columns are those of
    `multipole.answers.forecast_rows.SCHEMA`.

    Raises `NothingFound` without acts, `WrongUse` and `UnknownCode` for what cannot be read.
    """
    pair = pair_of(a, b, own=store.actor_list())
    days, way = horizon_of(horizon), one_of(direction, DIRECTIONS, "a direction")
    chosen = one_of(model, MODELS, "a model")
    acts = acts_of(store, source=source, as_of=day_of(as_of))
    _check(acts, pair, str(store.path))
    window = Window(days, embargo_days)
    enough = _enough(acts, days)
    used = chosen if enough else "climatology"
    told = _told(acts, pair, window, used)
    skill = _skill(acts, window, used, quick=quick, progress=progress) if enough else None
    rows = rows_of(store, acts, told, way=way, skill=skill)
    claims = [c for row in rows for c in row["claims"]]
    seen = evidence(store, claims, as_of=day_of(as_of)) if claims else none()
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    return Answer(_title(told), table, seen, _notes(acts, told, skill, enough), SHOWN)


def horizon_of(given: str | int) -> int:
    """Days of a horizon: a number of days, ``30d``, ``4w``, ``1m`` (a month is 30 days).

    >>> horizon_of("4w"), horizon_of("1m"), horizon_of(7)
    (28, 30, 7)
    """
    match = _HORIZON.fullmatch(str(given).strip().lower() if not isinstance(given, int) else
                               f"{given}d")  # fmt: skip
    days = int(match[1]) * _DAYS[match[2]] if match else 0
    if not 1 <= days <= LONGEST_DAYS:
        raise WrongUse(
            f"{given!r} is not a horizon", remedy=f"Give 1d to {LONGEST_DAYS}d, 1w to 12w or 1m."
        )
    return days


def _check(acts: Acts, pair: tuple[str, str], where: str) -> None:
    """Raise `NothingFound` for an actor of whom the source tells nothing."""
    known = acts.known
    seen = {known.actors[n] for n in np.unique([known.sender, known.receiver])}
    if missing := [actor for actor in pair if actor not in seen]:
        raise NothingFound(
            f"no act of {' and '.join(missing)} is known of {acts.source}",
            where=where,
            remedy="Choose another --source or a later --as-of. See: multipole status.",
        )


def _enough(acts: Acts, days: int) -> bool:
    known = acts.known
    span = acts.origin - int(known.day[0]) + 1
    return len(known) >= LEAST_ACTS and span >= LEAST_DAYS + 2 * days


def _told(acts: Acts, pair: tuple[str, str], window: Window, model: str) -> Told:
    actors = learnt_with(acts.known, pair)
    lesson = lesson_of(acts.history, origin=acts.origin, window=window, actors=actors)
    return Told(pair, lesson, lesson.learn([model, "climatology"]), model)


def _skill(
    acts: Acts, window: Window, model: str, *, quick: bool, progress: Progress | None
) -> Skill:
    return skill_of(
        acts.known, acts.origin, window, model, among=states_in(acts.known), quick=quick,
        progress=progress,
    )  # fmt: skip


def _title(told: Told) -> str:
    first, last = (day_of_number(told.first + n) for n in (0, told.lesson.window.horizon - 1))
    names = " and ".join(f"{name_of(actor)} ({actor})" for actor in told.pair)
    return f"{names}: acts from {first} to {last}, forecast on {day_of_number(told.first - 1)}"


def _notes(acts: Acts, told: Told, skill: Skill | None, enough: bool) -> tuple[str, ...]:
    notes: list[str] = list(acts.notes())
    if skill is not None:
        notes += skill.notes()
    if not enough:
        notes.append(
            f"Too little to learn from (less than {LEAST_ACTS:,} acts, or too few days): these are "
            "base rates only, with no backtest to stand on."
        )
    return (*notes, *READ_AS)


READ_AS: Final = (
    "Counted are acts that the source will report, not all that happen. 50% and 90%: intervals "
    "that hold the count with such a chance; base: what the long-run rate of the cell makes of it.",
    "Moved by: what multiplies the expected count against the long run. It tells what the model "
    "looks at, not what causes what.",
)

"""How good forecasts of counts would have been: rolling origins over the acts of a store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.asked import When, end_of, one_of, start_of
from multipole.answers.evidence import none
from multipole.answers.forecast import LEAST_ACTS, horizon_of
from multipole.answers.forecast_acts import Acts, acts_of, states_in
from multipole.core.errors import NothingFound
from multipole.core.history import day_number, day_of_number
from multipole.core.plover import QUADS
from multipole.forecast.backtest import REFIT_DAYS, Backtest, Plan
from multipole.forecast.backtest import backtest as rolled
from multipole.forecast.counts import MODELS
from multipole.forecast.counts_rows import Window
from multipole.forecast.scores import Interval, gain_per_event, skill
from multipole.store import Store

#: Shares of active cells in the 90% interval and what it promises; see `Coverage`.
HELD: Final = (
    "held_randomised", "held_whole", "promised", "held_tightest", "tightest_promised",
)  # fmt: skip
_FIGURES: Final = ("over_poisson", "over_ewma", "below_climatology", "below_persistence")
SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("model", "quad", "source")),
        ("horizon_days", pa.int64()),
        ("first_origin", pa.date32()),
        ("last_origin", pa.date32()),
        *((n, pa.int64()) for n in ("origins", "events", "active")),
        *((n, pa.float64()) for n in ("log_loss", "crps")),
        *((f"{n}{end}", pa.float64()) for n in _FIGURES for end in ("", "_low", "_high")),
        *((n, pa.float64()) for n in HELD),
        *((n, pa.list_(pa.float64())) for n in ("pit", "told", "happened", "cells")),
    ]
)
SHOWN: Final = (
    "measured_model", "quad_class", "nats", "over_poisson", "over_ewma", "below_base", "below_last",
    "held90",
)  # fmt: skip
#: What is measured unless models are named: the pool, its members and the baselines.
MEASURED: Final = (
    "poisson", "climatology", "persistence", "ewma_poisson", "ewma", "pooled", "excited", "trees",
    "stack",
)  # fmt: skip
HORIZONS: Final = ("1d", "7d", "30d")
ORIGINS, QUICK = 60, 8
#: Days before the first origin unless --since says more.
_WARM_DAYS: Final = 90
_BLOCK_DAYS: Final = 14
#: Origins below which intervals are rough.
_FEW: Final = 12
Progress = Callable[[int, int], None]


def backtest(
    store: Store,
    *,
    since: When | None = None,
    until: When | None = None,
    horizons: Iterable[str | int] = (),
    models: Iterable[str] = (),
    source: str | None = None,
    actors: int = 50,
    embargo_days: int = 0,
    quick: bool = False,
    progress: Progress | None = None,
) -> Answer:
    """Scores of each model and horizon over rolling origins, with intervals and reliability.

    ``since``, ``until``: the days of the origins. ``horizons``: as in `forecast`; none: `HORIZONS`.
    ``models``: some of
    `multipole.forecast.counts.MODELS`; None named: `MEASURED`. ``actors``: the most active states,
    chosen at each refit from what was known. Columns `SCHEMA`: ``over_*`` are nats gained per act,
    ``below_*`` parts of the other's CRPS that are saved, with 90% block-bootstrap intervals;
    ``held_*`` shares of active cells in the 90% interval. ``told`` and ``happened``: mean
    probability of one act or more and how often it came, by tenth, over ``cells``.

    Raises `NothingFound` where no window fits, `WrongUse` for what cannot be read.
    """
    days = list(dict.fromkeys(horizon_of(h) for h in (tuple(horizons) or HORIZONS)))
    chosen = [one_of(m, MODELS, "a model") for m in models] or list(MEASURED)
    compared = ("poisson", "climatology", "persistence", "ewma")
    names = tuple(dict.fromkeys((*chosen, *compared)))
    acts = acts_of(store, source=source, as_of=None)
    if len(acts.history) < LEAST_ACTS:
        raise NothingFound(
            f"{len(acts.history)} acts of {acts.source} are too few for a backtest",
            where=str(store.path),
            remedy=f"Add a data set of coded events: {LEAST_ACTS:,} acts are the least.",
        )
    rows: list[dict[str, Any]] = []
    again = 3 * REFIT_DAYS if quick else REFIT_DAYS
    for horizon in days:
        window = Window(horizon, embargo_days)
        origins = _origins(
            acts, window, start_of(since), end_of(until), QUICK if quick else ORIGINS
        )
        plan = Plan(origins, window, names, actors, states_in(acts.history), again)
        found = rolled(acts.history, plan, progress=progress)
        rows += _rows(found, acts.source, chosen)
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    title = f"Forecasts of counts by {acts.source}, measured on its own past"
    return Answer(title, table, none(), _notes(acts, rows, again), SHOWN)


def _origins(
    acts: Acts, window: Window, since: date | None, end: date | None, most: int
) -> tuple[int, ...]:
    """Days from ``since`` on, evenly apart, whose windows have ended."""
    first = int(acts.known.day[0]) + _WARM_DAYS + window.horizon
    start = max(first, day_number(since)) if since else first
    last = acts.origin - window.horizon
    if end is not None:
        last = min(last, day_number(end) - 1)
    if last < start:
        raise NothingFound(
            f"no window of {window.horizon} days lies between {day_of_number(start)} and the last "
            f"act, {day_of_number(acts.origin)}",
            remedy="Choose an earlier --since or a shorter --horizon.",
        )
    step = max(1, window.horizon // 4, -(-(last - start + 1) // most))
    return tuple(range(start, last + 1, step))


def _rows(found: Backtest, source: str, models: Sequence[str]) -> list[dict[str, Any]]:
    """Rows of each model; of the pool (or the only model) by quad class, too."""
    detailed = "stack" if "stack" in models else models[-1]
    return [
        _row(found, source, model, quad)
        for model in models
        for quad in ("all", *(QUADS if model == detailed else ()))
    ]


def _row(found: Backtest, source: str, model: str, quad: str) -> dict[str, Any]:
    at = list(range(len(QUADS))) if quad == "all" else [QUADS.index(quad)]
    place, origins = found.of(model), found.plan.origins
    events = found.events[:, at].sum(1)
    loss, crps = found.log_loss[place][:, at].sum(1), found.crps[place][:, at].sum(1)
    return {
        "model": model, "quad": quad, "source": source,
        "horizon_days": found.plan.window.horizon, "first_origin": day_of_number(origins[0]),
        "last_origin": day_of_number(origins[-1]), "origins": len(origins),
        "events": int(events.sum()), "active": int(found.active.sum()),
        "log_loss": float(loss.sum() / max(events.sum(), 1)), "crps": float(crps.sum()),
        **_compared(found, model, at, loss, crps), **(_held(found, place) if quad == "all" else {}),
    }  # fmt: skip


def _compared(
    found: Backtest, model: str, at: list[int], loss: Any, crps: Any
) -> dict[str, float | None]:
    row: dict[str, float | None] = {}
    block = block_of(found.plan.origins, found.plan.window)
    events = found.events[:, at].sum(1)
    for other in ("poisson", "ewma", "climatology", "persistence"):
        name = f"{'over' if other in ('poisson', 'ewma') else 'below'}_{other}"
        if other == model or not events.sum():
            continue
        scores = found.log_loss if name.startswith("over") else found.crps
        its = scores[found.of(other)][:, at].sum(1)
        value = (
            gain_per_event(loss, its, events, block=block)
            if name.startswith("over")
            else skill(crps, its, block=block)
        )
        row |= _three(name, value)
    return row


def _three(name: str, value: Interval) -> dict[str, float | None]:
    return {name: value.value, f"{name}_low": value.low, f"{name}_high": value.high}


def block_of(origins: Sequence[int], window: Window) -> int:
    """Origins that make a block: two weeks or the window, whichever is longer."""
    apart = float(np.median(np.diff(origins))) if len(origins) > 1 else 1.0
    return max(1, round(max(window.horizon, _BLOCK_DAYS) / apart))


def _held(found: Backtest, place: int) -> dict[str, Any]:
    """Coverage, PIT and frequencies of all classes together."""
    active = found.active.sum()
    held = found.covered[place].sum(0) / active if active else [None] * len(HELD)
    number, told, came = found.at_least_one[place].sum(0).T
    some = np.maximum(number, 1)
    pit = found.pit[place].sum(0) / max(active, 1)
    return {
        **dict(zip(HELD, held, strict=True)),
        "pit": pit.tolist(), "cells": number.tolist(),
        "told": (told / some).tolist(), "happened": (came / some).tolist(),
    }  # fmt: skip


def _notes(acts: Acts, rows: list[dict[str, Any]], again: int) -> tuple[str, ...]:
    spans = {r["horizon_days"]: (r["origins"], r["first_origin"], r["last_origin"]) for r in rows}
    told = "; ".join(f"{h} d: {n} from {a} to {b}" for h, (n, a, b) in spans.items())
    rough = any(n < _FEW for n, _, _ in spans.values())
    few = "Intervals from so few origins are rough." if rough else ""
    first, *rest = READ_AS
    return (*acts.notes(), f"Origins: {told}. {few}".strip(), first.format(days=again), *rest)


READ_AS: Final = (
    "Models learn at the first origin and again after {days} days, from what was known then; the "
    "most active states are chosen then, too. Between, only what they are shown is new.",
    "nats/act: minus log probability for each act that came. Over Poisson, over EWMA: nats gained "
    "per act over a Poisson about each cell's long-run rate, and over a tuned fading mean with "
    "learnt scatter. CRPS below base: against the long-run rate with learnt scatter. In brackets "
    "90% intervals from blocks of origins.",
    "In 90%: outcomes of active cells (a long-run rate of an act a window, or a week if longer) "
    "inside the shortest interval of whole numbers with 90% or more; PIT: the same by the "
    "randomised PIT, which should be 90%.",
)

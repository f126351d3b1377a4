"""Forecasts of counts at rolling origins beside their baselines, in one run.

    python benchmarks/counts.py --store big.duckdb --source icews_graph

The 50 most active states are chosen at each refit from what was known then. Prints for one day and
a month ahead, over all origins and over those of the last third of the days: nats per act of each
model, nats gained over a Poisson about each cell's long-run rate and over a tuned fading mean (with
Poisson and with learnt scatter), by quad class, too; CRPS against three climatologies (Poisson, its
gamma-Poisson posterior predictive, learnt scatter) and persistence; coverage of 90% intervals in
active cells; 90% intervals from blocks of origins; CPU seconds and memory. ``--json`` writes all.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from stores import made_of

from multipole.answers.backtest import HELD, block_of
from multipole.answers.forecast_acts import acts_of, states_in
from multipole.core.plover import QUADS
from multipole.forecast.backtest import Backtest, Plan, backtest
from multipole.forecast.counts import MODELS
from multipole.forecast.counts_rows import Window
from multipole.forecast.scores import gain_per_event, skill
from multipole.store import open_store

WARM_DAYS = 90


def main(given: Sequence[str] | None = None) -> None:
    """Measure and print."""
    asked = _asked(given)
    with open_store(asked.store, read_only=True) as store:
        acts = acts_of(store, source=asked.source, as_of=None)
    first, last = int(acts.history.day[0]), acts.origin
    third = last - (last - first + 1) // 3
    report: dict[str, Any] = {"source": acts.source, "acts": len(acts.history)}
    for horizon, apart, refit in ((1, asked.apart, asked.refit), (30, 7, asked.refit)):
        start = time.process_time()
        origins = tuple(range(first + WARM_DAYS, last - horizon + 1, apart))
        plan = Plan(origins, Window(horizon), MODELS, asked.actors, states_in(acts.history), refit)
        found = backtest(acts.history, plan, progress=_progress)
        cpu = time.process_time() - start
        late = np.array(origins) + 1 > third
        parts = {
            "all": found,
            "first two thirds": found.where(~late),
            "last third": found.where(late),
        }
        report[f"{horizon} d"] = {name: _measured(part) for name, part in parts.items()} | {
            "cpu_seconds": cpu
        }
        for name, part in parts.items():
            _show(f"{horizon} d ahead, {name}", _measured(part))
        print(f"CPU seconds: {cpu:.0f}")
    report["peak_gb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"peak memory: {report['peak_gb']:.2f} GB")
    if asked.json:
        asked.json.write_text(json.dumps(report, indent=1) + "\n")


def floor() -> dict[str, float]:
    """A day ahead on ICEWS18, every ninth day; for the pinned scores."""
    with (
        made_of("icews_graph", "events/icews18") as path,
        open_store(path, read_only=True) as store,
    ):
        acts = acts_of(store, source="icews_graph", as_of=None)
    origins = tuple(range(int(acts.history.day[0]) + WARM_DAYS, acts.origin, 9))
    plan = Plan(origins, Window(1), MODELS, 50, states_in(acts.history), 63)
    found = _measured(backtest(acts.history, plan))
    gained = {name: found[f"nats over {name}"] for name in ("poisson", "ewma")}
    return {
        "over_poisson": gained["poisson"]["all"]["value"],
        "over_ewma": gained["ewma"]["all"]["value"],
        "least_class_over_poisson": min(gained["poisson"][quad]["value"] for quad in QUADS),
        "held_randomised": found["models"]["stack"]["in_90_held_randomised"],
    }


def _asked(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--source")
    parser.add_argument("--actors", type=int, default=50)
    parser.add_argument("--apart", type=int, default=3, help="days between one-day origins")
    parser.add_argument("--refit", type=int, default=21, help="days between refits")
    parser.add_argument("--json", type=Path)
    return parser.parse_args(given)


def _progress(done: int, of: int) -> None:
    if done % 10 == 0 or done == of:
        print(f"{done} of {of} origins", file=sys.stderr, flush=True)


def _measured(found: Backtest) -> dict[str, Any]:
    block = block_of(found.plan.origins, found.plan.window)
    events = found.events
    pool, one = found.of("stack"), found.of
    figures: dict[str, Any] = {
        "origins": len(found.plan.origins), "block": block, "acts": int(events.sum()),
        "active_cells": int(found.active.sum()),
    }  # fmt: skip
    for other in ("poisson", "ewma_poisson", "ewma"):
        by_class = {
            quad: gain_per_event(
                found.log_loss[pool][:, q], found.log_loss[one(other)][:, q], events[:, q],
                block=block,
            )
            for q, quad in enumerate(QUADS)
        }  # fmt: skip
        whole = gain_per_event(
            found.log_loss[pool].sum(1), found.log_loss[one(other)].sum(1), events.sum(1),
            block=block,
        )  # fmt: skip
        figures[f"nats over {other}"] = {
            k: asdict(v) for k, v in {"all": whole, **by_class}.items()
        }
    for other in ("poisson", "gamma_poisson", "climatology", "persistence"):
        saved = skill(found.crps[pool].sum(1), found.crps[one(other)].sum(1), block=block)
        figures[f"CRPS below {other}"] = asdict(saved)
    figures["models"] = {model: _model(found, one(model)) for model in found.plan.models}
    return figures


def _model(found: Backtest, at: int) -> dict[str, float]:
    held = found.covered[at].sum(0) / found.active.sum()
    return {
        "nats_per_act": float(found.log_loss[at].sum() / found.events.sum()),
        "crps_per_act": float(found.crps[at].sum() / found.events.sum()),
        **{f"in_90_{name}": float(v) for name, v in zip(HELD, held, strict=True)},
    }  # fmt: skip


def _show(title: str, figures: dict[str, Any]) -> None:
    print(f"\n{title}: {figures['origins']} origins, {figures['acts']:,} acts")
    for model, row in figures["models"].items():
        told = ", ".join(f"{name} {value:.3f}" for name, value in row.items())
        print(f"  {model:14} {told}")
    for name, value in figures.items():
        if name.startswith("nats over"):
            print(f"  stack, {name}: " + "; ".join(f"{k} {_with(v)}" for k, v in value.items()))
        elif name.startswith("CRPS"):
            print(f"  stack, {name}: {_with(value)}")


def _with(value: dict[str, float]) -> str:
    return f"{value['value']:.3f} [{value['low']:.3f}, {value['high']:.3f}]"


if __name__ == "__main__":
    main()

"""How often months to come lie where the event stream says, with moods and without.

    python benchmarks/moods.py --store STORE [--source keds] [--window 365] [--origins 24]

The store holds coded events (``multipole add keds FILE``, ``multipole add icews_graph FOLDER``).
From each of so many days, spread evenly over the time that has a window before it and 90 days
after, the states most active in the window are chosen, the stream is fitted to the window, and the
30 and the 90 days after are simulated: once with the moods that ship (USUAL_MOOD), once with none.
Printed: the share of dyads, of cells (dyad and class) and of whole streams that lie in the middle
90% and 95%, ties broken at random, and the mean CRPS over the simulated mean. Dyads have a
simulated mean of 10 acts or more, cells of 3.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import scoringrules
from stores import made_of

from multipole.answers.history import history
from multipole.answers.whatif_stream import states_of
from multipole.core.errors import NothingFound
from multipole.core.history import History
from multipole.scenario.simulate import simulate
from multipole.scenario.stream import STILL, USUAL_MOOD, StreamModel
from multipole.scenario.stream_features import cells_of, counts_of
from multipole.scenario.stream_fit import fit_stream
from multipole.store import open_store

MOODS = {"without": STILL, "with": USUAL_MOOD}
SPANS = (30, 90)
#: Least simulated mean of what is looked at.
LEAST = {"dyads": 10.0, "cells": 3.0, "whole": 0.0}
Found = dict[tuple[str, int, str], list[np.ndarray]]


def main() -> None:
    """Measure and print."""
    given = _asked()
    with open_store(given.store, read_only=True) as store:
        every = history(store, source=given.source)
    first, last = int(every.day[0]), int(every.day[-1])
    found: Found = {}
    origins = np.linspace(first + given.window, last + 1 - max(SPANS), given.origins)
    for origin in origins.astype(int).tolist():
        model = _fitted(every, origin, given.window, given.states)
        if model is not None:
            _measure(model, every, given.runs, found)
            print(f"day {origin}: {model.acts} acts of {len(model.actors)} states", flush=True)
    for (mood, days, what), parts in found.items():
        print(f"{days} days, {what}, {mood} moods: {_told(np.concatenate(parts))}")


def floor() -> dict[str, float]:
    """Shares of dyads in their 90% with moods, KEDS Levant, 12 days; for the pinned scores."""
    found: Found = {}
    with made_of("keds", "events/keds") as path, open_store(path, read_only=True) as store:
        every = history(store, source="keds")
    first, last = int(every.day[0]), int(every.day[-1])
    for origin in np.linspace(first + 365, last + 1 - max(SPANS), 12).astype(int).tolist():
        model = _fitted(every, origin, 365, 12)
        if model is not None:
            _measure(model, every, 200, found)
    held = {days: np.concatenate(found["with", days, "dyads"])[:, 0] for days in SPANS}
    return {f"dyads_{d}_days": float(np.mean(np.abs(p - 0.5) < 0.45)) for d, p in held.items()}


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--store", type=Path, required=True)
    asked.add_argument("--source", default="keds")
    asked.add_argument("--window", type=int, default=365)
    asked.add_argument("--origins", type=int, default=24)
    asked.add_argument("--states", type=int, default=12)
    asked.add_argument("--runs", type=int, default=300)
    return asked.parse_args()


def _fitted(every: History, origin: int, window: int, states: int) -> StreamModel | None:
    past = every.between(origin - window, origin)
    chosen = past.among(states_of(past, [], states))
    try:
        return fit_stream(chosen, first=origin - window, end=origin, draws=6)
    except NothingFound as error:
        print(f"day {origin}: {error}", flush=True)
        return None


def _measure(model: StreamModel, every: History, runs: int, found: Found) -> None:
    """Add, for each thing simulated and real, its place in the runs and its score (n, 2)."""
    pairs = [(a, b) for a in model.actors for b in model.actors if a != b]
    ends = tuple(np.array([[model.place(a), model.place(b)] for a, b in pairs]).T)
    acts, size = every.among(model.actors), len(model.actors)
    for name, mood in MOODS.items():
        moody = replace(model, mood=mood)
        futures = simulate(moody, edges=(0, *SPANS), runs=runs, seed=1, watched=pairs)
        simulated = np.cumsum(futures.twin_runs, axis=1)
        for place, days in enumerate(SPANS):
            real = counts_of(cells_of(acts, model.end, model.end + days), size)[ends]
            for what, each, came in _things(simulated[:, place], real):
                seen = each.mean(axis=0) >= LEAST[what]
                rows = _rows(each[:, seen], came[seen])
                found.setdefault((name, days, what), []).append(rows)


def _things(runs: np.ndarray, real: np.ndarray) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Dyads, cells and the whole stream; ``runs`` (R, W, 4), ``real`` (W, 4)."""
    yield "dyads", runs.sum(axis=2), real.sum(axis=1)
    yield "cells", runs.reshape(len(runs), -1), real.ravel()
    yield "whole", runs.sum(axis=(1, 2))[:, None], real.sum(keepdims=True).ravel()


def _rows(runs: np.ndarray, real: np.ndarray) -> np.ndarray:
    below, same = (runs < real).mean(axis=0), (runs == real).mean(axis=0)
    place = below + np.random.default_rng(1).random(real.shape) * same
    score = scoringrules.crps_ensemble(real, runs.T.astype(float))
    return np.stack([place, score / np.maximum(runs.mean(axis=0), 1)], axis=1)


def _told(rows: np.ndarray) -> str:
    place, score = rows.T
    held = [np.mean(np.abs(place - 0.5) < mass / 2) for mass in (0.9, 0.95)]
    return f"90% holds {held[0]:.3f}, 95% {held[1]:.3f} of {len(rows)}; CRPS {score.mean():.3f}"


if __name__ == "__main__":
    main()

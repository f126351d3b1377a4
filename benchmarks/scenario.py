"""The event stream: seconds of fit and simulation, memory, and whether simulated days look real.

    python benchmarks/scenario.py --store STORE [--states 30] [--runs 2000] [--checks 100]

The store holds a data set of coded events, such as ICEWS18 (``multipole add icews18 FOLDER``); the
states are those with most acts in it. Wanted: the fit of 30 states, four classes and a year in 30
seconds of a processor, 200 runs of 31 days in 10, both under 1 GB, and 2,000 runs of 12 months with
a change in 60 seconds of the clock on two processors. Compiling is done before and told apart.
``--origins`` are days of the history from which 30 days are foretold, the states being those
busiest before. With ``--year`` the fit is of a simulated year of the model, as ICEWS18 is 9 months.
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

import numpy as np

from multipole.answers.history import history
from multipole.core.history import History
from multipole.core.plover import ACTIONS, QUAD_OF, QUADS
from multipole.scenario.checks import posterior_checks, table_of
from multipole.scenario.simulate import Change, Injection, RateChange, simulate
from multipole.scenario.simulate_job import daily_runs
from multipole.scenario.stream import CHANNELS, StreamModel
from multipole.scenario.stream_features import cells_of, counts_of
from multipole.scenario.stream_fit import fit_stream
from multipole.store import open_store

#: Twelve months of 30 and 31 days.
MONTHS = tuple(int(d) for d in np.cumsum([0, *([31, 30, 31, 30, 31, 30, 31, 31, 30, 31, 30, 29])]))


def main() -> None:
    options = _options()
    with open_store(options.store, read_only=True) as store:
        everything = history(store)
    acts = _busiest(everything, options.states)
    _compile(acts)
    print(f"{len(acts):,} acts of {len(acts.actors)} states", flush=True)
    model = _fit(acts)
    _tell(model)
    if options.year:
        model = _fit(_year(model))
    _simulate(model, (0, 31), 200, 1)
    _simulate(model, MONTHS, options.runs, options.workers)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    for days in options.origins:
        _cover(everything, options.states, days)
    if options.checks:
        model = fit_stream(acts) if options.year else model
        begun = time.process_time()
        print(table_of(posterior_checks(model, acts, runs=options.checks)))
        print(f"checks: {time.process_time() - begun:.1f} processor seconds")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--states", type=int, default=30)
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--checks", type=int, default=100)
    parser.add_argument("--origins", type=int, nargs="*", default=[150, 180, 210, 240])
    parser.add_argument("--year", action="store_true")
    return parser.parse_args()


def _busiest(acts: History, states: int) -> History:
    ends = np.concatenate([acts.sender, acts.receiver])
    many = np.bincount(ends, minlength=len(acts.actors))
    return acts.among(acts.actors[n] for n in np.argsort(-many, kind="stable")[:states])


def _compile(acts: History) -> None:
    begun = time.process_time()
    model = fit_stream(acts, draws=1)
    simulate(model, _change(model), edges=(0, 2), runs=1, seed=1)
    print(f"compiling and warming up: {time.process_time() - begun:.1f} processor seconds")


def _fit(acts: History) -> StreamModel:
    begun = time.process_time()
    model = fit_stream(acts)
    seconds = time.process_time() - begun
    days = model.end - model.start
    print(
        f"fit of {len(model.actors)} states and {days} days, {len(model.draws)} refits: "
        f"{seconds:.1f} processor seconds",
        flush=True,
    )
    return model


def _tell(model: StreamModel) -> None:
    grown = model.branching_draws
    print(f"branching ratio {model.branching:.3f} (draws {min(grown):.3f} to {max(grown):.3f})")
    names = ("long-run rates", "attention", *CHANNELS)
    shares = zip(names, model.parts, strict=True)
    print("acts put down to", ", ".join(f"{name} {part:.3f}" for name, part in shares))
    spread = model.spread
    for name, values in (("dispersion", spread.dispersion), ("mirrored", spread.mirrored)):
        print(name, ", ".join(f"{q} {v:.2f}" for q, v in zip(QUADS, values, strict=True)))
    print(f"noise of days {spread.day_noise:.3f}")


def _year(model: StreamModel) -> History:
    """A simulated year of the model, after 60 days that are left out."""
    factors = model.calendar.factors(model.end, 425)
    (counts,) = daily_runs(model, model.past, factors, runs=1, seed=1)
    where = np.nonzero(counts[60:])
    day, sender, receiver, quad = (np.repeat(a, counts[60:][where]) for a in where)
    actions = np.array([next(n for n, a in enumerate(ACTIONS) if QUAD_OF[a] == q) for q in QUADS])
    on = day.astype(np.int32)
    ends = sender.astype(np.int32), receiver.astype(np.int32)
    return History(model.actors, on, *ends, actions[quad].astype(np.int8), on)


def _change(model: StreamModel) -> Change:
    one, two, three = model.actors[:3]
    return Change(
        (Injection(0, one, two, "material_conflict", 20),),
        (RateChange(two, three, "verbal_cooperation", 0, 365, 0.5),),
    )


def _simulate(model: StreamModel, edges: tuple[int, ...], runs: int, workers: int) -> None:
    begun, clock = time.process_time(), time.perf_counter()
    watched = [(a, b) for a in model.actors[:6] for b in model.actors[:6] if a != b]
    found = simulate(
        model,
        _change(model),
        edges=edges,
        runs=runs,
        seed=7,
        watched=watched,
        workers=workers,
    )
    print(
        f"{runs} runs of {edges[-1]} days, {workers} threads: "
        f"{time.process_time() - begun:.1f} processor seconds, "
        f"{time.perf_counter() - clock:.1f} by the clock, {found.twin.sum():,} acts",
        flush=True,
    )


def _cover(everything: History, states: int, days: int) -> None:
    """How often the 30 days after a fit lie in the middle 90% of the runs of an active cell.

    Ties at the ends are broken at random. Cells with a mean of 1 act, dyads with one of 30.
    """
    first = int(everything.day[0])
    origin = first + days
    acts = everything.among(_busiest(everything.between(first, origin), states).actors)
    model = fit_stream(acts, end=origin)
    watched = [(a, b) for a in model.actors for b in model.actors if a != b]
    runs = simulate(model, edges=(0, 30), runs=400, seed=1, watched=watched).twin_runs[:, 0]
    real = counts_of(cells_of(acts.among(model.actors), origin, origin + 30), len(model.actors))
    found = np.array([real[model.place(a), model.place(b)] for a, b in watched])
    cells = _within(runs, found, least=1)
    dyads = _within(runs.sum(axis=2), found.sum(axis=1), least=30)
    print(f"90% covers, 30 days from day {days}: cells {cells}, busy dyads {dyads}", flush=True)


def _within(runs: np.ndarray, real: np.ndarray, *, least: float) -> str:
    below, same = (runs < real).mean(axis=0), (runs == real).mean(axis=0)
    place = below + np.random.default_rng(1).random(real.shape) * same
    active = runs.mean(axis=0) >= least
    return f"{np.mean((place > 0.05) & (place < 0.95), where=active):.3f} of {active.sum()}"


if __name__ == "__main__":
    main()

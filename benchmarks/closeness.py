"""Closeness of acts on real and simulated series, beside the Goldstein mean and quad shares.

    python benchmarks/closeness.py all.duckdb            # all four parts
    python benchmarks/closeness.py all.duckdb --only speed calibration
    python benchmarks/closeness.py --only calibration    # needs no store

``months``       the months of 2018 of ``icews_graph``, pairs of China, Russia, the United States
``years``        the dyad-years 2002-2014 of ``icews_dyads``, the same pairs
``speed``        processor seconds of the tally and the model
``calibration``  how often 90 percent intervals hold the true rate where it is known

The store has these sources in it (``multipole add``); the coding table gives the Goldstein weights.
Nothing here was used to choose a setting of the model.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from multipole.relations.goldstein import goldstein_net, quad_counts
from multipole.relations.state_space import START_SD, TYPICAL, Closeness, state_space
from multipole.relations.state_space_bands import Band
from multipole.relations.state_space_run import SIGMA_SD, SIGMAS, SIZES
from multipole.relations.streams import STREAMS, Step, Streams, streams
from multipole.relations.streams_from import quad_tallies
from multipole.sources.events.cameo import CAMEO
from multipole.store import Store, open_store

PAIRS: Final = (("CHN", "RUS"), ("CHN", "USA"), ("RUS", "USA"))
QUADS: Final = tuple(f"icews_{s}" for s in STREAMS if s != "talk")
PARTS: Final = ("months", "years", "speed", "calibration")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("store", type=Path, nargs="?", help="a store with the sources added")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    asked = parser.parse_args()
    if "calibration" in asked.only:
        _calibration()
    if asked.store is None:
        return
    with open_store(asked.store, read_only=True) as store:
        if "speed" in asked.only:
            _speed(store)
        if "months" in asked.only:
            _months(store)
        if "years" in asked.only:
            _years(store)


def _months(store: Store) -> None:
    weights = {code.code: code.goldstein for code in CAMEO.values()}
    for a, b in PAIRS:
        tallies = store.records.tallies(a, b, sources=["icews_graph"])
        acts = store.records.acts(actors=[a, b], sources=["icews_graph"], modality="happened")
        net = goldstein_net(acts, weights=weights, step="month")
        beside = [("Goldstein mean", net["mean"]), ("net", net["net"])]
        _series(f"{a}-{b}, months", state_space(streams(tallies, step="month")), tallies, beside)
    for a, b in PAIRS:
        tallies = store.records.tallies(a, b, sources=["icews_graph"], step="year")
        _last(f"{a}-{b}, 2018 as one step", state_space(streams(tallies, step="year")))


def _years(store: Store) -> None:
    for a, b in PAIRS:
        tallies = quad_tallies(_counts(store, a, b), a, b, step="year")
        found = state_space(streams(tallies, step="year"))
        _series(f"{a}-{b}, years (talk inside: {found.talk_inside})", found, tallies, [])


def _counts(store: Store, a: str, b: str) -> pa.Table:
    """Counts of either actor with all its partners, in both directions."""
    ask = store.records.observations
    return pa.concat_tables(
        [ask(variables=QUADS, subjects=[a, b]), ask(variables=QUADS, objects=[a, b])]
    )


def _series(
    title: str, found: Closeness, tallies: pa.Table, beside: Iterable[tuple[str, Any]]
) -> None:
    shares = quad_counts(tallies)
    columns = [
        *((n, _told(getattr(found.smoothed, n))) for n in ("words", "deeds", "closeness")),
        ("filtered", _told(found.filtered.closeness)),
        ("talk per 1,000", [f"{x:.1f}" for x in found.smoothed.rates["talk"].mean]),
        *((n, [f"{x:.2f}" for x in v.to_pylist()]) for n, v in beside),
        ("conflict share", [f"{x:.2f}" for x in shares["conflict_share"].to_pylist()]),
    ]
    print(f"\n{title}\n\n| step | {' | '.join(n for n, _ in columns)} |")
    print("|---|" + "---:|" * len(columns))
    for t, day in enumerate(found.data.starts):
        print(f"| {str(day)[:7]} | {' | '.join(values[t] for _, values in columns)} |")


def _last(title: str, found: Closeness) -> None:
    of = found.smoothed
    told = [f"{n} {_told(getattr(of, n))[-1]}" for n in ("words", "deeds", "closeness")]
    print(f"\n{title}: {', '.join(told)}")


def _told(band: Band) -> list[str]:
    rows = zip(band.mean, band.low, band.high, strict=True)
    return [f"{mean:.2f} [{low:.2f}, {high:.2f}]" for mean, low, high in rows]


def _speed(store: Store) -> None:
    state_space(_drawn(np.random.default_rng(1), 12)[1])
    taken = min(_seconds(lambda: store.records.tallies("RUS", "USA")) for _ in range(3))
    print(f"\ntally of RUS-USA: {taken:.2f} s by the clock")
    for steps in (60, 200, 480):
        data = _drawn(np.random.default_rng(2), steps)[1]
        began = time.process_time()
        state_space(data)
        print(f"five streams, {steps} months: {time.process_time() - began:.2f} CPU s")


def _seconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _calibration() -> None:
    rng = np.random.default_rng(5)
    for steps, step in ((24, "month"), (13, "year")):
        hits: dict[str, list[Any]] = {"filtered": [], "smoothed": []}
        for _ in range(100):
            x, data = _drawn(rng, steps, step=step)
            found = state_space(data)
            for view, of in (("filtered", found.filtered), ("smoothed", found.smoothed)):
                for k, name in enumerate(STREAMS):
                    low, high = (
                        np.log(v / 1000) for v in (of.rates[name].low, of.rates[name].high)
                    )
                    hits[view].append((low <= x[k]) & (x[k] <= high))
        told = ", ".join(f"{view} {np.mean(hit):.3f}" for view, hit in hits.items())
        print(f"500 series of {steps} {step}s, 90% intervals hold the true rate: {told}")


def _drawn(rng: np.random.Generator, steps: int, *, step: Step = "month") -> tuple[Any, Streams]:
    """Log rates (5, T) and streams drawn from the model with its priors."""
    scale = SIGMA_SD * (1 if step == "month" else np.sqrt(12))
    weight = SIGMAS * np.exp(-((SIGMAS / scale) ** 2) / 2)
    sigma = rng.choice(SIGMAS, (len(STREAMS), 1), p=weight / weight.sum())
    first = rng.normal(np.log(TYPICAL / 1000), START_SD, (len(STREAMS), 1))
    moves = np.cumsum(rng.normal(0, 1, (len(STREAMS), steps - 1)) * sigma, axis=1)
    x = np.concatenate([first, first + moves], axis=1)
    exposure = rng.integers(100, 1500, (1, steps)).astype(float)
    size = rng.choice(SIZES, (len(STREAMS), 1))
    shape = np.where(np.isinf(size), 1e12, size)
    counts = rng.poisson(rng.gamma(shape, exposure * np.exp(x) / shape))[None].astype(float)
    starts = np.arange(steps) * (1 if step == "month" else 12) + np.datetime64("2000-01", "M")
    days = starts.astype("datetime64[D]")
    return x, Streams(step, days, ("post",), counts, exposure, counts.sum(axis=1), (False,))


if __name__ == "__main__":
    main()

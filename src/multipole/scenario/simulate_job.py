"""Runs of the engine in chunks by threads, and what they add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from multipole.scenario.simulate_kernel import LINKS, Counts
from multipole.scenario.simulate_moods import moods_of
from multipole.scenario.simulate_runs import Changes, Out, Sums, Watched, some_runs
from multipole.scenario.simulate_tables import Ints, Tables, tables_of
from multipole.scenario.stream import CLASSES, STILL, Floats, StreamModel

_CHUNK: Final = 25
#: Nothing is changed, nothing watched.
NO_CHANGES: Final = Changes(np.zeros((0, 5), np.int64), np.zeros((0, 5), np.int64), np.zeros(0))


class Total(NamedTuple):
    """Sums over runs, and extra acts by first and last link."""

    sums: Sums
    first: Ints | Counts
    last: Ints | Counts
    runs: int

    def plus(self, other: Total) -> Total:
        """Both, in the arrays of this one. Whole numbers: the order does not matter."""
        for mine, more in zip((*self.sums, *self[1:3]), (*other.sums, *other[1:3]), strict=True):
            mine += more
        return self._replace(runs=self.runs + other.runs)


@dataclass(frozen=True, slots=True)
class Job:
    """What all runs share. ``rates`` (D, N, N, 4), ``factors`` and ``bins`` (days).

    ``linked``: extra acts are also counted by link.
    """

    model: StreamModel
    tables: Tables
    rates: Floats
    factors: Floats
    bins: Ints
    changes: Changes
    seed: int
    twin: bool
    linked: bool


def all_runs(
    job: Job,
    watched: Watched,
    runs: int,
    workers: int,
    progress: Callable[[int, int], None] | None,
) -> Total:
    """All runs in chunks by threads."""
    chunks = [range(first, min(first + _CHUNK, runs)) for first in range(0, runs, _CHUNK)]
    total: Total | None = None
    with ThreadPoolExecutor(max_workers=max(workers, 1)) as pool:
        waiting = {pool.submit(_chunk, job, watched, chunk) for chunk in chunks}
        try:
            while waiting:
                finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for one in finished:
                    total = _wide(one.result()) if total is None else total.plus(one.result())
                if progress is not None and total is not None:
                    progress(total.runs, runs)
        finally:
            for one in waiting:
                one.cancel()
    assert total is not None
    return total


def _wide(total: Total) -> Total:
    """The same with room for the links of all runs."""
    first, last = (links.astype(np.int64) for links in (total.first, total.last))
    return total._replace(first=first, last=last)


def _chunk(job: Job, watched: Watched, runs: range) -> Total:
    states, count = len(job.model.actors), int(job.bins[-1]) + 1
    shape = (count, states, states, CLASSES)
    counts = [np.zeros(shape, np.int32) for _ in range(3)]
    links = [np.zeros((*shape, LINKS if job.linked else 0), np.int32) for _ in range(2)]
    sums = Sums(*(np.zeros(shape, np.int64) for _ in range(5)))
    noise = day_noise(job.model.spread.day_noise, job.seed, runs, len(job.factors))
    mood = job.model.mood if job.twin or len(job.changes.spans) else STILL
    moods = moods_of(mood, job.seed, runs, days=len(job.factors), states=states)
    some_runs(
        seeds_of(job.seed, runs),
        np.array(runs) % len(job.rates),
        job.factors * noise,
        moods,
        job.rates,
        job.tables,
        job.changes,
        Out(job.bins, counts[0], counts[1], counts[2], links[0], links[1]),
        sums,
        watched,
        runs.start,
        not job.twin,
    )
    return Total(sums, links[0], links[1], len(runs))


def seeds_of(seed: int, runs: range) -> npt.NDArray[np.uint64]:
    """Three numbers for each run: for the twin, for what is taken from it, for what is added."""
    found = [np.random.SeedSequence([seed, run]).generate_state(3, np.uint64) for run in runs]
    return np.array(found, np.uint64).reshape(-1, 3)


def day_noise(variance: float, seed: int, runs: range, days: int) -> Floats:
    """Gamma factors of mean 1 that all acts of a day share; (runs, days)."""
    if variance <= 0:
        return np.ones((len(runs), days))
    shape = 1 / variance
    found = [np.random.default_rng([seed, run, 1]).gamma(shape, variance, days) for run in runs]
    return np.array(found)


def daily_runs(
    model: StreamModel, past: Floats, factors: Floats, *, runs: int, seed: int
) -> Iterator[Counts]:
    """Counts of each day of so many runs, one after the other; each (days, N, N, 4).

    The runs begin after ``past`` (K, N, N, 4) and have the calendar ``factors`` (days).
    """
    job = Job(
        model=model,
        tables=tables_of(model, model.strengths(), past),
        rates=np.stack([s.rates for s in model.strengths()]),
        factors=factors,
        bins=np.arange(len(factors)),
        changes=NO_CHANGES,
        seed=seed,
        twin=True,
        linked=False,
    )
    nothing = np.zeros((0, 0, 0, CLASSES), np.int32)
    watched = Watched(np.zeros((0, 2), np.int64), nothing, nothing, nothing)
    for run in range(runs):
        yield _chunk(job, watched, range(run, run + 1)).sums.twin.astype(np.int32)

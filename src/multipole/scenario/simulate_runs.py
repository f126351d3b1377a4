"""Runs of the engine, compiled: the twin from history and rates, and what changes bring."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from multipole.scenario.simulate_kernel import (
    _STEP,
    SPECIFIC,
    TAKEN,
    Floats,
    Ints,
    Seeds,
    _pick,
    _poisson,
    _story,
    _uniform,
    compiled,
    grow,
)

Counts = npt.NDArray[np.int32]


class Out(NamedTuple):
    """Where one run is counted; B bins, N states. ``bins`` (days): the bin of each day.

    ``twin``, ``extra`` (what changes bring less what they take away) and ``specific`` (the part of
    ``extra`` whose chain has no attention in it): (B, N, N, 4). ``first``, ``last``: ``extra`` by
    first and last link of its chain, over all runs, (B, N, N, 4, links).
    """

    bins: Ints
    twin: Counts
    extra: Counts
    specific: Counts
    first: Ints
    last: Ints


class Changes(NamedTuple):
    """``acts`` (A, 5): day, sender, receiver, class, number. ``spans`` (C, 5): sender, receiver,
    class, first day, day after the last; ``factors`` (C): of the long-run rate there."""

    acts: Ints
    spans: Ints
    factors: Floats


class Sums(NamedTuple):
    """Sums and sums of squares over runs of ``twin`` and ``extra``, sums of ``specific``."""

    twin: Ints
    twin_squares: Ints
    extra: Ints
    extra_squares: Ints
    specific: Ints


class Watched(NamedTuple):
    """``cells`` (W, 2): sender and receiver; (runs, B, W, 4) of each run: twin, extra, specific."""

    cells: Ints
    twin: Counts
    extra: Counts
    specific: Counts


@compiled
def _begin(seed: Seeds, tables: Any, draw: int, factors: Floats, most: float, out: Any) -> Any:
    """What history brings: stories whose first act comes so long after the start."""
    stack = np.empty((1024, 7), np.int64)
    states, days = len(tables.mix), len(factors)
    for kernel in range(len(tables.left)):
        left = tables.left[kernel]
        for quad in range(4):
            total = tables.lingers.total[draw, kernel, quad] / (1.0 - left)
            keep = tables.lingers.keep[draw, kernel, quad]
            other = tables.lingers.other[draw, kernel, quad]
            for _ in range(_poisson(seed, total * most / tables.size[quad])):
                cell = _pick(seed, keep, other)
                day = int(math.log(_uniform(seed)) / math.log(left))
                if day < days and _uniform(seed) * most <= factors[day]:
                    row = (day, cell // states, cell % states, quad, 0, 0, SPECIFIC)
                    stack, top = _story(seed, tables, stack, 0, row)
                    stack = grow(seed, tables, draw, factors, most, stack, top, out, True)
    return stack


@compiled
def _kept(changes: Any, sender: int, receiver: int, quad: int, day: int) -> float:
    """The chance that a story of the twin's long-run rates stays under the changes."""
    kept = 1.0
    for n in range(len(changes.spans)):
        span = changes.spans[n]
        if (
            changes.factors[n] < 1.0
            and span[0] == sender
            and span[1] == receiver
            and span[2] == quad
            and span[3] <= day < span[4]
        ):
            kept *= changes.factors[n]
    return kept


@compiled
def _arrive(
    seed: Seeds,
    chance: Seeds,
    tables: Any,
    draw: int,
    factors: Floats,
    most: float,
    stack: Any,
    changes: Any,
    out: Any,
) -> Any:
    """The stories of the long-run rates; those that changes take away are marked."""
    states = len(tables.mix)
    for day in range(len(factors)):
        for quad in range(4):
            mean = tables.arrives.total[draw, quad] * factors[day] / tables.size[quad]
            keep, other = tables.arrives.keep[draw, quad], tables.arrives.other[draw, quad]
            for _ in range(_poisson(seed, mean)):
                cell = _pick(seed, keep, other)
                sender, receiver = cell // states, cell % states
                kept = _kept(changes, sender, receiver, quad, day)
                mark = SPECIFIC
                if kept < 1.0 and _uniform(chance) >= kept:
                    mark |= TAKEN
                row = (day, sender, receiver, quad, 0, 0, mark)
                stack, top = _story(seed, tables, stack, 0, row)
                stack = grow(seed, tables, draw, factors, most, stack, top, out, True)
    return stack


@compiled
def _shock(
    seed: Seeds,
    rates: Floats,
    tables: Any,
    draw: int,
    factors: Floats,
    most: float,
    stack: Any,
    changes: Any,
    out: Any,
) -> Any:
    """The clusters of injected acts and of raised rates, each item from its own random numbers."""
    base = seed[0]
    for n in range(len(changes.acts)):
        seed[0] = base + _STEP * np.uint64(1000003 * (n + 1))
        act = changes.acts[n]
        for _ in range(act[4]):
            for m in range(4):
                stack[0, m] = act[m]
            stack[0, 4], stack[0, 5], stack[0, 6] = 0, 0, SPECIFIC
            stack = grow(seed, tables, draw, factors, most, stack, 1, out, False)
    for n in range(len(changes.spans)):
        seed[0] = base + _STEP * np.uint64(1000003 * (len(changes.acts) + n + 1))
        span = changes.spans[n]
        more = (changes.factors[n] - 1.0) * rates[draw, span[0], span[1], span[2]]
        for day in range(max(span[3], 0), min(span[4], len(factors))):
            mean = more * factors[day] / tables.size[span[2]]
            for _ in range(_poisson(seed, mean)):
                row = (day, span[0], span[1], span[2], 0, 0, SPECIFIC)
                stack, top = _story(seed, tables, stack, 0, row)
                stack = grow(seed, tables, draw, factors, most, stack, top, out, False)
    return stack


@compiled
def _add(out: Any, sums: Any, watched: Any, run: int) -> None:
    """Add a run to the sums, copy what is watched, and clear its counts."""
    twin, extra = out.twin.reshape(-1), out.extra.reshape(-1)
    plain = out.specific.reshape(-1)
    for w in range(len(watched.cells)):
        i, j = watched.cells[w]
        watched.twin[run, :, w] = out.twin[:, i, j]
        watched.extra[run, :, w] = out.extra[:, i, j]
        watched.specific[run, :, w] = out.specific[:, i, j]
    for n in range(len(twin)):
        if twin[n]:
            sums.twin.reshape(-1)[n] += twin[n]
            sums.twin_squares.reshape(-1)[n] += np.int64(twin[n]) * twin[n]
            twin[n] = 0
        if extra[n] or plain[n]:
            sums.extra.reshape(-1)[n] += extra[n]
            sums.extra_squares.reshape(-1)[n] += np.int64(extra[n]) * extra[n]
            sums.specific.reshape(-1)[n] += plain[n]
            extra[n], plain[n] = 0, 0


@compiled
def some_runs(
    seeds: Seeds,
    draws: Ints,
    factors: Floats,
    rates: Floats,
    tables: Any,
    changes: Any,
    out: Any,
    sums: Any,
    watched: Any,
    first: int,
    shocked_only: bool,
) -> None:
    """Runs from ``first`` on: ``seeds`` (R, 3), ``draws`` (R), ``factors`` (R, days)."""
    one, chance, shock = (np.empty(1, np.uint64), np.empty(1, np.uint64), np.empty(1, np.uint64))
    stack = np.empty((1024, 7), np.int64)
    for run in range(len(seeds)):
        one[0], chance[0], shock[0] = seeds[run, 0], seeds[run, 1], seeds[run, 2]
        most, draw = factors[run].max(), draws[run]
        if not shocked_only:
            stack = _begin(one, tables, draw, factors[run], most, out)
            stack = _arrive(one, chance, tables, draw, factors[run], most, stack, changes, out)
        stack = _shock(shock, rates, tables, draw, factors[run], most, stack, changes, out)
        _add(out, sums, watched, first + run)

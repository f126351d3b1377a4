"""Runs of the engine, compiled: the twin from history and rates, and what changes bring."""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np

from multipole.scenario.simulate_kernel import (
    COLUMNS,
    SPECIFIC,
    TAKEN,
    Counts,
    Floats,
    Ints,
    Seeds,
    compiled,
    grow,
    pick,
    poisson,
    put,
    room,
    story,
    uniform,
)

#: What the random numbers of two items of a change lie apart.
ITEM = np.uint64(0xD1342543DE82EF95)
#: Days for which a mood stands before it moves on.
MOOD_DAYS: Final = 10


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
    first: Counts
    last: Counts


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
def _mood(mood: Floats, day: int, sender: int, receiver: int, quad: int) -> float:
    """The factor of what begins on a day; cooperation is classes 0 and 1."""
    return float(mood[day // MOOD_DAYS, sender, receiver, quad // 2])


@compiled
def _begin(
    seed: Seeds, tables: Any, draw: int, factors: Floats, mood: Floats, stack: Ints
) -> tuple[Ints, int]:
    """What history brings: stories whose first act comes so long after the start."""
    states, days, most, top = len(tables.mix), len(factors), factors.max() * mood.max(), 0
    for kernel in range(len(tables.left)):
        scale = tables.left[kernel]
        for quad in range(4):
            total = tables.lingers.total[draw, kernel, quad] / (1.0 - math.exp(1.0 / scale))
            keep = tables.lingers.keep[draw, kernel, quad]
            other = tables.lingers.other[draw, kernel, quad]
            for _ in range(poisson(seed, total * most / tables.size[quad])):
                cell = pick(seed, keep, other)
                day = int(math.log(uniform(seed)) * scale)
                if day >= days:
                    continue
                ends = cell // states, cell % states
                if uniform(seed) * most <= factors[day] * _mood(mood, day, *ends, quad):
                    stack = room(stack, top)
                    top = story(seed, tables.shape, stack, top, day, *ends, quad, SPECIFIC)
    return stack, top


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
    mood: Floats,
    stack: Ints,
    top: int,
    changes: Any,
) -> tuple[Ints, int]:
    """The stories of the long-run rates; those that changes take away are marked."""
    states, highest = len(tables.mix), mood.max()
    for day in range(len(factors)):
        for quad in range(4):
            mean = tables.arrives.total[draw, quad] * factors[day] * highest / tables.size[quad]
            keep, other = tables.arrives.keep[draw, quad], tables.arrives.other[draw, quad]
            for _ in range(poisson(seed, mean)):
                cell = pick(seed, keep, other)
                sender, receiver = cell // states, cell % states
                if uniform(seed) * highest > _mood(mood, day, sender, receiver, quad):
                    continue
                kept = _kept(changes, sender, receiver, quad, day)
                tag = SPECIFIC
                if kept < 1.0 and uniform(chance) >= kept:
                    tag |= TAKEN
                stack = room(stack, top)
                top = story(seed, tables.shape, stack, top, day, sender, receiver, quad, tag)
    return stack, top


@compiled
def _item(
    seed: Seeds,
    n: int,
    rates: Floats,
    tables: Any,
    factors: Floats,
    mood: Floats,
    stack: Ints,
    changes: Any,
) -> tuple[Ints, int]:
    """The first acts of one item of a change: injected ones, or those that a raised rate adds."""
    top, injected = 0, len(changes.acts)
    if n < injected:
        day, sender, receiver, quad, number = changes.acts[n]
        for _ in range(number):
            stack = room(stack, top)
            top = put(stack, top, day, sender, receiver, quad, SPECIFIC)
        return stack, top
    sender, receiver, quad, start, end = changes.spans[n - injected]
    more = (changes.factors[n - injected] - 1.0) * rates[sender, receiver, quad]
    for day in range(max(start, 0), min(end, len(factors))):
        usual = factors[day] * _mood(mood, day, sender, receiver, quad)
        for _ in range(poisson(seed, more * usual / tables.size[quad])):
            stack = room(stack, top)
            top = story(seed, tables.shape, stack, top, day, sender, receiver, quad, SPECIFIC)
    return stack, top


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
    moods: Floats,
    rates: Floats,
    tables: Any,
    changes: Any,
    out: Any,
    sums: Any,
    watched: Any,
    first: int,
    shocked_only: bool,
) -> None:
    """Runs from ``first`` on: ``seeds`` (R, 3), ``draws`` (R), ``factors`` (R, days).

    ``moods`` (R, steps, N, N, 2): of each `MOOD_DAYS` days, for cooperation and conflict.
    """
    one, chance, more = np.empty(1, np.uint64), np.empty(1, np.uint64), np.empty(1, np.uint64)
    stack = room(np.empty((0, COLUMNS), np.int64), 0)
    for run in range(len(seeds)):
        one[0], chance[0], base = seeds[run, 0], seeds[run, 1], seeds[run, 2]
        daily, mood, draw = factors[run], moods[run], draws[run]
        if not shocked_only:
            stack, top = _begin(one, tables, draw, daily, mood, stack)
            stack, top = _arrive(one, chance, tables, draw, daily, mood, stack, top, changes)
            stack = grow(one, tables, draw, daily, stack, top, out, True)
        for n in range(len(changes.acts) + len(changes.spans)):
            more[0] = base + ITEM * np.uint64(n + 1)
            stack, top = _item(more, n, rates[draw], tables, daily, mood, stack, changes)
            stack = grow(more, tables, draw, daily, stack, top, out, False)
        _add(out, sums, watched, first + run)

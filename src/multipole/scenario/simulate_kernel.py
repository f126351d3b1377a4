"""The engine, compiled: clusters of acts, depth first, each run from its own random numbers.

A run is seeded by numbers of its own (SplitMix64: Steele, Lea and Flood 2014, OOPSLA), so that it
does not matter which thread makes it. Every act brings Poisson stories at random later days, which
are kept with chance (factor of that day / largest factor): thinning, Lewis and Shedler 1979, Naval
Research Logistics Quarterly 26: 403-413.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

F = TypeVar("F", bound=Callable[..., Any])
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int32]
Seeds = npt.NDArray[np.uint64]

#: Links: 0 the change's own acts, 1-5 specific by channel, 6-10 attention by channel.
LINKS: Final = 11
#: An act on the stack: day, sender, receiver, class, tag.
COLUMNS: Final = 5
#: A tag: last link, first link times 16, and marks: an act of the twin that a change takes away;
#: one of a chain without attention.
TAKEN: Final = 256
SPECIFIC: Final = 512
#: Acts of a story at most.
LONGEST: Final = 1000
STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 1.0 / 9007199254740992.0


def compiled(function: F) -> F:
    """The function compiled at first use, kept beside the module, run without Python's lock."""
    return cast("F", numba.njit(cache=True, error_model="numpy", nogil=True)(function))


@compiled
def uniform(seed: Seeds) -> float:
    """In (0, 1), and on to the next."""
    seed[0] += STEP
    z = seed[0]
    z = (z ^ (z >> _S30)) * _MIX1
    z = (z ^ (z >> _S27)) * _MIX2
    z = z ^ (z >> _S31)
    return (float(z >> _S11) + 0.5) * _UNIT


@compiled
def poisson(seed: Seeds, mean: float) -> int:
    """By multiplication of uniform numbers, in parts of at most 16."""
    count = 0
    while mean > 0.0:
        part = min(mean, 16.0)
        mean -= part
        limit, product = math.exp(-part), uniform(seed)
        while product > limit:
            count += 1
            product *= uniform(seed)
    return count


@compiled
def pick(seed: Seeds, keep: Floats, other: Ints) -> int:
    """A place of an alias table."""
    spot = uniform(seed) * len(keep)
    place = int(spot)
    return place if spot - place < keep[place] else other[place]


@compiled
def fill_alias(weights: Floats, keep: Floats, other: Ints) -> None:
    """Fill alias tables row by row (Vose 1991, IEEE Transactions on Software Engineering 17)."""
    rows, things = weights.shape
    scaled = np.empty(things)
    small, large = np.empty(things, np.int64), np.empty(things, np.int64)
    for row in range(rows):
        total = weights[row].sum()
        if total <= 0:
            continue
        smalls = larges = 0
        for n in range(things):
            scaled[n] = weights[row, n] * things / total
            if scaled[n] < 1.0:
                small[smalls] = n
                smalls += 1
            else:
                large[larges] = n
                larges += 1
        while smalls and larges:
            smalls -= 1
            low, high = small[smalls], large[larges - 1]
            keep[row, low], other[row, low] = scaled[low], high
            scaled[high] -= 1.0 - scaled[low]
            if scaled[high] < 1.0:
                larges -= 1
                small[smalls] = high
                smalls += 1
        for n in range(larges):
            keep[row, large[n]] = 1.0
        for n in range(smalls):
            keep[row, small[n]] = 1.0


@compiled
def _size(seed: Seeds, one: float, odds: float) -> int:
    """A logarithmic number >= 1, by inversion."""
    left, chance, size = uniform(seed), one, 1
    while left > chance and size < LONGEST:
        left -= chance
        chance *= odds * size / (size + 1)
        size += 1
    return size


@compiled
def room(stack: Ints, top: int) -> Ints:
    """The stack, or one twice as long when it is all but full."""
    if top + 2 * LONGEST < len(stack):
        return stack
    grown = np.empty((2 * len(stack) + 2 * LONGEST, COLUMNS), np.int64)
    grown[:top] = stack[:top]
    return grown


@compiled
def put(stack: Ints, top: int, day: int, sender: int, receiver: int, quad: int, tag: int) -> int:
    """Put an act on the stack, which has room; the new top."""
    stack[top, 0], stack[top, 1], stack[top, 2] = day, sender, receiver
    stack[top, 3], stack[top, 4] = quad, tag
    return top + 1


@compiled
def story(
    seed: Seeds,
    shape: Floats,
    stack: Ints,
    top: int,
    day: int,
    sender: int,
    receiver: int,
    quad: int,
    tag: int,
) -> int:
    """Put the acts of a story on the stack, which has room; the new top.

    ``shape`` (4, 3): chance of one act, odds of the next, chance that it is told both ways.
    """
    pair = shape[quad, 2]
    for _ in range(_size(seed, shape[quad, 0], shape[quad, 1])):
        top = put(stack, top, day, sender, receiver, quad, tag)
        if uniform(seed) < pair:
            top = put(stack, top, day, receiver, sender, quad, tag)
    return top


@compiled
def _other(seed: Seeds, keep: Floats, other: Ints, one: int, but: int) -> int:
    """A third state, drawn from the row of one; -1 when there is none."""
    for _ in range(200):
        found = pick(seed, keep, other)
        if found not in (one, but):
            return found
    return -1


@compiled
def _class_of(seed: Seeds, shares: Floats) -> int:
    left, quad = uniform(seed), 0
    while quad < 3 and left > shares[quad]:
        quad += 1
    return quad


@compiled
def _count(
    extra: Counts, plain: Counts, first: Counts, last: Counts, cell: int, tag: int, sign: int
) -> None:
    """Count an act of a chain by its links; arrays are flat."""
    extra[cell] += sign
    if tag & SPECIFIC:
        plain[cell] += sign
    first[cell * LINKS + (tag >> 4 & 15)] += sign
    last[cell * LINKS + (tag & 15)] += sign


@compiled
def grow(
    seed: Seeds,
    tables: Any,
    draw: int,
    factors: Floats,
    stack: Ints,
    top: int,
    out: Any,
    twin: bool,
) -> Ints:
    """Let all acts on the stack bring theirs, and count every one; gives the stack back."""
    states, days, most = len(tables.mix), len(factors), factors.max()
    left, size, shape, mix = tables.left, tables.size, tables.shape, tables.mix
    to_keep, to_other = tables.to.keep, tables.to.other
    by_keep, by_other = tables.by.keep, tables.by.other
    third_keep, third_other = tables.third.keep, tables.third.other
    third_total = tables.third.total
    brings_keep, brings_other = tables.brings.keep[draw], tables.brings.other[draw]
    kernels, least, bins = len(left), size.min(), out.bins
    temper, hottest = tables.temper, max(tables.temper.max(), 1.0)
    rate = tables.brings.total[draw] * most * hottest / least
    counts = out.twin.reshape(-1)
    extra, plain = out.extra.reshape(-1), out.specific.reshape(-1)
    first, last = out.first.reshape(-1), out.last.reshape(-1)
    while top:
        top -= 1
        day, h, j = stack[top, 0], stack[top, 1], stack[top, 2]
        quad, tag = stack[top, 3], stack[top, 4]
        cell = ((bins[day] * states + h) * states + j) * 4 + quad
        if twin:
            counts[cell] += 1
        if not twin or tag & TAKEN:
            _count(extra, plain, first, last, cell, tag, -1 if twin else 1)
        for _ in range(poisson(seed, rate[quad])):
            place = pick(seed, brings_keep[quad], brings_other[quad])
            channel, new = place // (5 * kernels), place % 5
            if uniform(seed) * hottest > (temper[h, j] if channel < 2 else 1.0):
                continue
            then = day + 1 + int(math.log(uniform(seed)) * left[place // 5 % kernels])
            if then >= days or uniform(seed) * most > factors[then]:
                continue
            sender, receiver = h, j
            if channel == 1:
                sender, receiver = j, h
            elif channel == 2:
                receiver = _other(seed, to_keep[h], to_other[h], h, j)
            elif channel == 3:
                sender = _other(seed, by_keep[j], by_other[j], h, j)
            elif channel == 4:
                row = h * states + j
                sender = -1 if third_total[row] <= 0 else h
                if sender >= 0:
                    i = pick(seed, third_keep[row], third_other[row])
                    turns = uniform(seed) < 0.5
                    sender, receiver = (i, h) if turns else (j, i)
            if sender < 0 or receiver < 0:
                continue
            link, marks = 1 + channel, tag & SPECIFIC
            if new == 4:
                new, link, marks = _class_of(seed, mix[sender, receiver]), link + 5, 0
            if uniform(seed) * size[new] > least:
                continue
            before = tag >> 4 & 15
            child = marks | tag & TAKEN | (before if before else link) << 4 | link
            stack = room(stack, top)
            top = story(seed, shape, stack, top, then, sender, receiver, new, child)
    return stack

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
Seeds = npt.NDArray[np.uint64]

#: Columns of an act on the stack.
_DAY, _FROM, _TO, _QUAD, _FIRST, _LAST, _MARK = range(7)
#: Links: 0 the shock's own acts, 1-5 specific by channel, 6-10 attention by channel.
LINKS: Final = 11
#: Marks: an act of the twin that a change takes away; one of a chain without attention.
TAKEN: Final = 1
SPECIFIC: Final = 2
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 1.0 / 9007199254740992.0


def compiled(function: F) -> F:
    """The function compiled at first use, kept beside the module, run without Python's lock."""
    return cast("F", numba.njit(cache=True, error_model="numpy", nogil=True)(function))


@compiled
def _uniform(seed: Seeds) -> float:
    """In (0, 1), and on to the next."""
    seed[0] += _STEP
    z = seed[0]
    z = (z ^ (z >> _S30)) * _MIX1
    z = (z ^ (z >> _S27)) * _MIX2
    z = z ^ (z >> _S31)
    return (float(z >> _S11) + 0.5) * _UNIT


@compiled
def _poisson(seed: Seeds, mean: float) -> int:
    """By multiplication of uniform numbers, in parts of at most 16."""
    count = 0
    while mean > 0.0:
        part = min(mean, 16.0)
        mean -= part
        limit, product = math.exp(-part), _uniform(seed)
        while product > limit:
            count += 1
            product *= _uniform(seed)
    return count


@compiled
def _pick(seed: Seeds, keep: Floats, other: Ints) -> int:
    """A place of an alias table."""
    spot = _uniform(seed) * len(keep)
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
    left, chance, size = _uniform(seed), one, 1
    while left > chance and size < 1000:
        left -= chance
        chance *= odds * size / (size + 1)
        size += 1
    return size


@compiled
def _push(stack: Any, top: int, row: Any) -> Any:
    """The stack (grown if it is full) with an act on it."""
    if top == len(stack):
        grown = np.empty((2 * top, stack.shape[1]), np.int64)
        grown[:top] = stack
        stack = grown
    for n in range(7):
        stack[top, n] = row[n]
    return stack


@compiled
def _story(seed: Seeds, tables: Any, stack: Any, top: int, row: Any) -> Any:
    """Put the acts of a story on the stack; the new stack and its top."""
    quad = row[3]
    for _ in range(_size(seed, tables.ones[quad], tables.odds[quad])):
        stack = _push(stack, top, row)
        top += 1
        if _uniform(seed) < tables.pair[quad]:
            turned = (row[0], row[2], row[1], row[3], row[4], row[5], row[6])
            stack = _push(stack, top, turned)
            top += 1
    return stack, top


@compiled
def _other(seed: Seeds, table: Any, one: int, but: int) -> int:
    """A third state, drawn from the row of one; -1 when there is none."""
    for _ in range(200):
        found = _pick(seed, table.keep[one], table.other[one])
        if found not in (one, but):
            return found
    return -1


@compiled
def _where(seed: Seeds, tables: Any, channel: int, h: int, j: int) -> tuple[int, int]:
    """Sender and receiver of an act that one of h towards j brings; -1 where there is none."""
    if channel == 0:
        return h, j
    if channel == 1:
        return j, h
    if channel == 2:
        return h, _other(seed, tables.to, h, j)
    if channel == 3:
        return _other(seed, tables.by, j, h), j
    row = h * len(tables.mix) + j
    if tables.third.total[row] <= 0:
        return -1, -1
    i = _pick(seed, tables.third.keep[row], tables.third.other[row])
    return (i, h) if _uniform(seed) < 0.5 else (j, i)


@compiled
def _class_of(seed: Seeds, shares: Floats) -> int:
    left, quad = _uniform(seed), 0
    while quad < 3 and left > shares[quad]:
        quad += 1
    return quad


@compiled
def _offspring(
    seed: Seeds, tables: Any, draw: int, factors: Floats, most: float, stack: Any, top: int
) -> Any:
    """Take the act off the top of the stack and put on it what it brings."""
    top -= 1
    act = stack[top]
    day, h, j, quad, first, mark = act[0], act[1], act[2], act[3], act[4], act[6]
    kernels, least = len(tables.left), tables.size.min()
    rate = tables.brings.total[draw, quad] * most / least
    keep, other = tables.brings.keep[draw, quad], tables.brings.other[draw, quad]
    for _ in range(_poisson(seed, rate)):
        place = _pick(seed, keep, other)
        channel, kind = place // (5 * kernels), place % 5
        kernel = place // 5 % kernels
        then = day + 1 + int(math.log(_uniform(seed)) / math.log(tables.left[kernel]))
        if then >= len(factors) or _uniform(seed) * most > factors[then]:
            continue
        sender, receiver = _where(seed, tables, channel, h, j)
        if sender < 0 or receiver < 0:
            continue
        new = kind if kind < 4 else _class_of(seed, tables.mix[sender, receiver])
        if _uniform(seed) * tables.size[new] > least:
            continue
        link = 1 + channel + (5 if kind == 4 else 0)
        marks = mark & TAKEN if kind == 4 else mark
        row = (then, sender, receiver, new, first if first else link, link, marks)
        stack, top = _story(seed, tables, stack, top, row)
    return stack, top


@compiled
def _count(out: Any, act: Any, sign: int) -> None:
    spot, sender, receiver, quad = out.bins[act[0]], act[1], act[2], act[3]
    out.extra[spot, sender, receiver, quad] += sign
    if act[6] & SPECIFIC:
        out.specific[spot, sender, receiver, quad] += sign
    out.first[spot, sender, receiver, quad, act[4]] += sign
    out.last[spot, sender, receiver, quad, act[5]] += sign


@compiled
def grow(
    seed: Seeds,
    tables: Any,
    draw: int,
    factors: Floats,
    most: float,
    stack: Any,
    top: int,
    out: Any,
    twin: bool,
) -> Any:
    """Let all acts on the stack bring theirs, and count every one; gives the stack back."""
    while top:
        act = stack[top - 1]
        if twin:
            out.twin[out.bins[act[0]], act[1], act[2], act[3]] += 1
            if act[6] & TAKEN:
                _count(out, act, -1)
        else:
            _count(out, act, 1)
        stack, top = _offspring(seed, tables, draw, factors, most, stack, top)
    return stack

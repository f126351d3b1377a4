"""Filter and smoother of a random walk on a grid of log rates, compiled.

Kitagawa (1987, Journal of the American Statistical Association 82: 1032-1041): the distribution of
the state is a mass on each cell of a fixed grid; a step spreads it by the innovation's
distribution, an observation multiplies it by its likelihood. Nothing is drawn at random and no
normal approximation is made; the error is that of the cell width. Mass that would leave the grid
stays in its last cell.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import special

from multipole.relations.ideal_points_kernel import compiled

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Log rates from 1 in 1.2 million acts to e acts an act, a twentieth apart.
CELL: Final = 0.05
CELLS: Final[Floats] = np.arange(-14.0, 1.0 + CELL / 2, CELL)
#: Cells at the ends with less than this share of the highest are let go.
_TRIM: Final = 1e-30
_REACH: Final = 4.5


def steps_of(sigmas: Floats) -> tuple[Floats, Ints]:
    """The chance to move by so many cells in a step, for each innovation sd; and the farthest.

    Shape (sds, 2 * farthest + 1) and (sds); normal mass of each cell, cut at 4.5 sd.
    """
    farthest = np.maximum(np.ceil(_REACH * sigmas / CELL), 1).astype(np.int64)
    widest = int(farthest.max())
    moves = np.arange(-widest, widest + 1)
    upper = special.ndtr((moves + 0.5) * CELL / sigmas[:, None])
    lower = special.ndtr((moves - 0.5) * CELL / sigmas[:, None])
    chance = np.where(np.abs(moves) <= farthest[:, None], upper - lower, 0.0)
    return chance / chance.sum(axis=1, keepdims=True), farthest


@compiled
def likelihoods(
    cells: Floats, sizes: Floats, counts: Floats, log_exposure: Floats, weight: Floats
) -> Floats:
    """Log likelihood (T, sizes, cells), each source's raised to its weight.

    ``counts``, ``log_exposure`` and ``weight`` are (S, T). Negative binomial of size r, Poisson
    where r is infinite. A source of weight 0 says nothing.
    """
    found = np.zeros((counts.shape[1], len(sizes), len(cells)))
    for s in range(counts.shape[0]):
        for t in range(counts.shape[1]):
            w = weight[s, t]
            if w <= 0.0:
                continue
            y = counts[s, t]
            for r in range(len(sizes)):
                size = sizes[r]
                constant = -math.lgamma(y + 1.0)
                if not math.isinf(size):
                    constant += math.lgamma(y + size) - math.lgamma(size) + size * math.log(size)
                for i in range(len(cells)):
                    log_mean = log_exposure[s, t] + cells[i]
                    mean = math.exp(log_mean)
                    if math.isinf(size):
                        value = y * log_mean - mean
                    else:
                        value = y * log_mean - (y + size) * math.log(size + mean)
                    found[t, r, i] += w * (value + constant)
    return found


@compiled
def _spread(
    mass: Floats, low: int, high: int, moves: Floats, wide: Floats, ahead: Floats
) -> tuple[int, int]:
    """Move the mass of cells low to high on by a step; the new low and high."""
    reach, size = len(moves) // 2, len(mass)
    wide[:] = 0.0
    for i in range(low, high + 1):
        for d in range(2 * reach + 1):
            wide[i + d] += mass[i] * moves[d]
    for d in range(reach):
        wide[reach] += wide[d]
        wide[reach + size - 1] += wide[size + 2 * reach - 1 - d]
    low, high = max(low - reach, 0), min(high + reach, size - 1)
    for i in range(low, high + 1):
        ahead[i] = wide[i + reach]
    return low, high


@compiled
def _highest(values: Floats, low: int, high: int) -> float:
    top = -math.inf
    for i in range(low, high + 1):
        top = max(top, values[i])
    return top


@compiled
def _seen(
    ahead: Floats, like: Floats, low: int, high: int, found: Floats
) -> tuple[int, int, float]:
    """Weigh cells low to high by their likelihood; the new low and high, and the log evidence."""
    top = _highest(like, low, high)
    total = 0.0
    for i in range(low, high + 1):
        found[i] = ahead[i] * math.exp(like[i] - top)
        total += found[i]
    least = _TRIM * _highest(found, low, high)
    while found[low] < least:
        found[low] = 0.0
        low += 1
    while found[high] < least:
        found[high] = 0.0
        high -= 1
    for i in range(low, high + 1):
        found[i] /= total
    return low, high, top + math.log(total)


@compiled
def forward(
    like: Floats, chance: Floats, farthest: Ints, start: Floats
) -> tuple[Floats, Ints, Floats]:
    """Filtered masses (settings, T, cells), first and last cell of each, log evidence of each step.

    ``like`` is (T, sizes, cells); settings are all pairs of an innovation sd and a size, the size
    running fastest; ``start`` (cells) is the distribution before the first observation.
    """
    steps, sizes, size = like.shape
    settings = len(farthest) * sizes
    filtered = np.zeros((settings, steps, size))
    ends = np.zeros((settings, steps, 2), np.int64)
    evidence = np.zeros((settings, steps))
    middle = chance.shape[1] // 2
    for h in range(settings):
        q, r = h // sizes, h % sizes
        reach = farthest[q]
        moves = chance[q, middle - reach : middle + reach + 1]
        wide, ahead = np.zeros(size + 2 * reach), start.copy()
        low, high = 0, size - 1
        for t in range(steps):
            if t > 0:
                low, high = _spread(filtered[h, t - 1], low, high, moves, wide, ahead)
            low, high, told = _seen(ahead, like[t, r], low, high, filtered[h, t])
            ends[h, t, 0], ends[h, t, 1], evidence[h, t] = low, high, told
    return filtered, ends, evidence


@compiled
def _back(
    after: Floats, like: Floats, next_ends: Ints, ends: Ints, moves: Floats, wide: Floats
) -> None:
    """Take ``after``, the chance of what follows given the state, one step back in time."""
    reach, size = len(moves) // 2, len(after)
    top = _highest(like, next_ends[0], next_ends[1])
    wide[:] = 0.0
    for i in range(next_ends[0], next_ends[1] + 1):
        wide[i + reach] = after[i] * math.exp(like[i] - top)
    wide[:reach] = wide[reach]
    wide[reach + size :] = wide[reach + size - 1]
    after[:] = 0.0
    for d in range(2 * reach + 1):
        for i in range(ends[0], ends[1] + 1):
            after[i] += moves[d] * wide[i + d]


@compiled
def backward(
    like: Floats,
    chance: Floats,
    farthest: Ints,
    filtered: Floats,
    ends: Ints,
    share: Floats,
) -> Floats:
    """Smoothed masses (T, cells): those of each setting, mixed by its ``share``."""
    steps, sizes, size = like.shape
    mixed = np.zeros((steps, size))
    middle = chance.shape[1] // 2
    for h in range(len(share)):
        if share[h] <= 0.0:
            continue
        q, r = h // sizes, h % sizes
        reach = farthest[q]
        moves = chance[q, middle - reach : middle + reach + 1]
        after, wide = np.ones(size), np.zeros(size + 2 * reach)
        mixed[steps - 1] += share[h] * filtered[h, steps - 1]
        for t in range(steps - 2, -1, -1):
            _back(after, like[t + 1, r], ends[h, t + 1], ends[h, t], moves, wide)
            after /= np.sum(filtered[h, t] * after)
            mixed[t] += share[h] * filtered[h, t] * after
    return mixed


@compiled
def differences(left: Floats, right: Floats) -> Floats:
    """The distribution (T, 2 * cells - 1) of left minus right, independent, row by row."""
    steps, size = left.shape
    found = np.zeros((steps, 2 * size - 1))
    for t in range(steps):
        for j in range(size):
            if right[t, j] > 0.0:
                for i in range(size):
                    found[t, i - j + size - 1] += left[t, i] * right[t, j]
    return found


@compiled
def sums(left: Floats, right: Floats) -> Floats:
    """The distribution (T, m + n - 1) of left plus right, independent, row by row."""
    steps, size = left.shape
    found = np.zeros((steps, size + right.shape[1] - 1))
    for t in range(steps):
        for j in range(right.shape[1]):
            if right[t, j] > 0.0:
                for i in range(size):
                    found[t, i + j] += left[t, i] * right[t, j]
    return found

"""One round of the sampler for ideal points, compiled.

Items first: for each, its cutpoints by a Metropolis step on the likelihood itself (latent values
integrated out), latent values from truncated normals, the slope from its normal conditional. Then
the points. Truncated normals are drawn exactly, by rejection (Robert 1995, Statistics and Computing
5: 121-125). The log of the normal distribution function is interpolated in a table (error < 1e-5).
As published, latent values are held within `LATENT`: it keeps the states at the far ends in.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt
from scipy import special

F = TypeVar("F", bound=Callable[..., Any])
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Cutpoints stay within these; states before standardising too; log_ndtr is tabled on [-12, 12].
WIDEST: Final = 7.0
FARTHEST: Final = 5.0
LATENT: Final = 9.0
_EDGE: Final = 12.0
_CELLS: Final = 128.0
LOG_NDTR: Final[Floats] = np.asarray(
    special.log_ndtr(np.arange(-_EDGE, _EDGE + 2 / _CELLS, 1 / _CELLS)), dtype=np.float64
)
#: Wanted share of accepted steps while step lengths are tuned.
_ACCEPTED: Final = 0.35


def compiled(function: F) -> F:
    """The function compiled at first use and kept beside the module."""
    return cast("F", numba.njit(cache=True, error_model="numpy")(function))


def inlined(function: F) -> F:
    """The function compiled into each place that calls it."""
    return cast("F", numba.njit(cache=True, error_model="numpy", inline="always")(function))


@inlined
def _log_ndtr(table: Floats, x: float) -> float:
    if x >= _EDGE:
        return 0.0
    if x <= -_EDGE:
        return -0.5 * x * x - math.log(-x) - 0.9189385332046727
    place = (x + _EDGE) * _CELLS
    cell = int(place)
    return float(table[cell] + (place - cell) * (table[cell + 1] - table[cell]))


@inlined
def _log_chance(table: Floats, choice: int, at: float, low: float, high: float) -> float:
    """The log probability of a vote: latent below ``low`` yes, above ``high`` no."""
    if choice == 1:
        return _log_ndtr(table, low - at)
    if choice == 3:
        return _log_ndtr(table, at - high)
    left, right = low - at, high - at
    if left > 0:
        left, right = -right, -left
    bigger = _log_ndtr(table, right)
    apart = min(_log_ndtr(table, left) - bigger, -1e-9)
    return bigger + math.log1p(-math.exp(apart))


@inlined
def _tail(rng: np.random.Generator, low: float, width: float) -> float:
    """A standard normal in [low, low + width), low > 0."""
    rate = 0.5 * (low + math.sqrt(low * low + 4))
    while True:
        z = low + rng.standard_exponential() / rate
        gap = z - rate
        if z < low + width and rng.standard_exponential() > 0.5 * gap * gap:
            return z


@inlined
def _below(rng: np.random.Generator, high: float) -> float:
    """A standard normal below ``high``."""
    if high < -0.7:
        return -_tail(rng, -high, math.inf)
    z = rng.standard_normal()
    while z >= high:
        z = rng.standard_normal()
    return z


@inlined
def _between(rng: np.random.Generator, low: float, high: float) -> float:
    """A standard normal between the two."""
    sign = 1.0
    if high < 0:
        low, high, sign = -high, -low, -1.0
    width, nearest = high - low, max(low, 0.0)
    if low <= 0 and width > 1.2:
        z = rng.standard_normal()
        while z <= low or z >= high:
            z = rng.standard_normal()
        return sign * z
    if nearest * width < 2.0 and width < 1.5:
        z = low + width * rng.random()
        while rng.standard_exponential() <= 0.5 * (z * z - nearest * nearest):
            z = low + width * rng.random()
        return sign * z
    return sign * _tail(rng, low, width)


@inlined
def _latent(rng: np.random.Generator, choice: int, at: float, low: float, high: float) -> float:
    if choice == 1:
        z = at + _below(rng, low - at)
    elif choice == 3:
        z = at - _below(rng, at - high)
    else:
        z = at + _between(rng, low - at, high - at)
    return min(LATENT, max(-LATENT, z))


@compiled
def _cut(
    rng: np.random.Generator,
    table: Floats,
    choice: npt.NDArray[np.int8],
    at: Floats,
    cuts: Floats,
    step: float,
) -> float:
    """A step for an item's two cutpoints by the publishers' rule (truncated normal proposals; the
    ratio of their densities without that of the lower one); gives the chance of acceptance."""
    low = cuts[0] + step * rng.standard_normal()
    while not -WIDEST < low < cuts[1]:
        low = cuts[0] + step * rng.standard_normal()
    high = cuts[1] + step * rng.standard_normal()
    while not low < high < WIDEST:
        high = cuts[1] + step * rng.standard_normal()
    doubt = -rng.standard_exponential()
    gain = _log_ndtr(table, (cuts[1] - low) / step) - _log_ndtr(table, (high - cuts[0]) / step)
    for i in range(len(choice)):
        gain += _log_chance(table, choice[i], at[i], low, high)
        gain -= _log_chance(table, choice[i], at[i], cuts[0], cuts[1])
    if doubt < gain:
        cuts[0], cuts[1] = low, high
    return math.exp(min(gain, 0.0))


@compiled
def items_round(
    rng: np.random.Generator,
    table: Floats,
    start: Ints,
    point: Ints,
    choice: npt.NDArray[np.int8],
    theta: Floats,
    slope: Floats,
    cuts: Floats,
    step: Floats,
    tune: float,
    weight: Floats,
    pull: Floats,
) -> None:
    """New cutpoints, latents and slopes; leaves each point's sums of b^2 and b z.

    ``start`` has one entry an item and the number of votes; ``tune`` > 0 changes ``step`` on the
    way to the wanted share of accepted steps.
    """
    weight[:] = 0.0
    pull[:] = 0.0
    room = np.empty(np.max(np.diff(start)))
    for j in range(len(slope)):
        first, last = start[j], start[j + 1]
        at = room[: last - first]
        for i in range(first, last):
            at[i - first] = slope[j] * theta[point[i]]
        taken = _cut(rng, table, choice[first:last], at, cuts[j], step[j])
        step[j] *= math.exp(tune * (taken - _ACCEPTED))
        square, cross = 1.0, 0.0
        for i in range(first, last):
            z = _latent(rng, choice[i], at[i - first], cuts[j, 0], cuts[j, 1])
            at[i - first] = z
            square += theta[point[i]] ** 2
            cross += theta[point[i]] * z
        slope[j] = cross / square + rng.standard_normal() / math.sqrt(square)
        for i in range(first, last):
            weight[point[i]] += slope[j] ** 2
            pull[point[i]] += slope[j] * at[i - first]


@compiled
def points_round(
    rng: np.random.Generator,
    weight: Floats,
    pull: Floats,
    before: Ints,
    firmness: Floats,
    mean: Floats,
    spread: Floats,
    theta: Floats,
) -> tuple[float, float]:
    """New points given latents and slopes; gives the shift and scale that standardise them.

    ``mean`` (in: of the last round, out: of this) and ``spread`` are conditional means and standard
    deviations before standardising; ``before`` is each point's predecessor, or -1.
    """
    fresh = np.empty(len(mean))
    for k in range(len(mean)):
        prior = mean[before[k]] if before[k] >= 0 else 0.0
        total = weight[k] + firmness[k]
        fresh[k] = (pull[k] + firmness[k] * prior) / total
        spread[k] = 1.0 / math.sqrt(total)
    mean[:] = fresh
    for k in range(len(mean)):
        drawn = fresh[k] + spread[k] * rng.standard_normal()
        theta[k] = min(FARTHEST, max(-FARTHEST, drawn))
    shift, scale = theta.mean(), theta.std()
    theta[:] = (theta - shift) / scale
    return shift, scale

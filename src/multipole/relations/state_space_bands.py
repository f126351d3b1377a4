"""From masses on the grid of log rates to rates, contrasts and their intervals, by convolution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.relations.state_space_kernel import CELL, CELLS, differences, sums

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
PER: Final = 1000.0
_APART: Final[Floats] = np.arange(1 - len(CELLS), len(CELLS), dtype=np.float64) * CELL
#: Width of the cells in which two contrasts are added up.
_FINE: Final = 0.004


@dataclass(frozen=True, slots=True)
class Band:
    """Mean and interval of a quantity at each step, (T) each; mean NaN where it is unknown."""

    mean: Floats
    low: Floats
    high: Floats


def rate_band(masses: Floats, known: Flags, mass: float) -> Band:
    """Acts in 1,000 of the two: exp of the mean of the log rate, and the interval."""
    low, high = (np.exp(_quantile(masses, CELLS, q)) for q in _tails(mass))
    mean = np.exp(masses @ CELLS)
    values = (PER * np.where(known, v, np.nan) for v in (mean, low, high))
    return Band(*values)


def contrast_band(apart: Floats, known: Flags, mass: float) -> Band:
    """tanh(d / 2) of a difference of log rates; ``apart`` (T, 2 * cells - 1) is its mass."""
    low, high = (np.tanh(_quantile(apart, _APART, q) / 2) for q in _tails(mass))
    return _bounded(apart @ np.tanh(_APART / 2), low, high, known)


def mean_band(
    words: Floats, deeds: Floats, weights: tuple[float, float], known: Flags, mass: float
) -> Band:
    """The weighted mean of two independent contrasts, by the masses of their differences."""
    if 0.0 in weights:
        return contrast_band(deeds if weights[0] == 0.0 else words, known, mass)
    parts = [_fine(a, w) for a, w in zip((words, deeds), weights, strict=True)]
    total = sums(*parts)
    places = _FINE * (np.arange(total.shape[1]) - (total.shape[1] - 1) / 2)
    low, high = (_quantile(total, places, q) for q in _tails(mass))
    mean = sum(w * (a @ np.tanh(_APART / 2)) for a, w in zip((words, deeds), weights, strict=True))
    return _bounded(np.asarray(mean), low, high, known)


def apart(left: Floats, right: Floats) -> Floats:
    """The mass of left minus right, for `contrast_band`."""
    found: Floats = differences(left, right)
    return found


def _bounded(mean: Floats, low: Floats, high: Floats, known: Flags) -> Band:
    """Within [-1, 1] and around the mean; unknown is NaN with all of [-1, 1]."""
    return Band(
        np.where(known, mean, np.nan),
        np.where(known, np.clip(np.minimum(low, mean), -1.0, 1.0), -1.0),
        np.where(known, np.clip(np.maximum(high, mean), -1.0, 1.0), 1.0),
    )


def _tails(mass: float) -> tuple[float, float]:
    return (1.0 - mass) / 2.0, (1.0 + mass) / 2.0


def _quantile(masses: Floats, places: Floats, q: float) -> Floats:
    """The quantile of each row, mass lying evenly in each cell around its place."""
    below = np.cumsum(masses, axis=1)
    q_of = q * below[:, -1]
    at = np.minimum((below < q_of[:, None]).sum(axis=1), len(places) - 1)
    rows = np.arange(len(masses))
    inside = masses[rows, at]
    part = (q_of - (below[rows, at] - inside)) / np.where(inside > 0, inside, 1.0)
    width = places[1] - places[0]
    return np.asarray(places[at] + (np.clip(part, 0.0, 1.0) - 0.5) * width)


def _fine(masses: Floats, weight: float) -> Floats:
    """The mass of weight * tanh(d / 2) on cells of [-weight, weight] of the fine width."""
    half = int(np.ceil(weight / _FINE))
    edges = _FINE * (np.arange(-half, half + 2) - 0.5)
    with np.errstate(divide="ignore"):
        cuts = 2.0 * np.arctanh(np.clip(edges / weight, -1.0, 1.0))
    below = np.concatenate([np.zeros((len(masses), 1)), np.cumsum(masses, axis=1)], axis=1)
    borders = np.append(_APART - CELL / 2, _APART[-1] + CELL / 2)
    return np.array([np.diff(np.interp(cuts, borders, row)) for row in below]).reshape(
        len(masses), len(edges) - 1
    )

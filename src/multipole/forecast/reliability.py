"""Whether probabilities and intervals mean what they say: PIT, coverage, frequency by probability.

Counts are whole numbers, so an interval rarely holds exactly 90% and a plain PIT is not uniform.
Three ways are given: the mass that the randomised PIT of an outcome has (its expectation, no dice),
the whole numbers between the 5% and 95% quantiles, and the shortest interval of whole numbers with
90% or more, the last two beside the mass that they promise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.forecast.counts_pmf import Mixture

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

#: Bins of the PIT and of probabilities.
BINS: Final = 10
LOW, HIGH = 0.05, 0.95


def pit(below: Floats, upto: Floats) -> Floats:
    """Shares of each tenth in the PIT of outcomes; shape (outcomes, `BINS`), rows add up to 1.

    ``below``, ``upto``: probability of less than, and of at most, what happened. The randomised
    PIT is uniform between the two; this is its expectation. Czado, Gneiting and Held, "Predictive
    Model Assessment for Count Data", Biometrics 65 (2009).

    >>> pit(np.array([0.1]), np.array([0.3])).round(2)[0].tolist()
    [0.0, 0.5, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    """
    edges = np.arange(BINS + 1) / BINS
    return np.diff(np.stack([_part_below(below, upto, edge) for edge in edges], -1), axis=-1)


def within(below: Floats, upto: Floats) -> Floats:
    """The chance that the randomised PIT of each outcome lies between `LOW` and `HIGH`.

    >>> within(np.array([0.0]), np.array([0.1])).tolist()
    [0.5]
    """
    return _part_below(below, upto, HIGH) - _part_below(below, upto, LOW)


def _part_below(below: Floats, upto: Floats, level: float) -> Floats:
    width = np.maximum(upto - below, 1e-12)
    return np.asarray(np.clip((level - below) / width, 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of each outcome, whether the 90% interval held it.

    ``randomised``: the chance by the randomised PIT. ``whole``: 1 inside the 5% and 95% quantiles,
    0 outside, and ``promised`` the mass between. ``tightest``: 1 inside the shortest interval of
    whole numbers with 90% or more, and ``tightest_promised`` its mass.
    """

    randomised: Floats
    whole: Floats
    promised: Floats
    tightest: Floats
    tightest_promised: Floats


def coverage(forecast: Mixture, y: npt.ArrayLike) -> Coverage:
    """How the central 90% intervals hold the outcomes ``y``, cell by cell."""
    seen = np.asarray(y, float)
    low, high = forecast.quantiles([LOW, HIGH])
    between = _between(forecast, seen, low, high)
    shortest = _between(forecast, seen, *forecast.tightest(HIGH - LOW))
    return Coverage(within(*ends(forecast, seen)), *between, *shortest)


def _between(forecast: Mixture, seen: Floats, low: Whole, high: Whole) -> tuple[Floats, Floats]:
    """1 for outcomes between the ends, 0 for others; and the mass between."""
    inside = ((seen >= low) & (seen <= high)).astype(float)
    return inside, forecast.at_most(high) - forecast.at_most(low - 1)


def ends(forecast: Mixture, y: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Probability of less than, and of at most, what happened."""
    seen = np.asarray(y, float)
    return forecast.at_most(seen - 1), forecast.at_most(seen)


def frequencies(probability: Floats, happened: npt.NDArray[np.bool_]) -> Floats:
    """Cells, summed probability and times it happened, by tenth of probability: shape (`BINS`, 3).

    >>> frequencies(np.array([0.05, 0.95]), np.array([False, True]))[[0, 9]].tolist()
    [[1.0, 0.05, 0.0], [1.0, 0.95, 1.0]]
    """
    tenth = np.minimum((probability * BINS).astype(np.int64), BINS - 1)
    parts = (np.ones(len(tenth)), probability, happened.astype(float))
    return np.stack([np.bincount(tenth, part, minlength=BINS) for part in parts], axis=1)

"""How good probabilities were: Brier and log score, calibration, skill with its doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue
from multipole.core.types import Estimate
from multipole.forecast.questions_past import Floats

BINS: Final = 10
MASS: Final = 0.9
DRAWS: Final = 2000
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts between ``low`` and ``high``: how many, their mean, how many ended yes.

    ``share_low`` and ``share_high`` bound the share of yes with mass 0.9 (Wilson 1927).
    """

    low: float
    high: float
    n: int
    mean: float
    yes: int
    share_low: float
    share_high: float


def brier(probabilities: Floats, outcomes: Floats) -> Floats:
    """The square of what a probability was off by (Brier 1950, Monthly Weather Review 78): 0 is
    best, 0.25 is what 50% always gets. One each.

    >>> brier(np.array([0.8, 0.8]), np.array([1, 0])).round(2)
    array([0.04, 0.64])
    """
    return np.asarray((probabilities - outcomes) ** 2, np.float64)


def log_score(probabilities: Floats, outcomes: Floats) -> Floats:
    """Minus the log of the probability that was given to what came (Good 1952), in nats: 0 is best,
    0.693 is what 50% always gets. One each.

    >>> log_score(np.array([0.8, 0.8]), np.array([1, 0])).round(3)
    array([0.223, 1.609])
    """
    given = np.where(outcomes > 0, probabilities, 1 - probabilities)
    return np.asarray(-np.log(given), np.float64)


def reliability(probabilities: Floats, outcomes: Floats, *, bins: int = BINS) -> list[Bin]:
    """Of the forecasts between two tenths, how often it was yes (Murphy and Winkler 1977, Applied
    Statistics 26). Empty ones are left out.

    >>> found = reliability(np.array([0.31, 0.38, 0.92]), np.array([0, 1, 1]))
    >>> [(one.low, one.high, one.n, one.yes) for one in found]
    [(0.3, 0.4, 2, 1), (0.9, 1.0, 1, 1)]
    """
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    return [
        _bin(probabilities[place == one], outcomes[place == one], int(one), bins)
        for one in np.unique(place)
    ]


def calibration_error(probabilities: Floats, outcomes: Floats, *, bins: int = BINS) -> float:
    """The mean distance of forecast and share of yes over `reliability`, weighted by n.

    >>> round(calibration_error(np.array([0.31, 0.39, 0.9]), np.array([0, 1, 1])), 3)
    0.133
    """
    found = reliability(probabilities, outcomes, bins=bins)
    off = sum(one.n * abs(one.mean - one.yes / one.n) for one in found)
    return off / max(sum(one.n for one in found), 1)


def mean_score(losses: Floats, blocks: Sequence[str], *, seed: int = 0) -> Estimate:
    """The mean of ``losses`` with an interval from drawing whole blocks anew."""
    totals = _totals(blocks, losses, np.ones_like(losses))
    drawn = _drawn(totals, seed)
    return _estimate(float(losses.mean()), drawn[:, 0] / drawn[:, 1], len(losses), len(totals))


def skill(losses: Floats, reference: Floats, blocks: Sequence[str], *, seed: int = 0) -> Estimate:
    """1 - mean loss / mean loss of the reference: 0 is no better, 1 is without fault.

    Questions of one block share what they count; the interval of mass 0.9 comes from drawing whole
    blocks anew, `DRAWS` times (block bootstrap: Kuensch 1989, Annals of Statistics 17); with one
    block it has no ends. Raises `BadValue` for lists of different lengths.

    >>> skill(np.array([0.1, 0.2]), np.array([0.2, 0.4]), ["a", "b"]).mean
    0.5
    """
    if not len(losses) == len(reference) == len(blocks):
        raise BadValue(f"{len(losses)} losses, {len(reference)} of the reference")
    totals = _totals(blocks, losses, reference)
    drawn = _drawn(totals, seed)
    mean = 1 - float(losses.sum()) / float(reference.sum())
    return _estimate(mean, 1 - drawn[:, 0] / drawn[:, 1], len(losses), len(totals))


def _bin(probabilities: Floats, outcomes: Floats, place: int, bins: int) -> Bin:
    n, yes = len(outcomes), int(outcomes.sum())
    low, high = _wilson(yes, n)
    return Bin(place / bins, (place + 1) / bins, n, float(probabilities.mean()), yes, low, high)


def _wilson(k: int, n: int, z: float = 1.6448536269514722) -> tuple[float, float]:
    middle = (k + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * np.sqrt(k * (n - k) / n + z * z / 4)
    return min(max(float(middle - half), 0.0), k / n), max(min(float(middle + half), 1.0), k / n)


def _totals(blocks: Sequence[str], *losses: Floats) -> Floats:
    """Sums of losses by block: (blocks, kinds of loss)."""
    _, place = np.unique(np.asarray(blocks), return_inverse=True)
    return np.column_stack([np.bincount(place, weights=one) for one in losses])


def _drawn(totals: Floats, seed: int) -> Floats:
    """Totals of as many blocks, drawn with replacement: (draws, kinds of loss)."""
    n = len(totals)
    rng = np.random.default_rng(seed)
    times: npt.NDArray[np.int64] = rng.multinomial(n, np.full(n, 1 / n), size=DRAWS)
    return np.asarray(times @ totals, np.float64)


def _estimate(mean: float, drawn: Floats, n: int, blocks: int) -> Estimate:
    if blocks < _FEWEST:
        return Estimate(mean, -np.inf, np.inf, n, MASS)
    low, high = np.quantile(drawn, [(1 - MASS) / 2, (1 + MASS) / 2])
    return Estimate(mean, min(float(low), mean), max(float(high), mean), n, MASS)

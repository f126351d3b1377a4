"""How good forecasts were: proper scores, skill against another forecast, and its doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue
from multipole.forecast.counts_pmf import Mixture

Floats = npt.NDArray[np.float64]

DRAWS: Final = 1000


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the interval that holds ``mass`` of its doubt."""

    value: float
    low: float
    high: float
    mass: float = 0.9


def interval_score(forecast: Mixture, y: npt.ArrayLike, *, mass: float = 0.9) -> Floats:
    """Width of the central interval plus what misses cost, of each cell, in acts; 0 is best.

    Gneiting and Raftery, "Strictly Proper Scoring Rules, Prediction, and Estimation", JASA 102
    (2007), section 6.2; computed by `scoringrules`.
    """
    import scoringrules

    low, high = forecast.quantiles([(1 - mass) / 2, (1 + mass) / 2]).astype(float)
    seen = np.asarray(y, float)
    found = scoringrules.interval_score(seen, low, high, 1 - mass)
    return np.reshape(found, low.shape).astype(float)


def gain_per_event(loss: Floats, other: Floats, events: Floats, **drawn: int) -> Interval:
    """Nats gained over another forecast for each act that happened, with its interval.

    ``loss``, ``other``: summed log scores (minus log probability, in nats) of each origin, in time
    order; ``events``: acts of each. The interval is that of `drawn_ratio`.

    >>> gain_per_event(np.array([1.0, 1.0]), np.array([3.0, 3.0]), np.array([4.0, 4.0])).value
    0.5
    """
    return drawn_ratio(other - loss, events, **drawn)


def skill(score: Floats, other: Floats, **drawn: int) -> Interval:
    """1 - score / other score: the part of another forecast's score that is saved.

    >>> skill(np.array([1.0, 2.0]), np.array([2.0, 4.0])).value
    0.5
    """
    return drawn_ratio(other - score, other, **drawn)


def drawn_ratio(
    top: Floats, bottom: Floats, *, block: int = 1, draws: int = DRAWS, seed: int = 0
) -> Interval:
    """Ratio of two sums over origins, with a 90% interval from moving blocks of origins.

    ``block``: origins in a row that are drawn together, since neighbours are alike. Künsch, "The
    Jackknife and the Bootstrap for General Stationary Observations", Annals of Statistics 17
    (1989). NaN where the bottom adds up to 0. Raises `BadValue` for arrays of different lengths or
    none.
    """
    if top.shape != bottom.shape or top.ndim != 1 or not len(top):
        raise BadValue(f"a ratio of sums over {top.shape} and {bottom.shape} origins")
    block = max(1, min(block, len(top)))
    starts = np.random.default_rng(seed).integers(
        0, len(top) - block + 1, (draws, -(-len(top) // block))
    )
    at = (starts[:, :, None] + np.arange(block)).reshape(draws, -1)[:, : len(top)]
    found = _ratio(top[at].sum(1), bottom[at].sum(1))
    if np.all(np.isnan(found)):
        return Interval(float("nan"), float("nan"), float("nan"))
    low, high = np.nanquantile(found, [0.05, 0.95])
    return Interval(float(_ratio(top.sum(), bottom.sum())), float(low), float(high))


def _ratio(top: npt.ArrayLike, bottom: npt.ArrayLike) -> Floats:
    bottom = np.asarray(bottom, float)
    return np.where(bottom == 0, np.nan, np.asarray(top) / np.where(bottom == 0, 1.0, bottom))

"""The probability that a window of days holds at least so many acts, from counts by day.

Three ways: climatology (how past windows ended), a counting baseline (a gamma-Poisson rate that
forgets), and a stack of both that is learnt on past windows of many cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, expit, logit

from multipole.forecast.questions_past import Floats, windows

Counts = npt.NDArray[Any]
#: Half-lives in days and trusts of the rates that the stack rests on.
RATES: Final = ((7.0, 0.3), (20.0, 0.2), (60.0, 0.1))
#: Those among which the counting baseline is chosen.
GRID: Final = tuple(
    (h, t) for h in (7.0, 15.0, 30.0, 60.0, 180.0, 720.0) for t in (0.03, 0.1, 0.3, 1.0)
)
#: The half-life in days of the base rate of late.
LATE: Final = 30.0
NAMES: Final = ("base rate", "base rate of late", *(f"rate of {h:.0f} days" for h, _ in RATES))
#: The rate where too little has ended to choose one.
PLAIN: Final = (720.0, 0.3)
_PRIOR_DAYS: Final = 10.0
_RIDGE: Final = 20.0
_EDGE: Final = 1e-4


def base_rate(counts: Counts, length: int, least: npt.ArrayLike) -> tuple[Floats, int]:
    """The share of all past windows of ``length`` days with ``least`` or more, and how many there
    are that do not overlap; NaN and 0 where the past is shorter than a window.

    ``counts`` (cells, days), ``least`` one a cell.

    >>> base_rate(np.array([[1, 0, 2, 0]]), 2, [2])
    (array([0.66666667]), 2)
    """
    held = windows(counts, length)
    if not held.shape[1]:
        return np.full(len(counts), np.nan), 0
    share = (held >= np.asarray(least)[:, None]).mean(axis=1)
    return share, counts.shape[1] // length


def climatology(counts: Counts, length: int, least: npt.ArrayLike) -> Floats:
    """The base rate drawn to one half as if half a window more had ended each way (Jeffreys).

    >>> climatology(np.array([[1, 0, 2, 0]]), 2, [2]).round(4)
    array([0.6111])
    """
    share, n = base_rate(counts, length, least)
    return (np.nan_to_num(share) * n + 0.5) / (n + 1)


def late_rate(counts: Counts, length: int, least: npt.ArrayLike) -> Floats:
    """The base rate in which a window counts half for every `LATE` days that it lies back.

    >>> late_rate(np.array([[1, 0, 2, 0]]), 2, [2]).round(4)
    array([0.6237])
    """
    held = windows(counts, length)
    if not held.shape[1]:
        return np.full(len(counts), 0.5)
    weight = _fading(held.shape[1], LATE)
    share = (held >= np.asarray(least)[:, None]) @ weight / weight.sum()
    n = weight.sum() / length
    return np.asarray((share * n + 0.3) / (n + 0.6), np.float64)


def counting(
    counts: Counts, length: int, least: npt.ArrayLike, *, half_life: float, trust: float
) -> Floats:
    """P(N >= least) where N is gamma-Poisson with a rate that forgets.

    With weights 0.5^(age / half_life) the acts sum to S and the days to D; ten days at the rate of
    the whole past are added to both. The rate is then Gamma(trust S, trust D), and the count of
    ``length`` days negative binomial of size trust S. A trust below 1 allows for acts that come in
    clusters. (Discounted gamma-Poisson: West and Harrison, Bayesian Forecasting and Dynamic Models,
    2nd ed. 1997, ch. 10.)

    >>> counting(np.ones((1, 400)), 2, [1], half_life=1e9, trust=1.0).round(3)
    array([0.864])
    """
    acts, days = _remembered(counts, half_life)
    return _at_least(least, trust * acts, trust * days, length)


def inputs(counts: Counts, length: int, least: npt.ArrayLike) -> Floats:
    """What the stack rests on: (cells, 5) probabilities in the order of `NAMES`."""
    found = [climatology(counts, length, least), late_rate(counts, length, least)]
    found += [counting(counts, length, least, half_life=h, trust=t) for h, t in RATES]
    return np.column_stack(found)


@dataclass(frozen=True, slots=True)
class Stack:
    """A logistic stack: its intercept and the weight of the log-odds of each input."""

    middle: Floats
    spread: Floats
    weights: Floats

    def parts(self, probabilities: Floats) -> Floats:
        """What each input adds to the log-odds, the intercept first: (n, 1 + inputs)."""
        odds = (_odds(probabilities) - self.middle) / self.spread
        ones = np.ones((len(odds), 1))
        return np.asarray(np.column_stack([ones, odds]) * self.weights)

    def predict(self, probabilities: Floats) -> Floats:
        """Probabilities (n,) from inputs (n, inputs)."""
        return np.asarray(expit(self.parts(probabilities).sum(axis=1)), np.float64)


def fit_stack(probabilities: Floats, outcomes: Floats) -> Stack:
    """Weights of most likelihood with a ridge, by Newton's method.

    ``probabilities`` (n, inputs), ``outcomes`` (n,) of 0 and 1. (Stacking: Wolpert 1992, Neural
    Networks 5; in log-odds as Ranjan and Gneiting 2010, JRSS B 72.)
    """
    odds = _odds(probabilities)
    middle, spread = odds.mean(axis=0), odds.std(axis=0) + 1e-9
    given = np.column_stack([np.ones(len(odds)), (odds - middle) / spread])
    ridge = np.diag([1e-6] + [_RIDGE] * odds.shape[1])
    weights = np.zeros(given.shape[1])
    for _ in range(50):
        chance = expit(given @ weights)
        slope = given.T @ (chance - outcomes) + ridge @ weights
        bend = (given * (chance * (1 - chance))[:, None]).T @ given + ridge
        step = np.linalg.solve(bend, slope)
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return Stack(middle, spread, weights)


def choose_rate(
    cases: Sequence[tuple[Counts, int, npt.NDArray[np.int64], Floats]],
) -> tuple[float, float]:
    """The half-life and trust of `GRID` whose counting has the best log score on past cases."""

    loss = dict.fromkeys(GRID, 0.0)
    for half_life, of in groupby(GRID, key=lambda rate: rate[0]):
        held = [_remembered(counts, half_life) for counts, *_ in cases]
        for rate in of:
            for (acts, days), (_, length, least, outcomes) in zip(held, cases, strict=True):
                said = _at_least(least, rate[1] * acts, rate[1] * days, length)
                loss[rate] += _log_loss(said, outcomes)
    return min(GRID, key=lambda rate: loss[rate])


def _remembered(counts: Counts, half_life: float) -> tuple[Floats, float]:
    """Acts and days that still count, with ten days at the rate of the whole past."""
    days = counts.shape[1]
    weight = _fading(days, half_life)
    whole = (counts.sum(axis=1) + 0.5) / (days + 30.0)
    return counts @ weight + _PRIOR_DAYS * whole, float(weight.sum()) + _PRIOR_DAYS


def _at_least(least: npt.ArrayLike, size: Floats, rate: float, length: int) -> Floats:
    """P(N >= least) for N negative binomial of ``size`` and mean size / rate * length."""
    return np.asarray(betainc(least, size, length / (rate + length)), np.float64)


def _log_loss(probabilities: Floats, outcomes: Floats) -> float:
    kept = np.clip(probabilities, _EDGE, 1 - _EDGE)
    return float(-(np.log(kept) @ outcomes + np.log1p(-kept) @ (1 - outcomes)))


def _odds(probabilities: Floats) -> Floats:
    return np.asarray(logit(np.clip(probabilities, _EDGE, 1 - _EDGE)), np.float64)


def _fading(days: int, half_life: float) -> Floats:
    """Weights of days, the last 1."""
    return np.asarray(0.5 ** (np.arange(days)[::-1] / half_life), np.float64)

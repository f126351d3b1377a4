"""Forecasters that look at a cell and its pair only: what any other has to beat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, minimize_scalar

from multipole.core.plover import QUADS
from multipole.forecast.counts_panel import HALF_LIVES, Floats32
from multipole.forecast.counts_pmf import POISSON_SIZE, Mixture, log_pmf, single
from multipole.forecast.counts_rows import Rows
from multipole.forecast.counts_spread import (
    Silence,
    Spread,
    inflated,
    learn_spread,
    silent,
)
from multipole.forecast.counts_views import View

Floats = npt.NDArray[np.float64]

_EVER: Final = len(HALF_LIVES) - 1
#: Half-lives that are tried for the fading mean, as places in `HALF_LIVES`.
_TRIED: Final = (1, 2, 3, 4, 5)
#: Logs of shape and rate of the gamma law where there is nothing to learn from.
_GAMMA: Final = (-5.0, 1.5)
_LOW: Final = 1e-7


#: How counts scatter about a long-run rate: as learnt, as a Poisson about the rate, or as a Poisson
#: about a rate that is not known for sure (the posterior predictive of the gamma law).
Law = Literal["learnt", "poisson", "gamma"]


@dataclass(frozen=True, slots=True)
class Climatology:
    """The long-run rate of each cell, drawn to that of its class; see `learn_climatology`.

    ``shape``, ``rate`` of the gamma law of rates (acts a day) in each class; the posterior mean is
    (acts + shape) / (days + rate). ``spread``: None unless the ``law`` is ``learnt``.
    """

    shape: Floats
    rate: Floats
    horizon: int
    law: Law
    spread: Spread | None

    def mean(self, seen: View) -> Floats:
        """Acts expected in the window."""
        acts, shape = seen.own[_EVER].astype(float) * seen.days, self.shape[seen.quad]
        return np.asarray(self.horizon * (acts + shape) / (seen.days + self.rate[seen.quad]))

    def predict(self, seen: View) -> Mixture:
        """The distribution of each cell."""
        if self.law == "gamma":
            acts = seen.own[_EVER].astype(float) * seen.days
            return single(self.mean(seen), acts + self.shape[seen.quad])
        return _about(self.mean(seen), seen, self.spread)


def learn_climatology(past: Rows, *, horizon: int, law: Law = "learnt") -> Climatology:
    """Rates drawn to the class by empirical Bayes: the gamma law that past windows make likely.

    Robbins, "An Empirical Bayes Approach to Statistics", 1956; Carlin and Louis, Bayesian Methods
    for Data Analysis, 3rd edition, 2008, chapter 5.
    """
    poisson = law == "poisson"
    found = np.array([_gamma(past.of_quad(q), horizon, poisson) for q in range(len(QUADS))])
    plain = Climatology(found[:, 0], found[:, 1], horizon, law, None)
    if law != "learnt":
        return plain
    spread = _scatter(past, plain.mean(past.seen))
    return Climatology(plain.shape, plain.rate, horizon, law, spread)


def _gamma(past: Rows, horizon: int, poisson: bool) -> Floats:
    """Shape and rate (in days) of the gamma law of a class."""
    acts, days = past.seen.own[_EVER].astype(float) * past.seen.days, past.seen.days

    def lost(law: Floats) -> float:
        shape, rate = np.exp(np.clip(law, -12, 9))
        mean = horizon * (acts + shape) / (days + rate)
        return _loss(past, mean, poisson=poisson) + 0.1 * float(((law - _GAMMA) ** 2).sum())

    best = minimize(lost, np.array(_GAMMA), method="Nelder-Mead", options={"maxiter": 80})
    return np.asarray(np.exp(np.clip(best.x, -12, 9)))


def _about(mean: Floats, seen: View, spread: Spread | None) -> Mixture:
    if spread is None:
        return single(mean, np.full(mean.shape, POISSON_SIZE))
    return spread.about(mean, seen.quad)


def _scatter(past: Rows, mean: Floats) -> Spread:
    return learn_spread(mean, past.y, past.weight, past.seen.quad)


def _loss(past: Rows, mean: Floats, *, poisson: bool = False) -> float:
    """Minus the log likelihood of the rows about ``mean``, with a usual scatter or none."""
    size = np.full(len(mean), POISSON_SIZE) if poisson else 0.3 * mean**0.75
    return float(-(past.weight * log_pmf(past.y, mean, size)).sum())


@dataclass(frozen=True, slots=True)
class Persistence:
    """The next window is like the last of its length, plus ``added`` acts in each class."""

    added: Floats
    spread: Spread

    def predict(self, seen: View) -> Mixture:
        """The distribution of each cell."""
        return self.spread.about(seen.last + self.added[seen.quad], seen.quad)


def learn_persistence(past: Rows) -> Persistence:
    """The acts to add and the scatter that make the past windows most likely."""
    added = np.array([_added(past.of_quad(q)) for q in range(len(QUADS))])
    return Persistence(added, _scatter(past, past.seen.last + added[past.seen.quad]))


def _added(past: Rows) -> float:
    def lost(log_added: float) -> float:
        return _loss(past, past.seen.last + np.exp(log_added))

    found = minimize_scalar(lost, bounds=(-12, 1), method="bounded").x if len(past) else -4.0
    return float(np.exp(found))


@dataclass(frozen=True, slots=True)
class Ewma:
    """A fading mean of the cell, mixed with its long-run rate.

    ``half_life``: place in `HALF_LIVES`, ``recent``: weight of the fading mean, both for each
    class, tuned on past windows.
    """

    half_life: npt.NDArray[np.int64]
    recent: Floats
    long_run: Climatology
    spread: Spread | None

    def mean(self, seen: View) -> Floats:
        """Acts expected in the window."""
        own = seen.own[self.half_life[seen.quad], np.arange(len(seen))] * self.long_run.horizon
        recent = self.recent[seen.quad]
        return np.asarray(recent * own + (1 - recent) * self.long_run.mean(seen))

    def predict(self, seen: View) -> Mixture:
        """The distribution of each cell."""
        return _about(self.mean(seen), seen, self.spread)


def learn_ewma(past: Rows, long_run: Climatology) -> Ewma:
    """The half-life and the mix that make the past windows most likely, for each class.

    A Poisson where the long-run rate is one.
    """
    poisson = long_run.law == "poisson"
    tuned = [_tuned(past.of_quad(q), long_run, poisson) for q in range(len(QUADS))]
    half_life, recent = np.array([t[0] for t in tuned]), np.array([t[1] for t in tuned])
    plain = Ewma(half_life, recent, long_run, None)
    if poisson:
        return plain
    return Ewma(half_life, recent, long_run, _scatter(past, plain.mean(past.seen)))


def _tuned(past: Rows, long_run: Climatology, poisson: bool) -> tuple[int, float]:
    """The best half-life and weight of one class."""
    if not len(past):
        return _TRIED[-1], 0.5
    ever = long_run.mean(past.seen)

    def lost(recent: float, place: int) -> float:
        mean = recent * past.seen.own[place] * long_run.horizon + (1 - recent) * ever
        return _loss(past, mean, poisson=poisson)

    tried = []
    for place in _TRIED:
        best = minimize_scalar(
            lost, bounds=(0.0, 0.999), args=(place,), method="bounded", options={"xatol": 0.01}
        )
        tried.append((float(best.fun), place, float(best.x)))
    return min(tried)[1:]


@dataclass(frozen=True, slots=True)
class Pooled:
    """Recent acts, drawn to the pair's rate and the shares of the classes; zero-inflated.

    A gamma-Poisson whose past fades: mean = (acts + strength * prior) / (days + strength), with
    the acts and days of a fading window. ``strength`` in days.
    """

    half_life: npt.NDArray[np.int64]
    strength: Floats
    horizon: int
    spread: Spread
    silence: Silence

    def mean(self, seen: View) -> Floats:
        """Acts expected in the window."""
        own = seen.own[self.half_life[seen.quad], np.arange(len(seen))].astype(float)
        days = _effective(seen.days, np.array(HALF_LIVES)[self.half_life[seen.quad]])
        return drawn(own, seen.prior, days, self.strength[seen.quad], self.horizon)

    def predict(self, seen: View) -> Mixture:
        """The distribution of each cell."""
        mean = self.mean(seen)
        mute = self.silence.of(mean, seen.quad)
        return inflated(mean, self.spread.of(mean, seen.quad), mute)


def drawn(
    own: Floats | Floats32,
    prior: Floats | Floats32,
    days: Floats,
    strength: npt.ArrayLike,
    horizon: int,
) -> Floats:
    """Acts expected in ``horizon`` days of a rate drawn to ``prior`` (acts a day).

    >>> import numpy as np
    >>> drawn(np.array([1.0]), np.array([0.0]), np.array([10.0]), 10.0, 4).round(6).tolist()
    [2.0]
    """
    strength = np.asarray(strength)
    return np.asarray(horizon * (own * days + strength * prior + _LOW) / (days + strength))


def learn_pooled(past: Rows, *, horizon: int) -> Pooled:
    """Half-life, strength, scatter and silence that make the past windows most likely."""
    tuned = [_pooling(past.of_quad(q), horizon) for q in range(len(QUADS))]
    half_life, strength = (np.array([t[n] for t in tuned]) for n in (0, 1))
    nothing = Silence(np.full(len(QUADS), -20.0), np.zeros(len(QUADS)))
    plain = Pooled(half_life.astype(np.int64), strength, horizon, _NO_SPREAD, nothing)
    mean = plain.mean(past.seen)
    spread = _scatter(past, mean)
    silence = _silence(past, mean, spread)
    return Pooled(plain.half_life, strength, horizon, spread, silence)


_NO_SPREAD: Final = Spread(np.ones(len(QUADS)), np.zeros(len(QUADS)))


def _pooling(past: Rows, horizon: int) -> tuple[int, float]:
    if not len(past):
        return _TRIED[-1], 30.0

    def lost(log_strength: float, place: int) -> float:
        days = _effective(past.seen.days, np.full(len(past), HALF_LIVES[place]))
        strength = np.exp(log_strength)
        return _loss(past, drawn(past.seen.own[place], past.seen.prior, days, strength, horizon))

    tried = []
    for place in (*_TRIED[2:], _EVER):
        best = minimize_scalar(
            lost, bounds=(-1, 7), args=(place,), method="bounded", options={"xatol": 0.05}
        )
        tried.append((float(best.fun), place, float(np.exp(best.x))))
    return min(tried)[1:]


def _effective(days: npt.NDArray[np.floating], half_life: Floats) -> Floats:
    """Days that a fading mean rests on; all of them for a half-life that never fades."""
    keep = 0.5 ** (1 / half_life)
    gone = np.minimum(1 - keep, 1.0)
    whole = np.where(gone > 0, (1 - keep**days) / np.maximum(gone, _LOW), days)
    return np.asarray(whole, float)


def _silence(past: Rows, mean: Floats, spread: Spread) -> Silence:
    size = spread.of(mean, past.seen.quad)
    found = np.array([_mute(past, mean, size, past.seen.quad == q) for q in range(len(QUADS))])
    return Silence(found[:, 0], found[:, 1])


def _mute(past: Rows, mean: Floats, size: Floats, chosen: npt.NDArray[np.bool_]) -> Floats:
    m, k, y, w = mean[chosen], size[chosen], past.y[chosen], past.weight[chosen]
    log_m, none = np.log(m), y == 0

    def lost(law: Floats) -> float:
        mute = silent(law[0], law[1], log_m)
        log_p = np.log1p(-mute) + log_pmf(y, m / (1 - mute), k)
        log_p = np.where(none, np.logaddexp(log_p, np.log(mute + _LOW)), log_p)
        return float(-(w * log_p).sum() + 0.1 * ((law[0] + 4) ** 2 + law[1] ** 2))

    best = minimize(lost, np.array([-4.0, 0.0]), method="Nelder-Mead", options={"maxiter": 60})
    return np.asarray(best.x)

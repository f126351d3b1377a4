"""How sure a membership is: blocs of resampled layers, and over starts of the search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue
from multipole.core.types import Estimate
from multipole.system.blocs import Blocs, Centre, adjusted_rand, blocs
from multipole.system.ties import Floats, Ints

MASS = 0.9


@dataclass(frozen=True, slots=True)
class Stability:
    """``together`` holds each two states' probability of one bloc (states x states), NaN unknown.

    ``same`` is the adjusted Rand index of resampled divisions with the one of all layers, ``count``
    the number of blocs, ``sure`` each state's mean probability with the others of its bloc (NaN for
    a state alone or without a bloc).
    """

    blocs: Blocs
    together: Floats
    same: Estimate
    count: Estimate
    sure: Floats


def agreement_layers(choices: npt.ArrayLike) -> Floats:
    """A layer of ties for each item: 1 for equal choices, 0 for others, NaN where one has none.

    ``choices`` (states x items) holds numbers, NaN for no choice; of shape (items, states, states).

    >>> agreement_layers([[1.0, np.nan], [1.0, 2.0]])[:, 0, 1].tolist()
    [1.0, nan]
    """
    given = np.asarray(choices, dtype=np.float64).T
    alike = (given[:, :, None] == given[:, None, :]).astype(np.float64)
    unknown = np.isnan(given)
    alike[unknown[:, :, None] | unknown[:, None, :]] = np.nan
    return np.asarray(alike)


def mean_ties(layers: npt.ArrayLike, *, counts: npt.ArrayLike | None = None) -> Floats:
    """The mean of each tie over the layers where it is known, each layer counted so many times.

    >>> layers = [[[0, 1], [1, 0]], [[0, np.nan], [np.nan, 0]], [[0, 0], [0, 0]]]
    >>> float(mean_ties(layers)[0, 1])
    0.5
    """
    each = np.asarray(layers, dtype=np.float64)
    if each.ndim != 3 or each.shape[1] != each.shape[2]:
        raise BadValue(f"layers of shape {each.shape}", remedy="Give layers of states by states.")
    times = np.ones(len(each)) if counts is None else np.asarray(counts, dtype=np.float64)
    return _mean(np.nan_to_num(each, nan=0.0), np.isfinite(each).astype(np.float64), times)


def _mean(filled: Floats, known: Floats, times: Floats) -> Floats:
    total = np.tensordot(times, filled, axes=1)
    weight = np.tensordot(times, known, axes=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(weight > 0, total / weight, np.nan))


def stability(
    layers: npt.ArrayLike,
    *,
    rng: np.random.Generator,
    resolution: float = 0.0,
    centre: Centre = "mean",
    draws: int = 100,
    starts: int = 5,
) -> Stability:
    """Blocs of the mean ties of ``layers`` (layers, states, states), and of layers drawn anew.

    A bootstrap: as many layers as there are, drawn with replacement ``draws`` times; layers (roll
    calls, months, kinds of tie) are taken as exchangeable, which roll calls on one theme are not:
    the doubt is then understated. Intervals hold the middle 90% of the draws, widened to the value
    itself where that lies outside. Raises `BadValue` for fewer than two layers or draws.

    Two pairs, together in nine layers of ten:

    >>> apart, odd = np.kron(np.eye(2), np.ones((2, 2))), np.fliplr(np.eye(4))
    >>> found = stability([apart] * 9 + [odd], rng=np.random.default_rng(1), draws=20)
    >>> found.blocs.labels, float(found.together[0, 1]) > 0.9
    ((0, 0, 1, 1), True)

    Formula: together_ij = draws in which c_i = c_j / draws; same = mean adjusted Rand index.
    Shapes: layers (layers, n, n) give matrices (n, n) and vectors (n,).
    Unit: probability; adjusted Rand index.
    Reference: Efron and Tibshirani 1993, An Introduction to the Bootstrap; Hubert and Arabie 1985,
    Journal of Classification 2: 193-218.
    Not for: doubt about which layers there could have been at all, as it redraws those there are.
    """
    each = np.asarray(layers, dtype=np.float64)
    whole = mean_ties(each)
    if len(each) < 2 or draws < 2:
        raise BadValue(f"{draws} draws of {len(each)} layers", remedy="Give two or more of each.")
    best = blocs(whole, rng=rng, resolution=resolution, centre=centre, starts=2 * starts)
    filled, known = np.nan_to_num(each, nan=0.0), np.isfinite(each).astype(np.float64)
    labels = np.empty((draws, len(whole)), dtype=np.int64)
    for k in range(draws):
        times = np.bincount(rng.integers(0, len(each), len(each)), minlength=len(each))
        drawn = _mean(filled, known, times.astype(np.float64))
        labels[k] = blocs(
            drawn, rng=rng, resolution=resolution, centre=centre, starts=starts
        ).labels
    together = _together(labels)
    same = np.array([adjusted_rand(best.labels, one) for one in labels])
    count = np.array([len(set(one.tolist()) - {-1}) for one in labels], dtype=np.float64)
    return Stability(
        best, together, interval(same), interval(count, value=float(best.count)),
        _sure(together, np.array(best.labels)),
    )  # fmt: skip


def interval(draws: npt.ArrayLike, *, value: float | None = None) -> Estimate:
    """The mean of draws (or a value given) with the interval of their middle 90%.

    >>> interval([1.0, 2.0, 3.0]).mean
    2.0
    """
    known = np.asarray(draws, dtype=np.float64)
    known = known[np.isfinite(known)]
    if not len(known):
        unknown = float("nan")
        return Estimate(unknown, unknown, unknown, 0, MASS)
    middle = float(known.mean()) if value is None else value
    low, high = np.quantile(known, [(1 - MASS) / 2, (1 + MASS) / 2])
    return Estimate(middle, min(float(low), middle), max(float(high), middle), len(known), MASS)


def _together(labels: Ints) -> Floats:
    known = labels >= 0
    both = (known[:, :, None] & known[:, None, :]).sum(axis=0)
    alike = ((labels[:, :, None] == labels[:, None, :]) & known[:, :, None]).sum(axis=0)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(both > 0, alike / both, np.nan))


def _sure(together: Floats, labels: Ints) -> Floats:
    sure = np.full(len(labels), np.nan)
    for state, bloc in enumerate(labels):
        others = (labels == bloc) & (np.arange(len(labels)) != state)
        if bloc >= 0 and others.any():
            sure[state] = np.nanmean(together[state, others])
    return sure

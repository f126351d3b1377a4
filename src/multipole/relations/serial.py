"""Least squares of one short series under every serial dependence that is thought possible.

A yearly series remembers: next year resembles this one. The errors of a series of n values are
taken as Gaussian with the correlation

    V(rho, lam)[s, t] = (1 - lam) rho^|s - t| + lam D[s, t],     D = diag of the sampling noise,

an AR(1) process seen with white noise (``lam`` is its share of the variance; D is the identity, or
proportional to 1 / n_t for shares of n_t cases). The pair (rho, lam) is not known and not guessed:
everything is computed on a grid of such pairs (`NOISY`, or `SMOOTH` with lam = 0) and averaged with
their posterior weights. The weight is the residual likelihood (REML: level and scale integrated
out), which has no small-sample bias towards independence from having estimated the level (Harville
1974).

A change is one more column of the design. With a shift d ~ N(0, d0^2 s^2) before the data (s^2 the
variance of the series about its level, d0 = `SHIFT`), a whitened column u that is orthogonal to the
columns of the base and c = u'y, S = u'u, the Bayes factor of the change against none is

    log B = -1/2 log(1 + d0^2 S) - v/2 log(1 - c^2 / ((d0^-2 + S) R)),   R = residual squares,

with v = n - (columns of the base) degrees of freedom.

References: Harville, D. (1974), Bayesian inference for variance components using only error
contrasts, Biometrika 61, 383-385; Andrews, D. W. K. (1993), Exactly median-unbiased estimation of
first order autoregressive/unit root models, Econometrica 61, 139-165 (how far off a plugged-in
small-sample coefficient is).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Shift expected before the data, in standard deviations of the series about its level.
SHIFT: Final = 1.0
RHOS: Final = (0.0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.88, 0.94, 0.98)
NOISES: Final = ((0.7, 0.5), (0.9, 0.5), (0.8, 0.25), (0.9, 0.25))
#: Share of the prior weight that the pairs with white noise have.
NOISY_WEIGHT: Final = 0.3


@dataclass(frozen=True, slots=True)
class Dependence:
    """One (rho, lam) with its prior weight."""

    rho: float
    noise: float
    prior: float


def _grid(*, noisy: float) -> tuple[Dependence, ...]:
    middles = [(a + b) / 2 for a, b in pairwise(RHOS)]
    widths = np.diff([0.0, *middles, 1.0]) * (1 - noisy)
    plain = [Dependence(rho, 0.0, float(w)) for rho, w in zip(RHOS, widths, strict=True)]
    if not noisy:
        return tuple(plain)
    return (*plain, *(Dependence(rho, lam, noisy / len(NOISES)) for rho, lam in NOISES))


#: AR(1) alone: for what is measured without noise.
SMOOTH: Final = _grid(noisy=0.0)
#: AR(1), and AR(1) seen with white noise: for what is sampled or reported.
NOISY: Final = _grid(noisy=NOISY_WEIGHT)


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """A base and its possible added columns, whitened under every dependence of the grid.

    Shapes, with D dependences, n values, T columns: ``roots`` [D, n, n] (Cholesky, to simulate),
    ``makers`` [D, n, n] (whitened residuals of the base from y), ``heights`` [D] (log determinants
    of the residual likelihood), ``ways`` [D, n, T] (c = y @ ways), ``gram`` [D, T, T].
    """

    grid: tuple[Dependence, ...]
    freedom: int
    roots: Floats
    makers: Floats
    heights: Floats
    ways: Floats
    gram: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What B series say: ``factors`` [B, T] log Bayes factors of each change against none,
    averaged over the dependence; ``weights`` [B, D] of the dependence given no change; ``joint``
    [B, D, T] log weights of dependence and change together; ``pair`` [B] and ``pair_joint`` [B, D]
    the same of two changes at once, where a pair was proposed."""

    factors: Floats
    weights: Floats
    joint: Floats
    pair: Floats | None = None
    pair_joint: Floats | None = None


def correlation(places: Ints, noise: Floats, held: Dependence) -> Floats:
    """V(rho, lam) of values at ``places`` whose sampling noise is in proportion to ``noise``."""
    apart = np.abs(places[:, None] - places[None, :])
    smooth = np.where(apart == 0, 1.0, float(held.rho) ** np.maximum(apart, 1))
    return (1 - held.noise) * smooth + held.noise * np.diag(noise / noise.mean())


def design(
    base: Floats,
    added: Floats,
    *,
    places: Ints,
    noise: Floats,
    grid: tuple[Dependence, ...] = NOISY,
) -> Design:
    """Whiten ``base`` [n, k] and ``added`` [n, T] under every dependence of the grid.

    >>> import numpy as np
    >>> added = np.array([[0.0], [0.0], [1.0], [1.0]])
    >>> made = design(np.ones((4, 1)), added, places=np.arange(4), noise=np.ones(4))
    >>> found = evidence(np.array([[1.0, 1.1, 3.0, 3.1]]), made)
    >>> made.freedom, bool(found.factors[0, 0] > 0)
    (3, True)
    """
    parts = [_whiten(base, added, correlation(places, noise, one)) for one in grid]
    roots, makers, heights, ways, gram = (np.stack(part) for part in zip(*parts, strict=True))
    return Design(grid, len(base) - base.shape[1], roots, makers, heights, ways, gram)


def _whiten(base: Floats, added: Floats, v: Floats) -> tuple[Floats, ...]:
    root = np.linalg.cholesky(v)
    inverse = np.linalg.inv(root)
    q, r = np.linalg.qr(inverse @ base)
    maker = inverse - q @ (q.T @ inverse)
    columns = maker @ added
    size = np.log(np.diag(root)).sum() + np.log(np.abs(np.diag(r))).sum()
    whole = (root, maker, -size, maker.T @ columns, columns.T @ columns)
    return tuple(np.asarray(part, dtype=np.float64) for part in whole)


def evidence(
    y: Floats, made: Design, *, pairs: Ints | None = None, floor: Floats | None = None
) -> Evidence:
    """What the series ``y`` [B, n] say of each added column (and of ``pairs`` [B, 2] of them).

    ``floor`` [n] are variances that the errors cannot be below, those of drawing n_t cases, white
    whatever else is remembered: the residuals of the best change are at least what they leave. The
    weights of the dependence are left alone, since cases that repeat vary less than drawn ones.
    """
    single = np.empty((len(made.grid), len(y), made.gram.shape[1]))
    plain = np.empty((len(made.grid), len(y)))
    double = np.empty_like(plain)
    for d, held in enumerate(made.grid):
        rss = np.maximum(((y @ made.makers[d].T) ** 2).sum(axis=1), 1e-300)
        c = y @ made.ways[d]
        plain[d] = math.log(held.prior) + made.heights[d] - made.freedom / 2 * np.log(rss)
        rss = rss if floor is None else rss + _lift(rss, c, made.gram[d], made.makers[d], floor)
        single[d] = plain[d][:, None] + _one(c, made.gram[d], rss, made.freedom)
        if pairs is not None:
            double[d] = plain[d] + _two(c, made.gram[d], rss, made.freedom, pairs)
    none = log_sum(plain)
    return Evidence(
        log_sum(single) - none[:, None],
        np.exp(plain - none).T,
        np.moveaxis(single, 0, 1),
        None if pairs is None else log_sum(double) - none,
        None if pairs is None else double.T,
    )


def _lift(rss: Floats, c: Floats, gram: Floats, maker: Floats, floor: Floats) -> Floats:
    """What to add to the residual squares so that sampling noise alone could leave them."""
    best = (c**2 / np.maximum(np.diag(gram), 1e-12)).max(axis=1)
    return np.asarray(np.maximum(0.0, (maker**2 @ floor).sum() - (rss - best)))


def _one(c: Floats, gram: Floats, rss: Floats, freedom: int) -> Floats:
    s = np.diag(gram)
    gain = np.minimum(c**2 / (SHIFT**-2 + s) / rss[:, None], 1 - 1e-12)
    return np.asarray(-np.log1p(SHIFT**2 * s) / 2 - freedom / 2 * np.log1p(-gain))


def _two(c: Floats, gram: Floats, rss: Floats, freedom: int, pairs: Ints) -> Floats:
    i, j = pairs[:, 0], pairs[:, 1]
    rows = np.arange(len(c))
    a, b, g = gram[i, i] + SHIFT**-2, gram[j, j] + SHIFT**-2, gram[i, j]
    x, z, size = c[rows, i], c[rows, j], a * b - g**2
    gain = np.minimum((b * x**2 - 2 * g * x * z + a * z**2) / size / rss, 1 - 1e-12)
    return np.asarray(-np.log(SHIFT**4 * size) / 2 - freedom / 2 * np.log1p(-gain))


def log_sum(logs: Floats) -> Floats:
    """The log of the sum of exponentials over the first axis."""
    top = logs.max(axis=0)
    return np.asarray(top + np.log(np.exp(logs - top).sum(axis=0)))


def shares(logs: Floats) -> Floats:
    """Exponentials over the last axis that add up to one."""
    raised = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def coefficients(
    y: Floats,
    x: Floats,
    *,
    places: Ints,
    noise: Floats,
    floor: Floats | None = None,
    grid: tuple[Dependence, ...] = NOISY,
) -> tuple[Floats, Floats, Floats]:
    """Least squares of ``y`` [n] on ``x`` [n, k] under every dependence.

    Returns their weights [D], estimates [D, k] and covariances [D, k, k] (scales of a Student t
    with n - k degrees of freedom). Do not read one row of it as the answer: average.
    """
    logs, means, covs = [], [], []
    freedom = len(y) - x.shape[1]
    for held in grid:
        root = np.asarray(np.linalg.cholesky(correlation(places, noise, held)), dtype=np.float64)
        z, wx = np.linalg.solve(root, y), np.linalg.solve(root, x)
        q, r = np.linalg.qr(wx)
        rss = max(float(((z - q @ (q.T @ z)) ** 2).sum()), 1e-300)
        size = np.log(np.diag(root)).sum() + np.log(np.abs(np.diag(r))).sum()
        logs.append(math.log(held.prior) - size - freedom / 2 * math.log(rss))
        means.append(np.linalg.solve(r, q.T @ z))
        back = np.linalg.inv(r)
        covs.append(back @ back.T * max(rss, _left(root, np.asarray(q), floor)) / freedom)
    return shares(np.array(logs)), np.array(means), np.array(covs)


def _left(root: Floats, q: Floats, floor: Floats | None) -> float:
    """Residual squares that noise of variances ``floor`` leaves on average."""
    if floor is None:
        return 0.0
    inverse = np.linalg.inv(root)
    return float(((inverse - q @ (q.T @ inverse)) ** 2 @ floor).sum())

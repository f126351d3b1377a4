"""How large a change is: before, after and their difference, averaged over the dependence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special, stats

from multipole.core.types import Estimate
from multipole.relations.serial import Dependence, Floats, coefficients
from multipole.relations.turning_series import Kind, Series, added_of, base_of, per_unit

DRAWS: Final = 4000
#: Power at which `Size.detectable` is stated.
POWER: Final = 0.8


@dataclass(frozen=True, slots=True)
class Size:
    """``before``, ``after`` and ``change``, in the unit of the series (for a trend: in that unit
    per period). ``detectable``: the change that a test at 5% would find in 4 of 5 such series."""

    before: Estimate
    after: Estimate
    change: Estimate
    detectable: float


def size_of(
    held: Series,
    start: int,
    *,
    kind: Kind,
    others: Sequence[int],
    grid: tuple[Dependence, ...],
    rng: np.random.Generator,
    mass: float,
) -> Size:
    """The size of a change that begins with observation ``start``, given the date and ``others``.

    Draws from the mixture, over the dependence, of the Student t distributions of generalised
    least squares (flat priors on the coefficients).
    """
    base, step = base_of(held, kind, others), added_of(held, kind, [start])
    x = np.hstack([base, step])
    found = coefficients(
        held.y, x, places=held.places, noise=held.noise, floor=held.floor, grid=grid
    )
    draws = _draws(found, len(held) - x.shape[1], rng)
    before, after = _ends(held, kind, base, step, start, draws)
    middle = np.einsum("d,dk->k", found[0], found[1])[None, :]
    at = [float(end[0]) for end in _ends(held, kind, base, step, start, middle)]
    sides = [_estimate(e, m, n, mass) for e, m, n in _labelled(before, after, at, start, len(held))]
    change = _estimate(after - before, at[1] - at[0], len(held), mass)
    return Size(sides[0], sides[1], change, _detectable(after - before, len(held) - x.shape[1]))


def _labelled(
    before: Floats, after: Floats, at: list[float], start: int, n: int
) -> list[tuple[Floats, float, int]]:
    return [(before, at[0], start), (after, at[1], n - start)]


def _draws(found: tuple[Floats, Floats, Floats], freedom: int, rng: np.random.Generator) -> Floats:
    weights, means, covs = found
    held = rng.choice(len(weights), size=DRAWS, p=weights)
    roots = np.linalg.cholesky(covs)
    z = rng.standard_normal((DRAWS, means.shape[1]))
    t = z / np.sqrt(rng.chisquare(freedom, DRAWS) / freedom)[:, None]
    return np.asarray(means[held] + np.einsum("bij,bj->bi", roots[held], t))


def _ends(
    held: Series, kind: Kind, base: Floats, step: Floats, start: int, beta: Floats
) -> tuple[Floats, Floats]:
    """What each draw says of before and after, on the reader's scale."""
    k = base.shape[1]
    if kind == "trend":
        return _slopes(held, base, start, beta)
    row = base[start] if kind == "jump" else base[start - 1]
    before = beta[:, :k] @ row
    return held.back(before), held.back(before + beta[:, k] * step[start, 0])


def _slopes(held: Series, base: Floats, start: int, beta: Floats) -> tuple[Floats, Floats]:
    k = base.shape[1]
    apart = float(held.places[start] - held.places[start - 1])
    per = (base[start] - base[start - 1]) / apart
    before = beta[:, :k] @ per
    level = beta[:, :k] @ base[start - 1]
    return held.slope(level, before), held.slope(level, before + beta[:, k] / per_unit(held))


def _estimate(draws: Floats, middle: float, n: int, mass: float) -> Estimate:
    low, high = np.quantile(draws, [(1 - mass) / 2, (1 + mass) / 2])
    return Estimate(middle, min(float(low), middle), max(float(high), middle), n, mass)


def _detectable(change: Floats, freedom: int) -> float:
    """(t at .975 + t at the power) times the standard error read off the draws."""
    spread = float(np.subtract(*np.quantile(change, [0.84, 0.16]))) / 2
    return spread * float(special.stdtrit(freedom, 0.975) + special.stdtrit(freedom, POWER))


def independent_p(held: Series, start: int, kind: Kind) -> float:
    """The p-value that a test without serial dependence would give (for comparison only)."""
    x = np.hstack([base_of(held, kind, ()), added_of(held, kind, [start])])
    freedom = len(held) - x.shape[1]
    beta, *_ = np.linalg.lstsq(x, held.y, rcond=None)
    rss = float(((held.y - x @ beta) ** 2).sum())
    error = math.sqrt(rss / freedom * float(np.linalg.inv(x.T @ x)[-1, -1]))
    if error == 0:
        return math.nan
    return float(2 * stats.t.sf(abs(beta[-1]) / error, freedom))

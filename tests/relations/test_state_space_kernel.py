"""The filter against matrices written out, and its intervals against drawn series."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from tests.relations.invented_streams import made

from multipole.relations import state_space_kernel as kernel
from multipole.relations.state_space import START_SD, TYPICAL, state_space
from multipole.relations.state_space_run import SIGMA_SD, SIGMAS, SIZES
from multipole.relations.streams import STREAMS


def matrix(chance: np.ndarray, farthest: int) -> np.ndarray:
    """The chance to go from each cell to each, what would leave the grid kept at its end."""
    size, middle = len(kernel.CELLS), chance.shape[0] // 2
    found = np.zeros((size, size))
    for i in range(size):
        for d in range(-farthest, farthest + 1):
            found[i, min(max(i + d, 0), size - 1)] += chance[middle + d]
    return found


@pytest.mark.parametrize("setting", [0, 3, 5])
def test_filter_and_smoother_are_those_of_the_matrices(setting: int) -> None:
    chance, farthest = kernel.steps_of(SIGMAS[[setting]])
    rng = np.random.default_rng(setting)
    like = stats.norm.logpdf(kernel.CELLS, rng.normal(-6, 1, (5, 1, 1)), 0.7)
    like[2] = 0
    start = np.full(len(kernel.CELLS), 1 / len(kernel.CELLS))
    filtered, ends, evidence = kernel.forward(like, chance, farthest, start)
    smoothed = kernel.backward(like, chance, farthest, filtered, ends, np.ones(1))
    moves, lik = matrix(chance[0], int(farthest[0])), np.exp(like[:, 0])
    ahead, kept = start * lik[0], []
    for t in range(5):
        ahead = ahead if t == 0 else (ahead @ moves) * lik[t]
        kept.append(ahead)
    after = np.ones(len(start))
    for t in range(4, -1, -1):
        exact = kept[t] / kept[t].sum()
        np.testing.assert_allclose(filtered[0, t], exact, atol=1e-10)
        both = kept[t] * after
        np.testing.assert_allclose(smoothed[t], both / both.sum(), atol=1e-10)
        after = moves @ (lik[t] * after)
    assert evidence.sum() == pytest.approx(np.log(kept[-1].sum()))


def test_steps_have_the_spread_they_should() -> None:
    chance, _ = kernel.steps_of(SIGMAS)
    moves = kernel.CELL * (np.arange(chance.shape[1]) - chance.shape[1] // 2)
    np.testing.assert_allclose(np.sqrt(chance @ moves**2), SIGMAS, rtol=0.08)
    np.testing.assert_allclose(chance.sum(axis=1), 1)


def test_likelihoods_are_negative_binomial_and_poisson() -> None:
    sizes = np.array([4.0, np.inf])
    found = kernel.likelihoods(
        kernel.CELLS, sizes, np.array([[7.0]]), np.log([[500.0]]), np.array([[0.5]])
    )
    mean = 500 * np.exp(kernel.CELLS)
    near = (mean > 1e-3) & (mean < 1e3)
    expected = [stats.nbinom.logpmf(7, 4, 4 / (4 + mean)), stats.poisson.logpmf(7, mean)]
    for r in range(2):
        np.testing.assert_allclose(found[0, r, near], 0.5 * expected[r][near], rtol=1e-9)


def simulated(rng: np.random.Generator, steps: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log rates and counts (1, 5, T) drawn from the model with its priors, and exposure (1, T)."""
    weight = SIGMAS * np.exp(-((SIGMAS / SIGMA_SD) ** 2) / 2)
    exposure = rng.integers(100, 1500, (1, steps)).astype(float)
    sigma = rng.choice(SIGMAS, (len(STREAMS), 1), p=weight / weight.sum())
    first = rng.normal(np.log(TYPICAL / 1000), START_SD, (len(STREAMS), 1))
    walk = np.cumsum(rng.normal(0, 1, (len(STREAMS), steps - 1)) * sigma, axis=1)
    x = np.concatenate([first, first + walk], axis=1)
    mean = exposure * np.exp(x)
    size = rng.choice(SIZES, (len(STREAMS), 1))
    shape = np.where(np.isinf(size), 1e12, size)
    return x, rng.poisson(rng.gamma(shape, mean / shape))[None].astype(float), exposure


def test_intervals_hold_what_they_say_they_hold() -> None:
    rng = np.random.default_rng(11)
    hits: dict[str, list[np.ndarray]] = {"filtered": [], "smoothed": []}
    for _ in range(40):
        x, counts, exposure = simulated(rng, 10)
        found = state_space(made(counts, exposure))
        for view, hit in hits.items():
            rates = found.filtered.rates if view == "filtered" else found.smoothed.rates
            for k, name in enumerate(STREAMS):
                low, high = (np.log(v / 1000) for v in (rates[name].low, rates[name].high))
                hit.append((low <= x[k]) & (x[k] <= high))
    for hit in hits.values():
        assert 0.86 <= np.mean(hit) <= 0.94

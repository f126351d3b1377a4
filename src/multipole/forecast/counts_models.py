"""The forecasters by name: learnt from past windows, and pooled by how well each did on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import softmax

from multipole.core.errors import WrongUse
from multipole.core.plover import QUADS
from multipole.forecast.counts_base import (
    Law,
    learn_climatology,
    learn_ewma,
    learn_persistence,
    learn_pooled,
)
from multipole.forecast.counts_excited import learn_excited
from multipole.forecast.counts_pmf import Mixture, pool
from multipole.forecast.counts_rows import Rows, Window
from multipole.forecast.counts_trees import learn_trees
from multipole.forecast.counts_views import View

Floats = npt.NDArray[np.float64]

#: The forecasters there are: what each does is told where it is learnt.
MODELS: Final = (
    "poisson", "gamma_poisson", "ewma_poisson", "climatology", "persistence", "ewma", "pooled",
    "excited", "trees", "stack",
)  # fmt: skip
#: What the pool is made of.
POOLED: Final = ("climatology", "persistence", "ewma", "pooled", "excited", "trees")
#: The last part of the past windows, on which the weights of the pool are learnt.
_HELD: Final = 0.3
#: Windows that each member of the pool counts for before any is seen.
_FAIR: Final = 1.0
_LOW: Final = 1e-300


class Learnt(Protocol):
    """A forecaster that has learnt: a distribution for each cell that it is shown."""

    def predict(self, seen: View) -> Mixture:
        """The distribution of each cell."""
        ...


@dataclass(frozen=True, slots=True)
class Stack:
    """A linear pool: ``weights`` of shape (members, quad classes) over ``members``."""

    members: tuple[Learnt, ...]
    names: tuple[str, ...]
    weights: Floats

    def predict(self, seen: View) -> Mixture:
        """The distribution of each cell."""
        return pool(self.weights[:, seen.quad], [m.predict(seen) for m in self.members])


def learn(past: Rows, window: Window, names: Sequence[str]) -> dict[str, Learnt]:
    """The forecasters ``names``, learnt from past windows. Raises `WrongUse` for another name."""
    if unknown := set(names) - set(MODELS):
        remedy = f"Choose among {', '.join(MODELS)}."
        raise WrongUse(f"no model is called {min(unknown)!r}", remedy=remedy)
    single = [n for n in names if n != "stack"]
    if "stack" not in names:
        return _learn_single(past, window, single)
    weights = _weights(past, window)
    found = _learn_single(past, window, [*POOLED, *single])
    stack = Stack(tuple(found[n] for n in POOLED), POOLED, weights)
    return {n: found[n] for n in single} | {"stack": stack}


def _learn_single(past: Rows, window: Window, names: Sequence[str]) -> dict[str, Learnt]:
    """Every forecaster but the pool; one that rests on another learns that, too."""
    horizon, found = window.horizon, dict[str, Learnt]()
    laws: tuple[tuple[str, str, Law], ...] = (
        ("ewma", "climatology", "learnt"), ("ewma_poisson", "poisson", "poisson")
    )  # fmt: skip
    for name, base, law in laws:
        if {name, base} & set(names):
            found[base] = long_run = learn_climatology(past, horizon=horizon, law=law)
            if name in names:
                found[name] = learn_ewma(past, long_run)
    if "persistence" in names:
        found["persistence"] = learn_persistence(past)
    if "gamma_poisson" in names:
        found["gamma_poisson"] = learn_climatology(past, horizon=horizon, law="gamma")
    if {"pooled", "excited", "trees"} & set(names):
        found |= _learn_dynamic(past, horizon, names)
    return found


def _learn_dynamic(past: Rows, horizon: int, names: Sequence[str]) -> dict[str, Learnt]:
    """The pooled model, and what is built on it."""
    pooled = learn_pooled(past, horizon=horizon)
    if not {"excited", "trees"} & set(names):
        return {"pooled": pooled}
    excited = learn_excited(past, pooled)
    found: dict[str, Learnt] = {"pooled": pooled, "excited": excited}
    return found | ({"trees": learn_trees(past, excited)} if "trees" in names else {})


def _weights(past: Rows, window: Window) -> Floats:
    """Weights of the pool, shape (members, quad classes), from windows that no member had seen."""
    split = _split(past.day)
    before = past.at(np.flatnonzero(past.day + window.reach <= split))
    after = past.at(np.flatnonzero(past.day >= split))
    if not len(before) or not len(after):
        return np.full((len(POOLED), len(QUADS)), 1 / len(POOLED))
    members = _learn_single(before, window, POOLED)
    log_p = np.stack([members[n].predict(after.seen).log_probability(after.y) for n in POOLED])
    return np.stack(
        [_mixed(log_p[:, at], after.weight[at])
         for at in (np.flatnonzero(after.seen.quad == q) for q in range(len(QUADS)))], axis=1
    )  # fmt: skip


def _split(day: npt.NDArray[np.int32]) -> int:
    return int(np.quantile(day, 1 - _HELD)) if len(day) else 0


def _mixed(log_p: Floats, weight: Floats) -> Floats:
    """Weights that make the counts most likely.

    ``log_p``: shape (members, rows). Yao and others, "Using Stacking to Average Bayesian
    Predictive Distributions", Bayesian Analysis 13 (2018).

    >>> import numpy as np
    >>> _mixed(np.log([[0.9, 0.9, 0.9], [0.1, 0.1, 0.1]]), np.full(3, 100.0)).round(2).tolist()
    [1.0, 0.0]
    """
    rest = np.exp(log_p - log_p.max(0))

    def lost(law: Floats) -> tuple[float, Floats]:
        shares = softmax(law)
        whole = shares @ rest
        part = shares * (rest @ (weight / whole))
        slope = shares * (part.sum() + _FAIR * len(law)) - part - _FAIR
        loss = -(weight * np.log(whole)).sum() - _FAIR * np.log(np.maximum(shares, _LOW)).sum()
        return float(loss), slope

    best = minimize(lost, np.zeros(len(log_p)), jac=True, method="L-BFGS-B")
    return np.asarray(softmax(best.x))

"""The top of the penalised likelihood of the event stream, by a quasi-Newton method.

With the prior of the long-run rates held, the penalised likelihood is concave in all parameters
(the logarithm of a sum of them, less a sum); they are bounded by 0 alone. Expectation and
maximisation come near the top slowly when parts resemble each other; L-BFGS-B (Byrd, Lu, Nocedal
and Zhu 1995, SIAM Journal on Scientific Computing 16: 1190-1208) goes the rest of the way.
"""

from __future__ import annotations

import numpy as np
from scipy import optimize

from multipole.scenario import stream_em as em
from multipole.scenario.stream import Floats, Strengths
from multipole.scenario.stream_em import Rows, State, Weights
from multipole.scenario.stream_features import Features


def to_the_top(
    state: State,
    features: Features,
    weights: Weights,
    *,
    rows: list[Rows],
    mirrored: Floats,
    most: int,
) -> State:
    """The state with the best strengths, after at most so many looks at the likelihood."""
    scale = _scale(state, weights)
    cost = _costs(state, weights)
    shape = np.broadcast_to(state.shape, state.prior.shape).ravel()
    held = np.repeat(np.eye(len(state.prior), dtype=bool).ravel(), len(state.shape))
    count = len(scale) - len(shape)

    def loss(at: Floats) -> tuple[float, Floats]:
        strengths = _unpacked(at * scale, state.strengths)
        value, slopes = em.likelihood(strengths, features, weights, rows, mirrored)
        rates = np.maximum(strengths.rates.ravel(), _LEAST)
        value += float((shape * np.log(rates))[~held].sum()) - float(cost @ (at * scale))
        slope = _packed(slopes) - cost - _exposure(weights, state.strengths)
        slope[count:] += np.where(held, 0, shape / rates)
        return -value, -slope * scale

    begin = _packed(state.strengths) / scale
    low = np.concatenate([np.zeros(count), np.full(len(shape), _LEAST) / scale[count:]])
    held_too = np.broadcast_to(em.open_attention() == 0, state.strengths.attention.shape).ravel()
    least = np.concatenate([np.zeros(state.strengths.specific.size, bool), held_too])
    high = np.concatenate([np.where(least, 0, np.inf), np.where(held, low[count:], np.inf)])
    found = optimize.minimize(
        loss,
        np.clip(begin, low, high),
        jac=True,
        method="L-BFGS-B",
        bounds=optimize.Bounds(low, high),
        options={"maxfun": most, "maxiter": most, "maxcor": 20},
    )
    best = _unpacked(found.x * scale, state.strengths)
    best.rates[np.eye(len(best.rates), dtype=bool)] = 0
    return State(best, state.shape, state.prior, state.parts, -float(found.fun))


_LEAST = 1e-9


def _packed(strengths: Strengths) -> Floats:
    parts = (strengths.specific, strengths.attention, strengths.rates)
    return np.concatenate([part.ravel() for part in parts])


def _unpacked(values: Floats, like: Strengths) -> Strengths:
    ends = np.cumsum([like.specific.size, like.attention.size])
    parts = np.split(values, ends)
    shapes = (like.specific.shape, like.attention.shape, like.rates.shape)
    return Strengths(*(p.reshape(s) for p, s in zip(parts, shapes, strict=True)))


def _exposure(weights: Weights, like: Strengths) -> Floats:
    """What each parameter adds to the expected acts per unit of it."""
    exposure = weights.exposure.reshape(like.attention.shape)
    days = np.broadcast_to(weights.days[..., None], like.rates.shape)
    specific = np.broadcast_to(exposure[..., None], like.specific.shape)
    return _packed(Strengths(specific, exposure, days))


def _costs(state: State, weights: Weights) -> Floats:
    """The slopes of the priors that do not change: rates of exponential and gamma ones."""
    like = state.strengths
    return _packed(
        Strengths(
            np.full(like.specific.shape, em.SPECIFIC_RATE),
            np.full(like.attention.shape, em.ATTENTION_RATE),
            state.shape / np.maximum(state.prior, _LEAST),
        )
    )


def _scale(state: State, weights: Weights) -> Floats:
    """About the doubt of each parameter: root of its acts over its exposure."""
    exposure = _exposure(weights, state.strengths) + _costs(state, weights)
    acts = _packed(state.strengths) * exposure
    return np.asarray(np.sqrt(acts + 3) / np.maximum(exposure, 1.0))

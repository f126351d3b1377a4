"""The penalised likelihood of the event stream, climbed by expectation and maximisation.

Each act is shared out among the parts of its cell's intensity, in proportion (the branching view
of a Hawkes process: Veen and Schoenberg 2008, Journal of the American Statistical Association 103:
614-624; Marsan and Lengline 2008, Science 319: 1076-1079); a parameter is then the acts that fell
to it over the time and past acts it was exposed to. Every round raises the penalised Poisson
likelihood, whose means stay right when counts spread more than Poisson's. Long-run rates have a
gamma prior around sender times receiver, of a shape that their marginal likelihood chooses.
Specific parameters have an exponential prior, attention has none: what both explain is attention.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from multipole.scenario.stream import CHANNELS, CLASSES, Floats, Strengths
from multipole.scenario.stream_channels import margins
from multipole.scenario.stream_features import Features, Places

#: Acts' worth of exposure added to that of each parameter (rate of its prior). Attention is that of
#: the two states: the other channels have none, as it would do the work of the long-run rates.
SPECIFIC_RATE: Final = 30.0
ATTENTION_RATE: Final = 300.0
WITH_ATTENTION: Final = 2
_SHAPES: Final = np.exp(np.linspace(np.log(0.02), np.log(20), 40))
_LEAST: Final = 1e-10


@dataclass(frozen=True, slots=True)
class State:
    """Where the climb stands. ``shape`` (4) and ``prior`` (N, N, 4): of the long-run rates;
    ``brought`` (2 + channels): acts put down to rates, attention and each channel."""

    strengths: Strengths
    shape: Floats
    prior: Floats
    parts: Floats
    log_likelihood: float


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each cell with acts counts (R) and the exposure of each part (P); for reweighting.

    ``days``: days of exposure of each dyad's long-run rates, times their factors (N, N).
    """

    acts: Floats
    exposure: Floats
    days: Floats


def open_attention() -> Floats:
    """1 for channels that have attention, 0 for others; (channels, 1, 1)."""
    return np.asarray((np.arange(len(CHANNELS)) < WITH_ATTENTION) * 1.0).reshape(-1, 1, 1)


def start(counts: Floats, days: int, kernels: int) -> State:
    """Half the acts from long-run rates, the rest evenly from everything that came before."""
    expected = margins(np.moveaxis(counts, -1, 0)).transpose(1, 2, 0) / days
    rates = 0.25 * (counts / days + expected)
    shape = (len(CHANNELS), kernels, CLASSES)
    even = 0.5 / (len(CHANNELS) * kernels)
    strengths = Strengths(
        np.full((*shape, CLASSES), even / 8),
        np.full(shape, even / 2) * open_attention(),
        rates,
    )
    return State(strengths, np.full(CLASSES, 0.5), rates, np.zeros(2 + len(CHANNELS)), -np.inf)


@dataclass(frozen=True, slots=True)
class Rows:
    """The cells with acts of one class: places, and parts of their intensity per unit of each
    parameter (specific, attention; both (R, P)), the told share in."""

    cells: Places
    specific: Floats
    attention: Floats


def rows_of(features: Features, mix: Floats, mirrored: Floats) -> list[Rows]:
    """For each class; ``mix`` (N, N, 4), ``mirrored`` (4)."""
    found = []
    for q in range(CLASSES):
        at = np.flatnonzero(features.cells.quad == q)
        ends = features.cells.sender[at], features.cells.receiver[at]
        here, there = (1 - mirrored[q]) * features.here[at], mirrored[q] * features.there[at]
        usual = mix[..., q]
        volume = here * usual[ends][:, None] + there * usual[ends[::-1]][:, None]
        found.append(Rows(at, here + there, volume))
    return found


def climb(
    state: State,
    features: Features,
    weights: Weights,
    *,
    rows: list[Rows],
    mirrored: Floats,
    rounds: int,
    learn_prior: bool = True,
) -> State:
    """So many rounds; the prior of the rates is learned again every tenth if asked."""
    for turn in range(rounds):
        state, fallen = _round(state, features, weights, rows, mirrored)
        if learn_prior and turn % 10 == 9:
            state = _with_prior(state, fallen, weights)
    return state


def _round(
    state: State, features: Features, weights: Weights, rows: list[Rows], mirrored: Floats
) -> tuple[State, Floats]:
    """One expectation and maximisation; also the acts that fell to the long-run rates (N, N, 4)."""
    old = state.strengths
    log_likelihood, slopes = likelihood(old, features, weights, rows, mirrored)
    to_specific, to_attention = old.specific * slopes.specific, old.attention * slopes.attention
    to_rates = old.rates * slopes.rates
    shares = _parts(to_specific, to_attention, to_rates)
    new = _strengths(state, weights, to_specific, to_attention, to_rates)
    return State(new, state.shape, state.prior, shares, log_likelihood), to_rates


def likelihood(
    strengths: Strengths,
    features: Features,
    weights: Weights,
    rows: list[Rows],
    mirrored: Floats,
) -> tuple[float, Strengths]:
    """The log likelihood up to a constant, and the slopes of its part at cells with acts.

    A parameter times its slope is the number of acts that fall to it.
    """
    specific, attention = np.zeros_like(strengths.specific), np.zeros_like(strengths.attention)
    rates, log_likelihood = np.zeros_like(strengths.rates), -_expected(strengths, weights)
    for q, part in enumerate(rows):
        ends = features.cells.sender[part.cells], features.cells.receiver[part.cells]
        of_class, turned = strengths.rates[..., q], mirrored[q]
        intensity = part.specific @ strengths.specific[..., q].ravel()
        intensity += part.attention @ strengths.attention.ravel() + _LEAST
        intensity += (1 - turned) * of_class[ends] + turned * of_class[ends[::-1]]
        acts = weights.acts[part.cells]
        each = acts / intensity
        specific[..., q] = (each @ part.specific).reshape(attention.shape)
        attention += (each @ part.attention).reshape(attention.shape)
        np.add.at(rates[..., q], ends, (1 - turned) * each)
        np.add.at(rates[..., q], ends[::-1], turned * each)
        log_likelihood += float(acts @ np.log(intensity))
    return log_likelihood, Strengths(specific, attention, rates)


def _expected(strengths: Strengths, weights: Weights) -> float:
    """The acts that the intensity expects over all cells and days."""
    exposure = weights.exposure.reshape(strengths.attention.shape)
    brought = strengths.specific.sum(axis=-1) + strengths.attention
    return float((exposure * brought).sum() + (strengths.rates.sum(axis=2) * weights.days).sum())


def _parts(to_specific: Floats, to_attention: Floats, to_rates: Floats) -> Floats:
    by_channel = to_specific.sum(axis=(1, 2, 3))
    return np.array([to_rates.sum(), to_attention.sum(), *by_channel])


def _strengths(
    state: State, weights: Weights, to_specific: Floats, to_attention: Floats, to_rates: Floats
) -> Strengths:
    """The maximisation: acts over exposure, each with its prior."""
    exposure = weights.exposure.reshape(to_attention.shape)
    shape = state.shape
    rates = (shape + to_rates) / (shape / np.maximum(state.prior, _LEAST) + weights.days[..., None])
    rates[np.eye(len(rates), dtype=bool)] = 0
    return Strengths(
        to_specific / (exposure[..., None] + SPECIFIC_RATE),
        to_attention / (exposure + ATTENTION_RATE),
        rates,
    )


def _with_prior(state: State, fallen: Floats, weights: Weights) -> State:
    """Learn means (sender times receiver) and shapes of the prior of the long-run rates."""
    days = max(float(weights.days.mean()), _LEAST)
    prior = margins(np.moveaxis(fallen, -1, 0)).transpose(1, 2, 0) / days
    prior = np.maximum(prior, 1e-7)
    off = ~np.eye(len(prior), dtype=bool)
    shape = np.array(
        [
            _best_shape(fallen[off][:, q], prior[off][:, q], weights.days[off])
            for q in range(CLASSES)
        ]
    )
    return State(state.strengths, shape, prior, state.parts, state.log_likelihood)


def _best_shape(acts: Floats, prior: Floats, days: Floats) -> float:
    """The shape at which the gamma-Poisson likelihood of acts in cells is highest, on a grid."""
    shape = _SHAPES[:, None]
    rate = shape / prior
    fit = special.gammaln(shape + acts) - special.gammaln(shape)
    fit += shape * np.log(rate / (rate + days)) - acts * np.log(rate + days)
    return float(_SHAPES[np.argmax(fit.sum(axis=1))])

"""Fitting the event stream: strengths, calendar and spread in turn, then doubt by reweighting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from threadpoolctl import threadpool_limits

from multipole.core.errors import NothingFound
from multipole.core.history import History
from multipole.scenario.stream import (
    CLASSES,
    DECAYS,
    MOST_BRANCHING,
    USUAL_MOOD,
    Calendar,
    Floats,
    Mood,
    Spread,
    StreamModel,
    Strengths,
    Ties,
)
from multipole.scenario.stream_calendar import calendar_of
from multipole.scenario.stream_channels import branching, mixes_of, scaled, ties_of
from multipole.scenario.stream_climb import to_the_top
from multipole.scenario.stream_em import (
    Rows,
    State,
    Weights,
    climb,
    rows_of,
    start,
)
from multipole.scenario.stream_features import (
    BLOCK_DAYS,
    Features,
    cells_of,
    counts_of,
    daily_means,
    features_of,
)
from multipole.scenario.stream_spread import spread_of
from multipole.scenario.stream_temper import tempered

#: Rounds of the climb from the start, after the spread is known, and of each reweighted refit.
_ROUNDS: Final = (60, 100, 40)
#: A pair's factor is held where acts between the two bring at most so many between them.
_HOTTEST: Final = 0.9
_FEWEST_ACTS: Final = 200
DRAWS: Final = 24


def fit_stream(
    history: History,
    *,
    first: int | None = None,
    end: int | None = None,
    decays: Sequence[float] = DECAYS,
    draws: int = DRAWS,
    mood: Mood = USUAL_MOOD,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> StreamModel:
    """The model of a history's acts among its actors, on days from ``first`` to before ``end``.

    Without days: from its first act to its last. Choose the actors with `History.among` and what
    was known with `History.known_by` beforehand. ``decays``: days in which the kernels fall to 1/e.
    ``draws``: refits with the acts of two states in 30 days counted more or less at random (a
    Bayesian bootstrap, Rubin 1981, Annals of Statistics 9: 130-134), seeded; 0 for none.
    ``mood``: goes into simulations, not into the fit. ``progress`` is told refits done and in all.
    Raises `NothingFound` for fewer than 200 acts.

    Unit: rates in acts a day, strengths in acts that one act brings, decays in days.
    """
    history = sorted_by_id(history)
    start_day, end_day = _span(history, first, end)
    cells = cells_of(history, start_day, end_day)
    states = len(history.actors)
    counts = counts_of(cells, states)
    if counts.sum() < _FEWEST_ACTS:
        raise NothingFound(
            f"{int(counts.sum())} acts among {states} states are too few for a model of the stream",
            remedy=f"Take more states or a longer time; {_FEWEST_ACTS} acts are the least.",
        )
    with threadpool_limits(limits=1, user_api="blas"):  # sums in the same order always
        ties, mix = ties_of(counts.sum(axis=2)), mixes_of(counts)
        days = end_day - start_day
        features = features_of(cells, states=states, days=days, ties=ties, decays=tuple(decays))
        work = _Work(features, ties, mix, start_day, tuple(decays))
        fit = _fit(work, start(counts, days, len(decays)))
        work = fit.work
        refits = _refits(work, fit, draws=draws, seed=seed, progress=progress)
        return _model(history, work, fit, refits, end=end_day, mood=mood)


@dataclass(frozen=True, slots=True)
class _Work:
    """What stays as it is during the fit."""

    features: Features
    ties: Ties
    mix: Floats
    first: int
    decays: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Fit:
    """What the fit learned."""

    work: _Work
    state: State
    calendar: Calendar
    spread: Spread


def sorted_by_id(history: History) -> History:
    """The same history with its actors in order of their ids, whatever order they had."""
    return history.among(sorted(history.actors))


def _span(history: History, first: int | None, end: int | None) -> tuple[int, int]:
    if not len(history):
        raise NothingFound("no acts to fit a model of the stream to", remedy="Add events.")
    low = int(history.day[0]) if first is None else first
    return low, int(history.day[-1]) + 1 if end is None else end


def _fit(work: _Work, state: State) -> _Fit:
    """Climb; learn calendar and spread; climb on with them."""
    days = len(work.features.sums)
    spread = Spread(np.ones(CLASSES), np.zeros(CLASSES), 0.0)
    calendar = Calendar(np.ones(7), np.ones(days), 1.0)
    for rounds in (_ROUNDS[0], _ROUNDS[1], _ROUNDS[1]):
        rows = rows_of(work.features, work.mix, spread.mirrored)
        state = _climb(work, state, calendar, rows, spread, rounds)
        calendar = calendar_of(work.features, state.strengths, work.first)
        work = _tempered(work, state, calendar, rows, spread)
        spread = spread_of(_means(work, state.strengths, calendar, spread))
    rows = rows_of(work.features, work.mix, spread.mirrored)
    state = _climb(work, state, calendar, rows, spread, _ROUNDS[2])
    return _Fit(work, _stable(work, state, calendar, rows, spread), calendar, spread)


def _tempered(
    work: _Work, state: State, calendar: Calendar, rows: list[Rows], spread: Spread
) -> _Work:
    """The same with new factors of pairs, none of which alone would keep itself going."""
    usual = replace(work.ties, temper=np.ones_like(work.ties.temper))
    grown = branching(state.strengths, usual, work.mix, spread.mirrored)
    temper = tempered(
        work.ties.temper,
        state.strengths,
        work.features,
        _weights(work, calendar),
        rows=rows,
        mirrored=spread.mirrored,
        means=_block_days(calendar.of_fit(work.first))[1],
        most=max(1.0, _HOTTEST / max(grown, 1e-9)),
    )
    ties = replace(work.ties, temper=temper)
    features = features_of(
        work.features.cells,
        states=len(temper),
        days=len(work.features.sums),
        ties=ties,
        decays=work.decays,
    )
    return replace(work, features=features, ties=ties)


def _block_days(factors: Floats) -> tuple[Floats, Floats]:
    """The sum and the mean of the factors of each block's days."""
    starts = np.arange(0, len(factors), BLOCK_DAYS)
    days = np.add.reduceat(factors, starts)
    return days, days / np.diff(np.append(starts, len(factors)))


def _means(
    work: _Work, strengths: Strengths, calendar: Calendar, spread: Spread
) -> Iterator[tuple[Floats, Floats]]:
    return daily_means(
        work.features.cells,
        strengths,
        ties=work.ties,
        mix=work.mix,
        factors=calendar.of_fit(work.first),
        mirrored=spread.mirrored,
        decays=work.decays,
    )


def _climb(
    work: _Work, state: State, calendar: Calendar, rows: list[Rows], spread: Spread, most: int
) -> State:
    """Rounds that learn the prior of the rates, then on to the top under it, then parts."""
    weights, mirrored = _weights(work, calendar), spread.mirrored
    for _ in range(2):
        state = climb(state, work.features, weights, rows=rows, mirrored=mirrored, rounds=10)
        state = to_the_top(state, work.features, weights, rows=rows, mirrored=mirrored, most=most)
    return state


def _weights(work: _Work, calendar: Calendar, by_block: Floats | None = None) -> Weights:
    """What cells and exposures count; ``by_block`` (blocks, N, N) reweights them."""
    features = work.features
    factors = calendar.of_fit(work.first)
    states = len(work.mix)
    if by_block is None:
        total = np.full((states, states), factors.sum())
        return Weights(features.cells.acts, factors @ features.sums, total)
    days, mean = _block_days(factors)
    exposure = np.tensordot(by_block * mean[:, None, None], features.blocks, 3)
    cells = features.cells
    acts = cells.acts * by_block[cells.day // BLOCK_DAYS, cells.sender, cells.receiver]
    return Weights(acts, exposure, np.tensordot(days, by_block, 1))


def _stable(
    work: _Work, state: State, calendar: Calendar, rows: list[Rows], spread: Spread
) -> State:
    """The fit, scaled back where acts would not die out, rates raised for what that leaves out."""
    grown = _branching(work, state.strengths, calendar, spread)
    if grown <= MOST_BRANCHING:
        return state
    strengths = _levelled(scaled(state.strengths, MOST_BRANCHING / grown), _weights(work, calendar))
    return State(strengths, state.shape, state.prior, state.parts, state.log_likelihood)


def _branching(work: _Work, strengths: Strengths, calendar: Calendar, spread: Spread) -> float:
    level = max(1.0, calendar.ahead)
    return level * branching(strengths, work.ties, work.mix, spread.mirrored)


def _refits(
    work: _Work,
    fit: _Fit,
    *,
    draws: int,
    seed: int,
    progress: Callable[[int, int], None] | None,
) -> tuple[Strengths, ...]:
    """Strengths from reweighted data, each from its own seed."""
    rows = rows_of(work.features, work.mix, fit.spread.mirrored)
    found = []
    for number in range(draws):
        rng = np.random.default_rng([seed, number])
        found.append(_refit(work, fit, rows, rng))
        if progress is not None:
            progress(number + 1, draws)
    return _centred(found, fit.state.strengths, work, fit)


def _centred(
    found: list[Strengths], fitted: Strengths, work: _Work, fit: _Fit
) -> tuple[Strengths, ...]:
    """Refits put around the fit: with unequal weights a little more falls to long-run rates.

    Their long-run rates then expect as many acts as there were, given what came before.
    """
    if not found:
        return ()
    grown = [_branching(work, s, fit.calendar, fit.spread) for s in (fitted, *found)]
    more = grown[0] / max(float(np.mean(grown[1:])), 1e-9)
    held = [MOST_BRANCHING / max(g, 1e-9) for g in grown[1:]]
    weights = _weights(work, fit.calendar)
    return tuple(
        _levelled(scaled(s, min(more, most)), weights) for s, most in zip(found, held, strict=True)
    )


def _levelled(strengths: Strengths, weights: Weights) -> Strengths:
    """The same with long-run rates that make up what past acts do not bring of all acts."""
    exposure = weights.exposure.reshape(strengths.attention.shape)
    brought = float((exposure * (strengths.specific.sum(axis=-1) + strengths.attention)).sum())
    of_itself = float((strengths.rates * weights.days[..., None]).sum())
    more = max(float(weights.acts.sum()) - brought, 0.0) / max(of_itself, 1e-9)
    return replace(strengths, rates=strengths.rates * more)


def _refit(work: _Work, fit: _Fit, rows: list[Rows], rng: np.random.Generator) -> Strengths:
    blocks, states = work.features.blocks.shape[:2]
    each = rng.exponential(size=(blocks, states, states))
    each = np.triu(each, 1) + np.swapaxes(np.triu(each, 1), 1, 2)
    weights = _weights(work, fit.calendar, each)
    state = to_the_top(
        fit.state,
        work.features,
        weights,
        rows=rows,
        mirrored=fit.spread.mirrored,
        most=_ROUNDS[2],
    )
    return _stable(work, state, fit.calendar, rows, fit.spread).strengths


def _model(
    history: History,
    work: _Work,
    fit: _Fit,
    refits: tuple[Strengths, ...],
    *,
    end: int,
    mood: Mood,
) -> StreamModel:
    grown = [_branching(work, s, fit.calendar, fit.spread) for s in (fit.state.strengths, *refits)]
    parts = fit.state.parts
    return StreamModel(
        actors=history.actors,
        start=work.first,
        end=end,
        decays=work.decays,
        fitted=fit.state.strengths,
        draws=refits,
        ties=work.ties,
        mix=work.mix,
        calendar=fit.calendar,
        spread=fit.spread,
        mood=mood,
        past=work.features.past,
        branching=grown[0],
        branching_draws=tuple(grown[1:]),
        parts=parts / parts.sum(),
        acts=int(work.features.cells.acts.sum()),
    )

"""Moods drawn for runs: how much more or less than usual begins between two states, for weeks.

The logs of the factors are stationary autoregressions of the first order (a discrete
Ornstein-Uhlenbeck process) in steps of some days; a pair's factors hold both ways.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from multipole.scenario.simulate_runs import MOOD_DAYS
from multipole.scenario.stream import Floats, Mood

#: A factor is held at this: the chance of more is some millionths.
HIGHEST: Final = 12.0


def moods_of(mood: Mood, seed: int, runs: range, *, days: int, states: int) -> Floats:
    """Factors of mean 1 of each run, `MOOD_DAYS` days and pair, for cooperation and conflict.

    Shape (runs, steps, N, N, 2), symmetric in the states. A run has its own random numbers; the
    factors of its first days do not depend on how many follow.

    >>> still = Mood(0.0, 0.0, 0.0, 45.0)
    >>> moods_of(still, 1, range(2), days=30, states=3).shape
    (2, 3, 3, 3, 2)
    >>> float(moods_of(still, 1, range(2), days=30, states=3).max())
    1.0
    """
    steps = -(-days // MOOD_DAYS)
    return np.stack([_moods(mood, np.random.default_rng([seed, run, 2]), steps, states)
                     for run in runs])  # fmt: skip


def _moods(mood: Mood, rng: np.random.Generator, steps: int, states: int) -> Floats:
    if not (mood.world or mood.pair or mood.leaning):
        return np.ones((steps, states, states, 2))
    first, second = np.triu_indices(states, 1)
    drawn = _walk(rng.standard_normal((steps, 1 + 3 * len(first))), mood.days)
    of_pair, leaning = drawn[:, 1 : 1 + len(first)], drawn[:, 1 + len(first) :]
    logs = mood.world * drawn[:, :1, None] + mood.pair * of_pair[..., None]
    logs = logs + mood.leaning * leaning.reshape(steps, len(first), 2)
    variance = mood.world**2 + mood.pair**2 + mood.leaning**2
    factors = np.minimum(np.exp(logs - variance / 2), HIGHEST)
    found = np.ones((steps, states, states, 2))
    found[:, first, second] = found[:, second, first] = factors
    return found


def _walk(drawn: Floats, days: float) -> Floats:
    """Independent standard normal numbers (steps, things) as walks, each step of variance 1."""
    kept = math.exp(-MOOD_DAYS / days)
    for step in range(1, len(drawn)):
        drawn[step] = kept * drawn[step - 1] + math.sqrt(1 - kept * kept) * drawn[step]
    return drawn

"""An invented event stream with planted strengths, and histories simulated from it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from multipole.core.history import History
from multipole.core.plover import ACTIONS, QUAD_OF, QUADS
from multipole.scenario.simulate_job import daily_runs
from multipole.scenario.stream import (
    CHANNELS,
    STILL,
    Calendar,
    Mood,
    Spread,
    StreamModel,
    Strengths,
)
from multipole.scenario.stream_channels import mixes_of, no_excitation, ties_of

#: 2018-01-01, a Monday.
START = 17532
DECAYS = (1.0, 7.0)
WEEKDAYS = np.array([1.2, 1.2, 1.1, 1.1, 1.0, 0.7, 0.7])
#: An action of each quad class, by place.
ACTION_OF = [next(n for n, a in enumerate(ACTIONS) if QUAD_OF[a] == q) for q in QUADS]
NAMES = ("ALB", "BEL", "CAN", "DNK", "EST", "FRA", "GRC", "HUN")


def planted(
    states: int = 6,
    *,
    own: float = 0.0,
    reverse: float = 0.0,
    receiver: float = 0.0,
    attention: float = 0.0,
    dispersion: float = 1.3,
    mirrored: float = 0.0,
    noise: float = 0.0,
    uneven: float = 0.0,
    mood: Mood = STILL,
    seed: int = 5,
) -> StreamModel:
    """A model of rates around 0.06 acts a day and dyad, with so much brought by each act.

    ``uneven``: pairs of states differ by so much in what acts between them bring between them.
    """
    rng = np.random.default_rng(seed)
    share = np.array([0.5, 0.1, 0.25, 0.15])
    rates = 0.06 * rng.gamma(2.0, 1.0, (states, states, 1)) * share * np.ones((states, states, 4))
    rates[np.eye(states, dtype=bool)] = 0
    strengths = no_excitation(len(DECAYS), rates)
    for channel, size in (("own", own), ("reverse", reverse), ("receiver", receiver)):
        strengths.specific[CHANNELS.index(channel), 0] = np.eye(4) * size
    strengths.attention[0, 1] = attention
    temper = 1 + uneven * (np.add.outer(np.arange(states), np.arange(states)) % 3 - 1)
    return StreamModel(
        actors=NAMES[:states],
        start=START,
        end=START,
        decays=DECAYS,
        fitted=strengths,
        draws=(),
        ties=replace(ties_of(rates.sum(axis=2) * 300), temper=temper),
        mix=mixes_of(rates * 300),
        calendar=Calendar(WEEKDAYS, np.ones(0), 1.0),
        spread=Spread(np.full(4, dispersion), np.full(4, mirrored), noise),
        mood=mood,
        past=np.zeros((len(DECAYS), states, states, 4)),
        branching=own + reverse + receiver + attention,
        branching_draws=(),
        parts=np.zeros(2 + len(CHANNELS)),
        acts=0,
    )


def simulated(model: StreamModel, days: int, *, seed: int = 1) -> History:
    """A history of so many days from ``START`` on, after a hundred more that are left out."""
    factors = model.calendar.factors(START - 98, days + 98)
    (counts,) = daily_runs(model, model.past, factors, runs=1, seed=seed)
    return history_of(model.actors, counts[98:])


def history_of(actors: tuple[str, ...], counts: np.ndarray) -> History:
    """A history with the counts (days, N, N, 4) from ``START`` on."""
    day, sender, receiver, quad = np.nonzero(counts)
    many = counts[day, sender, receiver, quad]
    day, sender, receiver, quad = (np.repeat(a, many) for a in (day, sender, receiver, quad))
    on = (START + day).astype(np.int32)
    ends = (sender.astype(np.int32), receiver.astype(np.int32))
    return History(actors, on, *ends, np.array(ACTION_OF, np.int8)[quad], on)


def strengths_of(model: StreamModel) -> Strengths:
    """The first strengths that simulations take."""
    return model.strengths()[0]


def with_strengths(model: StreamModel, strengths: Strengths) -> StreamModel:
    """The model with others, and no draws."""
    return replace(model, fitted=strengths, draws=())

"""An invented stream of acts among six states, in which some pairs act far more than others."""

from __future__ import annotations

import numpy as np

from multipole.core.history import History
from multipole.core.plover import ACTIONS
from multipole.forecast.questions_past import Past, past_of

BEGAN = 17_532
DAYS = 240
STATES = ("AUR", "BOR", "CAL", "DRU", "ERI", "FEN")


def stream(seed: int = 1, *, days: int = DAYS) -> History:
    """Acts whose rates differ by pair and wander from month to month, each known the day after."""
    rng = np.random.default_rng(seed)
    pairs = [(i, j) for i in range(len(STATES)) for j in range(len(STATES)) if i != j]
    level = rng.gamma(0.6, 0.5, len(pairs))
    months = rng.gamma(2.0, 0.5, (len(pairs), days // 30 + 1))
    rate = (level[:, None] * months)[:, np.arange(days) // 30]
    pair, day = np.nonzero(n := rng.poisson(rate))
    times = n[pair, day]
    pair, day = np.repeat(pair, times), np.repeat(day, times)
    order = np.argsort(day, kind="stable")
    pair, day = pair[order], day[order].astype(np.int32) + BEGAN
    ends = np.array(pairs, np.int32)[pair]
    action = rng.integers(0, len(ACTIONS), len(pair)).astype(np.int8)
    return History(STATES, day.astype(np.int32), ends[:, 0], ends[:, 1], action, day + 1)


def past_at(history: History, origin: int, *, covered: int = BEGAN + DAYS - 1) -> Past:
    """The past of day ``origin``."""
    return past_of(history, as_of=origin, began=BEGAN, covered=covered, delay_days=1)

"""Histories with planted rates and bursts, for tests of forecasts of counts."""

from __future__ import annotations

import numpy as np

from multipole.core.history import History
from multipole.core.plover import ACTIONS

FIRST = 17000
ACTORS = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF")
CONSULT, ACCUSE = ACTIONS.index("CONSULT"), ACTIONS.index("ACCUSE")


def history_of(rows: list[tuple[int, int, int, int]], *, delay: int = 0) -> History:
    """Acts as (day after FIRST, sender, receiver, type), known ``delay`` days later."""
    found = np.array(sorted(rows), np.int32).reshape(-1, 4)
    day = (found[:, 0] + FIRST).astype(np.int32)
    known = (day + delay).astype(np.int32)
    return History(ACTORS, day, found[:, 1], found[:, 2], found[:, 3].astype(np.int8), known)


def bursts(*, days: int = 200, seed: int = 1, delay: int = 0) -> History:
    """Two pairs whose acts excite acts of the next days and answers; others at a steady rate."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[int, int, int, int]] = []
    hot = {(0, 1): 0.0, (1, 0): 0.0, (2, 3): 0.0}
    for day in range(days):
        seen = dict.fromkeys(hot, 0)
        for (s, r), heat in hot.items():
            seen[s, r] = int(rng.poisson(0.3 + heat))
            rows += [(day, s, r, CONSULT if rng.random() < 0.8 else ACCUSE)] * seen[s, r]
        for pair in hot:
            answer = seen.get((pair[1], pair[0]), 0)
            hot[pair] = 0.5 * hot[pair] + 0.35 * seen[pair] + 0.1 * answer
        for s, r in ((4, 5), (5, 4), (0, 2), (3, 1)):
            rows += [(day, s, r, CONSULT)] * int(rng.poisson(0.4))
    return history_of(rows, delay=delay)

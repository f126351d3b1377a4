"""Coded acts of the invented world of `reports`, with a planted answer; nothing was ever counted.

Six states, 160 days. Every dyad has acts by chance; a state that is sanctioned does the same to the
other in the days after, half of the times, and that is answered likewise. Nobody answers for
another.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from typing import Any, Final

import numpy as np
from tests.answers.recorded import put

from multipole.store import Store

FIRST: Final = date(2033, 1, 1)
DAYS: Final = 160
AFTER: Final = FIRST + timedelta(days=DAYS)
STATES: Final = ("BTN", "FJI", "ISL", "MLT", "NAM", "PRY")
#: Acts a day by type of a dyad, and how many sanctions a sanction brings back.
USUAL: Final = {"CONSULT": 0.06, "COOPERATE": 0.02, "ACCUSE": 0.03, "SANCTION": 0.05}
ANSWER: Final = 0.6
_CODES: Final = {"CONSULT": "040", "COOPERATE": "060", "ACCUSE": "112", "SANCTION": "172"}
Act = tuple[int, str, str, str]


def acts(*, seed: int = 5, answer: float = ANSWER) -> list[Act]:
    """(day, sender, action, receiver) of every act."""
    rng = np.random.default_rng(seed)
    found: list[Act] = []
    for sender, receiver in permutations(STATES, 2):
        for action, mean in USUAL.items():
            days = np.repeat(np.arange(DAYS), rng.poisson(mean, DAYS))
            found += [(int(day), sender, action, receiver) for day in days]
    for day, sender, action, receiver in found:  # grows as it is walked: answers are answered
        for _ in range(rng.poisson(answer) if action == "SANCTION" else 0):
            later = day + 1 + int(rng.exponential(2.0))
            if later < DAYS:
                found.append((later, receiver, action, sender))
    return sorted(found)


def write_acts(store: Store, *, seed: int = 5, answer: float = ANSWER) -> None:
    """Put the acts into a store as a data set of coded events."""
    told = acts(seed=seed, answer=answer)
    rows: list[dict[str, Any]] = [
        {
            "sender": sender, "receiver": receiver, "event": str(number), "action": action,
            "code": _CODES[action], "modality": "happened", "domain": None, "row": number,
            "period": str(FIRST + timedelta(days=day)),
        }
        for number, (day, sender, action, receiver) in enumerate(told, start=2)
    ]  # fmt: skip
    put(store, "gdelt_v2", codings=rows, increments=True, timely=True, known_on=AFTER)

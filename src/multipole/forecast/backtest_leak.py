"""A test that plants a future: a forecast that changes with it has seen what it must not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import MultipoleError
from multipole.core.history import History

Floats = npt.NDArray[np.float64]
Forecaster = Callable[[History, int], npt.ArrayLike]

#: How often each later act is repeated in the planted future.
_TIMES: Final = 5


class FutureSeen(MultipoleError):
    """A forecast changed with acts that could not be known at its origin."""


def futures(history: History, origin: int, *, seed: int) -> dict[str, History]:
    """The same past with other futures: ``removed``, ``shuffled`` among actors, ``planted``.

    Only acts that were not known by the end of ``origin`` differ.
    """
    later = history.known > origin
    return {
        "removed": history.where(~later),
        "shuffled": _shuffled(history, later, np.random.default_rng(seed)),
        "planted": _planted(history, later),
    }


def _shuffled(history: History, later: npt.NDArray[np.bool_], rng: np.random.Generator) -> History:
    """Senders, receivers and types of the later acts drawn anew."""
    at = np.flatnonzero(later)
    sender, receiver, action = history.sender.copy(), history.receiver.copy(), history.action.copy()
    actors = max(len(history.actors), 2)
    sender[at] = rng.integers(0, actors, len(at))
    receiver[at] = (sender[at] + rng.integers(1, actors, len(at))) % actors
    action[at] = rng.permutation(action[at])
    return replace(history, sender=sender, receiver=receiver, action=action)


def _planted(history: History, later: npt.NDArray[np.bool_]) -> History:
    """Each later act several times over."""
    at = np.repeat(np.arange(len(history)), np.where(later, _TIMES, 1))
    return replace(
        history,
        day=history.day[at],
        sender=history.sender[at],
        receiver=history.receiver[at],
        action=history.action[at],
        known=history.known[at],
    )


def check_no_future(
    forecaster: Forecaster, history: History, origin: int, *, seed: int = 0
) -> None:
    """Raise `FutureSeen` if the forecast at ``origin`` is not the same for every future.

    ``forecaster`` is given a history and the origin; what it returns is compared byte by byte.
    """
    truth = np.asarray(forecaster(history, origin))
    for name, other in futures(history, origin, seed=seed).items():
        found = np.asarray(forecaster(other, origin))
        if found.shape != truth.shape or found.tobytes() != truth.tobytes():
            raise FutureSeen(
                f"the forecast of day {origin} changes when what follows is {name}",
                remedy="Use only History.known_by(origin), also to choose actors and to tune.",
            )

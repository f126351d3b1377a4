"""What moves a forecast away from the long run: the factor of each kind of recent act."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.forecast.counts_excited import Excited
from multipole.forecast.counts_models import Learnt, Stack
from multipole.forecast.counts_views import NAMES, View

Floats = npt.NDArray[np.float64]

#: What each feature tells of, in the order in which drivers are named.
_TELLS: Final = {
    "own": "own acts", "pair": "all acts between them", "reverse": "acts in return",
    "reverse pair": "acts in return", "sender class": "the sender's acts",
    "sender": "the sender's acts", "towards sender": "the sender's acts",
    "receiver class": "acts towards the receiver", "receiver": "acts towards the receiver",
    "by receiver": "acts towards the receiver", "all": "acts everywhere",
    "product": "acts everywhere",
}  # fmt: skip
DRIVERS: Final = (*dict.fromkeys(_TELLS.values()), "weekday")


def dynamic(model: Learnt) -> Excited | None:
    """The dynamic model in a forecaster: itself, or a member of the pool; None if there is none."""
    if isinstance(model, Stack):
        return next((m for m in model.members if isinstance(m, Excited)), None)
    return model if isinstance(model, Excited) else None


def drivers(model: Excited, now: View, steady: View) -> dict[str, Floats]:
    """By what each of `DRIVERS` multiplies the mean of each cell; 1 is the long run.

    ``steady``: the same cells had every fading mean been at its long-run level (`steady_view`).
    The factors multiplied give the mean over that of the steady cells.
    """
    change = np.zeros((len(NAMES), len(now)))
    for quad in np.unique(now.quad):
        at = np.flatnonzero(now.quad == quad)
        moved = (now.features[at] - steady.features[at]) / model.scale[quad] * model.weights[quad]
        change[:, at] = moved.T
    found = {name: np.zeros(len(now)) for name in DRIVERS}
    for (name, _), part in zip(NAMES, change, strict=True):
        found[_TELLS.get(name, "weekday")] += part
    found["own acts"] += np.log(model.base.mean(now) / model.base.mean(steady))
    return {name: np.exp(part) for name, part in found.items()}

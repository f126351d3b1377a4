"""How far two ideal points lie apart, with the doubt that they share.

    d_k = theta_one,k - theta_other,k      in each joint draw k

The interval holds ``mass`` of d_k. Points are not independent: a session's level and the slopes of
its items move all of them together, so that two states on one side lie apart with less doubt, and
two on opposite ends with more, than their own intervals say.

Unit: standard deviations of all points. Reference: Gelman and others 2013, Bayesian Data Analysis,
1.9 and 10.5 (functions of parameters from joint draws). Not to be used: as closeness of two states
beyond what comes to a vote, or between draws of two runs, which are not joint.

By hand: two points that move together keep their distance of 1; the third moves against them.

>>> import numpy as np
>>> draws = np.array([[0.0, 1.0, 3.0], [0.2, 1.2, 2.8], [-0.2, 0.8, 3.2]])
>>> found = apart(draws.mean(axis=0), draws, one=[1, 2, 2], other=[0, 0, -1], mass=0.5)
>>> found.mean.round(2).tolist()
[1.0, 3.0, nan]
>>> found.low[:2].round(2).tolist(), found.high[:2].round(2).tolist()
([1.0, 2.8], [1.0, 3.2])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue

Floats = npt.NDArray[np.float64]

#: The place of a point that is not there.
ABSENT: Final = -1


@dataclass(frozen=True, slots=True)
class Apart:
    """Signed differences of points, one minus other, each of shape (pairs,); NaN is unknown."""

    mean: Floats
    low: Floats
    high: Floats
    mass: float


def apart(
    mean: npt.ArrayLike,
    draws: npt.NDArray[Any],
    *,
    one: npt.ArrayLike,
    other: npt.ArrayLike,
    mass: float = 0.9,
) -> Apart:
    """Differences of the points at ``one`` from those at ``other`` (see the module).

    ``mean`` (points,) and ``draws`` (draws, points) are those of `IdealPoints`; ``one`` and
    ``other`` (pairs,) are places in them, -1 for a point that is not there, which gives NaN. Raises
    `BadValue` for places beyond the points, lists of unequal length, or a mass outside (0, 1).
    """
    middle, first, second = np.asarray(mean, dtype=float), np.asarray(one), np.asarray(other)
    _check(middle, draws, first, second, mass)
    known = (first != ABSENT) & (second != ABSENT)
    tail = (1.0 - mass) / 2.0
    found = np.full((3, first.size), np.nan)
    if known.any():
        found[0, known] = middle[first[known]] - middle[second[known]]
        gaps = draws[:, first[known]].astype(np.float64) - draws[:, second[known]]
        found[1:, known] = np.quantile(gaps, [tail, 1.0 - tail], axis=0)
    return Apart(found[0], np.minimum(found[1], found[0]), np.maximum(found[2], found[0]), mass)


def _check(
    mean: Floats,
    draws: npt.NDArray[Any],
    one: npt.NDArray[Any],
    other: npt.NDArray[Any],
    mass: float,
) -> None:
    if draws.ndim != 2 or draws.shape[1] != mean.size:
        raise BadValue(
            f"{draws.shape} draws of {mean.size} points", remedy="Give one column of draws a point."
        )
    if one.shape != other.shape or one.ndim != 1:
        raise BadValue(
            f"pairs of shapes {one.shape} and {other.shape}", remedy="Give two lists of one length."
        )
    places = np.concatenate([one, other])
    if places.size and not (places.min() >= ABSENT and places.max() < mean.size):
        raise BadValue(
            f"places {places.min()} to {places.max()} of {mean.size} points",
            remedy="Give places of points, or -1 for none.",
        )
    if not 0.0 < mass < 1.0:
        raise BadValue(f"a mass of {mass}", remedy="Give a share between 0 and 1.")

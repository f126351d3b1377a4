"""How the states of a year are divided: their blocs, which are large, and whether to believe it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.answers.system_ties import Floats, Ties
from multipole.system.blocs import Warrant, warranted
from multipole.system.stability import Stability, mean_ties, stability

Ints = npt.NDArray[np.int64]
#: A bloc is large with this share of the placed states, and two or more of them.
LARGE: Final = 0.05
STARTS: Final = 5


@dataclass(frozen=True, slots=True)
class Division:
    """``labels`` of the states from 0 (the largest bloc); one bloc where more is not warranted.

    ``ties`` are the mean ties, ``found`` the division sought and its stability, which are those of
    ``labels`` only when ``warrant`` says so.
    """

    year: Ties
    ties: Floats
    labels: Ints
    found: Stability
    warrant: Warrant

    @property
    def sizes(self) -> Ints:
        """The number of states in each bloc."""
        return np.bincount(self.labels[self.labels >= 0])

    @property
    def large(self) -> tuple[int, ...]:
        """The blocs that are large."""
        least = max(2.0, LARGE * float(self.sizes.sum()))
        return tuple(int(n) for n in np.flatnonzero(self.sizes >= least))

    def members(self, bloc: int) -> tuple[str, ...]:
        """The states of a bloc (-1: of none)."""
        return tuple(
            state for state, one in zip(self.year.states, self.labels, strict=True) if one == bloc
        )


def division(ties: Ties, *, seed: int, draws: int, shuffles: int) -> Division | None:
    """Blocs of a year's layers; None when fewer than three states can be placed.

    The draws depend on ``seed`` and the year alone, so that a year is divided alike whatever other
    years are asked for.
    """
    if len(ties.states) < 3:
        return None
    whole = mean_ties(ties.layers)
    rng = np.random.default_rng([seed, ties.year])
    found = stability(ties.layers, rng=rng, draws=draws, starts=STARTS)
    warrant = warranted(whole, rng=np.random.default_rng([seed, ties.year]), shuffles=shuffles)
    labels = np.array(found.blocs.labels, dtype=np.int64)
    if not warrant.warranted:
        labels = np.minimum(labels, 0)
    return Division(ties, whole, labels, found, warrant)

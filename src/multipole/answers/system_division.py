"""How the states of a year are divided: their blocs, which are large, and whether to believe it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.answers.system_ties import Floats, Ties
from multipole.system.blocs import Warrant, blocs, warranted
from multipole.system.stability import Stability, mean_ties, stability

Ints = npt.NDArray[np.int64]
#: A bloc is large with this share of the placed states, and two or more of them.
LARGE: Final = 0.05
STARTS: Final = 5
LEVEL: Final = 0.05
_STARTS_SHUFFLED: Final = 2


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
    if warrant.warranted and ties.choices is not None:
        warrant = _by_votes(warrant, whole, ties.choices, rng=rng, shuffles=shuffles)
    labels = np.array(found.blocs.labels, dtype=np.int64)
    if not warrant.warranted:
        labels = np.minimum(labels, 0)
    return Division(ties, whole, labels, found, warrant)


def _by_votes(
    first: Warrant, whole: Floats, choices: Floats, *, rng: np.random.Generator, shuffles: int
) -> Warrant:
    """The warrant if it also holds against votes shuffled within each roll call.

    Agreement of states is made of the same votes for all dyads, so that even votes by chance give
    ties that shuffled ties lack. Here each roll call keeps its votes and who was there, and only
    who cast which is shuffled: p = (1 + shuffles as good) / (1 + shuffles) of the best quality is
    exact when states do not differ.
    """

    def quality(ties: Floats) -> float:
        return blocs(ties, rng=rng, starts=_STARTS_SHUFFLED).quality

    best = quality(whole)
    chance = np.array([quality(_agreement(_shuffled(choices, rng))) for _ in range(shuffles)])
    p = float((1 + (chance >= best - 1e-9 * abs(best)).sum()) / (1 + shuffles))
    reason = f"{first.reason}, and votes than those shuffled within each roll call (p = {p:.3f})"
    if p > LEVEL:
        reason = f"one bloc: shuffled within each roll call, votes are as divided (p = {p:.3f})"
    return Warrant(max(p, first.p), best, float(chance.mean()), p <= LEVEL, reason)


def _shuffled(choices: Floats, rng: np.random.Generator) -> Floats:
    mixed = choices.copy()
    for call in mixed.T:
        cast = np.isfinite(call)
        call[cast] = rng.permutation(call[cast])
    return mixed


def _agreement(choices: Floats) -> Floats:
    """The share of equal choices of every two states; NaN without a common one."""
    levels = np.unique(choices[np.isfinite(choices)])
    chosen = [(choices == level).astype(np.float64) for level in levels]
    cast = np.isfinite(choices).astype(np.float64)
    with np.errstate(invalid="ignore"):
        return np.asarray(sum(one @ one.T for one in chosen) / (cast @ cast.T))

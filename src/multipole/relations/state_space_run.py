"""All five streams through the filter under all settings, mixed by how well each foretold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import special

from multipole.relations import state_space_kernel as kernel
from multipole.relations.state_space_pool import Pool
from multipole.relations.streams import MONTHS_OF, STREAMS, Streams

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
#: Settings that are mixed: sd of the innovation of a step, size of the negative binomial.
SIGMAS: Final[Floats] = np.array([0.04, 0.08, 0.16, 0.32, 0.64, 1.28])
SIZES: Final[Floats] = np.array([1.0, 4.0, 16.0, 64.0, np.inf])
#: Prior of sigma: half normal with this sd for a month, times the root of a step's months.
SIGMA_SD: Final = 0.25
#: Settings of less weight than this in the end are left out of the smoothed values.
_NO_WEIGHT: Final = 1e-11


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream filtered under each setting: what the smoother needs."""

    like: Floats
    filtered: Floats
    ends: Ints
    share: Floats

    def mixed(self) -> Floats:
        """Filtered masses (T, cells), each setting by its weight until then."""
        return np.asarray(np.einsum("ht,htc->tc", self.share, self.filtered))


@dataclass(frozen=True, slots=True)
class Run:
    """The streams under one pooling of the sources; ``filtered`` is (5, T, cells)."""

    pool: Pool
    streams: tuple[Stream, ...]
    filtered: Floats
    chance: Floats
    farthest: Ints

    def smoothed(self) -> Floats:
        """Smoothed masses (5, T, cells)."""
        return np.stack([self._smoothed(one) for one in self.streams])

    def mean_of(self, settings: Floats) -> Floats:
        """The mean of a property of the settings by their weight in the end (5)."""
        return np.array([one.share[:, -1] @ settings for one in self.streams])

    def _smoothed(self, one: Stream) -> Floats:
        share = np.where(one.share[:, -1] > _NO_WEIGHT, one.share[:, -1], 0.0)
        found: Floats = kernel.backward(
            one.like, self.chance, self.farthest, one.filtered, one.ends, share / share.sum()
        )
        return found


def run(data: Streams, pool: Pool, start: Floats) -> Run:
    """Filter all streams; ``start`` (5, cells) is the distribution of the first log rates."""
    chance, farthest = kernel.steps_of(SIGMAS)
    prior = _log_prior(MONTHS_OF[data.step])
    with np.errstate(divide="ignore"):
        exposed = np.log(data.exposure)
    found = []
    for k in range(len(STREAMS)):
        like = kernel.likelihoods(
            kernel.CELLS, SIZES, np.nan_to_num(data.counts[:, k]),
            exposed + pool.offset[:, k], np.ascontiguousarray(pool.weight[:, k]),
        )  # fmt: skip
        filtered, ends, evidence = kernel.forward(like, chance, farthest, start[k])
        score = prior[:, None] + np.cumsum(evidence, axis=1)
        found.append(Stream(like, filtered, ends, special.softmax(score, axis=0)))
    return Run(pool, tuple(found), np.stack([s.mixed() for s in found]), chance, farthest)


def _log_prior(months: int) -> Floats:
    """Log prior weight of each setting: sigma half normal on a log grid, sizes alike."""
    z = SIGMAS / (SIGMA_SD * np.sqrt(months))
    density = np.log(SIGMAS) - z * z / 2
    shares = np.asarray(density - special.logsumexp(density), np.float64)
    return np.asarray(np.repeat(shares, len(SIZES)) - np.log(len(SIZES)))

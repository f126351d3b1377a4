"""What the past weighs in every cell that had acts, and in all cells of each day.

The likelihood of a sum of intensities needs the parts at the cells with acts only, and the sums of
the parts over all others; so a year of 30 states is some tens of thousands of rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from multipole.core.history import History
from multipole.scenario.stream import CLASSES, Floats, Strengths, Ties, persistence
from multipole.scenario.stream_channels import brought, fed, reach, told

Places = npt.NDArray[np.intp]
Counts = npt.NDArray[np.int32]

#: Days of a block: the acts of two states in a block are reweighted together.
BLOCK_DAYS = 30


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells with acts: ``day`` (from 0), ``sender``, ``receiver``, ``quad``, ``acts``; all (R)."""

    day: Places
    sender: Places
    receiver: Places
    quad: Places
    acts: Floats

    def __len__(self) -> int:
        return len(self.day)


@dataclass(frozen=True, slots=True)
class Features:
    """Past acts as they weigh in cells; P = channels x kernels x 4 classes of the past act.

    ``here`` (R, P): in each cell with acts; ``there`` (R, P): in the cell the other way round.
    ``sums`` (days, P): over all cells of a day; ``blocks`` (blocks, N, N, P): over the days of a
    block. ``past`` (K, N, N, 4): as they weigh on the day after the last.
    """

    cells: Cells
    here: Floats
    there: Floats
    sums: Floats
    blocks: Floats
    past: Floats


def cells_of(history: History, start: int, end: int) -> Cells:
    """The cells of a history that have acts, on days from ``start`` to before ``end``."""
    seen = history.between(start, end)
    states = len(history.actors)
    shape = (end - start, states, states, CLASSES)
    where = np.ravel_multi_index(
        (seen.day - start, seen.sender, seen.receiver, seen.quad.astype(np.intp)), shape
    )
    cells, acts = np.unique(where, return_counts=True)
    day, sender, receiver, quad = np.unravel_index(cells, shape)
    return Cells(day, sender, receiver, quad, acts.astype(float))


def counts_of(cells: Cells, states: int) -> Floats:
    """Acts of each dyad and class; shape (N, N, 4)."""
    counts = np.zeros((states, states, CLASSES))
    np.add.at(counts, (cells.sender, cells.receiver, cells.quad), cells.acts)
    return counts


def features_of(
    cells: Cells, *, states: int, days: int, ties: Ties, decays: tuple[float, ...]
) -> Features:
    """Walk through the days once; before the first day there is nothing."""
    rows: list[tuple[Floats, Floats]] = []
    sums, blocks = [], np.zeros((-(-days // BLOCK_DAYS), states, states, 0))
    past = np.zeros((len(decays), states, states, CLASSES))
    left = persistence(decays)
    for day, (chosen, today) in enumerate(daily(cells, states, days)):
        weights = _weights(past, ties)
        blocks = blocks if blocks.shape[3] else np.zeros((*blocks.shape[:3], weights.shape[2]))
        ends = cells.sender[chosen], cells.receiver[chosen]
        rows.append((weights[ends], weights[ends[::-1]]))
        sums.append(weights.sum(axis=(0, 1)))
        blocks[day // BLOCK_DAYS] += weights
        past = fed(past, today, left)
    here, there = (np.concatenate([r[n] for r in rows]) for n in (0, 1))
    return Features(cells, here, there, np.array(sums), blocks, past)


def daily(cells: Cells, states: int, days: int) -> Iterator[tuple[slice, Floats]]:
    """Of each day the places of its cells, and its counts (N, N, 4)."""
    ends = np.searchsorted(cells.day, np.arange(days + 1))
    for first, last in pairwise(ends.tolist()):
        today = np.zeros((states, states, CLASSES))
        part = slice(first, last)
        today[cells.sender[part], cells.receiver[part], cells.quad[part]] = cells.acts[part]
        yield part, today


def daily_means(
    cells: Cells,
    strengths: Strengths,
    *,
    ties: Ties,
    mix: Floats,
    factors: Floats,
    mirrored: Floats,
    decays: tuple[float, ...],
) -> Iterator[tuple[Floats, Floats]]:
    """Of each day the counts, and their means given the days before; both (N, N, 4)."""
    states = len(mix)
    past = np.zeros((len(decays), states, states, CLASSES))
    left = persistence(decays)
    for day, (_, today) in enumerate(daily(cells, states, len(factors))):
        stories = strengths.rates + brought(past, strengths, ties, mix).sum(axis=0)
        yield today, factors[day] * told(stories, mirrored)
        past = fed(past, today, left)


def _weights(past: Floats, ties: Ties) -> Floats:
    """Shape (N, N, P), the parts in the order channel, kernel, class."""
    by_class = np.moveaxis(past, -1, 1)
    reached = np.stack(reach(by_class, ties))
    states = past.shape[1]
    return np.asarray(np.moveaxis(reached.reshape(-1, states, states), 0, -1))

"""Daily counts of a history by sender, receiver and quad class, and sums of them that fade."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import WrongUse
from multipole.core.history import History
from multipole.core.plover import QUADS

Floats32 = npt.NDArray[np.float32]

#: Half-lives of the fading means, in days; the last never fades.
HALF_LIVES: Final = (1.0, 3.0, 7.0, 15.0, 30.0, 90.0, float("inf"))
#: The days before the origin that are read: more would be costly and tells little more.
WINDOW_DAYS: Final = 1096


@dataclass(frozen=True, slots=True)
class Panel:
    """Counts of each day: ``counts`` has the shape (days, actors, actors, quad classes).

    Row 0 is the day ``first`` (since 1970-01-01). ``counts[d, s, r, q]`` are the acts of actor s
    towards actor r of the class `QUADS`[q] on the day first + d.
    """

    actors: tuple[str, ...]
    first: int
    counts: npt.NDArray[np.int16]

    @property
    def days(self) -> int:
        """How many days there are."""
        return len(self.counts)

    @property
    def end(self) -> int:
        """The day after the last one."""
        return self.first + self.days

    def between(self, first: int, end: int) -> npt.NDArray[np.int64]:
        """Counts of the days from ``first`` to before ``end``, added up; days outside are empty."""
        rows = self.counts[max(first - self.first, 0) : max(end - self.first, 0)]
        return np.asarray(rows.sum(0, dtype=np.int64))


def panel(history: History, actors: Iterable[str], *, first: int, end: int) -> Panel:
    """The counts of the days from ``first`` to before ``end`` among ``actors``."""
    chosen = tuple(actors)
    if len(chosen) < 2 or len(set(chosen)) < len(chosen):
        raise WrongUse("counts need two or more different actors", remedy="Name each actor once.")
    if end <= first:
        raise WrongUse("no day to count", remedy="Choose an origin after the first act.")
    among = history.between(first, end).among(chosen)
    counts = np.zeros((end - first, len(chosen), len(chosen), len(QUADS)), np.int16)
    np.add.at(counts, (among.day - first, among.sender, among.receiver, among.quad), 1)
    return Panel(chosen, first, counts)


def most_active(history: History, number: int, *, among: Sequence[str] = ()) -> tuple[str, ...]:
    """The actors with most acts given and received, most first, ties by id.

    Give it only what was known by an origin: who is chosen is itself a forecast. ``among``: only
    these.
    """
    size = len(history.actors)
    acts = np.bincount(history.sender, minlength=size) + np.bincount(
        history.receiver, minlength=size
    )
    allowed = set(among) or set(history.actors)
    ranked = sorted(range(size), key=lambda n: (-acts[n], history.actors[n]))
    kept = [history.actors[n] for n in ranked if history.actors[n] in allowed and acts[n]]
    return tuple(kept[:number])


class Fading:
    """Means per day of each cell that fade with `HALF_LIVES`, brought forward day by day.

    ``sums``: shape (half-lives, actors, actors, quad classes); ``days`` seen so far.
    """

    def __init__(self, actors: int) -> None:
        """Nothing seen yet."""
        self.sums: Floats32 = np.zeros((len(HALF_LIVES), actors, actors, len(QUADS)), np.float32)
        self.days = 0

    def see(self, counts: npt.NDArray[np.int16]) -> None:
        """One more day."""
        self.sums *= _KEEPS[:, None, None, None]
        self.sums += counts[None]
        self.days += 1

    def see_all(self, counts: npt.NDArray[np.int16]) -> None:
        """Many days at once, in order."""
        ages = np.arange(len(counts))[::-1]
        weights = (_KEEPS[:, None] ** ages).astype(np.float32)
        self.sums *= _KEEPS[:, None, None, None] ** len(counts)
        self.sums += np.tensordot(weights, counts.astype(np.float32), axes=1)
        self.days += len(counts)

    def means(self) -> Floats32:
        """The fading means; of an infinite half-life that of all days."""
        if not self.days:
            return self.sums
        weights = np.full(len(HALF_LIVES), float(self.days))
        fading = _KEEPS < 1
        weights[fading] = (1 - _KEEPS[fading] ** self.days) / (1 - _KEEPS[fading])
        return np.asarray(self.sums / weights[:, None, None, None], np.float32)


_KEEPS: Final = np.array([0.5 ** (1 / h) for h in HALF_LIVES], np.float64)

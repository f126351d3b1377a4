"""Past windows to learn from: what was seen of a cell and how many acts followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.plover import QUADS
from multipole.forecast.counts_panel import Fading, Panel
from multipole.forecast.counts_views import View, joined, view

Floats = npt.NDArray[np.float64]

#: Days that must have been seen before a window is learnt from.
WARM_DAYS: Final = 14
#: At most so many days are learnt from, the latest; more adds cost and little else.
MOST_DAYS: Final = 400
#: Acts a day up to which a cell is quiet, and the part of the rows without acts for the others.
_QUIET: Final = 0.01
_BUSY: Final = 0.7


@dataclass(frozen=True, slots=True)
class Rows:
    """Cells in past windows.

    ``seen``: what was seen before the window, ``y`` the acts in it, ``weight`` how many cells a
    row stands for, ``day``: the row of the panel after the last one seen.
    """

    seen: View
    y: Floats
    weight: Floats
    day: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.y)

    def at(self, chosen: npt.NDArray[np.generic]) -> Rows:
        """Some of the rows."""
        return Rows(self.seen.at(chosen), self.y[chosen], self.weight[chosen], self.day[chosen])

    def of_quad(self, quad: int) -> Rows:
        """The rows of a quad class."""
        return self.at(np.flatnonzero(self.seen.quad == quad))


@dataclass(frozen=True, slots=True)
class Window:
    """The window to forecast: ``gap`` days that are not known yet, then ``horizon`` days."""

    horizon: int
    gap: int = 0

    @property
    def reach(self) -> int:
        """Days from the last one seen to the last of the window."""
        return self.gap + self.horizon


def step_of(window: Window, days: int) -> int:
    """Every so many days a window is learnt from."""
    usable = max(days - window.reach - WARM_DAYS, 1)
    return max(1, window.horizon // 4, usable // MOST_DAYS)


def rows(panel: Panel, window: Window, *, most: int, seed: int) -> tuple[Rows, View]:
    """Rows of the past windows that had ended by the panel's end, and what is seen at its end.

    ``most``: rows at most, about; cells with acts are all kept, of the others a part, whose weight
    makes up for the rest and for windows that overlap.
    """
    rng = np.random.default_rng(seed)
    fading, found = Fading(len(panel.actors)), []
    step = step_of(window, panel.days)
    last = panel.days - window.reach
    days = range(last - max(last - WARM_DAYS, 0) // step * step, last + 1, step)
    quota = most // max(len(days), 1)
    for day in range(panel.days):
        if day in days and day >= WARM_DAYS:
            found.append(_rows_of(fading, panel, window, quota, rng))
        fading.see(panel.counts[day])
    now = view(fading, panel, start=panel.end + window.gap, horizon=window.horizon)
    return _together(found, now, step / window.horizon), now


def _rows_of(
    fading: Fading, panel: Panel, window: Window, quota: int, rng: np.random.Generator
) -> Rows:
    day = fading.days
    first = panel.first + day + window.gap
    seen = view(fading, panel, start=first, horizon=window.horizon)
    y = panel.between(first, first + window.horizon).ravel().astype(float)
    kept, weight = _chosen(seen, y, len(panel.actors), quota, rng)
    return Rows(seen.at(kept), y[kept], weight, np.full(len(kept), day, np.int32))


def _chosen(
    seen: View, y: Floats, actors: int, quota: int, rng: np.random.Generator
) -> tuple[npt.NDArray[np.int64], Floats]:
    """Cells with acts, a part of the others, and how many cells each stands for."""
    apart = np.repeat(~np.eye(actors, dtype=bool).ravel(), len(QUADS))
    busy = (seen.own[-1] > _QUIET) & (y == 0) & apart
    quiet = (seen.own[-1] <= _QUIET) & (y == 0) & apart
    share = np.where(apart, 1.0, 0.0)
    room = max(quota - int(((y > 0) & apart).sum()), 1)
    for cells, part in ((busy, _BUSY), (quiet, 1 - _BUSY)):
        share[cells] = min(1.0, part * room / max(int(cells.sum()), 1))
    kept = np.flatnonzero(rng.random(len(y)) < share)
    return kept, 1 / share[kept]


def _together(found: list[Rows], now: View, weight: float) -> Rows:
    none = Rows(now.at(np.empty(0, np.int64)), np.empty(0), np.empty(0), np.empty(0, np.int32))
    parts = found or [none]
    return Rows(
        joined([p.seen for p in parts]),
        np.concatenate([p.y for p in parts]),
        np.concatenate([p.weight for p in parts]) * min(1.0, weight),
        np.concatenate([p.day for p in parts]),
    )

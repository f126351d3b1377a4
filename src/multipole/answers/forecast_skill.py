"""How good a model's forecasts were on the same acts so far: a small backtest before the origin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from multipole.core.errors import NothingFound
from multipole.core.history import History
from multipole.core.plover import QUADS
from multipole.forecast.backtest import Backtest, Plan, backtest
from multipole.forecast.counts_rows import Window
from multipole.forecast.scores import Interval, skill

Progress = Callable[[int, int], None]

#: Origins of the backtest, and of a quick one.
ORIGINS, QUICK = 12, 4
#: Days before the first origin, and days between origins at least.
_WARM_DAYS: Final = 60
_APART: Final = 5
_NAMES: Final = {"climatology": "base rates (climatology)", "persistence": "persistence"}


@dataclass(frozen=True)
class Skill:
    """A backtest of a model beside climatology and persistence."""

    model: str
    found: Backtest | None

    def of(self, quad: str | None = None, *, other: str = "climatology") -> Interval | None:
        """The part of another model's CRPS that is saved, of a quad class or of all."""
        if self.found is None or self.model == other:
            return None
        mine, its = (self.found.crps[self.found.of(m)] for m in (self.model, other))
        at = slice(None) if quad is None else [QUADS.index(quad)]
        return skill(mine[:, at].sum(1), its[:, at].sum(1), block=2)

    def covered(self) -> tuple[float, float, int]:
        """Shares of active cells in the 90% interval: by the PIT, and of the shortest one."""
        assert self.found is not None
        held = self.found.covered[self.found.of(self.model)].sum(0) / self.found.active.sum()
        return float(held[0]), float(held[3]), int(self.found.active.sum())

    def notes(self) -> tuple[str, ...]:
        """The skill so far, in words."""
        if self.found is None:
            return ("Skill so far: too few days before the origin for a backtest.",)
        return (*self._compared(), *self._held())

    def _compared(self) -> tuple[str, ...]:
        assert self.found is not None
        number = len(self.found.plan.origins)
        told = [
            f"{_percent(found.value)} below {name} [{_percent(found.low)} to "
            f"{_percent(found.high)}]"
            for other, name in _NAMES.items()
            if (found := self.of(other=other)) is not None
        ]
        if not told:
            return ()
        return (
            f"Skill so far: in {number} rolling origins this model's error (CRPS, all pairs of "
            f"{self.found.plan.number} states) was {' and '.join(told)}.",
        )

    def _held(self) -> tuple[str, ...]:
        assert self.found is not None
        if not self.found.active.sum():
            return ()
        chance, whole, cells = self.covered()
        return (
            f"Of {cells:,} outcomes in active cells, the shortest intervals of whole numbers with "
            f"90% or more held {_percent(whole)}; by the randomised PIT it is {_percent(chance)}.",
        )


def skill_of(
    known: History,
    origin: int,
    window: Window,
    model: str,
    *,
    among: tuple[str, ...],
    quick: bool = False,
    progress: Progress | None = None,
) -> Skill:
    """A backtest of ``model`` on the windows that had ended by ``origin``."""
    origins = _origins(int(known.day[0]), origin, window, QUICK if quick else ORIGINS)
    if not origins:
        return Skill(model, None)
    models = tuple(dict.fromkeys((model, "climatology", "persistence")))
    again = max((origins[-1] - origins[0]) // (1 if quick else 2), 1) + 1
    plan = Plan(origins, window, models, among=among, refit_days=again)
    try:
        return Skill(model, backtest(known, plan, progress=progress))
    except NothingFound:
        return Skill(model, None)


def _origins(first: int, origin: int, window: Window, most: int) -> tuple[int, ...]:
    """Days at least `_APART` from each other, the last whose window had ended."""
    last = origin - window.reach
    start = first + _WARM_DAYS + window.reach
    apart = max(window.horizon // 2, _APART)
    number = min(most, (last - start) // apart + 1) if last >= start else 0
    return tuple(int(d) for d in last - apart * np.arange(number)[::-1])


def _percent(value: float) -> str:
    return f"{value:.1%}"

"""How many acts of each class one actor will do to another in a window of days ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import UnknownCode, WrongUse
from multipole.core.history import QUAD_AT, History
from multipole.core.plover import ACTIONS, QUADS
from multipole.forecast.counts_models import MODELS, Learnt, learn
from multipole.forecast.counts_panel import WINDOW_DAYS, Panel, most_active, panel
from multipole.forecast.counts_pmf import Mixture
from multipole.forecast.counts_rows import Rows, Window, rows
from multipole.forecast.counts_views import View

__all__ = ["MODELS", "CountForecast", "action_shares", "forecast_counts", "most_active"]

Floats = npt.NDArray[np.float64]

LONGEST_DAYS: Final = 366
#: Rows that are learnt from, at most about.
MOST_ROWS: Final = 150_000
#: Acts that the rates of a class weigh in the shares of its types.
_SHARE_ACTS: Final = 5.0


@dataclass(frozen=True, slots=True)
class CountForecast:
    """Distributions of the acts from each actor to each other one, of each quad class.

    ``origin``: the last day of which something was known (since 1970-01-01); the window is the
    ``horizon_days`` after it. ``cells``: a `Mixture` over cells of the shape (actors, actors, quad
    classes): sender, receiver, place in `QUADS`. Nothing is told of an actor towards itself.
    """

    actors: tuple[str, ...]
    origin: int
    horizon_days: int
    model: str
    cells: Mixture

    @property
    def mean(self) -> Floats:
        """Acts expected, shape (actors, actors, quad classes)."""
        return self._apart(self.cells.expected())

    def quantiles(self, levels: Sequence[float]) -> Floats:
        """Counts that are not exceeded with such probabilities, shape (levels, *cells)."""
        return self._apart(self.cells.quantiles(levels).astype(float))

    def probability_at_least(self, n: int) -> Floats:
        """Probability of ``n`` acts or more in the window, shape of the cells.

        Raises `WrongUse` for ``n`` below 1.
        """
        if n < 1:
            raise WrongUse(f"at least {n} acts is sure", remedy="Ask for 1 or more.")
        return self._apart(self.cells.at_least(n))

    def of_actions(self, shares: Floats) -> CountForecast:
        """The same for a part of the acts: ``shares`` of each cell's acts (cells' shape).

        Each act is of that part by itself with the probability given; see `action_shares`.
        """
        thinned = self.cells.thinned(np.nan_to_num(shares))
        return CountForecast(self.actors, self.origin, self.horizon_days, self.model, thinned)

    def place(self, sender: str, receiver: str) -> tuple[int, int]:
        """Where a pair is in the arrays; raises `UnknownCode` for an actor without forecast."""
        for actor in (sender, receiver):
            if actor not in self.actors:
                raise UnknownCode(
                    f"{actor!r} is not among the actors forecast",
                    remedy="Name it in actors of forecast_counts.",
                )
        return self.actors.index(sender), self.actors.index(receiver)

    def _apart(self, values: Floats) -> Floats:
        found = np.array(values, float)
        same = np.arange(len(self.actors))
        found[..., same, same, :] = np.nan
        return found


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was known at an origin: past windows and what is seen of each cell now."""

    panel: Panel
    window: Window
    past: Rows
    now: View

    def learn(self, names: Sequence[str]) -> dict[str, Learnt]:
        """The forecasters ``names``."""
        return learn(self.past, self.window, names)


def forecast_counts(
    history: History,
    *,
    origin: int,
    horizon_days: int,
    actors: Sequence[str],
    model: str = "stack",
    embargo_days: int = 0,
    seed: int = 0,
) -> CountForecast:
    """How many acts among ``actors`` happen in the ``horizon_days`` after the day ``origin``.

    Only acts that were known by the end of ``origin`` are used, and none of the last
    ``embargo_days``, of which reports may still come in. ``model``: one of `MODELS`. Raises
    `WrongUse` for a horizon or model that there is not, and where nothing was known yet.
    """
    lesson = lesson_of(
        history, origin=origin, window=Window(horizon_days, embargo_days), actors=actors, seed=seed
    )
    learnt = lesson.learn([model])[model]
    return told(lesson, learnt, origin, model)


def lesson_of(
    history: History, *, origin: int, window: Window, actors: Sequence[str], seed: int = 0
) -> Lesson:
    """What was known at ``origin`` of the acts among ``actors``."""
    if not 1 <= window.horizon <= LONGEST_DAYS or window.gap < 0:
        remedy = f"Choose 1 to {LONGEST_DAYS} days, and an embargo of 0 days or more."
        raise WrongUse(f"a horizon of {window.horizon} days", remedy=remedy)
    known = history.known_by(origin)
    end = origin + 1 - window.gap
    first = int(known.day[0]) if len(known) else end
    counted = panel(known, actors, first=max(first, end - WINDOW_DAYS), end=end)
    past, now = rows(counted, window, most=MOST_ROWS, seed=seed)
    return Lesson(counted, window, past, now)


def told(lesson: Lesson, learnt: Learnt, origin: int, model: str) -> CountForecast:
    """The forecast of one that has learnt."""
    flat = learnt.predict(lesson.now)
    n = len(lesson.panel.actors)
    shape = (-1, n, n, len(QUADS))
    cells = Mixture(*(a.reshape(shape) for a in (flat.weight, flat.mean, flat.size)))
    return CountForecast(lesson.panel.actors, origin, lesson.window.horizon, model, cells)


def action_shares(history: History, actors: Sequence[str]) -> Floats:
    """The share of each type in the acts of its class, shape (actors, actors, types).

    Of each pair, drawn to the shares among all ``actors``; the types of a class add up to 1. Give
    it only what was known. With `CountForecast.of_actions` it makes forecasts of one type.
    """
    among = history.among(actors)
    counts = np.zeros((len(among.actors), len(among.actors), len(ACTIONS)))
    np.add.at(counts, (among.sender, among.receiver, among.action), 1.0)
    common = _in_class(counts.sum((0, 1)) + 0.5)
    return _in_class(counts + _SHARE_ACTS * common)


def _in_class(counts: Floats) -> Floats:
    """Counts by type as shares of their class."""
    found = np.array(counts, float)
    for q in range(len(QUADS)):
        of = np.flatnonzero(q == QUAD_AT)
        found[..., of] /= found[..., of].sum(-1, keepdims=True)
    return found

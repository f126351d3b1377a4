"""Rolling origins: forecasts of the past from what was known at the time, and their scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import NothingFound, WrongUse
from multipole.core.history import History
from multipole.core.plover import QUADS
from multipole.forecast.counts import lesson_of
from multipole.forecast.counts_models import Learnt
from multipole.forecast.counts_panel import WINDOW_DAYS, most_active, panel
from multipole.forecast.counts_pmf import Mixture
from multipole.forecast.counts_rows import Window
from multipole.forecast.counts_views import View, seen_at
from multipole.forecast.reliability import coverage, ends, frequencies, pit

Floats = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

#: Models learn again when so many days have passed since they last did.
REFIT_DAYS: Final = 30
#: A cell is active when its long-run rate expects an act in the window, or in so many days.
ACTIVE_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Plan:
    """What a backtest does.

    ``origins``: days, in order; at each only what was known by its end is used, and nothing of the
    last ``window.gap`` days (the embargo). ``number`` most active actors of those in ``among`` (all
    if empty) are chosen when the models learn, from what was known then. ``seed`` chooses the quiet
    cells that are learnt from.
    """

    origins: tuple[int, ...]
    window: Window
    models: tuple[str, ...]
    number: int = 50
    among: tuple[str, ...] = ()
    refit_days: int = REFIT_DAYS
    seed: int = 0

    def __post_init__(self) -> None:
        if not self.origins or any(np.diff(self.origins) <= 0):
            raise WrongUse("a backtest needs origins in order", remedy="Choose one day or more.")


@dataclass(frozen=True, slots=True)
class Backtest:
    """Scores of each model (first axis, as in ``plan.models``) at each origin (second axis).

    ``log_loss`` (minus log probability, nats) and ``crps`` (acts): sums over cells by quad class,
    shape (models, origins, quad classes). ``events``, ``cells``: acts that happened and cells
    scored, shape (origins, quad classes). Of active cells only: ``active`` (origins,) how many;
    ``pit`` (models, origins, BINS) summed; ``covered`` (models, origins, 5) the fields of
    `multipole.forecast.reliability.Coverage` summed. ``at_least_one``
    (models, origins, BINS, 3): see `multipole.forecast.reliability.frequencies`.
    """

    plan: Plan
    events: Floats
    cells: Floats
    active: Floats
    log_loss: Floats
    crps: Floats
    pit: Floats
    covered: Floats
    at_least_one: Floats

    def of(self, model: str) -> int:
        """The place of a model."""
        return self.plan.models.index(model)

    def where(self, kept: npt.NDArray[np.bool_]) -> Backtest:
        """Some of the origins."""
        origins = tuple(o for o, k in zip(self.plan.origins, kept, strict=True) if k)
        p = self.plan
        plan = Plan(origins, p.window, p.models, p.number, p.among, p.refit_days, p.seed)
        by_origin = (a[kept] for a in (self.events, self.cells, self.active))
        by_model = (self.log_loss, self.crps, self.pit, self.covered, self.at_least_one)
        return Backtest(plan, *by_origin, *(a[:, kept] for a in by_model))


@dataclass(frozen=True, slots=True)
class _Learnt:
    """Models and the actors they were learnt for, at an origin."""

    origin: int
    actors: tuple[str, ...]
    models: dict[str, Learnt]


def backtest(history: History, plan: Plan, *, progress: Progress | None = None) -> Backtest:
    """Forecast and score each window whose end the history has reached.

    ``progress`` is told how many origins are done, of how many. Raises `NothingFound` where no
    window has ended or nothing was known at the first origin.
    """
    last = int(history.day[-1]) if len(history) else 0
    origins = [o for o in plan.origins if o + plan.window.horizon <= last]
    if not origins:
        raise NothingFound(
            "no window of this backtest has ended",
            remedy="Choose earlier origins or a shorter horizon.",
        )
    learnt, found = None, []
    for n, origin in enumerate(origins):
        if learnt is None or origin - learnt.origin >= plan.refit_days:
            learnt = _learn(history, plan, origin)
        found.append(_score(history, plan, learnt, origin))
        if progress is not None:
            progress(n + 1, len(origins))
    return _together(plan, origins, found)


def _learn(history: History, plan: Plan, origin: int) -> _Learnt:
    known = history.known_by(origin)
    actors = most_active(known, plan.number, among=plan.among)
    if len(actors) < 2:
        raise NothingFound(
            "too little was known at the first origin", remedy="Choose a later --since."
        )
    lesson = lesson_of(known, origin=origin, window=plan.window, actors=actors, seed=plan.seed)
    return _Learnt(origin, actors, lesson.learn(plan.models))


_Scores = dict[str, Floats]


def _score(history: History, plan: Plan, learnt: _Learnt, origin: int) -> _Scores:
    """All scores of one origin; arrays as in `Backtest` without the axis of origins."""
    seen = _seen(history.known_by(origin), plan.window, learnt.actors, origin)
    y = _happened(history, plan.window, learnt.actors, origin)
    apart = np.repeat(~np.eye(len(learnt.actors), dtype=bool).ravel(), len(QUADS))
    seen, y = seen.at(np.flatnonzero(apart)), y[apart]
    active = seen.own[-1] * max(plan.window.horizon, ACTIVE_DAYS) >= 1
    scored = [_of_model(learnt.models[m].predict(seen), y, seen, active) for m in plan.models]
    return {
        "events": _by_quad(y, seen), "cells": _by_quad(np.ones(len(y)), seen),
        "active": np.asarray(active.sum(), float),
        **{name: np.stack([s[name] for s in scored]) for name in scored[0]},
    }  # fmt: skip


def _seen(known: History, window: Window, actors: Sequence[str], origin: int) -> View:
    end = origin + 1 - window.gap
    first = max(int(known.day[0]), end - WINDOW_DAYS)
    counted = panel(known, actors, first=first, end=end)
    return seen_at(counted, start=origin + 1, horizon=window.horizon)


def _happened(history: History, window: Window, actors: Sequence[str], origin: int) -> Floats:
    end = origin + 1 + window.horizon
    counted = panel(history, actors, first=origin + 1, end=end)
    return np.asarray(counted.between(origin + 1, end).ravel(), float)


def _of_model(told: Mixture, y: Floats, seen: View, active: npt.NDArray[np.bool_]) -> _Scores:
    some = told.cells(active)
    held = coverage(some, y[active])
    parts = [getattr(held, f.name) for f in fields(held)]
    return {
        "log_loss": _by_quad(-told.log_probability(y), seen),
        "crps": _by_quad(told.crps(y), seen),
        "pit": pit(*ends(some, y[active])).sum(0),
        "covered": np.array([part.sum() for part in parts]),
        "at_least_one": frequencies(told.at_least(1), y > 0),
    }


def _by_quad(values: Floats, seen: View) -> Floats:
    return np.bincount(seen.quad, values, minlength=len(QUADS)).astype(float)


_BY_ORIGIN: Final = ("events", "cells", "active")
_BY_MODEL: Final = ("log_loss", "crps", "pit", "covered", "at_least_one")


def _together(plan: Plan, origins: list[int], found: list[_Scores]) -> Backtest:
    p = plan
    done = Plan(tuple(origins), p.window, p.models, p.number, p.among, p.refit_days, p.seed)
    by_origin = (np.stack([s[name] for s in found]) for name in _BY_ORIGIN)
    by_model = (np.stack([s[name] for s in found], axis=1) for name in _BY_MODEL)
    return Backtest(done, *by_origin, *by_model)

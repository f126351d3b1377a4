"""The rows of a forecast: one a direction and quad class, with base rate, drivers and last acts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from multipole.answers.coded import REPORTS
from multipole.answers.events import events
from multipole.answers.forecast_acts import Acts
from multipole.answers.forecast_skill import Skill
from multipole.core.errors import NothingFound
from multipole.core.history import day_of_number
from multipole.core.plover import QUAD_OF, QUADS
from multipole.forecast.counts import CountForecast, Lesson, told
from multipole.forecast.counts_drivers import drivers, dynamic
from multipole.forecast.counts_models import Learnt
from multipole.forecast.counts_views import steady_view
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("section", "sender", "receiver", "quad", "model")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("expected", pa.float64()),
        *((n, pa.int64()) for n in ("median", "low50", "high50", "low90", "high90")),
        *((n, pa.float64()) for n in ("at_least_one", "base_expected", "base_at_least_one")),
        ("recent", pa.int64()),
        ("moved_by", pa.string()),
        *((n, pa.float64()) for n in ("skill", "skill_low", "skill_high")),
        ("latest", pa.list_(pa.string())),
        ("claims", pa.list_(pa.string())),
    ]
)
SHOWN: Final = (
    "section", "quad_class", "mean_acts", "median", "half", "ninety", "any_act", "base_rate",
    "moved_by", "last_act", "claims",
)  # fmt: skip
LEVELS: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
#: Latest acts of a row that are named, and how far back they are looked for.
_NAMED: Final = 3
_BACK_DAYS: Final = 365
#: A driver is told when it changes the expected count by this part or more, and so many of them.
_TELLING: Final = 0.05
_DRIVERS: Final = 3


@dataclass(frozen=True)
class Told:
    """A forecast of a pair with what it was learnt from; ``models`` hold climatology, too."""

    pair: tuple[str, str]
    lesson: Lesson
    models: dict[str, Learnt]
    model: str

    @property
    def first(self) -> int:
        """The first day of the window."""
        return self.lesson.panel.end + self.lesson.window.gap

    @cached_property
    def counts(self) -> CountForecast:
        """The forecast."""
        return told(self.lesson, self.models[self.model], self.first - 1, self.model)

    @cached_property
    def base(self) -> CountForecast:
        """Climatology's."""
        return told(self.lesson, self.models["climatology"], self.first - 1, "climatology")

    @cached_property
    def quantiles(self) -> npt.NDArray[np.float64]:
        """Of `LEVELS`, shape (levels, actors, actors, quad classes)."""
        return self.counts.quantiles(LEVELS)

    @cached_property
    def moved(self) -> dict[str, npt.NDArray[np.float64]]:
        """The factor of each driver, shape of the cells; nothing where no model is dynamic."""
        model = dynamic(self.models[self.model])
        if model is None:
            return {}
        steady = steady_view(self.lesson.panel, horizon=self.lesson.window.horizon)
        shape = self.counts.mean.shape
        found = drivers(model, self.lesson.now, steady)
        return {name: factor.reshape(shape) for name, factor in found.items()}


def rows_of(
    store: Store, acts: Acts, forecast: Told, *, way: str, skill: Skill | None
) -> list[dict[str, Any]]:
    """Rows of `SCHEMA`: both directions or one, and each quad class."""
    a, b = forecast.pair
    ways = {"out": [(a, b)], "in": [(b, a)], "both": [(a, b), (b, a)]}[way]
    latest = _latest(store, acts, forecast.pair)
    return [
        _row(forecast, ends, quad, skill) | _last(latest, ends, quad)
        for ends in ways
        for quad in QUADS
    ]


def _row(forecast: Told, ends: tuple[str, str], quad: str, skill: Skill | None) -> dict[str, Any]:
    at = (*forecast.counts.place(*ends), QUADS.index(quad))
    low90, low50, median, high50, high90 = (int(q[at]) for q in forecast.quantiles)
    horizon, panel = forecast.lesson.window.horizon, forecast.lesson.panel
    seen = skill.of(quad) if skill else None
    return {
        "section": f"{ends[0]} to {ends[1]}", "sender": ends[0], "receiver": ends[1],
        "quad": quad, "model": forecast.model,
        "period_start": day_of_number(forecast.first),
        "period_end": day_of_number(forecast.first + horizon),
        "expected": float(forecast.counts.mean[at]),
        "median": median, "low50": low50, "high50": high50, "low90": low90, "high90": high90,
        "at_least_one": float(forecast.counts.probability_at_least(1)[at]),
        "base_expected": float(forecast.base.mean[at]),
        "base_at_least_one": float(forecast.base.probability_at_least(1)[at]),
        "recent": int(panel.between(panel.end - horizon, panel.end)[at]),
        "moved_by": _moved(forecast, at),
        "skill": seen.value if seen else None,
        "skill_low": seen.low if seen else None,
        "skill_high": seen.high if seen else None,
    }  # fmt: skip


def _moved(forecast: Told, at: tuple[int, ...]) -> str:
    """The drivers that matter most, the strongest first: ``own acts x1.31, weekday x0.90``."""
    factors = {name: float(factor[at]) for name, factor in forecast.moved.items()}
    ranked = sorted(factors, key=lambda name: -abs(np.log(factors[name])))
    kept = [n for n in ranked if abs(factors[n] - 1) >= _TELLING][:_DRIVERS]
    return ", ".join(f"{name} ×{factors[name]:.2f}" for name in kept)


def _latest(store: Store, acts: Acts, pair: tuple[str, str]) -> list[dict[str, Any]]:
    """The pair's acts of the year before the origin, the latest first."""
    end = day_of_number(acts.origin)
    known = None if acts.afterwards else end
    try:
        found = events(
            store, pair, sources=acts.source, since=end - timedelta(days=_BACK_DAYS), until=end,
            modality="happened", as_of=known,
        )  # fmt: skip
    except NothingFound:
        return []
    rows = [r for r in found.table.to_pylist() if r["period_start"] is not None]
    return sorted(rows, key=lambda r: (r["period_start"], r["id"]), reverse=True)


def _last(latest: Iterable[dict[str, Any]], ends: tuple[str, str], quad: str) -> dict[str, Any]:
    fits = [
        r for r in latest
        if QUAD_OF[r["action"]] == quad and ends[0] in r["sender"] and ends[1] in r["receiver"]
    ][:_NAMED]  # fmt: skip
    return {
        "latest": [_told_act(r) for r in fits],
        "claims": list(dict.fromkeys(c for r in fits for c in r["claims"] or ())),
    }


def _told_act(row: dict[str, Any]) -> str:
    cited = "" if row["source"] in (None, REPORTS) else f" ({row['citation']})"
    return f"{row['period_start']} {row['action']}{cited}"

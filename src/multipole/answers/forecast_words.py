"""Rows of forecasts and backtests in words, as `multipole.answers.words` shows them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

Row = Mapping[str, Any]

HEADINGS: Final = {
    "measured_model": "model",
    "quad_class": "class",
    "mean_acts": "expected",
    "half": "50%",
    "ninety": "90%",
    "any_act": "1+",
    "base_rate": "base (1+)",
    "moved_by": "moved by",
    "last_act": "latest",
    "nats": "nats/act",
    "over_poisson": "over Poisson",
    "over_ewma": "over EWMA",
    "below_base": "CRPS below base",
    "below_last": "below persistence",
    "held90": "in 90%",
}


def quad_class(row: Row) -> str:
    """A quad class in words."""
    return str(row["quad"]).replace("_", " ")


def acts(value: float) -> str:
    """An expected count, short.

    >>> acts(0.031), acts(2.34), acts(45.6)
    ('0.03', '2.3', '46')
    """
    return f"{value:.2f}" if value < 1 else f"{value:.1f}" if value < 20 else f"{value:.0f}"


def chance(value: float) -> str:
    """A probability in percent; never a sure one.

    >>> chance(0.9999), chance(0.004), chance(0.5)
    ('>99%', '<1%', '50%')
    """
    if value < 0.01:
        return "<1%"
    return ">99%" if value > 0.99 else f"{value:.0%}"


def counted(low: str, high: str) -> Callable[[Row], str]:
    """How to say an interval of counts: ``3-9``, or one number."""
    return lambda row: f"{row[low]}-{row[high]}" if row[low] < row[high] else str(row[low])


def saved(name: str) -> Callable[[Row], str]:
    """How to say the part of a score that is saved, with its interval."""
    return lambda row: _with_interval(row, name, "{:.1%}")


def gained(name: str) -> Callable[[Row], str]:
    """How to say nats gained for each act, with their interval."""
    return lambda row: _with_interval(row, name, "{:.3f}")


def _with_interval(row: Row, name: str, form: str) -> str:
    value, low, high = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    if value is None or math.isnan(value):
        return ""
    return f"{form.format(value)} [{form.format(low)}, {form.format(high)}]"


def _base_rate(row: Row) -> str:
    return f"{acts(row['base_expected'])} ({chance(row['base_at_least_one'])})"


def _held(row: Row) -> str:
    if row["held_tightest"] is None:
        return ""
    return f"{row['held_tightest']:.1%} ({row['held_randomised']:.1%} PIT)"


def _last_act(row: Row) -> str:
    return str(row["latest"][0]).partition(" (")[0] if row["latest"] else ""


CELLS: Final[dict[str, Callable[[Row], str]]] = {
    "quad_class": quad_class,
    "measured_model": lambda row: f"{row['model']}, {row['horizon_days']} d",
    "mean_acts": lambda row: acts(row["expected"]),
    "half": counted("low50", "high50"),
    "ninety": counted("low90", "high90"),
    "any_act": lambda row: chance(row["at_least_one"]),
    "base_rate": _base_rate,
    "last_act": _last_act,
    "nats": lambda row: f"{row['log_loss']:.3f}",
    "over_poisson": gained("over_poisson"),
    "over_ewma": gained("over_ewma"),
    "below_base": saved("below_climatology"),
    "below_last": saved("below_persistence"),
    "held90": _held,
}

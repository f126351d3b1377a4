"""Rows of questions and their scores in words, as `multipole.answers.words` shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

Row = Mapping[str, Any]


def chance(row: Row) -> str:
    """A forecast in percent, with the model that was the best on past windows; or nothing.

    >>> chance({"probability": 0.62, "model": "stack-1", "as_of": "2018-06-30"})
    '62% (stack-1, as of 2018-06-30)'
    """
    if row["probability"] is None:
        return ""
    return f"{row['probability']:.0%} ({row['model']}, as of {row['as_of']})"


def base(row: Row) -> str:
    """How often past windows ended yes, and of how many."""
    return "" if row["base_rate"] is None else f"{row['base_rate']:.0%} of {row['windows']}"


def ended(row: Row) -> str:
    """The status of a question; one that was settled otherwise before says so.

    >>> ended({"status": "yes", "earlier": "no (2019-01-02)"})
    'yes; before: no (2019-01-02)'
    """
    return f"{row['status']}; before: {row['earlier']}" if row["earlier"] else str(row["status"])


def shared(name: str) -> Callable[[Row], str]:
    """How to say a share in percent; unknown is empty."""
    return lambda row: "" if row[name] is None else f"{row[name]:.0%}"


def bounded(name: str, form: str) -> Callable[[Row], str]:
    """How to say a value with its interval in one form: ``0.190 (0.182 to 0.198)``."""

    def say(row: Row) -> str:
        if row[name] is None:
            return ""
        ends = [row[f"{name}_{end}"] for end in ("low", "high")]
        told = "" if None in ends else f" ({form.format(ends[0])} to {form.format(ends[1])})"
        return form.format(row[name]) + told

    return say


CELLS: Final[dict[str, Callable[[Row], str]]] = {
    "question_id": lambda row: str(row["id"])[:8],
    "chance": chance,
    "base": base,
    "ended": ended,
    "yes_share": shared("share_yes"),
    "mean_said": shared("mean_probability"),
    "brier_range": bounded("brier", "{:.3f}"),
    "over_climatology": bounded("skill_climatology", "{:+.0%}"),
    "over_counting": bounded("skill_counting", "{:+.0%}"),
}

"""What speaks for and against the model behind a scenario."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.words import short
from multipole.core.errors import BadValue
from multipole.core.history import History
from multipole.scenario.checks import WARM_UP, Check, posterior_checks
from multipole.scenario.stream import CHANNELS, StreamModel

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("check", "what")),
        *((n, pa.float64()) for n in ("value", "expected", "low", "high", "p")),
        ("passed", pa.bool_()),
        ("simulated", pa.string()),
    ]
)
SHOWN: Final = ("check", "what", "measured", "simulated", "passed")
#: Simulated stretches that the real one is compared with.
STRETCHES: Final = 60
PREDICTION: Final = "like the world"
_NEITHER: Final = "the acts of the fit"


def checks_answer(model: StreamModel, told: History, *, seed: int) -> Answer:
    """Rows of posterior prediction, and of what the acts of the fit are put down to.

    ``check``: ``like the world``: a number of the real days in ``value`` beside that of simulated
    ones (``expected``, ``low``, ``high``), ``passed`` when it lies between; ``the acts of the
    fit``: the branching ratio, and shares of acts by what brought them.
    """
    found = _predicted(model, told, seed)
    rows = [*map(_row, found), *_fitted(model)]
    table = pa.Table.from_pylist([dict.fromkeys(SCHEMA.names) | row for row in rows], SCHEMA)
    return Answer("Checks of the model", table, evidence.none(), (_summary(found),), SHOWN)


def _predicted(model: StreamModel, told: History, seed: int) -> tuple[Check, ...]:
    """The numbers that exist on these days: a share of no acts does not."""
    try:
        found = posterior_checks(model, told, runs=STRETCHES, seed=seed)
    except BadValue:
        return ()
    return tuple(c for c in found if all(map(math.isfinite, (c.real, c.low, c.median, c.high))))


def _summary(found: tuple[Check, ...]) -> str:
    if not found:
        return (f"Simulated days were not compared with real ones: that needs {2 * WARM_UP} days "
                "of acts before the start.")  # fmt: skip
    missed = [check.name for check in found if not check.met]
    words = f"Simulated days beside the real ones: {len(found) - len(missed)} of {len(found)} "
    words += "numbers of the real days lie within 90% of the simulated ones"
    return f"{words}; not: {', '.join(missed)}." if missed else f"{words}."


def _row(check: Check) -> dict[str, Any]:
    span = f"{short(check.median)} ({short(check.low)} to {short(check.high)})"
    return {
        "check": PREDICTION, "what": check.name, "value": check.real, "expected": check.median,
        "low": check.low, "high": check.high, "p": check.p, "passed": check.met,
        "simulated": span,
    }  # fmt: skip


def _fitted(model: StreamModel) -> Iterator[dict[str, Any]]:
    draws = model.branching_draws or (model.branching,)
    yield {"check": _NEITHER, "what": "branching ratio", "value": model.branching,
           "low": min(draws), "high": max(draws)}  # fmt: skip
    names = ("long-run rates", "attention", *(f"specific, {channel}" for channel in CHANNELS))
    for name, part in zip(names, model.parts, strict=True):
        yield {"check": _NEITHER, "what": f"share put down to {name}", "value": float(part)}

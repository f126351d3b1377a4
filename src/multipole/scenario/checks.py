"""Posterior prediction: do simulated stretches of the stream look like the real one?

From the acts of the fit's first days the model simulates the rest, many times; each number of
`multipole.scenario.checks_numbers` is taken of every simulated stretch and of the real one (Gelman,
Meng and Stern 1996, Statistica Sinica 6: 733-807). The model has seen the real stretch; so a number
that it misses it truly cannot make, while one that it meets says little about the future.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from multipole.core.errors import BadValue
from multipole.core.history import History
from multipole.scenario.checks_numbers import NUMBERS
from multipole.scenario.simulate_job import daily_runs
from multipole.scenario.stream import Floats, StreamModel, persistence
from multipole.scenario.stream_channels import fed
from multipole.scenario.stream_features import Counts, cells_of, daily

#: Days of the fit that simulations start from.
WARM_UP: Final = 60
MASS: Final = 0.9


@dataclass(frozen=True, slots=True)
class Check:
    """A number of the real stretch beside simulated ones: their median and middle 90%.

    ``p`` is the share of simulated numbers at least as far out as the real one, both sides counted
    (1 is the middle); ``met`` is whether the real number lies in the interval.
    """

    name: str
    real: float
    low: float
    median: float
    high: float
    p: float

    @property
    def met(self) -> bool:
        """Whether the real number lies in the middle 90% of the simulated ones."""
        return self.low <= self.real <= self.high


def posterior_checks(
    model: StreamModel,
    history: History,
    *,
    runs: int = 100,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Check, ...]:
    """Every number of the real days of the fit after the first 60, and of ``runs`` simulations.

    ``history``: the one that the model was fitted to. Raises `BadValue` when it has other actors or
    the fit is shorter than 120 days.
    """
    real, past = _real(model, history)
    factors = model.calendar.of_fit(model.start)[WARM_UP:]
    first = (model.start + WARM_UP + 3) % 7
    found = []
    for counts in daily_runs(model, past, factors, runs=runs, seed=seed):
        found.append([number(counts, first) for _, number in NUMBERS])
        if progress is not None:
            progress(len(found), runs)
    table = np.array(found)
    return tuple(
        _check(name, number(real, first), table[:, n]) for n, (name, number) in enumerate(NUMBERS)
    )


def _real(model: StreamModel, history: History) -> tuple[Counts, Floats]:
    """Counts of the days after the warm-up, and the past on their first day."""
    if set(history.actors) != set(model.actors) or model.end - model.start < 2 * WARM_UP:
        raise BadValue(
            "posterior prediction needs the history of the fit and at least 120 days of it",
            remedy="Give the history that the model was fitted to.",
        )
    cells = cells_of(history.among(model.actors), model.start, model.end)
    states = len(model.actors)
    past = np.zeros_like(model.past)
    left = persistence(model.decays)
    found = []
    for day, (_, today) in enumerate(daily(cells, states, model.end - model.start)):
        if day < WARM_UP:
            past = fed(past, today, left)
        else:
            found.append(today)
    return np.array(found, np.int32), past


def _check(name: str, real: float, simulated: Floats) -> Check:
    low, median, high = np.quantile(simulated, [(1 - MASS) / 2, 0.5, (1 + MASS) / 2])
    below, above = (np.count_nonzero(s) for s in (simulated <= real, simulated >= real))
    p = min(1.0, 2 * (min(below, above) + 1) / (len(simulated) + 1))
    return Check(name, float(real), float(low), float(median), float(high), p)


def table_of(checks: Sequence[Check]) -> str:
    """The checks as lines of text, those not met marked and counted."""
    head = f"{'':52s} {'real':>9s} {'simulated (90%)':>28s} {'p':>6s}"
    rows = [_row(check) for check in checks]
    missed = sum(not check.met for check in checks)
    return "\n".join([head, *rows, f"{missed} of {len(checks)} numbers lie outside."])


def _row(check: Check) -> str:
    interval = f"{check.median:9.3f} [{check.low:7.3f}, {check.high:7.3f}]"
    mark = "" if check.met else "  outside"
    return f"{check.name:52s} {check.real:9.3f} {interval:>28s} {check.p:6.2f}{mark}"

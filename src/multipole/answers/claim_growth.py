"""Does a yearly series grow? Its mean yearly change, against a series that wanders by itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy import stats

from multipole.core.types import Estimate

MASS: Final = 0.9
#: With fewer changes too little can be said of how they hang together.
LEAST: Final = 10
#: No more memory than this is believed of the changes.
MOST: Final = 0.95


def growth(values: Sequence[float], *, mass: float = MASS) -> tuple[Estimate, float]:
    """The mean change from one value to the next, and the one-sided p of "it is above zero".

    The null is a walk without direction, whose changes may resemble their neighbours: with r their
    correlation (corrected for short series, and a standard error added; at least 0) n changes are
    worth n_e of independent ones. A series that returns to its level wanders less than that, and
    the test is then the more careful. The mean of fewer than ten changes, and of changes all alike,
    may lie anywhere and has no p.

    Of 2,000 simulated series each without direction, 10 or 20 changes long, at most 5 percent have
    p <= .05: walks whose changes have r from 0 to .8, and AR(1) of .5 to .95.

    >>> found, p = growth([0.50, 0.52, 0.55, 0.56, 0.60, 0.61, 0.65, 0.66, 0.70, 0.71, 0.75])
    >>> round(found.mean, 3), found.low > 0, p < 0.001
    (0.025, True, True)
    >>> growth([0.5, 0.6, 0.7])[1]
    nan

    Formula: n_e = n (1 - r) / (1 + r), interval = mean -+ t s / (n_e - 1)^.5, t of Student's with
    n_e - 1 degrees of freedom, s the standard deviation of the changes with the divisor n.
    Shapes: values (n + 1,) give one `Estimate` and a number.
    Unit: that of the values, a year.
    Reference: Bayley and Hammersley 1946, Supplement to the Journal of the Royal Statistical
    Society 8: 184-197; Marriott and Pope 1954, Biometrika 41: 390-402 (the correction of r).
    Not for: when it began to grow, nor whether it will go on.
    """
    changes = np.diff(np.asarray(values, dtype=np.float64))
    n = len(changes)
    mean = float(changes.mean()) if n else math.nan
    if n < LEAST or not changes.var() > 0:
        return Estimate(mean, -math.inf, math.inf, n, mass), math.nan
    rho = _correlation(changes)
    free = max(n * (1 - rho) / (1 + rho), 1.5) - 1
    error = float(changes.std()) / math.sqrt(free)
    reach = float(stats.t.ppf((1 + mass) / 2, free)) * error
    return Estimate(mean, mean - reach, mean + reach, n, mass), float(
        stats.t.sf(mean / error, free)
    )


def _correlation(changes: np.typing.NDArray[np.float64]) -> float:
    """Of neighbours, a standard error up; at least 0, as swinging back earns no trust."""
    gaps = changes - changes.mean()
    raw = float(gaps[1:] @ gaps[:-1]) / float(gaps @ gaps)
    fair = raw + (1 + 4 * raw) / len(changes)
    return float(np.clip(fair + math.sqrt(max(1 - fair**2, 0.0) / len(changes)), 0.0, MOST))

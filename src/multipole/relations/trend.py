"""Whether two actors came closer or drew apart between two windows, as far as reports can show.

The closeness of each window has the posterior 2p - 1 with p from Beta(C + 1, K + 1) (see
`multipole.relations.closeness`). Their difference D has no closed form; its distribution is the
mean, over evenly spaced quantiles q of the first window, of the second's distribution at q + D / 2:
a midpoint rule, deterministic, with an error far below what is shown.

By hand: the mean of a difference is the difference of the means. From (C=1, K=3) to (C=3, K=1):
-1/3 to 1/3, so 2/3. Four reports a side do not carry it: the interval spans zero.

>>> found = change(before=(1, 3), after=(3, 1))
>>> round(found.mean, 3), found.low < 0 < found.high, words_of(found)
(0.667, True, 'no change that these reports can show')
>>> words_of(change(before=(10, 30), after=(30, 10)))
'closer'
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy import special

from multipole.core.periods import Period
from multipole.core.types import Estimate, Measure
from multipole.relations.closeness import CLOSENESS, MASS, PRIOR, effective, estimate, inside

QUANTILES: Final = 2048
HALVINGS: Final = 32
#: What ``closer`` and ``apart`` are, wherever they are told: no more is known of such a change.
BEYOND: Final = "beyond the noise of counting"
Counts = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Trend:
    """Closeness in two windows, the change between them (in [-2, 2]) and the word for it.

    ``word`` is ``closer``, ``apart``, ``no change that these reports can show`` or ``unknown`` (a
    window without events). The first two are `BEYOND`, which is no claim that the change is more
    than the pair's tone wanders by itself.
    """

    first: Period
    second: Period
    before: Estimate
    after: Estimate
    change: Estimate
    word: str


def change(*, before: Counts, after: Counts, n: int | None = None, mass: float = MASS) -> Estimate:
    """The change of closeness from one window to another, with its equal-tailed interval.

    ``before``, ``after`` are (cooperation, conflict) in effective counts; ``n`` is the number of
    events in both (default: the effective counts, rounded). A window without events makes the mean
    NaN and the interval [-2, 2].

    >>> found = change(before=(1, 3), after=(3, 1))
    >>> round(found.mean, 3), found.low < 0 < found.high
    (0.667, True)

    Formula: D = 2 (p2 - p1), with p1 from Beta(C1 + 1, K1 + 1) and p2 from Beta(C2 + 1, K2 + 1);
    mean = E D, the interval by its quantiles.
    Shapes: two pairs of counts give one `Estimate`.
    Unit: difference of closeness, from -2 to 2.
    Reference: Pham-Gia, Turkkan and Eng 1993, Communications in Statistics: Theory and Methods 22:
    1755-1771.
    Not for: whether a change is more than such a series wanders, as reports are taken here as
    independent; windows chosen because they differ. Of pairs to which nothing happens, but whose
    tone lingers from year to year (AR(1) with .85), it calls .36 changed from one year to the next
    and .62 from five years to five (800 worlds of benchmarks/placebo.py). Ask `turning_points` and
    `change_at`, which allow for what lingers.
    """
    cases = round(sum(before) + sum(after)) if n is None else n
    if sum(before) <= 0 or sum(after) <= 0:
        return Estimate(math.nan, -2.0, 2.0, cases, mass)
    mean = _mean(after) - _mean(before)
    tail = (1.0 - mass) / 2.0
    grid = (np.arange(QUANTILES) + 0.5) / QUANTILES
    shares = special.betaincinv(before[0] + PRIOR, before[1] + PRIOR, grid)
    low, high = _quantile(tail, shares, after), _quantile(1.0 - tail, shares, after)
    return Estimate(mean, min(low, mean), max(high, mean), cases, mass)


def words_of(found: Estimate) -> str:
    """The word for a change: a direction only when the whole interval has that sign.

    Not for telling a change from a tone that wanders by itself; see `change`.
    """
    if math.isnan(found.mean):
        return "unknown"
    if found.low > 0:
        return "closer"
    return "apart" if found.high < 0 else "no change that these reports can show"


def trend(dyad: pa.Table, *, first: Period, second: Period, measure: Measure = CLOSENESS) -> Trend:
    """Compare a pair's closeness in two windows; ``dyad`` comes from `dyad_events`.

    An event counts in a window that holds its whole period, so an undated one counts in neither.
    """
    left, right = inside(dyad, first), inside(dyad, second)
    (good, bad, n), (better, worse, m) = effective(left, measure), effective(right, measure)
    found = change(before=(good, bad), after=(better, worse), n=n + m)
    before, after = estimate(left, measure=measure), estimate(right, measure=measure)
    return Trend(first, second, before, after, found, words_of(found))


def _mean(counts: Counts) -> float:
    good, bad = counts
    return (good - bad) / (good + bad + 2 * PRIOR)


def _quantile(mass: float, shares: npt.NDArray[np.float64], after: Counts) -> float:
    """The difference below which ``mass`` of the doubt lies, by halving [-2, 2]."""
    low, high = -2.0, 2.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        at = np.clip(shares + middle / 2.0, 0.0, 1.0)
        below = special.betainc(after[0] + PRIOR, after[1] + PRIOR, at).mean()
        low, high = (middle, high) if below < mass else (low, middle)
    return (low + high) / 2.0

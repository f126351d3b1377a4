"""How often a term stands in a thousand words, year by year, and a smooth line through it.

The rate of one year is that of its words: k occurrences in n thousand words, k / n, with the
Jeffreys interval of a Poisson rate. The line at year t weighs the years around it,

    r(t) = sum_s w_s k_s / sum_s w_s n_s,    w_s = (1 - (|s - t| / h)^3)^3 for |s - t| < h

(the tricube weights of Cleveland 1979) with h the reach in years. For its band, the weighted counts
stand for c times as many counted ones, c = sum w k / sum w^2 k: a gamma interval for a sum of
weighted Poisson counts (Fay and Feuer 1997).

Worked: years 2000-2002 with k = 2, 0, 4 in 1, 1, 2 thousand words; h = 2 gives w = 0.670, 1, 0.670
at 2001 and r = (1.340 + 0 + 2.680) / (0.670 + 1 + 1.340) = 1.335 in a thousand words.

Reference: Cleveland 1979, Journal of the American Statistical Association 74:829-836 (locally
weighted regression); Fay and Feuer 1997, Confidence Intervals for Directly Standardized Rates,
Statistics in Medicine 16:791-801.
Not for: saying why a rate moved. Words gather: a speech on one matter repeats its word, so the
interval of a single year is too narrow rather than too wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from multipole.core.errors import BadValue
from multipole.narratives.intervals import UNKNOWN, Interval, rate

#: Words that a rate is of, and the years that the line looks to each side.
THOUSAND: Final = 1000.0
REACH: Final = 4.0


def rates(counts: Sequence[int], words: Sequence[int]) -> list[Interval]:
    """The rate of each year in a thousand words, with its 90% interval; unknown without words.

    >>> [round(one.value, 2) for one in rates([2, 0], [1000, 500])]
    [2.0, 0.0]

    Unit: occurrences in a thousand words.
    """
    return [rate(k, n / THOUSAND) for k, n in zip(counts, words, strict=True)]


def smoothed(
    years: Sequence[int], counts: Sequence[int], words: Sequence[int], *, reach: float = REACH
) -> list[Interval]:
    """The smooth line at each of ``years``, in a thousand words, with its 90% band.

    Years without words weigh nothing and get the line of their neighbours. ``reach`` in years,
    more than 0, or `BadValue`.

    >>> line = smoothed([2000, 2001, 2002], [2, 0, 4], [1000, 1000, 2000], reach=2)
    >>> round(line[1].value, 3)
    1.335

    Unit: occurrences in a thousand words.
    """
    if not reach > 0:
        raise BadValue(f"a line that looks {reach} years to each side")
    at, k = np.array(years, dtype=float), np.array(counts, dtype=float)
    n = np.array(words, dtype=float) / THOUSAND
    return [_point(at - year, k, n, reach) for year in at]


def _point(apart: np.ndarray, k: np.ndarray, n: np.ndarray, reach: float) -> Interval:
    weights = np.clip(1 - (np.abs(apart) / reach) ** 3, 0, None) ** 3
    count, exposure = float(weights @ k), float(weights @ n)
    if exposure <= 0:
        return UNKNOWN
    spread = count / float(weights**2 @ k) if count else float(weights @ n) / float(weights**2 @ n)
    return rate(count, exposure, spread=spread)

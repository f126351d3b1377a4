"""Intervals of scores: of a share, of an F1, of a mean of F1 over classes. Each holds 90%."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from multipole.answers.score import Tally
from multipole.answers.system_near import wilson

DRAWS: Final = 2000
SEED: Final = 1
MASS: Final = (0.05, 0.95)
Bounds = tuple[float, float]
UNKNOWN: Final[Bounds] = (math.nan, math.nan)


def share_bounds(part: int, whole: int) -> Bounds:
    """The score interval of ``part`` of ``whole`` cases (Wilson 1927); NaN for none.

    >>> [round(bound, 3) for bound in share_bounds(8, 10)]
    [0.541, 0.931]
    """
    return wilson(part / whole, whole) if whole else UNKNOWN


def f1_bounds(tally: Tally) -> Bounds:
    """The interval of an F1 from the counts of its class.

    With J = matched / (coded + gold - matched), the share of all that either side names which both
    name, F1 = 2 J / (1 + J), which grows with J: the bounds are those of J, carried over.

    >>> low, high = f1_bounds(Tally(8, 10, 10))
    >>> round(low, 3), round(high, 3)
    (0.603, 0.913)
    """
    low, high = share_bounds(tally.matched, tally.coded + tally.gold - tally.matched)
    return 2 * low / (1 + low), 2 * high / (1 + high)


def macro_bounds(confusion: Mapping[tuple[str, str], int], *, draws: int = DRAWS) -> Bounds:
    """The interval of macro-F1 over draws of as many cases, with replacement (Efron 1979).

    ``confusion`` counts cases by (gold, coded). Drawing cases is drawing cells of this table; a
    class that a draw has neither in gold nor coded is left out of its mean.
    """
    total = sum(confusion.values())
    if not total:
        return UNKNOWN
    names = sorted({name for pair in confusion for name in pair})
    place = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(names), len(names)))
    for (gold, coded), count in confusion.items():
        table[place[gold], place[coded]] = count
    known = table.sum(axis=1) > 0
    drawn = np.random.default_rng(SEED).multinomial(total, table.ravel() / total, size=draws)
    means = _macro(drawn.reshape(draws, *table.shape), known)
    low, high = np.quantile(means, MASS)
    return float(low), float(high)


def with_bounds(tally: Tally) -> dict[str, Any]:
    """`Tally.to_json` and the bounds of its rates, names ending in ``_low`` and ``_high``."""
    found: dict[str, Any] = tally.to_json()
    of = {
        "precision": share_bounds(tally.matched, tally.coded),
        "recall": share_bounds(tally.matched, tally.gold),
        "f1": f1_bounds(tally),
    }
    for name, pair in of.items():
        found[f"{name}_low"], found[f"{name}_high"] = known(pair)
    return found


def known(bounds: Bounds) -> tuple[float | None, float | None]:
    """NaN, which JSON lacks, as null."""
    low, high = bounds
    return (None, None) if math.isnan(low) else (low, high)


def _macro(tables: NDArray[np.int64], chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    hits = 2.0 * tables.diagonal(axis1=1, axis2=2)
    seen = tables.sum(axis=1) + tables.sum(axis=2)
    rates = np.divide(hits, seen, out=np.full(hits.shape, np.nan), where=seen > 0)
    means: NDArray[np.float64] = np.nanmean(rates[:, chosen], axis=1)
    return means

"""A series as the tests of change want it: observed values, places in time, noise, natural bounds.

Shares of counts (k of n in a period) go to the angular scale of Anscombe (1948),

    x = arcsin sqrt((k + 3/8) / (n + 3/4)),      Var(x) = 1 / (4 n + 2) under binomial sampling,

whose sampling variance does not depend on the share: .98 and .99 are not "nearly without
variance", and a year of 20 votes counts for less than one of 140. The sampling variance is a floor
under the variance of the errors: five years of 40 out of 40 are not five exact measurements.

>>> held = series_of([3, 9, 0], of=[12, 12, 0], periods=[2001, 2002, 2003])
>>> held.places.tolist(), [round(float(held.back(x)), 2) for x in held.y]
([0, 1], [0.26, 0.74])
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue
from multipole.relations.serial import Floats, Ints

Kind = Literal["level", "trend", "jump"]
Numbers = Sequence[float] | npt.NDArray[np.float64] | npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Observed values only: ``y`` on the scale of the tests, ``shown`` on the reader's scale,
    ``periods`` their labels, ``places`` counted from the first, ``noise`` their sampling variances
    up to a factor, ``floor`` the sampling variances themselves (None when unknown), ``bounds``
    natural limits, ``angular`` whether ``y`` is on the angular scale."""

    y: Floats
    shown: Floats
    periods: Ints
    places: Ints
    noise: Floats
    floor: Floats | None
    bounds: tuple[float, float] | None
    angular: bool

    def __len__(self) -> int:
        return len(self.y)

    def back(self, x: Floats | float) -> Floats:
        """From the scale of the tests to the reader's."""
        if not self.angular:
            return np.asarray(x, dtype=np.float64)
        return np.asarray(np.sin(np.clip(x, 0.0, np.pi / 2)) ** 2)

    def slope(self, at: Floats, slope: Floats) -> Floats:
        """A slope on the scale of the tests, at the values ``at`` there, on the reader's scale."""
        return np.asarray(slope * np.sin(2 * at)) if self.angular else slope


def series_of(
    values: Numbers,
    *,
    of: Numbers | None = None,
    weights: Numbers | None = None,
    periods: Sequence[int] | Ints | None = None,
    bounds: tuple[float, float] | None = None,
) -> Series:
    """Prepare ``values`` [n] by period; NaN is missing, and so is a share of no cases.

    With ``of`` the values are counts k of n. ``weights`` are relative precisions (cases behind each
    value). ``periods`` are whole-number labels (years, sessions, months counted on), rising;
    default 0, 1, and so on. Raises `BadValue` for unlike lengths, labels that do not rise, k > n,
    negative counts and weights that are not positive.
    """
    y = np.asarray(values, dtype=np.float64)
    labels = np.arange(len(y)) if periods is None else np.asarray(periods, dtype=np.int64)
    _same_length(y, of, weights, labels)
    if len(labels) > 1 and (np.diff(labels) <= 0).any():
        raise BadValue("periods do not rise", remedy="Sort the series; one value a period.")
    if of is not None:
        return _of_counts(y, np.asarray(of, dtype=np.float64), labels)
    if bounds is not None and not bounds[0] < bounds[1]:
        raise BadValue(f"bounds {bounds} hold no range")
    heavy = np.ones_like(y) if weights is None else np.asarray(weights, dtype=np.float64)
    seen = np.isfinite(y)
    if not (heavy[seen] > 0).all():
        raise BadValue("a weight of an observed value is not positive")
    kept = labels[seen]
    noise = 1 / heavy[seen]
    return Series(y[seen], y[seen], kept, _places(kept), noise, None, bounds, False)


def _of_counts(k: Floats, n: Floats, labels: Ints) -> Series:
    seen = np.isfinite(k) & np.isfinite(n) & (n > 0)
    k, n, kept = k[seen], n[seen], labels[seen]
    if (k < 0).any() or (k > n).any():
        raise BadValue("a count is negative or exceeds its total")
    x = np.arcsin(np.sqrt((k + 0.375) / (n + 0.75)))
    noise = 1 / (4 * n + 2)
    return Series(x, k / n, kept, _places(kept), noise, noise, (0.0, 1.0), True)


def _places(labels: Ints) -> Ints:
    return np.asarray(labels - labels[0] if len(labels) else labels, dtype=np.int64)


def _same_length(y: Floats, of: Numbers | None, weights: Numbers | None, labels: Ints) -> None:
    for name, other in (("of", of), ("weights", weights), ("periods", labels)):
        if other is not None and len(other) != len(y):
            raise BadValue(f"{len(y)} values but {len(other)} {name}")


def base_of(held: Series, kind: Kind, others: Sequence[int]) -> Floats:
    """Columns [n, k] of what is no change: a level (or a line), and the changes at ``others``."""
    ones = np.ones((len(held), 1))
    start = ones if kind == "level" else np.hstack([ones, _line(held)])
    return np.hstack([start, added_of(held, kind, others)]) if others else start


def added_of(held: Series, kind: Kind, starts: Sequence[int]) -> Floats:
    """Columns [n, T]: a step (or, for a trend, a kink) that begins with each observation named."""
    order = np.arange(len(held))[:, None]
    begin = np.asarray(starts, dtype=np.int64)[None, :]
    if kind != "trend":
        return np.asarray(order >= begin, dtype=np.float64)
    before = held.places[np.maximum(begin - 1, 0)]
    return np.asarray(np.maximum(held.places[:, None] - before, 0) / per_unit(held))


def per_unit(held: Series) -> float:
    """Periods in which a kink of 1 moves the series by 1: a quarter of the span."""
    return max(1.0, float(held.places[-1]) / 4)


def _line(held: Series) -> Floats:
    middle = held.places[-1] / 2
    return np.asarray((held.places[:, None] - middle) / max(1.0, middle), dtype=np.float64)


def line_of(held: Series) -> Floats:
    """The column [n, 1] of a straight line from -1 to 1, the rival of a step."""
    return _line(held)

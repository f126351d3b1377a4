"""One figure for a dyad out of several measures, with weights that anyone can see and move.

Each part is a measure put on a scale from 0 (far) to 1 (close) that is fixed beforehand and does
not depend on the other dyads: `PARTS` has the scales and the weights unless moved. With scaled
values v and weights w, over the parts K that are known and all parts P of weight above nought,

    composite = sum_K w v / sum_K w          coverage c = sum_K w / sum_P w
    least = c composite,  most = c composite + (1 - c)

``least`` and ``most`` are what the composite over all parts could be, with the unknown ones
anywhere from 0 to 1: unknown is never zero. Weights are free of scale: twice all of them changes
nothing. Each kind of evidence (votes, words, deeds, pledges, rivalry) has the same weight, shared
by the measures of the kind; that is a convention (equal weighting) and no finding, which is why
what comes out under other weights is part of the answer: without each part, under random weights,
and how far one weight must move to change the order of dyads.

Unit: none, from 0 to 1; weights in any unit.

References: OECD and JRC 2008, Handbook on Constructing Composite Indicators; Saisana, Saltelli and
Tarantola 2005, Journal of the Royal Statistical Society A 168: 307-323; Greco, Ishizaka, Tasiou and
Torrisi 2019, Social Indicators Research 141: 61-94.

Not for: hiding that parts disagree. The parts stand beside it with ``spread``, the weighted
standard deviation of the parts; a composite of .5 may be two halves or a quarrel of 0 and 1. Nor
for comparing dyads of unlike coverage: the order is drawn from parts that all of them have.
Sanctions and disputes are no parts, for their lists only tell of cases: they would be known of foes
alone.

By hand: agreement .7 (weight 1), a commitment of level 2 of 3 (weight 3), deeds unknown (weight 3):
(.7 + 3 * 2/3) / 4 = .675; known are 4 of 7, so that all parts could give .675 * 4/7 = .386 to
.386 + 3/7 = .814.

>>> asked = {"agreement": 1.0, "commitment": 3.0, "closeness_deeds": 3.0}
>>> values = {"agreement": scaled("agreement", Estimate(0.7, 0.6, 0.8, 80)),
...           "commitment": scaled("commitment", Estimate(2.0, 2.0, 2.0, 1))}
>>> found = composite(values, asked)
>>> round(found.value.mean, 3), round(found.value.low, 3), round(found.value.high, 3)
(0.675, 0.65, 0.7)
>>> round(found.coverage, 3), round(found.least, 3), round(found.most, 3)
(0.571, 0.386, 0.814)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue
from multipole.core.types import Estimate

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Part:
    """A measure as part of the composite: its weight unless moved, and its way to 0 to 1.

    ``scale`` never turns: it rises or falls all the way; ``formula`` says it in words.
    """

    measure: str
    kind: str
    weight: float
    formula: str
    scale: Callable[[float], float]


PARTS: Final = (
    Part("agreement", "votes", 1.0, "x", lambda x: x),
    Part("ideal_distance", "votes", 1.0, "1 / (1 + x)", lambda x: 1.0 / (1.0 + x)),
    Part("joint_vetoes", "votes", 1.0, "x", lambda x: x),
    Part("closeness_words", "words", 3.0, "(x + 1) / 2", lambda x: (x + 1.0) / 2.0),
    Part("closeness_deeds", "deeds", 3.0, "(x + 1) / 2", lambda x: (x + 1.0) / 2.0),
    Part("commitment", "pledges", 3.0, "x / 3", lambda x: x / 3.0),
    Part("rivalry", "rivalry", 3.0, "1 - x", lambda x: 1.0 - x),
)
WEIGHTS: Final[dict[str, float]] = {part.measure: part.weight for part in PARTS}
_SCALES: Final = {part.measure: part.scale for part in PARTS}


@dataclass(frozen=True, slots=True)
class Composite:
    """The composite of the known parts, and what the unknown ones leave open.

    ``value`` has the interval of the known parts' own doubt; ``least`` to ``most`` is the reach of
    the unknown ones; ``coverage`` is the share of weight that is known; ``spread`` the weighted
    standard deviation of the known parts (NaN with one), at most .5; ``lowest`` and ``highest``
    name the parts farthest apart, ``unknown`` those without a value.
    """

    value: Estimate
    least: float
    most: float
    coverage: float
    spread: float
    lowest: str
    highest: str
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tipping:
    """The least change of one weight at which two dyads (by place) change their order.

    ``before`` and ``after`` are the weight of ``part``; ``change`` is the size of the change as a
    share of all weights before.
    """

    part: str
    before: float
    after: float
    change: float
    dyads: tuple[int, int]


def scaled(measure: str, estimate: Estimate) -> Estimate:
    """A value of ``measure`` with its interval on the scale 0 (far) to 1 (close) of `PARTS`.

    NaN stays NaN, with the interval [0, 1]; ends beyond the scale are cut. Raises `BadValue` for a
    measure that is no part.

    >>> scaled("ideal_distance", Estimate(1.0, 0.0, 3.0, 2))
    Estimate(mean=0.5, low=0.25, high=1.0, n=2, mass=0.9)
    """
    if measure not in _SCALES:
        raise BadValue(f"{measure!r} is no part", remedy=f"Use one of {', '.join(_SCALES)}.")
    if math.isnan(estimate.mean):
        return Estimate(math.nan, 0.0, 1.0, estimate.n, estimate.mass)
    mean, *ends = (
        min(1.0, max(0.0, _SCALES[measure](x)))
        for x in (estimate.mean, estimate.low, estimate.high)
    )
    low, high = sorted(1.0 * (mean if math.isnan(end) else end) for end in ends)
    return Estimate(mean, min(low, mean), max(high, mean), estimate.n, estimate.mass)


def composite(values: Mapping[str, Estimate], weights: Mapping[str, float]) -> Composite:
    """The weighted mean of the known parts; the formula is the module's.

    ``values`` are scaled to 0 to 1 (`scaled`); a part of ``weights`` without one, or with NaN, is
    unknown; one without a weight does not count. The interval is the weighted mean of the parts'
    ends: that of parts that err together, as two measures of the same votes do. It is wide if they
    err on their own, never too narrow. ``n`` is the number of known parts. No part known: NaN, 0 to
    1. Raises `BadValue` for values beyond 0 to 1 and for weights that are negative, not finite or
    all nought.
    """
    names = [name for name, weight in weights.items() if weight != 0.0]
    w = _checked([weights[name] for name in names])
    held = [values.get(name) or Estimate(math.nan, 0.0, 1.0, 0) for name in names]
    table = np.array([[one.mean, one.low, one.high] for one in held])
    known = np.isfinite(table[:, 0])
    unknown = tuple(name for name, told in zip(names, known, strict=True) if not told)
    if not known.any():
        return Composite(Estimate(math.nan, 0.0, 1.0, 0), 0.0, 1.0, 0.0, math.nan, "", "", unknown)
    table, share = _within(table[known]), w[known] / w[known].sum()
    mean, low, high = (float(end) for end in share @ table)
    coverage = float(w[known].sum() / w.sum())
    told = [name for name, one in zip(names, known, strict=True) if one]
    parts = table[:, 0]
    spread = math.sqrt(float(share @ (parts - mean) ** 2)) if len(parts) > 1 else math.nan
    value = Estimate(mean, min(low, mean), max(high, mean), len(told))
    return Composite(
        value, coverage * mean, coverage * mean + 1.0 - coverage, coverage, spread,
        told[int(parts.argmin())], told[int(parts.argmax())], unknown,
    )  # fmt: skip


def _checked(weights: npt.ArrayLike) -> Floats:
    """Weights as an array; raises `BadValue` when one is negative or not finite, or all are 0."""
    w = np.asarray(weights, dtype=np.float64)
    if not np.all(np.isfinite(w)) or np.any(w < 0) or not w.sum() > 0:
        raise BadValue(
            f"weights {w.tolist()}", remedy="Give numbers from 0 up, one of them above 0."
        )
    return w


def _within(table: Floats) -> Floats:
    if np.any(table < 0) or np.any(table > 1):
        raise BadValue("a part lies beyond 0 to 1", remedy="Scale it first: `scaled`.")
    return table


def means(values: npt.ArrayLike, weights: npt.ArrayLike) -> Floats:
    """Composites (..., dyads) of ``values`` (dyads, parts) under ``weights`` (..., parts).

    Each over the parts that the dyad has; NaN where those have no weight.

    >>> means([[0.2, 0.8], [0.4, np.nan]], [3.0, 1.0]).round(2).tolist()
    [0.35, 0.4]
    """
    v, w = np.asarray(values, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    known = np.isfinite(v)
    above, below = w @ np.where(known, v, 0.0).T, w @ known.T.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(below > 0, above / below, np.nan))


def without_each(values: npt.ArrayLike, weights: npt.ArrayLike) -> Floats:
    """The composite of one dyad without each of its parts in turn; NaN where nothing is left.

    >>> without_each([0.2, 0.8, np.nan], [1.0, 1.0, 1.0]).tolist()
    [0.8, 0.2, 0.5]
    """
    v, w = np.asarray(values, dtype=np.float64), _checked(weights)
    left = np.where(np.eye(len(w), dtype=bool), 0.0, w)
    return means(v[None, :], left)[:, 0]


#: The greater, the nearer random weights stay to those given: a weight of one sixth varies by a
#: half of itself (standard deviation).
NEARNESS: Final = 20.0


def random_weights(
    weights: npt.ArrayLike, *, rng: np.random.Generator, draws: int = 2000, flat: bool = False
) -> Floats:
    """Random weights (draws, parts) that add up to 1: around those given, or any (``flat``).

    Dirichlet: of `NEARNESS` times the shares given, whose mean is those shares; or of ones, all
    weightings alike. A weight of nought stays nought: it was said not to count.

    >>> drawn = random_weights([3, 0, 1], rng=np.random.default_rng(1), draws=4000)
    >>> drawn.mean(axis=0).round(2).tolist()
    [0.75, 0.0, 0.25]
    """
    w = _checked(weights)
    found = np.zeros((draws, len(w)))
    held = w > 0
    found[:, held] = rng.dirichlet(
        np.ones(int(held.sum())) if flat else NEARNESS * w[held] / w.sum(), size=draws
    )
    return found


def common(values: npt.ArrayLike, weights: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """The parts of weight above nought that every dyad has."""
    known = np.isfinite(np.asarray(values, dtype=np.float64)).all(axis=0)
    return np.asarray(known & (np.asarray(weights, dtype=np.float64) > 0))


def closest(values: npt.ArrayLike, drawn: Floats) -> Floats:
    """The share of weightings (draws, parts) in which each dyad is the closest; ties are split.

    ``values`` (dyads, parts) of parts that all dyads have (`common`): NaN for each when there is
    none.

    >>> drawn = np.array([[1.0, 0.0], [0.5, 0.5], [0.9, 0.1], [0.0, 1.0]])
    >>> closest([[0.9, 0.1], [0.2, 0.8]], drawn).tolist()
    [0.625, 0.375]
    """
    v = np.asarray(values, dtype=np.float64)
    if not v.shape[1] or not np.isfinite(v).all():
        return np.full(len(v), np.nan)
    found = means(v, drawn)
    first = np.isclose(found, found.max(axis=1, keepdims=True), rtol=0, atol=1e-12)
    return np.asarray((first / first.sum(axis=1, keepdims=True)).mean(axis=0))


def tipping(
    values: npt.ArrayLike, weights: npt.ArrayLike, names: tuple[str, ...]
) -> Tipping | None:
    """The smallest change of a single weight that would change the order of any two dyads.

    ``values`` (dyads, parts) of parts that all dyads have. With d the difference of two dyads, they
    are even at the weight w' = w - (sum w d) / d of a part, if that is not negative. None where no
    single weight can do it, and for fewer than two dyads or no common part.

    .7 and .2 against .4 and .6, evenly weighted: (.3 - .4) / 2 leaves the second ahead; the first
    weight has to rise from 1 to 1 + .1 / .3 for the two to be even, the second to fall by .1 / .4.

    >>> found = tipping([[0.7, 0.2], [0.4, 0.6]], [1.0, 1.0], ("votes", "deeds"))
    >>> found.part, found.before, round(found.after, 2), round(found.change, 3)
    ('deeds', 1.0, 0.75, 0.125)
    """
    v, w = np.asarray(values, dtype=np.float64), _checked(weights)
    if not v.shape[1] or not np.isfinite(v).all():
        return None
    found = [
        Tipping(names[k], float(w[k]), float(after), float(abs(after - w[k]) / w.sum()), (i, j))
        for i in range(len(v))
        for j in range(i + 1, len(v))
        for k, after in _evens(v[i] - v[j], w)
    ]
    return min(found, key=lambda one: (one.change, one.part, one.dyads), default=None)


def _evens(gap: Floats, w: Floats) -> list[tuple[int, float]]:
    """Parts and the weight of each at which a gap of two dyads closes."""
    ahead = float(w @ gap)
    held = [(k, w[k] - ahead / gap[k]) for k in range(len(w)) if abs(gap[k]) > 1e-12]
    return [(k, after) for k, after in held if after >= 0 and w.sum() - w[k] + after > 0]

"""The composite of dyads from points of measures: latest parts, weights as asked, sensitivity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.answers.asked import one_of
from multipole.answers.measures.points import WHOLE, Point
from multipole.core.errors import WrongUse
from multipole.core.types import Estimate
from multipole.relations.composite import (
    WEIGHTS,
    Composite,
    Tipping,
    closest,
    common,
    composite,
    means,
    random_weights,
    scaled,
    tipping,
    without_each,
)

#: A part that speaks of more years before the newest one counts as unknown.
STALE: Final = 5
#: Fewer acts in a period do not make its closeness the latest value.
LEAST_ACTS: Final = 10
DRAWS: Final = 2000
_TAIL: Final = (5.0, 95.0)
Given = str | Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Taken:
    """The latest value of a part: ``estimate`` on 0 to 1, and whether it is too old to count."""

    point: Point
    estimate: Estimate
    stale: bool


@dataclass(frozen=True, slots=True)
class Under:
    """A dyad's composite under other weights: without each part, near those given, any at all.

    ``without`` is (part left out, composite) at the lowest and the highest; ``near`` and ``flat``
    hold 90% of random weightings; ``closest`` is the share of weightings near those given, and of
    any, in which this dyad is the closest of those compared.
    """

    without: tuple[tuple[str, float], ...]
    near: tuple[float, float]
    flat: tuple[float, float]
    closest: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Compared:
    """Composites of several dyads, in the order given.

    ``recent`` is the first year that counts. ``shared`` are the parts that all have, of which alone
    the order is drawn; ``tips`` is the smallest change of one weight that would change it.
    """

    weights: dict[str, float]
    recent: int
    parts: tuple[dict[str, Taken], ...]
    found: tuple[Composite, ...]
    under: tuple[Under, ...]
    shared: tuple[str, ...]
    tips: Tipping | None


def weights_of(given: Given | None) -> dict[str, float]:
    """The weights of `multipole.relations.composite.PARTS`, moved: ``agreement=2,commitment=0``.

    Parts that are not named keep theirs. Raises `WrongUse` for a part that there is not, for what
    is no number from 0 up, and where no part is left.

    >>> weights_of("agreement=2,commitment=0")["agreement"]
    2.0
    """
    told = _pairs(given) if isinstance(given, str) else dict(given or {})
    for name, weight in told.items():
        one_of(name, tuple(WEIGHTS), "a part of the composite")
        if not 0 <= weight < float("inf"):
            raise _no_weight(f"{name}={weight:g}")
    found = {name: float(told.get(name, weight)) for name, weight in WEIGHTS.items()}
    if not any(found.values()):
        raise WrongUse("all weights are 0", remedy="Leave one part a weight above 0.")
    return found


def _pairs(text: str) -> dict[str, float]:
    held = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, _, number = pair.partition("=")
        try:
            held[name.strip()] = float(number)
        except ValueError:
            raise _no_weight(pair) from None
    return held


def _no_weight(told: str) -> WrongUse:
    return WrongUse(f"{told!r} gives no weight", remedy="Write agreement=2,commitment=0.")


def latest(points: Iterable[Point]) -> dict[str, Point]:
    """Of each measure the known value that speaks of the latest time.

    Of several publishers (or directions) with a value of that time the one with the most cases,
    then the first by name. Values of one domain do not stand for all, and those that are not
    `seen` do not count.
    """
    found: dict[str, Point] = {}
    for point in points:
        if point.domain == WHOLE and point.receiver and seen(point):
            held = found.get(point.measure)
            if held is None or _later(point, held):
                found[point.measure] = point
    return found


def seen(point: Point) -> bool:
    """Whether there is a value, and for what a model says of acts, acts enough to rest it on."""
    return point.known and (point.variable != "acts" or point.estimate.n >= LEAST_ACTS)


def _later(one: Point, held: Point) -> bool:
    """Whether ``one`` is to be taken instead of ``held``."""
    ours, theirs = ((p.period.start, p.estimate.n) for p in (one, held))
    if ours != theirs:
        return ours > theirs
    return (one.source, one.sender) < (held.source, held.sender)


def compare(
    dyads: Sequence[Mapping[str, Point]], weights: Mapping[str, float], *, seed: int = 0
) -> Compared:
    """Composites of ``dyads``, each given by its `latest` points, and their sensitivity.

    Parts that speak of more than `STALE` years before the newest of any of the dyads are unknown.
    """
    year = max((_year(held[n]) for held in dyads for n in weights if n in held), default=0)
    recent = year - STALE
    parts = tuple(
        {name: _taken(held[name], recent) for name in weights if name in held} for held in dyads
    )
    values = [{n: one.estimate for n, one in held.items() if not one.stale} for held in parts]
    found = tuple(composite(one, weights) for one in values)
    names, w = tuple(weights), np.array(list(weights.values()))
    table = np.array([[one[n].mean if n in one else np.nan for n in names] for one in values])
    under, shared, tips = _sensitivity(table, w, names, seed)
    return Compared(dict(weights), recent, parts, found, under, shared, tips)


def _taken(point: Point, recent: int) -> Taken:
    return Taken(point, scaled(point.measure, point.estimate), _year(point) < recent)


def _year(point: Point) -> int:
    return point.period.start.year


def _sensitivity(
    table: npt.NDArray[np.float64], w: npt.NDArray[np.float64], names: tuple[str, ...], seed: int
) -> tuple[tuple[Under, ...], tuple[str, ...], Tipping | None]:
    rng = np.random.default_rng(seed)
    near = random_weights(w, rng=rng, draws=DRAWS)
    flat = random_weights(w, rng=rng, draws=DRAWS, flat=True)
    held = common(table, w)
    both = [closest(table[:, held], drawn[:, held]) for drawn in (near, flat)]
    ranges = [_ranges(means(table, drawn)) for drawn in (near, flat)]
    under = tuple(
        Under(_without(table[i], w, names), ranges[0][i], ranges[1][i],
              (float(both[0][i]), float(both[1][i])))
        for i in range(len(table))
    )  # fmt: skip
    shared = tuple(name for name, kept in zip(names, held, strict=True) if kept)
    return under, shared, tipping(table[:, held], w[held], shared) if shared else None


def _ranges(drawn: npt.NDArray[np.float64]) -> list[tuple[float, float]]:
    return [(float("nan"), float("nan")) if np.isnan(one).all() else _ends(one) for one in drawn.T]


def _ends(drawn: npt.NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.nanpercentile(drawn, _TAIL)
    return float(low), float(high)


def _without(
    values: npt.NDArray[np.float64], w: npt.NDArray[np.float64], names: tuple[str, ...]
) -> tuple[tuple[str, float], ...]:
    """What is left without each known part in turn, the lowest first."""
    left = without_each(values, w)
    told = [
        (name, float(one))
        for name, one, value, weight in zip(names, left, values, w, strict=True)
        if np.isfinite(one) and np.isfinite(value) and weight > 0
    ]
    return tuple(sorted(told, key=lambda pair: (pair[1], pair[0])))

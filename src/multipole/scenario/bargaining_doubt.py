"""How far a forecast of bargaining goes when its inputs are a little other than given.

Inputs are judgements, so each is drawn anew in every run: normal around what was given, with half
the width of its 90% interval told for each actor; the spread of the forecasts is their interval,
and the rank correlation of a forecast with an input (Spearman) says which inputs matter. What the
interval cannot hold is that the model itself may be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy.special import ndtri

from multipole.core.errors import BadValue
from multipole.scenario.bargaining import PUBLISHED, Rules, bargain
from multipole.scenario.bargaining_terms import Floats, Whole, mean, middle

Input = Literal["position", "capability", "salience"]
MASS: Final = 0.9
#: Half the width of 90% of a normal of unit deviation.
HALF: Final = float(ndtri((1 + MASS) / 2))
#: So many numbers of one array at a time, some 8 MB.
AT_ONCE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Issue:
    """A table to bargain over: arrays (n,), and half the width of each input's 90% interval.

    ``low`` and ``high`` are the ends of the line, NaN where it has none but the positions' own.
    """

    positions: Floats
    capability: Floats
    salience: Floats
    position_doubt: Floats
    capability_doubt: Floats
    salience_doubt: Floats
    low: float = np.nan
    high: float = np.nan

    def __post_init__(self) -> None:
        doubts = np.stack([self.position_doubt, self.capability_doubt, self.salience_doubt])
        if doubts.shape[1:] != self.positions.shape or not (doubts >= 0).all():
            raise BadValue("a doubt below 0 or missing", remedy="Give half a width, 0 or more.")
        if np.isfinite(self.low) and not (self.low < self.high):
            raise BadValue(f"a line from {self.low} to {self.high}", remedy="Give low, then high.")
        if (self.positions < self.low).any() or (self.positions > self.high).any():
            raise BadValue(
                f"a position outside the line from {self.low} to {self.high}",
                remedy="Move the ends of the line, or correct the position.",
            )

    @property
    def line(self) -> float | None:
        """The length of the line, None without ends."""
        return float(self.high - self.low) if np.isfinite(self.low) else None


@dataclass(frozen=True, slots=True)
class Spread:
    """Forecasts of many draws: (K,) each, with ``ends`` (K, n) the last positions of actors.

    ``median`` and ``mean`` are of the first positions: what comes without bargaining. ``drivers``
    maps an input to the rank correlation of the forecast with it, actor by actor, NaN where one
    of the two never changes. ``ended``: the round of rest, -1 none.
    """

    forecast: Floats
    median: Floats
    mean: Floats
    ends: Floats
    ended: Whole
    drivers: dict[Input, Floats]


def draw(issue: Issue, *, runs: int, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Positions, capability and salience drawn ``runs`` times, (runs, n) each.

    Positions stay on the line if it has ends, capability at 0 or above, salience in [0, 1]. The
    draws of an actor do not depend on those of another.
    """
    given = (issue.positions, issue.capability, issue.salience)
    doubts = (issue.position_doubt, issue.capability_doubt, issue.salience_doubt)
    noise = rng.standard_normal((runs, 3, len(issue.positions))) / HALF
    x, c, s = (v + noise[:, n] * d for n, (v, d) in enumerate(zip(given, doubts, strict=True)))
    if issue.line is not None:
        x = np.clip(x, issue.low, issue.high)
    return x, np.maximum(c, 0.0), np.clip(s, 0.0, 1.0)


def spread(
    issue: Issue,
    *,
    runs: int = 1000,
    rng: np.random.Generator,
    rules: Rules = PUBLISHED,
    rounds: int = 10,
    still: float = 0.01,
) -> Spread:
    """Bargain over ``runs`` draws of the inputs. The same ``rng`` state gives the same figures.

    Raises `BadValue` for fewer than one run, and what `bargain` raises.
    """
    if runs < 1:
        raise BadValue(f"{runs} runs", remedy="Give 1 or more.")
    drawn = draw(issue, runs=runs, rng=rng)
    parts = [
        bargain(*(a[rows] for a in drawn), rules=rules, rounds=rounds, still=still, line=issue.line)
        for rows in _parts(runs, len(issue.positions))
    ]
    forecast = np.concatenate([p.forecast for p in parts])
    x, w = drawn[0], drawn[1] * drawn[2]
    names: tuple[Input, ...] = ("position", "capability", "salience")
    return Spread(
        forecast,
        middle(x, w),
        mean(x, w),
        np.concatenate([p.positions[:, -1] for p in parts]),
        np.concatenate([p.ended for p in parts]),
        {name: correlations(a, forecast) for name, a in zip(names, drawn, strict=True)},
    )


def _parts(runs: int, actors: int) -> Iterator[slice]:
    size = max(1, AT_ONCE // actors**3)
    return (slice(n, n + size) for n in range(0, runs, size))


def interval(values: Floats) -> tuple[float, float]:
    """Where 90% of the values lie.

    >>> [round(end, 6) for end in interval(np.arange(101.0))]
    [5.0, 95.0]
    """
    low, high = np.quantile(values, [(1 - MASS) / 2, (1 + MASS) / 2])
    return float(low), float(high)


def correlations(inputs: Floats, forecast: Floats) -> Floats:
    """Spearman's rank correlation of each column of ``inputs`` (K, n) with ``forecast`` (K,).

    >>> correlations(np.array([[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]]), np.array([0.0, 1.0, 4.0]))
    array([ 1., nan])
    """
    ranks = np.stack([_ranks(column) for column in inputs.T], axis=1)
    ranked = _ranks(forecast)
    ranks, ranked = ranks - ranks.mean(axis=0), ranked - ranked.mean()
    sizes = np.sqrt((ranks**2).sum(axis=0) * (ranked**2).sum())
    both = ranked @ ranks
    return np.asarray(np.divide(both, sizes, out=np.full_like(sizes, np.nan), where=sizes > 0))


def _ranks(values: Floats) -> Floats:
    """Ranks from 1 on, equal values sharing the mean of theirs."""
    _, places, sizes = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(sizes)
    return np.asarray((last - (sizes - 1) / 2)[places])

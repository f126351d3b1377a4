"""Turning points of one series: how many, when, how large, how sure, and where none could be seen.

Dates are proposed exhaustively for one change and by `ruptures` (dynamic programming) for a spell,
a change and its end; what is proposed is decided here, under serial dependence, with the whole
search repeated in every simulated series of the null (`multipole.relations.serial_null`). Further
changes are weighed one after another, given those already found (Bai and Perron 1998).

References: Andrews, D. W. K. (1993), Econometrica 61, 821-856; Bai, J. and Perron, P. (1998),
Econometrica 66, 47-78; Bai, J. (1997), Econometric Theory 13, 315-352 (one at a time, dates
refined); Truong, C., Oudre, L. and Vayatis, N. (2020), Signal Processing 167 (ruptures).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np

from multipole.core.errors import BadValue
from multipole.core.types import Estimate
from multipole.relations.serial import NOISY, SMOOTH, Ints
from multipole.relations.serial_null import Nulls, nulls_of
from multipole.relations.turning_search import (
    Hit,
    Search,
    candidates,
    dates,
    first,
    further,
    line_beats,
    weighed,
)
from multipole.relations.turning_series import Kind, Numbers, Series, series_of
from multipole.relations.turning_sizes import size_of

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
LEAST: Final = 8
TRIM: Final = 3
MASS: Final = 0.9


@dataclass(frozen=True, slots=True)
class Turn:
    """One change: ``period`` is the first of the new regime, ``low`` to ``high`` its interval.

    ``p`` is the p-value with which it was found; ``probability`` that of a change somewhere against
    none, even odds before the data (given the other changes). ``before``, ``after``, ``change`` are
    levels, or slopes per period for kind ``trend``. ``spell``: found together with another.
    """

    kind: Kind
    period: int
    low: int
    high: int
    p: float
    probability: float
    before: Estimate
    after: Estimate
    change: Estimate
    spell: bool = False


@dataclass(frozen=True, slots=True)
class Turns:
    """What a series shows: ``turns`` in time order, ``p`` of "no change at all", the ``strongest``
    date whether or not it is one, ``seen_from`` to ``seen_to`` (the only periods in which a change
    could be seen), ``warnings`` in words, ``n`` observed values."""

    turns: tuple[Turn, ...]
    p: float
    strongest: Turn | None
    seen_from: int | None
    seen_to: int | None
    warnings: tuple[str, ...]
    n: int


def turning_points(
    values: Numbers,
    *,
    rng: np.random.Generator,
    of: Numbers | None = None,
    weights: Numbers | None = None,
    periods: Sequence[int] | Ints | None = None,
    kind: Kind = "level",
    trim: int = TRIM,
    alpha: float = 0.05,
    most: int = 5,
    noisy: bool = True,
    heavy: bool = False,
    mass: float = MASS,
    nulls: Nulls | None = None,
) -> Turns:
    """The changes of level or trend of ``values`` [n] by period, NaN where missing.

    ``kind``
        ``level``: a mean that steps; ``trend``: a line that bends; ``jump``: a line that steps.
    ``of``, ``weights``, ``periods``
        See `multipole.relations.turning_series.series_of`: counts k of n, relative precisions,
        rising whole-number labels.
    ``trim``
        Least number of observed values in a regime; no change is sought nearer to an end.
    ``alpha``
        Chance of finding any change where there is none, at most, for AR(1) errors of any
        coefficient from 0 to .98 with normal shocks.
    ``noisy``
        Whether the values are sampled or reported (AR(1) seen with white noise) or exact (AR(1)):
        the second finds more, and is wrong in up to 4 of 10 unchanged series if there is noise.
    ``heavy``
        Whether shocks may be far from normal (t with 5 degrees of freedom): else a single large
        shock that fades slowly passes for a change in one of five to one of four.
    ``nulls``
        Tables kept between calls (`nulls_of`); they hold what ``rng`` would draw.

    Raises `BadValue` for an unknown kind, a trim under 2 and bad input. Fewer than 8 values, or
    values that are all alike, give no turns, p NaN and a warning.

    >>> import numpy as np
    >>> y = [1, 2, 1, 2, 1, 2, 1, 9, 8, 9, 8, 9, 8, 9]
    >>> found = turning_points(y, rng=np.random.default_rng(7), periods=range(2001, 2015))
    >>> [(turn.period, turn.low, turn.high) for turn in found.turns]
    [(2008, 2008, 2008)]
    >>> turn = found.turns[0]
    >>> round(turn.change.mean, 1), turn.p < 0.01, found.seen_to
    (7.2, True, 2012)

    Formula: y_t = m + d [t >= a] + e_t, e an AR(1) with or without white noise; T = the largest log
    Bayes factor of d over all a; p = the largest over dependences of P(T of an unchanged series is
    as great), by simulation (`multipole.relations.serial_null`).
    Shapes: values (n,) give one `Turns`.
    Unit: that of the values.
    Reference: Andrews 1993, Econometrica 61: 821-856; Bai and Perron 1998, Econometrica 66: 47-78.
    Not for: causes (a date is no reason), the last ``trim - 1`` periods (a break there cannot be
    told from a spike), a series chosen because it seems to turn, and sums that are other sums
    shifted. A steady climb looks like a step: heed the warning and ask for ``trend``.
    """
    held = series_of(values, of=of, weights=weights, periods=periods)
    search = searching(
        held, kind, trim=trim, noisy=noisy, heavy=heavy, nulls=nulls or nulls_of(rng)
    )
    if (why := _unfit(search)) is not None:
        return Turns((), math.nan, None, None, None, (why,), len(held))
    hits = _sequence(search, alpha=alpha, most=most)
    turns = _turns(search, [hit for hit in hits if hit.p <= alpha], rng, mass)
    strongest = turns or _turns(search, hits[:1], rng, mass)
    seen = held.periods[candidates(search, ())]
    return Turns(
        tuple(turns),
        hits[0].p,
        min(strongest, key=lambda turn: (turn.p, -turn.probability)),
        int(seen[0]),
        int(seen[-1]),
        tuple(_warnings(search, hits, alpha)),
        len(held),
    )


def searching(
    held: Series, kind: Kind, *, trim: int, noisy: bool, heavy: bool, nulls: Nulls
) -> Search:
    """A search of this series; raises `BadValue` for an unknown kind or a trim under 2."""
    if kind not in KINDS:
        raise BadValue(f"kind {kind!r} is unknown", remedy=f"Use one of {', '.join(KINDS)}.")
    if trim < 2:
        raise BadValue(f"a trim of {trim} would call a spike a change", remedy="Use 2 or more.")
    return Search(held, kind, trim, NOISY if noisy else SMOOTH, heavy, nulls)


def unvaried(held: Series) -> bool:
    """Whether all observed values are alike."""
    return len(held) > 0 and bool(np.ptp(held.shown) <= 1e-12 * max(1.0, abs(held.shown[0])))


def _unfit(search: Search) -> str | None:
    least = max(LEAST, 2 * search.trim + 1)
    if len(search.held) < least:
        return f"too few: {len(search.held)} values, at least {least} are needed"
    return "no variation: all values are alike" if unvaried(search.held) else None


def _sequence(search: Search, *, alpha: float, most: int) -> list[Hit]:
    hits: list[Hit] = []
    hit = first(search)
    while hit is not None:
        hits.append(hit)
        starts = [start for one in hits for start in one.starts]
        if hit.p > alpha or len(starts) >= most:
            break
        hit = further(search, sorted(starts))
    return hits


def _turns(search: Search, hits: list[Hit], rng: np.random.Generator, mass: float) -> list[Turn]:
    starts = sorted((start, hit) for hit in hits for start in hit.starts)
    places = [start for start, _ in starts]
    return [
        _turn(search, start, [a for a in places if a != start], hit, rng, mass)
        for start, hit in sorted(starts)
    ]


def _turn(
    search: Search, start: int, others: list[int], hit: Hit, rng: np.random.Generator, mass: float
) -> Turn:
    """The change near ``start``, its date refined given the others (Bai 1997)."""
    held = search.held
    left = max([a for a in others if a < start], default=-1)
    right = min([a for a in others if a > start], default=len(held) + 1)
    when = dates(search, others, [a for a in candidates(search, others) if left < a < right])
    low, high = when.interval(mass)
    size = size_of(
        held, when.best, kind=search.kind, others=others, grid=search.grid, rng=rng, mass=mass
    )
    low, high = min(low, when.best), max(high, when.best)
    period, early, late = (int(held.periods[a]) for a in (when.best, low, high))
    return Turn(
        search.kind,
        period,
        early,
        late,
        hit.p,
        when.probability,
        size.before,
        size.after,
        size.change,
        len(hit.starts) > 1,
    )


def _warnings(search: Search, hits: list[Hit], alpha: float) -> list[str]:
    said = []
    single = len(hits[0].starts) == 1
    if search.kind == "level" and single and line_beats(search, hits[0].factor):
        said.append("a straight line fits as well as a step: ask for kind 'trend'")
    for back in (2, 1):
        start = len(search.held) - back
        if weighed(search, (), [start])[1] <= alpha:
            said.append(edge_words(search.held, start))
    return said


def edge_words(held: Series, start: int) -> str:
    """The warning for a change that begins so late that few values follow."""
    period, after = int(held.periods[start]), len(held) - start
    values = "value" if after == 1 else "values"
    return f"from {period}: {after} {values} only; a break there cannot be told from a spike"

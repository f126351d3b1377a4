"""The claim test on one series: did it change in a named period, is it closer since?

A verdict is ``yes``, ``no`` or ``not measurable``. The p-value is that of the change at the named
date under the serially dependent null of `multipole.relations.serial_null`, given the changes that
the series shows elsewhere; beside it stands the p-value of a test without dependence, which calls
nearly everything a break. "No" is said with the place where the series itself would break, and with
the smallest change that the test would have found: no finding is no proof of no change.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from multipole.relations.serial import Ints
from multipole.relations.serial_null import Nulls, nulls_of
from multipole.relations.turning import (
    LEAST,
    MASS,
    TRIM,
    Turn,
    Turns,
    edge_words,
    searching,
    turning_points,
    unvaried,
)
from multipole.relations.turning_search import Search, candidates, dates, weighed
from multipole.relations.turning_series import Kind, Numbers, Series, series_of
from multipole.relations.turning_sizes import Size, independent_p, size_of

Finding = Literal["yes", "no", "not measurable"]
#: Share of the natural range, at either end, within which a change cannot show.
BAND: Final = 0.05
LEAST_BEFORE: Final = 4


@dataclass(frozen=True, slots=True)
class ChangeTest:
    """What one series says of a change at ``at``.

    ``reason`` in words; ``p`` under the dependent null (one-sided for `closer_since`),
    ``p_independent`` for comparison; ``size`` of the change there, None where there are too few
    values; ``strongest`` the place where the series itself would break; ``turns`` all it shows;
    ``n_before``, ``n_after`` observed values; ``warnings``.
    """

    at: int
    verdict: Finding
    reason: str
    p: float
    p_independent: float
    size: Size | None
    strongest: Turn | None
    turns: tuple[Turn, ...]
    n_before: int
    n_after: int
    warnings: tuple[str, ...] = ()


def change_at(
    values: Numbers,
    at: int,
    *,
    rng: np.random.Generator,
    of: Numbers | None = None,
    weights: Numbers | None = None,
    periods: Sequence[int] | Ints | None = None,
    kind: Kind = "level",
    bounds: tuple[float, float] | None = None,
    band: float = BAND,
    trim: int = TRIM,
    alpha: float = 0.05,
    noisy: bool = True,
    heavy: bool = False,
    mass: float = MASS,
    nulls: Nulls | None = None,
) -> ChangeTest:
    """Did the series change with period ``at`` (the first of the new regime)?

    ``bounds`` are the natural limits of the values ((0, 1) for counts ``of``); a series that stays
    within ``band`` of a limit before and after is at a ceiling or floor and not measurable. Other
    options as in `turning_points`. Verdicts:

    yes
        p <= alpha at ``at``, and ``at`` lies in the interval (1 period of slack) of where the
        change began.
    no
        Otherwise. The reason names the break that the series has instead, or that it has none.
    not measurable
        Fewer than 4 values before ``at`` or none from it on, fewer than 8 in all, no variation, a
        ceiling or floor.

    Raises `BadValue` for bad input. False alarms: at most alpha for AR(1) errors of any coefficient
    to .98 with normal shocks.

    >>> import numpy as np
    >>> y = [1, 2, 1, 2, 1, 2, 1, 9, 8, 9, 8, 9, 8, 9]
    >>> years, rng = range(2001, 2015), np.random.default_rng(7)
    >>> found = change_at(y, 2008, rng=rng, periods=years)
    >>> found.verdict, round(found.size.change.mean, 1), found.n_before, found.n_after
    ('yes', 7.2, 7, 7)
    >>> change_at(y, 2011, rng=rng, periods=years).reason
    'the series breaks in 2008 instead'
    >>> change_at(y, 2015, rng=rng, periods=years).reason
    'the series ends in 2014'

    Formula: y_t = m + d [t >= at] + e_t, e an AR(1) with or without white noise, other changes
    given; p = the largest over dependences of P(an unchanged series has as great a Bayes factor of
    d).
    Shapes: values (n,) and one date give one `ChangeTest`.
    Unit: that of the values.
    Reference: Andrews 1993, Econometrica 61: 821-856; Dufour 2006, Journal of Econometrics 133:
    443-477.
    Not for: a date read off the same series (ask `turning_points`, which pays for the search),
    causes, or "nothing happened": see ``detectable``.
    """
    held = series_of(values, of=of, weights=weights, periods=periods, bounds=bounds)
    search = searching(
        held, kind, trim=trim, noisy=noisy, heavy=heavy, nulls=nulls or nulls_of(rng)
    )
    blank = _blank(held, at)
    if (why := _unfit(held, at, blank)) is not None:
        return replace(blank, reason=why)
    shown = turning_points(
        values,
        rng=rng,
        of=of,
        weights=weights,
        periods=periods,
        kind=kind,
        trim=trim,
        alpha=alpha,
        noisy=noisy,
        heavy=heavy,
        mass=mass,
        nulls=search.nulls,
    )
    found = _measured(search, blank, shown, rng=rng, mass=mass)
    if (why := _pinned(held, blank.n_before, band)) is not None:
        return replace(found, reason=why)
    return _judged(search, found, alpha=alpha, mass=mass)


def closer_since(
    values: Numbers,
    since: int,
    *,
    rng: np.random.Generator,
    rises: bool = True,
    of: Numbers | None = None,
    weights: Numbers | None = None,
    periods: Sequence[int] | Ints | None = None,
    kind: Kind = "level",
    bounds: tuple[float, float] | None = None,
    band: float = BAND,
    trim: int = TRIM,
    alpha: float = 0.05,
    noisy: bool = True,
    heavy: bool = False,
    mass: float = MASS,
    nulls: Nulls | None = None,
) -> ChangeTest:
    """Is the level (or, for kind ``trend``, the slope) higher since ``since`` than before?

    One-sided: p is half that of `change_at` where the change has the claimed sign, 1 less that half
    where it has the other. ``rises`` False for series in which closer is lower (a share of
    conflict). It says "since", not "because of", nor that it began then. Options, units, errors and
    limits as in `change_at`; a series that lay within ``band`` of its best value before ``since``
    cannot show that it came closer and is not measurable.

    >>> import numpy as np
    >>> y = [5, 6, 5, 6, 5, 6, 5, 9, 8, 9, 8, 9, 8, 9]
    >>> found = closer_since(y, 7, rng=np.random.default_rng(7))
    >>> found.verdict, closer_since(y, 7, rng=np.random.default_rng(7), rises=False).verdict
    ('yes', 'no')

    Formula: p = p of `change_at` / 2 where d has the claimed sign, 1 - p / 2 where it has the
    other.
    Shapes: values (n,) and one date give one `ChangeTest`.
    Unit: that of the values.
    Reference: as `change_at`: Andrews 1993, Econometrica 61: 821-856.
    Not for: "because of", nor "from that year on": a series that rose ten years earlier is higher
    since, too.
    """
    found = change_at(
        values,
        since,
        rng=rng,
        of=of,
        weights=weights,
        periods=periods,
        kind=kind,
        bounds=bounds,
        band=0.0,
        trim=trim,
        alpha=alpha,
        noisy=noisy,
        heavy=heavy,
        mass=mass,
        nulls=nulls,
    )
    if found.size is None:
        return found
    held = series_of(values, of=of, weights=weights, periods=periods, bounds=bounds)
    if (why := _topped(held, found.n_before, band, rises=rises)) is not None:
        return replace(found, verdict="not measurable", reason=why)
    return _one_sided(found, rises=rises, alpha=alpha)


def _one_sided(found: ChangeTest, *, rises: bool, alpha: float) -> ChangeTest:
    assert found.size is not None
    claimed = (found.size.change.mean > 0) == rises
    p, alone = (half / 2 if claimed else 1 - half / 2 for half in (found.p, found.p_independent))
    words = "as claimed" if claimed else "the other way"
    word: Finding = "yes" if p <= alpha else "no"
    said = f"the change since {found.at} is {words}, p = {p:.3f}"
    return replace(found, verdict=word, reason=said, p=p, p_independent=alone)


def _blank(held: Series, at: int) -> ChangeTest:
    before = int((held.periods < at).sum())
    return ChangeTest(
        at, "not measurable", "", math.nan, math.nan, None, None, (), before, len(held) - before
    )


def _unfit(held: Series, at: int, blank: ChangeTest) -> str | None:
    if not len(held):
        return "no values"
    if blank.n_after == 0:
        return f"the series ends in {int(held.periods[-1])}"
    if blank.n_before == 0:
        return f"the series starts in {int(held.periods[0])}"
    if blank.n_before < LEAST_BEFORE or len(held) < LEAST:
        return f"too few: {blank.n_before} values before {at} and {blank.n_after} from it on"
    return "no variation: all values are alike" if unvaried(held) else None


def _measured(
    search: Search, blank: ChangeTest, shown: Turns, *, rng: np.random.Generator, mass: float
) -> ChangeTest:
    held, start = search.held, blank.n_before
    others = _others(held, shown, start)
    _, p = weighed(search, others, [start])
    size = size_of(
        held, start, kind=search.kind, others=others, grid=search.grid, rng=rng, mass=mass
    )
    late = (edge_words(held, start),) if blank.n_after < search.trim else ()
    return replace(
        blank,
        p=p,
        p_independent=independent_p(held, start, search.kind),
        size=size,
        strongest=shown.strongest,
        turns=shown.turns,
        warnings=late,
    )


def _others(held: Series, shown: Turns, start: int) -> list[int]:
    """The changes elsewhere: their interval does not come within a period of the named date."""
    at = int(held.periods[start])
    far = [turn.period for turn in shown.turns if not turn.low - 1 <= at <= turn.high + 1]
    return [int(np.searchsorted(held.periods, period)) for period in far]


def _judged(search: Search, found: ChangeTest, *, alpha: float, mass: float) -> ChangeTest:
    if found.p > alpha:
        return replace(found, verdict="no", reason=_instead(found))
    held, start = search.held, found.n_before
    others = [int(np.searchsorted(held.periods, turn.period)) for turn in found.turns]
    others = [a for a in others if abs(a - start) > 1 and _away(found, held, a)]
    starts = sorted({*candidates(search, others), start})
    when = dates(search, others, starts)
    low, high = (int(held.periods[a]) for a in when.interval(mass))
    if not low - 1 <= found.at <= high + 1:
        place = _place(int(held.periods[when.best]), low, high)
        return replace(found, verdict="no", reason=f"the series breaks in {place} instead")
    return replace(found, verdict="yes", reason=f"a change at {found.at}, p = {found.p:.3f}")


def _place(period: int, low: int, high: int) -> str:
    return f"{period}" if low == high else f"{period} ({low}-{high})"


def _away(found: ChangeTest, held: Series, start: int) -> bool:
    turn = next(one for one in found.turns if one.period == int(held.periods[start]))
    return not turn.low - 1 <= found.at <= turn.high + 1


def _instead(found: ChangeTest) -> str:
    if found.turns:
        places = " and ".join(_place(turn.period, turn.low, turn.high) for turn in found.turns)
        return f"the series breaks in {places} instead"
    if (best := found.strongest) is None:
        return "no break anywhere"
    place = _place(best.period, best.low, best.high)
    return f"no break that can be told from drift (strongest in {place}, p = {best.p:.3f})"


def _pinned(held: Series, start: int, band: float) -> str | None:
    """The reason if the values stay within ``band`` of one limit both before and after."""
    ends = _limits(held, band)
    before, after = float(held.shown[:start].mean()), float(held.shown[start:].mean())
    if ends is None:
        return None
    if max(before, after) <= ends[0]:
        return f"at a floor: {before:.3f} before, {after:.3f} after"
    if min(before, after) >= ends[1]:
        return f"at a ceiling: {before:.3f} before, {after:.3f} after"
    return None


def _topped(held: Series, start: int, band: float, *, rises: bool) -> str | None:
    ends = _limits(held, band)
    before = float(held.shown[:start].mean())
    if ends is None or (before < ends[1] if rises else before > ends[0]):
        return None
    return f"already at {before:.3f} before: it could hardly come closer"


def _limits(held: Series, band: float) -> tuple[float, float] | None:
    if held.bounds is None or band <= 0:
        return None
    low, high = held.bounds
    return low + band * (high - low), high - band * (high - low)

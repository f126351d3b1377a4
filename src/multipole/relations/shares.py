"""Shares, totals and rates of quantities over years: plain arithmetic that says what it lacks."""

from __future__ import annotations

import math
from collections.abc import Iterable

from multipole.core.errors import BadValue


def share(part: Iterable[float], whole: Iterable[float]) -> float:
    """The part in the whole, in percent: ``100 * sum(part) / sum(whole)``.

    Over several years it is the share of the totals, not the mean of yearly shares, as SIPRI
    reports five-year shares (SIPRI, *Trends in International Arms Transfers*, yearly fact sheet).
    Deliveries of 600 and 900 in 1,000 and 1,500 give 60.0, though the part is given as 2 numbers:

    >>> share([600, 900], [1000, 1500])
    60.0

    NaN when the whole is zero. Raises `BadValue` for a part that is larger than the whole, or for
    numbers below zero: such shares mean nothing.
    """
    some, every = list(part), list(whole)
    if any(v < 0 for v in (*some, *every)):
        raise BadValue("a share of numbers below zero")
    top, bottom = math.fsum(some), math.fsum(every)
    if top > bottom:
        raise BadValue(f"a part of {top} in a whole of {bottom}")
    return 100 * top / bottom if bottom else math.nan


def per_year(values: Iterable[float], *, years: int) -> float:
    """The yearly mean of a total over ``years`` years; raises `BadValue` for less than one year.

    >>> per_year([10, 20, 30], years=3)
    20.0
    """
    if years < 1:
        raise BadValue(f"a mean over {years} years")
    return math.fsum(values) / years

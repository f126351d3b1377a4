"""The pressure test at each corner of a triangle, on every kind of series that the store has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from multipole.answers.triangle_signals import Signals, signals
from multipole.store import Store
from multipole.system.pressure import Verdict, pressure_test

#: Periods over which closeness is looked at afterwards, and lags, by step.
HORIZONS: Final = {"month": (6, 2), "year": (3, 1), "session": (3, 1)}


@dataclass(frozen=True, slots=True)
class Tested:
    """What one kind of series says: did ``a`` and ``b`` move closer after pressure of ``presser``?

    ``placebos`` are the pairs that the verdict was compared with; ``both`` the number of periods in
    which closeness and pressure are known.
    """

    presser: str
    a: str
    b: str
    signals: Signals
    verdict: Verdict
    placebos: tuple[tuple[str, str], ...]
    both: int


def pressures(
    store: Store, three: tuple[str, str, str], *, since: int, as_of: date | None
) -> list[Tested]:
    """Each corner as presser on the other two, by each kind of series."""
    ordered = tuple(sorted(three))
    held = list(signals(store, ordered, since=since, as_of=as_of))
    return [_tested(one, *corner) for corner in _corners(three) for one in held]


def _corners(three: tuple[str, str, str]) -> Iterator[tuple[str, str, str]]:
    """The presser and the two others, in the order of their ids; the last named is first."""
    for presser in reversed(three):
        a, b = sorted(one for one in three if one != presser)
        yield presser, a, b


def _tested(one: Signals, presser: str, a: str, b: str) -> Tested:
    horizon, lags = HORIZONS[one.step]
    close, push = one.closeness(a, b), one.pressure(presser, a, b)
    both = int((np.isfinite(close) & np.isfinite(push)).sum())
    alone = pressure_test(close, push, horizon=horizon, lags=lags)
    if alone.outcome == "not measurable":
        return Tested(presser, a, b, one, alone, (), both)
    pairs = tuple(one.others(presser, a, b))
    if not pairs:
        return Tested(presser, a, b, one, alone, (), both)
    others = np.stack([one.closeness(*pair) for pair in pairs])
    verdict = pressure_test(close, push, placebos=others, horizon=horizon, lags=lags)
    return Tested(presser, a, b, one, verdict, pairs, both)

"""Which two values are compared: the period that was asked for, and one before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from multipole.answers.measures.points import Point
from multipole.core.periods import Period

#: A series of one measure: who, domain, variable, source.
Key = tuple[str, str, str, str, str]
Series = dict[Key, list[Point]]


def series_of(points: Iterable[Point]) -> Series:
    """Points by series, each in order of time."""
    found: Series = {}
    for point in points:
        key = (point.sender, point.receiver, point.domain, point.variable, point.source)
        found.setdefault(key, []).append(point)
    return {key: sorted(held, key=lambda p: p.period) for key, held in found.items()}


def at(points: Sequence[Point], asked: Period) -> Point | None:
    """The value of a series for a period: its own, else the nearest in meaning.

    In this order: the same days; days that end with it (five years to 2014); days that begin in it
    (the session that opens in 2014); the last that hold all of it (the year that a month is in).
    """
    tests: tuple[Callable[[Point], bool], ...] = (
        lambda p: p.period == asked,
        lambda p: p.period.end == asked.end and asked.within(p.period),
        lambda p: asked.contains(p.period.start),
        lambda p: asked.within(p.period),
    )
    for test in tests:
        found = [point for point in points if test(point)]
        if found:
            return found[-1]
    return None


def before(points: Sequence[Point], now: Point) -> Point | None:
    """The last known value of a series over days that all lie before those of ``now``."""
    found = [p for p in points if p.known and p.period.end <= now.period.start]
    return found[-1] if found else None

"""Weekdays and the slow level: what multiplies the whole intensity of a day."""

from __future__ import annotations

from typing import Final

import numpy as np

from multipole.scenario.stream import Calendar, Floats, Strengths
from multipole.scenario.stream_features import Features, Places

#: Days between the knots of the log level, and the sd by which it is expected to move between two.
KNOT_DAYS: Final = 30
LEVEL_SD: Final = 0.05
#: Acts' worth of an ordinary day by which each weekday is drawn to 1.
_USUAL: Final = 50.0


def expected_by_day(features: Features, strengths: Strengths) -> Floats:
    """The acts that each day's past and the long-run rates expect, without factors; (days)."""
    each = (strengths.specific.sum(axis=-1) + strengths.attention).ravel()
    return np.asarray(features.sums @ each + strengths.rates.sum())


def calendar_of(features: Features, strengths: Strengths, first: int) -> Calendar:
    """Factors that bring the expected acts of each day to the found ones.

    The level is a line between knots on the log scale, a random walk of small steps; the factors
    have mean 1 over the fit, so that rates and strengths keep their meaning.
    """
    days = len(features.sums)
    found = _by_day(features.cells.day, features.cells.acts, days)
    expected = expected_by_day(features, strengths)
    weekday = (np.arange(first, first + days) + 3) % 7
    of_week, level = np.ones(7), np.ones(days)
    for _ in range(5):
        of_week = _weekdays(found, expected * level, weekday)
        level = _level(found, expected * of_week[weekday])
    return Calendar(of_week, level, float(level[-1]))


def _by_day(day: Places, acts: Floats, days: int) -> Floats:
    return np.asarray(np.bincount(day, acts, minlength=days), np.float64)


def _weekdays(found: Floats, expected: Floats, weekday: Places) -> Floats:
    have, want = (np.bincount(weekday, a, minlength=7) + _USUAL for a in (found, expected))
    factors = have / want
    return np.asarray(factors / factors.mean())


def _level(found: Floats, expected: Floats) -> Floats:
    """Newton steps on the log level at the knots; extra-Poisson days weigh a tenth."""
    basis = _hats(len(found))
    knots = basis.shape[1]
    steps = np.diff(np.eye(knots), axis=0) / LEVEL_SD
    tie = steps.T @ steps + np.eye(knots)
    at = np.zeros(knots)
    for _ in range(12):
        mean = 0.1 * expected * np.exp(basis @ at)
        slope = basis.T @ (0.1 * found - mean) - tie @ at
        at = at + np.linalg.solve(basis.T @ (mean[:, None] * basis) + tie, slope)
    level = np.exp(basis @ at)
    return np.asarray(level / level.mean())


def _hats(days: int) -> Floats:
    """Linear weights of each day on the knots; (days, knots)."""
    knots = max(2, round(days / KNOT_DAYS) + 1)
    at = np.linspace(0, knots - 1, days)
    return np.asarray(np.maximum(0, 1 - np.abs(at[:, None] - np.arange(knots))))

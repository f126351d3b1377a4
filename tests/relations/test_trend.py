from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
import pytest

from multipole.core.periods import Period
from multipole.relations import change, dyad_events, trend


@pytest.mark.parametrize(
    ("before", "after"), [((1, 3), (3, 1)), ((10, 30), (30, 10)), ((0, 5), (5, 0))]
)
def test_the_interval_is_that_of_simulated_posteriors(
    before: tuple[float, float], after: tuple[float, float]
) -> None:
    rng = np.random.default_rng(7)
    draws = [2 * rng.beta(c + 1, k + 1, 400_000) - 1 for c, k in (before, after)]
    difference = draws[1] - draws[0]
    found = change(before=before, after=after)
    assert found.mean == pytest.approx(difference.mean(), abs=0.004)
    assert [found.low, found.high] == pytest.approx(
        np.quantile(difference, [0.05, 0.95]), abs=0.006
    )


def test_the_same_counts_twice_show_no_change() -> None:
    found = change(before=(4, 4), after=(4, 4))
    assert found.mean == 0
    assert found.low == pytest.approx(-found.high, abs=1e-4)


def _years(event: Any, table: Any, first: str, second: str, each: int) -> Any:
    rows = [
        event("CHN", action, "RUS", start=date(year, 1 + i % 12, 1 + i // 12))
        for year, action in ((2019, first), (2020, second))
        for i in range(each)
    ]
    return dyad_events(table(*rows), "CHN", "RUS")


@pytest.mark.parametrize(
    ("first", "second", "each", "word"),
    [
        ("ACCUSE", "AID", 20, "closer"),
        ("AID", "ACCUSE", 20, "apart"),
        ("AID", "AID", 20, "no change that these reports can show"),
        ("AID", "AID", 0, "unknown"),
    ],
)
def test_a_trend_has_a_word(
    event: Any, table: Any, first: str, second: str, each: int, word: str
) -> None:
    dyad = _years(event, table, first, second, each)
    found = trend(dyad, first=Period.year(2019), second=Period.year(2020))
    assert found.word == word


def test_a_window_without_events_is_unknown() -> None:
    found = change(before=(0, 0), after=(9, 0))
    assert math.isnan(found.mean)
    assert (found.low, found.high) == (-2.0, 2.0)

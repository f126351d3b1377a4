from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from multipole.core.errors import BadValue
from multipole.relations.turning_claim import change_at, closer_since

STEP = np.array([1, 2, 1, 3, 2, 1, 2, 9, 8, 9, 8, 10, 8, 9, 9, 8.0])
YEARS = range(2001, 2017)


def at_date(values: Any = STEP, at: int = 2008, **options: Any) -> Any:
    return change_at(values, at, rng=np.random.default_rng(3), **options)


def test_a_change_at_the_named_date_is_confirmed() -> None:
    found = at_date(periods=YEARS)
    assert found.verdict == "yes"
    assert found.p < 0.01
    assert found.size.change.low < 7 < found.size.change.high
    assert (found.n_before, found.n_after, found.warnings) == (7, 9, ())


def test_a_change_elsewhere_is_named_instead() -> None:
    found = at_date(at=2012, periods=YEARS)
    assert found.verdict == "no"
    assert found.reason == "the series breaks in 2008 instead"
    assert found.strongest.period == 2008


def test_drift_is_no_change_though_an_independent_test_says_so() -> None:
    drift = np.cumsum(np.random.default_rng(5).standard_normal(29))
    found = at_date(drift, 19)
    assert found.verdict == "no"
    assert found.p_independent < 0.001
    assert "drift" in found.reason
    assert found.size.detectable > abs(found.size.change.mean)


def test_a_change_in_the_last_year_is_confirmed_with_a_warning() -> None:
    late = np.array([1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 9.0])
    found = at_date(late, 2014, periods=range(2000, 2015))
    assert found.verdict == "yes"
    assert found.n_after == 1
    assert "cannot be told from a spike" in found.warnings[0]


@pytest.mark.parametrize(
    ("values", "at", "options", "reason"),
    [
        (STEP, 2017, {"periods": YEARS}, "the series ends in 2016"),
        (STEP, 2001, {"periods": YEARS}, "the series starts in 2001"),
        (STEP, 2003, {"periods": YEARS}, "too few: 2 values before 2003 and 14 from it on"),
        (STEP[:7], 5, {}, "too few: 5 values before 5 and 2 from it on"),
        ([math.nan] * 12, 6, {}, "no values"),
        ([3] * 12, 6, {}, "no variation: all values are alike"),
        ([0.97, 0.98] * 8, 8, {"bounds": (0, 1)}, "at a ceiling: 0.975 before, 0.975 after"),
        ([2, 1] * 8, 8, {"of": [100] * 16}, "at a floor: 0.015 before, 0.015 after"),
    ],
)
def test_what_cannot_be_measured_says_why(
    values: Any, at: int, options: dict[str, Any], reason: str
) -> None:
    found = at_date(values, at, **options)
    assert found.verdict == "not measurable"
    assert found.reason == reason


def test_a_fall_from_a_ceiling_is_measured() -> None:
    fell = [39, 40, 39, 40, 39, 40, 39, 40, 20, 22, 21, 19, 20, 21, 20, 22]
    found = at_date(fell, 8, of=[40] * 16)
    assert found.verdict == "yes"
    assert found.size.before.mean > 0.95
    assert found.size.after.mean == pytest.approx(0.52, abs=0.03)


def test_few_cases_are_not_certain_because_they_agree() -> None:
    few = at_date([4] * 6 + [3] * 6, 6, of=[4] * 12)
    many = at_date([4000] * 6 + [3000] * 6, 6, of=[4000] * 12)
    assert few.p > 0.02
    assert many.p < 0.01
    assert few.size.change.high - few.size.change.low > 0.2


def test_closer_is_one_sided() -> None:
    closer = closer_since(STEP, 7, rng=np.random.default_rng(3))
    apart = closer_since(STEP, 7, rng=np.random.default_rng(3), rises=False)
    assert (closer.verdict, apart.verdict) == ("yes", "no")
    assert closer.p + apart.p == pytest.approx(1)
    assert "the other way" in apart.reason


def test_what_was_at_its_best_cannot_come_closer() -> None:
    held = closer_since([40, 39] * 4 + [30, 31] * 4, 8, rng=np.random.default_rng(3), of=[40] * 16)
    assert held.verdict == "not measurable"
    assert "already" in held.reason


def test_bounds_without_a_range_are_refused() -> None:
    with pytest.raises(BadValue):
        at_date(bounds=(1, 1))

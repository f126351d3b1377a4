from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from multipole.core.errors import BadValue
from multipole.relations.serial import NOISY, Dependence, correlation, design, evidence
from multipole.relations.serial_null import nulls_of
from multipole.relations.turning import turning_points
from multipole.relations.turning_series import series_of

STEP = np.array([1, 2, 1, 3, 2, 1, 2, 9, 8, 9, 8, 10, 8, 9, 9, 8.0])
YEARS = range(2001, 2017)


def turns(values: Any, **options: Any) -> Any:
    return turning_points(values, rng=np.random.default_rng(3), **options)


def ar(rng: np.random.Generator, many: int, n: int, rho: float) -> Any:
    v = correlation(np.arange(n), np.ones(n), Dependence(rho, 0.0, 1.0))
    return rng.standard_normal((many, n)) @ np.linalg.cholesky(v).T


def test_a_step_is_found_where_it_is_and_as_large_as_it_is() -> None:
    (turn,) = turns(STEP, periods=YEARS).turns
    assert (turn.period, turn.low, turn.high) == (2008, 2008, 2008)
    assert turn.p < 0.01
    assert turn.probability > 0.95
    assert turn.change.low < 7 < turn.change.high
    assert turn.before.n == 7
    assert turn.after.n == 9


def test_a_spell_is_found_with_its_end() -> None:
    rng = np.random.default_rng(5)
    spell = 6 * ((np.arange(40) >= 15) & (np.arange(40) < 22))
    found = turns(spell + rng.standard_normal(40))
    assert [turn.period for turn in found.turns] == [15, 22]
    assert found.turns[0].change.mean > 0 > found.turns[1].change.mean


def test_two_changes_are_found_one_after_the_other() -> None:
    rng = np.random.default_rng(5)
    stairs = 8.0 * (np.arange(45) >= 15) + 8.0 * (np.arange(45) >= 30)
    found = turns(stairs + rng.standard_normal(45), noisy=False)
    assert [turn.period for turn in found.turns] == [15, 30]


def test_a_line_that_bends_bends_where_it_does() -> None:
    rng = np.random.default_rng(2)
    t = np.arange(40)
    bent = 0.2 * t + 1.5 * np.maximum(t - 19, 0) + 0.5 * rng.standard_normal(40)
    (turn,) = turns(bent, kind="trend").turns
    assert abs(turn.period - 20) <= 1
    assert turn.before.low < 0.2 < turn.before.high
    assert turn.change.low < 1.5 < turn.change.high


def test_a_step_on_a_line_is_a_jump() -> None:
    rng = np.random.default_rng(2)
    t = np.arange(40)
    (turn,) = turns(0.3 * t + 5 * (t >= 25) + 0.5 * rng.standard_normal(40), kind="jump").turns
    assert turn.period == 25
    assert turn.change.low < 5 < turn.change.high


def test_a_steady_climb_is_said_to_be_one() -> None:
    rng = np.random.default_rng(2)
    found = turns(np.arange(30) + rng.standard_normal(30))
    assert any("straight line" in words for words in found.warnings)


def test_a_change_in_the_last_year_is_a_warning_and_no_turn() -> None:
    late = np.array([1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 9.0])
    found = turns(late, periods=range(2000, 2015))
    assert found.turns == ()
    assert found.seen_to == 2012
    assert any("2014" in words and "spike" in words for words in found.warnings)


@pytest.mark.parametrize("values", [[1.0] * 20, [1, 2, 3], [math.nan] * 20, []])
def test_what_cannot_be_searched_says_why(values: list[float]) -> None:
    found = turns(values)
    assert found.turns == ()
    assert math.isnan(found.p)
    assert found.strongest is None
    assert len(found.warnings) == 1


def test_missing_years_are_missing_and_not_zero() -> None:
    gappy = np.insert(STEP, 3, math.nan)
    years = [*range(2000, 2003), 2003, *range(2004, 2017)]
    with_gap = turns(gappy, periods=years)
    left_out = turns(np.delete(gappy, 3), periods=np.delete(years, 3))
    assert with_gap == left_out
    assert with_gap.n == len(STEP)


def test_level_and_unit_do_not_matter() -> None:
    one, other = turns(STEP), turns(-40 * STEP + 1000)
    assert one.p == other.p
    assert other.turns[0].change.mean == pytest.approx(-40 * one.turns[0].change.mean)


def test_the_same_seed_gives_the_same_answer_whatever_was_asked_before() -> None:
    nulls = nulls_of(np.random.default_rng(1), draws=100)
    turning_points(STEP[:12], rng=np.random.default_rng(2), nulls=nulls)
    second = turning_points(STEP, rng=np.random.default_rng(2), nulls=nulls)
    fresh = nulls_of(np.random.default_rng(1), draws=100)
    assert second == turning_points(STEP, rng=np.random.default_rng(2), nulls=fresh)


def test_a_reversed_series_has_the_same_evidence() -> None:
    y = STEP[None, :]
    steps = (np.arange(16)[:, None] >= np.arange(3, 14)[None, :]).astype(float)
    made = design(np.ones((16, 1)), steps, places=np.arange(16), noise=np.ones(16))
    forward, backward = evidence(y, made).factors[0], evidence(y[:, ::-1], made).factors[0]
    assert forward == pytest.approx(backward[::-1])


def test_the_weights_of_the_dependence_are_unbiased_towards_memory() -> None:
    rng = np.random.default_rng(4)
    steps = (np.arange(29) >= 15).astype(float)[:, None]
    made = design(np.ones((29, 1)), steps, places=np.arange(29), noise=np.ones(29))
    rhos = np.array([held.rho for held in NOISY])
    calm, lasting = (evidence(ar(rng, 200, 29, rho), made).weights @ rhos for rho in (0.0, 0.9))
    assert calm.mean() < 0.35
    assert lasting.mean() > 0.75


@pytest.mark.parametrize("options", [{"kind": "wave"}, {"trim": 1}])
def test_bad_options_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(BadValue):
        turns(STEP, **options)


@pytest.mark.parametrize(
    "options",
    [{"of": [3, 3]}, {"of": [3.0, 0.5, 3]}, {"periods": [1, 1, 2]}, {"weights": [1, 0, 1]}],
)
def test_bad_series_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(BadValue):
        series_of([1, 1, 2], **options)


def test_a_year_of_few_cases_weighs_less() -> None:
    held = series_of([2, 50, 1], of=[4, 100, 0])
    assert len(held) == 2
    assert held.noise[0] > 10 * held.noise[1]
    assert held.back(held.y) == pytest.approx([0.5, 0.5])

"""The triangle test: effects found, false alarms, leads and placebo dyads."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.system import pressure, projection
from multipole.system.pressure import joint_pressure, pressure_test
from multipole.system.projection import project


def series(
    seed: int,
    periods: int,
    *,
    rho: float = 0.8,
    cause: np.ndarray | None = None,
    effect: float = 0.0,
) -> np.ndarray:
    """An invented AR(1) series that answers ``cause`` one period later."""
    noise = np.random.default_rng(seed).normal(size=periods + 60)
    made = np.zeros(periods + 60)
    for t in range(1, len(made)):
        made[t] = rho * made[t - 1] + noise[t]
        if cause is not None and t > 60:
            made[t] += effect * cause[t - 61]
    return made[60:]


@pytest.mark.parametrize("module", [pressure, projection])
def test_the_worked_values_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_the_projection_is_the_regression_written_out() -> None:
    y, x = series(1, 60), series(2, 60)
    rows = range(2, 57)
    design = np.array([[x[t], 1, y[t], y[t - 1], x[t - 1], y[t - 2], x[t - 2]] for t in rows])
    after = np.array([y[t + 3] for t in rows])
    inverse = np.linalg.inv(design.T @ design)
    slopes = inverse @ design.T @ after
    lever = np.einsum("ij,jk,ik->i", design, inverse, design)
    wrong = (after - design @ slopes) / (1 - lever)
    error = np.sqrt((inverse @ design.T @ np.diag(wrong**2) @ design @ inverse)[0, 0])
    found = project(y, x, horizon=3)
    assert found.effect == pytest.approx(slopes[0])
    assert found.error == pytest.approx(error)
    assert found.n == 55
    assert found.low < found.effect < found.high


@given(st.integers(0, 1000), st.floats(0.01, 100), st.floats(0.01, 100))
@settings(deadline=None, max_examples=30)
def test_units_scale_the_effect_and_leave_the_verdict(
    seed: int, mine: float, theirs: float
) -> None:
    y, x = series(seed, 50), series(seed + 5000, 50)
    first, second = project(y, x, horizon=2), project(y * mine + 3, x * theirs - 1, horizon=2)
    assert second.effect == pytest.approx(first.effect * mine / theirs, rel=1e-5)
    assert second.p == pytest.approx(first.p, rel=1e-4)


def test_an_unknown_period_is_left_out_not_taken_as_nought() -> None:
    push = series(3, 120)
    close = series(4, 120, cause=push, effect=0.5)
    gap = close.copy()
    gap[50] = np.nan
    assert project(gap, push, horizon=1).n == project(close, push, horizon=1).n - 4
    assert project(gap, push, horizon=1).effect == pytest.approx(
        project(close, push, horizon=1).effect, abs=0.1
    )
    assert np.isnan(project(np.full(120, np.nan), push, horizon=1).effect)
    assert np.isnan(project(close, np.ones(120), horizon=1).effect)
    assert np.isnan(project(np.ones(120), push, horizon=1).effect)


def test_pressure_that_brings_together_and_pressure_that_divides() -> None:
    push = series(5, 160)
    closer = pressure_test(series(6, 160, cause=push, effect=0.5), push)
    assert closer.outcome == "for"
    assert closer.words.startswith("Evidence for: a unit of pressure is followed by")
    assert closer.effect.low > 0
    assert [one.effect > 0 for one in closer.path[:3]] == [True] * 3
    apart = pressure_test(series(6, 160, cause=push, effect=-0.5), push)
    assert apart.outcome == "against"


def test_what_the_closeness_leads_is_no_evidence() -> None:
    """Pressure answers closeness, and closeness answers pressure: the lead test speaks up."""
    rng = np.random.default_rng(8)
    close, push = np.zeros(200), np.zeros(200)
    for t in range(1, 200):
        close[t] = 0.5 * close[t - 1] + 0.4 * push[t - 1] + rng.normal()
        push[t] = 0.5 * push[t - 1] + 0.4 * close[t - 1] + rng.normal()
    found = pressure_test(close, push, horizon=3)
    assert found.effect.p < 0.05
    assert found.lead.p < 0.05
    assert found.outcome == "no evidence"
    assert "closeness moves before pressure does" in found.words


def test_what_moves_all_dyads_alike_is_no_evidence() -> None:
    push = series(9, 160)
    rest = [series(seed, 160, cause=push, effect=0.5) for seed in range(20, 28)]
    close = series(10, 160, cause=push, effect=0.5)
    assert pressure_test(close, push).outcome == "for"
    found = pressure_test(close, push, placebos=rest)
    assert found.outcome == "no evidence"
    assert "other dyads move as much" in found.words
    assert len(found.placebos) == 8


def test_what_sets_one_dyad_apart_is_evidence() -> None:
    push, common = series(11, 160), series(12, 160)
    rest = np.array([series(seed, 160) for seed in range(30, 38)]) + common
    rest[0, :20] = np.nan
    close = series(13, 160, cause=push, effect=0.6) + common
    found = pressure_test(close, push, placebos=rest)
    assert found.outcome == "for"
    assert found.rank == pytest.approx(1 / 9)
    assert found.apart is not None
    assert found.apart.effect > 0


def test_the_order_of_placebo_dyads_does_not_matter() -> None:
    push, close = series(14, 80), series(15, 80)
    rest = np.array([series(seed, 80) for seed in range(40, 45)])
    first, second = (pressure_test(close, push, placebos=r) for r in (rest, rest[::-1]))
    assert second.words == first.words
    assert second.placebos == first.placebos[::-1]


@pytest.mark.parametrize("rho", [0.8, 0.9])
def test_unrelated_series_raise_few_false_alarms(rho: float) -> None:
    """200 histories of 29 years: "for" in at most 5%, where independence would say 30% and more."""
    said = [
        pressure_test(series(k, 29, rho=rho), series(k + 9000, 29, rho=rho), horizon=3).outcome
        for k in range(200)
    ]
    assert said.count("for") <= 10
    assert said.count("for") + said.count("against") <= 20
    assert "not measurable" not in said


def test_no_evidence_says_what_would_have_been_found() -> None:
    found = pressure_test(series(16, 100), series(17, 100))
    assert found.outcome == "no evidence"
    assert found.detectable == pytest.approx(2.8016 * found.effect.error, rel=1e-3)
    assert "would be found in 8 of 10 cases" in found.words


def test_too_short_a_history_is_not_measurable() -> None:
    found = pressure_test(series(18, 14), series(19, 14))
    assert found.outcome == "not measurable"
    assert np.isnan(found.effect.effect)
    assert found.words.startswith("Not measurable")


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(BadValue, match=r"\(5,\) and \(4,\)"):
        project(np.zeros(5), np.zeros(4), horizon=1)
    with pytest.raises(BadValue, match="horizon 0"):
        project(np.zeros(5), np.zeros(5), horizon=0)
    with pytest.raises(BadValue, match="placebo dyads"):
        pressure_test(np.zeros(30), np.zeros(30), placebos=np.zeros((2, 29)))
    assert np.isnan(joint_pressure([np.nan], [1.0]))[0]

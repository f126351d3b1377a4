"""Forecasts see nothing that was not known, are the best on past windows, and say what they saw."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from tests.forecast.questions_world import BEGAN, DAYS, past_at, stream

from multipole.core.errors import BadValue, WrongUse
from multipole.core.history import History, day_of_number
from multipole.forecast.backtest_leak import FutureSeen, check_no_future
from multipole.forecast.questions import Question
from multipole.forecast.questions_issue import (
    BEST,
    CLIMATOLOGY,
    COUNTING,
    MET,
    STACK,
    chances,
    fit,
)
from multipole.forecast.questions_past import Counter, Past

ORIGIN = BEGAN + 200
OPENS = day_of_number(ORIGIN + 1)


def ask(criterion: str, *, days: int = 14, opens_in: int = 0) -> Question:
    opens = OPENS + timedelta(days=opens_in)
    return Question("?", criterion, "s", opens, opens + timedelta(days=days - 1))


ASKED = [
    ask("AUR>BOR act >= 2"),
    ask("AUR+CAL conflict >= 3"),
    ask("BOR>DRU SANCTION >= 1", days=7),
    ask("ERI+FEN material_conflict >= 1", days=30, opens_in=5),
    ask("AUR>BOR act >= 2", days=10, opens_in=-4),
]


def said(history: History, origin: int, **more: int) -> list[float]:
    found = chances(past_at(history, origin, **more), ASKED[:2] + ASKED[3:4])
    return [p for one in found for p in one.probabilities.values()]


def test_a_forecast_is_the_same_whatever_comes_after_it() -> None:
    check_no_future(said, stream(), ORIGIN)


def test_a_forecaster_that_peeks_is_caught() -> None:
    def peeks(history: History, origin: int) -> list[float]:
        return said(history, origin + 4)

    with pytest.raises(FutureSeen):
        check_no_future(peeks, stream(), ORIGIN)


def test_a_past_that_holds_the_future_is_refused() -> None:
    with pytest.raises(BadValue, match="known after"):
        Past(stream(), ORIGIN, BEGAN, ORIGIN - 1)
    with pytest.raises(BadValue, match="reaches"):
        Past(stream().known_by(ORIGIN), ORIGIN, BEGAN, ORIGIN + 1)


def test_a_forecast_does_not_depend_on_what_else_is_asked() -> None:
    past = past_at(stream(), ORIGIN)
    alone = chances(past, [ASKED[0]])[0]
    among = chances(past, [ASKED[4], ASKED[0], ASKED[1]])
    assert [one.question for one in among] == [ASKED[4], ASKED[0], ASKED[1]]
    assert among[1].probabilities == pytest.approx(alone.probabilities, abs=1e-12)


def test_relabelled_states_have_the_same_chances() -> None:
    history = stream()
    other = replace(history, actors=tuple(f"X{name}" for name in history.actors))
    asked = [
        replace(q, criterion=q.criterion.replace(q.asks.a, f"X{q.asks.a}").replace(
            q.asks.b, f"X{q.asks.b}")) for q in ASKED[:2]
    ]  # fmt: skip
    one = chances(past_at(history, ORIGIN), ASKED[:2])
    two = chances(past_at(other, ORIGIN), asked)
    for left, right in zip(one, two, strict=True):
        assert left.base_rate == right.base_rate
        assert left.probabilities[CLIMATOLOGY] == right.probabilities[CLIMATOLOGY]


def test_the_best_on_past_windows_is_the_forecast() -> None:
    for one in chances(past_at(stream(), ORIGIN), ASKED):
        assert one.best in (CLIMATOLOGY, COUNTING, STACK)
        assert one.probabilities[BEST] == one.probabilities[one.best]
        if one.past_brier:
            assert one.past_brier[one.best] == min(one.past_brier.values())


def test_what_is_counted_already_is_counted() -> None:
    history = stream()
    past = past_at(history, ORIGIN)
    row = Counter(past).counts([ASKED[-1].asks])[0]
    found = chances(past, [ASKED[-1]])[0]
    assert found.so_far == row[-3:].sum()
    met = ask("AUR>BOR act >= 1", days=100, opens_in=-90)
    assert row.any()
    assert chances(past, [met])[0].probabilities[BEST] == MET


def test_the_base_rate_is_how_past_windows_ended() -> None:
    past = past_at(stream(), ORIGIN)
    found = chances(past, [ASKED[0]])[0]
    row = Counter(past).counts([ASKED[0].asks])[0]
    ended = [row[n : n + 14].sum() >= 2 for n in range(len(row) - 13)]
    assert found.base_rate == pytest.approx(np.mean(ended))
    assert found.windows == len(row) // 14


def test_a_question_that_the_data_reach_past_has_no_forecast() -> None:
    with pytest.raises(WrongUse, match=r"closed on .*Settle it"):
        chances(past_at(stream(), ORIGIN), [ask("AUR>BOR act >= 1", days=5, opens_in=-30)])


def test_too_little_that_has_ended_leaves_climatology() -> None:
    found = fit(np.ones((3, 60), np.int32), length=14, gap=0)
    assert (found.best, found.stack) == (CLIMATOLOGY, None)
    one = chances(past_at(stream(), BEGAN + 40), [replace(ASKED[0])])[0]
    assert set(one.probabilities) == {BEST, CLIMATOLOGY, COUNTING}


def test_the_stack_beats_climatology_where_rates_wander() -> None:
    losses = []
    for seed in range(4):
        history = stream(seed)
        states = history.actors
        asked = [ask(f"{a}>{b} {k} >= {n}") for a in states for b in states if a != b
                 for k in ("act", "conflict") for n in (1, 3)]  # fmt: skip
        row = Counter(past_at(history, BEGAN + DAYS)).counts([q.asks for q in asked])
        came = row[:, 201:215].sum(axis=1) >= [q.asks.least for q in asked]
        found = chances(past_at(history, ORIGIN), asked)
        losses.append(
            [np.mean((np.array([o.probabilities[m] for o in found]) - came) ** 2)
             for m in (STACK, CLIMATOLOGY)]
        )  # fmt: skip
    stack, climatology = np.mean(losses, axis=0)
    assert stack < climatology

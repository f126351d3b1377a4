"""Made questions are dated, settle themselves, and only the past chose their thresholds."""

from __future__ import annotations

import numpy as np
import pytest
from tests.forecast.questions_world import BEGAN, DAYS, past_at, stream

from multipole.core.errors import NothingFound
from multipole.core.history import History, day_number, day_of_number
from multipole.core.periods import Period
from multipole.forecast.backtest_leak import check_no_future
from multipole.forecast.questions_made import Made, generate_questions
from multipole.forecast.questions_past import Counter

MONTH = Period.month(2018, 7)
ORIGIN = day_number(MONTH.start) - 1


def made(history: History | None = None, *, n: int = 60, origin: int = ORIGIN) -> list[Made]:
    past = past_at(history or stream(), origin)
    return generate_questions(past, month=MONTH, source="s", n=n)


def test_base_rates_lie_between_a_fifth_and_four_fifths_of_the_past() -> None:
    past = past_at(stream(), ORIGIN)
    for one in made():
        row = Counter(past).counts([one.question.asks])[0]
        days, least = one.question.days, one.question.asks.least
        ended = [row[n : n + days].sum() >= least for n in range(len(row) - days + 1)]
        assert one.base_rate == pytest.approx(np.mean(ended))
        assert 0.2 <= one.base_rate <= 0.8


def test_questions_run_within_the_month_and_differ() -> None:
    found = made()
    assert len({one.question.id for one in found}) == len(found) == 60
    assert all(one.question.opens == MONTH.start for one in found)
    assert all(one.question.closes <= MONTH.last for one in found)
    assert {one.question.days for one in found} == {7, 14, 31}


def test_what_happens_later_chooses_nothing() -> None:
    def told(history: History, origin: int) -> np.ndarray:
        found = made(history, origin=origin)
        return np.array([one.question.id for one in found])

    check_no_future(told, stream(), ORIGIN)


def test_no_two_of_a_pair_count_the_same_acts() -> None:
    past = past_at(stream(), ORIGIN)
    keys = [
        (one.question.days, one.question.asks.a, one.question.asks.b,
         Counter(past).counts([one.question.asks])[0].tobytes())
        for one in made(n=100)
    ]  # fmt: skip
    assert len(set(keys)) == len(keys)


def test_more_than_there_are_is_refused_with_how_many_there_are() -> None:
    with pytest.raises(NothingFound, match=r"Ask for \d+ or fewer"):
        made(n=100_000)


def test_a_past_that_reaches_into_the_month_is_refused() -> None:
    assert day_of_number(BEGAN + DAYS) > MONTH.start
    with pytest.raises(NothingFound, match="ends before it"):
        made(origin=ORIGIN + 1)

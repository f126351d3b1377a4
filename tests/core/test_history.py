"""A history of acts as arrays: what was known when, among whom, in which days."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.core.history import QUAD_AT, History, day_number, day_of_number
from multipole.core.plover import ACTIONS, QUAD_OF, QUADS


def history(**other: object) -> History:
    arrays = {
        "actors": ("CHN", "RUS", "USA"),
        "day": np.array([10, 11, 11, 14], np.int32),
        "sender": np.array([0, 1, 2, 0], np.int32),
        "receiver": np.array([1, 0, 0, 2], np.int32),
        "action": np.array([0, 1, 8, 12], np.int8),
        "known": np.array([10, 20, 12, 15], np.int32),
    }
    return History(**(arrays | other))  # type: ignore[arg-type]


@given(st.dates(date(1800, 1, 1), date(2200, 1, 1)))
def test_a_day_and_its_number_are_one(day: date) -> None:
    assert day_of_number(day_number(day)) == day


def test_each_type_has_the_place_of_its_class() -> None:
    assert [QUADS[q] for q in QUAD_AT] == [QUAD_OF[a] for a in ACTIONS]
    assert history().quad.tolist() == [QUAD_AT[a] for a in (0, 1, 8, 12)]


def test_an_act_not_yet_known_is_not_seen() -> None:
    assert history().known_by(12).day.tolist() == [10, 11]
    assert history().known_by(12).sender.tolist() == [0, 2]
    assert len(history().known_by(9)) == 0


def test_released_data_can_be_taken_as_known_after_a_delay() -> None:
    late = history().as_if_known(delay_days=3)
    assert late.known.tolist() == [13, 14, 14, 17]
    assert late.known.dtype == np.int32
    assert late.day.tolist() == history().day.tolist()


def test_days_between_leave_the_end_out() -> None:
    assert history().between(11, 14).day.tolist() == [11, 11]


def test_among_some_actors_the_places_are_those_of_the_new_list() -> None:
    found = history().among(["USA", "CHN"])
    assert found.actors == ("USA", "CHN")
    assert found.sender.tolist() == [0, 1]
    assert found.receiver.tolist() == [1, 0]
    assert found.day.tolist() == [11, 14]


def test_among_actors_that_are_not_there_nothing_is_left() -> None:
    found = history().among(["CHN", "BRA"])
    assert found.actors == ("CHN", "BRA")
    assert len(found) == 0
    assert len(found.among(["CHN"])) == 0


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"day": np.array([1, 2], np.int32)}, "lengths"),
        ({"sender": np.array([0, 1, 3, 0], np.int32)}, "not in the list"),
        ({"receiver": np.array([1, 0, -1, 2], np.int32)}, "not in the list"),
        ({"action": np.array([0, 1, 99, 2], np.int8)}, "type"),
        ({"day": np.array([10, 12, 11, 14], np.int32)}, "not ordered"),
    ],
)
def test_what_is_no_history_is_refused(wrong: dict[str, object], says: str) -> None:
    with pytest.raises(BadValue, match=says):
        history(**wrong)

"""Nouns of data sets check themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from multipole.core.errors import BadValue
from multipole.core.periods import Period
from multipole.core.records import Cell, Observation, Release

CELL = Cell("ab" * 32, 2, "flow")
SOUND: dict[str, Any] = {
    "variable": "trade_usd", "subject": "AUR", "object": "BOR", "item": "",
    "period": Period.year(2020), "value": 0.0, "status": "observed", "release": "r",
    "known_on": date(2021, 1, 1), "cell": CELL,
}  # fmt: skip


def test_a_cell_says_where_it_is() -> None:
    assert str(CELL) == "abababababab row 2 column flow"
    with pytest.raises(BadValue, match="row 0"):
        Cell("ab", 0, "flow")


def test_a_release_is_its_source_and_its_files() -> None:
    one = Release("trade", "1", date(2020, 1, 1), ("aa", "bb"))
    assert one.id == Release("trade", "2", date(2021, 1, 1), ("aa", "bb")).id
    assert one.id != Release("arms", "1", date(2020, 1, 1), ("aa", "bb")).id
    for files in ((), ("bb", "aa"), ("aa", "aa")):
        with pytest.raises(BadValue):
            Release("trade", "1", date(2020, 1, 1), files)


def test_zero_is_a_value_and_missing_is_none() -> None:
    assert Observation(**SOUND).value == 0.0
    assert Observation(**SOUND | {"value": None, "status": "missing"}).value is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": None}, {"status": "missing"}, {"status": "guessed"}, {"object": "AUR"},
        {"subject": ""}, {"value": float("inf")}, {"value": float("nan")},
    ],
)  # fmt: skip
def test_what_is_not_sound_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadValue):
        Observation(**SOUND | wrong)

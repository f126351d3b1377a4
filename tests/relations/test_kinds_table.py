from __future__ import annotations

from collections.abc import Mapping

import pytest

from multipole.core.errors import BadValue
from multipole.relations.kinds_points import SCALES
from multipole.relations.kinds_table import (
    COLUMNS,
    KINDS,
    criteria_text,
    read_criteria,
    shipped_criteria,
    shipped_text,
)

ROW = {
    "id": "alliance-pledge", "kind": "alliance", "role": "needs", "group": "", "fact": "",
    "measure": "commitment", "window": "1", "statistic": "last", "comparator": ">=",
    "threshold": "3", "unit": "level", "question": "Is there a pledge of defence?",
    "reference": "", "why": "level 3",
}  # fmt: skip


def _text(*rows: Mapping[str, str]) -> str:
    return "\n".join([",".join(COLUMNS), *(",".join(row.values()) for row in rows)]) + "\n"


def test_every_kind_of_the_shipped_table_needs_something_and_says_why() -> None:
    table = shipped_criteria()
    assert {c.kind for c in table if c.role == "needs"} == set(KINDS)
    assert all(c.why and c.reference for c in table)


def test_the_shipped_table_asks_for_measures_in_their_units_only() -> None:
    assert {c.measure for c in shipped_criteria()} <= set(SCALES)


def test_a_table_is_read_back_as_it_was_written() -> None:
    assert read_criteria(criteria_text(shipped_criteria())) == shipped_criteria()
    assert read_criteria(shipped_text().replace("\n", "\r\n")) == shipped_criteria()
    assert read_criteria("\ufeff" + shipped_text()) == shipped_criteria()


def test_one_row_is_a_table() -> None:
    (one,) = read_criteria(_text(ROW))
    assert (one.threshold, one.window, one.asks) == (3.0, 1, "at least 3")


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        ({"measure": "closenes"}, "row 3, column measure", "Did you mean closeness?"),
        ({"kind": "friendship"}, "row 3, column kind", "Use one of war, hostility"),
        ({"comparator": "=>"}, "row 3, column comparator", "Use one of >=, >, <=, <"),
        ({"role": "need"}, "row 3, column role", "Did you mean needs?"),
        ({"statistic": "median"}, "row 3, column statistic", "Use one of last, mean"),
        ({"threshold": "half"}, "row 3, column threshold", "Write it with a point"),
        ({"threshold": "nan"}, "row 3, column threshold", "is not a number"),
        ({"threshold": "4"}, "row 3, column threshold", "It lies between 0 and 3"),
        ({"window": "0"}, "row 3, column window", "whole years from 1"),
        ({"window": "1.5"}, "row 3, column window", "whole years from 1"),
        ({"unit": "share"}, "row 3, column unit", "Its unit is level"),
        ({"question": ""}, "row 3, column question", "an empty cell"),
        ({"why": " "}, "row 3, column why", "an empty cell"),
        ({"id": "alliance-pledge"}, "column id", "stands twice"),
        ({"kind": "entente", "role": "for"}, "column role", "entente needs nothing"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_with_its_remedy(
    change: dict[str, str], place: str, words: str
) -> None:
    text = _text(ROW, ROW | {"id": "alliance-other"} | change)
    with pytest.raises(BadValue) as error:
        read_criteria(text, name="mine.csv")
    assert place in str(error.value)
    assert words in str(error.value)
    assert "mine.csv" in str(error.value)


def test_a_trend_is_asked_for_per_year() -> None:
    trend = ROW | {"statistic": "trend", "unit": "level per year", "threshold": "-0.1"}
    assert read_criteria(_text(trend))[0].statistic == "trend"
    with pytest.raises(BadValue, match="level per year"):
        read_criteria(_text(trend | {"unit": "level"}))


def test_other_columns_are_refused() -> None:
    with pytest.raises(BadValue, match="row 1"):
        read_criteria(shipped_text().replace("threshold", "limit", 1))
    with pytest.raises(BadValue, match="the columns are none"):
        read_criteria("")


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(BadValue, match=r"row 3\)\. Give 14 cells"):
        read_criteria(_text(ROW, {"id": "short"}))
    with pytest.raises(BadValue, match=r"row 2\)\. Give 14 cells"):
        read_criteria(_text(ROW | {"why": "one, two"}))


def test_a_fact_in_two_groups_is_refused() -> None:
    one, two = ROW | {"fact": "pledge"}, ROW | {"id": "b", "fact": "pledge", "group": "other"}
    with pytest.raises(BadValue, match="stands in two groups or roles"):
        read_criteria(_text(one, two))


def test_a_table_without_rows_is_refused() -> None:
    with pytest.raises(BadValue, match="no criterion"):
        read_criteria(_text())

"""Periods of whole days, half open."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadPeriod, MultipoleError
from multipole.core.periods import Period

DAYS = st.dates(min_value=date(2, 1, 1), max_value=date(9998, 12, 31))
LENGTHS = st.integers(min_value=1, max_value=1200)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(DAYS)
    return Period(start, start + timedelta(days=draw(st.integers(1, 300))))


@pytest.mark.parametrize(
    ("text", "days", "granularity"),
    [
        ("2021-03-22", 1, "day"),
        ("2015-03", 31, "month"),
        ("2020-02", 29, "month"),
        ("2100-02", 28, "month"),
        ("2020", 366, "year"),
        ("2019-02/2020-07", 547, "range"),
        ("2021-01/2021-03", 90, "quarter"),
        ("2021-03-22/2021-03-28", 7, "week"),
        ("2021-03-23/2021-03-29", 7, "range"),
        (" 2021-3-2 ", 1, "day"),
    ],
)
def test_what_is_written_is_read(text: str, days: int, granularity: str) -> None:
    period = Period.parse(text)
    assert (period.days, period.granularity) == (days, granularity)


@pytest.mark.parametrize(
    "text",
    [
        "", "March", "2021-13", "2021-00", "2021-02-30", "2021-00-01", "21-03", "2021/", "/2021",
        "2021-03-22/2021-03-01", "2021-03-22x", "0000", "9999", "9999-12-31", "2021//2022",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused_in_our_words(text: str) -> None:
    with pytest.raises(BadPeriod):
        Period.parse(text)


@given(st.text(alphabet="0123456789-/ ", max_size=24))
def test_no_text_raises_anything_else(text: str) -> None:
    with suppress(MultipoleError):
        assert Period.parse(text).days >= 1


@given(periods())
def test_a_period_is_read_back_from_its_text(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(DAYS)
def test_calendar_periods_hold_their_day(on: date) -> None:
    quarter = (on.month + 2) // 3
    nested = [
        Period.day(on),
        Period.month(on.year, on.month),
        Period.quarter(on.year, quarter),
        Period.year(on.year),
    ]
    assert [p.granularity for p in nested] == ["day", "month", "quarter", "year"]
    assert all(p.contains(on) for p in nested)
    assert all(a.within(b) for a, b in pairwise(nested))
    assert Period.week(on).contains(on)
    assert Period.week(on).granularity == "week"


@given(DAYS)
def test_months_follow_each_other_without_gap(on: date) -> None:
    this = Period.month(on.year, on.month)
    after = Period.month(this.end.year, this.end.month)
    assert this.end == after.start
    assert not this.overlaps(after)
    assert not this.contains(after.start)


@given(periods(), periods())
def test_overlap_is_a_shared_day(left: Period, right: Period) -> None:
    shared = max(left.start, right.start) < min(left.end, right.end)
    assert left.overlaps(right) is right.overlaps(left) is shared
    if left.within(right):
        assert shared
        assert right.contains(left.start)
        assert right.contains(left.last)


@given(periods())
def test_first_middle_and_last_day_are_inside(period: Period) -> None:
    assert period.contains(period.start)
    assert period.contains(period.last)
    assert period.contains(period.middle)
    assert not period.contains(period.end)
    before, after = (period.middle - period.start).days, (period.last - period.middle).days
    assert 0 <= after - before <= 1


def test_a_period_without_a_day_is_refused() -> None:
    with pytest.raises(BadPeriod):
        Period(date(2021, 3, 1), date(2021, 3, 1))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Period.day(date.max),
        lambda: Period.week(date.max),
        lambda: Period.month(9999, 12),
        lambda: Period.month(2021, 0),
        lambda: Period.year(9999),
        lambda: Period.year(0),
        lambda: Period.quarter(2021, 5),
    ],
)
def test_what_leaves_the_calendar_is_refused_in_our_words(make: object) -> None:
    assert callable(make)
    with pytest.raises(MultipoleError):
        make()

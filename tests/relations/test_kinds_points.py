from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.relations.kinds_points import STATISTICS, Point, Seen, Statistic, seen

NAN = math.nan


def _year(year: int, value: float, source: str = "one", **other: float) -> Point:
    return Point(date(year, 1, 1), date(year + 1, 1, 1), value, source=source, **other)  # type: ignore[arg-type]


def _seen(
    points: list[Point], statistic: Statistic, years: int = 1, *, measure: str = "visits",
    on: date = date(2014, 12, 31),
) -> Seen:  # fmt: skip
    return seen(points, measure=measure, statistic=statistic, window_years=years, on=on)


FIVE = [_year(y, v) for y, v in ((2010, 1.0), (2011, 4.0), (2012, 2.0), (2013, 0.0), (2014, 3.0))]


@pytest.mark.parametrize(
    ("statistic", "years", "value"),
    [("last", 1, 3), ("last", 5, 3), ("max", 2, 3), ("max", 5, 4), ("sum", 5, 10), ("mean", 5, 2)],
)
def test_statistics_of_the_window(statistic: Statistic, years: int, value: float) -> None:
    found = _seen(FIVE, statistic, years)
    assert (found.value, found.low, found.high) == (value, value, value)


def test_nothing_is_known_of_no_points() -> None:
    found = _seen([], "sum")
    assert found.why == "no data"
    assert all(math.isnan(v) for v in (found.value, found.low, found.high))


def test_a_window_after_the_data_says_when_they_end() -> None:
    found = _seen(FIVE, "last", on=date(2018, 6, 30))
    assert (found.why, found.until) == ("data end", date(2014, 12, 31))


def test_a_point_that_is_unknown_is_no_zero() -> None:
    assert _seen([_year(2014, NAN)], "last").why == "no data"
    found = _seen([_year(2013, 2.0), _year(2014, NAN)], "sum", 2)
    assert (found.low, found.high) == (2, math.inf)
    assert math.isnan(found.value)


def test_what_part_of_a_window_shows_is_a_lower_bound_of_sums_and_maxima() -> None:
    found = _seen([_year(2013, 2.0), _year(2014, 4.0)], "max", 4, measure="dispute")
    assert (found.low, found.high) == (4, 5)
    found = _seen([_year(2013, 0.5), _year(2014, 0.5)], "mean", 4, measure="closeness")
    assert (round(found.low, 2), round(found.high, 2)) == (-0.25, 0.75)


def test_the_future_is_not_used() -> None:
    assert _seen(FIVE, "max", 2, on=date(2012, 12, 31)).value == 4
    assert _seen(FIVE, "last", 1, on=date(2009, 12, 31)).why == "no data"


def test_a_year_under_way_counts_and_ends_the_window() -> None:
    found = _seen(FIVE, "sum", 1, on=date(2013, 3, 1))
    assert (found.value, str(found.period)) == (0, "2013")


def test_a_spell_of_many_years_counts_in_each() -> None:
    spell = Point(date(1996, 1, 1), date(2021, 1, 1), 1.0)
    assert _seen([spell], "last", measure="rivalry", on=date(2005, 7, 1)).value == 1
    assert _seen([spell], "last", measure="rivalry", on=date(2022, 7, 1)).why == "data end"


def test_months_add_up_to_the_year() -> None:
    months = [
        Point(date(2014, m, 1), date(2014 + m // 12, m % 12 + 1, 1), 1.0) for m in range(1, 13)
    ]
    assert _seen(months, "sum").value == 12
    assert _seen(months[:3], "sum").low == 3
    assert _seen(months[:3], "sum").high == math.inf


def test_sources_that_differ_span_bounds_and_the_same_value_twice_is_one() -> None:
    found = _seen([_year(2014, 1.0), _year(2014, 3.0, "two")], "sum")
    assert (found.low, found.high, found.sources) == (1, 3, ("one", "two"))
    assert math.isnan(found.value)
    assert _seen([_year(2014, 3.0), _year(2014, 3.0, "two")], "sum").value == 3


def test_a_source_that_covers_the_window_goes_before_one_that_does_not() -> None:
    assert _seen([*FIVE, _year(2014, 9.0, "two")], "max", 5).value == 4


def test_the_last_value_is_of_the_source_that_ends_last() -> None:
    assert _seen([*FIVE, _year(2013, 9.0, "two")], "last", 3).value == 3


def test_a_trend_is_a_slope_with_an_interval() -> None:
    line = [_year(y, 2.0 * (y - 2005)) for y in range(2005, 2015)]
    found = _seen(line, "trend", 10)
    assert found.low <= found.value <= found.high
    assert round(found.value, 3) == 2.0
    assert _seen(line, "trend", 3).why == "too few"
    bent = _seen([*line[:-1], _year(2014, 0.0)], "trend", 10)
    assert bent.high - bent.low > 1


def test_a_bound_that_is_not_given_is_the_end_of_the_scale() -> None:
    found = _seen([Point(date(2014, 1, 1), date(2015, 1, 1), NAN, low=2.0)], "last")
    assert (found.low, found.high) == (2, math.inf)


def test_what_reports_tell_is_so_many_or_more() -> None:
    found = _seen([_year(2014, 0.0)], "sum", measure="threats")
    assert (found.low, found.high) == (0, math.inf)
    assert _seen([_year(2014, 0.0)], "last", measure="talks").high == math.inf


def test_points_that_make_no_sense_are_refused() -> None:
    with pytest.raises(BadValue, match="outside its interval"):
        _year(2014, 3.0, low=4.0, high=5.0)
    with pytest.raises(BadValue, match="outside its interval"):
        _year(2014, NAN, low=4.0, high=1.0)
    with pytest.raises(BadValue, match="has no days"):
        Point(date(2014, 1, 1), date(2014, 1, 1), 1.0)
    with pytest.raises(BadValue, match="'trust' is unknown"):
        _seen([], "last", measure="trust")


@given(
    st.lists(
        st.tuples(
            st.integers(2005, 2018),
            st.sampled_from([0.0, 1.0, 2.5, NAN]),
            st.sampled_from(["one", "two"]),
        ),
        max_size=10,
    ),
    st.sampled_from(STATISTICS),
    st.integers(1, 8),
    st.randoms(),
)
def test_the_order_of_points_does_not_matter(
    rows: list[tuple[int, float, str]], statistic: Statistic, years: int, random: object
) -> None:
    points = [_year(*row) for row in rows]
    mixed = list(points)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert str(_seen(points, statistic, years)) == str(_seen(mixed, statistic, years))


@given(
    st.lists(st.tuples(st.integers(2005, 2018), st.sampled_from([0.0, 1.0, 2.5])), max_size=10),
    st.sampled_from(STATISTICS),
    st.integers(1, 8),
)
def test_unknown_points_change_nothing(
    rows: list[tuple[int, float]], statistic: Statistic, years: int
) -> None:
    points = [_year(*row) for row in rows]
    more = [*points, *(_year(y, NAN) for y in (2009, 2013))]
    assert str(_seen(points, statistic, years)) == str(_seen(more, statistic, years))

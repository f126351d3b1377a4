"""What the words of a figure claim, and when a record is theirs."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.answers.check_judge import Quoted, Recorded, claimed, judge, rescale
from multipole.core.errors import BadValue
from multipole.core.periods import Period

YEAR = Period.year(2018)
TRADE = Quoted("trade", ("CHN", "RUS"), 100e9, "usd", YEAR, margin=0.5e9)
RECORD = Recorded("trade", ("CHN", "RUS"), 107.06e9, "USD", YEAR)
BOUNDS = ("", "about", "almost", "at least", "more than", "at most", "less than")
numbers = st.floats(min_value=1e-3, max_value=1e12)
quotes = st.builds(
    Quoted, st.just("imports"), st.just(("CHN", "RUS")), numbers, st.just("usd"), st.just(YEAR),
    st.sampled_from(BOUNDS), st.floats(min_value=0, max_value=1e3),
)  # fmt: skip
records = st.builds(
    Recorded, st.just("imports"), st.just(("CHN", "RUS")), numbers, st.just("USD"), st.just(YEAR)
)


@pytest.mark.parametrize(
    ("bound", "value", "finding"),
    [
        ("", 100.4e9, "confirmed"),
        ("", 100.6e9, "contradicted"),
        ("", 99.4e9, "contradicted"),
        ("more than", 100.1e9, "confirmed"),
        ("more than", 100e9, "contradicted"),
        ("more than", 99.9e9, "contradicted"),
        ("at least", 99.6e9, "confirmed"),
        ("at least", 99.4e9, "contradicted"),
        ("at most", 100.4e9, "confirmed"),
        ("less than", 100e9, "contradicted"),
        ("less than", 40e9, "confirmed"),
        ("about", 109e9, "confirmed"),
        ("about", 91e9, "confirmed"),
        ("about", 111e9, "contradicted"),
        ("almost", 91e9, "confirmed"),
        ("almost", 101e9, "contradicted"),
        ("almost", 89e9, "contradicted"),
    ],
)
def test_a_record_is_confirmed_inside_what_the_words_claim(
    bound: str, value: float, finding: str
) -> None:
    quoted = replace(TRADE, bound=bound)  # type: ignore[arg-type]
    assert judge(quoted, replace(RECORD, value=value)).finding == finding


def test_a_difference_is_told_in_the_record_s_unit() -> None:
    found = judge(TRADE, replace(RECORD, value=93_942, unit="million USD"))
    assert found.finding == "contradicted"
    assert found.difference == pytest.approx(-6058)
    assert found.relative == pytest.approx(-0.06058)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"unit": "EUR"}, "the record is in EUR, the sentence in usd"),
        ({"unit": "USD of 2015"}, "the record is in USD of 2015, the sentence in usd"),
        ({"unit": "percent"}, "the record is in percent"),
        ({"ends": ("RUS", "CHN")}, "the record is of RUS>CHN, the sentence of CHN>RUS"),
        ({"quantity": "exports"}, "the record is of exports, the sentence of trade"),
        ({"period": Period.year(2017)}, "the record is of 2017, the sentence of 2018"),
        ({"period": Period(date(2018, 1, 1), date(2020, 1, 1))}, "2018-01-01/2019-12-31"),
        ({"period": None}, "the record is of None"),
        ({"basis": "per year"}, "the record is a per year figure"),
        ({"value": None, "reason": "the cell is empty"}, "the cell is empty"),
    ],
)
def test_a_record_of_another_thing_is_no_record(record: dict[str, object], reason: str) -> None:
    found = judge(TRADE, replace(RECORD, **record))  # type: ignore[arg-type]
    assert found.finding == "no record"
    assert reason in found.reason
    assert found.difference is None


def test_a_sentence_without_years_has_no_record() -> None:
    found = judge(replace(TRADE, period=None), replace(RECORD, period=None))
    assert (found.finding, found.reason) == ("no record", "the sentence gives no years")


@pytest.mark.parametrize(
    ("unit", "to", "factor"),
    [
        ("usd", "million USD", 1e-6),
        ("usd", "thousand USD", 1e-3),
        ("usd", "current US$", 1.0),
        ("percent", "share", 0.01),
        ("times", "drafts", 1.0),
        ("items", "vetoes", 1.0),
        ("tonnes", "thousand tonnes", 1e-3),
        ("tonnes", "tonne", 1.0),
        ("usd", "eur", None),
        ("usd", "percent", None),
        ("usd", "USD per head", None),
        ("percent", "percent of GDP", None),
        ("percent", "percentage_points", None),
        ("usd", "million TIV", None),
        ("m3", "tonne", None),
    ],
)
def test_units_scale_only_within_their_kind(unit: str, to: str, factor: float | None) -> None:
    assert rescale(unit, to) == (factor if factor is None else pytest.approx(factor))


def test_a_relative_difference_from_zero_is_unknown() -> None:
    found = judge(replace(TRADE, value=0.0), RECORD)
    assert found.difference == RECORD.value
    assert found.relative is None


def test_numbers_that_are_none_are_refused() -> None:
    with pytest.raises(BadValue):
        replace(TRADE, value=math.nan)
    with pytest.raises(BadValue):
        replace(RECORD, value=math.inf)
    with pytest.raises(BadValue, match="no reason"):
        replace(RECORD, value=None)


@given(quotes, records, st.sampled_from(["thousand", "million", "billion"]))
def test_scaling_the_record_s_unit_changes_no_finding(
    quoted: Quoted, record: Recorded, scale: str
) -> None:
    assert record.value is not None
    factor = {"thousand": 1e3, "million": 1e6, "billion": 1e9}[scale]
    scaled = replace(record, value=record.value / factor, unit=f"{scale} USD")
    assert judge(quoted, scaled).finding == judge(quoted, record).finding


@given(quotes, records, st.sampled_from(["EUR", "percent", "drafts", "TIV", "USD of 2015", ""]))
def test_another_unit_never_confirms(quoted: Quoted, record: Recorded, unit: str) -> None:
    assert judge(quoted, replace(record, unit=unit)).finding == "no record"


@given(quotes, records)
def test_the_other_direction_never_confirms(quoted: Quoted, record: Recorded) -> None:
    assert judge(quoted, replace(record, ends=record.ends[::-1])).finding == "no record"


@given(quotes, records, st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(1, 900))
def test_another_period_never_confirms(
    quoted: Quoted, record: Recorded, start: date, days: int
) -> None:
    other = Period(start, date.fromordinal(start.toordinal() + days))
    found = judge(quoted, replace(record, period=other)).finding
    assert found == "no record" or other == YEAR


@given(quotes)
def test_the_number_itself_is_claimed_unless_the_words_exclude_it(quoted: Quoted) -> None:
    low, high, without = claimed(quoted)
    assert low <= quoted.value <= high
    assert without == (quoted.bound in ("more than", "less than"))

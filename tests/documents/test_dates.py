from __future__ import annotations

from datetime import date

import pytest

from multipole.documents.dates import find_date, read_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-04-04", date(2021, 4, 4)),
        ("2021-04-04T23:59:59Z", date(2021, 4, 4)),
        ("2021/4/4", date(2021, 4, 4)),
        ("20210404", date(2021, 4, 4)),
        ("Updated 15:18, 24-Mar-2021", date(2021, 3, 24)),
        ("Published: 3 March 2015", date(2015, 3, 3)),
        ("March 3rd, 2015", date(2015, 3, 3)),
        ("Sept. 9, 2019", date(2019, 9, 9)),
        ("the 3rd of May 2018", date(2018, 5, 3)),
        ("3 mars 2015", date(2015, 3, 3)),
        ("1er août 2019", date(2019, 8, 1)),
        ("3. März 2015", date(2015, 3, 3)),
        ("3 de marzo de 2015", date(2015, 3, 3)),
        ("18 марта 2014 года", date(2014, 3, 18)),
        ("2021年4月4日", date(2021, 4, 4)),
        ("2021년 4월 4일", date(2021, 4, 4)),
        ("25/12/2020", date(2020, 12, 25)),
        ("12/25/2020", date(2020, 12, 25)),
        ("03.04.2021", date(2021, 4, 3)),
        ("04/04/2021", date(2021, 4, 4)),
    ],
)
def test_a_printed_date_is_read(text: str, day: date) -> None:
    found = read_date(text)
    assert found is not None
    assert found.day == day


def test_an_ambiguous_date_is_no_date_until_somebody_says_how_to_read_it() -> None:
    found = find_date("03/04/2021")
    assert found is not None
    assert found.day is None
    assert "day/month" in found.why
    british = find_date("03/04/2021", day_first=True)
    american = find_date("03/04/2021", day_first=False)
    assert british is not None
    assert british.day == date(2021, 4, 3)
    assert american is not None
    assert american.day == date(2021, 3, 4)


@pytest.mark.parametrize("text", ["2021-02-30", "31 April 2020", "2021-13-01", "February 29, 2021"])
def test_an_impossible_date_is_not_guessed(text: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.day is None
    assert "not a day" in found.why


@pytest.mark.parametrize(
    "text",
    ["", "2021", "March 2015", "resolution 2202 (2015)", "5 or 6 2020", "1.2.3.4", "+7 495 123"],
)
def test_what_is_no_day_is_no_date(text: str) -> None:
    found = find_date(text)
    assert found is None or found.day is None

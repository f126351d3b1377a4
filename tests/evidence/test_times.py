from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from multipole.core.periods import Period
from multipole.evidence.times import find_times

ON = date(2021, 4, 4)  # a Sunday


def read(text: str, *, on: date | None = ON) -> list[tuple[str, str]]:
    return [(text[a:b], str(p)) for a, b, p in find_times(text, 0, len(text), on=on)]


def period(text: str, *, on: date | None = ON) -> str:
    found = read(text, on=on)
    assert len(found) == 1, found
    return found[0][1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on 22 March 2021.", "2021-03-22"),
        ("They met on March 22, 2021.", "2021-03-22"),
        ("Updated 15:18, 24-Mar-2021", "2021-03-24"),
        ("Signed 2021-03-22 at noon", "2021-03-22"),
        ("Posted 22.03.2021", "2021-03-22"),
        ("Posted 03/22/2021", "2021-03-22"),
        ("on 29 February 2020", "2020-02-29"),
        ("On Friday, March 26, 2021 they met", "2021-03-26"),
        ("from 22 March to 3 April 2022", "2022-03-22/2022-04-03"),
        ("in March 2015", "2015-03"),
        ("In 2015, it fell", "2015"),
        ("for the first time in 2020", "2020"),
        ("the treaty of 2001", "2001"),
        ("the 2015 agreement", "2015"),
        ("Russia's 2014 annexation", "2014"),
        ("the peninsula (2014)", "2014"),
        ("2020 was hard", "2020"),
        ("at the end of 2019", "2019-10-01/2019-12-31"),
        ("in early 2020", "2020-01-01/2020-03-31"),
        ("by mid-2020 at", "2020-05-01/2020-08-31"),
        ("in late 2020", "2020-10-01/2020-12-31"),
        ("the first half of 2022", "2022-01-01/2022-06-30"),
        ("the second quarter of 2021", "2021-04-01/2021-06-30"),
        ("the first three months of 2021", "2021-01-01/2021-03-31"),
        ("between February 2019 and July 2020", "2019-02-01/2020-07-31"),
        ("between November and December 2020", "2020-11-01/2020-12-31"),
        ("from 2014 to 2019", "2014-01-01/2019-12-31"),
        ("from March 2014 until May 2015", "2014-03-01/2015-05-31"),
        ("the war of 2014-2018", "2014-01-01/2018-12-31"),
        ("the season 2021/22", "2021-01-01/2022-12-31"),
        ("the war of 1914–18", "1914-01-01/1918-12-31"),
        ("in the 1990s", "1990-01-01/1999-12-31"),
        ("in the early 1990s", "1990-01-01/1992-12-31"),
        ("in the 20th century", "1901-01-01/2000-12-31"),
        ("the second half of the twentieth century", "1951-01-01/2000-12-31"),
        ("in spring of 2014", "2014-03-01/2014-05-31"),
        ("the winter of 2013", "2013-12-01/2014-02-28"),
        ("The 9/11 attacks", "2001-09-11"),
        ("the September 11 attacks", "2001-09-11"),
    ],
)
def test_an_expression_that_names_its_year_needs_no_document_date(text: str, expected: str) -> None:
    assert period(text, on=None) == expected
    assert period(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("starting March 22", "2021-03-22"),
        ("on March 22-23", "2021-03-22/2021-03-23"),
        ("on 22 and 23 March", "2021-03-22/2021-03-23"),
        ("In March they said", "2021-03"),
        ("in April", "2021-04"),
        ("in September", "2020-09"),
        ("in May", "2020-05"),
        ("they will meet in September", "2021-09"),
        ("next September", "2021-09"),
        ("last March", "2021-03"),
        ("in May of this year", "2021-05"),
        ("in March last year", "2020-03"),
        ("in mid-March", "2021-03-11/2021-03-20"),
        ("on December 28", "2020-12-28"),
        ("on April 10", "2021-04-10"),
        ("on February 29", "2020-02-29"),
        ("from November to February", "2020-11-01/2021-02-28"),
        ("between March and July", "2021-03-01/2021-07-31"),
        ("since 2020", "2020-01-01/2021-04-04"),
        ("since last year", "2020-01-01/2021-04-04"),
        ("after 2014", "2015-01-01/2021-04-04"),
        ("after March 22", "2021-03-23/2021-04-04"),
        ("since the end of the Cold War", "1989-11-01/2021-04-04"),
        ("since the collapse of the Soviet Union", "1991-12-01/2021-04-04"),
        ("after the Second World War", "1945-10-01/2021-04-04"),
        ("in 2014 onwards", "2014-01-01/2021-04-04"),
        ("by 2024", "2021-04-04/2024-12-31"),
        ("by the end of 2024", "2021-04-04/2024-12-31"),
        ("by the end of the year", "2021-04-04/2021-12-31"),
        ("by 2019", "2019"),
        ("two weeks ago", "2021-03-15/2021-03-21"),
        ("Three years ago", "2018"),
        ("ten days ago", "2021-03-25"),
        ("a month ago", "2021-03"),
        ("last year", "2020"),
        ("last month", "2021-03"),
        ("last week", "2021-03-22/2021-03-28"),
        ("this week", "2021-03-29/2021-04-04"),
        ("next year", "2022"),
        ("earlier this year", "2021-01-01/2021-04-04"),
        ("today", "2021-04-04"),
        ("yesterday", "2021-04-03"),
        ("tomorrow", "2021-04-05"),
        ("on Sunday", "2021-04-04"),
        ("on Monday", "2021-03-29"),
        ("last Wednesday", "2021-03-31"),
        ("last Sunday", "2021-03-28"),
        ("next Tuesday", "2021-04-06"),
        ("will sign on Tuesday", "2021-04-06"),
        ("over the past five years", "2016-04-04/2021-04-04"),
        ("in the past decade", "2011-04-04/2021-04-04"),
        ("over the next five years", "2021-04-04/2026-04-03"),
        ("from March 2019 to February", "2019-03-01/2020-02-29"),
        ("last summer", "2020-06-01/2020-08-31"),
        ("They met in the summer.", "2020-06-01/2020-08-31"),
        ("They met in spring", "2021-03-01/2021-05-31"),
        ("Over the winter they met", "2020-12-01/2021-02-28"),
        ("They met in early autumn", "2020-09"),
        ("They met in the autumn of last year", "2020-09-01/2020-11-30"),
        ("They will meet in the autumn", "2021-09-01/2021-11-30"),
        ("They met a fortnight ago", "2021-03-15/2021-03-21"),
        ("They met on New Year’s Eve", "2020-12-31"),
        ("They met on Christmas Day, 2018", "2018-12-25"),
    ],
)
def test_a_relative_expression_is_resolved_against_the_document_date(
    text: str, expected: str
) -> None:
    assert period(text) == expected
    assert read(text, on=None) == [] or "20" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In June, they will meet", "2021-06"),
        ("On Friday, the two will sign", "2021-04-09"),
        ("On Friday, he said they will sign", "2021-04-02"),
        ("at the weekend", "2021-04-03/2021-04-04"),
        ("in fiscal 2019", "2019"),
        ("spending in FY2020 rose", "2020"),
        ("it fell in the third quarter", "2020-07-01/2020-09-30"),
        ("it will rise in the third quarter", "2021-07-01/2021-09-30"),
        ("since the beginning of the year", "2021-01-01/2021-04-04"),
        ("For ten years, they have traded", "2011-04-04/2021-04-04"),
        ("they have traded for two decades", "2001-04-04/2021-04-04"),
        ("half a century ago", "1971"),
        ("a quarter of a century ago", "1996"),
        ("As early as March, Oslo had warned them.", "2021-03"),
    ],
)
def test_a_stretch_up_to_now_or_a_part_of_this_year(text: str, expected: str) -> None:
    assert period(text) == expected


@pytest.mark.parametrize(
    ("text", "reached", "expected"),
    [
        ("A day later they left", "2014-02-27", "2014-02-28"),
        ("a week earlier they came", "2014-02-27", "2014-02-17/2014-02-23"),
        ("Two years later they met", "2014-02", "2016"),
        ("the following month", "2014-12-24", "2015-01"),
        ("the same year", "2014-12-24", "2014"),
        ("Later that year they met", "2014-03", "2014"),
        ("In October of the same year", "2014-03", "2014-10"),
        ("The next day they met", "2014-02-28", "2014-03-01"),
        ("They met the day before.", "2014-03-01", "2014-02-28"),
    ],
)
def test_a_time_told_from_the_story_is_reckoned_from_what_it_has_reached(
    text: str, reached: str, expected: str
) -> None:
    found = find_times(text, 0, len(text), on=ON, reached=Period.parse(reached))
    assert [str(p) for _, _, p in found] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("during the Cold War", "1947-03-01/1991-12-31"),
        ("at the height of the Cold War", "1947-03-01/1991-12-31"),
        ("in the first half of the Cold War", "1947-03-01/1969-07-31"),
        ("in World War II", "1939-09-01/1945-09-30"),
        ("In Soviet times", "1922-12-01/1991-12-31"),
        ("In the Korean War", "1950-06-01/1953-07-31"),
    ],
)
def test_a_time_with_a_name_needs_no_document_date(text: str, expected: str) -> None:
    assert str(read(text, on=None)[0][1]) == expected


@pytest.mark.parametrize(
    ("text", "reached"),
    [("A day later they left", "2014"), ("the following month", "2014"), ("that year", None),
     ("more troops than a year earlier than planned", None), ("in May of the same year", None)],
)  # fmt: skip
def test_a_time_told_from_something_longer_or_from_nothing_is_left(
    text: str, reached: str | None
) -> None:
    before = Period.parse(reached) if reached else None
    assert find_times(text, 0, len(text), on=ON, reached=before) == []


@pytest.mark.parametrize(
    "text",
    [
        "2,014 soldiers", "$2015 in cash", "$ 2015 in cash", "Article 2015", "resolution 2231",
        "20 percent", "it may be so", "Mrs May said so", "they march on", "a Boeing 747",
        "on page 1999", "03/04/2021", "on 30 February 2021", "on February 30", "in recent years",
        "the same day", "before 2014", "the largest drill since 2014", "a first visit since 2019",
        "a new Cold War", "in its Cold War mentality", "a relic of the Cold War", "Soviet Union",
        "after 2023", "before the Cold War", "several years ago", "more than ten years ago",
        "in the coming days", "for the next 25 years",
        "for the next decade", "the first century", "a total of 1500", "2000 troops",
        "the Sunday Times", "2021-13-45", "by May and others", "the S-2000 system",
        "They met in the Summer Palace",
        "in the fall of Kabul",
        "The Arab Spring spread",
        "Troops fall back in the Winter Olympics stadium",
    ],
)  # fmt: skip
def test_what_is_no_time_or_no_certain_one_is_left(text: str) -> None:
    assert read(text) == []


def test_several_times_in_a_sentence_come_in_order_with_their_words() -> None:
    text = "In 2015 it was 90 percent, but since March 2020 and on Monday it was less."
    assert [words for words, _ in read(text)] == ["2015", "since March 2020", "Monday"]


def test_neighbouring_years_share_their_preposition() -> None:
    assert [p for _, p in read("in 2014, 2015 and 2016")] == ["2014", "2015", "2016"]


def test_only_the_stretch_asked_for_is_read() -> None:
    text = "In 2014. In 2015. In 2016."
    assert [text[a:b] for a, b, _ in find_times(text, 9, 17, on=ON)] == ["2015"]


def test_the_document_date_at_the_edge_of_the_calendar_raises_nothing() -> None:
    text = "two weeks ago, last year, next year, tomorrow, in March, over the past five centuries"
    for on in (date.min, date.max):
        assert isinstance(find_times(text, 0, len(text), on=on), list)


PIECES = (
    "March", "May", " 22", " 2021", "since ", "by ", "the end of ", "-", "–", " and ",
    "from ", "to ",
    "two ", "weeks ", "ago", "last ", "year", "0000", "99", "/", "1990s", "century",
    "next ", "\u0661",
    "Monday", ", ", "early ", "the past ", " ", "\n", "é", "9/11", "31 ", "February ", "half of ",
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join))


@settings(max_examples=300, deadline=None)
@example(text="the last half of 9/11", on=None, cut=(0, 0))
@given(text=TEXTS, on=st.none() | st.dates(), cut=st.tuples(st.integers(0, 9), st.integers(0, 9)))
def test_any_text_gives_sorted_spans_inside_the_stretch(
    text: str, on: date | None, cut: tuple[int, int]
) -> None:
    start = min(cut[0], len(text))
    end = max(start, len(text) - cut[1])
    found = find_times(text, start, end, on=on)
    edges = [edge for first, last, _ in found for edge in (first, last)]
    assert edges == sorted(edges)
    assert all(start <= edge <= end for edge in edges)
    assert all(first < last and isinstance(p, Period) for first, last, p in found)


@pytest.mark.parametrize(
    "piece",
    ["2014 ", "March ", "2014, ", "1 and ", " ", "22-", "the ", "since the end of ", "9", "one-",
     "last ", "March 22 " + " " * 50],
)  # fmt: skip
def test_hostile_repetition_takes_linear_time(piece: str) -> None:
    text = "since March " + piece * (60_000 // len(piece)) + "x"
    began = time.process_time()
    find_times(text, 0, len(text), on=ON)
    assert time.process_time() - began < 5

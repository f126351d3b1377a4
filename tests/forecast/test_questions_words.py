"""Questions in words are read where every word is understood, and not otherwise."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadPeriod, WrongUse
from multipole.core.plover import ACTIONS, DOMAINS
from multipole.forecast.questions_criterion import CLASSES, Criterion
from multipole.forecast.questions_words import read_question, words_of

TODAY = date(2019, 1, 31)


@pytest.mark.parametrize(
    ("text", "criterion"),
    [
        ("Will CHN and RUS hold a joint exercise by 2019-03-31?", "CHN+RUS COOPERATE military"),
        ("Will CHN and RUS conduct joint naval drills by 2019?", "CHN+RUS COOPERATE military"),
        ("Will A and B veto together within 90 days?", "veto together A B"),
        ("Will USA sanction a Chinese firm this quarter?", "USA>Chinese SANCTION"),
        ("Will USA impose new sanctions on CHN at least 3 times by 2020?", "USA>CHN SANCTION"),
        ("Will USA send military aid to UKR by 2019-06?", "USA>UKR AID military"),
        ("Will PRK threaten KOR again before 2019-06-01?", "PRK>KOR THREATEN"),
        ("Will there be at least 1 act of any type between A and B in 2020?", "A+B act"),
    ],
)
def test_sure_words_become_a_criterion(text: str, criterion: str) -> None:
    found = str(read_question(text, today=TODAY).criterion)
    assert found.rsplit(" >= ", 1)[0] == criterion


@pytest.mark.parametrize(
    ("until", "days"),
    [
        ("by 2019-03-31", (TODAY, date(2019, 3, 31))),
        ("by the end of 2019-03", (TODAY, date(2019, 3, 31))),
        ("before 31 March 2019", (TODAY, date(2019, 3, 30))),
        ("in March 2019", (date(2019, 3, 1), date(2019, 3, 31))),
        ("on 2019-03-05", (date(2019, 3, 5), date(2019, 3, 5))),
        ("within 90 days", (TODAY, date(2019, 4, 30))),
        ("within 1 month", (TODAY, date(2019, 2, 27))),
        ("in the next 2 weeks", (TODAY, date(2019, 2, 13))),
        ("this quarter", (TODAY, date(2019, 3, 31))),
        ("from 2019-02-01 to 2019-02-07", (date(2019, 2, 1), date(2019, 2, 7))),
    ],
)
def test_days_are_read_with_both_ends(until: str, days: tuple[date, date]) -> None:
    found = read_question(f"Will USA sanction CHN {until}?", today=TODAY)
    assert (found.opens, found.closes) == days


@pytest.mark.parametrize(
    "text",
    [
        "Will China win by 2020?",
        "Will USA and CHN sanction RUS by 2020?",
        "Will USA probably sanction by 2020?",
        "Is there war by 2020?",
        "Will A and B hold a joint press conference by 2020?",
    ],
)
def test_other_words_ask_for_a_criterion(text: str) -> None:
    with pytest.raises(WrongUse, match="--criterion"):
        read_question(text, today=TODAY)


def test_a_question_without_an_end_or_with_a_wrong_one_is_refused() -> None:
    with pytest.raises(WrongUse, match="until when"):
        read_question("Will USA sanction CHN?", today=TODAY)
    with pytest.raises(BadPeriod):
        read_question("Will USA sanction CHN by 2019-02-30?", today=TODAY)
    with pytest.raises(BadPeriod):
        read_question("Will USA sanction CHN by Marz 2019?", today=TODAY)


@given(
    both=st.booleans(),
    what=st.one_of(st.sampled_from(list(CLASSES)), st.sampled_from(ACTIONS)),
    domain=st.one_of(st.none(), st.sampled_from(DOMAINS)),
    least=st.integers(1, 60),
)
def test_words_that_are_written_are_read_back(
    both: bool, what: str, domain: str | None, least: int
) -> None:
    ask = Criterion("CHN", "USA", both, CLASSES.get(what, (what,)), domain, least)
    days = (date(2018, 7, 1), date(2018, 7, 31))
    assert read_question(words_of(ask, *days), today=TODAY) == (ask, *days)


def test_vetoes_are_written_and_read_back() -> None:
    ask = Criterion("CHN", "RUS", True, (), None, 2, "vetoes")
    days = (date(2018, 7, 1), date(2018, 7, 31))
    assert read_question(words_of(ask, *days), today=TODAY) == (ask, *days)

"""Words, sentences, forms of a term, words of an act."""

from __future__ import annotations

import doctest
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import WrongUse
from multipole.core.types import Part
from multipole.narratives import act_words as acts
from multipole.narratives import apart, intervals, phrases, rates, tellings, texts, vocabulary
from multipole.narratives.act_words import act_words
from multipole.narratives.phrases import places
from multipole.narratives.texts import LONGEST, sentences, shown, stretches, words


@pytest.mark.parametrize(
    "module", [acts, apart, intervals, phrases, rates, tellings, texts, vocabulary]
)
def test_worked_values_in_the_docstrings_hold(module: object) -> None:
    failed, tried = doctest.testmod(module)  # type: ignore[arg-type]
    assert (failed, tried > 0) == (0, True)


def found(term: str, text: str) -> list[str]:
    return [text[a:b] for a, b in places(term, text)]


@pytest.mark.parametrize(
    ("term", "text", "forms"),
    [
        ("multipolar", "A multipolar, multi-polar and Multipolarity; bipolar", 3),
        ("hegemony", "hegemony, hegemonic, hegemonism and hegemons", 4),
        ("sovereignty", "sovereign states, their sovereignty, soverign", 2),
        ("rules-based order", "rules-based order; rules based international order", 2),
        ("rules-based order", "rule-based world order; an order based on rules", 2),
        ("rules-based order", "The rules-based. An order", 0),
        ("treaty", "treaty, treaties, Treaty's, treatyless", 3),
        ("gas pipeline", "gas pipelines, gas\npipeline, gas and pipeline", 2),
        ("gas * pipeline", "gas and oil pipeline", 1),
        ("gas | oil", "gas, oils, coal", 2),
        ("C++", "C and c", 2),
    ],
)
def test_the_forms_of_a_term_are_found_and_no_others(term: str, text: str, forms: int) -> None:
    assert len(found(term, text)) == forms


@pytest.mark.parametrize("term", ["", "...", "*", "a*", "* order", "x" * 101])
def test_what_is_no_term_is_refused_with_a_remedy(term: str) -> None:
    with pytest.raises(WrongUse) as refused:
        found(term, "text")
    assert refused.value.remedy


@given(st.text(max_size=60), st.text(max_size=200))
def test_no_term_and_no_text_break_the_search(term: str, text: str) -> None:
    try:
        got = list(places(term, text))
    except WrongUse:
        return
    assert all(0 <= a < b <= len(text) for a, b in got)


def test_only_the_parts_of_a_document_that_are_its_words_are_read() -> None:
    text = "Head\nBy Ann\nText"
    parts = (Part(0, 4, "title"), Part(5, 11, "byline"), Part(12, 16, "body"))
    assert [text[a:b] for a, b in stretches(text, parts)] == ["Head", "Text"]


def test_titles_and_initials_end_no_sentence() -> None:
    text = 'Mr. A. Smith met Dr. Li. "We agreed," he said. Nothing more!'
    assert len(sentences(text)) == 3


@given(st.text(alphabet='ab .!?\nA1"', max_size=120))
def test_sentences_lie_in_the_text_in_order_without_overlap(text: str) -> None:
    got = sentences(text)
    assert all(text[a:b].strip() == text[a:b] != "" for a, b in got)
    assert all(one[1] <= two[0] for one, two in pairwise(got))
    assert "".join(text[a:b] for a, b in got).replace("\n", "").replace(" ", "") == (
        text.replace("\n", "").replace(" ", "")
    )


def test_a_sentence_without_end_is_shown_around_the_word() -> None:
    text = "word " * 1000
    start, end = shown(text, (0, len(text)), (2500, 2504))
    assert end - start <= LONGEST
    assert start < 2500 < end


def test_numbers_and_lone_letters_are_no_words() -> None:
    assert list(words("The S-400 of 2021, I say")) == ["the", "of", "i", "say"]


@pytest.mark.parametrize(
    ("quote", "lemmas", "found_words"),
    [
        ("Beijing barred ten Europeans", {"bar"}, ("barred",)),
        ("The two met and talked", {"meet", "talk"}, ("met", "talked")),
        ("Moscow denies it", {"deny"}, ("denies",)),
        ("an annexation of Crimea", {"annexation"}, ("annexation",)),
        ("They struck back", {"sanction"}, ()),
    ],
)
def test_the_words_of_an_act_are_found_in_any_form(
    quote: str, lemmas: set[str], found_words: tuple[str, ...]
) -> None:
    assert act_words(quote, lemmas) == found_words

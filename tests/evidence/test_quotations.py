from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.evidence.quotations import find_quotations


def read(text: str) -> list[tuple[str, int, bool]]:
    return [(text[q.start : q.end], q.depth, q.closed) for q in find_quotations(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He called it "a test."', ["a test."]),
        ("He called it “a test”.", ["a test"]),
        ("Er sagte „genug“ und ging.", ["genug"]),
        ("Il a dit « assez » hier.", ["assez"]),
        ("Er sagte »genug« und ging.", ["genug"]),
        ('"We will," said Ito, "and soon."', ["We will,", "and soon."]),
        ('both "x"—"y" and ("z")', ["x", "y", "z"]),
        ('he " spaced " them', ["spaced"]),
        ("“mixed marks\" and so", ["mixed marks"]),
        ("”typed twice” here", ["typed twice"]),
    ],
)  # fmt: skip
def test_every_kind_of_double_mark_quotes(text: str, quoted: list[str]) -> None:
    assert read(text) == [(words, 0, True) for words in quoted]


@pytest.mark.parametrize(
    "text",
    [
        "China’s and years’ end",
        "don't 'quote' me",
        "‘alone’ it is",
        "a stray” mark",
        'a 12" gun',
        "“”",
    ],
)
def test_apostrophes_lone_singles_and_stray_closing_marks_quote_nothing(text: str) -> None:
    assert read(text) == []


def test_an_inner_quotation_is_one_deeper() -> None:
    assert read("“It’s ‘our’ sea” they say") == [("It’s ‘our’ sea", 0, True), ("our", 1, True)]
    assert read("“A “B” C”") == [("A “B” C", 0, True), ("B", 1, True)]


def test_a_possessive_inside_an_inner_quotation_does_not_end_it() -> None:
    assert [q for q, depth, _ in read("“the ‘powers’ end’ came”") if depth] == ["powers’ end"]


def test_an_opening_mark_with_no_end_runs_to_the_end_of_the_paragraph() -> None:
    assert read("“We go on. And on.") == [("We go on. And on.", 0, False)]


def test_a_forgotten_closing_mark_does_not_swallow_the_next_quotation() -> None:
    wanted = [("we go.", 0, False), ("We stay,", 0, True)]
    assert read('He said "we go. "We stay," he added.') == wanted
    assert read("He said “we go. “We stay,” he added.") == wanted


def test_an_opening_mark_typed_where_a_closing_one_is_due_closes() -> None:
    assert read("“Who should lead? “") == [("Who should lead?", 0, True)]
    assert read("“Who leads?“ asked Ito.") == [("Who leads?", 0, True)]


def test_offsets_count_in_the_whole_text() -> None:
    text = 'One "a".\nTwo "b".'
    (quotation,) = find_quotations(text, 9, len(text))
    assert text[quotation.start : quotation.end] == "b"


@settings(max_examples=500, deadline=None)
@given(text=st.one_of(st.text(), st.text(alphabet='"“”„‟«»‘’s a.—(\n')), shift=st.integers(0, 5))
def test_any_text_gives_sorted_spans_inside_without_white_space_at_their_ends(
    text: str, shift: int
) -> None:
    start = min(shift, len(text))
    found = find_quotations(text, start, len(text))
    assert [q.start for q in found] == sorted(q.start for q in found)
    for q in found:
        words = text[q.start : q.end]
        assert start <= q.start < q.end <= len(text)
        assert words == words.strip()
        assert 0 <= q.depth < len(found)


@pytest.mark.parametrize("piece", ["“", '"', '" ', "“‘", "”", "“a‘b", 'x "a', "«", "“a ”"])
def test_hostile_repetition_takes_linear_time(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    began = time.process_time()
    find_quotations(text, 0, len(text))
    assert time.process_time() - began < 5

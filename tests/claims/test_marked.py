"""Marks of senders and receivers in sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.claims.marked import Marked, read_marked, sign
from multipole.core.errors import UnreadableInput


def test_white_space_inside_a_mark_is_not_part_of_the_end() -> None:
    marked = read_marked("<s>The army </s>agreed with <t> Oman</t>.")
    assert marked.text == "The army agreed with  Oman."
    assert [marked.text[a:b] for a, b in (*marked.sender, *marked.receiver)] == ["The army", "Oman"]


def test_an_end_may_be_missing_stand_twice_or_lie_inside_the_other() -> None:
    assert read_marked("<s>Teachers</s> marched.").receiver == ()
    assert len(read_marked("<s>A</s> and <s>B</s> met <t>C</t>").sender) == 2
    nested = read_marked("<s>the <t>Syrian</t> rebels</s> fled")
    assert (nested.sender, nested.receiver) == (((0, 17),), ((4, 10),))
    assert sign(nested).text == "@ the # Syrian # rebels @ fled"


@pytest.mark.parametrize("text", ["<s>Iran met Oman", "Iran</s> met", "<s>a <s>b</s></s>"])
def test_a_mark_without_its_partner_is_refused(text: str) -> None:
    with pytest.raises(UnreadableInput, match="no partner"):
        read_marked(text, where="row 2")


def test_the_places_of_signs_are_those_of_the_first_stretch() -> None:
    signed = sign(read_marked("<t>A</t> fears <s>B</s> and <s>C</s>"))
    assert signed.text[signed.sender_at :].startswith("@ B @")
    assert signed.text[signed.receiver_at :].startswith("# A #")
    assert sign(Marked("nobody")).sender_at == -1


@given(st.text("ab <>/", max_size=20), st.text("cd", min_size=1), st.text("ef .", max_size=9))
def test_marks_come_out_and_the_words_stay(before: str, end: str, after: str) -> None:
    marked = read_marked(f"{before}<s>{end}</s>{after}")
    assert marked.text == before + end + after
    ((start, stop),) = marked.sender
    assert marked.text[start:stop] == end

"""What holds of every text."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.actors import load_actors

PIECES = st.sampled_from(
    [
        "Russia", "U.S.", "US", "China", "Sino", "-", "\u2013", "'s", "\u2019", " ", "\n", ". ",
        ", ",
        "the West", "Western", "North", "Korea", "Congo", "of", "the", "St.", "Georgia", "Paris",
        "Agreement", "President", "Kim", "Wang Yi", "Security Council", "Co\u0302te d\u2019Ivoire",
        "\u202e", "\x00", "&", "(", "Treaty of", "P5+1", "OPEC+", "İstanbul", "ß", "U.S", "E.U.-",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))
DAYS = st.one_of(st.none(), st.dates())


@settings(max_examples=300, deadline=None)
@given(TEXTS, DAYS)
def test_spans_lie_in_the_text_in_order_and_apart(text: str, on: date | None) -> None:
    hits = load_actors().find(text, on=on)
    for hit in hits:
        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.actors
        assert 0 < hit.confidence <= 1
        assert all(load_actors().actor(actor) for actor in hit.actors)
    assert all(left.end <= right.start for left, right in pairwise(hits))


@settings(max_examples=200, deadline=None)
@given(TEXTS, DAYS)
def test_reading_twice_gives_the_same(text: str, on: date | None) -> None:
    assert load_actors().find(text, on=on) == load_actors().find(text, on=on)

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.documents.likeness import (
    Link,
    find_near_duplicates,
    jaccard,
    link_signed,
    shingles,
    signature,
)

RNG = random.Random(7)
VOCABULARY = [f"word{n}" for n in range(2000)]


def story(length: int = 300) -> list[str]:
    return RNG.choices(VOCABULARY, k=length)


def changed(words: list[str], count: int) -> list[str]:
    copy = list(words)
    for at in RNG.sample(range(len(copy)), count):
        copy[at] = "other"
    return copy


STORY = story()
NEAR = changed(STORY, 6)
FAR = changed(STORY, 90)


def test_the_exact_share_of_common_word_runs_decides() -> None:
    left, right = shingles("one two three four five"), shingles("one two three four six")
    assert jaccard(left, right) == pytest.approx(2 / 4)
    assert jaccard(frozenset(), left) == 0.0


def test_near_copies_are_linked_and_others_are_not() -> None:
    documents = [("b", " ".join(STORY)), ("a", " ".join(NEAR)), ("c", " ".join(FAR)), ("d", "")]
    links = find_near_duplicates(documents)
    score = jaccard(shingles(" ".join(STORY)), shingles(" ".join(NEAR)))
    assert score > 0.8
    assert links == [Link("a", "b", "near_duplicate", round(score, 6))]


def test_the_order_of_documents_changes_nothing() -> None:
    documents = [(f"d{n}", " ".join(changed(STORY, n))) for n in range(12)]
    links = find_near_duplicates(documents)
    assert links
    assert find_near_duplicates(documents[::-1]) == links


def test_a_later_reading_links_to_earlier_documents() -> None:
    texts = {f"d{n}": " ".join(changed(STORY, n)) for n in range(8)}
    together = find_near_duplicates(list(texts.items()))
    first = [(k, texts[k]) for k in ("d0", "d1", "d2", "d3")]
    then = [(k, texts[k]) for k in ("d4", "d5", "d6", "d7")]
    known = {k: signature(text) for k, text in first}
    apart = find_near_duplicates(first)
    apart += find_near_duplicates(then, known=known, text_of=texts.__getitem__)
    assert sorted(apart) == together


def test_reading_a_document_again_does_not_link_it_to_itself() -> None:
    text = " ".join(STORY)
    known = {"a": signature(text)}
    assert find_near_duplicates([("a", text)], known=known, text_of=lambda _: text) == []


def test_every_pair_at_the_threshold_is_found() -> None:
    stories = [story(120) for _ in range(60)]
    documents = [(f"{i:02}x", " ".join(s)) for i, s in enumerate(stories)]
    documents += [(f"{i:02}y", " ".join(changed(s, 4))) for i, s in enumerate(stories)]
    sets = {i: shingles(text) for i, text in documents}
    expected = {
        (f"{i:02}x", f"{i:02}y")
        for i in range(60)
        if jaccard(sets[f"{i:02}x"], sets[f"{i:02}y"]) >= 0.8
    }
    assert len(expected) > 30
    assert {(x.left, x.right) for x in find_near_duplicates(documents)} == expected


def test_settings_that_make_no_sense_are_refused() -> None:
    with pytest.raises(BadValue):
        find_near_duplicates([], threshold=0)
    with pytest.raises(BadValue):
        find_near_duplicates([], known={"a": b""})


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40)), min_size=1, max_size=12),
    st.integers(0, 12),
    st.randoms(use_true_random=False),
)
@settings(max_examples=30, deadline=None)
def test_documents_added_later_are_linked_as_if_all_came_together(
    made: list[tuple[int, int]], first: int, rng: random.Random
) -> None:
    """Whatever the order, and however many come first."""
    stories = [" ".join(f"s{n}w{k}" for k in range(60)) for n in range(4)]
    texts = {
        f"d{n:02}": stories[story].replace(f"w{cut} ", "other ") if cut else ""
        for n, (story, cut) in enumerate(made)
    }
    order = rng.sample(sorted(texts), len(texts))
    marks = {i: signature(texts[i]) for i in order}
    together = link_signed(marks, known={}, text_of=texts.__getitem__, threshold=0.5)
    known = {i: marks[i] for i in order[:first]}
    new = {i: marks[i] for i in order[first:]}
    apart = link_signed(known, known={}, text_of=texts.__getitem__, threshold=0.5)
    apart += link_signed(new, known=known, text_of=texts.__getitem__, threshold=0.5)
    assert sorted(apart) == together

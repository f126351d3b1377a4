"""Which votes ideal points rest on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.relations.ideal_points_rolls import as_published, prepare

ROWS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 6), st.integers(1, 3)),
    min_size=1,
    max_size=60,
)


def columns(rows: list[tuple[int, int, int, float]]) -> dict[str, list[float]]:
    return dict(
        zip(("state", "session", "item", "vote"), map(list, zip(*rows, strict=True)), strict=True)
    )


def test_absence_and_unknown_are_no_votes_and_are_counted() -> None:
    rows = [(1, 1, 1, 1), (2, 1, 1, 3), (3, 1, 1, 8), (4, 1, 1, np.nan), (5, 1, 1, 9)]
    rolls = prepare(**columns(rows))
    assert rolls.states.tolist() == [1, 2]
    assert rolls.dropped["no vote"] == 3


def test_an_item_that_is_divided_only_across_its_links_is_kept() -> None:
    rows = [(1, 1, 1, 1), (2, 1, 1, 1), (1, 2, 7, 3), (2, 2, 7, 3)]
    with pytest.raises(BadValue, match="no vote is left"):
        prepare(**columns(rows))
    assert prepare(**columns(rows), links=[(1, 7)]).items.tolist() == [1]


def test_chains_of_links_end_at_the_earliest_and_the_first_of_two_counts() -> None:
    rows = [
        (s, t, i, 1 + 2 * (s == 2)) for t, i in ((1, 1), (2, 5), (3, 8), (3, 9)) for s in (1, 2)
    ]
    assert prepare(**columns(rows), links=[(8, 5), (1, 5)]).items.tolist() == [1, 9]
    assert prepare(**columns(rows), links=[(8, 9), (5, 9)]).items.tolist() == [1, 5, 8]
    assert prepare(**columns(rows), links=[(8, 8)]).items.tolist() == [1, 5, 8, 9]


def test_a_link_through_a_roll_call_without_votes_still_ties_its_ends() -> None:
    rows = [(s, t, i, 1 + 2 * (s == 2)) for t, i in ((1, 1), (3, 8)) for s in (1, 2)]
    assert prepare(**columns(rows), links=[(1, 5), (5, 8)]).items.tolist() == [1]


def test_parts_of_texts_count_until_1989() -> None:
    kept = as_published(
        state=["USA"] * 4,
        session=[44, 44, 45, 45],
        year=[1989, 1989, 1990, 1990],
        part=[True, False, True, False],
    )
    assert kept.tolist() == [True, True, False, True]


def test_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(BadValue, match="shapes"):
        prepare(state=[1, 2], session=[1], item=[1, 1], vote=[1, 3])


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter_and_every_vote_is_accounted_for(
    rows: list[tuple[int, int, int, int]], random: np.random.RandomState
) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    try:
        one, two = prepare(**columns(rows)), prepare(**columns(shuffled))
    except BadValue:
        assert all(len({v for *_, i, v in rows if i == item}) == 1 for *_, item, _ in rows)
        return
    np.testing.assert_array_equal(one.choice, two.choice)
    np.testing.assert_array_equal(one.point, two.point)
    assert one.choice.size + sum(one.dropped.values()) == len(rows)
    assert one.votes.sum() == one.choice.size

"""Agreement in roll calls, by hand and in general."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.relations.votes import agreement, vote_pairs

CODES = st.sampled_from([1, 2, 3, 8, 9])
VOTES = st.lists(st.tuples(CODES, CODES), min_size=1, max_size=40)


def test_by_hand() -> None:
    table = vote_pairs([1, 1, 2, 2, 3, 3, 1, 8], [1, 3, 2, 1, 3, 2, 9, 1])
    assert table.tolist() == [[1, 0, 1], [1, 1, 0], [0, 1, 1]]
    assert float(agreement(table)) == pytest.approx(3 / 6)


def test_an_abstention_agrees_with_an_abstention_only() -> None:
    assert float(agreement(vote_pairs([2], [2]))) == 1
    assert float(agreement(vote_pairs([2], [1]))) == 0


def test_without_a_common_vote_agreement_is_unknown() -> None:
    assert np.isnan(agreement(vote_pairs([1, 8], [8, 3])))
    assert np.isnan(agreement(vote_pairs([], [])))
    assert np.isnan(agreement(vote_pairs([np.nan], [1.0])))


def test_one_state_is_compared_with_many_at_once() -> None:
    tables = vote_pairs([1, 2, 3], [[1, 2, 3], [3, 2, 1], [8, 8, 8]])
    assert tables.shape == (3, 3, 3)
    np.testing.assert_allclose(agreement(tables), [1, 1 / 3, np.nan])


@given(VOTES)
def test_agreement_has_no_direction_and_lies_between_nought_and_one(
    votes: list[tuple[int, int]],
) -> None:
    left, right = np.array(votes).T
    there, back = agreement(vote_pairs(left, right)), agreement(vote_pairs(right, left))
    np.testing.assert_equal(there, back)
    assert np.isnan(there) or 0 <= there <= 1


@given(VOTES, st.randoms(use_true_random=False))
def test_the_order_of_roll_calls_does_not_matter(
    votes: list[tuple[int, int]], random: np.random.RandomState
) -> None:
    shuffled = list(votes)
    random.shuffle(shuffled)
    tables = [vote_pairs(*np.array(some).T) for some in (votes, shuffled)]
    np.testing.assert_array_equal(tables[0], tables[1])


@given(VOTES)
def test_every_roll_call_in_which_both_voted_is_counted(votes: list[tuple[int, int]]) -> None:
    both = sum(a in (1, 2, 3) and b in (1, 2, 3) for a, b in votes)
    assert vote_pairs(*np.array(votes).T).sum() == both


def test_votes_that_do_not_align_are_refused() -> None:
    with pytest.raises(BadValue, match=r"\(3,\) and \(2,\) do not align"):
        vote_pairs([1, 2, 3], [1, 2])
    with pytest.raises(BadValue, match="do not align"):
        vote_pairs(1, 1)


def test_a_table_of_another_shape_or_below_nought_is_refused() -> None:
    with pytest.raises(BadValue, match=r"shape \(2, 2\)"):
        agreement([[1, 2], [3, 4]])
    with pytest.raises(BadValue, match="least count -1"):
        agreement([[1, 0, 0], [0, -1, 0], [0, 0, 0]])

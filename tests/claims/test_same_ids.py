"""Ids as bytes are the same words in the same order."""

from __future__ import annotations

from multipole.claims.same_ids import Ids

GIVEN = ["b1", "a", "é", "b", "a10", "z"]


def test_ids_come_back_as_they_were_given() -> None:
    found = Ids.of(GIVEN)
    assert list(found) == GIVEN
    assert [found[n] for n in range(len(found))] == GIVEN
    assert list(found[1:3]) == GIVEN[1:3]


def test_ids_stand_in_the_order_of_words() -> None:
    found = Ids.of(GIVEN)
    assert list(found.taken(found.order())) == sorted(GIVEN)


def test_no_ids_are_none() -> None:
    assert list(Ids.of([])) == []
    assert "a" not in Ids.of([])

"""Which claims have to be judged again when some come or go."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from multipole.claims import (
    block_rows,
    candidate_pairs,
    changed_pairs,
    pairs_among,
    same_again,
    same_pairs,
    tell,
    touched,
)
from multipole.core.periods import Period
from multipole.core.types import Claim, Span


def claim(words: str, day: int = 10, **other: Any) -> Claim:
    text = f"They blamed them for {words}"
    on = date(2021, 3, day)
    given = {"sender": ("ARL",), "receiver": ("BRD",), "action": "ACCUSE"}
    return Claim(
        "event", (Span.cut(words, text, 0, len(text)),), on, "hand", 0.8,
        period=Period.day(on), **given | other,
    )  # fmt: skip


def blocks(*claims: Claim) -> pa.Table:
    return pa.concat_tables(block_rows(tell(claims)))


CROWD = [claim(f"the fire at dock {n}") for n in range(9)]


def test_a_claim_far_from_all_others_changes_no_pair_of_theirs() -> None:
    far = claim("a film", sender=("CAD",), receiver=("DOR",), day=28)
    assert changed_pairs(blocks(*CROWD), blocks(*CROWD, far)) == ([], [])


def test_a_claim_that_comes_between_takes_others_from_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for kind in same_pairs.NEXT:
        monkeypatch.setitem(same_pairs.NEXT, kind, 1)
    new = claim("the wreck of the Selma")
    gone, come = changed_pairs(blocks(*CROWD), blocks(*CROWD, new))
    assert all(new.id in pair for pair in come)
    assert not any(new.id in pair for pair in gone)
    back_gone, back_come = changed_pairs(blocks(*CROWD, new), blocks(*CROWD))
    assert (back_gone, back_come) == (come, gone)


def test_pairs_of_some_are_those_of_all_that_lie_among_them() -> None:
    some, all_ = tell(CROWD[::2]), tell(CROWD)
    wanted = {
        (all_.ids[a], all_.ids[b])
        for left, right in candidate_pairs(all_)
        for a, b in zip(left.tolist(), right.tolist(), strict=True)
        if all_.ids[a] in some.ids and all_.ids[b] in some.ids
    }
    found = {
        (some.ids[a], some.ids[b])
        for left, right in pairs_among(some, [blocks(*CROWD)])
        for a, b in zip(left.tolist(), right.tolist(), strict=True)
    }
    assert found == wanted != set()


def test_a_pair_counts_within_a_component_or_where_it_joins_two() -> None:
    one, two = claim("the wreck of the Selma"), claim("the wreck of the Selma at Mersin")
    other = claim("a film", day=12, action="AID", sender=("CAD",), receiver=("DOR",))
    a, b, c = one.id, two.id, other.id
    told = tell([one, two, other])
    assert touched([(a, b)], [], {}, told) == set(), "they were of two components"
    assert touched([(a, b)], [], {a: a, b: a}, told) == {a, b}
    assert touched([], [(a, c)], {}, told) == set(), "it scores below zero"
    assert touched([], [(a, c), (a, b)], {}, told) == {a, b}


def test_the_way_of_judging_is_named_by_its_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    named = same_again.judged_by()
    monkeypatch.setitem(same_pairs.NEXT, "day", 13)
    same_again.judged_by.cache_clear()
    assert same_again.judged_by() != named
    monkeypatch.undo()
    same_again.judged_by.cache_clear()
    assert same_again.judged_by() == named

"""Ids: the same content has the same id, other content another."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from multipole.core.ids import digest, sha256

PARTS = st.lists(st.one_of(st.text(), st.integers(), st.floats(allow_nan=False), st.none()))


@given(PARTS)
def test_the_same_parts_have_the_same_id(parts: list[str | int | float | None]) -> None:
    assert digest(*parts) == digest(*list(parts))
    assert len(digest(*parts)) == 20
    assert int(digest(*parts), 16) >= 0


@given(PARTS, PARTS)
def test_other_parts_have_another_id(
    left: list[str | int | float | None], right: list[str | int | float | None]
) -> None:
    same = list(map(repr, left)) == list(map(repr, right))
    assert (digest(*left) == digest(*right)) is same


@given(st.text(min_size=1), st.integers(min_value=0))
def test_where_text_is_cut_into_parts_matters(text: str, at: int) -> None:
    cut = at % len(text)
    assert digest(text[:cut], text[cut:]) != digest(text)


def test_a_number_and_its_digits_differ() -> None:
    assert digest(1) != digest("1")
    assert digest(1) != digest(1.0)
    assert digest(None) != digest("None")
    assert digest() != digest("")


def test_an_id_is_the_same_on_every_machine() -> None:
    assert digest("claim", 1, None) == "b13ab50ce481b63050aa"


def test_a_lone_surrogate_has_an_id() -> None:
    assert digest("\ud800") != digest("\ud801")


def test_sha256_is_that_of_the_bytes() -> None:
    assert sha256(b"") == hashlib.sha256().hexdigest()
    assert sha256(b"a") != sha256(b"b")

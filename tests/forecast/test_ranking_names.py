"""Places and roles read from names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.forecast.ranking_names import bracketed, names_of

NAMES = (
    "Police_(India)", "India", "Police (Chad)", "Narendra Modi", "Ann Nobody", "Indian Navy",
    "Protester (Hill Army)", "Thief (Hill Army)", "",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "cut"),
    [
        ("Police (India)", ("Police", "India")),
        ("Member (Govt) (Oman)", ("Member (Govt)", "Oman")),
        ("Priest (Holy See (Vatican))", ("Priest", "Holy See (Vatican)")),
        ("Smile :)", ("Smile :)", "")),
        ("(India)", ("", "India")),
        ("India", ("India", "")),
    ],
)
def test_the_last_brackets_tell_the_place(name: str, cut: tuple[str, str]) -> None:
    assert bracketed(name) == cut


@given(st.text(alphabet="ab ()", max_size=12))
def test_cutting_a_name_loses_nothing_but_blanks(name: str) -> None:
    before, inside = bracketed(name)
    again = f"{before}({inside})" if before != name or inside else name
    assert again.replace(" ", "") == name.replace(" ", "")
    assert inside.count("(") == inside.count(")")


def test_all_that_is_of_a_state_has_the_place_of_the_state() -> None:
    place = names_of(NAMES).place
    assert len({place[n] for n in (0, 1, 3, 5)}) == 1
    assert place[0] > 0
    assert place[2] not in (0, place[0])
    assert place[6] == place[7] not in (0, place[0], place[2])
    assert place[4] == place[8] == 0


def test_what_stands_before_the_brackets_is_the_role() -> None:
    role = names_of(NAMES).role
    assert role[0] == role[2] > 0
    assert len({*role[[0, 1, 3, 5, 6, 7]]}) == 6
    assert role[4] == role[8] == 0


def test_a_last_word_that_brackets_share_is_a_role_without_brackets_too() -> None:
    many = [f"Police (Land {n})" for n in range(4)]
    role = names_of([*many, "Harbour Police", "Harbour Master"]).role
    assert role[4] == role[0]
    assert role[5] == 0


@given(st.permutations(range(len(NAMES))))
def test_the_order_of_names_groups_them_the_same(order: list[int]) -> None:
    first, other = names_of(NAMES), names_of([NAMES[n] for n in order])
    for kind in ("place", "role"):
        mine, theirs = getattr(first, kind)[order], getattr(other, kind)
        assert np.array_equal(mine[:, None] == mine, theirs[:, None] == theirs)
        assert np.array_equal(mine == 0, theirs == 0)
    assert (first.places, first.roles) == (other.places, other.roles)

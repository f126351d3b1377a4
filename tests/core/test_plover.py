"""The vocabulary is whole: each type has its quad class and words."""

from __future__ import annotations

from collections import Counter

from multipole.core.plover import (
    ACTION_WORDS,
    ACTIONS,
    DOMAINS,
    QUAD_OF,
    QUADS,
    is_cooperation,
    is_material,
)


def test_sixteen_types_in_four_classes() -> None:
    assert len(ACTIONS) == len(set(ACTIONS)) == 16
    assert QUAD_OF.keys() == ACTION_WORDS.keys() == set(ACTIONS)
    assert Counter(QUAD_OF.values()) == {
        "verbal_cooperation": 4,
        "material_cooperation": 3,
        "verbal_conflict": 4,
        "material_conflict": 5,
    }
    assert set(QUAD_OF.values()) == set(QUADS)
    assert len(set(DOMAINS)) == len(DOMAINS)


def test_quad_classes_are_told_by_side_and_kind() -> None:
    assert is_cooperation("CONSULT")
    assert not is_material("CONSULT")
    assert is_material("AID")
    assert not is_cooperation("THREATEN")
    assert not is_material("THREATEN")
    assert is_material("ASSAULT")

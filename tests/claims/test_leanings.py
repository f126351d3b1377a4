from __future__ import annotations

import csv
from collections import Counter
from importlib import resources

import pytest

from multipole.claims.leanings import read_leaning
from multipole.core.types import Leaning


@pytest.mark.parametrize(
    ("lemmas", "leaning"),
    [
        ("they be friend", "for"),
        ("they be not friend", "against"),
        ("they be not enemy", "for"),
        ("not only friend", "for"),
        ("a friendship without limit", "for"),
        ("there be little trust", "against"),
        ("the tie have never be so close", "for"),
        ("they will never be close again", "against"),
        ("no good friend than they", "for"),
        ("no longer friend", "against"),
        ("neither ally nor friend", "against"),
        ("the rift deepen", "against"),
        ("the tie deepen", "for"),
        ("the rift be heal", "for"),
        ("the friendship be over", "against"),
        ("the quarrel be over", "for"),
        ("a war be unlikely", "for"),
        ("a war can not be rule_out", "against"),
        ("the alliance crumble", "against"),
        ("nothing can shake the bond", "for"),
        ("too weak to be a partner", "against"),
        ("a fragile partnership", "against"),
        ("partner despite their rivalry", "for"),
        ("if they be enemy , they talk", "neutral"),
        ("they make steel", "neutral"),
        ("", "neutral"),
    ],
)
def test_the_words_lean_for_or_against(lemmas: str, leaning: Leaning) -> None:
    assert read_leaning(lemmas.replace("rule_out", "rule out").split()) == leaning


def test_no_word_stands_in_two_groups() -> None:
    text = resources.files("multipole.claims").joinpath("data/leanings.csv").read_text("utf-8")
    words = [word for row in csv.reader(text.splitlines()[1:]) for word in row[1].split()]
    assert not [word for word, n in Counter(words).items() if n > 1]

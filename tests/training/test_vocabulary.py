"""The vocabulary that ships: which word pieces stay, and what number they get."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

CODE = runpy.run_path(str(Path(__file__).parents[2] / "training" / "vocabulary.py"))
SIGNS: int = CODE["SIGNS"]
shortened = CODE["shortened"]


def tokenizer(*pieces: str) -> dict[str, Any]:
    signs = [f"sign {i}" for i in range(SIGNS)]
    numbers = {piece: i for i, piece in enumerate([*signs, *pieces])}
    return {"padding": {"to": 128}, "truncation": 128, "model": {"vocab": numbers}}


def test_pieces_that_stay_are_numbered_anew() -> None:
    facts, kept = shortened(tokenizer("пол", "war", "[unused99]", "##s"))
    vocabulary = facts["model"]["vocab"]
    assert list(vocabulary)[SIGNS:] == ["war", "##s"]
    assert list(vocabulary.values()) == list(range(SIGNS + 2))
    assert kept == [*range(SIGNS), SIGNS + 1, SIGNS + 3]


def test_signs_of_the_tokenizer_are_numbered_anew() -> None:
    given = tokenizer("пол", "<mask>") | {"added_tokens": [{"id": SIGNS + 1, "content": "<mask>"}]}
    facts, _ = shortened(given)
    assert facts["added_tokens"] == [{"id": SIGNS, "content": "<mask>"}]


def test_years_stay_and_other_numbers_go() -> None:
    facts, _ = shortened(tokenizer("1991", "1891", "2014", "##000", "300", "300th", "42"))
    assert list(facts["model"]["vocab"])[SIGNS:] == ["1991", "2014", "42"]


def test_signs_of_news_stay() -> None:
    given = ["@", "#", "–", "’", "“", "€", "½", "⁷", "##ization", "##tion", "##é"]
    facts, _ = shortened(tokenizer(*given))
    assert list(facts["model"]["vocab"])[SIGNS:] == ["@", "#", "–", "’", "“", "€", "½", "##tion"]


def test_padding_and_cutting_are_left_to_the_caller() -> None:
    facts, _ = shortened(tokenizer())
    assert facts["padding"] is None
    assert facts["truncation"] is None

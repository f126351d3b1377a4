"""Numbers that stand for states: as many as were named side by side."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from multipole.core.text import Reading

Reader = Callable[..., Reading]

COUNTED = [
    (
        "Kenya, Uganda and Rwanda signed a pact. Tanzania warned the three countries.",
        "the three countries",
        "KEN RWA UGA",
    ),
    (
        "Norway, Sweden, Denmark and Finland kept their ministers at home. "
        "Qatar threatened the four with consequences.",
        "the four",
        "DNK FIN NOR SWE",
    ),
    ("Chile, Peru and Bolivia met. All three governments signed.", "All three governments",
     "BOL CHL PER"),
    # a list of another number is not meant
    (
        "Chile, Peru and Bolivia met. Cuba and Haiti quarrelled. The three leaders signed.",
        "The three leaders",
        "BOL CHL PER",
    ),
    # without a list: the states of the sentence before, when they are so many
    ("Oman and Iran want to sell Nepal gas. The three states agreed.", "The three states",
     "IRN NPL OMN"),
]  # fmt: skip
PLAIN = [
    ("Kenya, Uganda and Rwanda met. Three soldiers died.", "Three"),
    (
        "Kenya, Uganda and Rwanda met. The three countries of the Baltic stayed away.",
        "The three countries",
    ),
    ("Kenya, Uganda and Rwanda met. The four countries stayed away.", "The four countries"),
    ("Kenya, Uganda and Rwanda met. The first three ships sank.", "three ships"),
]


def _found(reading: Reading, text: str, words: str) -> set[str]:
    place = [(m.start(), m.end()) for m in re.finditer(re.escape(words), text)][-1:]
    return {
        actor
        for m in reading.mentions
        for start, end in place
        if m.start >= start and m.end == end
        for actor in m.actors
    }


@pytest.mark.parametrize(("text", "words", "meant"), COUNTED)
def test_a_number_stands_for_so_many_states(
    read: Reader, text: str, words: str, meant: str
) -> None:
    assert _found(read(text), text, words) == set(meant.split())


@pytest.mark.parametrize(("text", "words"), PLAIN)
def test_other_numbers_stand_for_nobody(read: Reader, text: str, words: str) -> None:
    assert not _found(read(text), text, words)

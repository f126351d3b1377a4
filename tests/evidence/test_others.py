from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from multipole.core.text import Reading

Reader = Callable[..., Reading]
NOUN = r"(?:hosts?|neighbour|ally|partner|rival|counterpart)"


def pointed(reading: Reading, text: str) -> tuple[str, ...]:
    """The actors of the last mention that ends with such a noun."""
    end = [m.end() for m in re.finditer(rf"\b{NOUN}\b", text)][-1]
    found = [m.actors for m in reading.mentions if m.end == end]
    return found[-1] if found else ()


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The German chancellor flew to Beijing. He told his hosts that trade mattered.", "CHN"),
        ("Antony Blinken, the US secretary of state, was in Riyadh. He thanked his hosts.", "SAU"),
        ("The Danish prime minister visited Kyiv. She told her hosts that jets would come.", "UKR"),
        ("The Indian president arrived in Paris. On Monday he met his hosts.", "FRA"),
        ("Russia closed the gate to Ukraine. It had cheated its neighbour for years.", "UKR"),
        ("Pakistan asked China for help. It expects its ally to pay.", "CHN"),
        ("Armenia waited for Russia. It said its partner had failed.", "RUS"),
        ("Iran fired at Israel. It warned its rival of more.", "ISR"),
    ],
)
def test_a_possessive_points_to_the_other_of_two(text: str, actor: str, read: Reader) -> None:
    assert pointed(read(text), text) == (actor,)


@pytest.mark.parametrize(
    "text",
    [
        "The German chancellor spoke. He thanked his hosts.",
        "Russia spoke. It had cheated its neighbour for years.",
        "Poland met Latvia and Norway. It praised its neighbour.",
        "A guest left. He thanked his hosts.",
        "Iran, Iraq and Oman met. Each praised its partner.",
    ],
)
def test_a_possessive_with_no_other_or_several_stays_open(text: str, read: Reader) -> None:
    assert pointed(read(text), text) == ()

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from _pytest.mark import ParameterSet

from multipole.core.text import Reading

Reader = Callable[..., Reading]


def gap(reason: str, *values: str) -> ParameterSet:
    """A case that the present rules get wrong; one that passes fails here."""
    return pytest.param(*values, marks=pytest.mark.xfail(reason=reason))


def pointed(reading: Reading, text: str, words: str) -> tuple[str, ...]:
    """The actors of the last mention that ends where the last ``words`` do."""
    end = [m.end() for m in re.finditer(rf"\b{words}\b", text)][-1]
    found = [m.actors for m in reading.mentions if m.end == end]
    return found[-1] if found else ()


BOUND = [
    ("Russia left the talks. It returned in May.", "It", "RUS"),
    ("Russia left the talks and closed its embassy.", "its", "RUS"),
    ("The Polish president spoke. He then left for Rome.", "He", "POL"),
    ("The Danish prime minister spoke, and she left.", "she", "DNK"),
    ("China and Russia talked. They disagreed.", "They", "CHN RUS"),
    ("China and Russia talked. Both countries disagreed.", "Both countries", "CHN RUS"),
    ("China and Russia talked. The two countries disagreed.", "two countries", "CHN RUS"),
    ("India met Nepal in Delhi. The two sides disagreed.", "two sides", "IND NPL"),
    ("Talks between Iran and Iraq began. Their ministers met.", "Their", "IRN IRQ"),
    ("Turkey is large. The country joined NATO in 1952.", "country", "TUR"),
    gap(
        "a group without a number",
        "France and Italy quarrelled. The neighbours made up.",
        "neighbours",
        "FRA ITA",
    ),
]


@pytest.mark.parametrize(("text", "words", "wanted"), BOUND)
def test_a_pronoun_stands_for_whom_it_points_to(
    text: str, words: str, wanted: str, read: Reader
) -> None:
    assert pointed(read(text), text, words) == tuple(wanted.split())


FREE = [
    gap("weather", "Russia is cold. It is raining.", "It"),
    ("Russia is cold. It is no coincidence that people leave.", "It"),
    ("It seems that nobody came to Cuba.", "It"),
    ("A woman in Spain lost her keys.", "her"),
    ("They disagreed about China.", "They"),
    ("Spain is warm. The company from Madrid sold its shares. It closed.", "It"),
    ("Workers at the plant in Peru said they were tired.", "they"),
    ("The two countries disagreed.", "countries"),
]


@pytest.mark.parametrize(("text", "words"), FREE)
def test_a_pronoun_that_points_to_no_actor_stands_for_none(
    text: str, words: str, read: Reader
) -> None:
    assert pointed(read(text), text, words) == ()


def test_a_pronoun_far_from_any_name_is_left_alone(read: Reader) -> None:
    text = "Russia left the talks. " + "Nobody was surprised by the weather. " * 8 + "It returned."
    assert pointed(read(text), text, "It") == ()


def test_a_pronoun_is_less_sure_than_a_name(read: Reader) -> None:
    name, pronoun = read("Russia left the talks. It returned in May.").mentions
    assert pronoun.how == "pronoun"
    assert pronoun.confidence < name.confidence

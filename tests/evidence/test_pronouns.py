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
    ("Norway and Iceland quarrelled. The former gave way.", "former", "NOR"),
    ("Norway and Iceland quarrelled. The latter gave way.", "latter", "ISL"),
    ("Serbia met Hungary. Each side was content.", "side", "HUN SRB"),
    ("Iran left Pakistan. The embassy in Islamabad closed.", "embassy", "IRN"),
    ("The Iranian president met Pakistani ministers. He thanked his hosts.", "hosts", "PAK"),
    ("The Danish prime minister received Macron. She praised her guest.", "guest", "FRA"),
    ("Biden warned Macron of duties should he sell gas.", "he", "FRA"),
    ("Biden told Macron of duties if he sold gas.", "he", "FRA"),
    (
        "Iran, Iraq and Oman met. China and Russia stayed away. Xi wants to help them.",
        "them",
        "IRN IRQ OMN",
    ),
    (
        "Iran, Iraq and Oman met. The three countries lied, Japan said. It urged them to leave.",
        "them",
        "IRN IRQ OMN",
    ),
    ("Norway met Peru. Peru offered to sell it tin.", "it", "NOR"),
    ("Norway met Peru. Oslo told Chile to leave it alone.", "it", "NOR"),
    ("Russia attacked Poland, and NATO defended it.", "it", "POL"),
    ("The Danish king met the Thai premier and thanked him.", "him", "THA"),
    ("After his visit to Oslo, the Dutch king rested.", "his", "NLD"),
    ("Kenya told Chad to free its pilots.", "its", "TCD"),
    ("Kenya and Chad met. Farmers say they are poor.", "they", ""),
    ("Kenya says it is ready to talk.", "it", "KEN"),
    ("Kenya met Chad. It is clear that all is well.", "It", ""),
    ("France and Italy quarrelled. The neighbours made up.", "neighbours", "FRA ITA"),
    ("Peru and Chile signed. The parties will meet again.", "parties", "CHL PER"),
    ("Xi and Putin met. The heads of state signed a paper.", "heads", "CHN RUS"),
    ("China and Russia talked. The two nuclear powers agreed.", "powers", "CHN RUS"),
    ("London and Washington were accused. Both governments denied it.", "governments", "GBR USA"),
    (
        "China and Russia signed a pact. Beijing and Moscow are close. Trade grew. "
        "The United States imposed duties on China last month. The two neighbours protested.",
        "neighbours",
        "CHN RUS",
    ),
    ("The ICC charged a man. Spain met Cuba. The two countries agreed.", "countries", "CUB ESP"),
    ("Iran and Iraq fought. Oman and Qatar met. The two sides agreed.", "sides", "OMN QAT"),
    (
        "Joe Biden had warned Xi Jinping that Moscow should get nothing. The White House said "
        "the two presidents will meet in Bali.",
        "presidents",
        "CHN USA",
    ),
    (
        "Peru met Chile. In Oslo the two countries, Norway said, opened their posts.",
        "their",
        "CHL PER",
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
    ("China and Russia sold arms. The parties to the conflict wanted more.", "parties"),
    ("Italy spoke. The parties of the left were silent.", "parties"),
    ("China and Russia met. The heads of the firms came too.", "heads"),
    ("The ICC spoke of Hungary. The two countries disagreed.", "countries"),
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

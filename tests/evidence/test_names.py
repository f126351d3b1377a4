from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from _pytest.mark import ParameterSet

from multipole.core.text import Reading

Reader = Callable[..., Reading]


def gap(reason: str, *values: str) -> ParameterSet:
    """A case that the present rules get wrong; one that passes fails here."""
    return pytest.param(*values, marks=pytest.mark.xfail(reason=reason))


def at(reading: Reading, text: str, words: str) -> tuple[str, ...]:
    """The actors of the mention whose words hold, or lie in, ``words``; the narrowest one."""
    start = text.index(words)
    end = start + len(words)
    over = [m for m in reading.mentions if m.start < end and start < m.end]
    return min(over, key=lambda m: abs(m.end - m.start - len(words))).actors if over else ()


NAMED = [
    ("China signed the treaty.", "China", "CHN"),
    ("The People's Republic of China signed it.", "People's Republic of China", "CHN"),
    ("The Kremlin rejected the plan.", "Kremlin", "RUS"),
    ("The White House rejected the plan.", "White House", "USA"),
    ("Brussels rejected the plan.", "Brussels", "EU"),
    ("Beijing rejected the plan.", "Beijing", "CHN"),
    ("Türkiye rejected the plan.", "Türkiye", "TUR"),
    ("Turkey rejected the plan.", "Turkey", "TUR"),
    ("The French defence minister resigned.", "French", "FRA"),
    ("Chinese troops crossed the river.", "Chinese", "CHN"),
    ("NATO and the Quad disagree.", "NATO", "NATO"),
    ("NATO and the Quad disagree.", "Quad", "QUAD"),
    ("The UN Security Council met on Tuesday.", "UN Security Council", "UNSC"),
    ("The International Criminal Court issued a warrant.", "International Criminal Court", "ICC"),
    ("South Korea and North Korea exchanged letters.", "South Korea", "KOR"),
    ("South Korea and North Korea exchanged letters.", "North Korea", "PRK"),
    ("The Democratic Republic of the Congo sent a note.", "Democratic Republic of", "COD"),
    ("Kosovo joined the talks.", "Kosovo", "XKX"),
    ("Taipei thanked its friends.", "Taipei", "TWN"),
    ("The Russian Foreign Ministry published a note.", "Russian Foreign Ministry", "RUS"),
    ("The U.S. and the U.K. published a note.", "U.S.", "USA"),
    ("The U.S. and the U.K. published a note.", "U.K.", "GBR"),
    ("Georgia and Armenia opened a border post.", "Georgia", "GEO"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "actor"), NAMED)
def test_a_name_stands_for_its_actor(text: str, words: str, actor: str, read: Reader) -> None:
    assert at(read(text), text, words) == (actor,)


@pytest.mark.parametrize(
    "text",
    [
        "The Georgia governor visited Atlanta and Savannah.",
        "She roasted a turkey for the guests.",
        "He drank from the best china in the house.",
        "Paris Hilton opened a shop.",
        "Michael Jordan scored forty points.",
        "The polish on the table was new.",
        gap("a first name that is also a state", "Jamaica Kincaid published a novel."),
    ],
)
def test_a_word_that_only_looks_like_a_state_is_none(text: str, read: Reader) -> None:
    assert read(text).mentions == ()


TITLED = [
    ("Russian Foreign Minister Ivan Testov arrived. Testov condemned it.", "Testov c", "RUS"),
    gap(
        "a title after the name does not bind it",
        "Ivan Testov, the Russian foreign minister, arrived. Testov condemned it.",
        "Testov c",
        "RUS",
    ),
    ("Polish President Jan Próba spoke. Later, Próba left.", "Próba left", "POL"),
    ("The Chinese ambassador Wen Tsi spoke. Mr. Wen left.", "Wen left", "CHN"),
    ("France's Prime Minister Luc Essai spoke.\nThen Essai left.", "Essai left", "FRA"),
    ("NATO Secretary General Ole Prøve spoke. Prøve left.", "Prøve left", "NATO"),
]


@pytest.mark.parametrize(("text", "words", "actor"), TITLED)
def test_a_title_binds_a_name_for_the_rest_of_the_document(
    text: str, words: str, actor: str, read: Reader
) -> None:
    assert at(read(text), text, words) == (actor,)


def test_a_binding_does_not_outlive_its_document(read: Reader) -> None:
    read("Russian Foreign Minister Ivan Testov arrived.")
    assert read("Testov condemned it.").mentions == ()


@pytest.mark.xfail(reason="the title envoy does not bind a name")
def test_two_persons_of_one_surname_keep_their_states(read: Reader) -> None:
    text = "Russian envoy Ivan Testov met Bulgarian envoy Petar Testov. Petar Testov smiled."
    assert at(read(text), text, "Petar Testov smiled") == ("BGR",)


@pytest.mark.parametrize(
    ("on", "actor"),
    [(date(2012, 5, 1), "RUS"), (date(2022, 5, 1), "RUS")],
)
def test_an_office_holder_in_the_tables_is_known_without_a_title(
    on: date, actor: str, read: Reader
) -> None:
    text = "Lavrov left the room."
    assert at(read(text, on=on), text, "Lavrov") == (actor,)


def test_mentions_are_sorted_and_quote_the_text(read: Reader) -> None:
    text = "The Chinese foreign minister met Lavrov in Brussels.\nHe left with the two ministers."
    reading = read(text)
    starts = [m.start for m in reading.mentions]
    assert starts == sorted(starts)
    assert len(starts) >= 3
    for m in reading.mentions:
        sentence = reading.sentences[m.sentence]
        assert 0 <= m.first <= m.head <= m.last < len(sentence)
        assert (m.start, m.end) == (sentence.at[m.first], sentence.to[m.last])
        assert 0 < m.confidence <= 1
        assert list(m.actors) == sorted(set(m.actors))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia's U.N. ambassador left the hall.", ("RUS",)),
        ("The Chinese EU mission wrote a letter.", ("CHN",)),
        ("The EU envoy left the hall.", ("EU",)),
    ],
)
def test_an_envoy_at_an_organisation_speaks_for_the_state(
    text: str, expected: tuple[str, ...], read: Reader
) -> None:
    assert {m.actors for m in read(text).mentions if m.how == "office"} == {expected}

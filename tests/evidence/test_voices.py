from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from _pytest.mark import ParameterSet
from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.core.text import Reading

Reader = Callable[..., Reading]


def gap(reason: str, *values: str) -> ParameterSet:
    """A case that the present rules get wrong; one that passes fails here."""
    return pytest.param(*values, marks=pytest.mark.xfail(reason=reason))


def heard(reading: Reading, text: str, words: str) -> tuple[str, str]:
    """The innermost speaker of ``words``, a leading article left aside, and the actor behind."""
    start = text.index(words)
    end = start + len(words)
    over = [v for v in reading.voices if v.start <= start and end <= v.end]
    if not over:
        return "", ""
    voice = min(over, key=lambda v: v.end - v.start)
    return re.sub(r"^(the|a) ", "", voice.speaker, flags=re.I), voice.actor


ANNA = "Anna Testova"
WORDS = "for somebody"
ON = "a quotation of several sentences after a colon"
SPOKEN = [
    ("Anna Testova said that the pact failed.", "the pact failed", ANNA, ""),
    ("“The pact failed,” Anna Testova said.", "The pact failed", ANNA, ""),
    ("“The pact failed,” said Anna Testova in a panel discussion.", "pact", ANNA, ""),
    ("“The pact,” Anna Testova said, “has failed for good.”", "has failed", ANNA, ""),
    ("According to Anna Testova, the pact failed.", "the pact failed", ANNA, ""),
    ("Anna Testova calls the tie of Oslo and Rome an entente.", "the tie of", ANNA, ""),
    ("Anna Testova described the tie of Oslo and Rome as solid.", "the tie of", ANNA, ""),
    ("Anna Testova speaks of an entente of Oslo and Rome.", "an entente of", ANNA, ""),
    ("Anna Testova is convinced that the pact failed.", "the pact failed", ANNA, ""),
    ("Anna Testova is sure that the pact failed.", "the pact failed", ANNA, ""),
    ("Anna Testova warns against praising the pact.", "praising the pact", ANNA, ""),
    ("Anna Testova came to the conclusion that the pact failed.", "the pact failed", ANNA, ""),
    ("“The pact failed long ago,” Anna Testova is quoted as saying.", "pact failed", ANNA, ""),
    ("Oslo calls the tie of Chad and Rome an entente.", "the tie of", "", ""),
    ("The pact failed, according to Anna Testova.", "The pact failed", ANNA, ""),
    ("As Anna Testova put it, the pact failed.", "the pact failed", ANNA, ""),
    ("Anna Testova, who believes that the pact failed, left.", "the pact failed", ANNA, ""),
    ("The historian Anna Testova, who says the pact failed, left.", "pact failed", ANNA, ""),
    ("According to Anna Testova, Oslo failed, which Oslo denies.", "Oslo failed", ANNA, ""),
    ("According to Anna Testova, Oslo failed, which Oslo denies.", "which Oslo denies", "", ""),
    ("Anna Testova said that Oslo failed, which Oslo denies.", "which Oslo denies", "", ""),
    ("In the words of Anna Testova, the pact failed.", "the pact failed", ANNA, ""),
    gap(WORDS, "For Anna Testova, the pact has failed.", "the pact has failed", ANNA, ""),
    ("Anna Testova accused Oslo of breaking the pact.", "breaking the pact", ANNA, ""),
    ("The Kremlin blamed Oslo for breaking the pact.", "breaking the pact", "Kremlin", "RUS"),
    ("Oslo was accused by Berlin of breaking the pact.", "breaking the pact", "Berlin", "DEU"),
    ("Oslo was accused of breaking the pact.", "breaking the pact", "", ""),
    ("Berlin suspects Oslo of breaking the pact.", "Berlin suspects Oslo", "", ""),
    ("Berlin criticised Oslo for breaking the pact.", "breaking the pact", "", ""),
    ("Experts believe that the pact failed.", "the pact failed", "Experts", ""),
    ("According to the Global Times, the pact failed.", "the pact", "Global Times", "CHN"),
    ("The Kremlin denied that the pact failed.", "the pact failed", "Kremlin", "RUS"),
    ("Beijing argues the pact failed.", "the pact failed", "Beijing", "CHN"),
    ("The Indian navy said the pact failed.", "the pact", "Indian navy", "IND"),
    ("The pact failed, the Polish president said.", "pact failed", "Polish president", "POL"),
    ("The pact, observers believe, has failed.", "has failed", "observers", ""),
    ("Anna Testova: “The pact failed.”", "The pact failed", ANNA, ""),
    ("“The pact failed,” Anna Testova said. “It was weak from birth.”", "weak", ANNA, ""),
    gap(ON, "Anna Testova said: “It failed. It was weak. It was very old.”", "very old", ANNA, ""),
    ("“The pact failed,” wrote Anna Testova of the Test Institute.", "pact", ANNA, ""),
    ("It was a bad pact, a Western diplomat said.", "bad pact", "Western diplomat", "WEST"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "speaker", "actor"), SPOKEN)
def test_words_belong_to_who_says_them(
    text: str, words: str, speaker: str, actor: str, read: Reader
) -> None:
    assert heard(read(text), text, words) == (speaker, actor)


THROUGH = [
    ("The Test Post said that experts believe the pact failed.", "experts", "Test Post"),
    ("Anna Testova, citing two officials, reported that the pact failed.", "two officials", ANNA),
    ("The Test Post quoted officials as saying that the pact failed.", "officials", "Test Post"),
    ("Officials were quoted by the Test Post as saying that the pact failed.", "Officials",
     "Test Post"),
    ("Sources told the agency that the pact failed, the Test Post reports.", "Sources",
     "Test Post"),
    ("Anna Testova said that the pact failed.", ANNA, ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker", "through"), THROUGH)
def test_words_are_heard_through_whoever_passes_them_on(
    text: str, speaker: str, through: str, read: Reader
) -> None:
    start = text.index("pact")
    over = [v for v in read(text).voices if v.start <= start < v.end]
    voice = min(over, key=lambda v: v.end - v.start)
    assert (voice.speaker, voice.through.removeprefix("the ")) == (speaker, through)


def test_a_quotation_whose_speaker_is_named_later_is_theirs_from_its_beginning(
    read: Reader,
) -> None:
    text = "“The pact failed. It was weak,” Anna Testova said."
    assert heard(read(text), text, "The pact failed") == (ANNA, "")


OWN = [
    ("The pact failed. Anna Testova said the sun shone.", "The pact failed"),
    ("Anna Testova said the sun shone. The pact failed.", "The pact failed"),
    ("“It rained,” said Anna Testova.\nThe pact failed.", "The pact failed"),
    ("The so-called “pact of steel” failed.", "failed"),
    ("According to plan, the pact was signed.", "the pact was signed"),
    ("According to the treaty, the pact runs for ten years.", "the pact runs"),
    ("Needless to say, the pact failed.", "the pact failed"),
]


@pytest.mark.parametrize(("text", "words"), OWN)
def test_words_that_nobody_else_says_are_the_documents_own(
    text: str, words: str, read: Reader
) -> None:
    assert heard(read(text), text, words) == ("", "")


def test_a_title_given_before_names_the_actor_behind_a_later_word(read: Reader) -> None:
    text = "Russian envoy Ivan Testov arrived.\n“The pact failed,” Testov said."
    assert heard(read(text), text, "The pact failed")[1] == "RUS"


def test_the_speakers_name_stands_where_the_voice_says(read: Reader) -> None:
    text = "“The pact failed,” said Anna Testova in Vienna."
    voices = read(text).voices
    assert {text[v.name_start : v.name_end] for v in voices} == {"Anna Testova"}


@settings(max_examples=30, deadline=None)
@given(
    pieces=st.lists(
        st.sampled_from(
            ["“The pact failed", ",” ", "said ", "Anna Testova ", "Beijing ", "according to ", '"',
             "that ", ". ", ": ", "\n", "as he put it ", "Experts believe "]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_a_voice_lies_inside_the_text_and_has_a_name(pieces: list[str], read: Reader) -> None:
    text = "".join(pieces)
    for voice in read(text).voices:
        assert 0 <= voice.start < voice.end <= len(text)
        assert 0 <= voice.name_start < voice.name_end <= len(text)
        assert voice.speaker.strip()


INSIDE = [
    (
        "“It failed,” said Anna Testova. “As long as Iran has arms, Israel sees a threat.”",
        "As long",
        ANNA,
    ),
    ("Berlin criticised Iran: the move was wrong, Anna Testova said.", "the move", ANNA),
    ("Berlin criticised Iran: the move was wrong, Anna Testova said.", "criticised", ""),
    ("Poland condemned what China calls a threat.", "a threat", ""),
    ("Poland will send tanks, as Vladimir Putin had expected.", "will send", ""),
    ("Beijing expects to sign a contract.", "sign", ""),
]


@pytest.mark.parametrize(("text", "words", "speaker"), INSIDE)
def test_words_are_theirs_who_say_them_not_theirs_who_mean_or_name_them(
    text: str, words: str, speaker: str, read: Reader
) -> None:
    assert heard(read(text), text, words)[0] == speaker


ON_AND_ON = [
    ("Anna Testova said the pact failed. The price is too high, she added.", "The price", ANNA),
    (
        "Anna Testova said that Vladimir Putin had failed. He should resign, she added.",
        "He sh",
        ANNA,
    ),
    ("Anna Testova said the pact failed. In her view, the price is too high.", "the price", ANNA),
    (
        "Anna Testova said the pact failed. Vladimir Putin was there. The price is fair, he said.",
        "The price",
        "Vladimir Putin",
    ),
    (
        "Anna Testova said the pact failed. Vladimir Putin was there. The price is fair, she said.",
        "The price",
        ANNA,
    ),
    (
        "A diplomat in Vienna said that Xi Jinping had failed. In her view, the price is too high.",
        "the price",
        "diplomat in Vienna",
    ),
    (
        "“It failed,” said Odalys Testova, a lawyer. Dmitry Peskov laughed. For Testova, it was"
        " clear. The price is too high, she said.",
        "The price",
        "Odalys Testova",
    ),
    (
        "Emmanuel Macron came to Rome. After talks with his counterpart, Sergio Mattarella, he said"
        " that the pact had failed.",
        "the pact",
        "Emmanuel Macron",
    ),
]


@pytest.mark.parametrize(("text", "words", "speaker"), ON_AND_ON)
def test_a_speaker_whom_no_table_knows_speaks_on_by_a_pronoun(
    text: str, words: str, speaker: str, read: Reader
) -> None:
    assert heard(read(text), text, words)[0] == speaker

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.core.text import Sentence
from multipole.evidence import Model, load_model
from multipole.evidence.parsing import LONGEST, parse_parts

SHIFT = 17


def check(sentence: Sentence, text: str, offset: int) -> None:
    """Every token lies where it says, and every head inside the sentence."""
    sizes = {len(getattr(sentence, f.name)) for f in dataclasses.fields(sentence)[2:]}
    assert sizes == {len(sentence)}
    assert (sentence.start, sentence.end) == (sentence.at[0], sentence.to[-1])
    for at, to, word, head in zip(
        sentence.at, sentence.to, sentence.words, sentence.heads, strict=True
    ):
        assert text[at - offset : to - offset] == word
        assert word.strip()
        assert 0 <= head < len(sentence)
    assert all(type(lemma) is str and lemma == lemma.lower() for lemma in sentence.lemmas)


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=120))
def test_tokens_of_any_text_lie_where_they_say(text: str, model: Model) -> None:
    (sentences,) = parse_parts([(text, SHIFT)], model=model)
    for sentence in sentences:
        check(sentence, text, SHIFT)


def test_sentences_are_split_and_none_crosses_a_part(model: Model) -> None:
    parts = [("Russia met China. Japan stayed away.", 0), ("And France", 100), ("", 150)]
    counts = [len(sentences) for sentences in parse_parts(parts, model=model)]
    assert counts == [2, 1, 0]


def test_the_root_is_its_own_head_and_the_subject_hangs_on_it(model: Model) -> None:
    ((sentence,),) = parse_parts([("Russia attacked Ukraine.", 0)], model=model)
    assert sentence.words == ("Russia", "attacked", "Ukraine", ".")
    assert sentence.heads[:3] == (1, 1, 1)
    assert sentence.deps[:3] == ("nsubj", "ROOT", "dobj")
    assert sentence.lemmas[1] == "attack"
    assert sentence.entities[0] == "B-GPE"


def test_an_endless_paragraph_is_cut_without_losing_a_word(model: Model) -> None:
    text = "word " * (LONGEST // 2)
    plain = load_model("none")
    (sentences,) = parse_parts([(text, 0)], model=plain)
    assert sum(len(s) for s in sentences) == LONGEST // 2
    for sentence in sentences:
        check(sentence, text, 0)


def test_a_text_without_any_space_is_cut_too() -> None:
    text = "x" * (2 * LONGEST + 5)
    (sentences,) = parse_parts([(text, 0)], model=load_model("none"))
    assert sum(s.to[n] - s.at[n] for s in sentences for n in range(len(s))) == len(text)


@pytest.mark.parametrize("offset", [0, 5, 100_000])
def test_offsets_count_in_the_document(offset: int, model: Model) -> None:
    text = "Russia met China — “at last” 😀 in Ankara."
    (sentences,) = parse_parts([(text, offset)], model=model)
    for sentence in sentences:
        check(sentence, text, offset)


def test_parts_do_not_change_each_other(model: Model) -> None:
    texts = ["Russia met China.", "They signed it", "Japan condemned the pact. Who cares?"]
    alone = [next(parse_parts([(text, 0)], model=model)) for text in texts]
    together = list(parse_parts([(text, 0) for text in texts], model=model))
    assert alone == together

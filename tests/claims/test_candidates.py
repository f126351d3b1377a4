"""What the type model is asked of a sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from multipole.claims.acts import Clauses
from multipole.claims.candidates import Candidate, candidates
from multipole.claims.ends import Ends
from multipole.claims.grammar import Tree
from multipole.claims.lexicon import load_lexicon
from multipole.claims.nominal import find_nominal
from multipole.core.text import Reading
from multipole.core.types import Document


@pytest.fixture
def asked(
    write: Callable[..., Document], read: Callable[[Document], Reading]
) -> Callable[[str], list[Candidate]]:
    def found(text: str) -> list[Candidate]:
        document = write(f"It is cold.\n{text}")
        reading = read(document)
        sentence = reading.sentences[-1]
        mentions = [m for m in reading.mentions if m.sentence == len(reading.sentences) - 1]
        clauses = Clauses(Tree(sentence), Ends(Tree(sentence), mentions), load_lexicon())
        acts = [*clauses.find(), *find_nominal(clauses)]
        return list(candidates(clauses, acts, document.text[sentence.start : sentence.end]))

    return found


Asked = Callable[[str], list[Candidate]]


def marked(candidate: Candidate) -> str:
    """The text with its ends as ``<s>`` and ``<t>``."""
    text, ends = candidate.marked.text, []
    for name, stretches in (("s", candidate.marked.sender), ("t", candidate.marked.receiver)):
        ends += [(start, end, name) for start, end in stretches]
    for start, end, name in sorted(ends, reverse=True):
        text = f"{text[:start]}<{name}>{text[start:end]}</{name}>{text[end:]}"
    return text


def test_an_act_of_the_rules_is_asked_with_the_whole_sentence(asked: Asked) -> None:
    (only,) = asked("On Monday Norway accused Sweden of piracy.")
    assert (only.how, marked(only)) == (
        "rule",
        "On Monday <s>Norway</s> accused <t>Sweden</t> of piracy.",
    )


def test_with_several_acts_each_is_asked_with_its_clause(asked: Asked) -> None:
    texts = {marked(c) for c in asked("Norway accused Sweden of piracy, and Denmark met Finland.")}
    accused = "<s>Norway</s> accused <t>Sweden</t> of piracy"
    assert any(t.startswith(accused) and "met" not in t for t in texts)
    assert any("<s>Denmark</s> met <t>Finland</t>" in t and "piracy" not in t for t in texts)


def test_ends_on_both_sides_are_marked_once_the_first_as_sender(asked: Asked) -> None:
    texts = [marked(c) for c in asked("Norway and Sweden signed a treaty.") if c.how == "rule"]
    assert texts
    assert set(texts) == {"<s>Norway</s> and <t>Sweden</t> signed a treaty."}


def test_a_group_named_by_one_word_has_no_words_to_mark(asked: Asked) -> None:
    found = asked("Norway and Sweden talked, and both countries signed a treaty.")
    assert all("both" not in marked(c).split("<s>")[-1].split("</s>")[0] for c in found)


def test_nothing_is_asked_where_rules_already_tell_or_somebody_speaks(asked: Asked) -> None:
    assert {c.how for c in asked("Norway criticised Sweden.")} == {"rule"}
    assert asked("Norway said that snow had fallen in Sweden.") == []


def test_who_is_told_something_is_asked_about(asked: Asked) -> None:
    (only,) = asked("Norway told Sweden that the sea was wide.")
    assert marked(only) == "<s>Norway</s> told <t>Sweden</t> that the sea was wide."
    assert asked("Norway told reporters that the sea off Sweden was wide.") == []


def test_every_marked_stretch_is_a_name_also_where_words_are_left_out(asked: Asked) -> None:
    text = (
        "Norway, which its neighbours praised, imposed sanctions on the Swedish government "
        "after Denmark, a member of the club, had met Finland's president in Oslo."
    )
    for candidate in asked(text):
        for start, end in (*candidate.marked.sender, *candidate.marked.receiver):
            assert candidate.marked.text[start:end] in text

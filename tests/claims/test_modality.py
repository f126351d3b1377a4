from __future__ import annotations

from collections.abc import Callable

import pytest

from multipole.claims.grammar import Tree
from multipole.claims.lexicon import load_lexicon
from multipole.claims.modality import act_modality, read_modality
from multipole.claims.moods import deny, under
from multipole.core.plover import Action
from multipole.core.text import Reading
from multipole.core.types import MODALITIES, Document, Modality

Place = Callable[[str, str], tuple[Tree, int]]


@pytest.fixture
def place(write: Callable[..., Document], read: Callable[[Document], Reading]) -> Place:
    """The sentence and the token of a word in it."""

    def found(text: str, word: str) -> tuple[Tree, int]:
        (sentence,) = read(write(text)).sentences
        return Tree(sentence), sentence.words.index(word)

    return found


MOODS: tuple[tuple[str, str, Modality], ...] = (
    ("France began to supply Greece with jets.", "supply", "happened"),
    ("The summit allowed France to sign a pact with Greece.", "sign", "happened"),
    ("France was able to sign the pact.", "sign", "happened"),
    ("France is able to attack Malta.", "attack", "hypothetical"),
    ("France had to expel the envoy.", "expel", "happened"),
    ("France has to expel the envoy.", "expel", "hypothetical"),
    ("France has yet to sign the pact.", "sign", "denied"),
    ("France never failed to help Greece.", "help", "happened"),
    ("France did not hesitate to condemn Malta.", "condemn", "happened"),
    ("France does not plan to attack Malta.", "attack", "denied"),
    ("France may plan to attack Malta.", "attack", "hypothetical"),
    ("France is close to signing a pact.", "signing", "planned"),
    ("France was on the brink of attacking Malta.", "attacking", "hypothetical"),
    ("France is considering expelling the envoy.", "expelling", "hypothetical"),
    ("France wants to sign a pact.", "wants", "planned"),
    ("France not only condemned Malta but expelled its envoy.", "condemned", "happened"),
    ("France would withdraw and later attacked Malta.", "attacked", "happened"),
    ("Two years later France would join the pact.", "join", "happened"),
    ("France would join the pact if Greece did.", "join", "hypothetical"),
    ("France said that it would join the pact.", "join", "planned"),
    ("Analysts said that France would join the pact.", "join", "hypothetical"),
    ("France will probably join the pact.", "join", "hypothetical"),
    ("France will sign the pact when Greece ratifies it.", "ratifies", "planned"),
    ("France warned that it would sink the ship.", "sink", "threatened"),
    ("France warned that Malta would sink the ship.", "sink", "hypothetical"),
    ("France urged Malta to expel the envoy.", "expel", "hypothetical"),
    ("France demanded that Malta expel the envoy.", "expel", "hypothetical"),
    ("France told the agency that Malta had attacked Greece.", "attacked", "happened"),
    ("France denied reports that it had attacked Malta.", "attacked", "denied"),
    ("Reports that France had attacked Malta were false.", "attacked", "denied"),
    ("Reports that France had attacked Malta were detailed.", "attacked", "happened"),
    ("The possibility of a war with Malta frightened France.", "war", "hypothetical"),
    ("The threat of sanctions worried Malta.", "sanctions", "threatened"),
    ("The refusal of France to sign surprised Malta.", "sign", "denied"),
    ("Talks with Malta are scheduled for June.", "Talks", "planned"),
    ("The visit to Malta was cancelled.", "visit", "denied"),
    ("France will condemn the attack on Malta.", "attack", "happened"),
    ("France placed no sanctions on Malta.", "sanctions", "denied"),
    ("France sent Malta no weapons.", "sent", "denied"),
    ("France to send ships to Malta", "send", "planned"),
    ("Did France attack Malta?", "attack", "hypothetical"),
)


@pytest.mark.parametrize(("text", "word", "modality"), MOODS)
def test_the_words_around_an_act_tell_whether_it_happened(
    text: str, word: str, modality: Modality, place: Place
) -> None:
    tree, i = place(text, word)
    assert read_modality(tree, i, load_lexicon()) == modality


ACTS: tuple[tuple[str, str, Action, Modality], ...] = (
    ("France threatened to attack Malta.", "threatened", "THREATEN", "happened"),
    ("France said that it will lift the ban on Maltese fish.", "said", "CONCEDE", "planned"),
    ("France said that it will lift the ban on Maltese fish.", "said", "CONSULT", "happened"),
    ("France plans to send ships to Malta.", "plans", "AGREE", "planned"),
)


@pytest.mark.parametrize(("text", "word", "action", "modality"), ACTS)
def test_the_type_of_an_act_decides_what_a_verb_of_saying_tells(
    text: str, word: str, action: Action, modality: Modality, place: Place
) -> None:
    tree, i = place(text, word)
    assert act_modality(tree, i, action, load_lexicon()) == modality


@pytest.mark.parametrize("mood", MODALITIES)
def test_a_mood_under_what_happened_stays_and_a_denial_denied_is_so(mood: Modality) -> None:
    assert under("happened", mood) == mood
    assert deny(deny(mood)) in {"happened", "denied"}

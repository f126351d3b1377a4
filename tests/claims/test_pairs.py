from __future__ import annotations

from collections.abc import Callable

import pytest

from multipole.claims.ends import Ends
from multipole.claims.grammar import Tree
from multipole.claims.lexicon import load_lexicon
from multipole.claims.pairs import find_pairs
from multipole.claims.roles import Roles
from multipole.core.text import Reading
from multipole.core.types import Document

Joined = set[tuple[str, str, str]]


@pytest.fixture
def joined(
    write: Callable[..., Document], read: Callable[[Document], Reading]
) -> Callable[[str], Joined]:
    """The candidates of a sentence: sender, trigger, receiver."""

    def found(text: str) -> Joined:
        reading = read(write(text))
        (sentence,) = reading.sentences
        tree = Tree(sentence)
        roles = Roles(tree, Ends(tree, reading.mentions), load_lexicon())
        return {
            (
                "+".join(sorted(p.sender.actors)),
                sentence.words[p.trigger],
                "+".join(sorted(p.receiver.actors)),
            )
            for p in find_pairs(roles)
        }

    return found


def test_a_verb_that_no_table_knows_joins_its_subject_and_object(
    joined: Callable[[str], Joined],
) -> None:
    assert joined("The Norwegians outwitted Sweden.") == {("NOR", "outwitted", "SWE")}


def test_a_passive_turns_the_ends_round(joined: Callable[[str], Joined]) -> None:
    assert joined("Sweden was bamboozled by Norway.") == {("NOR", "bamboozled", "SWE")}


def test_a_preposition_leads_to_the_receiver(joined: Callable[[str], Joined]) -> None:
    assert ("NOR", "fumed", "SWE") in joined("Norway fumed at Sweden.")
    assert ("NOR", "poured", "SWE") in joined("Norway poured scorn on a Swedish plan.")


def test_an_end_inside_a_governed_clause_is_reached(joined: Callable[[str], Joined]) -> None:
    assert ("NOR", "hastened", "SWE") in joined("Norway hastened to placate Sweden.")


def test_a_noun_joins_whose_it_is_and_whom_it_is_for(joined: Callable[[str], Joined]) -> None:
    assert ("NOR", "disdain", "SWE") in joined("Norwegian disdain for Sweden is old.")
    assert ("NOR+SWE", "quarrel", "NOR+SWE") in joined(
        "The quarrel between Norway and Sweden grew."
    )


def test_what_comes_from_somebody_may_go_either_way(joined: Callable[[str], Joined]) -> None:
    found = joined("Norway wheedled maps from Sweden.")
    assert {("NOR", "wheedled", "SWE"), ("SWE", "wheedled", "NOR")} <= found


def test_one_actor_alone_makes_no_pair(joined: Callable[[str], Joined]) -> None:
    assert joined("Norway changed its mind about fish.") == set()

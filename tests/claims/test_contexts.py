"""What an act is about, as PLOVER has it: told by words that leave little doubt."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from multipole.claims.contexts import read_contexts
from multipole.core.errors import BadValue
from multipole.core.plover import CONTEXTS
from multipole.core.types import Claim, Span

TOLD = [
    ("norway lend poland three frigate", {"military"}),
    ("peru recall its ambassador from chile", {"diplomatic"}),
    ("japan raise the tariff on steel from brazil", {"economic"}),
    ("kenya accuse ghana of a cyber attack on its election commission", {"cyber", "election"}),
    ("jordan take in ten thousand refugee", {"asylum"}),
    ("the two sign a treaty against whaling", {"diplomatic", "environment"}),
    ("cuba send doctor after the earthquake", {"disasters", "health"}),
    ("the court order the extradition of a hacker", {"cyber", "legal"}),
    ("spain expel two diplomat for spying", {"diplomatic", "intelligence"}),
    ("the state stop enrich uranium", {"cbrn"}),
    ("the chemical weapon be destroy", {"cbrn"}),
    ("egypt close the gas field", {"natural_resources"}),
    ("oman reject the charge of forced labour", {"trafficking"}),
    ("finland smile at sweden", set()),
    ("the president be very angry with his neighbour", set()),
]


@pytest.mark.parametrize(("said", "wanted"), TOLD)
def test_words_near_the_act_tell_its_context(said: str, wanted: set[str]) -> None:
    assert set(read_contexts(said.split())) == wanted


def test_a_longer_name_stands_for_itself_and_not_for_its_parts() -> None:
    assert read_contexts("a nuclear weapon".split()) == ("cbrn",)
    assert read_contexts("the border guard".split()) == ("territory",)
    assert "military" not in read_contexts("a chemical weapon".split())


def test_every_context_has_words_and_every_word_is_in_small_letters() -> None:
    place = Path(__file__).parents[2] / "src/multipole/claims/data/contexts.csv"
    rows = [line.split(",", 1) for line in place.read_text("utf-8").splitlines()[1:]]
    assert [row[0] for row in rows] == list(CONTEXTS)
    for _, words in rows:
        assert words == words.lower()
        assert all(words.split(";"))


def claim(**other: Any) -> Claim:
    return Claim(
        "event", (Span.cut("d", "met", 0, 3),), date(2021, 3, 1), "hand", 0.5, sender=("ARL",),
        receiver=("BRD",), action="CONSULT", **other,
    )  # fmt: skip


def test_a_claim_takes_known_contexts_in_order_and_keeps_its_id() -> None:
    assert claim(context=("cyber", "legal")).id == claim().id
    for wrong in (("legal", "cyber"), ("legal", "legal"), ("weather",)):
        with pytest.raises(BadValue):
            claim(context=wrong)

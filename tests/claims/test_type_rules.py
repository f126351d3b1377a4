"""The rules as a typer of sentences with marked ends."""

from __future__ import annotations

import pytest

from multipole.claims.marked import read_marked
from multipole.claims.type_rules import type_by_rules
from multipole.evidence import load_model
from multipole.evidence.parsing import parse_parts

CASES = [
    ("<s>The harbour board</s> sued <t>a ferry company</t> on Monday.", "ACCUSE"),
    ("<t>The ferry company</t> was attacked by <s>armed men</s>.", "ASSAULT"),
    ("<s>Lithuania</s> met <t>Latvia</t>, and Estonia condemned Norway.", "CONSULT"),
    ("<s>The mayor</s> likes <t>the harbour</t>.", "NONE"),
    ("<s>The rebels</s> withdrew from the port.", "RETREAT"),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_the_act_between_the_marked_ends_is_typed(text: str, wanted: str) -> None:
    marked = read_marked(text)
    parsed = next(parse_parts([(marked.text, 0)], model=load_model()))
    assert type_by_rules(marked, parsed) == wanted

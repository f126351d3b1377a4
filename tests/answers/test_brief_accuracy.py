"""What a brief says of its coder: from which scores, and of which coder."""

from __future__ import annotations

from datetime import date

import pytest

from multipole.answers.accuracy import Card, Part, Role
from multipole.answers.brief_accuracy import accuracy_of
from multipole.answers.score import Tally


def part(asks: str, role: Role, **types: Tally) -> Part:
    coder = {"rules": "r", "model": "m"}[role] + ("" if asks == "plv" else "+parser")
    return Part(asks, role, coder, f"data {asks}", "d", 7, f"seen {asks}", {"type": types}, {})


RULES = (
    part("plv", "rules", AID=Tally(3, 4, 5), YIELD=Tally(1, 2, 2)),
    part("gsr", "rules", AID=Tally(1, 2, 3), CONCEDE=Tally(0, 1, 1), RETREAT=Tally(1, 1, 2)),
    part("reports", "rules", AID=Tally(2, 2, 2), ACCUSE=Tally(0, 0, 4)),
)
MODEL = (part("plv", "model", AID=Tally(4, 4, 5)), part("gsr", "model", AID=Tally(2, 2, 3)))
DAY = date(2021, 5, 4)


def test_shares_are_of_what_was_coded_over_all_texts_of_whole_acts() -> None:
    found = accuracy_of(["r+parser"], card=Card(DAY, RULES))
    assert found is not None
    eased, aid = found.kinds
    assert aid.whole is not None
    assert aid.given is not None
    assert (aid.whole.right, aid.whole.of, aid.given.value) == (3, 4, 0.75)
    assert aid.whole.low < 0.75 < aid.whole.high
    assert eased.action == "YIELD"
    assert eased.whole is not None
    assert (eased.whole.right, eased.whole.of) == (1, 2)
    assert found.total.whole is not None
    assert (found.total.whole.right, found.total.whole.of) == (4, 6)
    assert found.data == ("data plv: 7; seen plv", "data gsr: 7; seen gsr",
                          "data reports: 7; seen reports")  # fmt: skip


@pytest.mark.parametrize(
    ("coders", "coder", "others"),
    [
        (["r+parser"], "r+parser", ()),
        (["m+parser"], "m+parser", ()),
        (["m+parser", "r+parser"], "r+parser", ("m+parser",)),
        (["somebody"], "m+parser", ("somebody",)),
        ([], "m+parser", ()),
    ],
)
def test_the_scores_are_of_the_coder_that_read_or_it_is_said_whose_they_are(
    coders: list[str], coder: str, others: tuple[str, ...]
) -> None:
    found = accuracy_of(coders, card=Card(DAY, RULES + MODEL))
    assert found is not None
    assert (found.coder, found.others) == (coder, others)


def test_a_card_without_whole_acts_says_nothing() -> None:
    assert accuracy_of(["r"], card=Card(DAY, RULES[:1])) is None

"""The accuracy card: what ships, and what is said of it."""

from __future__ import annotations

from datetime import date

import pytest

from multipole.answers.accuracy import ASKS, ROLES, Card, Mean, Part, Role, shipped_card
from multipole.answers.score import Tally
from multipole.core.plover import ACTIONS, QUADS


def part(asks: str, role: Role, coder: str, **types: Tally) -> Part:
    means = {"root_macro_f1": Mean(0.5, 0.4, 0.6)}
    return Part(asks, role, coder, "some sentences", "d1", 9, "seen", {"type": types}, means)


CARD = Card(
    date(2021, 5, 4),
    (
        part("plv", "rules", "r", AID=Tally(2, 4, 5), NONE=Tally(0, 1, 0)),
        part("plv", "model", "m", AID=Tally(4, 4, 5), REJECT=Tally(1, 1, 1)),
        part("gsr", "rules", "r+parser", AID=Tally(1, 1, 3)),
    ),
)


def test_a_card_written_and_read_again_is_the_same() -> None:
    assert Card.from_json(CARD.to_json()) == CARD
    written = CARD.to_json()["parts"][0]["tallies"]["type"]["AID"]
    assert (written["precision"], written["recall"]) == (0.5, 0.4)
    assert written["precision_low"] < 0.5 < written["precision_high"]


def test_rules_and_model_stand_side_by_side() -> None:
    aid, none, reject, _ = CARD.rows()
    assert (aid["rules_precision"], aid["model_precision"], aid["cases"]) == (0.5, 1.0, 5)
    assert (none["class"], none["model_f1"]) == ("NONE", None)
    assert (reject["rules_f1"], reject["model_f1"]) == (None, 1.0)


def test_a_coder_is_known_by_the_name_that_it_leaves_in_reports() -> None:
    assert CARD.role_of("r+parser") == "rules"
    assert CARD.role_of("r") is None
    assert CARD.part("own", "rules") is None


def test_the_card_that_ships_has_known_parts_and_no_texts() -> None:
    shipped = shipped_card()
    assert {p.asks for p in shipped.parts} <= {*ASKS}
    assert {p.role for p in shipped.parts} <= {*ROLES}
    for asks in {*ASKS} - {"kept"}:
        assert shipped.part(asks, "rules"), asks
    known = {*ACTIONS, *QUADS, "YIELD", "NONE", "conflict", "cooperation"}
    for one in shipped.parts:
        named = {n for b in ("side", "quad", "type") for n in one.tallies.get(b, {})}
        assert named <= known
        assert max(map(len, one.tallies.get("overall", {"": None}))) < 30
        for tally in (t for block in one.tallies.values() for t in block.values()):
            assert tally.matched <= min(tally.coded, tally.gold)


def test_rates_of_the_card_that_ships_follow_from_its_counts() -> None:
    import json
    from importlib import resources

    place = resources.files("multipole.claims").joinpath("data", "accuracy.json")
    written = json.loads(place.read_text("utf-8"))
    assert shipped_card().to_json() == written
    tally = written["parts"][0]["tallies"]["type"]["AID"]
    assert tally["precision"] == pytest.approx(tally["matched"] / tally["coded"], abs=1e-4)

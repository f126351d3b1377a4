"""The floors of the coder: raised from the card, held by it without any data."""

from __future__ import annotations

import importlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from multipole.answers.accuracy import Card, Mean, Part, Role, shipped_card
from multipole.answers.score import Tally

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def script() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "quality"))
        yield importlib.import_module("raise_floors")


def part(asks: str, role: Role, digest: str = "d1", mean: float = 0.5, **tallies: Tally) -> Part:
    means = {"root_macro_f1": Mean(mean, 0.0, 1.0)} if asks == "plv" else {}
    named = {name.replace("__", " "): tally for name, tally in tallies.items()}
    return Part(asks, role, "c", "data", digest, 1, "seen", {"overall": named}, means)


def card(*parts: Part) -> Card:
    return Card(date(2021, 5, 4), parts)


def test_a_floor_is_the_number_of_the_coder_that_reads_rounded_down(script: Any) -> None:
    rules = part("reports", "rules", event_type=Tally(1, 2, 2))
    model = part("reports", "model", event_type=Tally(2, 3, 3))
    gsr = part("gsr", "rules", gsr_type=Tally(1, 3, 4), all__right=Tally(1, 4, 4))
    floors, below = script.raised({}, card(rules, model, gsr, part("plv", "rules", mean=0.567)))
    assert floors["reports"]["overall"] == {"event_type": 0.66}
    assert floors["gsr"]["overall"] == {"all_right": 0.25, "gsr_type_precision": 0.33}
    assert floors["plv_rules"]["overall"] == {"root_macro_f1": 0.56}
    assert "held_out" not in floors
    assert below == []


def test_no_floor_is_lowered_and_what_is_below_is_named(script: Any) -> None:
    floors = {"plv_rules": {"digest": "d1", "measured_on": "x", "overall": {"root_macro_f1": 0.6}}}
    after, below = script.raised(floors, card(part("plv", "rules", mean=0.5)))
    assert after == floors
    assert below == ["plv_rules root_macro_f1: 0.5000, floor 0.6"]


def test_floors_of_other_data_are_set_anew(script: Any) -> None:
    floors = {"plv_rules": {"digest": "d0", "measured_on": "x", "overall": {"root_macro_f1": 0.6}}}
    after, below = script.raised(floors, card(part("plv", "rules", mean=0.5)))
    assert (after["plv_rules"]["digest"], below) == ("d1", [])
    assert after["plv_rules"]["overall"] == {"root_macro_f1": 0.5}


def test_the_card_that_ships_holds_its_floors(script: Any) -> None:
    floors = json.loads((ROOT / "quality/floors.json").read_text("utf-8"))
    _, below = script.raised(floors, shipped_card())
    assert below == []
    assert {"reports", "gsr", "open", "plv_rules"} <= {*floors}

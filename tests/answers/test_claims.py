from __future__ import annotations

import pytest

from multipole import answers
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.types import Claim
from multipole.store import Store


def test_assessments_have_a_speaker_and_a_side(
    small_store: Store, small_claims: dict[str, Claim]
) -> None:
    found = answers.claims(small_store, ["CHN", "RUS"], kind="assessment", leaning="against")
    assert found.table["id"].to_pylist() == [small_claims["against"].id]
    assert found.evidence["speaker"].to_pylist() == ["Cheng"]


def test_a_speaker_is_found_by_name_or_actor(small_store: Store) -> None:
    assert len(answers.claims(small_store, speaker="cheng")) == 1
    assert len(answers.claims(small_store, speaker="CHN")) == 2
    with pytest.raises(NothingFound):
        answers.claims(small_store, speaker="Nobody")


def test_figures_keep_value_and_unit(small_store: Store) -> None:
    found = answers.figures(small_store, ["CHN"], measure="TRADE")
    assert found.table["value"].to_pylist() == [146.9e9]
    assert found.cells[0][3] == "146,900,000,000 usd"
    with pytest.raises(NothingFound):
        answers.figures(small_store, measure="gas")


def test_figures_say_what_bounds_them(small_store: Store) -> None:
    found = answers.figures(small_store, ["CHN"])
    assert found.table["bound"].to_pylist() == [""]
    assert found.to_json()["table"][0]["bound"] == ""


def test_speakers_are_counted_by_side(small_store: Store) -> None:
    rows = answers.speakers(small_store, ["CHN"]).table.to_pylist()
    sides = {r["speaker"]: (r["n"], r["for"], r["against"], r["events"]) for r in rows}
    assert sides == {"Cheng": (1, 0, 1, 0), "The envoy": (1, 0, 0, 1)}


def test_an_unknown_kind_is_wrong_use(small_store: Store) -> None:
    with pytest.raises(WrongUse, match="Did you mean figure"):
        answers.claims(small_store, kind="figures")


def test_what_was_not_known_is_not_said(small_store: Store) -> None:
    assert len(answers.claims(small_store, as_of="2021-03")) == 5
    assert len(answers.claims(small_store)) == 7

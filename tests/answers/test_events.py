from __future__ import annotations

from datetime import date

import pytest

from multipole import answers
from multipole.core.errors import BadPeriod, NothingFound, UnknownCode, WrongUse
from multipole.core.types import Claim
from multipole.store import Store


def _acts(found: answers.Answer) -> list[tuple[str, str | None]]:
    return [(r["action"], r["role"]) for r in found.table.to_pylist()]


def test_events_between_two_name_their_roles(small_store: Store) -> None:
    found = answers.events(small_store, ["China", "Russia"])
    assert sorted(_acts(found)) == [
        ("CONSULT", "mutual"),
        ("REJECT", "joint"),
        ("SUPPORT", "a_to_b"),
    ]


def test_every_event_opens_its_sentences(
    small_store: Store, small_claims: dict[str, Claim]
) -> None:
    found = answers.events(small_store, ["CHN", "RUS"], types="consult")
    (row,) = found.table.to_pylist()
    assert set(row["claims"]) == {small_claims["met"].id, small_claims["talked"].id}
    assert row["outlets"] == 2
    assert row["quote"] == "Lavrov met Wang in Guilin."
    assert found.evidence["claim"].to_pylist() == [
        small_claims["met"].id,
        small_claims["talked"].id,
    ]
    assert found.cells[0][-1] == "1-2"


def test_every_quote_of_the_evidence_stands_in_its_document(small_store: Store) -> None:
    rows = answers.events(small_store).evidence.to_pylist()
    texts = small_store.texts({row["document"] for row in rows})
    assert rows
    for row in rows:
        assert texts[row["document"]][row["start"] : row["end"]] == row["quote"]
        assert f"characters {row['start']}-{row['end']}" in row["citation"]


def test_a_claim_not_yet_known_is_not_used(
    small_store: Store, small_claims: dict[str, Claim]
) -> None:
    early = answers.events(small_store, ["CHN", "RUS"], types=["CONSULT"], as_of="2021-03-23")
    (row,) = early.table.to_pylist()
    assert row["claims"] == [small_claims["met"].id]
    assert row["probability"] == pytest.approx(0.8)
    with pytest.raises(NothingFound):
        answers.events(small_store, ["CHN", "RUS"], as_of=date(2021, 3, 22))


def test_a_month_as_bound_is_included_whole(small_store: Store) -> None:
    found = answers.events(small_store, ["CHN", "RUS"], since="2021-03", until="2021-03")
    assert {action for action, _ in _acts(found)} == {"CONSULT", "REJECT"}
    assert "1 event without a known date left out." in found.notes


def test_a_limit_keeps_the_latest_and_says_so(small_store: Store) -> None:
    found = answers.events(small_store, limit=1)
    assert _acts(found) == [("SANCTION", None)]
    assert found.notes == ("These are the latest 1 of 4.",)


def test_two_receivers_of_one_act_are_not_at_odds(small_store: Store) -> None:
    with pytest.raises(NothingFound):
        answers.events(small_store, ["USA", "CHN"])


def test_nothing_found_says_what_there_is(small_store: Store) -> None:
    with pytest.raises(NothingFound, match=r"IND.*most events of RUS \(4\)"):
        answers.events(small_store, ["India"])


def test_nothing_asked_by_name_is_an_empty_answer(small_store: Store) -> None:
    assert len(answers.events(small_store, types="ASSAULT")) == 0


def test_wrong_words_suggest_the_right_ones(small_store: Store) -> None:
    with pytest.raises(WrongUse, match="Did you mean CONSULT"):
        answers.events(small_store, types="CONSLT")
    with pytest.raises(WrongUse, match="Did you mean military"):
        answers.events(small_store, domain="militry")
    with pytest.raises(UnknownCode):
        answers.events(small_store, ["Atlantis"])
    with pytest.raises(BadPeriod):
        answers.events(small_store, since="yesterday")

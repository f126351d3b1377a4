from __future__ import annotations

from typing import Any

import pytest

from multipole.relations import dyad_events, dyad_rows


@pytest.mark.parametrize(
    ("sender", "receiver", "role"),
    [
        ("CHN", "RUS", "a_to_b"),
        ("RUS", "CHN", "b_to_a"),
        ("CHN+RUS", "CHN+RUS", "mutual"),
        ("CHN+IND+RUS", "CHN+IND+RUS", "mutual"),
        ("CHN+RUS", "UNSC", "joint"),
        ("CHN+RUS", "", "joint"),
        ("CHN", "RUS+USA", "a_to_b"),
    ],
)
def test_the_role_says_who_did_it(
    event: Any, table: Any, sender: str, receiver: str, role: str
) -> None:
    found = dyad_events(table(event(sender, "CONSULT", receiver)), "CHN", "RUS")
    assert found["role"].to_pylist() == [role]


@pytest.mark.parametrize(("sender", "receiver"), [("USA", "CHN+RUS"), ("CHN", "USA"), ("CHN", "")])
def test_two_receivers_or_a_third_do_nothing_to_each_other(
    event: Any, table: Any, sender: str, receiver: str
) -> None:
    assert len(dyad_events(table(event(sender, "SANCTION", receiver)), "CHN", "RUS")) == 0


def test_a_joint_veto_is_cooperation_of_the_two_and_conflict_with_the_third(
    event: Any, table: Any
) -> None:
    veto = table(event("CHN+RUS", "REJECT", "UNSC"))
    assert dyad_events(veto, "CHN", "RUS")["quad"].to_pylist() == ["verbal_cooperation"]
    for state in ("CHN", "RUS"):
        assert dyad_events(veto, state, "UNSC")["quad"].to_pylist() == ["verbal_conflict"]


def test_a_joint_patrol_is_cooperation_in_deed(event: Any, table: Any) -> None:
    patrol = table(event("CHN+RUS", "MOBILIZE", "JPN"))
    assert dyad_events(patrol, "RUS", "CHN")["quad"].to_pylist() == ["material_cooperation"]


def test_a_clash_of_both_is_conflict(event: Any, table: Any) -> None:
    clash = table(event("CHN+IND", "ASSAULT", "CHN+IND"))
    assert dyad_events(clash, "IND", "CHN")["quad"].to_pylist() == ["material_conflict"]


def test_what_was_planned_or_denied_did_not_happen(event: Any, table: Any) -> None:
    rows = table(
        event("CHN", "AID", "RUS"),
        event("CHN", "AID", "RUS", modality="planned"),
        event("CHN", "AID", "RUS", modality="denied"),
    )
    assert len(dyad_events(rows, "CHN", "RUS")) == 1
    assert len(dyad_events(rows, "CHN", "RUS", modality=None)) == 3


def test_an_actor_is_no_pair_with_itself(event: Any, table: Any) -> None:
    assert len(dyad_events(table(event("CHN+RUS", "CONSULT", "CHN+RUS")), "CHN", "CHN")) == 0


def test_every_pair_of_an_event_is_listed_once(event: Any, table: Any) -> None:
    rows = dyad_rows(table(event("CHN+RUS", "REJECT", "USA"), event("CHN+RUS", "AGREE", "CHN+RUS")))
    assert list(zip(*(rows[c].to_pylist() for c in ("a", "b", "row")), strict=True)) == [
        ("CHN", "RUS", 0),
        ("CHN", "USA", 0),
        ("RUS", "USA", 0),
        ("CHN", "RUS", 1),
    ]


def test_no_events_give_no_rows(table: Any) -> None:
    assert len(dyad_events(table(), "CHN", "RUS")) == 0
    assert len(dyad_rows(table())) == 0

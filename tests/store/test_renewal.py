"""Judgements and events in place of older ones, of all claims or of some."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.store.conftest import NOW

from multipole.core.errors import BadValue
from multipole.core.types import Claim, Judgement, Run
from multipole.store import Store

DAY = date(2021, 3, 1)
AGAIN = Run("derive", "1", "more", "", 0, NOW)
LATER = NOW + timedelta(hours=1)
WORDS = "Aurelia met Boria. Boria met Aurelia. Boria praised Aurelia."


def pair(claims: list[Claim], *, at: Any = NOW, reason: str = "") -> Judgement:
    left, right = sorted(claim.id for claim in claims)
    return Judgement(left, right, "same", "rules-1", at, reason)


@pytest.fixture
def claims(world: Any, store: Store) -> list[Claim]:
    """Three claims: two of one event, and one alone."""
    document = world.document(WORDS, on=DAY)
    world.put(store, document)
    found = [world.claim(document, s + ".") for s in WORDS.rstrip(".").split(". ")]
    store.add_claims(found, world.run)
    with store.renewing(world.run, author="rules-") as renewal:
        renewal.add([pair(found[:2])], [world.event(*found[:2]), world.event(found[2])])
    return found


def test_what_is_judged_of_some_leaves_the_rest_as_it_is(
    world: Any, store: Store, claims: list[Claim]
) -> None:
    before = store.judgements()
    joined = world.event(*claims[:2])
    with store.renewing(AGAIN, author="rules-", claims=[claims[2].id]) as renewal:
        renewal.add([], [world.event(claims[2])])
    runs = {row["id"]: row["run"] for row in store.events().to_pylist()}
    assert runs == {joined.id: world.run.id, world.event(claims[2]).id: AGAIN.id}
    assert store.judgements() == before
    assert store.former_events("") == {}


def test_a_judgement_that_stood_keeps_its_instant_and_another_reason_is_new(
    world: Any, store: Store, claims: list[Claim]
) -> None:
    for reason, at in (("", NOW), ("same day", LATER)):
        with store.renewing(AGAIN, author="rules-") as renewal:
            renewal.add([pair(claims[:2], at=LATER, reason=reason)], [world.event(*claims[:2])])
        (row,) = store.judgements().to_pylist()
        assert (row["reason"], row["at"]) == (reason, at)


def test_judgements_of_persons_stay(world: Any, store: Store, claims: list[Claim]) -> None:
    said = Judgement(*sorted(c.id for c in claims[1:]), "different", "Ana", NOW)  # type: ignore[arg-type]
    store.add_judgements([said])
    with store.renewing(AGAIN, author="rules-"):
        pass
    (row,) = store.judgements().to_pylist()
    assert row["by"] == "Ana"
    assert store.counts()["events"] == 0


def test_events_that_are_no_more_are_kept_with_their_claims(
    world: Any, store: Store, claims: list[Claim]
) -> None:
    was = world.event(*claims[:2])
    with store.renewing(AGAIN, author="rules-", claims=[c.id for c in claims[:2]]) as renewal:
        renewal.add([], [world.event(claims[0]), world.event(claims[1])])
    assert store.former_events("") == {was.id: sorted(was.claims)}
    assert store.verify() == []


def test_an_error_leaves_all_as_it_was(world: Any, store: Store, claims: list[Claim]) -> None:
    before = store.events(), store.judgements()
    stranger = world.claim(world.document("Aurelia met Boria.", on=DAY), "Aurelia")
    with (
        pytest.raises(BadValue, match="not stored"),
        store.renewing(AGAIN, author="rules-") as renewal,
    ):
        renewal.add([], [world.event(stranger)])
    assert (store.events(), store.judgements()) == before

"""Reading from a store: as of a day, by actors and period, from the current coder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.core.errors import NothingFound, WrongUse
from multipole.core.periods import Period
from multipole.core.plover import ACTIONS, DOMAINS
from multipole.core.types import MODALITIES, STANCES, Claim, Span
from multipole.store import Store, open_store, schema

EARLY, LATE = date(2021, 3, 1), date(2021, 6, 1)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def told_twice(world: Any, store: Store) -> tuple[Claim, Claim]:
    """One meeting told by two outlets three months apart."""
    first = world.document("Aurelia met Boria.", on=EARLY)
    second = world.document("Boria was met by Aurelia.", on=LATE, outlet="Borian Voice")
    claims = (
        world.claim(first, "Aurelia met", confidence=0.5),
        world.claim(second, "was met", confidence=0.8),
    )
    world.put(store, first)
    world.put(store, second)
    store.add_claims(claims, world.run)
    store.replace_events([world.event(*claims)], world.run)
    return claims


def test_a_claim_not_yet_known_is_not_read(store: Store, told_twice: tuple[Claim, Claim]) -> None:
    first, second = told_twice
    assert store.claim_objects(as_of=EARLY - ONE_DAY) == []
    assert store.claim_objects(as_of=EARLY) == [first]
    assert store.claim_objects(as_of=LATE - ONE_DAY) == [first]
    assert store.claim_objects(as_of=LATE) == store.claim_objects() == [first, second]


@pytest.mark.usefixtures("told_twice")
def test_a_document_not_yet_known_is_not_read(store: Store) -> None:
    assert store.documents(EARLY - ONE_DAY).num_rows == 0
    assert store.documents(EARLY).num_rows == 1
    assert store.documents().num_rows == 2
    assert store.documents().schema.equals(schema.DOCUMENTS)


def test_an_event_counts_only_claims_known_by_then(
    store: Store, told_twice: tuple[Claim, Claim]
) -> None:
    assert store.events(as_of=EARLY - ONE_DAY).num_rows == 0
    [then] = store.events(as_of=EARLY).to_pylist()
    [now] = store.events(as_of=LATE).to_pylist()
    assert then["claims"] == [told_twice[0].id]
    assert then["probability"] == pytest.approx(0.5)
    assert then["known_on"] == EARLY
    assert now["claims"] == sorted(claim.id for claim in told_twice)
    assert now["probability"] == 0.9
    assert store.events().to_pylist() == [now]


def test_the_probability_of_what_was_known_counts_each_outlet_once(
    world: Any, store: Store
) -> None:
    late = world.document("Boria says so.", on=LATE, outlet="C")
    claims = [world.claim(late, "Boria", confidence=0.9)]
    told = [("A", 0.5), ("A", 0.4), ("B", 0.2), ("C", 0.1)]
    documents = []
    for n, (outlet, confidence) in enumerate(told):
        document = world.document(f"Aurelia met Boria, {n}.", on=EARLY, outlet=outlet)
        world.put(store, document)
        claims.append(world.claim(document, "Aurelia", confidence=confidence))
        documents.append(document)
    store.add_links([(documents[2].id, documents[3].id, "near", 0.9)])
    world.put(store, late)
    store.add_claims(claims, world.run)
    store.replace_events([world.event(*claims)], world.run)
    [then] = store.events(as_of=EARLY).to_pylist()
    assert then["probability"] == pytest.approx(1 - 0.5 * 0.8)


def test_a_verdict_not_yet_given_is_not_read(world: Any, store: Store) -> None:
    world.fill(store)
    given_on = world.now.date()
    assert store.judgements(as_of=given_on - ONE_DAY).num_rows == 0
    assert store.judgements(as_of=given_on).num_rows == 1


def test_a_new_coder_hides_the_old_claims_but_keeps_them(world: Any, store: Store) -> None:
    document = world.document("Aurelia met Boria.", on=EARLY)
    old, new = world.claim(document, "Aurelia"), world.claim(document, "Boria", coded_by="rules/2")
    world.put(store, document)
    store.add_claims([old], world.run)
    store.add_claims([new], world.run)
    assert store.claim_objects() == [old]
    store.mark_coded([document.id], "coded", "rules/2")
    assert store.claim_objects() == [new]
    assert store.claim_objects(coded_by="rules/1") == [old]
    assert {claim.id for claim in store.claim_objects(all=True)} == {old.id, new.id}
    assert store.document(document.id) == document


def test_claims_are_chosen_by_kind_actors_ids_and_period(world: Any, store: Store) -> None:
    document = world.document("Aurelia met Boria and Cydon.", on=LATE)
    march = Period.month(2021, 3)
    event = world.claim(document, "met", period=march)
    undated = world.claim(document, "Aurelia", receiver=("CYD",))
    view = world.claim(
        document, "and", kind="assessment", sender=(), receiver=(), action=None,
        about=("AUR", "CYD"), leaning="against", speaker="Ana",
    )  # fmt: skip
    world.put(store, document)
    store.add_claims([event, undated, view], world.run)

    def chosen(**asked: Any) -> set[str]:
        return set(store.claims(**asked).column("id").to_pylist())

    assert chosen(kind="assessment") == {view.id}
    assert chosen(actors=["CYD", "AUR"]) == {undated.id, view.id}
    assert chosen(actors=["AUR"]) == {event.id, undated.id, view.id}
    assert chosen(ids=[event.id, "feed"]) == {event.id}
    assert chosen(ids=[]) == set()
    assert chosen(since=date(2021, 3, 31)) == {event.id}
    assert chosen(since=date(2021, 4, 1)) == set()
    assert chosen(until=date(2021, 3, 2)) == {event.id}
    assert chosen(until=date(2021, 3, 1)) == set()


def test_events_are_chosen_by_their_fields(world: Any, store: Store) -> None:
    document = world.document("Aurelia met Boria, sued Cydon.", on=LATE)
    met = world.claim(document, "met", period=Period.day(EARLY), domain="un")
    sued = world.claim(document, "sued", receiver=("CYD",), action="ACCUSE", modality="planned")
    world.put(store, document)
    store.add_claims([met, sued], world.run)
    store.replace_events([world.event(met), world.event(sued)], world.run)

    def chosen(**asked: Any) -> list[list[str]]:
        found: list[list[str]] = store.events(**asked).column("claims").to_pylist()
        return found

    assert chosen() == [[met.id], [sued.id]]
    assert chosen(actors=["AUR", "CYD"]) == [[sued.id]]
    assert chosen(actions=["ACCUSE", "AID"]) == [[sued.id]]
    assert chosen(actions=[]) == []
    assert chosen(domain="un") == chosen(modality="happened") == [[met.id]]
    assert chosen(since=EARLY, until=EARLY + ONE_DAY) == [[met.id]]
    assert chosen(since=EARLY + ONE_DAY) == []


def test_one_actor_given_as_text_is_refused(store: Store) -> None:
    with pytest.raises(WrongUse, match="actors"):
        store.claims(actors="AUR")


def test_what_is_not_there_is_said_by_name(store: Store) -> None:
    for ask in (store.document, store.raw):
        with pytest.raises(NothingFound, match="feed"):
            ask("feed")
    assert store.texts(["feed"]) == {}


def test_tables_have_their_declared_schemas_full_and_empty(world: Any, store: Store) -> None:
    for _ in range(2):
        assert store.claims().schema.equals(schema.CLAIMS)
        assert store.spans([]).schema.equals(schema.SPANS)
        assert store.events().schema.equals(schema.EVENTS)
        assert store.judgements().schema.equals(schema.JUDGEMENTS)
        assert store.links().schema.equals(schema.LINKS)
        assert store.refusals().schema.equals(schema.REFUSALS)
        assert store.runs().schema.equals(schema.RUNS)
        assert store.sentences("feed").schema.equals(schema.SENTENCES)
        assert store.mentions("feed").schema.equals(schema.MENTIONS)
        world.fill(store)
    assert store.runs().to_pylist()[0]["at"] == world.now


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
SIDES = st.sets(TEXTS.filter(bool), max_size=3).map(lambda found: tuple(sorted(found)))
DAYS = st.dates(min_value=date(1, 1, 2), max_value=date(9999, 12, 1))


@st.composite
def claims(draw: st.DrawFn, document: str, text: str) -> Claim:
    """A claim of any kind with one to three spans of ``text``."""
    kind = draw(st.sampled_from(("event", "assessment", "figure")))
    spans = []
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text) - 1))
        spans.append(Span.cut(document, text, start, draw(st.integers(start + 1, len(text)))))
    period = draw(st.none() | st.builds(Period, DAYS, st.just(date(9999, 12, 31))))
    value = st.floats(allow_nan=False, allow_infinity=False)
    return Claim(
        kind=kind,
        spans=tuple(spans),
        known_on=EARLY,
        coded_by="k",
        confidence=draw(st.floats(0, 1)),
        speaker=draw(TEXTS) + ("x" if kind == "assessment" else ""),
        speaker_actor=draw(TEXTS),
        stance=draw(st.sampled_from(STANCES)),
        modality=draw(st.sampled_from(MODALITIES)),
        sender=("AUR",) if kind == "event" else draw(SIDES),
        receiver=draw(SIDES),
        action=draw(st.sampled_from(ACTIONS)),
        domain=draw(st.none() | st.sampled_from(DOMAINS)),
        period=period,
        about=draw(SIDES),
        leaning=draw(st.sampled_from(("for", "against", "neutral"))),
        gist=draw(TEXTS),
        measure=draw(TEXTS),
        value=draw(value if kind == "figure" else st.none() | value),
        unit=draw(TEXTS),
        through=draw(TEXTS),
    )


@pytest.fixture(scope="module")
def kept_open(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path: Path = tmp_path_factory.mktemp("any") / "any.duckdb"
    with open_store(path, create=True) as opened:
        yield opened


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_claim_comes_back_as_it_was(world: Any, kept_open: Store, data: st.DataObject) -> None:
    document = world.document(data.draw(TEXTS.filter(bool)), on=EARLY)
    made = data.draw(st.lists(claims(document.id, document.text), max_size=4))
    world.put(kept_open, document, coder="k")
    kept_open.add_claims(made, world.run)
    wanted = {claim.id: claim for claim in made}
    found = kept_open.claim_objects(ids=wanted)
    assert {claim.id: claim for claim in found} == wanted


def test_an_event_that_is_no_more_is_found_by_the_beginning_of_its_id(
    world: Any, store: Store
) -> None:
    world.fill(store)
    early, late = store.claim_objects(kind="event")
    (now,) = store.events().to_pylist()
    ((gone, claims),) = store.former_events("").items()
    assert gone != now["id"]
    assert len(claims) == 1
    assert set(claims) < {early.id, late.id} == set(now["claims"])
    assert store.former_events(gone[:6]) == {gone: claims}
    assert store.former_events(now["id"]) == {}


def test_an_event_is_about_what_its_claims_are_about(world: Any, store: Store) -> None:
    world.fill(store)
    document = world.document("Aurelia hacked Boria over its border.", on=date(2021, 7, 1))
    world.put(store, document)
    first = replace(world.claim(document, "Aurelia hacked Boria"), context=("cyber",))
    second = replace(world.claim(document, "Boria over its border"), context=("cyber", "territory"))
    store.add_claims([first, second], world.run)
    store.replace_events([world.event(first, second)], world.run)
    for as_of in (None, date(2022, 1, 1)):
        (row,) = store.events(as_of=as_of).to_pylist()
        assert row["context"] == ["cyber", "territory"]
    assert {c.context for c in store.claim_objects(documents=[document.id])} == {
        ("cyber",), ("cyber", "territory"),
    }  # fmt: skip
    assert store.verify() == []

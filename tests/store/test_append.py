"""Adding to a store: the same twice is once, and what is wrong does not go in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from multipole.core.errors import BadValue, NothingFound, StoreError
from multipole.core.text import Mention
from multipole.core.types import Claim, Judgement, Refusal, Run, Span
from multipole.store import Store, open_store

DAY = date(2021, 3, 1)


def exported(store: Store, folder: Path) -> dict[str, bytes]:
    store.export_parquet(folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_adding_everything_again_changes_nothing(world: Any, store: Store, tmp_path: Path) -> None:
    world.fill(store)
    counts, files = store.counts(), exported(store, tmp_path / "first")
    assert all(counts.values())
    world.fill(store)
    assert store.counts() == counts
    assert exported(store, tmp_path / "second") == files


def test_the_same_thing_twice_in_one_call_is_once(world: Any, store: Store) -> None:
    document = world.document("Aurelia met Boria.", on=DAY)
    claim = world.claim(document, "Aurelia")
    row = (document, world.raw(document.text), "pending", "")
    refusal = Refusal("a.txt", "", "empty", "")
    store.add_documents([row, row], world.run)
    store.add_claims([claim, claim], world.run)
    store.add_links([("a", "b", "near", 0.5)] * 2)
    store.add_refusals([refusal] * 2, world.now, world.run)
    store.replace_events([world.event(claim)] * 2, world.run)
    wanted = {"documents": 1, "raws": 1, "parts": 1, "claims": 1, "spans": 1, "links": 1}
    wanted |= {"refusals": 1, "events": 1, "event_claims": 1, "runs": 1}
    assert {name: n for name, n in store.counts().items() if n} == wanted


def test_documents_that_share_their_bytes_keep_them_once(world: Any, store: Store) -> None:
    one = world.document("Aurelia.", on=DAY)
    other = world.document("Aurelia.", on=date(2021, 3, 2))
    world.put(store, one)
    world.put(store, other)
    assert store.counts()["documents"] == 2
    assert store.counts()["raws"] == 1
    assert store.raw(one.id) == store.raw(other.id) == b"raw Aurelia."


def test_documents_come_back_as_they_were(world: Any, store: Store) -> None:
    dated = world.document("Aurelia 😀 met “Boria”.\n", on=DAY)
    undated = world.document("x", on=None)
    for document in (dated, undated):
        world.put(store, document)
        assert store.document(document.id) == document
    both = sorted((dated, undated), key=lambda document: document.id)
    assert store.document_objects([dated.id, "feed", undated.id]) == both


def test_bytes_other_than_those_named_are_refused(world: Any, store: Store) -> None:
    document = world.document("Aurelia.", on=DAY)
    with pytest.raises(BadValue, match="SHA-256"):
        store.add_documents([(document, b"other", "pending", "")], world.run)
    assert not any(store.counts().values())


@pytest.mark.parametrize("bad", ["NUL \0 in it", "lone \ud800 surrogate"])
def test_text_that_cannot_be_kept_is_refused(world: Any, store: Store, bad: str) -> None:
    document = world.document("Aurelia.", on=DAY)
    claim = world.claim(document, "Aurelia", gist=bad)
    world.put(store, document)
    with pytest.raises(BadValue, match="gist"):
        store.add_claims([claim], world.run)
    with pytest.raises(BadValue, match="reason"):
        store.add_refusals([Refusal("a", "", bad, "")], world.now, world.run)
    assert store.counts()["claims"] == store.counts()["refusals"] == 0


def test_nul_in_a_list_is_refused(world: Any, store: Store) -> None:
    document = world.document("Aurelia.", on=DAY)
    claim = world.claim(document, "Aurelia", sender=("A\0",))
    world.put(store, document)
    with pytest.raises(BadValue, match="sender"):
        store.add_claims([claim], world.run)


def test_a_quote_that_is_not_in_the_text_is_refused(world: Any, store: Store) -> None:
    document = world.document("Aurelia met Boria.", on=DAY)
    world.put(store, document)
    spans = (Span(document.id, 0, 7, "Auralia"),)
    claim = Claim("event", spans, DAY, "k", 0.5, sender=("AUR",), action="CONSULT")
    with pytest.raises(BadValue, match="'Auralia' is not at"):
        store.add_claims([claim], world.run)
    assert store.counts()["claims"] == 0


def test_a_claim_on_an_unknown_document_is_refused(world: Any, store: Store) -> None:
    claim = world.claim(world.document("Aurelia.", on=DAY), "Aurelia")
    with pytest.raises(BadValue, match="does not hold"):
        store.add_claims([claim], world.run)


@pytest.mark.parametrize("fields", [{"confidence": 1}, {"value": 90}])
def test_a_number_that_is_no_plain_float_is_refused(
    world: Any, store: Store, fields: dict[str, Any]
) -> None:
    document = world.document("Aurelia.", on=DAY)
    world.put(store, document)
    with pytest.raises(BadValue, match="plain finite float"):
        store.add_claims([world.claim(document, "Aurelia", **fields)], world.run)


@pytest.mark.parametrize(
    "at",
    [datetime(2024, 1, 1), datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=8)))],  # noqa: DTZ001
)
def test_a_time_that_is_not_utc_is_refused(store: Store, at: datetime) -> None:
    with pytest.raises(BadValue, match="UTC"):
        store.add_run(Run("read", "", "", "", 0, at))


def test_an_unknown_status_is_refused(world: Any, store: Store) -> None:
    document = world.document("Aurelia.", on=DAY)
    with pytest.raises(BadValue, match="done"):
        store.add_documents([(document, world.raw("Aurelia."), "done", "")], world.run)
    with pytest.raises(BadValue, match="done"):
        store.mark_coded([document.id], "done", "k")


def test_marking_an_unknown_document_is_refused(store: Store) -> None:
    with pytest.raises(NothingFound, match="feed"):
        store.mark_coded(["feed"], "coded", "k")


def test_a_new_reading_takes_the_place_of_the_old(world: Any, store: Store) -> None:
    document = world.document("Aurelia met Boria. Again.", on=DAY)
    world.put(store, document)
    mention = Mention(1, 0, 0, 0, 19, 24, ("AUR", "BOR"), "pronoun", "Again", 0.5)
    store.add_reading(document.id, [(0, 25)], [])
    store.add_reading(document.id, [(0, 18), (19, 25)], [mention])
    assert [(s["start"], s["end"]) for s in store.sentences(document.id).to_pylist()] == [
        (0, 18),
        (19, 25),
    ]
    assert store.mentions(document.id).column("actors").to_pylist() == [["AUR", "BOR"]]


def test_events_are_replaced_as_a_whole(world: Any, store: Store) -> None:
    document = world.document("Aurelia met Boria.", on=DAY)
    world.put(store, document)
    one, two = world.claim(document, "Aurelia"), world.claim(document, "Boria")
    store.add_claims([one, two], world.run)
    store.replace_events([world.event(one), world.event(two)], world.run)
    store.replace_events([world.event(one, two)], world.run)
    assert store.events().column("claims").to_pylist() == [sorted([one.id, two.id])]
    store.replace_events([], world.run)
    assert store.events().num_rows == 0


def test_an_event_on_an_unknown_claim_is_refused_and_the_old_ones_stay(
    world: Any, store: Store
) -> None:
    world.fill(store)
    stranger = world.claim(world.document("Boria left.", on=DAY), "Boria")
    with pytest.raises(BadValue, match=stranger.id):
        store.replace_events([world.event(stranger)], world.run)
    assert store.events().num_rows == 1


def test_a_verdict_is_added_when_its_author_changes_their_mind(store: Store) -> None:
    def judged(verdict: Any, hour: int) -> Judgement:
        return Judgement("a", "b", verdict, "ana", datetime(2024, 1, 1, hour, tzinfo=UTC))

    for judgement in (judged("same", 1), judged("same", 2), judged("different", 3)):
        store.add_judgements([judgement])
    store.add_judgements([judged("same", 1), judged("same", 4), judged("different", 3)])
    assert store.judgements().column("verdict").to_pylist() == ["same", "different", "same"]


def test_pending_are_those_this_coder_has_not_coded(world: Any, store: Store) -> None:
    texts = ("new", "old coder", "this coder", "no coder", "no older coder")
    documents = [world.document(text, on=DAY) for text in texts]
    rows = [(d, world.raw(d.text), "pending", "") for d in documents]
    store.add_documents(rows, world.run)
    store.mark_coded([documents[1].id], "coded", "k/1")
    store.mark_coded([documents[2].id], "coded", "k/2")
    store.mark_coded([documents[3].id], "no_coder", "")
    store.mark_coded([documents[4].id], "no_coder", "k/1")
    wanted = {documents[0].id, documents[1].id, documents[4].id}
    assert set(store.pending("k/2")) == wanted
    assert store.has_documents([documents[0].id, "feed"]) == {documents[0].id}


def test_an_error_undoes_the_whole_transaction(world: Any, store: Store) -> None:
    document = world.document("Aurelia met Boria.", on=DAY)

    def add_and_fail() -> None:
        with store.transaction():
            world.put(store, document)
            store.add_claims([world.claim(document, "Aurelia")], world.run)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_and_fail()
    assert not any(store.counts().values())
    world.fill(store)
    assert store.verify() == []


def test_a_refused_claim_does_not_spoil_the_transaction_around_it(world: Any, store: Store) -> None:
    document = world.document("Aurelia met Boria.", on=DAY)
    with store.transaction():
        world.put(store, document)
        with pytest.raises(BadValue):
            store.add_claims([world.claim(document, "Aurelia", gist="\0")], world.run)
        store.add_claims([world.claim(document, "Boria")], world.run)
    assert store.counts()["claims"] == 1


def test_a_store_open_for_reading_takes_nothing(world: Any, tmp_path: Path) -> None:
    open_store(tmp_path / "s.duckdb", create=True).close()
    with open_store(tmp_path / "s.duckdb", read_only=True) as store:
        with pytest.raises(StoreError, match="reading only"):
            world.fill(store)
        assert not any(store.counts().values())

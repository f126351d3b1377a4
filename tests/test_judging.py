"""A person judges: events follow, it lasts through a new coding, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from multipole import answers
from multipole.apps.door import Desk
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.ids import sha256
from multipole.core.periods import Period
from multipole.core.types import Claim, Document, Run, Span
from multipole.pipeline import derive_events, rule, withdraw
from multipole.store import Store, open_store

NOW = datetime(2030, 1, 1, tzinfo=UTC)
RUN = Run("read", "1", "inputs", "settings", 0, NOW)
TEXTS = {
    "Post": "France blamed Turkey for the wreck of the Selma.",
    "Herald": "The wreck of the Selma is laid at the door of Turkey by France.",
    "Wire": "France blamed Turkey for the fire at Mersin.",
}


def document(outlet: str) -> tuple[Document, bytes]:
    raw = TEXTS[outlet].encode()
    made = Document(
        outlet,
        "",
        "",
        "",
        "en",
        date(2021, 3, 11),
        NOW,
        sha256(raw),
        f"{outlet}.txt",
        TEXTS[outlet],
    )
    return made, raw


def claim(outlet: str, coder: str = "one") -> Claim:
    source, _ = document(outlet)
    on = Period.day(date(2021, 3, 20 if outlet == "Wire" else 10))
    return Claim(
        "event", (Span.cut(source.id, source.text, 0, len(source.text)),), source.known_on, coder,
        0.8, sender=("FRA",), receiver=("TUR",), action="ACCUSE", domain="legal", period=on,
    )  # fmt: skip


def coded(store: Store, coder: str, *, without: str = "") -> None:
    """The claims of a coder, which is then the one of all documents."""
    store.add_claims([claim(o, coder) for o in TEXTS if o != without], RUN)
    store.mark_coded([document(o)[0].id for o in TEXTS], "coded", coder)
    derive_events(store, now=NOW)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.duckdb", create=True) as opened:
        opened.add_documents([(*document(o), "pending", "") for o in TEXTS], RUN)
        coded(opened, "one")
        yield opened


def told(store: Store) -> list[int]:
    """How many claims each event has."""
    return sorted(len(row["claims"]) for row in store.events().to_pylist())


def at(hour: int) -> datetime:
    return NOW + timedelta(hours=hour)


def event_of(store: Store, outlet: str, coder: str = "one") -> str:
    wanted = claim(outlet, coder).id
    return next(str(r["id"]) for r in store.events().to_pylist() if wanted in r["claims"])


def test_two_outlets_are_one_event_until_a_person_says_otherwise(store: Store) -> None:
    assert told(store) == [1, 2]
    kept = rule(store, "apart", [claim("Post").id, claim("Herald").id], by="Ana", reason="",
                now=at(1))  # fmt: skip
    assert told(store) == [1, 1, 1]
    withdraw(store, kept.id, by="Ana", now=at(2))
    assert told(store) == [1, 2]
    assert len(answers.judgements(store)) == 0


def test_events_are_merged_by_the_beginnings_of_their_ids(store: Store) -> None:
    names = [event_of(store, "Post")[:8], event_of(store, "Wire")[:8]]
    rule(store, "same", names, by="Ana", reason="one speech", now=at(1))
    assert told(store) == [3]
    (row,) = answers.judgements(store).table.to_pylist()
    assert (row["by"], row["verdict"], row["reason"], row["stands"]) == (
        "Ana", "same", "one speech", "holds",
    )  # fmt: skip


def test_a_claim_is_put_out_of_its_event(store: Store) -> None:
    rule(store, "apart", [event_of(store, "Post"), claim("Herald").id], by="Ana", reason="",
         now=at(1))  # fmt: skip
    assert told(store) == [1, 1, 1]


def test_a_rejected_event_is_gone_and_its_claims_are_kept(store: Store) -> None:
    rule(store, "reject", [event_of(store, "Wire")], by="Ana", reason="a film", now=at(1))
    assert told(store) == [2]
    assert store.counts()["claims"] == len(TEXTS)


def test_a_confirmed_event_is_certain(store: Store) -> None:
    rule(store, "confirm", [event_of(store, "Wire")], by="Ana", reason="", now=at(1))
    row = next(r for r in store.events().to_pylist() if len(r["claims"]) == 1)
    assert row["probability"] == 1.0


def test_judgements_last_through_another_coder(store: Store) -> None:
    rule(store, "apart", [claim("Post").id, claim("Herald").id], by="Ana", reason="", now=at(1))
    coded(store, "two")
    assert told(store) == [1, 1, 1]
    (row,) = answers.judgements(store).table.to_pylist()
    assert row["stands"] == "holds"


def test_a_judgement_of_a_claim_that_is_gone_is_kept_and_told(store: Store) -> None:
    rule(store, "same", [claim("Post").id, claim("Wire").id], by="Ana", reason="", now=at(1))
    coded(store, "two", without="Wire")
    found = answers.judgements(store)
    (row,) = found.table.to_pylist()
    assert row["stands"] == "1 claim no longer made by the coder"
    assert found.notes == ("1 judgement of claims that the present coder does not make.",)
    coded(store, "three")
    assert told(store) == [3]


def test_deriving_again_changes_nothing(store: Store) -> None:
    rule(store, "same", [claim("Post").id, claim("Wire").id], by="Ana", reason="", now=at(1))
    events, judgements = store.events(), store.judgements()
    derive_events(store, now=at(9))
    assert (store.events(), store.judgements()) == (events, judgements)


def test_judgements_go_with_an_export(store: Store, tmp_path: Path) -> None:
    rule(store, "reject", [event_of(store, "Wire")], by="Ana", reason="a film", now=at(1))
    store.export_parquet(tmp_path / "copy")
    with open_store(tmp_path / "again.duckdb", create=True) as other:
        other.import_parquet(tmp_path / "copy")
        derive_events(other, now=at(2))
        assert told(other) == [2]
        assert answers.judgements(other).table.equals(answers.judgements(store).table)


def test_who_contradicts_whom_is_told(store: Store) -> None:
    pair = [claim("Post").id, claim("Herald").id]
    rule(store, "apart", pair, by="Ana", reason="", now=at(1))
    rule(store, "same", pair, by="Bo", reason="", now=at(2))
    assert told(store) == [1, 2]
    stands = answers.judgements(store).table["stands"].to_pylist()
    assert stands == ["overruled by Bo", "holds"]


def test_all_tellings_of_an_event_are_shown_and_why_they_are_one(store: Store) -> None:
    found = answers.why_of(store, event_of(store, "Post")[:8])
    rows = found.table.to_pylist()
    assert {row["section"] for row in rows} == {"agreed", "telling", "one event"}
    (reason,) = (r["text"] for r in rows if r["section"] == "one event")
    assert reason.startswith("same day; same ends; same type")
    assert len(found.evidence) == 2


def test_what_persons_judged_of_an_event_is_shown_with_it(store: Store) -> None:
    rule(store, "confirm", [event_of(store, "Post")], by="Ana", reason="seen it", now=at(1))
    rows = answers.tellings(store, event_of(store, "Post")).table.to_pylist()
    assert [r["text"] for r in rows if r["section"] == "judged"] == [
        "Ana, 2030-01-01: right and same; seen it"
    ]


def test_events_say_what_their_tellings_dispute(store: Store) -> None:
    names = [event_of(store, "Post"), event_of(store, "Wire")]
    rule(store, "same", names, by="Ana", reason="", now=at(1))
    found = answers.events(store)
    (row,) = found.table.to_pylist()
    assert row["disputed"] == "date: 2021-03-10 (Herald, Post), 2021-03-20 (Wire)"
    assert "3 outlets; disputed: date" in found.cells[0]


def test_the_id_of_an_event_that_is_no_more_leads_to_what_it_became(store: Store) -> None:
    wire, pair = event_of(store, "Wire"), event_of(store, "Post")
    rule(store, "same", [wire, pair], by="Ana", reason="", now=at(1))
    now = event_of(store, "Wire")
    for was in (wire, pair):
        found = answers.tellings(store, was[:10])
        assert found.title == answers.tellings(store, now).title
        assert found.notes[0] == f"Event {was[:8]} is no more; this is what became of it."
    rule(store, "reject", [wire[:10]], by="Ana", reason="a film", now=at(2))
    assert told(store) == [2]
    assert answers.tellings(store, now).title == answers.tellings(store, pair).title
    with pytest.raises(NothingFound, match="its claims carry no other"):
        answers.tellings(store, wire)


def test_an_event_that_was_divided_leads_to_its_parts(store: Store) -> None:
    pair = event_of(store, "Post")
    rule(store, "apart", [claim("Post").id, claim("Herald").id], by="Ana", reason="", now=at(1))
    with pytest.raises(WrongUse, match=f"event {pair[:8]} was divided") as caught:
        answers.tellings(store, pair)
    assert event_of(store, "Post")[:8] in caught.value.remedy
    assert event_of(store, "Herald")[:8] in caught.value.remedy


def test_an_event_of_an_earlier_coder_leads_to_that_of_the_present_one(store: Store) -> None:
    was = event_of(store, "Wire")
    coded(store, "two")
    assert (
        answers.why_of(store, was).title
        == answers.tellings(store, event_of(store, "Wire", "two")).title
    )


@pytest.mark.parametrize("by", ["", " ", "rules-2"])
def test_a_judgement_needs_an_author(store: Store, by: str) -> None:
    with pytest.raises(WrongUse, match="--by"):
        rule(store, "reject", [claim("Post").id], by=by, reason="", now=at(1))


def test_what_cannot_be_judged_is_said(store: Store) -> None:
    with pytest.raises(NothingFound, match="ffffffff"):
        rule(store, "reject", ["ffffffff"], by="Ana", reason="", now=at(1))
    with pytest.raises(WrongUse, match="Name two or more"):
        rule(store, "same", [claim("Post").id], by="Ana", reason="", now=at(1))
    with pytest.raises(WrongUse, match="too short"):
        rule(store, "reject", ["a"], by="Ana", reason="", now=at(1))
    kept = rule(store, "reject", [claim("Post").id], by="Ana", reason="", now=at(1))
    with pytest.raises(WrongUse, match="Ana said that"):
        withdraw(store, kept.id, by="Bo", now=at(2))


def test_a_desk_that_reads_can_judge(store: Store, tmp_path: Path) -> None:
    wire, path = event_of(store, "Wire"), store.path
    store.close()
    with Desk(open_store(path, read_only=True)) as desk:
        kept = desk.judge("reject", wire, by="Ana", reason="a film")
        assert len(desk.events("FRA")) == 1
        desk.withdraw(kept, by="Ana")
        assert len(desk.events("FRA")) == 2
        assert desk.store.read_only


def test_nothing_of_an_event_is_known_before_it_is_told(store: Store) -> None:
    """A plan that came about is, on the day before, a plan."""
    source, raw = document("Post")
    early = replace(source, published_on=date(2021, 3, 1), outlet="Early")
    store.add_documents([(early, raw, "coded", "one")], RUN)
    plan = replace(
        claim("Post"), spans=(Span.cut(early.id, early.text, 0, len(early.text)),),
        known_on=early.known_on, modality="planned", confidence=0.6,
    )  # fmt: skip
    store.add_claims([plan], RUN)
    derive_events(store, now=at(1))
    now = next(r for r in store.events().to_pylist() if plan.id in r["claims"])
    assert (now["modality"], len(now["claims"])) == ("happened", 3)
    (then,) = store.events(as_of=date(2021, 3, 5)).to_pylist()
    assert (then["modality"], then["probability"], then["claims"]) == ("planned", 0.6, [plan.id])

"""A small invented world: three reports from two outlets, with planted dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from multipole.core.ids import sha256
from multipole.core.records import Release
from multipole.core.types import Claim, Document, Event, Judgement, Part, Refusal, Run, Span
from multipole.forecast.questions import KNOWN, Issued, Question, Settlement, Withdrawal
from multipole.store import FileRecord, MentionRow, Store, open_store, schema

NOW = datetime(2024, 5, 1, 12, 30, tzinfo=UTC)
CODER = "rules/1"


class World:
    """Builders of nouns; every one gives the same thing for the same arguments."""

    now = NOW
    coder = CODER
    run = Run("read", "abc123", "inputs", "settings", 0, NOW)

    def document(self, text: str, *, on: date | None, outlet: str = "Aurelian Post") -> Document:
        raw = self.raw(text)
        parts = (Part(0, len(text), "body"),)
        return Document(
            outlet, "https://aurelian.example/1", "A title", "", "en", on, NOW, sha256(raw),
            "folder/one.txt", text, parts, ("a note",),
        )  # fmt: skip

    def raw(self, text: str) -> bytes:
        return f"raw {text}".encode()

    def claim(self, document: Document, quote: str, **fields: Any) -> Claim:
        known: dict[str, Any] = {
            "kind": "event",
            "known_on": document.known_on,
            "coded_by": CODER,
            "confidence": 0.5,
            "sender": ("AUR",),
            "receiver": ("BOR",),
            "action": "CONSULT",
        }
        span = Span.locate(document.id, document.text, quote)
        return Claim(spans=(span,), **{**known, **fields})

    def event(self, *claims: Claim, **fields: Any) -> Event:
        first = claims[0]
        known: dict[str, Any] = {
            "sender": first.sender,
            "receiver": first.receiver,
            "action": first.action,
            "domain": first.domain,
            "modality": first.modality,
            "period": first.period,
            "probability": 0.9,
            "known_on": min(claim.known_on for claim in claims),
        }
        return Event(tuple(sorted(claim.id for claim in claims)), **{**known, **fields})

    def put(self, store: Store, document: Document, *, coder: str = CODER) -> None:
        row = (document, self.raw(document.text), "coded", coder)
        store.add_documents([row], self.run)

    def fill(self, store: Store) -> None:
        """Everything a store can hold, in one go."""
        early = self.document("Aurelia met Boria — “at last” 😀.", on=date(2021, 3, 1))
        late = self.document("Boria says that Aurelia met it.", on=date(2021, 6, 1), outlet="B")
        claims = [self.claim(early, "Aurelia met Boria"), self.claim(late, "Aurelia met it")]
        left, right = sorted(claim.id for claim in claims)
        with store.transaction():
            self.put(store, early)
            self.put(store, late)
            mention = MentionRow(0, 0, 7, ("AUR",), "name", "Aurelia", 1.0)
            store.add_reading(early.id, [(0, 33)], [mention])
            store.add_claims(claims, self.run)
            store.sign({early.id: b"mark"}, "minhash", [(early.id, late.id, "near", 0.8)])
            store.progress.add_inputs({"key": early.id})
            store.progress.reach(late.id, CODER, 5)
            store.add_refusals([Refusal("x.pdf", "", "empty", "Leave it out.")], NOW, self.run)
            store.add_judgements([Judgement(left, right, "same", CODER, NOW, "same day")])
            if not store.counts()["former_events"]:
                store.replace_events([self.event(claims[0])], self.run)
            store.replace_events([self.event(*claims)], self.run)
            store.add_actor_list("name,actor,kind\nAurelia,PER:AURELIA,name\n", NOW)
            if not store.records.has_release(self.release("aa").id):
                self.put_release(store, self.release("aa"), value=1.0, telling="CONSULT")
            self.ask(store)

    question = Question(
        "Will Aurelia meet Boria?", "AUR>BOR CONSULT >= 1", "trade", date(2021, 4, 1),
        date(2021, 4, 30),
    )  # fmt: skip

    def ask(self, store: Store) -> None:
        """A question with a forecast, a settlement and (which comes too late) a withdrawal."""
        id_ = self.question.id
        days = (date(2021, 3, 31), date(2021, 3, 30))
        issued = Issued(id_, 0.7, 0.5, 12, "{}", "climatology-1", *days, KNOWN, NOW)
        ended = Settlement(id_, "yes", 2, date(2021, 5, 1), "r", ("c1", "c2"), "", "", NOW)
        store.asked.add_questions([self.question], self.run)
        store.asked.issue([issued], self.run)
        store.asked.settle([ended], self.run)
        store.asked.withdraw(Withdrawal(id_, "asked twice", "Ana", NOW), self.run)

    def release(self, *files: str, source: str = "trade", known_on: date | None = None) -> Release:
        return Release(source, "v1", known_on or date(2021, 1, 1), tuple(sorted(files)))

    def put_release(
        self,
        store: Store,
        release: Release,
        *,
        value: float | None,
        telling: str = "",
        known_on: date | None = None,
        increments: bool = False,
        timely: bool = False,
        period: tuple[date, date] = (date(2019, 1, 1), date(2020, 1, 1)),
    ) -> None:
        """One observation and, with ``telling``, a coded event, an item and a refused row."""
        start, end = period
        when = {"period_start": start, "period_end": end, "known_on": known_on}
        status = "missing" if value is None else "observed"
        observed = {
            "variable": "trade_usd", "subject": "AUR", "object": "BOR", "item": "all", **when,
            "value": value, "status": status, "row": 2, "column": "flow",
        }  # fmt: skip
        told = {
            "event": "e1", "sender": "AUR", "receiver": "BOR", "sender_code": "AURGOV",
            "receiver_code": "BORGOV", "action": telling, "code": "040", "domain": None,
            "modality": "happened", **when, "place": None, "intensity": 1.0, "mentions": 1,
            "outlet": "Post", "story": "s1", "row": 3,
        }  # fmt: skip
        item = {
            "item": "all", "kind": "goods", "title": "All goods", **when, "actors": ["AUR", "BOR"],
            "topics": ["trade"], "facts": "{}", "row": 2,
        }  # fmt: skip
        refused = {"row": 4, "column": "flow", "datum": "x", "reason": "no number", "remedy": ""}
        tables = {
            "observations": self.rows("observations", observed),
            **({
                "codings": self.rows("codings", told), "items": self.rows("items", item),
                "quarantine": self.rows("quarantine", refused),
            } if telling else {}),
        }  # fmt: skip
        with store.records.adding(
            release, edition="e", increments=increments, timely=timely, run=self.run, at=NOW
        ) as adding:
            adding.file(FileRecord(release.files[0], "trade.csv", 10, 0))
            adding.batch(0, tables, rows=3, set_aside={"aggregate": 1})

    def rows(self, name: str, *found: dict[str, Any]) -> pa.Table:
        declared = schema.TABLES[name]
        kept = pa.schema([f for f in declared if f.name not in ("release", "file")])
        return pa.Table.from_pylist(list(found), schema=kept)


@pytest.fixture(scope="session")
def world() -> World:
    return World()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "world.duckdb", create=True) as opened:
        yield opened

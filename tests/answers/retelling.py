"""Putting reports of invented outlets into a store, with claims coded by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from multipole.core.periods import Period
from multipole.core.types import Claim, Document, Event, Run, Span
from multipole.sources.text.ungd import OUTLET
from multipole.store import Store

AT = datetime(2023, 1, 1, tzinfo=UTC)
RUN = Run("code", "test", "", "", 0, AT)


def report(store: Store, outlet: str, on: date, text: str, **other: Any) -> Document:
    """Store a report."""
    return _put(store, outlet, text, published_on=on, **other)


def statement(store: Store, state: str, year: int, text: str) -> Document:
    """Store a statement in the General Debate, of which the year is known."""
    return _put(store, OUTLET, text, author=state, notes=(f"year:{year}",),
                title=f"{state} in the General Debate ({year})")  # fmt: skip


def _put(store: Store, outlet: str, text: str, **other: Any) -> Document:
    raw = text.encode()
    digest = hashlib.sha256(raw).hexdigest()
    given: dict[str, Any] = {"title": "", "author": "", "language": "en", "published_on": None}
    document = Document(outlet=outlet, url="", fetched_at=AT, raw=digest, path=f"{digest}.txt",
                        text=text, **(given | other))  # fmt: skip
    store.add_documents([(document, raw, "coded", "by hand")], RUN)
    return document


def act(document: Document, quote: str, on: date | None, **other: Any) -> Claim:
    """A claim of the words ``quote`` of a report: China sanctions the USA, unless given."""
    given: dict[str, Any] = {
        "kind": "event", "sender": ("CHN",), "receiver": ("USA",), "action": "SANCTION",
        "period": on and Period.day(on), "confidence": 0.9,
    }  # fmt: skip
    known = document.published_on or date(2022, 12, 31)
    return Claim(spans=(Span.locate(document.id, document.text, quote),), known_on=known,
                 coded_by="by hand", **(given | other))  # fmt: skip


def keep(store: Store, *events: Sequence[Claim], others: Sequence[Claim] = ()) -> list[str]:
    """Store claims, those of each group as one event; gives the events' ids."""
    store.add_claims([claim for group in (*events, others) for claim in group], RUN)
    made = [_event(group) for group in events]
    store.replace_events(made, RUN)
    return [event.id for event in made]


def _event(group: Sequence[Claim]) -> Event:
    first = group[0]
    assert first.action
    return Event(tuple(sorted(c.id for c in group)), first.sender, first.receiver, first.action,
                 first.domain, first.modality, first.period, 0.9,
                 min(c.known_on for c in group))  # fmt: skip

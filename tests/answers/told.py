"""Putting invented reports of one sentence each into a store, coded by hand."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

from multipole.core.periods import Period
from multipole.core.types import Claim, Document, Event, Run, Span
from multipole.store import Store

AT = datetime(2023, 1, 1, tzinfo=UTC)
RUN = Run("code", "test", "", "", 0, AT)
BOTH = ("CHN", "RUS")


def tell(store: Store, told: list[tuple[str, str, date]]) -> None:
    """Store a report of the day after for each sentence, type of act and day; both do it."""
    tell_claims(store, [told_claim(store, *one) for one in told])


def tell_claims(store: Store, claims: list[Claim]) -> None:
    """Store claims, each as an event of its own."""
    store.add_claims(claims, RUN)
    store.replace_events([_event(claim) for claim in claims], RUN)


def told_claim(store: Store, text: str, action: str, day: date, **other: Any) -> Claim:
    """A claim of a sentence, whose report of the day after is stored; both do it unless given."""
    raw, known = text.encode(), day + timedelta(days=1)
    digest = hashlib.sha256(raw).hexdigest()
    document = Document("Post", "", text[:12], "", "en", known, AT, digest, f"{digest}.txt", text)
    store.add_documents([(document, raw, "coded", "by hand")], RUN)
    given: dict[str, Any] = {"receiver": BOTH, "period": Period.day(day)}
    return Claim(
        spans=(Span.locate(document.id, text, text),), coded_by="by hand", kind="event",
        confidence=0.9, known_on=known, sender=BOTH, action=action, **(given | other),
    )  # fmt: skip


def _event(claim: Claim) -> Event:
    assert claim.action
    return Event((claim.id,), claim.sender, claim.receiver, claim.action, claim.domain,
                 claim.modality, claim.period, claim.confidence, claim.known_on)  # fmt: skip

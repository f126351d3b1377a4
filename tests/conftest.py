"""A small store of invented reports, built through the store's own door."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from multipole.core.periods import Period
from multipole.core.types import Claim, Document, Event, Refusal, Run, Span
from multipole.store import Store, open_store

AT = datetime(2023, 1, 1, tzinfo=UTC)
CODER = "by hand"
RUN = Run("code", "test", "", "", 0, AT)
FORGED = "The envoy \x1b[31msaid\x1b[0m <b>China & Russia</b> [bold]trust[/bold] \u202eeno\u202c."
TEXTS = {
    ("Harbour Post", "Talks held", date(2021, 3, 23)): (
        "Lavrov met Wang in Guilin. China and Russia vetoed the draft. "
        "An alliance would not serve China, said Cheng. "
        "Trade reached 146.9 billion dollars in 2021."
    ),
    ("Steppe Courier", "Ministers meet", date(2021, 3, 24)): "The two ministers talked in Guilin.",
    ("Harbour Post", "Quarrel", date(2021, 6, 2)): "Washington sanctioned Russia. " + FORGED,
    ("Le Phare", "Rencontre", date(2021, 6, 3)): "Les ministres se sont vus.",
}


def _document(outlet: str, title: str, on: date, text: str) -> tuple[Document, bytes]:
    raw = text.encode()
    digest = hashlib.sha256(raw).hexdigest()
    language = "fr" if outlet == "Le Phare" else "en"
    path = f"reports/{title}.txt"
    return Document(outlet, "", title, "", language, on, AT, digest, path, text), raw


def _claim(document: Document, quote: str, **other: Any) -> Claim:
    span = Span.locate(document.id, document.text, quote)
    given = {"kind": "event", "confidence": 0.8, "known_on": document.known_on} | other
    return Claim(spans=(span,), coded_by=CODER, **given)


def _claims(talks: Document, meet: Document, quarrel: Document) -> dict[str, Claim]:
    both, day = ("CHN", "RUS"), Period.day(date(2021, 3, 22))
    talk: dict[str, Any] = {"sender": both, "receiver": both, "action": "CONSULT", "period": day}
    return {
        "met": _claim(talks, "Lavrov met Wang in Guilin.", domain="diplomatic", **talk),
        "talked": _claim(meet, "The two ministers talked in Guilin.", confidence=0.6, **talk),
        "veto": _claim(
            talks, "China and Russia vetoed the draft.", sender=both, receiver=("UNSC",),
            action="REJECT", domain="un", period=day,
        ),
        "sanction": _claim(
            quarrel, "Washington sanctioned Russia.", sender=("USA",), receiver=("RUS",),
            action="SANCTION", period=Period.month(2021, 6),
        ),
        "undated": _claim(
            quarrel, FORGED, sender=("CHN",), receiver=("RUS",), action="SUPPORT",
            speaker="The envoy", speaker_actor="CHN",
        ),
        "against": _claim(
            talks, "An alliance would not serve China", kind="assessment", about=both,
            leaning="against", speaker="Cheng", speaker_actor="CHN",
            gist="an alliance does not serve China",
        ),
        "trade": _claim(
            talks, "Trade reached 146.9 billion dollars in 2021", kind="figure", about=both,
            measure="trade", value=146.9e9, unit="usd", period=Period.year(2021),
        ),
    }  # fmt: skip


def _events(claims: dict[str, Claim]) -> list[Event]:
    groups = [("met", "talked"), ("veto",), ("sanction",), ("undated",)]
    return [_event([claims[name] for name in names]) for names in groups]


def _event(told: list[Claim]) -> Event:
    first, doubt = told[0], 1.0
    for claim in told:
        doubt *= 1 - claim.confidence
    assert first.action
    return Event(
        tuple(sorted(c.id for c in told)), first.sender, first.receiver, first.action,
        first.domain, first.modality, first.period, 1 - doubt, min(c.known_on for c in told),
    )  # fmt: skip


def build(path: Path) -> dict[str, Claim]:
    """Fill a new store at ``path``; returns its claims by name."""
    pairs = [_document(*key, text) for key, text in TEXTS.items()]
    claims = _claims(*(document for document, _ in pairs[:3]))
    status = {"fr": ("no_coder", "")}
    with open_store(path, create=True) as store:
        store.add_documents(
            [(d, raw, *status.get(d.language, ("coded", CODER))) for d, raw in pairs], RUN
        )
        store.add_claims(list(claims.values()), RUN)
        store.replace_events(_events(claims), RUN)
        store.add_refusals([Refusal("reports/empty.txt", "", "no text", "Give a report.")], AT, RUN)
    return claims


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Claim]]:
    """The file of the small store, and its claims by name."""
    path = tmp_path_factory.mktemp("store") / "small.duckdb"
    return path, build(path)


@pytest.fixture
def small_path(small: tuple[Path, dict[str, Claim]]) -> Path:
    return small[0]


@pytest.fixture
def small_claims(small: tuple[Path, dict[str, Claim]]) -> dict[str, Claim]:
    return small[1]


@pytest.fixture
def small_store(small: tuple[Path, dict[str, Claim]]) -> Iterator[Store]:
    with open_store(small[0], read_only=True) as opened:
        yield opened

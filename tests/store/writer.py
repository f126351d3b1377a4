"""Run by the crash tests: adds numbered reports to a store, a transaction each, until the end.

Usage: writer.py STORE HOW_MANY. Prints a line after each transaction.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime

from multipole.core.ids import sha256
from multipole.core.types import Claim, Document, Event, Part, Run, Span
from multipole.store import Store, open_store

NOW = datetime(2024, 5, 1, tzinfo=UTC)
RUN = Run("read", "abc123", "inputs", "settings", 0, NOW)


def report(number: int) -> Document:
    text = f"Aurelia met Boria for the {number}th time. " + "Nothing else was said. " * 400
    parts = (Part(0, len(text), "body"),)
    raw = sha256(text.encode())
    return Document("Post", "", "", "", "en", date(2021, 3, 1), NOW, raw, "a.txt", text, parts)


def claims_of(document: Document) -> list[Claim]:
    return [
        Claim(
            "event", (Span.cut(document.id, document.text, start, start + 200),),
            document.known_on, "rules/1", 0.5, sender=("AUR",), action="CONSULT",
        )
        for start in range(200)
    ]  # fmt: skip


def add(store: Store, document: Document) -> None:
    claims = claims_of(document)
    with store.transaction():
        store.add_documents([(document, document.text.encode(), "pending", "")], RUN)
        store.add_reading(document.id, [(0, 30)], [])
        for first in range(0, len(claims), 50):
            store.add_claims(claims[first : first + 50], RUN)
        store.mark_coded([document.id], "coded", "rules/1")


def main(path: str, many: int) -> None:
    with open_store(path, create=True) as store:
        for number in range(many):
            document = report(number)
            if document.id not in store.has_documents([document.id]):
                add(store, document)
            print(number, flush=True)
        ids = store.claims().column("id").to_pylist()
        events = [
            Event((i,), ("AUR",), (), "CONSULT", None, "happened", None, 0.5, date(2021, 3, 1))
            for i in ids
        ]
        store.replace_events(events, RUN)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

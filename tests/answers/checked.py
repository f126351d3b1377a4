"""Reports of one sentence each, and rows of records, for figures beside the record."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from multipole import answers
from multipole.actors import load_actors
from multipole.core.periods import Period
from multipole.core.types import Claim, Document, Run, Span
from multipole.evidence.figures import find_figures
from multipole.store import MentionRow, Store

AT = datetime(2023, 1, 1, tzinfo=UTC)
RUN = Run("code", "test", "", "", 0, AT)
TOLD_ON = date(2021, 6, 20)
Row = dict[str, Any]


def tell(store: Store, text: str, *, kind: str = "figure", **fields: Any) -> Claim:
    """A report of one sentence with one figure claim (or event) in it.

    "The two countries" and "their" are China and Russia, as a coder finds.
    """
    raw = text.encode()
    digest = hashlib.sha256(raw).hexdigest()
    on = fields.pop("on", TOLD_ON)
    document = Document("Post", "", "", "", "en", on, AT, digest, "a.txt", text)
    known: dict[str, Any] = {"kind": kind, "period": Period.year(2018), "confidence": 0.6}
    names = load_actors().find(text)
    if kind == "figure":
        _, _, value, unit, _ = find_figures(text, 0, len(text))[fields.pop("number", 0)]
        about = tuple(sorted({a for n in names for a in n.actors if a != "UNSC"}))
        known |= {"value": value, "unit": unit, "about": about}
    claim = Claim(spans=(Span(document.id, 0, len(text), text),), coded_by="hand", known_on=on,
                  **known | fields)  # fmt: skip
    found = [MentionRow(0, n.start, n.end, tuple(n.actors), n.kind, n.name, 1.0) for n in names]
    for words in ("The two countries", "their"):
        at = text.find(words)
        if at >= 0:
            found.append(MentionRow(0, at, at + len(words), ("CHN", "RUS"), "group", words, 1.0))
    store.add_documents([(document, raw, "coded", "hand")], RUN)
    store.add_reading(document.id, [(0, len(text))], found)
    store.add_claims([claim], RUN)
    return claim


def observed(
    variable: str, subject: str, other: str, period: str, value: float | None, row: int,
    item: str = "",
) -> Row:  # fmt: skip
    """A row of records; ``period`` is a text."""
    return {"variable": variable, "subject": subject, "object": other, "item": item,
            "period": period, "value": value, "row": row}  # fmt: skip


def both_ways(
    year: int, to_china: float | None, to_russia: float | None, row: int = 2
) -> list[Row]:
    """What China and Russia import from one another, in rows ``row`` and the next."""
    return [
        observed("cow_imports_musd", "CHN", "RUS", str(year), to_china, row),
        observed("cow_imports_musd", "RUS", "CHN", str(year), to_russia, row + 1),
    ]


def check(store: Store, **asked: Any) -> Row:
    """The one row of the answer."""
    rows: list[Row] = answers.check(store, **asked).table.to_pylist()
    assert len(rows) == 1
    return rows[0]

"""The sentences behind claims, each with a citation that leads back to its document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import EVIDENCE
from multipole.store import Store, listing

_ARCHIVE: Final = re.compile(r"[^/\\]*\.(?:zip|warc|gz)!", re.IGNORECASE)
_FOLDERS: Final = re.compile(r"[/\\]")
_FROM_CLAIM = ("kind", "speaker", "speaker_actor", "stance", "confidence")
_FROM_SPAN = ("claim", "document", "start", "end", "quote")
_FROM_DOCUMENT = ("outlet", "title", "published_on")


def evidence(store: Store, claims: Iterable[str], *, as_of: date | None = None) -> pa.Table:
    """The quoted words of these claims (as known by ``as_of``), oldest document first."""
    ids = list(dict.fromkeys(claims))
    told = {c["id"]: c for c in store.claims(ids=ids, as_of=as_of, all=True).to_pylist()}
    spans = dict[str, list[dict[str, Any]]]()
    for span in store.spans(ids).to_pylist():
        spans.setdefault(span["claim"], []).append(span)
    wanted = {found[0]["document"] for found in spans.values()}
    named = listing.documents_named(store, wanted, as_of)
    documents = {d["id"]: d for d in named.to_pylist()}
    rows = [
        _row(found, told[claim], documents[found[0]["document"]])
        for claim, found in spans.items()
        if claim in told and found[0]["document"] in documents
    ]
    rows.sort(key=lambda r: (r["published_on"] or date.max, r["document"], r["start"], r["claim"]))
    return pa.Table.from_pylist(rows, schema=EVIDENCE)


def none() -> pa.Table:
    """No sentences."""
    return EVIDENCE.empty_table()


def citation(document: Mapping[str, Any], start: int, end: int, *beside: tuple[int, int]) -> str:
    """Outlet, title, date, address, and the exact place of the words in the stored text.

    ``beside`` are the places of words elsewhere in it that belong to them.

    The address is the url or, without one, the name of the file: its folders are the reader's own.
    """
    title = f'"{document["title"]}"' if document["title"] else ""
    address = document["url"] or file_name(document["path"])
    parts = [p for p in (document["outlet"], title, published(document), address) if p]
    places = " with ".join(f"{a}-{b}" for a, b in ((start, end), *beside))
    return f"{', '.join(parts)} (document {document['id']}, characters {places})"


def file_name(path: str) -> str:
    """A file without its folders; of an archive, its name and the whole name of the member.

    >>> file_name("/home/ann/reports/a.txt"), file_name("in/b.csv#3"), file_name("in/c.zip!d/e.md")
    ('a.txt', 'b.csv#3', 'c.zip!d/e.md')
    """
    archive = _ARCHIVE.search(path)
    return path[archive.start() :] if archive else _FOLDERS.split(path.rstrip("/\\"))[-1]


def published(document: Mapping[str, Any]) -> str:
    """The day of publication, the year where only that is known, or ``undated``."""
    on = document["published_on"]
    return on.isoformat() if on else year_of(document) or "undated"


def year_of(document: Mapping[str, Any]) -> str:
    """The year of a document whose day is not known (note ``year:1971``), or nothing."""
    years = (note[5:] for note in document["notes"] or () if note.startswith("year:"))
    return "" if document["published_on"] else next(years, "")


def _row(
    spans: Sequence[Mapping[str, Any]], claim: Mapping[str, Any], document: Mapping[str, Any]
) -> dict[str, Any]:
    first, *others = spans
    beside = [(span["start"], span["end"]) for span in others]
    return {
        **{name: first[name] for name in _FROM_SPAN},
        **{name: claim[name] for name in _FROM_CLAIM},
        **{name: document[name] for name in _FROM_DOCUMENT},
        "beside": [span["quote"] for span in others],
        "citation": citation(document, first["start"], first["end"], *beside),
    }

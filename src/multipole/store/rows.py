"""Nouns to Arrow rows and back, checked on the way in."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from multipole.core.errors import BadValue
from multipole.core.ids import sha256
from multipole.core.periods import Period
from multipole.core.text import Mention
from multipole.core.types import (
    Claim,
    Document,
    Event,
    Judgement,
    Part,
    Refusal,
    Run,
    Span,
)
from multipole.store import schema


class MentionRow(NamedTuple):
    """A mention as the store keeps it: offsets are code points of the document's text."""

    sentence: int
    start: int
    end: int
    actors: tuple[str, ...]
    how: str
    name: str
    confidence: float


class Link(NamedTuple):
    """Two documents that are near-duplicates, ``left < right``; ``score`` is their likeness."""

    left: str
    right: str
    kind: str
    score: float


def build(declared: pa.Schema, columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    """A table of ``declared`` from ``columns``; `BadValue` for text that cannot be kept."""
    arrays = [_array(field, columns[field.name]) for field in declared]
    return pa.Table.from_arrays(arrays, schema=declared)


def _array(field: pa.Field, values: Sequence[Any]) -> pa.Array | pa.ChunkedArray:
    try:
        array = pa.array(values, type=field.type)
    except (UnicodeError, pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise BadValue(
            f"a value of {field.name} cannot be stored: {_ascii(error)}",
            remedy="Remove lone surrogates and keep to the declared type.",
        ) from error
    texts = pc.list_flatten(array) if pa.types.is_list(field.type) else array
    if pa.types.is_string(field.type) or pa.types.is_list(field.type):
        _refuse_nul(field.name, texts)
    return array


def _refuse_nul(name: str, texts: pa.Array | pa.ChunkedArray) -> None:
    if pc.any(pc.match_substring(texts, "\0")).as_py():
        raise BadValue(f"a value of {name} holds a NUL character", remedy="Remove it first.")


def _ascii(error: Exception) -> str:
    return str(error).encode("ascii", "backslashreplace").decode("ascii")[:200]


def _columns(declared: pa.Schema, rows: Sequence[Any], **given: Any) -> dict[str, Any]:
    """The columns of ``declared``: those ``given``, the others the fields of ``rows``."""
    return {
        name: given[name] if name in given else [getattr(row, name) for row in rows]
        for name in declared.names
    }


def _periods(rows: Sequence[Claim] | Sequence[Event]) -> dict[str, list[Any]]:
    return {
        "period_start": [row.period.start if row.period else None for row in rows],
        "period_end": [row.period.end if row.period else None for row in rows],
    }


def _in_utc(at: datetime, name: str) -> None:
    if at.utcoffset() != timedelta(0):
        raise BadValue(f"{name} {at.isoformat()} is not in UTC", remedy="Use datetime.now(UTC).")


def run_rows(run: Run) -> pa.Table:
    """One row of `schema.RUNS`."""
    _in_utc(run.at, "a run's time")
    return build(schema.RUNS, _columns(schema.RUNS, [run]))


def list_rows(text: str, at: datetime) -> pa.Table:
    """One row of `schema.LISTS`: a user's own table of actors."""
    _in_utc(at, "the time of a list")
    row: dict[str, list[Any]] = {"sha256": [sha256(text.encode())], "text": [text], "at": [at]}
    return build(schema.LISTS, row)


def raw_rows(documents: Iterable[tuple[Document, bytes]]) -> pa.Table:
    """Rows of `schema.RAWS`, deflated; `BadValue` when bytes are not those the document names."""
    raws = {document.raw: (document, raw) for document, raw in documents}
    for digest, (document, raw) in raws.items():
        if sha256(raw) != digest:
            raise BadValue(
                f"the raw bytes of document {document.id} do not have the SHA-256 it names",
                where=document.path,
                remedy="Hand over the very bytes that the document was read from.",
            )
    return build(
        schema.RAWS,
        {
            "sha256": list(raws),
            "size": [len(raw) for _, raw in raws.values()],
            "data": [zlib.compress(raw) for _, raw in raws.values()],
        },
    )


def document_rows(
    documents: Sequence[Document], statuses: Sequence[str], coders: Sequence[str], run: str
) -> pa.Table:
    """Rows of `schema.DOCUMENTS_WITH_TEXT`."""
    for document in documents:
        _in_utc(document.fetched_at, f"fetched_at of {document.path}")
    for status in statuses:
        check_status(status)
    declared, runs = schema.DOCUMENTS_WITH_TEXT, [run] * len(documents)
    columns = _columns(declared, documents, status=statuses, coded_by=coders, run=runs)
    return build(declared, columns)


def check_status(status: str) -> None:
    """Raise `BadValue` unless ``status`` is one a document can have."""
    if status not in schema.STATUSES:
        allowed = ", ".join(schema.STATUSES)
        raise BadValue(f"document status {status!r} is unknown", remedy=f"Use one of {allowed}.")


def part_rows(documents: Sequence[Document]) -> pa.Table:
    """Rows of `schema.PARTS`."""
    rows = [(d.id, n, p.start, p.end, p.kind) for d in documents for n, p in enumerate(d.parts)]
    return from_tuples(schema.PARTS, rows)


def from_tuples(declared: pa.Schema, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """A table of ``declared`` from rows in its column order."""
    columns = list(zip(*rows, strict=True)) or [()] * len(declared)
    return build(declared, dict(zip(declared.names, columns, strict=True)))


def sentence_rows(sentences: Mapping[str, Sequence[tuple[int, int]]]) -> pa.Table:
    """Rows of `schema.SENTENCES` from the sentences of each document, in the order given."""
    rows = [
        (document, n, start, end)
        for document, found in sentences.items()
        for n, (start, end) in enumerate(found)
    ]
    return from_tuples(schema.SENTENCES, rows)


def mention_rows(mentions: Mapping[str, Sequence[Mention | MentionRow]]) -> pa.Table:
    """Rows of `schema.MENTIONS` from the mentions of each document, in the order given."""
    rows = [
        (document, n, m.sentence, m.start, m.end, m.actors, m.how, m.name, m.confidence)
        for document, found in mentions.items()
        for n, m in enumerate(found)
    ]
    return from_tuples(schema.MENTIONS, rows)


def link_rows(links: Sequence[Link | tuple[str, str, str, float]]) -> pa.Table:
    """Rows of `schema.LINKS`, one a key."""
    return from_tuples(schema.LINKS, [tuple(x) for x in {x[:3]: x for x in links}.values()])


def refusal_rows(refusals: Sequence[Refusal], at: datetime, run: str) -> pa.Table:
    """Rows of `schema.REFUSALS`, one a refusal."""
    _in_utc(at, "the time of a refusal")
    distinct = list(dict.fromkeys(refusals))
    given = {"at": [at] * len(distinct), "run": [run] * len(distinct)}
    return build(schema.REFUSALS, _columns(schema.REFUSALS, distinct, **given))


def judgement_rows(judgements: Sequence[Judgement]) -> pa.Table:
    """Rows of `schema.JUDGEMENTS`, one a key."""
    distinct = list({(j.left, j.right, j.by, j.at): j for j in judgements}.values())
    for judgement in distinct:
        _in_utc(judgement.at, "the time of a judgement")
    return build(schema.JUDGEMENTS, _columns(schema.JUDGEMENTS, distinct))


def claim_rows(claims: Sequence[Claim], run: str) -> pa.Table:
    """Rows of `schema.CLAIMS`; ``document`` is that of the first span."""
    for claim in claims:
        _check_numbers(claim)
    given = {
        "document": [claim.spans[0].document for claim in claims],
        "run": [run] * len(claims),
        **_periods(claims),
    }
    return build(schema.CLAIMS, _columns(schema.CLAIMS, claims, **given))


def _check_numbers(claim: Claim) -> None:
    """Numbers must be plain floats: ``1``, ``1.0`` and numpy's give different ids."""
    for name, number in (("confidence", claim.confidence), ("value", claim.value)):
        if number is not None and (type(number) is not float or not math.isfinite(number)):
            raise BadValue(
                f"{name} {number!r} of claim {claim.id} is not a plain finite float",
                remedy="Convert it with float(...) before making the claim.",
            )


def span_rows(claims: Sequence[Claim]) -> pa.Table:
    """Rows of `schema.SPANS`."""
    rows = [
        (claim.id, n, span.document, span.start, span.end, span.quote)
        for claim in claims
        for n, span in enumerate(claim.spans)
    ]
    return from_tuples(schema.SPANS, rows)


def event_rows(events: Sequence[Event], run: str) -> pa.Table:
    """Rows of `schema.STORED_EVENTS`."""
    given = {"run": [run] * len(events), **_periods(events)}
    return build(schema.STORED_EVENTS, _columns(schema.STORED_EVENTS, events, **given))


def event_claim_rows(events: Sequence[Event]) -> pa.Table:
    """Rows of `schema.EVENT_CLAIMS`."""
    rows = [(e.id, *told) for e in events for told in zip(e.claims, e.weights, strict=True)]
    return from_tuples(schema.EVENT_CLAIMS, rows)


def signature_rows(marks: Mapping[str, bytes], method: str) -> pa.Table:
    """Rows of `schema.SIGNATURES`, one a document."""
    return from_tuples(schema.SIGNATURES, [(d, method, mark) for d, mark in marks.items()])


def document_from(row: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> Document:
    """The document of one row and its rows of parts, in order."""
    names = ("outlet", "url", "title", "author", "language", "published_on", "fetched_at")
    return Document(
        **{name: row[name] for name in (*names, "raw", "path", "text")},
        parts=tuple(Part(part["start"], part["end"], part["kind"]) for part in parts),
        notes=tuple(row["notes"]),
    )


_PLAIN_FIELDS = (
    "kind", "known_on", "coded_by", "confidence", "speaker", "speaker_actor", "stance", "modality",
    "action", "domain", "leaning", "gist", "measure", "value", "unit", "through",
)  # fmt: skip


def claims_from(claims: pa.Table, spans: pa.Table) -> list[Claim]:
    """The claims of rows of `schema.CLAIMS` and their rows of `schema.SPANS`, in their order."""
    of = grouped(spans, "claim")
    return [claim_from(row, of.get(row["id"], ())) for row in claims.to_pylist()]


def grouped(table: pa.Table, by: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of a table by the value of their column ``by``, in their order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in table.to_pylist():
        found.setdefault(row[by], []).append(row)
    return found


def claim_from(row: Mapping[str, Any], spans: Sequence[Mapping[str, Any]]) -> Claim:
    """The claim of one row of `schema.CLAIMS` and its rows of `schema.SPANS`."""
    return Claim(
        spans=tuple(Span(s["document"], s["start"], s["end"], s["quote"]) for s in spans),
        period=period_of(row),
        sender=tuple(row["sender"]),
        receiver=tuple(row["receiver"]),
        about=tuple(row["about"]),
        context=tuple(row["context"]),
        **{name: row[name] for name in _PLAIN_FIELDS},
    )


def period_of(row: Mapping[str, Any]) -> Period | None:
    """The period of a row's ``period_start`` and ``period_end``; None when both are null."""
    if row["period_start"] is None:
        return None
    return Period(row["period_start"], row["period_end"])


def run_from(row: Mapping[str, Any]) -> Run:
    """The run of one row of `schema.RUNS`."""
    return Run(**{name: value for name, value in row.items() if name != "id"})

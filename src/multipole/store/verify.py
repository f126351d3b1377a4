"""Checking a whole store: what it holds must follow from what it holds."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

import pyarrow as pa

from multipole.core.errors import MultipoleError
from multipole.core.ids import digest, sha256
from multipole.core.records import Release
from multipole.store import asked, queries, rows, schema
from multipole.store.adding import FAULTS
from multipole.store.database import Database, quoted

_CHECKS: Final[tuple[tuple[str, str], ...]] = (
    (
        "claim {} quotes document {}, which is not stored",
        "SELECT claim, document FROM spans ANTI JOIN documents AS d ON d.id = spans.document",
    ),
    (
        "claim {} has no span",
        "SELECT id FROM claims ANTI JOIN spans ON spans.claim = claims.id",
    ),
    (
        "a span names claim {}, which is not stored",
        "SELECT DISTINCT claim FROM spans ANTI JOIN claims ON claims.id = spans.claim",
    ),
    (
        "claim {} is not filed under the document of its first span",
        """
        SELECT claims.id FROM claims JOIN spans ON spans.claim = claims.id AND spans.ordinal = 0
        WHERE claims.document <> spans.document
        """,
    ),
    (
        "event {} rests on claim {}, which is not stored",
        "SELECT event, claim FROM event_claims ANTI JOIN claims ON claims.id = event_claims.claim",
    ),
    (
        "event {} has no claim",
        "SELECT id FROM events ANTI JOIN event_claims ON event_claims.event = events.id",
    ),
    (
        "claim {} is in event {}, which is not stored",
        "SELECT claim, event FROM event_claims ANTI JOIN events ON events.id = event_claims.event",
    ),
    (
        "claim {} was judged and is not stored",
        "SELECT claim FROM tellings ANTI JOIN claims ON claims.id = tellings.claim",
    ),
    (
        "claim {} stands in blocks and was not judged",
        "SELECT DISTINCT claim FROM blocks ANTI JOIN tellings USING (claim)",
    ),
    (
        "document {} is not known on the day it was published or fetched",
        """
        SELECT id FROM documents
        WHERE known_on IS DISTINCT FROM coalesce(
            published_on,
            make_date(
                try_cast(list_filter(notes, lambda n: n LIKE 'year:%')[1][6:] AS INTEGER), 12, 31
            ),
            fetched_at::DATE
        )
        """,
    ),
    (
        "an input is known by document {}, which is not stored",
        "SELECT document FROM inputs ANTI JOIN documents AS d ON d.id = inputs.document",
    ),
    (
        "document {}: its raw bytes are not stored",
        "SELECT id FROM documents ANTI JOIN raws ON raws.sha256 = documents.raw",
    ),
)


_RECORD_CHECKS: Final = tuple(
    (
        f"{name}: {{}} rows of file {{}} of release {{}}, which says {{}}",
        f"""
        SELECT count(t.release), f.number, f.release, f.{count} FROM files AS f
        LEFT JOIN {name} AS t ON t.release = f.release AND t.file = f.number
        GROUP BY ALL HAVING count(t.release) <> f.{count}
        """,  # noqa: S608 - own names
    )
    for name, count in (
        ("observations", "observations"),
        ("codings", "codings"),
        ("items", "items"),
        ("quarantine", "quarantined"),
    )
) + tuple(
    (
        f"{name}: row {{}} is of release {{}}, which is not stored",
        f"""
        SELECT min("row"), release FROM {name}
        ANTI JOIN files ON files.release = {name}.release AND files.number = {name}.file
        GROUP BY release
        """,  # noqa: S608 - own names
    )
    for name in schema.RECORDS
)


def problems(database: Database) -> list[str]:
    """What is wrong, one line each."""
    return [
        *_failed_checks(database),
        *_repeated_keys(database),
        *_wrong_events(database),
        *_wrong_runs(database),
        *_wrong_releases(database),
        *_faulty_records(database),
        *_wrong_claims(database),
        *_wrong_documents(database),
        *_wrong_raws(database),
        *asked.problems(database),
    ]


def _failed_checks(database: Database) -> Iterator[str]:
    for words, sql in (*_CHECKS, *_RECORD_CHECKS):
        for row in database.rows(sql):
            yield words.format(*row)


def _repeated_keys(database: Database) -> Iterator[str]:
    for name, key in schema.KEYS.items():
        columns = ", ".join(quoted(key))
        sql = f"SELECT {columns} FROM {name} GROUP BY ALL HAVING count(*) > 1"  # noqa: S608
        for row in database.rows(sql):
            yield f"{name} holds {' '.join(map(str, row))} more than once"


def _wrong_events(database: Database) -> Iterator[str]:
    told = "SELECT event, list(claim ORDER BY claim) FROM event_claims GROUP BY event"
    for event, claims in database.rows(told):
        if digest("event", *claims) != event:
            yield f"event {event} is not the digest of its claims"


def _wrong_runs(database: Database) -> Iterator[str]:
    for row in queries.whole(database, "runs").to_pylist():
        if rows.run_from(row).id != row["id"]:
            yield f"run {row['id']} is not the digest of its content"


def _wrong_releases(database: Database) -> Iterator[str]:
    files = rows.grouped(queries.whole(database, "files"), "release")
    for row in queries.whole(database, "releases").to_pylist():
        digests = tuple(sorted(file["sha256"] for file in files.get(row["id"], ())))
        remade = partial(_release_id, row["source"], row["version"], row["known_on"], digests)
        yield from _wrong("release", row["id"], remade)


def _release_id(source: str, version: str, known_on: date, files: tuple[str, ...]) -> str:
    return Release(source, version, known_on, files).id


def _faulty_records(database: Database) -> Iterator[str]:
    for name, fault in FAULTS:
        found = database.rows(f'SELECT release, "row" FROM {name} WHERE {fault} LIMIT 1')  # noqa: S608
        for release, row in found:
            yield f"{name}: row {row} of release {release} is not sound: {fault}"


def _wrong_claims(database: Database) -> Iterator[str]:
    for claims in queries.chunks(database, "claims"):
        spans = queries.spans(database, claims.column("id").to_pylist())
        of = rows.grouped(spans, "claim")
        for row in claims.to_pylist():
            yield from _wrong("claim", row["id"], partial(_claim_id, row, of.get(row["id"], ())))


def _claim_id(row: Mapping[str, Any], spans: Sequence[Mapping[str, Any]]) -> str:
    return rows.claim_from(row, spans).id


def _wrong_documents(database: Database) -> Iterator[str]:
    for documents in queries.chunks(database, "documents"):
        parts = queries.of_documents(database, "parts", documents.column("id").to_pylist())
        of = rows.grouped(parts, "document")
        for row in documents.to_pylist():
            remade = partial(_document_id, row, of.get(row["id"], ()))
            yield from _wrong("document", row["id"], remade)
        yield from _wrong_quotes(database, documents)


def _wrong_quotes(database: Database, documents: pa.Table) -> Iterator[str]:
    ids = documents.column("id").to_pylist()
    texts = dict(zip(ids, documents.column("text").to_pylist(), strict=True))
    for span in queries.of_documents(database, "spans", ids).to_pylist():
        start, end = span["start"], span["end"]
        if texts[span["document"]][start:end] != span["quote"]:
            place = f"[{start}, {end}) of document {span['document']}"
            yield f"claim {span['claim']}: its quote is not in the text at {place}"


def _document_id(row: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> str:
    return rows.document_from(row, parts).id


def _wrong_raws(database: Database) -> Iterator[str]:
    for raws in queries.chunks(database, "raws"):
        for row in raws.to_pylist():
            yield from _wrong("raw", row["sha256"], partial(_raw_id, row["data"]))


def _raw_id(data: bytes) -> str:
    return sha256(zlib.decompress(data))


def _wrong(noun: str, id_: str, remade: Callable[[], str]) -> Iterator[str]:
    """One line when the ``noun`` cannot be made again from its rows, or has another id then."""
    try:
        found = remade()
    except (MultipoleError, zlib.error, TypeError, ValueError) as error:
        yield f"{noun} {id_} is not valid: {error}"
    else:
        if found != id_:
            yield f"{noun} {id_} is not the digest of its content"

"""Reading rows: Arrow tables of the declared schemas, as of a day."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.core.errors import NothingFound, WrongUse
from multipole.core.types import Document
from multipole.store import schema
from multipole.store.database import Database, quoted
from multipole.store.rows import document_from, grouped


@dataclass(slots=True)
class Conditions:
    """Conditions of a WHERE and their values; one whose value is None does not apply."""

    sql: list[str] = field(default_factory=list)
    params: dict[str, object] = field(default_factory=dict)

    def add(self, condition: str, **values: object) -> None:
        """Add ``condition`` with its one value unless that is None."""
        if None in values.values():
            return
        self.sql.append(condition)
        self.params.update(values)

    @property
    def where(self) -> str:
        """The WHERE clause, empty when there is no condition."""
        return f"WHERE {' AND '.join(self.sql)}" if self.sql else ""


def listed(values: Iterable[str] | None, name: str) -> list[str] | None:
    """``values`` as a list; `WrongUse` for one string, which would be a list of letters."""
    if isinstance(values, str):
        raise WrongUse(f"{name} is the text {values!r}", remedy=f"Give a list: [{values!r}].")
    return None if values is None else sorted(set(values))


def select(columns: Sequence[str], source: str, conditions: Conditions, order: str) -> str:
    """A SELECT of ``columns`` of the table that ``source`` names first."""
    return f"SELECT {', '.join(columns)} FROM {source} {conditions.where} ORDER BY {order}"  # noqa: S608


def documents(database: Database, *, as_of: date | None = None) -> pa.Table:
    """Rows of `schema.DOCUMENTS`, oldest first."""
    known = Conditions()
    known.add("known_on <= $as_of", as_of=as_of)
    sql = select(quoted(schema.DOCUMENTS.names), "documents", known, "known_on, id")
    return database.table(sql, schema.DOCUMENTS, known.params)


def document(database: Database, id_: str) -> Document:
    """The whole document; `NothingFound` when there is none of that id."""
    for found in whole_documents(database, [id_]):
        return found
    raise NothingFound(f"the store holds no document {id_}", where=str(database.path))


def whole_documents(database: Database, ids: Iterable[str]) -> list[Document]:
    """Those of ``ids`` that are stored, whole, sorted by id."""
    these = Conditions()
    these.add("id IN (SELECT unnest($ids::VARCHAR[]))", ids=listed(ids, "ids"))
    declared = schema.DOCUMENTS_WITH_TEXT
    found = database.table(
        select(quoted(declared.names), "documents", these, "id"), declared, these.params
    )
    parts = grouped(of_documents(database, "parts", found.column("id").to_pylist()), "document")
    return [document_from(row, parts.get(row["id"], ())) for row in found.to_pylist()]


def of_documents(database: Database, name: str, ids: Iterable[str]) -> pa.Table:
    """The rows of parts, sentences, mentions or spans of documents, by document and in order."""
    declared, these = schema.TABLES[name], Conditions()
    these.add("document IN (SELECT unnest($ids::VARCHAR[]))", ids=listed(ids, "ids"))
    sql = select(quoted(declared.names), name, these, "document, ordinal")
    return database.table(sql, declared, these.params)


def texts(database: Database, ids: Iterable[str]) -> dict[str, str]:
    """The texts of those of ``ids`` that are stored."""
    sql = "SELECT id, text FROM documents WHERE id IN (SELECT unnest($ids::VARCHAR[]))"
    return dict(database.rows(sql, {"ids": listed(ids, "ids")}))


def raw(database: Database, document_id: str) -> bytes:
    """The bytes that a document was read from; `NothingFound` when it is not stored."""
    found = database.rows(
        "SELECT data FROM raws WHERE sha256 = (SELECT raw FROM documents WHERE id = $id)",
        {"id": document_id},
    )
    if not found:
        raise NothingFound(f"the store holds no document {document_id}", where=str(database.path))
    return zlib.decompress(found[0][0])


def pending(database: Database, coded_by: str) -> list[str]:
    """Ids of documents this coder has not coded, oldest first.

    A document that no coder could read is due again only when a coder is on record for it.
    """
    found = database.rows(
        """
        SELECT id FROM documents
        WHERE coded_by <> $coder AND (status <> 'no_coder' OR coded_by <> '')
        ORDER BY known_on, id
        """,
        {"coder": coded_by},
    )
    return [row[0] for row in found]


def claims(
    database: Database,
    *,
    as_of: date | None,
    kind: str | None,
    ids: Iterable[str] | None,
    actors: Iterable[str] | None,
    since: date | None,
    until: date | None,
    documents: Iterable[str] | None,
    coded_by: str | None,
    every_coder: bool,
) -> pa.Table:
    """Rows of `schema.CLAIMS`; see `Store.claims`."""
    asked = Conditions()
    asked.add("known_on <= $as_of", as_of=as_of)
    asked.add("kind = $kind", kind=kind)
    asked.add("id IN (SELECT unnest($ids::VARCHAR[]))", ids=listed(ids, "ids"))
    asked.add(
        "list_has_all(list_concat(sender, receiver, about), $actors::VARCHAR[])",
        actors=listed(actors, "actors"),
    )
    within(asked, since=since, until=until)
    asked.add("document IN (SELECT unnest($documents::VARCHAR[]))",
              documents=listed(documents, "documents"))  # fmt: skip
    asked.add("coded_by = $coded_by", coded_by=coded_by)
    source = "claims"
    if coded_by is None and not every_coder:
        source += " SEMI JOIN documents AS d ON d.id = claims.document"
        source += " AND d.coded_by = claims.coded_by"
    columns = [f"claims.{name}" for name in quoted(schema.CLAIMS.names)]
    sql = select(columns, source, asked, "known_on, document, id")
    return database.table(sql, schema.CLAIMS, asked.params)


def within(asked: Conditions, *, since: date | None, until: date | None) -> None:
    """Ask for periods that share a day with [since, until)."""
    asked.add("period_end > $since", since=since)
    asked.add("period_start < $until", until=until)


def spans(database: Database, claim_ids: Iterable[str]) -> pa.Table:
    """Rows of `schema.SPANS` of these claims."""
    asked = Conditions()
    asked.add("claim IN (SELECT unnest($ids::VARCHAR[]))", ids=listed(claim_ids, "claim_ids"))
    sql = select(quoted(schema.SPANS.names), "spans", asked, "claim, ordinal")
    return database.table(sql, schema.SPANS, asked.params)


def actor_list(database: Database) -> str:
    """The latest of the user's own tables of actors, ``""`` when there is none."""
    found = database.rows('SELECT text FROM lists ORDER BY "at" DESC, sha256 LIMIT 1')
    return str(found[0][0]) if found else ""


def judgements(
    database: Database, *, as_of: date | None = None, apart_from: str | None = None
) -> pa.Table:
    """Rows of `schema.JUDGEMENTS` given by the end of the day ``as_of`` (UTC), oldest first."""
    known = Conditions()
    known.add('"at"::DATE <= $as_of', as_of=as_of)
    known.add('NOT starts_with("by", $apart_from)', apart_from=apart_from)
    sql = select(quoted(schema.JUDGEMENTS.names), "judgements", known, '"at", "left", "right"')
    return database.table(sql, schema.JUDGEMENTS, known.params)


def whole(database: Database, name: str) -> pa.Table:
    """All rows of a table, sorted by its key."""
    declared, order = schema.TABLES[name], ", ".join(quoted(schema.KEYS[name]))
    return database.table(select(quoted(declared.names), name, Conditions(), order), declared)


_WEIGHTS: Final = {"raws": "octet_length(data)", "documents": "strlen(text)"}
_ROW_BYTES: Final = "200"
_CHUNK_BYTES: Final = 64_000_000


def chunks(database: Database, name: str) -> Iterator[pa.Table]:
    """All rows of a table sorted by its key, in pieces of about 64 MB; at least one piece."""
    if name in schema.RECORDS:
        yield from _record_chunks(database, name)
        return
    declared, key = schema.TABLES[name], quoted(schema.KEYS[name])
    weight = _WEIGHTS.get(name, _ROW_BYTES)
    ranges = database.rows(
        f"""
        SELECT min(key), max(key) FROM (
            SELECT {key[0]} AS key, sum({weight}) OVER (ORDER BY {key[0]}) // {_CHUNK_BYTES} AS n
            FROM {name}
        ) GROUP BY n ORDER BY n
        """  # noqa: S608 - own names
    )
    for low, high in ranges or [("", "")]:
        between = Conditions()
        between.add(f"{key[0]} >= $low", low=low)
        between.add(f"{key[0]} <= $high", high=high)
        sql = select(quoted(declared.names), name, between, ", ".join(key))
        yield database.table(sql, declared, between.params)


_LINES: Final = 200_000


def _record_chunks(database: Database, name: str) -> Iterator[pa.Table]:
    """The rows of a table of records by release, file and some lines of it."""
    declared = schema.TABLES[name]
    piece = f'release, file, "row" // {_LINES} AS piece'
    pieces = database.rows(f"SELECT DISTINCT {piece} FROM {name} ORDER BY ALL")  # noqa: S608
    order = ", ".join(quoted(schema.KEYS[name]))
    for release, file, part in pieces:
        of = Conditions()
        of.add("release = $release", release=release)
        of.add("file = $file", file=file)
        of.add('"row" >= $low', low=part * _LINES)
        of.add('"row" < $high', high=(part + 1) * _LINES)
        sql = select(quoted(declared.names), name, of, order)
        yield database.table(sql, declared, of.params)
    if not pieces:
        yield declared.empty_table()


def counts(database: Database) -> dict[str, int]:
    """How many rows each table holds."""
    each = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in schema.TABLES)  # noqa: S608
    found: dict[str, Any] = dict(database.rows(each))
    return {name: found[name] for name in schema.TABLES}

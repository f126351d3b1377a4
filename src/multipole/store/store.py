"""The store: raw documents and claims that are only ever added, and events that are rebuilt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa

from multipole.core.text import Mention
from multipole.core.types import Claim, Document, Event, Judgement, Refusal, Run
from multipole.store import append, derived, likeness, parquet, queries, verify
from multipole.store.asked import Asked
from multipole.store.database import Database
from multipole.store.groundwork import Groundwork
from multipole.store.judged import Judged, judged
from multipole.store.opening import connect, version_of
from multipole.store.progress import Progress
from multipole.store.records import Records
from multipole.store.renewal import Renewal, renewing
from multipole.store.rows import Link, MentionRow, claims_from

Sentences = Sequence[tuple[int, int]]
Mentions = Sequence[Mention | MentionRow]


def open_store(
    path: str | Path = "multipole.duckdb", *, read_only: bool = False, create: bool = False
) -> Store:
    """Open the store at ``path``; with ``create``, make an empty one where there is none.

    A writable open brings an older store to the newest schema; one that lacks nothing but tables
    can be read as it is. Any number of processes may read
    at once; one that writes has the file for itself.

    Raises `StoreError` when there is no store, the file is not one, is damaged, has a newer
    schema, has an older one and ``read_only`` is set, or another process holds it.
    """
    return Store(connect(Path(path), read_only=read_only, create=create))


class Store:
    """An open store. Close it, or use it as a context manager; one thread at a time.

    Adding is idempotent: what is there already is left as it is. Each call is one transaction
    unless it stands inside ``with store.transaction():``. Tables returned have the schemas of
    `multipole.store.schema`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Store {self.path}>"

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be added to it."""
        return self._database.read_only

    @property
    def schema_version(self) -> int:
        """The version of the schema."""
        return version_of(self._database)

    def close(self) -> None:
        """Write everything to the file and let go of it."""
        self._database.close()

    @property
    def records(self) -> Records:
        """The records of data sets: observations and coded events, each with its cell."""
        return Records(self._database)

    @property
    def progress(self) -> Progress:
        """How far a reading has come that was stopped."""
        return Progress(self._database)

    @property
    def groundwork(self) -> Groundwork:
        """What the last judging of claims rests on."""
        return Groundwork(self._database)

    @property
    def asked(self) -> Asked:
        """Questions, the forecasts issued on them, and how they were settled."""
        return Asked(self._database)

    def transaction(self) -> AbstractContextManager[None]:
        """All that is added inside goes in together, or, after an error, none of it."""
        return self._database.transaction()

    # Adding

    def add_run(self, run: Run) -> None:
        """Record a run; the other calls do it for the run they are given."""
        append.add_run(self._database, run)

    def add_actor_list(self, text: str, at: datetime) -> None:
        """Record a user's own table of actors (CSV); the latest one is in force."""
        append.add_actor_list(self._database, text, at)

    def actor_list(self) -> str:
        """The user's own table of actors that is in force, ``""`` when there is none."""
        return queries.actor_list(self._database)

    def add_documents(self, rows: Sequence[tuple[Document, bytes, str, str]], run: Run) -> None:
        """Add documents as (document, raw bytes, status, coded_by).

        ``status`` is coded, no_coder or pending. Raises `BadValue` when the bytes do not have the
        SHA-256 the document names, or a text holds NULs or lone surrogates.
        """
        append.add_documents(self._database, rows, run)

    def add_reading(self, document_id: str, sentences: Sentences, mentions: Mentions) -> None:
        """Keep sentences ``(start, end)`` and mentions of a document, in place of older ones."""
        append.add_readings(self._database, {document_id: (sentences, mentions)})

    def add_readings(self, readings: Mapping[str, tuple[Sentences, Mentions]]) -> None:
        """`add_reading` for many documents at once."""
        append.add_readings(self._database, readings)

    def add_claims(self, claims: Sequence[Claim], run: Run) -> None:
        """Add claims with their spans.

        Raises `BadValue` when a document is not stored or a quote is not in its text at that place.
        """
        append.add_claims(self._database, claims, run)

    def add_links(self, links: Sequence[Link | tuple[str, str, str, float]]) -> None:
        """Add near-duplicates as (left, right, kind, score)."""
        append.add_links(self._database, links)

    def add_refusals(self, refusals: Sequence[Refusal], at: datetime, run: Run) -> None:
        """Add what did not go in; a refusal that is there already keeps its first time."""
        append.add_refusals(self._database, refusals, at, run)

    def add_judgements(self, judgements: Sequence[Judgement]) -> None:
        """Add verdicts, except those that repeat their author's last one on the same pair."""
        append.add_judgements(self._database, judgements)

    def renewing(
        self, run: Run, *, author: str, claims: Iterable[str] | None = None
    ) -> AbstractContextManager[Renewal]:
        """Judgements by ``author`` (the beginning of a name) and events in place of all those, or
        of those of ``claims``, which are whole events: what is added to what this lends.

        A judgement that stood already keeps its instant.
        """
        return renewing(self._database, run, author=author, claims=claims)

    def sign(
        self,
        marks: Mapping[str, bytes],
        method: str,
        links: Sequence[Link | tuple[str, str, str, float]],
    ) -> None:
        """Keep signatures of documents with the links that they gave, together.

        Signatures of another method go, and all links with them.
        """
        likeness.sign(self._database, marks, method, links)

    def mark_coded(self, document_ids: Iterable[str], status: str, coded_by: str) -> None:
        """Say that ``coded_by`` is done with documents: the last call of their transaction."""
        append.mark_coded(self._database, document_ids, status, coded_by)

    def replace_events(self, events: Sequence[Event], run: Run) -> None:
        """Drop all events and keep these instead; the next judging begins anew."""
        derived.replace_events(self._database, events, run)

    # Reading

    def has_documents(self, ids: Iterable[str]) -> set[str]:
        """Those of ``ids`` that are stored."""
        return append.has_documents(self._database, ids)

    def pending(self, coded_by: str) -> list[str]:
        """Ids of documents this coder has not coded, oldest first.

        A ``no_coder`` document comes again only when an older coder is on record for it.
        """
        return queries.pending(self._database, coded_by)

    def document(self, id: str) -> Document:  # noqa: A002
        """A document with its text and parts; `NothingFound` when it is not stored."""
        return queries.document(self._database, id)

    def document_objects(self, ids: Iterable[str]) -> list[Document]:
        """Those of ``ids`` that are stored, as `document` gives them, sorted by id."""
        return queries.whole_documents(self._database, ids)

    def documents(self, as_of: date | None = None) -> pa.Table:
        """Documents known by ``as_of``, without their texts, oldest first."""
        return queries.documents(self._database, as_of=as_of)

    def texts(self, ids: Iterable[str]) -> dict[str, str]:
        """The texts of those of ``ids`` that are stored."""
        return queries.texts(self._database, ids)

    def raw(self, id: str) -> bytes:  # noqa: A002
        """The bytes a document was read from; `NothingFound` when it is not stored."""
        return queries.raw(self._database, id)

    def claims(
        self,
        *,
        as_of: date | None = None,
        kind: str | None = None,
        ids: Iterable[str] | None = None,
        actors: Iterable[str] | None = None,
        since: date | None = None,
        until: date | None = None,
        documents: Iterable[str] | None = None,
        coded_by: str | None = None,
        all: bool = False,  # noqa: A002
    ) -> pa.Table:
        """Claims of the current coder of each document, sorted by known_on, document and id.

        ``actors``: each of them is among sender, receiver and about. ``since``, ``until``: the
        period shares a day with [since, until); claims without a period are then left out.
        ``documents``: only of these. ``coded_by``: claims of that coder instead; ``all``: of every
        coder.
        """
        return queries.claims(
            self._database,
            as_of=as_of,
            kind=kind,
            ids=ids,
            actors=actors,
            since=since,
            until=until,
            documents=documents,
            coded_by=coded_by,
            every_coder=all,
        )

    def claim_objects(
        self,
        *,
        as_of: date | None = None,
        kind: str | None = None,
        ids: Iterable[str] | None = None,
        actors: Iterable[str] | None = None,
        since: date | None = None,
        until: date | None = None,
        documents: Iterable[str] | None = None,
        coded_by: str | None = None,
        all: bool = False,  # noqa: A002
    ) -> list[Claim]:
        """The same claims as `claims`, as objects with their spans."""
        table = self.claims(
            as_of=as_of,
            kind=kind,
            ids=ids,
            actors=actors,
            since=since,
            until=until,
            documents=documents,
            coded_by=coded_by,
            all=all,
        )
        return claims_from(table, self.spans(table.column("id").to_pylist()))

    def spans(self, claim_ids: Iterable[str]) -> pa.Table:
        """The quoted words of claims, sorted by claim and ordinal."""
        return queries.spans(self._database, claim_ids)

    def events(
        self,
        *,
        as_of: date | None = None,
        actors: Iterable[str] | None = None,
        since: date | None = None,
        until: date | None = None,
        actions: Iterable[str] | None = None,
        domain: str | None = None,
        modality: str | None = None,
    ) -> pa.Table:
        """Events with a list of their claims, sorted by period (unknown ones last).

        ``actors``: each of them is an end. ``since``, ``until`` as in `claims`. With ``as_of``
        only claims known by then count: an event without one is absent, and where some were not
        known yet, ``known_on`` is the first day of the others and ``probability`` is theirs:
        1 - product over outlets of (1 - the highest confidence in that outlet), where documents
        that are near-duplicates count as one outlet.
        """
        return derived.events(
            self._database,
            as_of=as_of,
            actors=actors,
            since=since,
            until=until,
            actions=actions,
            domain=domain,
            modality=modality,
        )

    def ids_beginning(self, start: str) -> tuple[list[str], list[str]]:
        """Ids of events, and of event claims of any coder, that begin with ``start``."""
        return derived.ids_beginning(self._database, start)

    def claims_of_event(self, event: str) -> list[str]:
        """The ids of the claims of an event, sorted; empty when it is not stored."""
        return derived.claims_of_event(self._database, event)

    def former_events(self, start: str) -> dict[str, list[str]]:
        """Events that are no more whose ids begin with ``start``, with the claims they had."""
        return derived.former_events(self._database, start)

    def judgements(self, as_of: date | None = None, *, apart_from: str | None = None) -> pa.Table:
        """Verdicts given by ``as_of``, oldest first; the last one of an author on a pair holds.

        ``apart_from``: not those of authors whose names begin so.
        """
        return queries.judgements(self._database, as_of=as_of, apart_from=apart_from)

    def judged(self, *, rules: str) -> Judged:
        """Judgements of all whose names do not begin with ``rules``, and the claims they are of."""
        return judged(self, rules=rules)

    def links(self) -> pa.Table:
        """Near-duplicate documents."""
        return queries.whole(self._database, "links")

    def signatures(self, method: str) -> dict[str, bytes]:
        """The signatures that ``method`` made, by document."""
        return likeness.signatures(self._database, method)

    def unsigned(self, method: str) -> list[str]:
        """Ids of documents without a signature by ``method``, sorted."""
        return likeness.unsigned(self._database, method)

    def refusals(self) -> pa.Table:
        """What did not go in, sorted by path."""
        return queries.whole(self._database, "refusals")

    def runs(self) -> pa.Table:
        """The runs that made the rows."""
        return queries.whole(self._database, "runs")

    def sentences(self, document: str) -> pa.Table:
        """The sentences of a document, in order."""
        return queries.of_documents(self._database, "sentences", [document])

    def mentions(self, document: str) -> pa.Table:
        """The mentions of a document, in order."""
        return queries.of_documents(self._database, "mentions", [document])

    def counts(self) -> dict[str, int]:
        """How many rows each table holds."""
        return queries.counts(self._database)

    # Keeping whole

    def verify(self) -> list[str]:
        """What is wrong with the store, one line each; an empty list when all is well.

        Every quote stands in its text, every claim has a span, every event its claims, every id
        is the digest of its content.
        """
        return verify.problems(self._database)

    def export_parquet(self, folder: str | Path) -> None:
        """Write the whole store to a new or empty ``folder``, one Parquet file a table.

        The same content gives the same bytes. Raises `StoreError` when the folder holds files.
        """
        parquet.export_store(self._database, Path(folder))

    def import_parquet(self, folder: str | Path) -> None:
        """Fill this empty store from an export.

        Raises `StoreError` when the store is not empty, or the folder is not a whole export of
        this schema, is altered or damaged; the store then stays empty.
        """
        parquet.import_store(self._database, Path(folder))

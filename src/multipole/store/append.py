"""Adding rows: everything is checked first, then written; the same id twice is written once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from multipole.core.errors import BadValue, NothingFound
from multipole.core.text import Mention
from multipole.core.types import Claim, Document, Judgement, Refusal, Run
from multipole.store import queries, rows
from multipole.store.database import Database
from multipole.store.queries import texts
from multipole.store.rows import Link, MentionRow

_JUDGED_OTHERWISE = """
    SELECT incoming.* FROM incoming
    ANTI JOIN judgements USING ("left", "right", "by", "at")
    ANTI JOIN (
        SELECT "left", "right", "by", arg_max(verdict, "at") AS verdict
        FROM judgements GROUP BY ALL
    ) USING ("left", "right", "by", verdict)
"""


def add_run(database: Database, run: Run) -> None:
    """Record ``run`` unless it is there."""
    table = rows.run_rows(run)
    with database.transaction():
        database.append("runs", table)


def add_actor_list(database: Database, text: str, at: datetime) -> None:
    """Record a user's own table of actors, unless it is the one in force."""
    table = rows.list_rows(text, at)
    if text != queries.actor_list(database):
        with database.transaction():
            database.insert("lists", table)


def add_documents(
    database: Database, added: Sequence[tuple[Document, bytes, str, str]], run: Run
) -> None:
    """Store documents with their parts and raw bytes; rows are (document, raw, status, coder)."""
    distinct = list({row[0].id: row for row in added}.values())
    documents = [row[0] for row in distinct]
    tables = {
        "runs": rows.run_rows(run),
        "raws": rows.raw_rows((row[0], row[1]) for row in distinct),
        "parts": rows.part_rows(documents),
        "documents": rows.document_rows(
            documents, [row[2] for row in distinct], [row[3] for row in distinct], run.id
        ),
    }
    with database.transaction():
        for name, table in tables.items():
            database.append(name, table)


def add_readings(
    database: Database,
    readings: Mapping[str, tuple[Sequence[tuple[int, int]], Sequence[Mention | MentionRow]]],
) -> None:
    """Store sentences and mentions of documents, in place of those stored before."""
    tables = {
        "sentences": rows.sentence_rows({d: found[0] for d, found in readings.items()}),
        "mentions": rows.mention_rows({d: found[1] for d, found in readings.items()}),
    }
    again = {"documents": list(readings)}
    with database.transaction():
        for name, table in tables.items():
            old = "document IN (SELECT unnest($documents::VARCHAR[]))"
            database.run(f"DELETE FROM {name} WHERE {old}", again)  # noqa: S608 - own names
            database.insert(name, table)


def add_claims(database: Database, claims: Sequence[Claim], run: Run) -> None:
    """Store claims with their spans; refuses a quote that is not in its document's text."""
    distinct = list({claim.id: claim for claim in claims}.values())
    tables = {
        "runs": rows.run_rows(run),
        "claims": rows.claim_rows(distinct, run.id),
        "spans": rows.span_rows(distinct),
    }
    _check_quotes(database, distinct)
    with database.transaction():
        for name, table in tables.items():
            database.append(name, table)


def _check_quotes(database: Database, claims: Iterable[Claim]) -> None:
    spans = [span for claim in claims for span in claim.spans]
    known = texts(database, {span.document for span in spans})
    for span in spans:
        text = known.get(span.document)
        if text is None:
            raise BadValue(
                f"a claim quotes document {span.document}, which the store does not hold",
                remedy="Add the document first.",
            )
        if text[span.start : span.end] != span.quote:
            raise BadValue(
                f"{span.quote[:80]!r} is not at [{span.start}, {span.end})",
                where=f"document {span.document}",
                remedy="Cut spans out of the text of the document as stored.",
            )


def add_links(database: Database, links: Sequence[Link | tuple[str, str, str, float]]) -> None:
    """Store which documents are near-duplicates of which."""
    table = rows.link_rows(links)
    with database.transaction():
        database.append("links", table)


def add_refusals(database: Database, refusals: Sequence[Refusal], at: datetime, run: Run) -> None:
    """Store what did not go in and why; the same refusal again is not a new one."""
    tables = {"runs": rows.run_rows(run), "refusals": rows.refusal_rows(refusals, at, run.id)}
    with database.transaction():
        for name, table in tables.items():
            database.append(name, table)


def add_judgements(database: Database, judgements: Sequence[Judgement]) -> None:
    """Store verdicts; an author's verdict that repeats their last one on the pair is not new."""
    table = rows.judgement_rows(judgements)
    with database.transaction():
        database.insert("judgements", table, select=_JUDGED_OTHERWISE)


def mark_coded(database: Database, document_ids: Iterable[str], status: str, coded_by: str) -> None:
    """Set status and current coder of documents; `NothingFound` when one is not stored."""
    rows.check_status(status)
    ids = sorted(set(document_ids))
    params = {"ids": ids, "status": status, "coded_by": coded_by}
    with database.transaction():
        missing = set(ids) - has_documents(database, ids)
        if missing:
            raise NothingFound(f"the store holds no document {min(missing)}")
        database.run(
            """
            UPDATE documents SET status = $status, coded_by = $coded_by
            WHERE id IN (SELECT unnest($ids)) AND (status, coded_by) <> ($status, $coded_by)
            """,
            params,
        )


def has_documents(database: Database, ids: Iterable[str]) -> set[str]:
    """Those of ``ids`` that are stored."""
    sql = "SELECT id FROM documents WHERE id IN (SELECT unnest($ids::VARCHAR[]))"
    return {row[0] for row in database.rows(sql, {"ids": sorted(set(ids))})}

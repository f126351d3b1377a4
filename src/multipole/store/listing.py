"""What lists and single pages need of a large store: a stretch of days, a row, some documents.

Each finds a few rows among many without loading the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.store import schema
from multipole.store.database import quoted
from multipole.store.queries import Conditions, listed, select
from multipole.store.standing import STANDING, TOLD
from multipole.store.store import Store

#: How many acts of data sets there are, by source, year and type.
TALLY: Final = pa.schema(
    [("source", pa.string()), ("year", pa.int64()), ("action", pa.string()), ("n", pa.int64())]
)
_CODED: Final = "codings AS o JOIN standing AS s ON s.release = o.release AND s.variable = ''"


def reach(
    store: Store, number: int, *, start: date | None = None, newer: bool = False, **narrow: Any
) -> tuple[date | None, int]:
    """The furthest day on which one of the nearest ``number`` coded rows begins, and their number.

    Counted from ``start`` (included; None: from the end) towards older rows, or with ``newer``
    towards newer ones; (None, 0) when there is no row. ``narrow``: as `Records.codings` takes it,
    without ``as_of``.
    """
    asked = _asked(store, **narrow)
    beside, order, furthest = (">=", "ASC", "max") if newer else ("<=", "DESC", "min")
    asked.add(f"o.period_start {beside} $start", start=start)
    sql = f"""
        {STANDING}
        SELECT {furthest}(day), count(*) FROM (
            SELECT o.period_start AS day FROM {_CODED} {asked.where}
            ORDER BY day {order} LIMIT {int(number)}
        )
    """  # noqa: S608 - own names
    found = store._database.rows(sql, {**asked.params, "as_of": None})
    return found[0][0], found[0][1]


def act_tally(store: Store, **narrow: Any) -> pa.Table:
    """How many acts `Records.acts` would find, by source, year and type; schema `TALLY`."""
    asked = _asked(store, **narrow)
    sql = f"""
        {STANDING},
        acts AS (
            SELECT s.source, year(o.period_start) AS year, o.action FROM {_CODED} {asked.where}
            GROUP BY s.source, o.period_start, o.period_end, o.sender, o.receiver, o.action,
                o.code, o.modality
        )
        SELECT source, year, action, count(*) AS n FROM acts GROUP BY ALL ORDER BY ALL
    """  # noqa: S608 - own names
    return store._database.table(sql, TALLY, {**asked.params, "as_of": None})


def coded_rows(store: Store, digest: str, row: int) -> pa.Table:
    """The events coded in one row of the files whose SHA-256 begins so; schema `TOLD`.

    Also of a release in whose place a newer one stands.
    """
    columns = ["r.source", "o.release", "f.sha256", *(f"o.{n}" for n in quoted(TOLD.names[3:]))]
    sql = f"""
        SELECT {", ".join(columns)} FROM codings AS o
        JOIN files AS f ON f.release = o.release AND f.number = o.file
        JOIN releases AS r ON r.id = o.release
        WHERE starts_with(f.sha256, $digest) AND o."row" = $row
        ORDER BY o.release, o.sender, o.receiver, o.code
    """  # noqa: S608 - own names
    return store._database.table(sql, TOLD, {"digest": digest, "row": row})


def documents_named(store: Store, ids: Iterable[str], as_of: date | None = None) -> pa.Table:
    """Those of ``ids`` that were known by ``as_of``, without their texts, oldest first."""
    these = Conditions()
    these.add("known_on <= $as_of", as_of=as_of)
    these.add("id IN (SELECT unnest($ids::VARCHAR[]))", ids=listed(ids, "ids"))
    sql = select(quoted(schema.DOCUMENTS.names), "documents", these, "known_on, id")
    return store._database.table(sql, schema.DOCUMENTS, these.params)


def documents_beginning(store: Store, start: str) -> list[str]:
    """Ids of documents that begin with ``start``, sorted, at most ten."""
    sql = "SELECT id FROM documents WHERE starts_with(id, $start) ORDER BY id LIMIT 10"
    return [row[0] for row in store._database.rows(sql, {"start": start})]


def claims_beginning(store: Store, start: str) -> list[str]:
    """Ids of claims of any kind and coder that begin with ``start``, sorted, at most ten."""
    sql = "SELECT id FROM claims WHERE starts_with(id, $start) ORDER BY id LIMIT 10"
    return [row[0] for row in store._database.rows(sql, {"start": start})]


def events_of(store: Store, claims: Iterable[str]) -> dict[str, str]:
    """The event that each of these claims carries; those that carry none are left out."""
    sql = """
        SELECT claim, event FROM event_claims WHERE claim IN (SELECT unnest($claims::VARCHAR[]))
    """
    return dict(store._database.rows(sql, {"claims": listed(claims, "claims")}))


def links_of(store: Store, document: str) -> pa.Table:
    """The near-duplicates of a document, the likest first; schema `schema.LINKS`."""
    these = Conditions()
    these.add('("left" = $document OR "right" = $document)', document=document)
    sql = select(quoted(schema.LINKS.names), "links", these, 'score DESC, "left", "right"')
    return store._database.table(sql, schema.LINKS, these.params)


def _asked(
    store: Store,
    *,
    sources: Iterable[str] | None = None,
    actors: Iterable[str] | None = None,
    actions: Iterable[str] | None = None,
    domain: str | None = None,
    modality: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Conditions:
    return store.records._coded(
        sources, actors, actions, domain, modality, since, until, as_of=None
    )

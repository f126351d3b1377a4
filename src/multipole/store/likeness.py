"""Signatures of documents: what is kept so that only new ones are compared with the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from multipole.store import rows
from multipole.store.database import Database
from multipole.store.rows import Link


def signatures(database: Database, method: str) -> dict[str, bytes]:
    """The signatures made by ``method``, by document."""
    sql = "SELECT document, mark FROM signatures WHERE method = $method ORDER BY document"
    return dict(database.rows(sql, {"method": method}))


def unsigned(database: Database, method: str) -> list[str]:
    """Ids of documents without a signature by ``method``, sorted."""
    sql = """
        SELECT id FROM documents AS d
        ANTI JOIN signatures AS s ON s.document = d.id AND s.method = $method ORDER BY id
    """
    return [row[0] for row in database.rows(sql, {"method": method})]


def sign(
    database: Database,
    marks: Mapping[str, bytes],
    method: str,
    links: Sequence[Link | tuple[str, str, str, float]],
) -> None:
    """Keep signatures and the links that they gave.

    Signatures of another method go, and all links with them: a document has one signature.
    """
    table, found = rows.signature_rows(marks, method), rows.link_rows(links)
    with database.transaction():
        if database.rows("SELECT 1 FROM signatures WHERE method <> $m LIMIT 1", {"m": method}):
            database.run("DELETE FROM signatures")
            database.run("DELETE FROM links")
        database.append("signatures", table)
        database.append("links", found)

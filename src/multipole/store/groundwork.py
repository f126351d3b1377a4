"""What the judging of claims rests on: kept, so that only what new claims touch is judged again.

Of every claim that was judged the table ``tellings`` keeps by which method, in which component (the
claims that it could at all be grouped with) and what persons said of it; ``blocks`` the blocks in
which it stands; and ``voices``, of documents that are linked with others, the outlet that they
count for. All of it follows from the claims and can be made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

import pyarrow as pa

from multipole.store import rows, schema
from multipole.store.database import Database, quoted

_IDS: Final = "(SELECT unnest($ids::VARCHAR[]))"
_PRESENT: Final = """
    SELECT c.id FROM claims AS c
    SEMI JOIN documents AS d ON d.id = c.document AND d.coded_by = c.coded_by
    WHERE c.kind = 'event'
"""
_JUDGED: Final = f"{_PRESENT} AND c.id NOT IN {_IDS}"
_NEW: Final = f"SELECT id FROM ({_JUDGED}) ANTI JOIN tellings ON claim = id"  # noqa: S608
_GONE: Final = f"SELECT claim FROM tellings ANTI JOIN ({_JUDGED}) ON id = claim"  # noqa: S608
_FIELDS: Final = """
    c.id, c.sender, c.receiver, c.action, c.domain, c.modality, c.confidence, c.known_on,
    c.period_start, c.period_end, c.document, s."start", s.quote
"""
#: Ids begin with one of these: by it all claims are read in as many parts, in little memory.
_DIGITS: Final = "0123456789abcdef"
_BLOCKS: Final = ", ".join(quoted(schema.BLOCKS.names))


class Changes(NamedTuple):
    """Ids of claims, sorted: to be judged for the first time, and not to be judged any more."""

    new: list[str]
    gone: list[str]


class Groundwork:
    """What a store keeps of the last judging."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def methods(self) -> set[str]:
        """The methods by which what stands was judged: one, or none where nothing was."""
        return {row[0] for row in self._database.rows("SELECT DISTINCT method FROM tellings")}

    def many(self) -> int:
        """How many claims were judged."""
        return int(self._database.rows("SELECT count(*) FROM tellings")[0][0])

    def changes(self, *, without: Iterable[str] = ()) -> Changes:
        """What differs between the claims that were judged and those to be judged now.

        These are the event claims of the current coder of each document ``without`` some.
        """
        params = {"ids": sorted(set(without))}
        return Changes(*(self._ids(f"{sql} ORDER BY 1", params) for sql in (_NEW, _GONE)))

    def many_changes(self, *, without: Iterable[str] = ()) -> int:
        """How many `changes` there are."""
        params = {"ids": sorted(set(without))}
        many = f"SELECT (SELECT count(*) FROM ({_NEW})) + (SELECT count(*) FROM ({_GONE}))"  # noqa: S608
        return int(self._database.rows(many, params)[0][0])

    def present(self, claims: Iterable[str]) -> set[str]:
        """Those of ``claims`` that are event claims of the current coder of their document."""
        sql = f"SELECT id FROM ({_PRESENT}) WHERE id IN {_IDS}"  # noqa: S608
        return set(self._ids(sql, {"ids": sorted(set(claims))}))

    def untold(self) -> list[str]:
        """Claims that were judged and are in no event, whatever became of it."""
        sql = "SELECT claim FROM tellings ANTI JOIN event_claims USING (claim)"
        return self._ids(sql)

    def of_documents(self, documents: Iterable[str]) -> list[str]:
        """Claims of these documents that were judged."""
        sql = f"""
            SELECT claim FROM tellings SEMI JOIN (
                SELECT id FROM claims WHERE document IN {_IDS}
            ) ON id = claim
        """  # noqa: S608
        return self._ids(sql, {"ids": sorted(set(documents))})

    def said(self) -> dict[str, str]:
        """What persons had said, in short, of the claims of which they had said something."""
        return dict(self._database.rows("SELECT claim, said FROM tellings WHERE said <> ''"))

    def voices(self) -> dict[str, str]:
        """The outlets for which linked documents counted."""
        return dict(self._database.rows("SELECT document, outlet FROM voices"))

    def components(self, claims: Iterable[str]) -> dict[str, str]:
        """The components of those of ``claims`` that were judged."""
        sql = f"SELECT claim, component FROM tellings WHERE claim IN {_IDS}"  # noqa: S608
        return dict(self._database.rows(sql, {"ids": sorted(set(claims))}))

    def closed(self, claims: Iterable[str]) -> list[str]:
        """All claims of the components of those of ``claims`` that were judged."""
        sql = f"""
            SELECT claim FROM tellings WHERE component IN (
                SELECT component FROM tellings WHERE claim IN {_IDS}
            )
        """  # noqa: S608
        return self._ids(sql, {"ids": sorted(set(claims))})

    def tellings(
        self, claims: Iterable[str] | None = None, *, without: Iterable[str] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """What is needed to judge these claims, or all that are to be judged, row by row.

        Nothing else may be asked of the store until the last row is read.
        """
        if claims is not None:
            return self._tellings(_IDS, {"ids": sorted(set(claims))})
        return chain.from_iterable(self.parts(without=without))

    def parts(self, *, without: Iterable[str] = ()) -> Iterator[Iterator[tuple[Any, ...]]]:
        """All `tellings` in parts, each to be read before the next."""
        params = {"ids": sorted(set(without))}
        for digit in _DIGITS:
            own = f"({_JUDGED} AND starts_with(c.id, $digit))"
            yield self._tellings(own, {**params, "digit": digit})

    def _tellings(self, ids: str, params: Mapping[str, object]) -> Iterator[tuple[Any, ...]]:
        sql = f"""
            SELECT {_FIELDS} FROM claims AS c JOIN spans AS s ON s.claim = c.id AND s.ordinal = 0
            WHERE c.id IN {ids}
        """  # noqa: S608
        return self._database.stream(sql, params)

    def beside(self, claims: Iterable[str], kind: int) -> pa.Table:
        """The entries of all blocks of a kind in which any of ``claims`` stands."""
        sql = f"""
            SELECT {_BLOCKS} FROM blocks WHERE kind = $kind AND "key" IN (
                SELECT "key" FROM blocks WHERE kind = $kind AND claim IN {_IDS}
            )
        """  # noqa: S608
        params = {"ids": sorted(set(claims)), "kind": kind}
        return self._database.table(sql, schema.BLOCKS, params)

    def blocks_of(self, claims: Iterable[str]) -> pa.Table:
        """The entries of these claims."""
        sql = f"SELECT {_BLOCKS} FROM blocks WHERE claim IN {_IDS}"  # noqa: S608
        return self._database.table(sql, schema.BLOCKS, {"ids": sorted(set(claims))})

    def touched(self, entries: pa.Table) -> pa.Table:
        """The entries of all blocks that ``entries`` have an entry of."""
        sql = f'SELECT {_BLOCKS} FROM blocks SEMI JOIN incoming USING (kind, "key")'  # noqa: S608
        with self._database.incoming(entries.select(["kind", "key"])):
            return self._database.table(sql, schema.BLOCKS)

    def add_blocks(self, entries: pa.Table) -> None:
        """Keep entries of claims that had none."""
        self._database.insert("blocks", entries)

    def put(
        self, components: Iterable[Sequence[str]], *, method: str, said: Mapping[str, str]
    ) -> None:
        """Keep claims that were judged by component, in place of what was kept of them."""
        found = [(c, method, one[0], said.get(c, "")) for one in components for c in one]
        table = rows.from_tuples(schema.TELLINGS, found)
        with self._database.transaction():
            with self._database.incoming(table):
                self._database.run(
                    "DELETE FROM tellings WHERE claim IN (SELECT claim FROM incoming)"
                )
            self._database.insert("tellings", table)

    def outlets(self, documents: Iterable[str] | None = None) -> dict[str, str]:
        """The outlets of documents, or of all; one without counts for itself."""
        which = "" if documents is None else f"WHERE id IN {_IDS}"
        sql = f"SELECT id, coalesce(nullif(outlet, ''), id) FROM documents {which}"  # noqa: S608
        params = None if documents is None else {"ids": sorted(set(documents))}
        return dict(self._database.rows(sql, params))

    def put_voices(self, outlets: Mapping[str, str]) -> None:
        """Keep the outlets for which linked documents count, and no others."""
        with self._database.transaction():
            self._database.run("DELETE FROM voices")
            self._database.insert("voices", rows.from_tuples(schema.VOICES, list(outlets.items())))

    def forget(self, claims: Iterable[str]) -> None:
        """Drop what is kept of claims that are not judged any more."""
        params = {"ids": sorted(set(claims))}
        with self._database.transaction():
            for name in ("tellings", "blocks"):
                self._database.run(f"DELETE FROM {name} WHERE claim IN {_IDS}", params)  # noqa: S608

    def clear(self) -> None:
        """Drop all that is kept: everything is then judged anew."""
        with self._database.transaction():
            self._database.run("DELETE FROM tellings; DELETE FROM blocks; DELETE FROM voices")

    def _ids(self, sql: str, params: Mapping[str, object] | None = None) -> list[str]:
        return [row[0] for row in self._database.rows(sql, params)]

"""Records of data sets in the store: releases, their files and cells, and what stands on a day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

import pyarrow as pa

from multipole.core.errors import BadValue
from multipole.core.records import STATUSES, Release
from multipole.core.types import Run
from multipole.store import rows, schema
from multipole.store.database import Database, quoted
from multipole.store.queries import Conditions, listed, select, whole

FOUND: Final = pa.schema(
    [
        ("source", pa.string()),
        ("release", pa.string()),
        ("sha256", pa.string()),
        *(f for f in schema.OBSERVATIONS if f.name not in ("release", "file")),
    ]
)
TOLD: Final = pa.schema(
    [
        ("source", pa.string()),
        ("release", pa.string()),
        ("sha256", pa.string()),
        *(f for f in schema.CODINGS if f.name not in ("release", "file")),
    ]
)
_TABLES: Final = ("observations", "codings", "items", "quarantine")
#: What a row of records must not be, in SQL.
FAULTS: Final[tuple[tuple[str, str], ...]] = (
    ("observations", "subject IS NULL OR subject = '' OR subject = object"),
    ("observations", f"status IS NULL OR status NOT IN {STATUSES}"),
    ("observations", "(value IS NULL) <> (status IN ('missing', 'not_covered'))"),
    ("observations", "NOT isfinite(coalesce(value, 0))"),
    ("observations", 'object IS NULL OR item IS NULL OR variable IS NULL OR "column" IS NULL'),
    ("observations", "period_start IS NULL OR NOT period_end > period_start"),
    ("codings", "coalesce(sender, '') = '' AND coalesce(receiver, '') = ''"),
    ("codings", "period_start IS NULL OR NOT period_end > period_start OR action IS NULL"),
    ("items", "item IS NULL OR kind IS NULL"),
)


@dataclass(slots=True)
class FileRecord:
    """One file of a release, and how many rows of it went where."""

    sha256: str
    path: str
    size: int
    number: int
    rows: int = 0
    observations: int = 0
    codings: int = 0
    items: int = 0
    quarantined: int = 0
    set_aside: dict[str, int] = field(default_factory=dict)


class Records:
    """The records of a store, as `multipole.store.Store.records` gives them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Adding

    def has_release(self, id: str) -> bool:  # noqa: A002
        """Whether a release is stored."""
        return bool(self._database.rows("SELECT 1 FROM releases WHERE id = $id", {"id": id}))

    def has_files(self, source: str, digests: Iterable[str]) -> set[str]:
        """Those SHA-256 that the store holds as files of a source."""
        sql = """
            SELECT sha256 FROM files JOIN releases ON releases.id = files.release
            WHERE source = $source AND sha256 IN (SELECT unnest($digests::VARCHAR[]))
        """
        params = {"source": source, "digests": sorted(set(digests))}
        return {row[0] for row in self._database.rows(sql, params)}

    def drop_files(self, source: str, digests: Iterable[str]) -> None:
        """Drop the releases of a source that hold these files, to read them again."""
        ids = """
            SELECT DISTINCT release FROM files JOIN releases ON releases.id = files.release
            WHERE source = $source AND sha256 IN (SELECT unnest($digests::VARCHAR[]))
        """
        params = {"source": source, "digests": sorted(set(digests))}
        with self._database.transaction():
            found = [row[0] for row in self._database.rows(ids, params)]
            for table in (*schema.RECORDS, "coverage", "files", "releases"):
                key = "id" if table == "releases" else "release"
                these = f"DELETE FROM {table} WHERE {key} IN (SELECT unnest($found::VARCHAR[]))"  # noqa: S608
                self._database.run(these, {"found": found})

    @contextmanager
    def adding(
        self,
        release: Release,
        *,
        edition: str,
        increments: bool,
        timely: bool,
        run: Run,
        at: datetime,
    ) -> Iterator[Adding]:
        """One transaction that adds a release: all of it goes in, or after an error nothing.

        Raises `BadValue` when a row breaks what an observation or coded event must be.
        """
        with self._database.transaction():
            adding = Adding(self._database, release)
            yield adding
            adding.finish(
                {
                    "edition": edition, "increments": increments, "timely": timely,
                    "at": at, "run": run.id,
                }
            )  # fmt: skip
            self._database.append("runs", rows.run_rows(run))

    # Reading

    def releases(self, as_of: date | None = None) -> pa.Table:
        """Releases that were known by ``as_of``, sorted by source and day."""
        known = Conditions()
        known.add("known_on <= $as_of", as_of=as_of)
        order = 'source, known_on, "at", id'
        sql = select(quoted(schema.RELEASES.names), "releases", known, order)
        return self._database.table(sql, schema.RELEASES, known.params)

    def files(self) -> pa.Table:
        """Files of releases with their counts."""
        return whole(self._database, "files")

    def coverage(self, as_of: date | None = None) -> pa.Table:
        """What stands on ``as_of``: source, release, variable, first day, day after the last."""
        columns = 'source, release, variable, period_start, period_end, "rows", timely, increments'
        order = "source, variable, release"
        sql = f"{self._standing(as_of)} SELECT {columns} FROM standing ORDER BY {order}"  # noqa: S608
        declared = pa.schema(
            [
                ("source", pa.string()),
                *schema.COVERAGE,
                ("timely", pa.bool_()),
                ("increments", pa.bool_()),
            ]
        )
        return self._database.table(sql, declared, {"as_of": as_of})

    def observations(
        self,
        *,
        variables: Iterable[str] | None = None,
        actors: Iterable[str] | None = None,
        subjects: Iterable[str] | None = None,
        objects: Iterable[str] | None = None,
        items: Iterable[str] | None = None,
        since: date | None = None,
        until: date | None = None,
        as_of: date | None = None,
    ) -> pa.Table:
        """Observations that stand on ``as_of``, sorted; schema `FOUND`.

        Of each variable of a source the newest release that was known by ``as_of`` stands; files
        that add to one another all do, the newest first where two say the same thing. ``actors``:
        each is the subject or the object. ``since``, ``until``: the period shares a day with
        [since, until).
        """
        asked = self._asked(actors, '[subject, "object"]', since, until, as_of)
        for name, values in (
            ("variable", variables), ("subject", subjects), ("object", objects), ("item", items)
        ):  # fmt: skip
            key = f"{name}s"
            asked.add(f'o."{name}" IN (SELECT unnest(${key}::VARCHAR[]))',
                      **{key: listed(values, key)})  # fmt: skip
        columns = ["s.source", "o.release", "f.sha256"] + [
            f"o.{name}" for name in quoted(FOUND.names[3:])
        ]
        latest = """
            QUALIFY NOT s.increments OR row_number() OVER (
                PARTITION BY s.source, o.variable, o.subject, o."object", o.item, o.period_start,
                    o.period_end
                ORDER BY s.known_on DESC, s."at" DESC, o.file, o."row"
            ) = 1
        """
        sql = f"""
            {self._standing(as_of)}
            SELECT {", ".join(columns)} FROM observations AS o
            JOIN standing AS s ON s.release = o.release AND s.variable = o.variable
            JOIN files AS f ON f.release = o.release AND f.number = o.file
            {asked.where} {latest}
            ORDER BY o.variable, o.subject, o."object", o.period_start, o.item, o.release, o.file,
                o."row", o."column"
        """  # noqa: S608 - own names
        return self._database.table(sql, FOUND, {**asked.params, "as_of": as_of})

    def codings(
        self,
        *,
        sources: Iterable[str] | None = None,
        actors: Iterable[str] | None = None,
        actions: Iterable[str] | None = None,
        domain: str | None = None,
        modality: str | None = None,
        since: date | None = None,
        until: date | None = None,
        as_of: date | None = None,
    ) -> pa.Table:
        """Events that other projects coded and that were known by ``as_of``; schema `TOLD`.

        ``actors``: each is the sender or the receiver. A row a row of the files: one act that was
        told twice is there twice.
        """
        asked = self._asked(actors, "[sender, receiver]", since, until, as_of)
        asked.add("o.action IN (SELECT unnest($actions::VARCHAR[]))",
                  actions=listed(actions, "actions"))  # fmt: skip
        asked.add("s.source IN (SELECT unnest($sources::VARCHAR[]))",
                  sources=listed(sources, "sources"))  # fmt: skip
        asked.add("o.domain = $domain", domain=domain)
        asked.add("o.modality = $modality", modality=modality)
        columns = ["s.source", "o.release", "f.sha256"] + [
            f"o.{name}" for name in quoted(TOLD.names[3:])
        ]
        sql = f"""
            {self._standing(as_of)}
            SELECT {", ".join(columns)} FROM codings AS o
            JOIN standing AS s ON s.release = o.release AND s.variable = ''
            JOIN files AS f ON f.release = o.release AND f.number = o.file
            {asked.where}
            ORDER BY o.period_start, s.source, o.release, o.file, o."row", o.sender, o.receiver
        """  # noqa: S608 - own names
        return self._database.table(sql, TOLD, {**asked.params, "as_of": as_of})

    def items(
        self,
        *,
        sources: Iterable[str] | None = None,
        items: Iterable[str] | None = None,
        kinds: Iterable[str] | None = None,
        as_of: date | None = None,
    ) -> pa.Table:
        """What observations are about: the rows of `schema.ITEMS` of releases that stand."""
        asked = Conditions()
        asked.add("o.known_on <= $as_of", as_of=as_of)
        asked.add("o.item IN (SELECT unnest($items::VARCHAR[]))", items=listed(items, "items"))
        asked.add("o.kind IN (SELECT unnest($kinds::VARCHAR[]))", kinds=listed(kinds, "kinds"))
        asked.add("r.source IN (SELECT unnest($sources::VARCHAR[]))",
                  sources=listed(sources, "sources"))  # fmt: skip
        columns = ", ".join(f"o.{name}" for name in quoted(schema.ITEMS.names))
        sql = f"""
            {self._standing(as_of)}
            SELECT {columns} FROM items AS o JOIN releases AS r ON r.id = o.release
            SEMI JOIN standing ON standing.release = o.release
            {asked.where} ORDER BY o.item, o.release, o.file, o."row"
        """  # noqa: S608 - own names
        return self._database.table(sql, schema.ITEMS, {**asked.params, "as_of": as_of})

    def quarantine(self, *, limit: int | None = None) -> pa.Table:
        """What was refused at the gate, with file, row, datum, reason and remedy."""
        order = f'release, file, "row" {f"LIMIT {int(limit)}" if limit else ""}'
        sql = select(quoted(schema.QUARANTINE.names), "quarantine", Conditions(), order)
        return self._database.table(sql, schema.QUARANTINE)

    def _asked(
        self,
        actors: Iterable[str] | None,
        ends: str,
        since: date | None,
        until: date | None,
        as_of: date | None,
    ) -> Conditions:
        asked = Conditions()
        asked.add("o.known_on <= $as_of", as_of=as_of)
        asked.add(f"list_has_all({ends}, $actors::VARCHAR[])", actors=listed(actors, "actors"))
        asked.add("o.period_end > $since", since=since)
        asked.add("o.period_start < $until", until=until)
        return asked

    def _standing(self, as_of: date | None) -> str:
        """The releases whose rows count on ``as_of``, a row a variable.

        Where nothing was released by then, the first release of a timely source gives the facts
        that were public, each known on its own day.
        """
        return """
            WITH known AS (
                SELECT r.id AS release, r.source, r.known_on, r."at", r.timely, r.increments,
                       c.variable, c.period_start, c.period_end, c."rows",
                       r.known_on <= coalesce($as_of, DATE '9999-12-31') AS given
                FROM releases AS r JOIN coverage AS c ON c.release = r.id
            ),
            standing AS (
                SELECT * FROM known
                WHERE given OR timely
                QUALIFY increments OR row_number() OVER (
                    PARTITION BY source, variable
                    ORDER BY given DESC, if(given, known_on, NULL) DESC NULLS LAST,
                        if(given, "at", NULL) DESC NULLS LAST, known_on, "at", release
                ) = 1
            )
        """


class Adding:
    """A release on its way into the store."""

    def __init__(self, database: Database, release: Release) -> None:
        self._database = database
        self.release = release
        self._files: dict[int, FileRecord] = {}
        self._covers: dict[str, tuple[date, date]] = {}

    def file(self, record: FileRecord) -> None:
        """Name one of the release's files before its rows."""
        self._files[record.number] = record

    def batch(
        self,
        number: int,
        tables: Mapping[str, pa.Table | None],
        *,
        rows: int,
        set_aside: Mapping[str, int],
    ) -> None:
        """Some rows of file ``number``: tables observations, codings, items, quarantine."""
        record = self._files[number]
        record.rows += rows
        for reason, n in set_aside.items():
            record.set_aside[reason] = record.set_aside.get(reason, 0) + n
        for name in _TABLES:
            table = tables.get(name)
            if table is not None and table.num_rows:
                self._insert(name, number, table)
        record.observations += _height(tables.get("observations"))
        record.codings += _height(tables.get("codings"))
        record.items += _height(tables.get("items"))
        record.quarantined += _height(tables.get("quarantine"))

    def _insert(self, name: str, number: int, table: pa.Table) -> None:
        known = {"known_on": f"coalesce(known_on, DATE '{self.release.known_on.isoformat()}')"}
        columns = [n for n in schema.TABLES[name].names if n not in ("release", "file")]
        values = ", ".join(known.get(c, f'"{c}"') + f' AS "{c}"' for c in columns)
        chosen = f"SELECT '{self.release.id}' AS release, {number} AS file, {values} FROM incoming"  # noqa: S608
        with self._database.incoming(table, plain=True):
            self._refuse_faults(name)
            self._database.run(f"INSERT INTO {name} BY NAME {chosen}")

    def _refuse_faults(self, name: str) -> None:
        for table, fault in FAULTS:
            if table == name:
                sql = f'SELECT "row" FROM incoming WHERE {fault} LIMIT 1'  # noqa: S608
                for (row,) in self._database.rows(sql):
                    raise BadValue(
                        f"{self.release.source} was read into a row that is not sound: {fault}",
                        where=f"row {row}",
                        remedy="This is a fault of multipole: please report it.",
                    )

    def cover(self, variable: str, start: date, end: date) -> None:
        """Say for which time a variable is complete, where its rows do not show it."""
        self._covers[variable] = (start, end)

    def finish(self, facts: Mapping[str, Any]) -> None:
        """Write the release, its files, and what it covers."""
        release = self.release
        stored = {
            "id": release.id, "source": release.source, "version": release.version,
            "known_on": release.known_on, **facts,
        }  # fmt: skip
        self._database.append("releases", pa.Table.from_pylist([stored], schema=schema.RELEASES))
        files = [_file_row(f, release.id) for f in self._files.values()]
        self._database.append("files", pa.Table.from_pylist(files, schema=schema.FILES))
        self._database.run(
            """
            INSERT INTO coverage
            SELECT release, variable, min(period_start), max(period_end), count(*)
            FROM observations WHERE release = $release GROUP BY release, variable
            UNION ALL
            SELECT release, '', min(period_start), max(period_end), count(*)
            FROM codings WHERE release = $release GROUP BY release
            UNION ALL
            SELECT release, '(' || kind || ')', min(period_start), max(period_end), count(*)
            FROM items WHERE release = $release GROUP BY release, kind
            """,
            {"release": release.id},
        )
        for variable, (start, end) in self._covers.items():
            self._cover(variable, start, end)

    def _cover(self, variable: str, start: date, end: date) -> None:
        key = {"release": self.release.id, "variable": variable}
        there = "release = $release AND variable = $variable"
        found = self._database.rows(f'SELECT "rows" FROM coverage WHERE {there}', key)  # noqa: S608
        self._database.run(f"DELETE FROM coverage WHERE {there}", key)  # noqa: S608
        self._database.run(
            "INSERT INTO coverage VALUES ($release, $variable, $start, $end, $rows)",
            {**key, "start": start, "end": end, "rows": found[0][0] if found else 0},
        )


def _file_row(file: FileRecord, release: str) -> dict[str, Any]:
    names: Sequence[str] = [n for n in schema.FILES.names if n not in ("release", "set_aside")]
    aside = json.dumps(file.set_aside, ensure_ascii=False, sort_keys=True)
    return {n: getattr(file, n) for n in names} | {"release": release, "set_aside": aside}


def _height(table: pa.Table | None) -> int:
    return 0 if table is None else int(table.num_rows)

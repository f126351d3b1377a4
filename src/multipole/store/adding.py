"""Adding a release of a data set: its files, its rows, what it covers; all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.core.errors import BadValue
from multipole.core.records import STATUSES, Release
from multipole.store import schema
from multipole.store.database import Database

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
        values = {
            "release": f"'{self.release.id}'", "file": f"{number}::INTEGER",
            "known_on": f"coalesce(known_on, DATE '{self.release.known_on.isoformat()}')",
        }  # fmt: skip
        faults = [fault for of, fault in FAULTS if of == name]
        wrong = self._database.pour(name, table, values=values, unless=faults)
        if wrong is not None:
            raise BadValue(
                f"{self.release.source} was read into a row that is not sound: {wrong[1]}",
                where=f"row {wrong[0]}",
                remedy="This is a fault of multipole: please report it.",
            )

    def cover(self, variable: str, start: date, end: date) -> None:
        """Say for which time a variable is complete, where its rows do not show it."""
        self._covers[variable] = (start, end)

    def finish(self, facts: Mapping[str, Any]) -> None:
        """Write the release, its files, and what it covers.

        Raises `BadValue` when two files of a release that stands alone say the same thing.
        """
        release = self.release
        if len(self._files) > 1 and not facts["increments"]:
            self._refuse_twice()
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

    def _refuse_twice(self) -> None:
        """Two vintages of a table are two releases: together each value would count twice."""
        sql = """
            SELECT min(file), max(file), variable, subject, "object", min(period_start)
            FROM observations WHERE release = $release
            GROUP BY variable, subject, "object", item, period_start, period_end
            HAVING min(file) < max(file) LIMIT 1
        """
        for first, last, variable, *ends, day in self._database.rows(
            sql, {"release": self.release.id}
        ):
            about = " and ".join(filter(None, ends))
            raise BadValue(
                f"both have {variable} of {about} from {day}",
                where=f"{self._files[first].path} and {self._files[last].path}",
                remedy="Add one after the other, each with --released, if they are two editions.",
            )

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

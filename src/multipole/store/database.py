"""One DuckDB file: connecting, transactions, Arrow in and Arrow out, errors in our own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, TypeVar

import duckdb
import pyarrow as pa

from multipole.core.errors import StoreError
from multipole.store.schema import KEYS, TABLES

Params = Mapping[str, object]
Kept = TypeVar("Kept")

_CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
    "lock_configuration": True,
    "python_enable_replacements": False,
    "memory_limit": "1GB",
    "checkpoint_threshold": "256MB",
    "threads": 2,
    "storage_compatibility_version": "v1.4.0",
}
_HOLDER: Final = re.compile(r"Conflicting lock is held in (?P<program>.*?) ?\(PID (?P<pid>\d+)\)")
_INCOMING: Final = "incoming"
_STREAMED: Final = 10_000


class Database:
    """A connection to one store file; every `duckdb.Error` leaves as a `StoreError`."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._in_transaction = False
        self._kept: dict[Hashable, Any] = {}
        with self._told():
            self._con = duckdb.connect(str(path.absolute()), read_only=read_only, config=_CONFIG)

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        with self._told():
            self._con.close()

    def once(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What ``make`` gives, kept by ``key`` while the file is open for reading only.

        Nobody writes to it then: one that did would hold the file for itself.
        """
        if not self.read_only:
            return make()
        if key not in self._kept:
            self._kept[key] = make()
        found: Kept = self._kept[key]
        return found

    def run(self, sql: str, params: Params | None = None) -> None:
        """Execute ``sql`` for its effect."""
        with self._told():
            self._con.execute(sql, params)

    def rows(self, sql: str, params: Params | None = None) -> list[tuple[Any, ...]]:
        """The rows that ``sql`` selects."""
        with self._told():
            return self._con.execute(sql, params).fetchall()

    def stream(self, sql: str, params: Params | None = None) -> Iterator[tuple[Any, ...]]:
        """The rows that ``sql`` selects, some thousands at a time in memory."""
        with self._told():
            waiting = self._con.execute(sql, params)
            while some := waiting.fetchmany(_STREAMED):
                yield from some

    def table(self, sql: str, schema: pa.Schema, params: Params | None = None) -> pa.Table:
        """The rows that ``sql`` selects, as a table of exactly ``schema``."""
        with self._told():
            found = self._con.sql(sql, params=dict(params) if params else None).to_arrow_table()
        return found.select(schema.names).cast(schema)

    def insert(self, name: str, rows: pa.Table, *, select: str = f"FROM {_INCOMING}") -> None:
        """Append ``rows`` to the table ``name``: all, or those that ``select`` keeps."""
        if not rows.num_rows:
            return
        columns = ", ".join(quoted(rows.schema.names))
        with self.incoming(rows):
            self.run(f"INSERT INTO {name} BY NAME SELECT {columns} FROM ({select})")  # noqa: S608

    def append(self, name: str, rows: pa.Table) -> None:
        """Append to the table ``name`` those of ``rows`` whose key it does not hold yet."""
        key = ", ".join(quoted(KEYS[name]))
        new = f"SELECT {_INCOMING}.* FROM {_INCOMING} ANTI JOIN {name} USING ({key})"  # noqa: S608
        self.insert(name, rows, select=new)

    def pour(
        self, name: str, rows: pa.Table, *, values: Mapping[str, str], unless: Sequence[str]
    ) -> tuple[Any, str] | None:
        """Append many rows without instants to the table ``name``, in the order of its columns.

        ``values`` are columns in SQL. Nothing goes in when one of the conditions ``unless`` holds
        for a row: its ``row`` and the condition are given back. A relation is used, not a view:
        what a view lends stays in memory until the transaction ends.
        """
        columns = ", ".join(f'{values.get(c, quoted([c])[0])} AS "{c}"' for c in TABLES[name].names)
        with self._told():
            poured = self._con.from_arrow(rows)
            for condition in unless:
                found = poured.filter(condition).project('"row"').limit(1).fetchall()
                if found:
                    return found[0][0], condition
            poured.project(columns).insert_into(name)
        return None

    @contextmanager
    def incoming(self, rows: pa.Table) -> Iterator[None]:
        """Lend ``rows`` to SQL under the name ``incoming``."""
        with self._told():
            self._con.register(_INCOMING, _without_zones(rows))
        try:
            yield
        finally:
            with suppress(duckdb.Error):
                self._con.unregister(_INCOMING)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inside another transaction, part of that one."""
        if self._in_transaction:
            yield
            return
        self._must_be_writable()
        self.run("BEGIN TRANSACTION")
        self._in_transaction = True
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):
                self._con.execute("ROLLBACK")
            raise
        finally:
            self._in_transaction = False

    def _must_be_writable(self) -> None:
        if self.read_only:
            raise StoreError(
                "the store is open for reading only",
                where=str(self.path),
                remedy="Open it without read_only to add to it.",
            )

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            raise told(error, self.path) from error


def quoted(names: Sequence[str]) -> list[str]:
    """Column names in SQL quotes: ``end`` and ``left`` are words of the language too."""
    return [f'"{name}"' for name in names]


def _without_zones(rows: pa.Table) -> pa.Table:
    """``rows`` with UTC instants as plain ones: the files hold TIMESTAMP, always in UTC."""
    plain = [
        field.with_type(pa.timestamp("us")) if pa.types.is_timestamp(field.type) else field
        for field in rows.schema
    ]
    return rows.cast(pa.schema(plain))


def told(error: duckdb.Error, path: Path) -> StoreError:
    """What a DuckDB error means for the user of the store at ``path``."""
    words = " ".join(str(error).split())
    holder = _HOLDER.search(words)
    if holder:
        return StoreError(
            f"the store is in use by process {holder['pid']} ({Path(holder['program']).name})",
            where=str(path),
            remedy="Wait until it has finished, or end it, and try again.",
        )
    for sign, what, remedy in _SIGNS:
        if sign in words:
            return StoreError(what, where=str(path), remedy=remedy)
    return StoreError(
        f"the store cannot be used: {words[:300]}",
        where=str(path),
        remedy="If the file is damaged, restore a copy or import an export of it.",
    )


_OPEN_AGAIN: Final = "Open it again with open_store."
_IN_USE: Final = ("the store is in use by another process", "Wait until it has finished.")
_NO_STORE: Final = "Give the path of a store, or of a file that does not exist yet."
_SIGNS: Final[tuple[tuple[str, str, str], ...]] = (
    ("Could not set lock", *_IN_USE),
    ("being used by another process", *_IN_USE),
    (
        "different configuration",
        "the store is already open in this process in the other mode",
        "Close it first, or open both for reading only.",
    ),
    ("not a valid DuckDB database", "the file is not a multipole store", _NO_STORE),
    ("version number", "the store was written by a newer DuckDB", "Install a newer duckdb."),
    (
        "Out of Memory",
        f"the store needs more memory than its {_CONFIG['memory_limit']}",
        "Split documents of many megabytes, or ask for less at once.",
    ),
    ("Permission denied", "the store may not be opened", "Ask for the right to read and write it."),
    ("onnection already closed", "the store is closed", _OPEN_AGAIN),
    ("Connection has already been closed", "the store is closed", _OPEN_AGAIN),
)

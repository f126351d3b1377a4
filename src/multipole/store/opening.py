"""Opening a store file: making it, recognising it, bringing an older one up to date."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Final

from multipole.core.errors import StoreError, WrongUse
from multipole.store import schema
from multipole.store.database import Database

_ONLY_TABLES: Final = re.compile(r"(\s*CREATE TABLE \w+ \([^()]*\);)+\s*")


def connect(path: Path, *, read_only: bool, create: bool) -> Database:
    """Connect to the store at ``path``, at the newest schema. Errors: see `open_store`."""
    if read_only and create:
        raise WrongUse("a store cannot be made for reading only", remedy="Leave out one of both.")
    if not path.exists():
        if not create:
            raise _missing(path)
        _make(path)
    elif not path.is_file():
        raise StoreError("not a file", where=str(path), remedy="Give the path of a store file.")
    database = Database(path, read_only=read_only)
    try:
        bring_up_to_date(database)
    except BaseException:
        database.close()
        raise
    return database


def newest_version() -> int:
    """The schema version that this code writes."""
    return schema.MIGRATIONS[-1][0]


def version_of(database: Database) -> int:
    """The schema version of an open store; raises `StoreError` when it is not a store."""
    tables = database.rows("SELECT table_name FROM information_schema.tables")
    if ("meta",) in tables:
        meta = dict(database.rows("SELECT key, value FROM meta"))
        if meta.get("kind") == schema.KIND and meta.get("schema_version", "").isdecimal():
            return int(meta["schema_version"])
    raise StoreError(
        "the file is a database but not a multipole store",
        where=str(database.path),
        remedy="Give the path of a store, or of a file that does not exist yet.",
    )


def bring_up_to_date(database: Database) -> None:
    """Run the migrations that the store lacks, each in a transaction of its own."""
    version, newest = version_of(database), newest_version()
    if version > newest:
        raise StoreError(
            f"the store has schema {version}, this multipole knows up to {newest}",
            where=str(database.path),
            remedy="Install a newer multipole.",
        )
    if version < newest and database.read_only:
        if _lend_tables(database, after=version):
            return
        raise StoreError(
            f"the store has the older schema {version} and is open for reading only",
            where=str(database.path),
            remedy=f"Open it once for writing (multipole read) to bring it to schema {newest}.",
        )
    _migrate(database, after=version)


def _lend_tables(database: Database, *, after: int) -> bool:
    """Whether the store lacks tables and nothing else: they are then there, empty, while it is
    open for reading, and the file stays as it is."""
    lacking = [sql for version, sql in schema.MIGRATIONS if version > after]
    if not all(_ONLY_TABLES.fullmatch(sql) for sql in lacking):
        return False
    for sql in lacking:
        database.run(sql.replace("CREATE TABLE", "CREATE TEMP TABLE"))
    return True


def _migrate(database: Database, *, after: int) -> None:
    for version, sql in schema.MIGRATIONS:
        if version > after:
            with database.transaction():
                database.run(sql)
                database.run(
                    "UPDATE meta SET value = $version WHERE key = 'schema_version'",
                    {"version": str(version)},
                )


def _make(path: Path) -> None:
    """Make an empty store beside ``path`` and move it there whole."""
    if not path.parent.is_dir():
        raise StoreError(
            "there is no such folder",
            where=str(path.parent),
            remedy="Make it first, or choose another path with --store.",
        )
    with _folder_beside(path) as folder:
        fresh = Path(folder) / path.name
        database = Database(fresh, read_only=False)
        with database.transaction():
            database.run("CREATE TABLE meta (key VARCHAR, value VARCHAR)")
            database.run(
                "INSERT INTO meta VALUES ('kind', $kind), ('schema_version', '0')",
                {"kind": schema.KIND},
            )
        _migrate(database, after=0)
        database.close()
        _move(fresh, path)


def _folder_beside(path: Path) -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(dir=path.parent, prefix=".multipole-")
    except OSError as error:
        raise StoreError(
            f"no store can be made here ({error.strerror})",
            where=str(path),
            remedy="Choose a folder that may be written to and has room.",
        ) from None


def _move(fresh: Path, path: Path) -> None:
    """Put ``fresh`` at ``path`` unless another process has just put its own there."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    except OSError:
        fresh.rename(path)


def _missing(path: Path) -> StoreError:
    return StoreError(
        "there is no store",
        where=str(path),
        remedy="Make one with: multipole read FOLDER --store PATH.",
    )

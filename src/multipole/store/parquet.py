"""The whole store as a folder of Parquet files, and back.

``store.json`` names the schema and the SHA-256 of each file; it is written last, so a folder with
it is whole.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from multipole.core.errors import StoreError
from multipole.store import queries, schema, verify
from multipole.store.database import Database
from multipole.store.opening import newest_version

_MANIFEST: Final = "store.json"


def export_store(database: Database, folder: Path) -> None:
    """Write every table; see `Store.export_parquet`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise StoreError(
                "the folder is not empty", where=str(folder), remedy="Choose a new or empty one."
            )
        digests = {name: _write(database, name, folder) for name in schema.TABLES}
        manifest = {"kind": schema.KIND, "schema_version": newest_version(), "sha256": digests}
        (folder / _MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"the store cannot be exported: {error}",
            where=str(folder),
            remedy="Choose a folder that can be written to and has room.",
        ) from error


def _write(database: Database, name: str, folder: Path) -> str:
    path = folder / f"{name}.parquet"
    with pq.ParquetWriter(path, schema.TABLES[name], compression="zstd") as writer:
        for chunk in queries.chunks(database, name):
            writer.write_table(chunk)
    return _sha256_of(path)


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def import_store(database: Database, folder: Path) -> None:
    """Fill an empty store; see `Store.import_parquet`."""
    if any(queries.counts(database).values()):
        raise StoreError(
            "the store is not empty",
            where=str(database.path),
            remedy="Import into a new store.",
        )
    digests = _manifest(folder)
    with database.transaction():
        for name in schema.TABLES:
            _read(database, name, folder, digests.get(name, ""))
        wrong = verify.problems(database)
        if wrong:
            raise _bad(folder, f"{len(wrong)} problems, the first: {wrong[0]}")


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        kind, version = manifest["kind"], manifest["schema_version"]
        digests: dict[str, Any] = dict(manifest["sha256"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _bad(folder, f"{_MANIFEST} cannot be read ({error})") from error
    if kind != schema.KIND or version != newest_version():
        raise _bad(folder, f"it holds a {kind} of schema {version}, not {newest_version()}")
    return digests


def _read(database: Database, name: str, folder: Path, digest: str) -> None:
    path = folder / f"{name}.parquet"
    try:
        if _sha256_of(path) != digest:
            raise _bad(folder, f"{path.name} is not as it was exported")
        with pq.ParquetFile(path) as file:
            if not file.schema_arrow.equals(schema.TABLES[name]):
                raise _bad(folder, f"{path.name} has other columns")
            for group in range(file.num_row_groups):
                database.insert(name, file.read_row_group(group))
    except (OSError, pa.ArrowException) as error:
        raise _bad(folder, f"{path.name} cannot be read ({error})") from error


def _bad(folder: Path, why: str) -> StoreError:
    return StoreError(
        f"the folder is not a whole export of a store: {why}",
        where=str(folder),
        remedy="Export the store again, or import with the multipole that made it.",
    )

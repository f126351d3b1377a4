"""Export and import: the same store again, or a clear word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from multipole.core.errors import StoreError
from multipole.core.ids import sha256
from multipole.store import Store, open_store, queries, schema


@pytest.fixture
def folder(world: Any, store: Store, tmp_path: Path) -> Path:
    world.fill(store)
    store.export_parquet(tmp_path / "export")
    return tmp_path / "export"


def test_a_round_trip_gives_an_equal_store(store: Store, folder: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "again.duckdb", create=True) as again:
        again.import_parquet(folder)
        for name in schema.TABLES:
            assert queries.whole(again._database, name) == queries.whole(store._database, name)
        again.export_parquet(tmp_path / "second")
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_an_empty_store_makes_the_trip_too(tmp_path: Path, store: Store) -> None:
    store.export_parquet(tmp_path / "empty")
    store.import_parquet(tmp_path / "empty")
    assert not any(store.counts().values())


def test_pieces_do_not_change_what_is_exported(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_CHUNK_BYTES", 1)
    for name in schema.TABLES:
        pieces = list(queries.chunks(store._database, name))
        assert pa.concat_tables(pieces) == queries.whole(store._database, name)
    assert len(list(queries.chunks(store._database, "documents"))) == 2
    assert store.verify() == []


def test_a_folder_with_files_is_not_exported_to(store: Store, folder: Path) -> None:
    with pytest.raises(StoreError, match="not empty"):
        store.export_parquet(folder)


def test_a_file_is_not_exported_to(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be exported"):
        store.export_parquet(tmp_path / "file")


def test_a_store_with_rows_is_not_imported_into(store: Store, folder: Path) -> None:
    with pytest.raises(StoreError, match="not empty"):
        store.import_parquet(folder)


def change(folder: Path, name: str, table: pa.Table) -> None:
    """Write other content and make the manifest agree."""
    pq.write_table(table, folder / f"{name}.parquet")
    manifest = json.loads((folder / "store.json").read_text())
    manifest["sha256"][name] = sha256((folder / f"{name}.parquet").read_bytes())
    (folder / "store.json").write_text(json.dumps(manifest))


def no_manifest(folder: Path) -> None:
    (folder / "store.json").unlink()


def manifest_of_another_kind(folder: Path) -> None:
    (folder / "store.json").write_text("[1]")


def manifest_of_another_schema(folder: Path) -> None:
    manifest = json.loads((folder / "store.json").read_text())
    (folder / "store.json").write_text(json.dumps(manifest | {"schema_version": 99}))


def missing_table(folder: Path) -> None:
    (folder / "spans.parquet").unlink()


def cut_table(folder: Path) -> None:
    path = folder / "claims.parquet"
    path.write_bytes(path.read_bytes()[:100])


def no_parquet(folder: Path) -> None:
    (folder / "claims.parquet").write_bytes(b"hello")
    manifest = json.loads((folder / "store.json").read_text())
    manifest["sha256"]["claims"] = sha256(b"hello")
    (folder / "store.json").write_text(json.dumps(manifest))


def other_columns(folder: Path) -> None:
    change(folder, "links", pa.table({"left": ["a"]}))


def forged_quote(folder: Path) -> None:
    spans = pq.read_table(folder / "spans.parquet")
    quotes = ["x" * len(quote) for quote in spans.column("quote").to_pylist()]
    change(folder, "spans", spans.set_column(5, "quote", pa.array(quotes)))


def repeated_document(folder: Path) -> None:
    documents = pq.read_table(folder / "documents.parquet")
    change(folder, "documents", pa.concat_tables([documents, documents]))


@pytest.mark.parametrize(
    "spoil",
    [
        no_manifest, manifest_of_another_kind, manifest_of_another_schema, missing_table,
        cut_table, no_parquet, other_columns, forged_quote, repeated_document,
    ],
)  # fmt: skip
def test_a_bad_folder_is_refused_and_the_store_stays_empty(
    folder: Path, tmp_path: Path, spoil: Any
) -> None:
    spoil(folder)
    with open_store(tmp_path / "again.duckdb", create=True) as again:
        with pytest.raises(StoreError):
            again.import_parquet(folder)
        assert not any(again.counts().values())

"""Signatures: only new documents are compared; older stores get theirs with the next reading."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from multipole.pipeline import deriving, link_near_duplicates
from multipole.pipeline.deriving import SIGNED_BY
from multipole.store import Store, open_store, schema

NOW = datetime(2030, 1, 1, tzinfo=UTC)
BEFORE_SIGNATURES = 3


def test_a_document_has_one_signature_and_another_method_starts_anew(
    world: Any, store: Store
) -> None:
    world.fill(store)
    one, two = sorted(store.documents().column("id").to_pylist())
    store.sign({one: b"a", two: b"b"}, "old", [(one, two, "near_duplicate", 0.9)])
    assert store.unsigned("old") == []
    assert store.unsigned("new") == [one, two]
    store.sign({one: b"c"}, "new", [])
    assert store.signatures("new") == {one: b"c"}
    assert store.signatures("old") == {}
    assert store.counts()["links"] == 0


def test_only_documents_without_a_signature_are_compared(
    world: Any, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.fill(store)
    link_near_duplicates(store, now=NOW)
    assert store.unsigned(SIGNED_BY) == []
    links = store.links()

    def never(text: str) -> bytes:
        raise AssertionError(f"compared again: {text}")

    monkeypatch.setattr(deriving, "signature", never)
    link_near_duplicates(store, now=NOW)
    assert store.links() == links


def test_a_store_from_before_signatures_is_brought_up_to_date(tmp_path: Path, world: Any) -> None:
    path = tmp_path / "old.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE meta (key VARCHAR, value VARCHAR)")
        con.execute(
            "INSERT INTO meta VALUES ('kind', ?), ('schema_version', ?)",
            [schema.KIND, str(BEFORE_SIGNATURES)],
        )
        for version, sql in schema.MIGRATIONS:
            if version <= BEFORE_SIGNATURES:
                con.execute(sql)
        con.execute("INSERT INTO event_claims VALUES ('event', 'claim')")
    with open_store(path) as store:
        assert store.schema_version == schema.MIGRATIONS[-1][0]
        assert store.counts()["event_claims"] == 1
        world.fill(store)
        link_near_duplicates(store, now=NOW)
        assert store.counts()["signatures"] == store.counts()["documents"]

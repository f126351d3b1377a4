"""Opening: what is not a store, is newer, older, damaged or in use, says so."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from multipole.core.errors import StoreError, WrongUse
from multipole.store import Store, open_store, schema
from multipole.store.database import told

HOLD = """
import sys
from multipole.store import open_store
with open_store(sys.argv[1], read_only=sys.argv[2] == "read"):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(world: Any, tmp_path: Path) -> Path:
    found = tmp_path / "world.duckdb"
    with open_store(found, create=True) as store:
        world.fill(store)
    return found


@pytest.fixture
def held(request: pytest.FixtureRequest, path: Path) -> Iterator[int]:
    """The id of another process that has the store open."""
    args = [sys.executable, "-c", HOLD, str(path), request.param]
    pipe = subprocess.PIPE
    with subprocess.Popen(args, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process.pid
        process.communicate()


def refused(path: Path, **options: bool) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(path, **options)
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_a_new_store_is_empty_and_of_the_newest_schema(store: Store) -> None:
    assert set(store.counts().values()) == {0}
    assert store.schema_version == schema.MIGRATIONS[-1][0]
    assert store.verify() == []


def test_making_a_store_where_one_is_keeps_it(path: Path) -> None:
    with open_store(path, create=True) as store:
        assert store.counts()["claims"] == 2


def test_making_a_store_leaves_nothing_else_behind(path: Path) -> None:
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_a_missing_store_names_the_command_that_makes_it(tmp_path: Path) -> None:
    for read_only in (True, False):
        words = refused(tmp_path / "none.duckdb", read_only=read_only)
        assert "multipole read" in words
    assert list(tmp_path.iterdir()) == []


def test_a_store_is_not_made_in_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such folder"):
        open_store(tmp_path / "no" / "s.duckdb", create=True)


def test_making_for_reading_only_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        open_store(tmp_path / "s.duckdb", read_only=True, create=True)


@pytest.mark.parametrize("content", [b"", b"hello", b"not a store " * 5000])
@pytest.mark.parametrize("read_only", [True, False])
def test_another_file_is_not_a_store(tmp_path: Path, content: bytes, read_only: bool) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    assert "not a multipole store" in refused(path, read_only=read_only)
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", [":memory:", "md:x", "s3:x"])
def test_a_path_is_a_path_whatever_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    open_store(name, create=True).close()
    with open_store(Path(name), read_only=True) as store:
        assert store.verify() == []
    assert [found.name for found in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Could not set lock on file: Resource temporarily unavailable", "in use"),
        ("Cannot open file: it is being used by another process.", "in use"),
        ("Conflicting lock is held in /bin/python3 (PID 12) by user ana.", r"12 \(python3\)"),
        ("Trying to read a database file with version number 99", "newer DuckDB"),
        ('Cannot open file "s": Permission denied', "may not be opened"),
        ("Out of Memory Error: could not allocate", "more memory"),
        ("Corrupt database file: checksum", "restore a copy"),
    ],
)
def test_what_the_database_says_is_told_in_our_words(said: str, meant: str) -> None:
    error = told(duckdb.IOException(f"IO Error: {said}"), Path("my.duckdb"))
    assert re.search(meant, str(error))
    assert "my.duckdb" in str(error)


def test_a_folder_is_not_a_store(tmp_path: Path) -> None:
    assert "not a file" in refused(tmp_path)


def test_another_database_is_not_a_store_and_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE meta (key VARCHAR, value VARCHAR)")
    assert "not a multipole store" in refused(path, create=True)
    with duckdb.connect(str(path)) as other:
        assert other.execute("SELECT table_name FROM information_schema.tables").fetchall() == [
            ("meta",)
        ]


def set_version(path: Path, version: int) -> None:
    with duckdb.connect(str(path)) as database:
        database.execute(f"UPDATE meta SET value = '{version}' WHERE key = 'schema_version'")


def test_a_newer_store_asks_for_a_newer_multipole(path: Path) -> None:
    set_version(path, 99)
    assert "newer multipole" in refused(path)
    assert "99" in refused(path, read_only=True)


def test_an_older_store_is_brought_up_to_date_when_opened_for_writing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = schema.MIGRATIONS[-1][0]
    more = (newest + 1, "CREATE TABLE notes (claim VARCHAR); INSERT INTO notes VALUES ('x')")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, more))
    assert "Open it once for writing" in refused(path, read_only=True)
    for _ in range(2):
        with open_store(path) as store:
            assert store.schema_version == newest + 1
            assert store.counts()["claims"] == 2
            assert store._database.rows("SELECT * FROM notes") == [("x",)]


def test_a_migration_that_fails_leaves_the_older_store(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = schema.MIGRATIONS
    bad = (known[-1][0] + 1, "CREATE TABLE notes (claim VARCHAR); SELECT error('no')")
    monkeypatch.setattr(schema, "MIGRATIONS", (*known, bad))
    refused(path)
    monkeypatch.setattr(schema, "MIGRATIONS", known)
    with open_store(path) as store:
        assert store.schema_version == known[-1][0]
        assert store.verify() == []


def test_the_sql_of_the_tables_has_the_declared_columns(store: Store) -> None:
    for name, declared in schema.TABLES.items():
        found = store._database.rows(f"SELECT column_name FROM (DESCRIBE {name})")
        assert [row[0] for row in found] == declared.names


@pytest.mark.parametrize("held", ["write"], indirect=True)
@pytest.mark.parametrize("read_only", [True, False])
def test_a_store_in_use_says_by_which_process(path: Path, held: int, read_only: bool) -> None:
    words = refused(path, read_only=read_only)
    assert f"in use by process {held}" in words
    assert "try again" in words


@pytest.mark.parametrize("held", ["read"], indirect=True)
def test_two_processes_read_at_once_but_none_writes_meanwhile(path: Path, held: int) -> None:
    with open_store(path, read_only=True) as store:
        assert store.counts()["claims"] == 2
    assert f"process {held}" in refused(path)


def test_one_process_cannot_open_it_in_two_modes(path: Path) -> None:
    with open_store(path, read_only=True), open_store(path, read_only=True):
        assert "other mode" in refused(path)


def test_a_closed_store_says_so(path: Path) -> None:
    store = open_store(path)
    store.close()
    store.close()
    for call in (store.counts, store.claims, store.verify):
        with pytest.raises(StoreError, match="closed"):
            call()


def test_a_store_reaches_neither_files_nor_the_network(store: Store, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    for sql in (
        f"SELECT * FROM '{secret}'",
        f"COPY claims TO '{tmp_path / 'out.csv'}'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET autoinstall_known_extensions = true",
    ):
        with pytest.raises(StoreError):
            store._database.run(sql)


def test_a_damaged_store_raises_nothing_but_store_errors(path: Path) -> None:
    whole = path.read_bytes()
    draw = random.Random(7)
    outcomes = set()
    for _ in range(25):
        damaged = bytearray(whole)
        at = draw.randrange(len(whole))
        damaged[at : at + 64] = draw.randbytes(64)
        path.write_bytes(damaged if draw.random() < 0.7 else whole[:at])
        try:
            with open_store(path) as store:
                outcomes.add(bool(store.verify()))
        except StoreError:
            outcomes.add(None)
    assert None in outcomes


def test_a_folder_that_may_not_be_written_to_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryDirectory", denied)
    told = refused(tmp_path / "s.duckdb", create=True)
    assert "no store can be made here (Permission denied)" in told

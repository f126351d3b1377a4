"""The invented world, read once into a store."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.world.history import write_history

from multipole.pipeline import ReadReport, read_into
from multipole.store import Store, open_store

NOW = datetime(2035, 1, 1, tzinfo=UTC)
WRITER = Path(__file__).with_name("reports.py")
Reading = Callable[[Path, Path], tuple[Path, ReadReport]]


@pytest.fixture(scope="session")
def write_world() -> Callable[[Path], None]:
    written: Callable[[Path], None] = runpy.run_path(str(WRITER))["write_world"]
    return written


@pytest.fixture(scope="session")
def read_folder() -> Reading:
    """Read a folder into a new store at a path."""

    def read(folder: Path, path: Path) -> tuple[Path, ReadReport]:
        with open_store(path, create=True) as store:
            return path, read_into(store, [folder], now=NOW)

    return read


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, write_world: Callable[[Path], None]) -> Path:
    path = tmp_path_factory.mktemp("world") / "reports"
    write_world(path)
    return path


@pytest.fixture(scope="session")
def world(folder: Path, read_folder: Reading) -> tuple[Path, ReadReport]:
    """The file of the store and what the reading of the world reported."""
    return read_folder(folder, folder.parent / "world.duckdb")


@pytest.fixture
def store(world: tuple[Path, ReadReport]) -> Iterator[Store]:
    with open_store(world[0], read_only=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def long_history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the long history, thirty years of records."""
    path = tmp_path_factory.mktemp("history") / "history.duckdb"
    with open_store(path, create=True) as store:
        write_history(store)
    return path


@pytest.fixture
def known(long_history: Path) -> Iterator[Store]:
    """The long history, to be read only."""
    with open_store(long_history, read_only=True) as opened:
        yield opened

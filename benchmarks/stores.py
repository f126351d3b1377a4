"""Stores made for a benchmark of data sets that are not part of the project, and deleted after."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from multipole.pipeline import add_source
from multipole.store import open_store

DATA: Final = Path(os.environ.get("MULTIPOLE_SHARED", "../shared")) / "data"


@contextmanager
def made_of(source: str, *paths: str) -> Iterator[Path]:
    """The path of a store with a source's files; ``paths`` below the folder of shared data."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.duckdb"
        with open_store(path, create=True) as store:
            files = [DATA / name for name in paths]
            add_source(store, source, files, now=datetime.now(UTC))
        yield path

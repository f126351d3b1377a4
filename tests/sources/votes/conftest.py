"""Reading small tables of our own with a source's reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.sources.gate.frames import ITEMS, OBSERVATIONS, QUARANTINE
from multipole.sources.gate.source import Context, Input, Source

Read = Callable[[Source, Mapping[str, str | bytes | pl.DataFrame]], "Found"]


class Found:
    """What came of the files: frames of all batches together, and the counts."""

    def __init__(self, source: Source, files: tuple[Input, ...]) -> None:
        self.editions = [source.edition_of(file) for file in files]
        batches = list(source.read(files, Context(load_actors(), date(2026, 1, 1))))
        parts = {
            name: [f for b in batches if (f := getattr(b, name)) is not None]
            for name in ("observations", "items", "quarantine")
        }
        self.observations = pl.concat([pl.DataFrame(schema=OBSERVATIONS), *parts["observations"]])
        self.items = pl.concat([pl.DataFrame(schema=ITEMS), *parts["items"]])
        self.quarantine = pl.concat([pl.DataFrame(schema=QUARANTINE), *parts["quarantine"]])
        self.rows = {files[b.file].name: b.rows for b in batches}
        self.aside = {reason: n for b in batches for reason, n in b.set_aside.items()}

    def told(self, *columns: str, variable: str = "") -> list[tuple[object, ...]]:
        """The observations' columns, row by row."""
        frame = self.observations
        if variable:
            frame = frame.filter(pl.col("variable") == variable)
        rows: list[tuple[object, ...]] = frame.select(columns).rows()
        return rows

    def refused(self) -> list[tuple[object, ...]]:
        """Row, column and datum of what was refused."""
        rows: list[tuple[object, ...]] = self.quarantine.select("row", "column", "datum").rows()
        return rows


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(source: Source, files: Mapping[str, str | bytes | pl.DataFrame]) -> Found:
        inputs = []
        for number, (name, content) in enumerate(files.items()):
            path = tmp_path / name
            if isinstance(content, pl.DataFrame):
                content.write_parquet(path)
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)
            inputs.append(Input(path, f"{number:064}", path.stat().st_size, number))
        return Found(source, tuple(inputs))

    return reading

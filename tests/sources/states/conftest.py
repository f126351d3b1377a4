"""Files of our own for the readers of states, and the publishers' where they are at hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from multipole.actors import load_actors
from multipole.core.ids import sha256
from multipole.sources.gate.source import Batch, Context, Input, Source

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("MULTIPOLE_SHARED", ROOT.parent / "shared")) / "data"
CONTEXT = Context(load_actors(), date(2025, 1, 1))

Write = Callable[[str], Input]
Read = Callable[[Source, Input], Batch]


def as_input(path: Path) -> Input:
    data = path.read_bytes()
    return Input(path, sha256(data), len(data))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file with that text; lines may be indented."""

    def written(text: str) -> Input:
        lines = [line.strip() for line in text.strip("\n").splitlines()]
        path = tmp_path / "table.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return as_input(path)

    return written


@pytest.fixture
def read() -> Read:
    """What comes of a file of one batch."""

    def one(source: Source, file: Input) -> Batch:
        source.edition_of(file)
        (batch,) = source.read((file,), CONTEXT)
        return batch

    return one


@pytest.fixture
def published() -> Callable[[str], Input]:
    """A publisher's file of the shared data, or the test is skipped."""

    def found(name: str) -> Input:
        path = DATA / name
        if not path.is_file():
            pytest.skip(f"no {name} in {DATA}: set MULTIPOLE_SHARED")
        return as_input(path)

    return found


@pytest.fixture
def accounted() -> Callable[[Batch], int]:
    """How many rows of a batch are used, set aside or refused."""

    def count(batch: Batch) -> int:
        used: set[int] = set()
        for frame in (batch.observations, batch.items):
            if frame is not None:
                used |= set(frame["row"].to_list())
        refused = 0 if batch.quarantine is None else batch.quarantine.height
        return len(used) + sum(batch.set_aside.values()) + refused

    return count

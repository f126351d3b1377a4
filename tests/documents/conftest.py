"""Reading a file made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from multipole.core.ids import sha256
from multipole.core.types import Document, Refusal
from multipole.documents import ReadOptions, read_paths

NOW = datetime(2024, 1, 2, 3, 4, tzinfo=UTC)
Reading = tuple[list[Document], list[Refusal]]


def check(document: Document) -> None:
    """Every character that is not white space lies in one part, and a part is never padded."""
    covered = 0
    for part in document.parts:
        piece = document.text[part.start : part.end]
        assert piece == piece.strip(), f"{piece!r} is padded"
        assert not document.text[covered : part.start].strip(), "text between parts"
        covered = part.end
    assert not document.text[covered:].strip(), "text after the parts"
    assert "\0" not in document.text
    document.text.encode()


def read_all(*paths: Path, options: ReadOptions | None = None) -> Reading:
    documents, refusals = [], []
    for item in read_paths(paths, options=options or ReadOptions(), now=NOW):
        if isinstance(item, Refusal):
            assert str(item).count("\n") == 0
            assert item.reason
            assert item.remedy
            refusals.append(item)
        else:
            document, raw = item
            assert document.raw == sha256(raw)
            check(document)
            documents.append(document)
    return documents, refusals


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Write ``data`` to a file called ``name`` and read it."""

    def write_and_read(name: str, data: str | bytes, **options: Any) -> Reading:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return read_all(path, options=ReadOptions(**options))

    return write_and_read


@pytest.fixture
def read_one(read: Callable[..., Reading]) -> Callable[..., Document]:
    """As ``read``, where one document and nothing else is expected."""

    def one(name: str, data: str | bytes, **options: Any) -> Document:
        documents, refusals = read(name, data, **options)
        assert not refusals, refusals
        assert len(documents) == 1
        return documents[0]

    return one


@pytest.fixture
def refuse_one(read: Callable[..., Reading]) -> Callable[..., Refusal]:
    """As ``read``, where one refusal and nothing else is expected."""

    def one(name: str, data: str | bytes, **options: Any) -> Refusal:
        documents, refusals = read(name, data, **options)
        assert not documents, documents
        assert len(refusals) == 1, refusals
        return refusals[0]

    return one


@pytest.fixture
def gate() -> Callable[..., Reading]:
    """Read paths and check every document and refusal that comes out."""
    return read_all


@pytest.fixture
def kinds() -> Callable[[Document], list[tuple[str, str]]]:
    """Kind and words of each part of a document."""
    return lambda d: [(p.kind, d.text[p.start : p.end]) for p in d.parts]

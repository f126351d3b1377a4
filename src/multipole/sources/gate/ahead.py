"""One step ahead: the next piece of a large file is read while the last one is being used."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Piece = TypeVar("Piece")


def ahead(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The same ``pieces`` in the same order, each made by a thread while the one before is used.

    None is no piece. An error comes where its piece would have come; a reader that stops early
    closes ``pieces``. One piece more is in memory than without.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="multipole-ahead") as thread:
        try:
            coming = thread.submit(next, pieces, None)
            while (piece := coming.result()) is not None:
                coming = thread.submit(next, pieces, None)
                yield piece
        finally:
            thread.submit(_close, pieces).result()


def _close(pieces: Iterator[object]) -> None:
    if isinstance(pieces, Generator):
        pieces.close()

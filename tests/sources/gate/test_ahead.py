"""Pieces that are read one step ahead."""

from __future__ import annotations

import threading
from collections.abc import Generator

import pytest

from multipole.sources.gate.ahead import ahead


def test_pieces_come_whole_and_in_order() -> None:
    assert list(ahead(n for n in range(50))) == list(range(50))
    assert list(ahead(n for n in range(0))) == []


def test_the_next_piece_is_made_while_the_last_one_is_used() -> None:
    made = threading.Event()

    def pieces() -> Generator[int, None, None]:
        yield 1
        made.set()
        yield 2

    found = ahead(pieces())
    assert next(found) == 1
    assert made.wait(timeout=10)
    assert list(found) == [2]


def test_an_error_comes_where_its_piece_would_have_come() -> None:
    def pieces() -> Generator[int, None, None]:
        yield 1
        raise ValueError("broken")

    found = ahead(pieces())
    assert next(found) == 1
    with pytest.raises(ValueError, match="broken"):
        next(found)


def test_a_reader_that_stops_early_closes_the_file() -> None:
    closed = []

    def pieces() -> Generator[int, None, None]:
        try:
            yield from range(100)
        finally:
            closed.append(True)

    found = ahead(pieces())
    assert next(found) == 0
    found.close()  # type: ignore[attr-defined]
    assert closed == [True]

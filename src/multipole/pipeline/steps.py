"""What the steps share: how a step tells what it does, names its run and walks the documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Final, TypeVar

from multipole.core.ids import digest
from multipole.core.types import Document, Run
from multipole.core.version import VERSION
from multipole.store import Store

#: So many documents, or so many characters of them, are held at once.
STORED_AT_ONCE: Final = 200
HELD_AT_ONCE: Final = 4_000_000
Thing = TypeVar("Thing")
#: Called with (step, done, total; total 0 when not known).
Progress = Callable[[str, int, int], None]


def quiet(step: str, done: int, total: int) -> None:
    """Tell nobody."""


def run_of(step: str, inputs: str, settings: str, now: datetime) -> Run:
    """The run of this step over these inputs, by this version of the program."""
    return Run(step, VERSION, digest(inputs), settings, 0, now)


def documents_of(store: Store, ids: Iterable[str]) -> Iterator[Document]:
    """The documents with these ids, read from the store some at a time."""
    waiting = iter(ids)
    while some := list(islice(waiting, STORED_AT_ONCE)):
        lengths = store.progress.lengths(some)
        for few in in_pieces(some, lengths.__getitem__, most=HELD_AT_ONCE):
            yield from store.document_objects(few)


def in_pieces(
    things: Iterable[Thing],
    size: Callable[[Thing], int],
    *,
    most: int,
    many: int = STORED_AT_ONCE,
) -> Iterator[list[Thing]]:
    """Lists of at most ``many`` things that end once their sizes come to ``most``.

    >>> list(in_pieces([5, 1, 1, 9, 2], int, most=6))
    [[5, 1], [1, 9], [2]]
    """
    piece: list[Thing] = []
    held = 0
    for thing in things:
        piece.append(thing)
        held += size(thing)
        if held >= most or len(piece) >= many:
            yield piece
            piece, held = [], 0
    if piece:
        yield piece

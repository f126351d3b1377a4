"""What the steps share: how a step tells what it does, names its run and walks the documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from multipole.core.ids import digest
from multipole.core.types import Document, Run
from multipole.core.version import VERSION
from multipole.store import Store

STORED_AT_ONCE: Final = 200
#: Called with (step, done, total; total 0 when not known).
Progress = Callable[[str, int, int], None]


def quiet(step: str, done: int, total: int) -> None:
    """Tell nobody."""


def run_of(step: str, inputs: str, settings: str, now: datetime) -> Run:
    """The run of this step over these inputs, by this version of the program."""
    return Run(step, VERSION, digest(inputs), settings, 0, now)


def documents_of(store: Store, ids: Iterable[str]) -> Iterator[Document]:
    """The documents with these ids, read from the store a few hundred at a time."""
    waiting = iter(ids)
    while some := list(islice(waiting, STORED_AT_ONCE)):
        yield from store.document_objects(some)

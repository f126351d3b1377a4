"""Asking a snapshot: answers from memory, from kept files, or worked out by worker processes."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

from multipole.answers import Answer
from multipole.apps.web.kept import Asked, Kept
from multipole.apps.web.questions import question
from multipole.apps.web.shelf import Shelf
from multipole.apps.web.snapshots import Snapshot
from multipole.core.errors import MultipoleError, StoreError
from multipole.store import Store, open_store

#: Answers held in memory.
HELD: Final = 400
Found = TypeVar("Found")
_open: dict[str, Store] = {}


class Waiting(Exception):
    """What was asked for is being worked out; ``asked`` and the seconds since it was asked."""

    def __init__(self, asked: Asked, seconds: float) -> None:
        super().__init__(asked.name)
        self.asked, self.seconds = asked, seconds


class Room:
    """Where questions to one snapshot are answered; any thread may ask.

    Quick questions are answered in the thread that asks, slow ones by ``workers`` processes.
    Answers, and errors of kinds that say something of the store, are kept.
    """

    def __init__(self, snapshot: Snapshot, *, cache: Path, workers: int = 1) -> None:
        self.snapshot, self.cache = snapshot, cache
        self.shelf = Shelf()
        self.closed = False
        self._kept = Kept(cache, snapshot.digest)
        self._held: OrderedDict[Asked, Answer | MultipoleError] = OrderedDict()
        self._busy: dict[Asked, tuple[float, Future[Answer]]] = {}
        self._values: dict[str, Any] = {}
        self._lock = threading.RLock()
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def ask(self, name: str, *args: Any, patience: float | None = None, **options: Any) -> Answer:
        """The answer to a question.

        Waits at most ``patience`` seconds for a slow one (None: as long as it takes), then raises
        `Waiting`; the work goes on. Raises `MultipoleError` as the question itself does.
        """
        asked = Asked.of(name, args, options)
        found = self._at_hand(asked)
        if found is None:
            found = self._worked_out(asked, patience)
        if isinstance(found, MultipoleError):
            raise found
        return found

    def ready(self, name: str, *args: Any, **options: Any) -> bool:
        """Whether an answer is at hand."""
        return self._at_hand(Asked.of(name, args, options)) is not None

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The snapshot's store, open for reading in this thread."""
        with self.snapshot.store() as opened:
            yield opened

    def once(self, key: str, make: Callable[[Store], Found]) -> Found:
        """What ``make`` finds in the store, kept as long as the snapshot."""
        if key not in self._values:
            with self.store() as opened:
                self._values[key] = make(opened)
        found: Found = self._values[key]
        return found

    def working(self) -> list[tuple[Asked, float]]:
        """What is being worked out, with the seconds since it was asked."""
        now = time.monotonic()
        with self._lock:
            return [(asked, now - since) for asked, (since, _) in self._busy.items()]

    def close(self) -> None:
        """Stop working."""
        self.closed = True
        with self._lock:
            if self._pool:
                self._pool.shutdown(wait=False, cancel_futures=True)
        self.snapshot.close()

    def _at_hand(self, asked: Asked) -> Answer | MultipoleError | None:
        with self._lock:
            if asked in self._held:
                self._held.move_to_end(asked)
                return self._held[asked]
        found = self._kept.get(asked)
        if found is not None:
            self._hold(asked, found)
        return found

    def _worked_out(self, asked: Asked, patience: float | None) -> Answer | MultipoleError:
        if not question(asked.name).slow:
            return self._here(asked)
        since, future = self._begun(asked)
        try:
            found = future.result(patience)
        except TimeoutError:
            raise Waiting(asked, time.monotonic() - since) from None
        except MultipoleError as error:
            self._hold(asked, error)
            return error
        except BrokenProcessPool:
            raise self._ended(asked) from None
        return found

    def _ended(self, asked: Asked) -> StoreError:
        """A worker was ended from outside: the next question gets new ones (see `_given`)."""
        return StoreError(
            f"the process that worked out {asked.name} was ended, perhaps for want of memory",
            where=str(self.snapshot.of),
            remedy="Ask again; with little memory, serve with --workers 1.",
        )

    def _here(self, asked: Asked) -> Answer | MultipoleError:
        try:
            with self.store() as opened:
                found: Answer | MultipoleError = _answered(opened, asked)
        except MultipoleError as error:
            found = error
        self._hold(asked, found)
        return found

    def _begun(self, asked: Asked) -> tuple[float, Future[Answer]]:
        with self._lock:
            begun = self._busy.get(asked)
            if begun is None:
                future = self._given(asked)
                begun = self._busy[asked] = (time.monotonic(), future)
                future.add_done_callback(lambda done: self._done(asked, done))
            return begun

    def _given(self, asked: Asked) -> Future[Answer]:
        """Give a question to the workers; where one of them was ended, to new ones."""
        self._pool = self._pool or _pool(self._workers)
        try:
            return self._pool.submit(work, str(self.snapshot.path), asked)
        except BrokenProcessPool:
            self._pool = _pool(self._workers)
            return self._pool.submit(work, str(self.snapshot.path), asked)

    def _done(self, asked: Asked, future: Future[Answer]) -> None:
        """Keep what a worker gave. It runs before those that wait go on, or beside them."""
        if not future.cancelled() and future.exception() is None:
            self._hold(asked, future.result())
            self._kept.put(asked, future.result())
        with self._lock:
            self._busy.pop(asked, None)

    def _hold(self, asked: Asked, found: Answer | MultipoleError) -> None:
        with self._lock:
            self._held[asked] = found
            while len(self._held) > HELD:
                self._held.popitem(last=False)


def work(path: str, asked: Asked) -> Answer:
    """Answer a question in a worker process, which keeps the store open for the next one."""
    if path not in _open:
        while _open:
            _open.popitem()[1].close()
        _open[path] = open_store(path, read_only=True)
    return _answered(_open[path], asked)


def _answered(store: Store, asked: Asked) -> Answer:
    return question(asked.name).ask(store, *asked.args, **dict(asked.options))


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent
    )


def _end_with_parent() -> None:
    """End this worker when the process that began it is no more, however that ended."""
    threading.Thread(target=_outlive, daemon=True).start()


def _outlive() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)

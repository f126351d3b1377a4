"""The room of the newest snapshot: looks whether the store has changed and swaps rooms."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from multipole.apps.web.asking import Room
from multipole.apps.web.snapshots import state_of, take
from multipole.core.errors import StoreError

#: Seconds between two looks at the store's file, and that an old room stays for who is in it.
LOOK: Final = 2.0
LINGER: Final = 30.0


class Rooms:
    """Gives the room of the newest snapshot of the store at ``path``; close it in the end.

    Raises `StoreError` when there is no store to begin with.
    """

    def __init__(self, path: Path, *, cache: Path, workers: int = 1) -> None:
        self.path, self.cache, self._workers = path, cache, workers
        self._folder = tempfile.TemporaryDirectory(prefix="multipole-")
        self._lock = threading.Lock()
        self._looked = time.monotonic()
        self._old: list[tuple[float, Room]] = []
        self._room = self._fresh()

    @property
    def room(self) -> Room:
        """The room of the newest snapshot; looks at the store's file every few seconds."""
        if time.monotonic() - self._looked > LOOK and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._room

    def refresh(self) -> Room:
        """Look now, wait for it, and give the room."""
        with self._lock:
            self._look()
        return self._room

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """The store's file for one who writes to it: nobody looks at it meanwhile.

        Afterwards the newest room is of what was written.
        """
        with self._lock:
            yield self.path
            self._look()

    def close(self) -> None:
        """Close all rooms and remove the copies."""
        for room in (self._room, *(room for _, room in self._old)):
            room.close()
        with suppress(OSError):
            self._folder.cleanup()

    def _look(self) -> None:
        self._looked = time.monotonic()
        self._leave()
        seen = state_of(self.path)
        if seen in (None, self._room.snapshot.state):
            return
        self._swap()

    def _swap(self) -> None:
        """A new room; the old one stays for a while. A store being written to is left for later."""
        with suppress(StoreError):
            fresh = self._fresh()
            self._old.append((time.monotonic(), self._room))
            self._room = fresh

    def _leave(self) -> None:
        gone = [one for one in self._old if time.monotonic() - one[0] > LINGER]
        self._old = [one for one in self._old if one not in gone]
        for _, room in gone:
            room.close()

    def _fresh(self) -> Room:
        snapshot = take(self.path, Path(self._folder.name))
        return Room(snapshot, cache=self.cache, workers=self._workers)

"""Snapshots: the state of a store at one moment, so that others may write to it meanwhile.

A DuckDB file that one process reads no other can write. So the server reads a copy, looks now and
then whether the store has changed, and swaps in a new copy when it has.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final

from multipole.core.errors import StoreError
from multipole.store import Store, open_store

_PIECE: Final = 1 << 22


@dataclass(frozen=True, slots=True)
class State:
    """What a file looks like from outside: it has not changed while this is the same."""

    size: int
    changed: int
    number: int


def state_of(path: Path) -> State | None:
    """The state of a file; None when there is none."""
    with suppress(OSError):
        seen = path.stat()
        return State(seen.st_size, seen.st_mtime_ns, seen.st_ino)
    return None


class Snapshot:
    """A copy of a store, and stores open for reading it, one for each thread that asks."""

    def __init__(self, path: Path, *, of: Path, state: State, digest: str) -> None:
        self.path, self.of, self.state, self.digest = path, of, state, digest
        self._idle: SimpleQueue[Store] = SimpleQueue()
        self._gone = False

    @contextmanager
    def store(self) -> Iterator[Store]:
        """A store open for reading, for one thread."""
        try:
            opened = self._idle.get_nowait()
        except Empty:
            opened = open_store(self.path, read_only=True)
        try:
            yield opened
        finally:
            if self._gone:
                opened.close()
            else:
                self._idle.put(opened)

    def close(self) -> None:
        """Let go of the copy and remove it; threads that still ask may finish."""
        self._gone = True
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()
        with suppress(OSError):
            self.path.unlink()


def take(path: Path, folder: Path) -> Snapshot:
    """A copy of the store at ``path`` in ``folder``, as it stands between two writings.

    Raises `StoreError` when it cannot be opened, also while another process writes to it.
    """
    with open_store(path, read_only=True):
        state = state_of(path)
        if state is None:
            raise StoreError("the store is gone", where=str(path), remedy="Start again.")
        fresh = folder / f"snapshot-{state.changed:x}-{state.size:x}.duckdb"
        digest = _copied(path, fresh)
        log = path.with_name(f"{path.name}.wal")
        if log.exists():
            shutil.copyfile(log, fresh.with_name(f"{fresh.name}.wal"))
            digest = hashlib.blake2b(digest.encode() + log.read_bytes(), digest_size=12).hexdigest()
    return Snapshot(fresh, of=path, state=state, digest=digest)


def _copied(path: Path, fresh: Path) -> str:
    """Copy a file and give the digest of what was copied."""
    made = hashlib.blake2b(digest_size=12)
    with path.open("rb") as old, fresh.open("wb") as new:
        while piece := old.read(_PIECE):
            made.update(piece)
            new.write(piece)
    return made.hexdigest()

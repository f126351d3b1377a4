"""Which files a path stands for, and which sidecar belongs to a file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from multipole.core.errors import UnreadableInput
from multipole.core.types import Refusal

SIDECAR: Final = ".meta.json"
_NOT_REPORTS: Final = (".duckdb", ".duckdb.wal")


def walk(path: Path) -> Iterator[Path | Refusal]:
    """The files under ``path`` in the order of their names, or ``path`` itself when it is a file.

    Hidden files, sidecars and stores are passed over in folders; a link back into a folder that was
    read, a dead link and a folder that may not be read are a `Refusal` each.
    """
    yield from _walk(path, set()) if path.is_dir() else (path,)


def is_sidecar(name: str) -> bool:
    """Whether a file of this name tells about another one."""
    return name.endswith(SIDECAR)


def sidecars_of(name: str) -> tuple[str, ...]:
    """The names a sidecar of the file ``name`` may have, the nearer one first."""
    stem = name.rpartition(".")[0] or name
    return (name + SIDECAR, stem + SIDECAR) if stem != name else (name + SIDECAR,)


def read_bytes(path: Path, *, max_bytes: int) -> bytes:
    """The bytes of a regular file of at most ``max_bytes``.

    Raises `UnreadableInput` for pipes, devices, larger files and files that may not be read.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableInput("is not a regular file", remedy="Leave it out.")
        refuse_large(found.st_size, max_bytes)
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        reason = f"cannot be opened ({error.strerror or type(error).__name__})"
        raise UnreadableInput(reason, remedy="Check the file and its permissions.") from None
    refuse_large(len(data), max_bytes)
    return data


def refuse_large(size: int, max_bytes: int) -> None:
    """Raise `UnreadableInput` when ``size`` is beyond ``max_bytes``, or nothing at all."""
    if size == 0:
        raise UnreadableInput("is empty", remedy="Leave it out.")
    if size > max_bytes:
        reason = f"holds {size:,} bytes, more than the limit of {max_bytes:,}"
        remedy = "Split it, or read it from Python with a larger max_bytes."
        raise UnreadableInput(reason, remedy=remedy)


def _walk(folder: Path, seen: set[str]) -> Iterator[Path | Refusal]:
    real = os.path.realpath(folder)
    if real in seen:
        yield Refusal(str(folder), "", "links to a folder already read", "Leave the link out.")
        return
    seen.add(real)
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        reason = f"cannot be opened ({error.strerror or type(error).__name__})"
        yield Refusal(str(folder), "", reason, "Check the folder and its permissions.")
        return
    names = {entry.name for entry in entries}
    wanted = {sidecar for name in names for sidecar in sidecars_of(name)}
    for entry in entries:
        if entry.name.startswith((".", "~$")) or entry.name.endswith(_NOT_REPORTS):
            continue
        if is_sidecar(entry.name):
            if entry.name not in wanted:
                reason = "is a sidecar without its report"
                yield Refusal(str(entry), "", reason, "Name it REPORT.txt.meta.json.")
        elif entry.is_dir():
            yield from _walk(entry, seen)
        else:
            yield entry

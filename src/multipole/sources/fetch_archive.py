"""The files that are meant, out of a downloaded archive."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO, Final

from multipole.core.errors import UnreadableInput
from multipole.sources.fetch_cache import written

_MOST: Final = 40 << 30
_DEEP: Final = 2


def unpack(path: Path, *, take: Sequence[str]) -> tuple[Path, ...]:
    """Files of an archive whose names match ``take``, written beside it; itself without ``take``.

    Looks into archives inside the archive. The files go to ``<archive>.files/`` by their plain
    names, and are written anew each time. Raises `UnreadableInput` when a name matches nothing.
    """
    if not take:
        return (path,)
    folder = path.with_name(f"{path.name}.files")
    with written(folder), _sound(path):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        with path.open("rb") as stream:
            names = list(_members(stream, folder, take, depth=0))
    return tuple(_matching(path, folder, names, pattern) for pattern in take)


def _matching(path: Path, folder: Path, names: Sequence[str], pattern: str) -> Path:
    found = sorted(p for p in folder.iterdir() if fnmatchcase(p.name, pattern))
    if len(found) != 1:
        held = ", ".join(sorted(names)[:20]) or "nothing"
        raise UnreadableInput(
            f"{len(found)} files in the archive are named {pattern}; it holds {held}",
            where=str(path), remedy="Unpack it and name the file that is meant.",
        )  # fmt: skip
    return found[0]


def _members(stream: IO[bytes], folder: Path, take: Sequence[str], *, depth: int) -> Iterator[str]:
    """Names of all files; those that are meant are written to ``folder``."""
    with zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            name = info.filename.replace("\\", "/").rsplit("/", 1)[-1]
            if not name or "__MACOSX" in info.filename:
                continue
            yield name
            with archive.open(info) as member:
                if any(fnmatchcase(name, pattern) for pattern in take):
                    _copy(member, folder / name, info.file_size)
                elif name.lower().endswith(".zip") and depth < _DEEP:
                    yield from _members(member, folder, take, depth=depth + 1)


def _copy(member: IO[bytes], target: Path, size: int) -> None:
    if size > _MOST:
        raise UnreadableInput(f"{target.name} would have {size:,} bytes", where=str(target))
    with target.open("wb") as out:
        shutil.copyfileobj(member, out, 1 << 20)


@contextmanager
def _sound(path: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise UnreadableInput(
            f"the archive cannot be read ({error})", where=str(path), remedy="Get it again."
        ) from error

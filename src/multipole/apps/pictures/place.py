"""Where a picture is written, and as what."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from multipole.core.errors import UnreadableInput, WrongUse

ENDINGS: Final = (".svg", ".png", ".html", ".json")
_READABLE: Final = 0o666


def ending_of(place: str | Path) -> str:
    """The ending that says what kind of file is meant; raises `WrongUse` for any other.

    >>> ending_of("votes.SVG")
    '.svg'
    """
    ending = Path(place).suffix.lower()
    if ending not in ENDINGS:
        raise WrongUse(
            f"{str(place)!r} does not say what kind of picture is meant",
            remedy=f"End the name in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}.",
        )
    return ending


def replace_file(place: Path, data: bytes) -> None:
    """Put ``data`` into the file ``place`` at once: a reader sees the old file or the new one.

    Raises `UnreadableInput` when it cannot be written; what was there is then kept.
    """
    try:
        _write(place.resolve(), data)
    except OSError as error:
        raise UnreadableInput(
            f"cannot write: {error.strerror}", where=str(place),
            remedy="Choose a path that can be written.",
        ) from None  # fmt: skip


def _write(place: Path, data: bytes) -> None:
    if place.is_dir():
        raise IsADirectoryError(21, "it is a folder")
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.stem}-")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        beside.chmod(place.stat().st_mode if place.exists() else _READABLE & ~_umask())
        beside.replace(place)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def _umask() -> int:
    """The rights that new files lack here; reading it means setting it for a moment."""
    mask = os.umask(0)
    os.umask(mask)
    return mask

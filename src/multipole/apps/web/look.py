"""The files of the look: style, scripts, and the picture library that vl-convert carries."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final

from multipole.apps.brief.explore import library

_FOLDER: Final = files("multipole.apps.web") / "static"
_KINDS: Final = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class File:
    """A file with its media type and a tag that changes with its content."""

    content: bytes
    kind: str
    tag: str


@cache
def file(name: str, kept_in: Path) -> File | None:
    """A file of the look by name; None when there is none.

    The picture library takes seconds to put together, so it is kept in the folder ``kept_in``.
    """
    if name == "vega.js":
        return _file(_library(kept_in), "js")
    if name not in names():
        return None
    return _file((_FOLDER / name).read_bytes(), name.rsplit(".", 1)[-1])


@cache
def names() -> frozenset[str]:
    """The names of our own files."""
    return frozenset(one.name for one in _FOLDER.iterdir() if one.name.endswith((".css", ".js")))


def text(name: str) -> str:
    """One of our own files as text."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def _library(kept_in: Path) -> bytes:
    place = kept_in / f"vega-{version('vl-convert-python')}.js"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f"{place.name}.{os.getpid()}")
        fresh.write_bytes(library().encode())
        fresh.replace(place)
    return place.read_bytes()


def _file(content: bytes, ending: str) -> File:
    tag = hashlib.blake2b(content, digest_size=8).hexdigest()
    return File(content, f"{_KINDS[ending]}; charset=utf-8", tag)

"""Answers kept in files, so that what was worked out once is there at once the next time."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

import multipole
from multipole.answers import Answer

#: So many states of stores have their answers kept; those not used longest go first.
STORES: Final = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what it was asked of; equal ones have equal answers.

    >>> Asked.of("dyad", ("CHN", "RUS"), {"as_of": None}) == Asked.of("dyad", ("CHN", "RUS"), {})
    True
    """

    name: str
    args: tuple[Any, ...]
    options: tuple[tuple[str, Any], ...]

    @classmethod
    def of(cls, name: str, args: tuple[Any, ...], options: Mapping[str, Any]) -> Asked:
        """The same question however it is written: without options that are not given."""
        given = {key: value for key, value in options.items() if value not in (None, "", ())}
        return cls(name, args, tuple(sorted(given.items())))

    @property
    def key(self) -> str:
        """A name for its file."""
        text = json.dumps([self.name, self.args, self.options], default=str, sort_keys=True)
        return f"{self.name}-{hashlib.blake2b(text.encode(), digest_size=12).hexdigest()}"


def cache_folder() -> Path:
    """The user's folder for what can be made again: of XDG, of macOS or of Windows."""
    if "XDG_CACHE_HOME" in os.environ:
        return Path(os.environ["XDG_CACHE_HOME"]) / "multipole"
    if "LOCALAPPDATA" in os.environ:
        return Path(os.environ["LOCALAPPDATA"]) / "multipole" / "cache"
    return Path.home() / ".cache" / "multipole"


@cache
def code_digest() -> str:
    """A digest of this installation: answers of other code are not taken for its own."""
    root = Path(multipole.__file__).parent
    made = hashlib.blake2b(digest_size=8)
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".csv", ".json", ".onnx", ".txt"):
            seen = path.stat()
            made.update(f"{path.relative_to(root)} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return made.hexdigest()


class Kept:
    """The answers kept for one state of a store, in a folder under ``cache``."""

    def __init__(self, cache: Path, digest: str) -> None:
        self.folder = cache / "answers" / f"{digest}-{code_digest()}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.touch()
        _let_go(self.folder.parent)

    def get(self, asked: Asked) -> Answer | None:
        """The answer kept for a question; a file that cannot be read counts as none."""
        try:
            with pa.memory_map(str(self._file(asked))) as file:
                return _answer(pa.ipc.open_file(file).read_all())
        except (OSError, pa.ArrowInvalid, KeyError):
            return None

    def put(self, asked: Asked, answer: Answer) -> None:
        """Keep an answer; it is there whole or not at all."""
        file = self._file(asked)
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as part:
            rows = _rows(answer)
            with pa.ipc.new_file(part, rows.schema) as out:
                out.write_table(rows)
        Path(part.name).replace(file)

    def _file(self, asked: Asked) -> Path:
        return self.folder / f"{asked.key}.arrow"


def _let_go(folder: Path) -> None:
    """Remove the answers of states not used longest."""
    held = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in held[STORES:]:
        shutil.rmtree(old, ignore_errors=True)


def _rows(answer: Answer) -> pa.Table:
    said = {"title": answer.title, "notes": answer.notes, "shown": answer.shown}
    return pa.table(
        {
            "said": [json.dumps(said)],
            "table": pa.array([_bytes(answer.table)], pa.binary()),
            "evidence": pa.array([_bytes(answer.evidence)], pa.binary()),
        }
    )


def _answer(rows: pa.Table) -> Answer:
    row = {name: rows.column(name)[0].as_py() for name in rows.column_names}
    said = json.loads(row["said"])
    return Answer(
        said["title"], _table(row["table"]), _table(row["evidence"]), tuple(said["notes"]),
        tuple(said["shown"]),
    )  # fmt: skip


def _bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as out:
        out.write_table(table)
    return bytes(sink.getvalue())


def _table(data: bytes) -> pa.Table:
    return pa.ipc.open_stream(pa.py_buffer(data)).read_all()

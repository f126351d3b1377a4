"""What the cells behind observations say today: the files are opened again, not the store.

A cell is shown only from a file that is byte for byte the one that was added.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.evidence import file_name
from multipole.core.errors import UnreadableInput
from multipole.sources.gate.cells import Cell, read_cells
from multipole.store import Store

MOVED: Final = "the file is not where it was added from"
CHANGED: Final = "the file has changed since it was added"
ABSENT: Final = "the file has no such cell"
#: The text of the cell, and why there is none.
Printed = tuple[str | None, str]


def cells(store: Store, rows: Iterable[Mapping[str, Any]]) -> list[Printed]:
    """For each row with ``sha256``, ``row`` and ``column``: the cell's text, or None and why.

    Each file is read once. The text is as the publisher printed it: nothing in it is escaped.
    """
    asked = [(row["sha256"], (row["row"], row["column"])) for row in rows]
    by_file: dict[str, list[Cell]] = defaultdict(list)
    for sha256, cell in asked:
        by_file[sha256].append(cell)
    known = {f["sha256"]: f for f in store.records.files().to_pylist()}
    found = {sha256: _of_file(known[sha256], wanted) for sha256, wanted in by_file.items()}
    return [found[sha256][cell] for sha256, cell in asked]


def _of_file(file: Mapping[str, Any], wanted: Sequence[Cell]) -> dict[Cell, Printed]:
    path = Path(file["path"])
    try:
        why = _doubt(path, file)
        if why:
            return dict.fromkeys(wanted, (None, why))
        told = read_cells(path, wanted)
    except (UnreadableInput, OSError) as error:
        return dict.fromkeys(wanted, (None, f"the file cannot be read ({error})"))
    return {cell: (text, ABSENT if text is None else "") for cell, text in told.items()}


def _doubt(path: Path, file: Mapping[str, Any]) -> str:
    """Why the file at ``path`` is not the one that was added, ``""`` when it is."""
    if not path.is_file():
        return MOVED
    if path.stat().st_size != file["size"]:
        return CHANGED
    with path.open("rb") as stream:
        same = hashlib.file_digest(stream, "sha256").hexdigest() == file["sha256"]
    return "" if same else CHANGED


def with_cells(store: Store, answer: Answer) -> Answer:
    """Records with the columns ``printed`` and ``unopened``, and a note for each file not read."""
    rows = answer.table.select(["sha256", "row", "column"]).to_pylist()
    told = cells(store, rows)
    table = answer.table.append_column("printed", pa.array([t for t, _ in told], pa.string()))
    table = table.append_column("unopened", pa.array([why for _, why in told], pa.string()))
    reasons = [(row["sha256"], why) for row, (_, why) in zip(rows, told, strict=True)]
    notes = (*answer.notes, *_notes(store, reasons))
    return replace(answer, table=table, notes=notes, shown=(*answer.shown, "printed"))


def _notes(store: Store, reasons: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Why cells are not shown, once for each file."""
    names = {f["sha256"]: file_name(f["path"]) for f in store.records.files().to_pylist()}
    told = dict.fromkeys((names[sha256], why) for sha256, why in reasons if why)
    return tuple(f"Cells of {name} are not shown: {why}." for name, why in told)

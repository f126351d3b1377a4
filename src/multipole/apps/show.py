"""Answers out: a table for people, JSON, CSV and Parquet for machines."""

from __future__ import annotations

import csv
import io
import json
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from multipole.apps.pictures import save_picture
from multipole.apps.pictures.place import ending_of
from multipole.apps.safe import safe, safe_csv, safe_json, safe_line
from multipole.core.errors import UnreadableInput, WrongUse

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.console import Console

    from multipole.answers import Answer
    from multipole.store import Store

STDOUT: Final = "-"
GAP: Final = 2


@dataclass(frozen=True, slots=True)
class Output:
    """How the user wants an answer: a table for people unless one of the others is set.

    ``picture``: a file for the picture of it, which comes beside any of these.
    """

    json: bool = False
    csv: bool = False
    parquet: str | None = None
    evidence: bool = False
    picture: str | None = None

    def __post_init__(self) -> None:
        if sum((self.json, self.csv, self.parquet is not None)) > 1:
            raise WrongUse("more than one output format", remedy="Use --json, --csv or --parquet.")
        if self.picture is not None:
            ending_of(self.picture)


def emit(answer: Answer, output: Output) -> None:
    """Write ``answer`` to standard output (Parquet: to its file), and its picture to a file."""
    if output.picture is not None:
        save_picture(answer, output.picture)
    chosen = answer.evidence if output.evidence else answer.table
    if output.json:
        write_bytes(json_bytes(answer.to_json()))
    elif output.csv:
        write_bytes(csv_bytes(chosen))
    elif output.parquet is not None:
        write_parquet(chosen, output.parquet)
    else:
        show(answer, console(), only_evidence=output.evidence)


def answer_from(place: Path, ask: Callable[[Store], Answer], **formats: Any) -> None:
    """Ask the store at ``place`` and write the answer in the one of ``formats`` that is set."""
    from multipole.store import open_store

    output = Output(**formats)
    with open_store(place, read_only=True) as opened:
        found = ask(opened)
    emit(found, output)


def json_bytes(value: Any) -> bytes:
    """``value`` as JSON in UTF-8; dates in ISO form, NaN (which JSON lacks) as null."""
    text = json.dumps(_plain(value), ensure_ascii=False, indent=1, default=str, allow_nan=False)
    return (safe_json(text) + "\n").encode()


def csv_bytes(table: pa.Table) -> bytes:
    """``table`` as CSV in UTF-8 with a header; lists joined by ``;``, unknown empty.

    Text that a spreadsheet would run as a formula has ``'`` in front, and control characters are
    written as escapes: JSON and Parquet are the exact forms.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.column_names)
    for row in table.to_pylist():
        writer.writerow([_csv_cell(value) for value in row.values()])
    return out.getvalue().encode()


def write_parquet(table: pa.Table, place: str) -> None:
    """Write ``table`` as Parquet to the file ``place``, or to standard output for ``-``."""
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(table, out)
    if place == STDOUT:
        write_bytes(out.getvalue())
        return
    try:
        Path(place).write_bytes(out.getvalue())
    except OSError as error:
        remedy = "Choose a path that can be written."
        raise UnreadableInput(
            f"cannot write: {error.strerror}", where=place, remedy=remedy
        ) from None


def write_bytes(data: bytes) -> None:
    """Write bytes to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def console(*, stderr: bool = False) -> Console:
    """A console that interprets nothing in the text it prints, and lets a broken pipe be raised."""
    from rich.console import Console

    class Plain(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Plain(stderr=stderr, markup=False, emoji=False, highlight=False)


def show(answer: Answer, out: Console, *, only_evidence: bool = False) -> None:
    """Print ``answer`` for people: title, table, numbered sentences with citations, notes."""
    from rich.text import Text

    out.print(Text(safe_line(answer.title), style="bold"))
    if not only_evidence and len(answer):
        out.print(_table(answer, out.width))
    for number, row in enumerate(answer.evidence.to_pylist(), start=1):
        _show_sentence(number, row, out)
    for note in answer.notes:
        out.print(Text(safe_line(note), style="dim"))


def _table(answer: Answer, width: int) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for heading, chosen in zip(answer.headings, _widths(answer, width), strict=True):
        table.add_column(heading, overflow="fold", width=chosen)
    before = ""
    for row in answer.cells:
        first = "" if answer.shown[0] == "section" and row[0] == before else row[0]
        table.add_row(*(Text(safe(cell)) for cell in (first, *row[1:])))
        before = row[0]
    return table


def _widths(answer: Answer, width: int) -> list[int]:
    """Widths that fit: no word broken if that can be, the rest to the columns that need it most."""
    from rich.cells import cell_len

    columns = [[safe(c) for c in column] for column in zip(answer.headings, *answer.cells)]  # noqa: B905
    whole = [max(cell_len(line) for c in column for line in c.split("\n")) for column in columns]
    words = [max(cell_len(w) for c in column for w in c.split() or [""]) for column in columns]
    room = max(width - GAP * len(columns), len(columns))
    cap = next((m for m in range(max(words), 0, -1) if sum(min(w, m) for w in words) <= room), 1)
    widths = [max(1, min(w, cap)) for w in words]
    for _ in range(room - sum(widths)):
        neediest = max(range(len(widths)), key=lambda i: whole[i] / widths[i])
        widths[neediest] += widths[neediest] < whole[neediest]
    return widths


def _show_sentence(number: int, row: dict[str, Any], out: Console) -> None:
    from rich.padding import Padding
    from rich.text import Text

    text = Text.assemble((f"[{number}] ", "bold"), f"“{safe_line(row['quote'])}”")
    for words in row.get("beside") or ():
        text.append(f" with “{safe_line(words)}”")
    if row["speaker"]:
        text.append(f" says {safe_line(row['speaker'])}")
    out.print(text, overflow="fold")
    sure = row["confidence"]  # None: a sentence that no coder has to read
    place = safe_line(row["citation"]) + ("" if sure is None else f", confidence {sure:.2f}")
    out.print(Padding(Text(place, style="dim", overflow="fold"), (0, 0, 0, 4), expand=False))


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case float() if not math.isfinite(value):
            return None
        case _:
            return value


def _csv_cell(value: Any) -> Any:
    match value:
        case None:
            return ""
        case list():
            return safe_csv(";".join(map(str, value)))
        case float():
            return "" if math.isnan(value) else repr(value)
        case str():
            return safe_csv(value)
        case _:
            return value

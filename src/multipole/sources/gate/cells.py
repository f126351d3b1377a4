"""From a row and a column back to the text of the cell, without the readers of the sources.

A row is the number of the line in which a record begins, the lines of the header included; in
Parquet it is the number of the record from 1. A column is the publisher's name of it, as `named`
gives it. Files are read in one pass to the last row that is wanted, and never held whole.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Final, cast

import pyarrow as pa
import pyarrow.parquet as pq

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.frames import is_parquet, named, opened
from multipole.sources.gate.source import Input

Cell = tuple[int, str]
Numbered = tuple[int, list[str]]

_BOM: Final = b"\xef\xbb\xbf"
_PEEK: Final = 1 << 20
_MARKS: Final = (",", "\t", ";")
#: The header stands within the first lines of a file, below what explains it.
_ABOVE: Final = 100
_LONGEST: Final = 1 << 26
_RECORDS_AT_ONCE: Final = 65536


def read_cells(
    path: Path, cells: Iterable[Cell], *, names: Sequence[str] = ()
) -> dict[Cell, str | None]:
    """The text of each of ``cells`` (row, column) in the file; None where it has no such cell.

    ``names`` are the columns of a file without a header (GDELT); otherwise the header is the line
    on top that has most of the columns asked for. A cell is as it stands in the file, without the
    quotes around it; a null of Parquet is ``""``. Raises `UnreadableInput`.
    """
    wanted: dict[int, list[str]] = defaultdict(list)
    for row, column in cells:
        wanted[row].append(column)
    columns = {column for asked in wanted.values() for column in asked}
    rows = _rows(path, set(wanted), columns, names)
    found = {row: record for row, record in rows if row in wanted}
    return {
        (row, column): found.get(row, {}).get(column)
        for row, asked in wanted.items()
        for column in asked
    }


def read_rows(
    path: Path, rows: Iterable[int], *, columns: Iterable[str] = (), names: Sequence[str] = ()
) -> dict[int, dict[str, str]]:
    """Whole records by row: column -> text; rows that the file does not have are left out.

    ``columns`` tell the header from the lines above it; without them it is the first record of
    more than one cell that is no comment (``#``). Raises `UnreadableInput`.
    """
    wanted = set(rows)
    return {row: dict(r) for row, r in _rows(path, wanted, set(columns), names) if row in wanted}


def read_row(
    path: Path, row: int, *, columns: Iterable[str] = (), names: Sequence[str] = ()
) -> dict[str, str] | None:
    """One whole record, None when no record begins at ``row``. Raises `UnreadableInput`."""
    return read_rows(path, [row], columns=columns, names=names).get(row)


def _rows(
    path: Path, wanted: Collection[int], columns: Collection[str], names: Sequence[str]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    if not wanted:
        return
    file = Input(path, "", 0)
    if not path.is_file():
        raise UnreadableInput("there is no such file", where=str(path), remedy="Get it again.")
    if is_parquet(file):
        yield from _of_parquet(path, wanted, columns)
    else:
        yield from _of_text(file, wanted, columns, names)


def _of_parquet(
    path: Path, wanted: Collection[int], columns: Collection[str]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Records from 1; groups of rows without a wanted one, and other columns, are not read."""
    try:
        with pq.ParquetFile(path) as table:
            kept = [name for name in table.schema_arrow.names if not columns or name in columns]
            first = 1
            for group in range(table.num_row_groups):
                size = table.metadata.row_group(group).num_rows
                here = sorted(row for row in wanted if first <= row < first + size)
                if here and kept:
                    yield from _of_group(table, group, kept, first, here)
                first += size
    except (OSError, pa.ArrowException) as error:
        raise UnreadableInput(
            f"the file is not Parquet ({error})", where=str(path), remedy="Get it again."
        ) from error


def _of_group(
    table: pq.ParquetFile, group: int, columns: list[str], first: int, wanted: list[int]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    batches = table.iter_batches(_RECORDS_AT_ONCE, row_groups=[group], columns=columns)
    for batch in batches:
        here = [row for row in wanted if first <= row < first + batch.num_rows]
        places = pa.array([row - first for row in here], pa.int64())
        for row, record in zip(here, batch.take(places).to_pylist(), strict=True):
            yield row, {name: "" if v is None else str(v) for name, v in record.items()}
        first += batch.num_rows


def _of_text(
    file: Input, wanted: Collection[int], columns: Collection[str], names: Sequence[str]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    last = max(wanted)
    with opened(file) as stream:
        buffered = io.BufferedReader(cast("io.RawIOBase", stream), _PEEK)
        if buffered.peek(3).startswith(_BOM):
            buffered.read(3)
        mark, header = _form(_text(buffered.peek(_PEEK)), columns, names)
        tabbed = mark == "\t"
        records = _lines(buffered, wanted) if tabbed else _quoted(buffered, mark, file)
        for row, record in records:
            if row in wanted and header:
                cells = zip(header, record, strict=False)  # a row may lack its last cells
                yield row, {name: _readable(cell) for name, cell in cells}
            if row >= last:
                break


def _form(top: str, columns: Collection[str], names: Sequence[str]) -> tuple[str, list[str]]:
    """What parts the cells, and the names of the columns; none where no line is a header."""
    forms = {mark: _likeliest(top, mark, columns) for mark in _MARKS}
    if names or not columns:
        first = next((t for t in top.splitlines() if t.strip() and not t.startswith("#")), "")
        mark = max(_MARKS, key=first.count)
        return mark, list(names) or forms[mark]
    asked = set(columns)
    mark = max(_MARKS, key=lambda m: len(asked.intersection(forms[m])))
    return mark, forms[mark]


def _likeliest(top: str, mark: str, columns: Collection[str]) -> list[str]:
    """The first of the lines on top that has most of ``columns``; without them, the first row."""
    reader = csv.reader(io.StringIO(top, newline=""), delimiter=mark)
    best: list[str] = []
    most = 0
    try:
        for record in islice(reader, _ABOVE):
            found = named([_readable(cell) for cell in record])
            if not columns and len(found) > 1 and not found[0].startswith("#"):
                return found
            score = len(set(columns).intersection(found))
            if score > most:
                best, most = found, score
    except csv.Error:
        pass
    return best


def _lines(stream: IO[bytes], wanted: Collection[int]) -> Iterator[Numbered]:
    """The wanted lines of a table parted by tabs: a record each, quotes only around whole cells."""
    at = 0
    for row in sorted(wanted):
        line = next(islice(stream, row - at - 1, None), None)
        if line is None:
            return
        at = row
        yield row, [_unquoted(cell) for cell in _text(line).rstrip("\r\n").split("\t")]


def _unquoted(cell: str) -> str:
    around = len(cell) > 1 and cell.startswith('"') and cell.endswith('"')
    return cell[1:-1].replace('""', '"') if around else cell


def _quoted(stream: IO[bytes], mark: str, file: Input) -> Iterator[Numbered]:
    """Records of a table whose quoted cells may hold several lines, with where each begins."""
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="surrogateescape", newline="")
    reader = csv.reader(text, delimiter=mark)
    before = csv.field_size_limit(_LONGEST)
    begin = 1
    try:
        for record in reader:
            row, begin = begin, reader.line_num + 1
            if record:
                yield row, record
    except csv.Error as error:
        raise UnreadableInput(
            f"the text is not a table ({error})", where=f"{file.path} row {begin}",
            remedy="Get the file again.",
        ) from None  # fmt: skip
    finally:
        csv.field_size_limit(before)


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="surrogateescape")


def _readable(cell: str) -> str:
    """A cell that is not UTF-8 is Latin-1."""
    if cell.isascii():
        return cell
    try:
        cell.encode("utf-8")
    except UnicodeEncodeError:
        return cell.encode("utf-8", errors="surrogateescape").decode("latin-1")
    return cell

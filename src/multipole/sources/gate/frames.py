"""Frames: the schemas that readers give, and files as frames of text with their row numbers.

Everything is read as text and turned into numbers and days only at the gate, so that nothing is
altered by a guess. ``row`` is the number of the line where the record begins (see `Cell`).
"""

from __future__ import annotations

import csv
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import IO, Final, cast

import numpy as np
import polars as pl
import pyarrow as pa

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.parquet import ROW, parquet_columns, read_parquet
from multipole.sources.gate.parquet import is_parquet as is_parquet
from multipole.sources.gate.source import Input

Schema = Mapping[str, pl.DataType | type[pl.DataType]]

OBSERVATIONS: Final[Schema] = {
    "variable": pl.String, "subject": pl.String, "object": pl.String, "item": pl.String,
    "period_start": pl.Date, "period_end": pl.Date, "value": pl.Float64, "status": pl.String,
    "known_on": pl.Date, "row": pl.Int64, "column": pl.String,
}  # fmt: skip
CODINGS: Final[Schema] = {
    "event": pl.String, "sender": pl.String, "receiver": pl.String, "sender_code": pl.String,
    "receiver_code": pl.String, "action": pl.String, "code": pl.String, "domain": pl.String,
    "modality": pl.String, "period_start": pl.Date, "period_end": pl.Date, "known_on": pl.Date,
    "place": pl.String, "intensity": pl.Float64, "mentions": pl.Int32, "outlet": pl.String,
    "story": pl.String, "row": pl.Int64,
}  # fmt: skip
ITEMS: Final[Schema] = {
    "item": pl.String, "kind": pl.String, "title": pl.String, "period_start": pl.Date,
    "period_end": pl.Date, "actors": pl.List(pl.String), "topics": pl.List(pl.String),
    "facts": pl.String, "known_on": pl.Date, "row": pl.Int64,
}  # fmt: skip
QUARANTINE: Final[Schema] = {
    "row": pl.Int64, "column": pl.String, "datum": pl.String, "reason": pl.String,
    "remedy": pl.String,
}  # fmt: skip

CHUNK_BYTES: Final = 24 << 20
MEND: Final = "Get the file again, or mend the row."
_NEWLINE: Final = 10
_SMALL: Final = 64 << 20
_RATIO: Final = 250
_BOM: Final = b"\xef\xbb\xbf"
_MAGIC_GZIP: Final = b"\x1f\x8b"
_MAGIC_ZIP: Final = b"PK\x03\x04"
#: What reading and unpacking raise; of a zip, RuntimeError when it needs a password.
_UNPACKING: Final = (
    OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, RuntimeError,
)  # fmt: skip


def shaped(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """``frame`` with exactly the columns of ``schema``; a column it lacks is null throughout."""
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    )


@contextmanager
def opened(file: Input) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked when it is gzip or a zip of one file.

    Raises `UnreadableInput` when it cannot be opened, or a zip holds several data files.
    """
    try:
        with file.path.open("rb") as stream:
            magic = stream.read(4)
            stream.seek(0)
            if magic.startswith(_MAGIC_GZIP):
                with gzip.open(stream) as unpacked:
                    yield unpacked  # type: ignore[misc]
            elif magic == _MAGIC_ZIP:
                with _only_member(file, stream) as unpacked:
                    yield unpacked
            else:
                yield stream
    except _UNPACKING as error:
        raise UnreadableInput(
            f"the file cannot be read ({error})", where=str(file.path), remedy="Get it again."
        ) from error


@contextmanager
def _only_member(file: Input, stream: IO[bytes]) -> Iterator[IO[bytes]]:
    with zipfile.ZipFile(stream) as archive:
        names = [n for n in archive.namelist() if not n.endswith("/") and "__MACOSX" not in n]
        if len(names) != 1:
            raise UnreadableInput(
                f"the archive holds {len(names)} files", where=str(file.path),
                remedy="Unpack it and name the file that is meant.",
            )  # fmt: skip
        with archive.open(names[0]) as member:
            yield member


def head(file: Input, size: int = 65536) -> bytes:
    """The first bytes of a file as `opened` gives it, without a byte-order mark."""
    with opened(file) as stream:
        return stream.read(size).removeprefix(_BOM)


def text_of(file: Input, *, encoding: str = "utf-8") -> str:
    """The whole text, without a byte-order mark; `UnreadableInput` names the bad byte's line."""
    return decoded(bytes_of(file).removeprefix(_BOM), file, encoding=encoding)


def bytes_of(file: Input) -> bytes:
    """All bytes as `opened` gives them; `UnreadableInput` for an archive out of proportion."""
    with opened(file) as stream:
        most = _most(file)
        data = stream.read(most + 1)
    _refuse_bomb(file, len(data), most)
    return data


def _most(file: Input) -> int:
    """How many bytes a file may unpack to: what takes more was not made from a table."""
    return max(_SMALL, _RATIO * file.path.stat().st_size)


def _refuse_bomb(file: Input, size: int, most: int) -> None:
    if size > most:
        raise UnreadableInput(
            f"it unpacks to more than {_RATIO} times its size",
            where=str(file.path),
            remedy="Unpack it yourself, if it is what it should be.",
        )


def decoded(data: bytes, file: Input, *, encoding: str = "utf-8") -> str:
    """``data`` as text; `UnreadableInput` names the line of a bad byte."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableInput(
            f"byte {data[error.start]:#04x} is not {encoding}", where=f"{file.path} row {line}",
            remedy="Save the file in that encoding, or get it again.",
        ) from None  # fmt: skip


def read_csv(
    file: Input,
    *,
    separator: str = ",",
    encoding: str = "utf-8",
    skip: int = 0,
    comment: str = "",
    names: Sequence[str] | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A whole delimited file as text columns after ``row``, and the rows of another length.

    ``skip`` lines come before the header; lines that begin with ``comment`` and empty lines are
    left out; with ``names`` there is no header. Cells are exactly as in the file, empty ones
    ``""``. Names of columns are those of `named`. Rows that have more or fewer cells than the
    header are the second frame, of schema `QUARANTINE`. Raises `UnreadableInput`.
    """
    text = text_of(file, encoding=encoding)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = list(names or ())
    rows: list[list[str]] = []
    lines: list[int] = []
    odd: list[tuple[int, list[str]]] = []
    last = begin = 1
    try:
        for record in reader:
            last = line = begin
            begin = reader.line_num + 1
            if line <= skip or not record or (comment and record[0].startswith(comment)):
                continue
            if not header:
                header = named(record)
            elif len(record) != len(header):
                odd.append((line, record))
            else:
                rows.append(record)
                lines.append(line)
    except csv.Error as error:
        raise UnreadableInput(
            f"the text is not a table ({error})",
            where=f"{file.path} row {begin}",
            remedy="Get the file again.",
        ) from None
    if not header:
        raise UnreadableInput("the file is empty", where=str(file.path), remedy="Get it again.")
    if _ends_in_quotes(text, last, separator):
        raise UnreadableInput(
            "a cell is opened with a quote and never closed: it holds the rest of the file",
            where=f"{file.path} row {last}",
            remedy="Close the quote, or get the file again.",
        )
    columns = zip(*rows, strict=True) if rows else [()] * len(header)
    texts = {
        name: pl.Series(name, cells, dtype=pl.String)
        for name, cells in zip(header, columns, strict=True)
    }
    frame = pl.DataFrame({"row": pl.Series("row", lines, dtype=pl.Int64), **texts})
    return frame, _wrong_lengths(odd, len(header))


def _ends_in_quotes(text: str, last: int, separator: str) -> bool:
    """Whether the record that begins in line ``last`` is still inside quotes at the text's end."""
    if '"' not in text:
        return False
    record = "".join(islice(io.StringIO(text, newline=""), last - 1, None)).rstrip("\r\n")
    again = csv.reader(io.StringIO(f"{record}\nend", newline=""), delimiter=separator)
    closed: bool = [*again][-1] == ["end"]
    return not closed


def _wrong_lengths(odd: Sequence[tuple[int, list[str]]], width: int) -> pl.DataFrame:
    rows = [
        (line, "", "|".join(record)[:200], f"the row has {len(record)} fields, not {width}", MEND)
        for line, record in odd
    ]
    return pl.DataFrame(rows, schema=QUARANTINE, orient="row")


def named(header: Sequence[str]) -> list[str]:
    """Names of columns, stripped; one repeated, empty or taken (``row``) gets its place: ``_4``."""
    found: dict[str, None] = {}
    for place, cell in enumerate(header, start=1):
        name = cell.strip()
        free = name and name != ROW and name not in found
        found[name if free else f"{name}_{place}"] = None
    return list(found)


def read_table(
    file: Input, *, columns: list[str] | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A Parquet or a comma-separated file: its rows, and those of another length.

    With ``columns`` only these are needed, which is faster where the file allows it.
    """
    if is_parquet(file):
        return read_parquet(file, columns=columns), pl.DataFrame(schema=QUARANTINE)
    return read_csv(file)


def columns_of(file: Input) -> list[str]:
    """The names of the columns, without ``row``, from the head of the file."""
    if is_parquet(file):
        return list(parquet_columns(file))
    return named(cells_of(first_line(file)))


def first_line(file: Input) -> str:
    """The first line without its end, each byte a character."""
    lines = head(file).splitlines()
    return lines[0].decode("latin-1") if lines else ""


def cells_of(line: str, *, separator: str = ",") -> list[str]:
    """The cells of one line, which may be quoted."""
    return next(csv.reader([line], delimiter=separator), [])


def read_lines(file: Input, *, chunk_bytes: int = CHUNK_BYTES) -> Iterator[tuple[int, bytes]]:
    """A large file of one record a line in chunks of whole lines: (row of the first line, bytes).

    Memory stays at a few chunks however long the file is.
    """
    row, rest, first, read = 1, b"", True, 0
    room = bytearray(chunk_bytes)  # the same memory again is much faster than new
    view = memoryview(room)
    with opened(file) as stream:
        most = _most(file)
        while size := cast("io.BufferedIOBase", stream).readinto(room):
            read += size
            _refuse_bomb(file, read, most)
            start = len(_BOM) if first and room.startswith(_BOM) else 0
            first = False
            cut = room.rfind(b"\n", start, size) + 1
            if not cut:
                rest += view[start:size]
                continue
            chunk, rest = b"".join((rest, view[start:cut])), bytes(view[cut:size])
            yield row, chunk
            row += chunk.count(b"\n")
    if rest:
        yield row, rest


def split_lines(
    chunk: bytes,
    *,
    first_row: int,
    widths: Sequence[int],
    columns: Sequence[int],
    separator: bytes = b"\t",
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A chunk of `read_lines` without quoting as text columns, and the lines refused.

    The fields at the positions ``columns`` become ``f0``, ``f7``, ... after ``row``; empty ones are
    ``""``. Lines that have none of the ``widths``, or bytes that are not UTF-8, are the second
    frame, of schema `QUARANTINE`; empty lines are left out.
    """
    chunk, rows, refused = _sound_lines(chunk, first_row, widths, separator)
    wanted = sorted(columns)
    names = [f"f{i}" for i in wanted]
    if not len(rows):
        return pl.DataFrame(schema={"row": pl.Int64, **dict.fromkeys(names, pl.String)}), refused
    lines = pl.scan_csv(
        io.BytesIO(chunk),
        separator=separator.decode(),
        has_header=False,
        quote_char=None,
        schema={f"f{i}": pl.String for i in range(max(widths))},
        truncate_ragged_lines=True,
        missing_columns="insert",
        empty_string_is_null=False,
    )
    frame = lines.select(names).collect().with_columns(pl.all().fill_null(""))
    return frame.insert_column(0, pl.Series("row", rows, dtype=pl.Int64)), refused


def _sound_lines(
    chunk: bytes, first_row: int, widths: Sequence[int], separator: bytes
) -> tuple[bytes, np.ndarray, pl.DataFrame]:
    """The chunk without its odd lines, the row numbers of those left, and what was refused."""
    if not chunk.endswith(b"\n"):
        chunk += b"\n"
    data = np.frombuffer(chunk, dtype=np.uint8)
    text = is_text(chunk)
    if text and (count := _even_lines(data, widths, separator[0])):
        rows = np.arange(first_row, first_row + count)
        return chunk, rows, pl.DataFrame(schema=QUARANTINE)
    ends = np.flatnonzero(data == _NEWLINE) + 1
    before = np.searchsorted(np.flatnonzero(data == separator[0]), ends)
    fields = np.diff(before, prepend=0) + 1
    rows = np.arange(first_row, first_row + len(ends))
    odd = ~np.isin(fields, widths) | (fields == 1)
    suspect = np.flatnonzero(odd if text else np.ones(len(ends), dtype=bool))
    starts = np.concatenate(([0], ends[:-1]))
    lines = {i: chunk[starts[i] : ends[i] - 1] for i in suspect.tolist()}
    reasons = {i: _why_odd(line, int(fields[i]), widths) for i, line in lines.items()}
    bad = [
        (int(rows[i]), "", lines[i].decode(errors="replace")[:200], reason, MEND)
        for i, reason in reasons.items()
        if reason
    ]
    good = np.ones(len(ends), dtype=bool)
    good[[i for i, reason in reasons.items() if reason is not None]] = False
    kept = data[np.repeat(good, ends - starts)].tobytes()
    return kept, rows[good], pl.DataFrame(bad, schema=QUARANTINE, orient="row")


def _even_lines(data: np.ndarray, widths: Sequence[int], separator: int) -> int:
    """How many lines there are when all have the same one of ``widths``, else 0."""
    if separator == _NEWLINE - 1:  # tab: one comparison finds both, and rarely anything else
        marks = data[data <= _NEWLINE]
    else:
        marks = data[(data == separator) | (data == _NEWLINE)]
    for width in widths:
        if width > 1 and len(marks) and not len(marks) % width:
            lines = marks.reshape(-1, width)
            if (lines[:, -1] == _NEWLINE).all() and (lines[:, :-1] == separator).all():
                return len(lines)
    return 0


def _why_odd(line: bytes, fields: int, widths: Sequence[int]) -> str | None:
    """Why a line is refused; ``""`` for an empty one, None when it is sound."""
    if fields == 1 and not line.strip():
        return ""
    if fields not in widths:
        return f"the row has {fields} fields, not {' or '.join(map(str, widths))}"
    return None if is_text(line) else "the row is not UTF-8"


def is_text(data: bytes) -> bool:
    """Whether bytes are UTF-8."""
    if data.isascii():
        return True
    offsets = pa.py_buffer(np.array([0, len(data)], dtype=np.int64))
    whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, offsets, pa.py_buffer(data)])
    try:
        whole.cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True

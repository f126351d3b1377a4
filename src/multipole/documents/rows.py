"""Tables of reports: .jsonl and .csv, one report a row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from multipole.core.errors import UnreadableInput
from multipole.core.types import Refusal
from multipole.documents.decode import decode
from multipole.documents.draft import Draft
from multipole.documents.facts import NAMES, facts_from
from multipole.documents.options import ReadOptions

_DELIMITERS: Final = ",;\t|"
_TEXT_REMEDY: Final = "Say which column holds the text with the text column option."
_ROW_REMEDY: Final = "Correct the row; the other rows went in."
_MAX_BAD_QUOTES: Final = 5


def read_jsonl(data: bytes, *, options: ReadOptions) -> Iterator[Draft | Refusal]:
    """One report for each line that is a JSON object with a text; a `Refusal` for each other.

    The refusals name the row (lines counted from 1) and leave ``path`` empty.
    """
    text, notes = decode(data)
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            values = _object(line)
            columns = _columns(list(values), options.columns)
            yield _draft(values, columns, line, number, notes, options)
        except UnreadableInput as error:
            yield Refusal("", f"row {number}", error.what, error.remedy)


def read_csv(data: bytes, *, options: ReadOptions) -> Iterator[Draft | Refusal]:
    """One report for each row below the header; a `Refusal` for each row that does not fit it.

    The delimiter is the one of ``, ; tab |`` that makes most sense of the header. Raises
    `UnreadableInput` when no column holds the text.
    """
    text, notes = decode(data)
    lines = list(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    first = next((i for i, line in enumerate(lines) if line.strip("\r\n \t,;|")), None)
    if first is None:
        raise UnreadableInput("holds no rows", remedy="Leave it out.")
    feed = _Feed(lines, first)
    delimiter = _delimiter(lines[first], options.columns)
    header: list[str] | None = None
    for number, (row, raw) in enumerate(_rows(feed, delimiter)):
        if isinstance(row, str):
            yield Refusal("", f"row {number}", row, _ROW_REMEDY)
        elif header is None:
            header = [name.strip() for name in row]
            columns = _columns(header, options.columns)
        elif any(cell.strip() for cell in row):
            yield _row(header, row, columns, raw, number, notes, options)


def _row(
    header: Sequence[str],
    row: Sequence[str],
    columns: Mapping[str, str],
    raw: str,
    number: int,
    notes: tuple[str, ...],
    options: ReadOptions,
) -> Draft | Refusal:
    if len(row) != len(header):
        reason = f"has {len(row)} fields where the header has {len(header)}"
        return Refusal("", f"row {number}", reason, _ROW_REMEDY)
    try:
        values = dict(zip(header, row, strict=True))
        return _draft(values, columns, raw, number, notes, options)
    except UnreadableInput as error:
        return Refusal("", f"row {number}", error.what, error.remedy)


def _draft(
    values: Mapping[str, object],
    columns: Mapping[str, str],
    raw: str,
    number: int,
    notes: tuple[str, ...],
    options: ReadOptions,
) -> Draft:
    text = values[columns["text"]]
    if not isinstance(text, str) or not text.strip():
        raise UnreadableInput("holds no text", remedy=_ROW_REMEDY)
    pairs = {name: _word(values[column]) for name, column in columns.items() if name != "text"}
    facts = facts_from(pairs, day_first=options.day_first).noting(*notes)
    return Draft(text, raw.encode("utf-8", "surrogatepass"), facts, f"#{number}")


def _word(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(str(item) for item in value if isinstance(item, str | int))
    return str(value) if isinstance(value, str | int | float) else ""


def _object(line: str) -> dict[str, object]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = f"is not JSON ({str(error).splitlines()[0][:100]})"
        raise UnreadableInput(reason, remedy=_ROW_REMEDY) from None
    if not isinstance(value, dict):
        raise UnreadableInput("is not a JSON object", remedy=_ROW_REMEDY)
    return value


def _columns(header: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Which column holds what; raises `UnreadableInput` when none holds the text."""
    by_lower = {name.lower(): name for name in reversed(header)}
    columns = {}
    for field, names in NAMES.items():
        wanted = (given[field].lower(),) if field in given else names
        name = next((by_lower[n] for n in wanted if n in by_lower), None)
        if name is not None:
            columns[field] = name
        elif field in given:
            raise UnreadableInput(f"has no column {given[field]!r}", remedy=_known(header))
    if "text" not in columns:
        raise UnreadableInput("has no column that holds the text", remedy=_known(header))
    return columns


def _known(header: Sequence[str]) -> str:
    names = ", ".join(name[:40] for name in header[:12])
    return f"{_TEXT_REMEDY} Its columns are: {names}."


def _delimiter(header: str, given: Mapping[str, str]) -> str:
    known = {n for names in NAMES.values() for n in names} | {n.lower() for n in given.values()}

    def sense(delimiter: str) -> tuple[int, int]:
        names = [n.strip().strip('"').lower() for n in header.split(delimiter)]
        return sum(n in known for n in names), len(names)

    return max(_DELIMITERS, key=sense)


class _Feed:
    """The lines of a file, for a reader that may have to start again further up."""

    def __init__(self, lines: Sequence[str], at: int) -> None:
        self.lines = lines
        self.at = at

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def _rows(feed: _Feed, delimiter: str) -> Iterator[tuple[list[str] | str, str]]:
    """Each row and its raw text, or what is wrong with it; a quote never closed costs one row."""
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    unclosed = 0
    while True:
        first = feed.at
        before = csv.field_size_limit(2**31 - 1)
        try:
            row: list[str] | str = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            row = f"is no row of a table ({error})"
        finally:
            csv.field_size_limit(before)
        if isinstance(row, str) and feed.at >= len(feed.lines) and first + 1 < feed.at:
            row, feed.at, unclosed = "opens a quote that nothing closes", first + 1, unclosed + 1
        yield row, "".join(feed.lines[first : feed.at])
        if unclosed > _MAX_BAD_QUOTES:
            raise UnreadableInput(
                f"has more than {_MAX_BAD_QUOTES} quotes that nothing closes",
                where=f"after row starting on line {first + 1}",
                remedy="Write the table again with each quote inside a field doubled.",
            )

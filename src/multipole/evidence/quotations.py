"""Quoted words of a paragraph, whatever marks they stand in and however badly those are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from multipole.core.text import Quotation

_MARKS: Final = re.compile('["“”„‟«»‘’]')
_BRACKETS: Final = "([{-–—/“„«‘»"
_SINGLE: Final = "‘"
_CLOSERS: Final[dict[str, str]] = {
    "“": "”\"", "”": "”\"", "„": "“”\"", "‟": "”\"", "\"": "\"”", "«": "»", "»": "«", "‘": "’",
}  # fmt: skip


@dataclass(slots=True)
class _Open:
    mark: str
    at: int
    inner: int = -1  # where the first quotation inside it begins


def find_quotations(text: str, start: int, end: int) -> list[Quotation]:
    """Quotations of the paragraph ``text[start:end]``, sorted, offsets without the marks.

    Curly and straight double marks, guillemets and low-high pairs open a quotation; single curly
    marks only inside another one, since elsewhere they are apostrophes. Straight marks are told
    apart by the white space around them. An opening mark where a closing one is due (before white
    space or at the end) closes. A quotation left open runs to the end of the paragraph, or to the
    next opening mark, with ``closed`` False; a closing mark without an opening one is ignored.
    """
    marks = [m.start() for m in _MARKS.finditer(text, start, end)]
    if not marks:
        return []
    stack: list[_Open] = []
    found: list[tuple[int, int, bool]] = []
    for index, at in enumerate(marks):
        if text[at] in "‘’":
            _take_single(text, marks, index, end, stack, found)
        else:
            _take_double(text, at, start, end, stack, found)
    _leave_open(end, stack, found)
    return _with_depths(text, found)


def _take_single(
    text: str,
    marks: list[int],
    index: int,
    end: int,
    stack: list[_Open],
    found: list[tuple[int, int, bool]],
) -> None:
    at = marks[index]
    followed = at + 1 < end and text[at + 1].isalnum()
    if text[at] == _SINGLE:
        if stack and followed and stack[-1].mark != _SINGLE:
            _open(stack, _SINGLE, at)
    elif stack and stack[-1].mark == _SINGLE and not followed:
        if _is_possessive(text, marks, index, end):
            return
        _close(stack, at, found)


def _is_possessive(text: str, marks: list[int], index: int, end: int) -> bool:
    """Whether "powers’ " is followed by the mark that really closes."""
    at = marks[index]
    if text[at - 1] not in "sS" or at + 1 >= end or not text[at + 1].isspace():
        return False
    if index + 1 == len(marks):
        return False
    later = marks[index + 1]
    return text[later] == "’" and not (later + 1 < end and text[later + 1].isalnum())


def _take_double(
    text: str,
    at: int,
    start: int,
    end: int,
    stack: list[_Open],
    found: list[tuple[int, int, bool]],
) -> None:
    mark = text[at]
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    may_open = not after.isspace() and (before.isspace() or before in _BRACKETS or before == '"')
    may_close = not before.isspace()
    outer = _outer(stack)
    if outer and _closes(mark, outer.mark, may_open, may_close, after):
        _close_double(stack, at, found)
    elif mark == '"' and outer and outer.mark == '"' and may_open:
        _cut(stack, at, found)
        _open(stack, mark, at)
    elif _opens(mark, may_open, may_close, outer):
        _open(stack, mark, at)


def _outer(stack: list[_Open]) -> _Open | None:
    for item in reversed(stack[-2:]):
        if item.mark != _SINGLE:
            return item
    return None


def _closes(mark: str, opened: str, may_open: bool, may_close: bool, after: str) -> bool:
    if mark in "“„‟":
        due = mark in _CLOSERS[opened] and not may_open
        return due or (opened not in "«»" and after.isspace())
    if mark not in _CLOSERS[opened]:
        return False
    if mark == '"':
        return (may_close and not (may_open and after.isalnum())) or not may_open
    return True


def _opens(mark: str, may_open: bool, may_close: bool, outer: _Open | None) -> bool:
    if mark in "“„‟«":
        return True
    if mark == '"':
        return may_open or (not may_close and outer is None)
    return may_open and outer is None


def _open(stack: list[_Open], mark: str, at: int) -> None:
    if stack and stack[-1].inner < 0 and mark != _SINGLE:
        stack[-1].inner = at
    stack.append(_Open(mark, at))


def _close(stack: list[_Open], at: int, found: list[tuple[int, int, bool]]) -> None:
    found.append((stack.pop().at + 1, at, True))


def _close_double(stack: list[_Open], at: int, found: list[tuple[int, int, bool]]) -> None:
    if stack[-1].mark == _SINGLE:
        stack.pop()
    _close(stack, at, found)


def _cut(stack: list[_Open], at: int, found: list[tuple[int, int, bool]]) -> None:
    if stack[-1].mark == _SINGLE:
        stack.pop()
    item = stack.pop()
    found.append((item.at + 1, item.inner if item.inner >= 0 else at, False))


def _leave_open(end: int, stack: list[_Open], found: list[tuple[int, int, bool]]) -> None:
    found.extend(
        (item.at + 1, item.inner if item.inner >= 0 else end, False)
        for item in stack
        if item.mark not in "‘”»"
    )


def _with_depths(text: str, found: list[tuple[int, int, bool]]) -> list[Quotation]:
    quotations: list[Quotation] = []
    ends: list[int] = []
    for first, last, closed in sorted(found, key=lambda item: (item[0], -item[1])):
        inner, outer = _trimmed(text, first, last)
        if inner >= outer:
            continue
        while ends and ends[-1] <= inner:
            ends.pop()
        quotations.append(Quotation(inner, outer, len(ends), closed))
        ends.append(outer)
    return quotations


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end

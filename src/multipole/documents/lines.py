"""Lines and paragraphs of a text, as stretches of code points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_RAW_LINE: Final = re.compile(r"[^\n]+")
_ENDS_SENTENCE: Final = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")
_NUMBERED: Final = re.compile(r"(?:\d{1,3}[.)]|[-*•–—])\s")
_BULLET: Final = re.compile(r"(?:\*\s+|[•▪●]\s*)(?=\S)")
_WRAPPED_WIDTH: Final = 120
_SHORT_LINE: Final = 0.75


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space around it.

    ``gap``: the line before is blank or no part of the same paragraph.
    """

    start: int
    end: int
    text: str
    gap: bool

    def after(self, start: int) -> Line:
        """What is left of the line from position ``start`` of its text."""
        rest = self.text[start:]
        at = self.start + start + len(rest) - len(rest.lstrip())
        return Line(at, self.end, rest.strip(), True)


def lines_of(text: str) -> list[Line]:
    """The lines of ``text`` in order."""
    lines: list[Line] = []
    raw_end = -1
    for match in _RAW_LINE.finditer(text):
        raw = match[0]
        line = raw.strip()
        if not line:
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        blank = not lines or text.count("\n", raw_end, match.start()) > 1
        lines.append(Line(start, start + len(line), line, blank))
        raw_end = match.end()
    return lines


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_ENDS_SENTENCE.search(text[-8:]))


def bullet_end(text: str) -> int:
    """Where the mark of an item of a list ends at the start of a line, or 0."""
    bullet = _BULLET.match(text)
    return bullet.end() if bullet else 0


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether lines were broken at a width, so that a paragraph has several."""
    inner = [line for line, after in pairwise(lines) if not after.gap and not _is_item(after)]
    if len(inner) < 2 or _width(inner) > _WRAPPED_WIDTH:
        return False
    broken = sum(not ends_sentence(line.text) for line in inner if len(line.text) > 30)
    return broken >= 0.5 * len(inner)


def paragraphs(lines: Sequence[Line], *, wrapped: bool) -> list[tuple[int, int]]:
    """The stretches of the paragraphs that ``lines``, which follow one another, make up."""
    width = _width(lines) if lines else 0
    found: list[tuple[int, int]] = []
    before: Line | None = None
    for line in lines:
        if before and _continues(before, line, wrapped, width):
            found[-1] = (found[-1][0], line.end)
        else:
            found.append((line.start, line.end))
        before = line
    return found


def _width(lines: Sequence[Line]) -> int:
    lengths = sorted(len(line.text) for line in lines)
    return lengths[int(0.95 * (len(lengths) - 1))]


def _is_item(line: Line) -> bool:
    return bullet_end(line.text) > 0


def _continues(before: Line, line: Line, wrapped: bool, width: int) -> bool:
    if line.gap or _is_item(line):
        return False
    if not wrapped:
        return line.text[0].islower() and not ends_sentence(before.text)
    short = len(before.text) < _SHORT_LINE * width and ends_sentence(before.text)
    return not short and not (_NUMBERED.match(line.text) and ends_sentence(before.text))

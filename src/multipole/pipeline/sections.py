"""Documents -> sections: a long report is read in pieces of whole paragraphs.

None costs much memory, and none is lost with a run that is stopped. A section is the document with
those of its parts that it holds: the id, the text and every place in it are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from multipole.core.types import Document, Part

#: Documents with fewer characters are one section, and no section has more.
LONGEST: Final = 60_000
_END: Final = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z])")


@dataclass(frozen=True, slots=True)
class Section:
    """Parts of a document that are read together: the ``first``, the ``last`` or one between.

    ``end`` is where the last of its parts ends.
    """

    document: Document
    first: bool
    last: bool

    @property
    def size(self) -> int:
        """How many characters it has."""
        return sum(part.end - part.start for part in self.document.parts)

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.document.parts[-1].end if self.document.parts else 0


def sections(document: Document, *, after: int = 0) -> Iterator[Section]:
    """The sections of a document that end behind ``after``; always the same ones."""
    groups = list(_grouped(_cut(document)))
    for n, parts in enumerate(groups):
        found = Section(
            replace(document, parts=tuple(parts)), first=n == 0, last=n == len(groups) - 1
        )
        if found.end > after or not after:
            yield found


def _cut(document: Document) -> Iterator[Part]:
    """The parts, each at most so long: cut behind a sentence, or else at white space."""
    for part in document.parts:
        start = part.start
        while part.end - start > LONGEST:
            end = _end_of(document.text, start, start + LONGEST)
            yield Part(start, end, part.kind)
            start = end
        yield Part(start, part.end, part.kind)


def _end_of(text: str, start: int, limit: int) -> int:
    ends = [found.end() for found in _END.finditer(text, limit - LONGEST // 4, limit)]
    if ends:
        return ends[-1]
    space = text.rfind(" ", start + LONGEST // 2, limit)
    return space + 1 if space > 0 else limit


def _grouped(parts: Iterable[Part]) -> Iterator[list[Part]]:
    group: list[Part] = []
    size = 0
    for part in parts:
        if group and size + part.end - part.start > LONGEST:
            yield group
            group, size = [], 0
        group.append(part)
        size += part.end - part.start
    yield group

"""Word files (.docx)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from lxml import etree

from multipole.core.errors import UnreadableInput
from multipole.documents.draft import Draft
from multipole.documents.facts import Facts, facts_from
from multipole.documents.quiet import quiet

_MAX_UNPACKED: Final = 200_000_000
_MAX_RATIO: Final = 200
_MAX_TABLES: Final = 8
_REMEDY: Final = "Open and save it again, or save it as plain text."


def read_word(data: bytes, *, day_first: bool | None) -> Draft:
    """The paragraphs and table cells of a .docx in order, and its title, author and language.

    Raises `UnreadableInput` for files that are broken, encrypted or packed like a zip bomb.
    """
    _refuse_bomb(data)
    try:
        with quiet("docx"):
            document = docx.Document(io.BytesIO(data))
            text = "\n\n".join(line for line in _lines(document, 0) if line.strip())
            facts = _facts(document, day_first)
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, etree.LxmlError,
            zipfile.BadZipFile) as error:  # fmt: skip
        reason = f"is a broken Word file ({type(error).__name__}: {str(error)[:80]})"
        raise UnreadableInput(reason, remedy=_REMEDY) from None
    return Draft(text, data, facts)


def _refuse_bomb(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableInput("is encrypted or an old Word file", remedy=_REMEDY)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise UnreadableInput("is no Word file", remedy=_REMEDY) from None
    if size > _MAX_UNPACKED or (size > 20_000_000 and size > _MAX_RATIO * len(data)):
        reason = f"unpacks to {size:,} bytes, as hostile files do"
        raise UnreadableInput(reason, remedy=_REMEDY)


def _lines(container: Any, depth: int) -> Iterator[str]:
    """The text of each paragraph, tables by row; a merged cell is read once."""
    for item in container.iter_inner_content():
        if not isinstance(item, Table):
            yield item.text
        elif depth < _MAX_TABLES:
            for row in item.rows:
                for cell in dict.fromkeys(row.cells):
                    yield from _lines(cell, depth + 1)


def _facts(document: Any, day_first: bool | None) -> Facts:
    """The core properties; when the file was made is not when the report was published."""
    stated = document.core_properties
    pairs = {"title": stated.title, "author": stated.author, "language": stated.language}
    if pairs["author"] == "python-docx":
        pairs["author"] = ""
    return facts_from({k: str(v or "") for k, v in pairs.items()}, day_first=day_first)

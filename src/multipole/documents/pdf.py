"""PDF files that hold text."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from multipole.core.errors import UnreadableInput
from multipole.documents.draft import Draft
from multipole.documents.facts import Facts, facts_from, neat
from multipole.documents.quiet import quiet

MAX_PAGES: Final = 2_000
MAX_DRAWING: Final = 15_000_000
MAX_PAGE_DRAWING: Final = 1_000_000
_JUNK_TITLE: Final = re.compile(
    r"(?i)microsoft word|untitled|\.(docx?|pdf|indd|qxd|rtf|txt)$|^slide \d"
)
_CUT: Final = re.compile(r"([^\W\d_]+)-\n([a-zà-öø-ÿ][^\W\d_]*)")
_HYPHENATED: Final = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_DIGITS: Final = re.compile(r"\d+")
_RUNNING: Final = 3


def read_pdf(data: bytes, *, day_first: bool | None) -> Draft:
    """The text of a PDF, page after page, and the title, author and language it states.

    Words cut by a hyphen at a line end are joined; running heads and page numbers stand apart, so
    that they are not read as sentences. Raises `UnreadableInput` for files that are encrypted,
    broken, scanned without text, longer than 2,000 pages, or drawn with more than 15 MB of
    instructions; a page of more than 1 MB of them is left out and noted.
    """
    with quiet("pypdf", "pypdf._reader"):
        reader = _open(data)
        pages, note = _texts(reader)
        facts = _facts(reader, day_first).noting(note)
    if not any(page.strip() for page in pages):
        reason = f"holds no text in its {len(reader.pages)} pages: it is scanned or drawn"
        raise UnreadableInput(reason, remedy="Run it through text recognition (OCR) first.")
    return Draft(_join_words(_join_pages(pages)), data, facts)


def _open(data: bytes) -> PdfReader:
    if b"%PDF-" not in data[:2048]:
        raise UnreadableInput("is no PDF", remedy="Give the file its right extension.")
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableInput("is encrypted", remedy="Save it without a password.")
        pages = len(reader.pages)
    except DependencyError:
        raise UnreadableInput("is encrypted", remedy="Save it without encryption.") from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = f"is a broken PDF ({type(error).__name__}: {str(error)[:80]})"
        raise UnreadableInput(reason, remedy="Save or fetch it again.") from None
    if not 0 < pages <= MAX_PAGES:
        reason = f"is a PDF of {pages:,} pages"
        raise UnreadableInput(reason, remedy=f"Split it: the limit is {MAX_PAGES:,} pages.")
    return reader


def _texts(reader: PdfReader) -> tuple[list[str], str]:
    """The text of each page, and a note on pages that are drawn with too much to be read."""
    texts: list[str] = []
    skipped: list[str] = []
    drawing = 0
    for number, page in enumerate(reader.pages, 1):
        contents = page.get_contents()
        size = len(contents.get_data()) if contents is not None else 0
        if size > MAX_PAGE_DRAWING:
            skipped.append(str(number))
            continue
        drawing += size
        if drawing > MAX_DRAWING:
            reason = f"is a PDF of more than {MAX_DRAWING:,} bytes of instructions"
            raise UnreadableInput(reason, remedy="Split it, or save it as plain text.")
        texts.append(page.extract_text())
    return texts, f"pages not read, drawn with too much: {', '.join(skipped)}" if skipped else ""


def _facts(reader: PdfReader, day_first: bool | None) -> Facts:
    """Title, author and language; the creation date of the file is not a date of publication."""
    stated = {str(k): v for k, v in (reader.metadata or {}).items() if isinstance(v, str)}
    title = neat(stated.get("/Title", ""))
    pairs = {
        "title": "" if _JUNK_TITLE.search(title) else title,
        "author": stated.get("/Author", ""),
        "language": str(reader.root_object.get("/Lang", "")),
    }
    return facts_from(pairs, day_first=day_first)


def _join_pages(pages: Sequence[str]) -> str:
    split = [[line for line in page.split("\n") if line.strip()] for page in pages]
    edges = Counter(_shape(line) for lines in split for line in {*lines[:1], *lines[-1:]})
    text = []
    for lines in split:
        for i, line in enumerate(lines):
            at_edge = i in (0, len(lines) - 1)
            running = at_edge and edges[_shape(line)] >= min(_RUNNING, len(pages)) > 1
            text.append(f"\n{line}\n" if running else line)
    return "\n".join(text)


def _shape(line: str) -> str:
    return _DIGITS.sub("0", line.strip())


def _join_words(text: str) -> str:
    """Join words cut at a line end; a hyphen stays where the text writes the word with it."""
    hyphenated = {word.lower() for word in _HYPHENATED.findall(text)}

    def join(match: re.Match[str]) -> str:
        kept = f"{match[1]}-{match[2]}".lower() in hyphenated
        return f"{match[1]}-{match[2]}" if kept else match[1] + match[2]

    return _CUT.sub(join, text)

"""The parts of a report: what is read and what is kept but not read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from multipole.core.types import READ_PARTS, Document, Part, PartKind
from multipole.documents.facts import Facts
from multipole.documents.head import read_head
from multipole.documents.lines import Line, bullet_end, is_wrapped, lines_of, paragraphs
from multipole.documents.marks import (
    author_in_bio,
    author_in_note,
    caption_kind,
    caption_words,
    is_credit_line,
    is_note,
    is_page_words,
)

_NOT_WORD: Final = re.compile(r"\W+")
_MIN_COPY_WORDS: Final = 4
_MIN_CONTAINED: Final = 40
_TEASER_PARAGRAPHS: Final = 4
_COMPARE_LIMIT: Final = 300_000
_MAX_BIO: Final = 500
_OPENING: Final = 2000


def divide(
    text: str, *, title: str = "", day_first: bool | None = None
) -> tuple[tuple[Part, ...], Facts]:
    """The parts of ``text`` and the facts that its own lines give.

    Every character that is not white space lies in exactly one part; a body part is one paragraph.
    ``title`` is one known from elsewhere: then only a line that repeats it is a title.
    """
    lines = lines_of(text)
    head = read_head(lines, title=title, day_first=day_first)
    body, author = _divide_body(text, head.rest, wrapped=is_wrapped(lines))
    parts = sorted(head.parts + body, key=lambda part: part.start)
    facts = head.facts(day_first).over(Facts(author=author))
    return tuple(_mark_copies(text, parts)), facts


def read_text(document: Document) -> str:
    """What coders read of ``document``: its title, body and captions, a line a part."""
    pieces = (document.text[p.start : p.end] for p in document.parts if p.kind in READ_PARTS)
    return "\n".join(pieces)


def _divide_body(text: str, lines: Sequence[Line], *, wrapped: bool) -> tuple[list[Part], str]:
    """The parts below the head, and the author whom a note or the last lines name."""
    spans: list[tuple[int, int, PartKind]] = []
    for of_page, group in groupby(lines, key=lambda line: is_page_words(line.text)):
        run = list(group)
        if of_page:
            spans += [(line.start, line.end, "boilerplate") for line in run]
        else:
            found = paragraphs(run, wrapped=wrapped)
            spans += [span for start, end in found for span in _item(text, start, end)]
    author = _mark_bios(text, spans)
    notes = (author_in_note(text[start:end]) for start, end, kind in spans if kind == "note")
    parts = [
        Part(*piece, kind)
        for start, end, kind in spans
        for piece in _without_echo(text, start, end)
    ]
    return parts, next(filter(None, notes), author)


def _item(text: str, start: int, end: int) -> list[tuple[int, int, PartKind]]:
    """A paragraph, and before it the mark of an item of a list."""
    opening = _opening(text, start, end)
    if at := bullet_end(opening):
        return [
            (start, start + len(opening[:at].rstrip()), "boilerplate"),
            (start + at, end, _kind(opening[at:])),
        ]
    return [(start, end, _kind(opening))]


def _mark_bios(text: str, spans: list[tuple[int, int, PartKind]]) -> str:
    """Mark the lines about the author that end a report as notes; the author they name."""
    author = ""
    for i in range(len(spans) - 1, 0, -1):
        start, end, kind = spans[i]
        if kind != "body":
            continue
        name = author_in_bio(text[start:end]) if end - start <= _MAX_BIO else None
        if name is None:
            break
        spans[i] = (start, end, "note")
        author = name or author
    return author


def _opening(text: str, start: int, end: int) -> str:
    return text[start : min(end, start + _OPENING)]


def _kind(paragraph: str) -> PartKind:
    if is_note(paragraph):
        return "note"
    if is_credit_line(paragraph):
        return "byline"
    match caption_kind(paragraph):
        case "caption":
            return "caption"
        case "boilerplate":
            return "boilerplate"
    return "body"


def _without_echo(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The paragraph cut where it says the same words two or three times over."""
    if not 30 <= end - start <= 3000:
        return [(start, end)]
    words = [m.span() for m in re.finditer(r"\S+", text[start:end])]
    for times in (3, 2):
        size, over = divmod(len(words), times)
        if over or size < 3:
            continue
        chunks = [words[i * size : (i + 1) * size] for i in range(times)]
        spans = [(start + chunk[0][0], start + chunk[-1][1]) for chunk in chunks]
        if len({text[a:b] for a, b in spans}) == 1:
            return spans
    return [(start, end)]


def _key(text: str) -> str:
    """What makes two paragraphs the same: their words, whatever the case, marks and credit."""
    short = caption_words(text) if len(text) < 500 else text
    return _NOT_WORD.sub(" ", short).strip().casefold()


def _mark_copies(text: str, parts: Sequence[Part]) -> list[Part]:
    """Keep the first copy of each paragraph, mark later ones; so too what a longer one repeats."""
    keys = [_key(text[p.start : p.end]) if p.kind in READ_PARTS else "" for p in parts]
    copies = _later_copies(keys, {i for i, p in enumerate(parts) if p.kind != "body"})
    if len(text) <= _COMPARE_LIMIT:
        copies |= _teasers(keys, copies)
        copies |= _contained(keys, copies, {i for i, p in enumerate(parts) if p.kind == "title"})
    return [Part(p.start, p.end, "duplicate") if i in copies else p for i, p in enumerate(parts)]


def _later_copies(keys: Sequence[str], short: set[int]) -> set[int]:
    """Paragraphs printed before; those not in ``short`` only from four words on."""
    seen: set[str] = set()
    copies = set()
    for i, key in enumerate(keys):
        if key in seen and key and (i in short or key.count(" ") + 1 >= _MIN_COPY_WORDS):
            copies.add(i)
        seen.add(key)
    return copies


def _teasers(keys: Sequence[str], copies: set[int]) -> set[int]:
    """Paragraphs at the top that run over several later ones, word for word."""
    at_top = [i for i, key in enumerate(keys) if len(key) >= _MIN_CONTAINED][:_TEASER_PARAGRAPHS]
    count = Counter(keys)
    found = set()
    for i in at_top:
        later = " ".join(key for key in keys[i + 1 :] if key)
        if i not in copies and count[keys[i]] == 1 and keys[i] in later:
            found.add(i)
    return found


def _contained(keys: Sequence[str], copies: set[int], titles: set[int]) -> set[int]:
    """Paragraphs that one longer paragraph holds whole: pull quotes, cut teasers."""
    kept = [key for i, key in enumerate(keys) if key and i not in copies]
    joined = "\n".join(f" {key} " for key in kept)
    return {
        i
        for i, key in enumerate(keys)
        if len(key) >= _MIN_CONTAINED and i not in copies | titles and joined.count(f" {key} ") > 1
    }

"""The top of a report: title, byline, dateline and labelled lines before the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from multipole.core.types import Part, PartKind
from multipole.documents.dated import date_only, read_dated
from multipole.documents.dates import PrintedDate, find_date
from multipole.documents.facts import Facts, facts_from, field_named, neat
from multipole.documents.lines import Line, bullet_end, ends_sentence
from multipole.documents.marks import (
    NAME,
    caption_kind,
    is_credit_line,
    is_page_words,
    is_staff,
)
from multipole.documents.sections import is_section
from multipole.documents.wire import dateline_end, is_place, is_place_line

_HEAD_LINES: Final = 16
_MAX_MISSES: Final = 2
_MAX_TITLE: Final = 220
_MAX_NAME: Final = 100
_MAX_TEASER: Final = 200
_LABEL: Final = re.compile(
    r"(?i)^[*_]{0,2}(title|headline|subject|outlet|source|publisher|publication|author|by|url|link"
    r"|date|published(?:\s(?:on|at))?|language|lang|(?:web\s|photo\s)?editors?|section|category"
    r"|topics?)[*_]{0,2}\s?[:：][*_]{0,2}\s*(?=\S)(.{1,300})$"
)
_ANY_LABEL: Final = re.compile(r"^([\w -]{1,40})\s?:\s*(.*)$")
_LEAD_DATE: Final = re.compile(
    r"(?i)(?:date|dated|published|updated)[:\s]+(?=\d)|(?=\d{4}-\d\d-\d\d\s)"
)
_UPDATED: Final = re.compile(r"(?i)\b(updated|modified)\b")
_BY: Final = re.compile(
    rf"[*_]{{0,2}}(?:(?:Written |Story |Analysis )?(?:By|by|BY)|Von|Par|Por)\s"
    rf"(?P<names>{NAME}[^.!?:]{{0,80}}|[A-Z][A-Z .,'’-]{{3,60}})$"
)
_NAMES: Final = re.compile(rf"{NAME}(?:(?:,| and| &)\s{NAME}){{0,3}}")
_STATION: Final = r"(?:\sin|,)\s[A-Z][\w.]+(?:\s[A-Z][\w.]+)?"
_STATIONED: Final = re.compile(rf"{NAME}{_STATION}(?:(?:,| and| &)\s{NAME}(?:{_STATION})?)*")
_IN_PLACE: Final = re.compile(r"(?:\sin|,)\s([A-Z][\w.]+(?:\s[A-Z][\w.]+)?)(?=,| and\b| &|$)")
_NOT_A_NAME: Final = re.compile(
    r"(?i)\b(the|in|on|at|with|for|from|to|of|as|is|are|will|says?|visits?|talks?|summit|meeting|"
    r"war|deal|news|report|update|world|politics|opinion|analysis|china|russia|russian|chinese|"
    r"american|united|states|kingdom|europe|european|union|ukraine|iran|india|nato|ministry|"
    r"president|minister|council|security|agency|press|times|daily|post|weekly|relations|policy|"
    r"trade|new|house|affairs)\b"
)
_UNKEPT: Final = ("editor", "web editor", "photo editor", "section", "category", "topic")
_NOT_WORD: Final = re.compile(r"\W+")
_MARKDOWN_HEADING: Final = re.compile(r"^#{1,6}\s+(?=\S)")


@dataclass(slots=True)
class Head:
    """What the top of a text gave: parts and facts found, and the lines left for the body."""

    parts: list[Part] = field(default_factory=list)
    pairs: dict[str, str] = field(default_factory=dict)
    day: PrintedDate | None = None
    updated: bool = False
    rest: list[Line] = field(default_factory=list)
    title: str = ""
    wired: bool = False

    def mark(self, kind: PartKind, line: Line, end: int | None = None) -> None:
        """Mark ``line``, or its first ``end`` characters, as ``kind``."""
        stop = line.end if end is None else line.start + len(line.text[:end].rstrip())
        self.parts.append(Part(line.start, stop, kind))

    def keep(self, name: str, value: str) -> None:
        """Keep the first value given for a fact."""
        self.pairs.setdefault(name, value)

    def date(self, found: PrintedDate, *, updated: bool) -> None:
        """Keep the first date; one of publication goes before one of an update."""
        better = self.updated and not updated and found.day is not None
        if self.day is None or (self.day.day is None and found.day is not None) or better:
            self.day, self.updated = found, updated

    def facts(self, day_first: bool | None) -> Facts:
        """The facts found."""
        given = facts_from(self.pairs, day_first=day_first)
        if self.day is None:
            return given
        return given.over(Facts(date=self.day.day)).noting(self.day.why)


def read_head(lines: Sequence[Line], *, title: str, day_first: bool | None) -> Head:
    """Read the first lines of a report up to where its body begins."""
    head = Head(title=title)
    queue = list(lines)
    misses = 0
    at = _front_matter(head, queue)
    stop = min(len(queue), at + _HEAD_LINES)
    while at < stop and misses <= _MAX_MISSES:
        after = queue[at + 1] if at + 1 < len(queue) else None
        left = _read_line(head, queue[at], after, misses > 0, day_first)
        if left is None:
            at += 1
            queue[at : at + 1] = [replace(line, gap=True) for line in queue[at : at + 1]]
        elif left is not queue[at]:
            queue[at] = left
        else:
            head.rest.append(left)
            misses += 0 if _is_aside(left.text) else 1 if len(left.text) <= 400 else _MAX_MISSES + 1
            at += 1
    head.rest += queue[at:]
    if not head.wired:
        _late_wire(head, day_first)
    if head.day is None:
        _late_date(head, day_first)
    return head


def _is_aside(text: str) -> bool:
    """A line above the body that does not begin it: an item of a summary, a caption, a credit."""
    return bool(bullet_end(text) or caption_kind(text) or is_credit_line(text))


def _late_wire(head: Head, day_first: bool | None) -> None:
    """A dateline below the first lines of the body: one with a day or an agency, or any that
    stands above the first whole paragraph."""
    lines, above = head.rest, True
    for i, line in enumerate(lines[:_HEAD_LINES]):
        runs_on = i + 1 < len(lines) and not lines[i + 1].gap
        starts = line.gap or i == 0 or ends_sentence(lines[i - 1].text)
        if starts and (left := _wire(head, line, day_first, runs_on=runs_on, by_place=above)):
            lines[i] = left
            return
        if len(line.text) > _MAX_TEASER and not _is_aside(line.text):
            above = False


def _late_date(head: Head, day_first: bool | None) -> None:
    """A line of the date below other lines of the page, above the first whole paragraph."""
    for i, line in enumerate(head.rest[:_HEAD_LINES]):
        if len(line.text) > _MAX_TEASER and not _is_aside(line.text):
            return
        if found := date_only(line.text, day_first):
            head.date(found, updated=bool(_UPDATED.search(line.text)))
            head.mark("dateline", line)
        if found or _read_pieces(head, line, day_first):
            del head.rest[i]
            head.rest[i : i + 1] = [replace(left, gap=True) for left in head.rest[i : i + 1]]
            return


def _front_matter(head: Head, lines: list[Line]) -> int:
    """Take ``key: value`` lines between two ``---`` lines at the very top; how many lines."""
    if not lines or lines[0].text != "---":
        return 0
    close = next((i for i, x in enumerate(lines[1:60], 1) if x.text in ("---", "...")), 0)
    if not close or not all(_ANY_LABEL.match(x.text) or x.text[0] in "-#" for x in lines[1:close]):
        return 0
    for i, line in enumerate(lines[: close + 1]):
        label = _ANY_LABEL.match(line.text) if 0 < i < close else None
        if label is None or not _labelled(head, line, label[1], label.start(2)):
            head.mark("boilerplate", line)
    return close + 1


def _field(label: str) -> str:
    """The fact that a label holds; ``section`` for one that is read but not kept."""
    word = label.lower()
    if word.startswith("published"):
        return "date"
    return "section" if word.startswith(_UNKEPT) else field_named(label)


def _labelled(head: Head, line: Line, label: str, at: int) -> bool:
    """Take a line ``label: value`` whose value starts at ``at``; False for an unknown label."""
    name = _field(label)
    value = line.text[at:].strip().strip("*_").strip().strip("\"'")
    if name in ("", "text") or not neat(value):
        return False
    if name in ("outlet", "author") and (len(value) > _MAX_NAME or ends_sentence(value)):
        return False
    if name != "section":
        head.keep(name, value)
    if name == "title":
        _split_title(head, line, line.text.index(value, at), len(value))
    else:
        kind: PartKind = {"date": "dateline", "author": "byline", "outlet": "byline"}.get(
            name, "boilerplate"
        )  # type: ignore[assignment]
        head.mark(kind, line)
    return True


def _split_title(head: Head, line: Line, at: int, length: int) -> None:
    """Mark the title inside a line, and the label and quote marks around it as boilerplate."""
    start, end = line.start + at, line.start + at + length
    head.mark("boilerplate", line, at)
    head.parts.append(Part(start, end, "title"))
    if end < line.end:
        head.mark("boilerplate", line.after(at + length))


def _read_line(
    head: Head, line: Line, after: Line | None, in_body: bool, day_first: bool | None
) -> Line | None:
    """Take one line: None when all of it is taken, what is left of it, or the line itself."""
    text = line.text
    if is_page_words(text) and not date_only(text, day_first):
        head.mark("boilerplate", line)
        return None
    label = _LABEL.match(text)
    pieces = not label or "|" in text
    if pieces and _read_pieces(head, line, day_first):
        return None
    if label and _labelled(head, line, label[1], label.start(2)):
        return None
    if found := date_only(text, day_first):
        head.date(found, updated=bool(_UPDATED.search(text)))
        head.mark("dateline", line)
        return None
    if by := _BY.match(text):
        head.keep("author", _author(by["names"]))
    if by or is_staff(text):
        head.mark("byline", line)
        return None
    if _repeats(text, head.title) or _repeats(text, head.pairs.get("title", "")):
        _mark_title(head, line)
        return None
    return line if in_body else _read_opening(head, line, after, day_first)


def _read_opening(
    head: Head, line: Line, after: Line | None, day_first: bool | None
) -> Line | None:
    """Forms that count only before the first line of the body."""
    runs_on = after is not None and not after.gap
    if left := _lead_date(head, line, day_first) or _wire(head, line, day_first, runs_on=runs_on):
        return left
    if is_place_line(line.text):
        head.mark("dateline", line)
        return None
    headline_follows = after is not None and _is_headline(after.text)
    if is_section(line.text, headline_follows=headline_follows):
        head.mark("boilerplate", line)
        return None
    if not head.title and "title" not in head.pairs and _is_title(line, after, day_first):
        _mark_title(head, line)
        return None
    if _is_signed(line.text) and ("title" in head.pairs or head.title or head.day):
        head.keep("author", _author(line.text))
        head.mark("byline", line)
        return None
    return line


def _read_pieces(head: Head, line: Line, day_first: bool | None) -> bool:
    """``World | Beijing | 4 March 2015``: a line of a date and things that stand beside one.

    Below the title, and no sentence: any words in capitals may stand there then.
    """
    text = line.text
    titled = bool(head.title or "title" in head.pairs)
    listed = "|" in text or not (ends_sentence(text) or bullet_end(text))
    named = titled and listed and head.day is None and not caption_kind(text)

    def known(piece: str) -> bool:
        return bool(_LABEL.match(piece) or _BY.match(piece)) or (titled and _is_signed(piece))

    found = read_dated(text, day_first=day_first, known=known, named=named)
    if found is None:
        return False
    for piece in found.pieces:
        _keep_piece(head, piece)
    head.date(found.day, updated=found.updated)
    head.mark("dateline", line)
    return True


def _keep_piece(head: Head, piece: str) -> None:
    """Keep the author or the outlet that a piece of a line names."""
    if label := _LABEL.match(piece):
        name, value = _field(label[1]), label[2].strip()
        if name in ("outlet", "author"):
            head.keep(name, value)
    elif by := _BY.match(piece):
        head.keep("author", _author(by["names"]))
    elif _is_signed(piece):
        head.keep("author", _author(piece))


def _author(names: str) -> str:
    """The names of a byline without the cities that they write from."""
    return _IN_PLACE.sub(lambda m: "" if is_place(m[1]) else m[0], names.strip("*_ "))


def _lead_date(head: Head, line: Line, day_first: bool | None) -> Line | None:
    """``date 2021-04-04 The report goes on``: the date is taken, the rest is left."""
    lead = _LEAD_DATE.match(line.text)
    found = find_date(line.text[:80], day_first=day_first) if lead else None
    if lead is None or found is None or found.start != lead.end():
        return None
    head.date(found, updated=line.text.lower().startswith("updated"))
    head.mark("dateline", line, found.end)
    return line.after(found.end)


def _wire(
    head: Head, line: Line, day_first: bool | None, *, runs_on: bool, by_place: bool = True
) -> Line | None:
    """``Beijing, March 4 (Agency) -- The report goes on``: place and day are taken."""
    end = dateline_end(line.text, runs_on=runs_on, by_place=by_place)
    if not end:
        return None
    if found := find_date(line.text[:end], day_first=day_first):
        head.date(found, updated=False)
    head.mark("dateline", line, end)
    head.wired = True
    return line.after(end)


def _mark_title(head: Head, line: Line) -> None:
    at = heading.end() if (heading := _MARKDOWN_HEADING.match(line.text)) else 0
    if at:
        head.mark("boilerplate", line, at)
    head.keep("title", line.text[at:])
    head.mark("title", line.after(at))


def _repeats(text: str, title: str) -> bool:
    """Whether a line is a title known from elsewhere, or one of the two begins the other."""
    short, long = sorted((_words(text), _words(title)), key=len)
    return bool(short) and (short == long or (len(short) > 15 and long.startswith(short)))


def _words(text: str) -> str:
    return _NOT_WORD.sub(" ", text[:_MAX_TITLE]).strip().casefold()


def _is_title(line: Line, after: Line | None, day_first: bool | None) -> bool:
    text = line.text
    if _MARKDOWN_HEADING.match(text):
        return True
    if (
        len(text) > _MAX_TITLE
        or len(text.split()) < 2
        or (not text[0].isalnum() and text[0] not in "\"'“‘«")
    ):
        return False
    if text[0].islower() or (ends_sentence(text) and text.rstrip("\"'”’»")[-1] not in "?!…"):
        return False
    if caption_kind(text) or after is None:
        return False
    below = after.gap or bool(date_only(after.text, day_first)) or _is_byline(after.text)
    return below or bool(dateline_end(after.text, by_place=False))


def _is_byline(text: str) -> bool:
    found = _BY.match(text) or _LABEL.match(text) or is_staff(text)
    return bool(found) or _is_name(text)


def _is_headline(text: str) -> bool:
    """Whether a line below a section's name looks like the title of a report."""
    return len(text.split()) > 2 and len(text) <= _MAX_TITLE and not _BY.match(text)


def _is_signed(text: str) -> bool:
    """Names alone, or with the cities that they write from."""
    if _is_name(text):
        return True
    cities = [m[1] for m in _IN_PLACE.finditer(text)]
    return bool(cities and _STATIONED.fullmatch(text) and all(map(is_place, cities)))


def _is_name(text: str) -> bool:
    return len(text) <= 80 and bool(_NAMES.fullmatch(text)) and not _NOT_A_NAME.search(text)

"""The top of a report: title, byline, dateline and labelled lines before the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from multipole.core.types import Part, PartKind
from multipole.documents.dates import PrintedDate, find_date
from multipole.documents.facts import Facts, facts_from, field_named, neat
from multipole.documents.lines import Line, ends_sentence
from multipole.documents.marks import NAME, caption_kind, is_agency, is_page_words

_HEAD_LINES: Final = 16
_MAX_MISSES: Final = 2
_MAX_TITLE: Final = 220
_MAX_NAME: Final = 100
_LABEL: Final = re.compile(
    r"(?i)^[*_]{0,2}(title|headline|subject|outlet|source|publisher|publication|author|by|url|link"
    r"|date|published(?:\s(?:on|at))?|language|lang)[*_]{0,2}\s?[:：][*_]{0,2}\s*(?=\S)(.{1,300})$"
)
_ANY_LABEL: Final = re.compile(r"^([\w -]{1,40})\s?:\s*(.*)$")
_LEAD_DATE: Final = re.compile(
    r"(?i)(?:date|dated|published|updated)[:\s]+(?=\d)|(?=\d{4}-\d\d-\d\d\s)"
)
_CLUTTER: Final = re.compile(
    r"""(?ix)(?: first | last | originally | published | updated | posted | modified | created
    | date | dated | released | issued | on | at | time | the | and | by | beijing | local | edt
    | est | cet | cest | gmt | utc | bst | msk | cst | pst | pdt | ist | am | pm | a\.m\. | p\.m\.
    | h | mon(day)? | tue(s|sday)? | wed(nesday)? | thu(r|rs|rsday)? | fri(day)? | sat(urday)?
    | sun(day)? | \d{1,2}[:.]\d{2}([:.]\d{2})? | \d{1,2} | [-–—+|,.:;()/·•*_\[\]\s] )*+"""
)
_UPDATED: Final = re.compile(r"(?i)\b(updated|modified)\b")
_DAY: Final = r"(?:[^\W\d_]{3,9}\.?\s\d{1,2}|\d{1,2}\s[^\W\d_]{3,9}\.?)(?:,?\s\d{4})?"
_WIRE: Final = re.compile(
    rf"(?P<place>[^\W\d_][\w.,'’/ -]{{1,60}}?)?,?\s*(?P<day>{_DAY})?\s*"
    r"\((?P<agency>[A-Z][\w .&'/-]{1,40})\)\s?(?:--|-|–|—|:)\s*(?=\S)"
)
_CITY: Final = re.compile(
    rf"(?P<city>[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{{3,30}})(?:,\s[A-Z][\w. ]{{1,30}})?(?:,\s{_DAY})?"
    r"\s?(?:--|–|—)\s+(?=\S)"
)
_NOT_A_CITY: Final = frozenset(
    ["ASEAN", "AUKUS", "BREAKING", "BRICS", "EXCLUSIVE", "FACTBOX", "NATO", "OPEC",
     "OPINION", "OSCE", "QUAD", "UNESCO", "UNICEF", "UPDATE", "USSR", "WATCH"]
)  # fmt: skip
_SMALL_WORDS: Final = frozenset(["de", "la", "le", "al", "el", "of", "the", "on", "upon", "sur"])
_BY: Final = re.compile(
    rf"[*_]{{0,2}}(?:By|BY|Von|Par|Por)\s"
    rf"(?P<names>{NAME}[^.!?:]{{0,80}}|[A-Z][A-Z .,'’-]{{3,60}})$"
)
_NAMES: Final = re.compile(rf"{NAME}(?:(?:,| and| &)\s{NAME}){{0,3}}")
_NOT_A_NAME: Final = re.compile(
    r"(?i)\b(the|in|on|at|with|for|from|to|of|as|is|are|will|says?|visits?|talks?|summit|meeting|"
    r"war|deal|news|report|update|world|politics|opinion|analysis|china|russia|russian|chinese|"
    r"american|united|states|kingdom|europe|european|union|ukraine|iran|india|nato|ministry|"
    r"president|minister|council|security|agency|press|times|daily|post|weekly|relations|policy|"
    r"trade|new|house|affairs)\b"
)
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
            misses = _MAX_MISSES + 1 if len(left.text) > 400 else misses + 1
            at += 1
    head.rest += queue[at:]
    return head


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


def _labelled(head: Head, line: Line, label: str, at: int) -> bool:
    """Take a line ``label: value`` whose value starts at ``at``; False for an unknown label."""
    name = "date" if label.lower().startswith("published") else field_named(label)
    value = line.text[at:].strip().strip("*_").strip().strip("\"'")
    if name in ("", "text") or not neat(value):
        return False
    if name in ("outlet", "author") and (len(value) > _MAX_NAME or ends_sentence(value)):
        return False
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
    if is_page_words(text) and not _date_only(text, day_first):
        head.mark("boilerplate", line)
        return None
    label = _LABEL.match(text)
    if label and _labelled(head, line, label[1].split()[0], label.start(2)):
        return None
    if found := _date_only(text, day_first):
        head.date(found, updated=bool(_UPDATED.search(text)))
        head.mark("dateline", line)
        return None
    if by := _BY.match(text):
        head.keep("author", by["names"].strip("*_ "))
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
    if left := _lead_date(head, line, day_first) or _wire(head, line, day_first):
        return left
    if not head.title and "title" not in head.pairs and _is_title(line, after, day_first):
        _mark_title(head, line)
        return None
    if _is_name(line.text) and ("title" in head.pairs or head.title or head.day):
        head.keep("author", line.text)
        head.mark("byline", line)
        return None
    return line


def _date_only(text: str, day_first: bool | None) -> PrintedDate | None:
    """The date of a line that holds a date and nothing else but times and such words."""
    found = find_date(text, day_first=day_first) if len(text) <= 120 else None
    if found is None:
        return None
    around = text[: found.start] + " " + text[found.end :]
    second = find_date(around, day_first=day_first)
    if second is not None:
        around = around[: second.start] + " " + around[second.end :]
    return found if _CLUTTER.fullmatch(around) else None


def _lead_date(head: Head, line: Line, day_first: bool | None) -> Line | None:
    """``date 2021-04-04 The report goes on``: the date is taken, the rest is left."""
    lead = _LEAD_DATE.match(line.text)
    found = find_date(line.text[:80], day_first=day_first) if lead else None
    if lead is None or found is None or found.start != lead.end():
        return None
    head.date(found, updated=line.text.lower().startswith("updated"))
    head.mark("dateline", line, found.end)
    return line.after(found.end)


def _wire(head: Head, line: Line, day_first: bool | None) -> Line | None:
    """``Beijing, March 4 (Agency) -- The report goes on``: place and day are taken."""
    end = _wire_end(line.text[:160])
    if not end:
        return None
    if found := find_date(line.text[:end], day_first=day_first):
        head.date(found, updated=False)
    head.mark("dateline", line, end)
    return line.after(end)


def _wire_end(text: str) -> int:
    """Where the dateline of an agency ends at the start of ``text``, or 0."""
    if wire := _WIRE.match(text):
        place = wire["place"] or ""
        named = all(w[0].isupper() or w in _SMALL_WORDS for w in re.findall(r"\w+", place))
        known = is_agency(wire["agency"]) or wire["day"] or (place and place.isupper())
        return wire.end() if named and known else 0
    city = _CITY.match(text)
    return city.end() if city and city["city"].strip() not in _NOT_A_CITY else 0


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
    return after.gap or bool(_date_only(after.text, day_first)) or _is_byline(after.text)


def _is_byline(text: str) -> bool:
    return bool(_BY.match(text) or _LABEL.match(text)) or _is_name(text)


def _is_name(text: str) -> bool:
    return len(text) <= 80 and bool(_NAMES.fullmatch(text)) and not _NOT_A_NAME.search(text)

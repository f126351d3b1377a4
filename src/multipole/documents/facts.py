"""What is known about a report besides its text, and who may override whom."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from multipole.core.errors import UnreadableInput
from multipole.documents.dates import read_date
from multipole.documents.options import ReadOptions

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "text": ("text", "content", "body", "article", "full_text", "fulltext"),
    "date": ("date", "published", "published_at", "published_on", "pubdate", "publication_date",
             "publish_date", "datetime", "posted"),
    "year": ("year",),
    "title": ("title", "headline", "heading", "subject"),
    "outlet": ("outlet", "source", "publisher", "newspaper", "site", "site_name", "publication"),
    "author": ("author", "authors", "byline", "by", "creator", "speaker"),
    "language": ("language", "lang"),
    "url": ("url", "link", "uri", "href", "permalink", "source_url"),
}  # fmt: skip
MAX_LENGTH: Final = 500
_NOTHING: Final = frozenset({"", "na", "n/a", "nan", "none", "null", "nil", "-", "unknown"})
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_LANGUAGE: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9_-]+)?")
_LANGUAGE_NAMES: Final = {
    "english": "en", "french": "fr", "german": "de", "spanish": "es", "portuguese": "pt",
    "italian": "it", "russian": "ru", "ukrainian": "uk", "chinese": "zh", "japanese": "ja",
    "korean": "ko", "arabic": "ar", "persian": "fa", "farsi": "fa", "turkish": "tr",
}  # fmt: skip
_ARCHIVED: Final = re.compile(r"https?://web\.archive\.org/web/\d+[a-z_]*/(.+)")


@dataclass(frozen=True, slots=True)
class Facts:
    """Date, title, outlet, author, language and url of a report; ``""`` and None are unknown.

    ``note`` words are for the reader of the document: dates that could not be read and the like.
    """

    date: date | None = None
    title: str = ""
    outlet: str = ""
    author: str = ""
    language: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()

    def over(self, other: Facts) -> Facts:
        """These facts where known, else those of ``other``; the notes of both."""
        return Facts(
            date=self.date or other.date,
            title=self.title or other.title,
            outlet=self.outlet or other.outlet,
            author=self.author or other.author,
            language=self.language or other.language,
            url=self.url or other.url,
            notes=self.notes + tuple(n for n in other.notes if n not in self.notes),
        )

    def noting(self, *notes: str) -> Facts:
        """The same facts with ``notes`` added."""
        return replace(self, notes=self.notes + tuple(n for n in notes if n))


NO_FACTS: Final = Facts()


def field_named(name: str) -> str:
    """Which fact a label or column called ``name`` holds, or ``""``."""
    key = re.sub(r"[\s.-]+", "_", name.strip().lower())
    return next((field for field, names in NAMES.items() if key in names), "")


def neat(value: str) -> str:
    """``value`` on one line, without lone surrogates, at most `MAX_LENGTH` long; NA is nothing."""
    line = _SURROGATES.sub("\ufffd", " ".join(value[: 20 * MAX_LENGTH].split()))[:MAX_LENGTH]
    line = "".join(c for c in line if c.isprintable())
    return "" if line.lower() in _NOTHING else line


def language_code(value: str) -> str:
    """The bare language code of ``en-US`` or ``English``; ``""`` where it is neither."""
    name = value.strip().lower()
    match = _LANGUAGE.fullmatch(name)
    return _LANGUAGE_NAMES.get(name) or (match[1] if match else "")


def host_of(url: str) -> str:
    """The host a report was published on, without ``www.``; ``""`` for what is no web address."""
    archived = _ARCHIVED.match(url)
    try:
        host = urlsplit(archived[1] if archived else url).hostname or ""
    except ValueError:
        return ""
    return neat(host.removeprefix("www.")) if "." in host else ""


def facts_from(pairs: Mapping[str, str], *, day_first: bool | None) -> Facts:
    """Facts from values named by `FIELDS`; what is no date or no url becomes a note."""
    value = {field: neat(text) for field, text in pairs.items() if field != "text"}
    day, why = _day(value.get("date", ""), day_first)
    year = value.get("year", "")
    known_year = f"year:{year}" if day is None and re.fullmatch(r"[12]\d{3}", year) else ""
    return Facts(
        date=day,
        title=value.get("title", ""),
        outlet=value.get("outlet", ""),
        author=value.get("author", ""),
        language=language_code(value.get("language", "")),
        url=value.get("url", ""),
    ).noting(why, known_year)


def _day(text: str, day_first: bool | None) -> tuple[date | None, str]:
    if not text:
        return None, ""
    found = read_date(text, day_first=day_first)
    if found is None:
        return None, f"date {text[:60]!r} is not a day: no date taken from it"
    return found.day, found.why


def facts_of_options(options: ReadOptions) -> Facts:
    """What the user says about every file."""
    given = {
        name: value
        for name in ("date", "title", "outlet", "author", "language", "url")
        if (value := getattr(options, name)) is not None
    }
    return facts_from(given, day_first=options.day_first)


def read_sidecar(data: bytes, *, day_first: bool | None) -> Facts:
    """Facts from a sidecar: one JSON object with any of date, title, outlet, author, language, url.

    Raises `UnreadableInput` for anything else.
    """
    remedy = "Write one JSON object with date, title, outlet, author, language or url."
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"sidecar is not JSON: {error}", remedy=remedy) from None
    if not isinstance(value, dict):
        raise UnreadableInput("sidecar is not a JSON object", remedy=remedy)
    pairs = {field_named(str(k)): str(v) for k, v in value.items() if v is not None}
    unknown = [str(k) for k in value if field_named(str(k)) in ("", "text")]
    if unknown:
        raise UnreadableInput(f"sidecar has an unknown field {unknown[0][:60]!r}", remedy=remedy)
    facts = facts_from(pairs, day_first=day_first)
    if pairs.get("date") and not facts.date:
        raise UnreadableInput(f"sidecar: {facts.notes[0]}", remedy="Write the date as 2021-03-22.")
    return facts

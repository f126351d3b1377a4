"""A report as a file gives it, and the one place where it becomes a `Document`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from multipole.core.errors import UnreadableInput
from multipole.core.ids import sha256
from multipole.core.types import Document
from multipole.documents.decode import tidy
from multipole.documents.facts import NO_FACTS, Facts, host_of
from multipole.documents.language import detect_language, fits_script
from multipole.documents.parts import divide

_WORD: Final = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Draft:
    """Text and facts of one report as its file gives them, before options and cleaning.

    ``raw`` are the bytes of this report alone: the file, the archive member, or the row.
    ``place`` is where in its file it stands (``!member``, ``#row``), ``""`` for a whole file.
    """

    text: str
    raw: bytes
    facts: Facts = NO_FACTS
    place: str = ""


def freeze(
    draft: Draft, *, path: str, said: Facts, day_first: bool | None, now: datetime
) -> Document:
    """The `Document` of ``draft``; ``said`` (sidecar, options) overrides what the file gives.

    Raises `UnreadableInput` when there is no word in it.
    """
    text, notes = tidy(draft.text)
    if not _WORD.search(text):
        raise UnreadableInput("holds no text", remedy="Leave it out, or check how it was saved.")
    given = said.over(draft.facts)
    parts, in_text = divide(text, title=given.title, day_first=day_first)
    facts = given.over(in_text)
    language, doubt = _language(said.language, facts.language, text)
    return Document(
        outlet=facts.outlet or host_of(facts.url),
        url=facts.url,
        title=facts.title,
        author=facts.author,
        language=language,
        published_on=facts.date,
        fetched_at=now,
        raw=sha256(draft.raw),
        path=path,
        text=text,
        parts=parts,
        notes=_notes(facts, notes + doubt, now),
    )


def _language(said: str, given: str, text: str) -> tuple[str, tuple[str, ...]]:
    if said or (given and fits_script(given, text)):
        return said or given, ()
    found = detect_language(text)
    if given and given != found:
        return found, (f"the file says its language is {given}, its script says otherwise",)
    return found, ()


def _notes(facts: Facts, more: tuple[str, ...], now: datetime) -> tuple[str, ...]:
    notes = tuple(n for n in facts.notes if not (facts.date and n.startswith("year:")))
    if facts.date and facts.date > now.date():
        more += (f"dated {facts.date}, after the day it was read in",)
    return notes + more

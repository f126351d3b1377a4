"""What lists of events, claims and documents share: words of a form, links from page to page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from multipole.apps.web.page import Visit

#: Rows of a page of a list.
SIZE: Final = 100
#: Pages of a list that a static export writes at most.
EXPORTED: Final = 10
_CODES: Final = re.compile(r"[A-Z]{2,4}(?: [A-Z]{2,4})+")


def actors_in(text: str) -> tuple[str, ...]:
    """The names in a field: apart by commas, or codes by spaces.

    >>> actors_in("China, United States"), actors_in("CHN RUS"), actors_in("")
    (('China', 'United States'), ('CHN', 'RUS'), ())
    """
    apart = text.split() if _CODES.fullmatch(text.strip()) else re.split("[,;]", text)
    return tuple(word.strip() for word in apart if word.strip())


def given(visit: Visit, names: Iterable[str]) -> dict[str, str]:
    """Those words of the address that are given, by name."""
    return {name: visit.get(name) for name in names if visit.get(name)}


def link(visit: Visit, page: str, words: Mapping[str, str], **other: str) -> str:
    """The address of a list with some words otherwise; an empty one takes a word away."""
    kept = {k: v for k, v in {**words, **other}.items() if v}
    return visit.places.page(page, **kept) or ""


def left_out(visit: Visit, total: int, what: str, command: str) -> dict[str, str] | None:
    """What an export says of a list that it does not hold whole, and the command that gives all."""
    most = SIZE * EXPORTED
    if visit.places.live or total <= most:
        return None
    said = f"These files hold the newest {most:,} of {total:,} {what}; {total - most:,} are left"
    return {"said": f"{said} out. All of them are given by", "command": command}


def starts(total: int) -> list[dict[str, str]]:
    """The addresses of the pages of a list that an export writes, from row to row."""
    last = min(max(total, 1), SIZE * EXPORTED)
    return [{"from": str(n)} if n else {} for n in range(0, last, SIZE)]


def number_in(visit: Visit, name: str) -> int:
    """A whole number of the address, 0 for none or for what is no number."""
    text = visit.get(name)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def short(text: str, most: int = 200) -> str:
    """The beginning of a text, up to a whole word."""
    if len(text) <= most:
        return text
    return f"{text[:most].rpartition(' ')[0] or text[:most]}…"

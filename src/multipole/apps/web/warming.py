"""Making the pages that are asked for first, before anybody asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Final

from multipole.apps.web.asking import Room
from multipole.apps.web.page import Page, Visit
from multipole.apps.web.places import Places
from multipole.apps.web.rendering import page_html
from multipole.core.errors import MultipoleError

#: Pages in the order in which they are made, with how many of each.
FIRST: Final = (
    ("start", 1), ("dyads", 1), ("events", 1), ("search", 1), ("dyad", 3), ("triangles", 1),
    ("triangle", 1), ("why", 1), ("documents", 1), ("claims", 1), ("receipts", 1),
)  # fmt: skip


def warm(room: Room, pages: tuple[Page, ...], places: Places, *, write_token: str = "") -> int:
    """Make the first pages of a room, one after the other, and give how many were made.

    One question is worked out at a time, so that another worker is free for whoever asks. What
    cannot be made (an empty store) is left; a closed room ends it.
    """
    made = 0
    for page, words in _first(room, pages, places):
        if room.closed:
            break
        with suppress(MultipoleError):
            page_html(page, Visit(room, places, words, None, write_token))
            made += 1
    return made


def _first(
    room: Room, pages: tuple[Page, ...], places: Places
) -> Iterator[tuple[Page, Mapping[str, str]]]:
    named = {page.name: page for page in pages}
    for name, many in FIRST:
        if name in named and not room.closed:
            with suppress(MultipoleError):
                for words in islice(named[name].exported(Visit(room, places, {}, None)), many):
                    yield named[name], words

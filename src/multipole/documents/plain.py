"""Plain text and Markdown."""

from __future__ import annotations

from multipole.documents.decode import decode
from multipole.documents.draft import Draft
from multipole.documents.facts import Facts


def read_plain(data: bytes) -> Draft:
    """A .txt or .md file: its text as it stands, whole.

    Raises `UnreadableInput` for bytes that are no text.
    """
    text, notes = decode(data)
    return Draft(text, data, Facts(notes=notes))

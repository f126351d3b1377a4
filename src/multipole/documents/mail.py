"""E-mails (.eml): newsletters and forwarded reports."""

from __future__ import annotations

import email
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime
from typing import Final

from multipole.core.errors import UnreadableInput
from multipole.documents.decode import decode
from multipole.documents.draft import Draft
from multipole.documents.facts import Facts, neat
from multipole.documents.page import read_page

MAX_PARTS: Final = 5_000
_HEADERS: Final = ("from", "subject", "date", "message-id", "received", "mime-version", "to")
_REMEDY: Final = "Save the message again as .eml, or its text as .txt."


def read_mail(data: bytes, *, day_first: bool | None) -> Draft:
    """The text of an e-mail, or of its HTML when it has none; subject, sender's name and date.

    Raises `UnreadableInput` for what is no e-mail and for one without text
    or with more than 5,000 parts.
    """
    if data.count(b"\n--") > MAX_PARTS:
        raise UnreadableInput(f"is an e-mail of more than {MAX_PARTS:,} parts", remedy=_REMEDY)
    message = email.message_from_bytes(data, policy=default)
    if not isinstance(message, EmailMessage) or not _is_mail(message):
        raise UnreadableInput("is no e-mail: it has no From, Subject or Date", remedy=_REMEDY)
    facts = _facts(message)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise UnreadableInput("is an e-mail without text", remedy=_REMEDY)
    if body.get_content_type() == "text/html":
        page = read_page(_bytes(body), day_first=day_first, declared=_charset(body))
        return Draft(page.text, data, facts.over(page.facts))
    text, notes = decode(_bytes(body), declared=_charset(body))
    return Draft(text, data, facts.noting(*notes))


def _is_mail(message: EmailMessage) -> bool:
    names = {name.lower() for name in message.keys()}  # noqa: SIM118 - a message is no mapping
    return len(names & set(_HEADERS)) >= 2


def _facts(message: EmailMessage) -> Facts:
    attached = sum(1 for _ in message.iter_attachments()) if message.is_multipart() else 0
    note = f"{attached} attachments were not read" if attached else ""
    return (
        Facts(title=_header(message, "subject"), author=_sender(message))
        .over(_dated(_header(message, "date")))
        .noting(note)
    )


def _header(message: EmailMessage, name: str) -> str:
    """A header as text; what the standard library cannot decode is nothing."""
    try:
        return neat(str(message.get(name, "")))
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        return ""


def _sender(message: EmailMessage) -> str:
    name, _ = parseaddr(_header(message, "from"))
    return neat(name)


def _dated(value: str) -> Facts:
    if not value:
        return Facts()
    try:
        return Facts(date=parsedate_to_datetime(value).date())
    except (ValueError, TypeError, IndexError, OverflowError):
        return Facts(notes=(f"date {value[:60]!r} is not a day: no date taken from it",))


def _bytes(part: MIMEPart) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: MIMEPart) -> str:
    try:
        return part.get_content_charset() or ""
    except (ValueError, LookupError, AttributeError):
        return ""

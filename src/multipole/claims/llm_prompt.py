"""Document -> requests: the prompt, the pieces of a long report, and the marks around its text.

The prompt is the file ``prompts/second-coder-1.md`` of this package; its digest is in the name of
the coder, so claims made with another wording are another coder's. Only the parts of a report that
are read for claims are sent. Its text stands between two marks that hold a digest of that very
text, so no text can close them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, Final

from multipole.claims.llm_schema import reply_schema
from multipole.claims.llm_terms import SECOND_CODER, Settings
from multipole.core.ids import digest
from multipole.core.types import READ_PARTS, Document

PROMPT: Final = "second-coder-1"
#: Stretches ``[start, end)`` of a document's text that go into one request.
Piece = tuple[tuple[int, int], ...]
BREAKS: Final = ("\n", ". ", " ")
#: How much of what stands before a piece is shown with it, so that "they" can be understood.
BEFORE_LETTERS: Final = 800


@cache
def prompt() -> str:
    """The prompt, as the package holds it."""
    folder = resources.files("multipole.claims").joinpath("prompts")
    return folder.joinpath(f"{PROMPT}.md").read_text("utf-8")


@cache
def prompt_digest() -> str:
    """Eight digits for the wording of the prompt and the form of the reply."""
    return digest(prompt(), json.dumps(reply_schema(), sort_keys=True))[:8]


def second_coder_name(settings: Settings) -> str:
    """What claims say of who coded them: version, model, prompt and settings.

    >>> second_coder_name(Settings("some-model")).split("+")[:2]
    ['llm-1', 'some-model']
    """
    return "+".join(
        (SECOND_CODER, settings.model, f"{PROMPT}-{prompt_digest()}", f"set-{settings.digest}")
    )


def pieces(document: Document, *, most: int) -> list[Piece]:
    """The text that is read for claims, in pieces of at most ``most`` letters, in its order.

    A part stays whole where it fits; a longer one is cut at a line, a sentence or a word.
    """
    found: list[list[tuple[int, int]]] = []
    room = 0
    for start, end in _stretches(document, most):
        if end - start > room:
            found.append([])
            room = most
        found[-1].append((start, end))
        room -= end - start
    return [tuple(piece) for piece in found]


def _stretches(document: Document, most: int) -> Iterator[tuple[int, int]]:
    for part in document.parts:
        start = part.start
        while part.kind in READ_PARTS and start < part.end:
            end = _cut(document.text, start, part.end, most)
            yield start, end
            start = end


def _cut(text: str, start: int, end: int, most: int) -> int:
    if end - start <= most:
        return end
    for mark in BREAKS:
        at = text.rfind(mark, start + most // 2, start + most)
        if at >= 0:
            return at + len(mark)
    return start + most


def request(document: Document, piece: Piece, settings: Settings) -> dict[str, Any]:
    """The body of the request for one piece of a document."""
    body: dict[str, Any] = {
        "model": settings.model,
        "messages": [
            {"role": "system", "content": prompt()},
            {"role": "user", "content": _told(document, piece)},
        ],
        "temperature": settings.temperature,
        "seed": settings.seed,
        "max_tokens": settings.most_tokens,
        "stream": False,
    }
    if settings.reply_form == "schema":
        schema = {"name": "records", "strict": True, "schema": reply_schema()}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif settings.reply_form == "object":
        body["response_format"] = {"type": "json_object"}
    return body


def _told(document: Document, piece: Piece) -> str:
    text = "\n\n".join(document.text[start:end].strip("\n") for start, end in piece)
    before = _before(document, piece[0][0])
    mark = f"report-{digest(before, text)}"
    on = document.published_in
    return (
        f"Date of the report: {on or 'not known'}\n"
        f"The report stands between <{mark}> and </{mark}>.\n\n"
        + (f"<before-{mark}>\n{before}\n</before-{mark}>\n\n" if before else "")
        + f"<{mark}>\n{text}\n</{mark}>\n\n"
        "Give the records of this report as one JSON object."
    )


def _before(document: Document, start: int) -> str:
    """The end of what is read before ``start``: shown to be understood, not to be quoted."""
    parts = [p for p in document.parts if p.kind in READ_PARTS and p.start < start]
    told = "\n\n".join(document.text[p.start : min(p.end, start)].strip("\n") for p in parts)
    return told[-BEFORE_LETTERS:]


def request_key(body: dict[str, Any]) -> str:
    """The key of a request: the digest of model, prompt, text and settings."""
    return digest("reply", json.dumps(body, sort_keys=True))


def letters(body: dict[str, Any]) -> str:
    """All that a request makes the model read, for an estimate of its tokens."""
    told = "".join(message["content"] for message in body["messages"])
    return told + json.dumps(body.get("response_format", ""))

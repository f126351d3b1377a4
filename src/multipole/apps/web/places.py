"""Where links lead: to the server's addresses, or to files beside each other in an export."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final, Protocol
from urllib.parse import quote, urlencode

#: The path of each page by name; `{names}` are filled with words of the address.
_HOLE: Final = re.compile(r"\{(\w+)\}")
_PLAIN: Final = re.compile(r"[^A-Za-z0-9_-]+")


class Places(Protocol):
    """What templates call to link; ``None`` where there is nothing to lead to."""

    live: bool

    def page(self, name: str, **words: str) -> str | None:
        """A page of the observatory."""

    def part(self, page: str, part: str, given: Mapping[str, str]) -> str | None:
        """A part of a page by itself."""

    def static(self, name: str) -> str:
        """A file of the look: style, scripts."""

    def data(self, question: str, **words: str) -> str | None:
        """An answer as data, by ``format`` json, csv or parquet."""


class Served:
    """Addresses of the server."""

    live = True

    def __init__(self, paths: Mapping[str, str]) -> None:
        self._paths = paths

    def page(self, name: str, **words: str) -> str | None:
        """The address of a page, what is not in its path as query."""
        return filled(self._paths[name], words) if name in self._paths else None

    def part(self, page: str, part: str, given: Mapping[str, str]) -> str:
        """The address of a part, with the state of its page."""
        return filled(f"/part/{page}/{part}", given)

    def static(self, name: str) -> str:
        """The address of a file of the look."""
        return f"/static/{name}"

    def data(self, question: str, **words: str) -> str:
        """The address of an answer as data."""
        return filled(f"/api/{question.replace('_', '-')}", words)


class Exported:
    """Relative paths between the files of an export; a page that is not written leads nowhere."""

    live = False

    def __init__(self, paths: Mapping[str, str], written: Collection[str], here: str) -> None:
        self._paths, self._written, self._here = paths, written, here

    def page(self, name: str, **words: str) -> str | None:
        """The way from this file to that of a page."""
        file = file_of(self._paths[name], words) if name in self._paths else ""
        return self._to(file) if file in self._written else None

    def part(self, page: str, part: str, given: Mapping[str, str]) -> None:
        """Nothing: a file holds all of its parts."""

    def static(self, name: str) -> str:
        """The way to a file of the look."""
        return self._to(f"static/{name}")

    def data(self, question: str, **words: str) -> None:
        """Nothing: there is no server to ask."""

    def _to(self, file: str) -> str:
        return "../" * self._here.count("/") + file


def filled(path: str, words: Mapping[str, str]) -> str:
    """A path with its holes filled, the rest as a query.

    >>> filled("/dyad/{a}/{b}", {"a": "CHN", "b": "RUS", "as_of": "2021"})
    '/dyad/CHN/RUS?as_of=2021'
    >>> filled("/actor/{id}", {"id": "NGO:A/B"}), unfilled("NGO:A~2FB")
    ('/actor/NGO%3AA~2FB', 'NGO:A/B')
    """
    names = _HOLE.findall(path)
    made = _HOLE.sub(lambda hole: _step(str(words[hole[1]])), path)
    rest = {k: v for k, v in words.items() if k not in names and v not in ("", None)}
    return f"{made}?{urlencode(rest)}" if rest else made


def _step(word: str) -> str:
    """A word as one step of a path: its slashes are written ``~2F``, as servers read ``%2F`` too
    as the end of a step."""
    return quote(word.replace("~", "~7E").replace("/", "~2F"), safe="~")


def unfilled(step: str) -> str:
    """The word that a step of a path stands for; undoes `filled`."""
    return step.replace("~2F", "/").replace("~7E", "~")


def file_of(path: str, words: Mapping[str, str]) -> str:
    """The file of a page in an export: one for each address, its query in its name.

    >>> file_of("/dyad/{a}/{b}", {"a": "CHN", "b": "RUS"}), file_of("/", {})
    ('dyad/CHN/RUS.html', 'index.html')
    """
    names = _HOLE.findall(path)
    made = _HOLE.sub(lambda hole: _word(words[hole[1]]), path).strip("/") or "index"
    rest = "".join(f"--{_word(k)}-{_word(str(v))}" for k, v in sorted(words.items())
                   if k not in names and v)  # fmt: skip
    return f"{made}{rest}.html"


def _word(text: str) -> str:
    return _PLAIN.sub("-", str(text)).strip("-") or "-"

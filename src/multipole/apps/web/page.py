"""What a page is: where it stands, its parts, and what it asks of the store."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from multipole.answers import Answer
from multipole.apps.web.asking import Room
from multipole.apps.web.places import Places

#: Seconds that a part of a page waits for an answer before the page goes out without it.
PATIENCE: Final = 0.08
Context = Mapping[str, Any]


class Elsewhere(Exception):
    """The page stands at another address, ``where``: a frame raises it, the server sends there."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


@dataclass(slots=True)
class Visit:
    """One look at a page: the room that answers, what the address gives, and where links lead.

    ``given`` holds the words of the address, path and query, as text. ``patience`` is None where
    one waits for everything (the static export, ``?wait=1``). ``write_token`` is what a form that
    writes must send, ``""`` where nothing can be written.
    """

    room: Room
    places: Places
    given: Mapping[str, str] = field(default_factory=dict)
    patience: float | None = PATIENCE
    write_token: str = ""

    def get(self, name: str, default: str = "") -> str:
        """What the address gives for a name, stripped; ``default`` when nothing."""
        return self.given.get(name, "").strip() or default

    def ask(self, name: str, *args: Any, **options: Any) -> Answer:
        """Ask the room, with the address's ``as_of`` unless options say otherwise.

        Raises `Waiting` when it takes longer than the visit's patience, and `MultipoleError`. The
        patience is one for the whole page: what one answer takes of it the next has no more.
        """
        if self.patience is None:
            return self.room.ask(name, *args, **options)
        began = time.monotonic()
        try:
            return self.room.ask(name, *args, patience=self.patience, **options)
        finally:
            self.patience = max(0.0, self.patience - (time.monotonic() - began))

    @property
    def as_of(self) -> str | None:
        """The day of the address, None when it gives none."""
        return self.get("as_of") or None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page that is asked for by itself: its heading, template and context.

    ``build`` may raise `Waiting`: the page then goes out with a place for it, and the part follows
    when it is there. A `MultipoleError` is shown in its place with its remedy.
    """

    name: str
    title: str
    template: str
    build: Callable[[Visit], Context]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: ``path`` with ``{names}``, the query names that are its state, and its parts.

    ``frame`` gives the context of the page itself and asks nothing slow; it holds ``title``.
    ``exported`` gives the words of each address that a static export writes.
    """

    name: str
    path: str
    template: str
    frame: Callable[[Visit], Context]
    parts: tuple[Part, ...] = ()
    options: tuple[str, ...] = ()
    exported: Callable[[Visit], Iterable[Mapping[str, str]]] = lambda visit: ({},)

    def part(self, name: str) -> Part | None:
        """A part by its name."""
        return next((p for p in self.parts if p.name == name), None)

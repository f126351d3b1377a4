"""A history of acts as arrays: who did what to whom on which day, and since when one could know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue
from multipole.core.plover import ACTIONS, QUAD_OF, QUADS

Ints = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.int8]

EPOCH: Final = date(1970, 1, 1)
#: The place in `QUADS` of the quad class of each of `ACTIONS`.
QUAD_AT: Final[Bytes] = np.array([QUADS.index(QUAD_OF[a]) for a in ACTIONS], np.int8)


def day_number(day: date) -> int:
    """Days since 1970-01-01.

    >>> day_number(date(1970, 1, 11))
    10
    """
    return (day - EPOCH).days


def day_of_number(number: int) -> date:
    """The day so many days after 1970-01-01.

    >>> day_of_number(10)
    datetime.date(1970, 1, 11)
    """
    return EPOCH + timedelta(days=int(number))


@dataclass(frozen=True, slots=True)
class History:
    """Acts of one source, ordered by day.

    ``actors`` are ids. The arrays have one place an act: ``day`` on which it happened and ``known``
    from which on one could know of it (days since 1970-01-01), ``sender`` and ``receiver`` (places
    in ``actors``), ``action`` (place in `ACTIONS`). Raises `BadValue` for arrays of different
    lengths, places that there are not, and days out of order.
    """

    actors: tuple[str, ...]
    day: Ints
    sender: Ints
    receiver: Ints
    action: Bytes
    known: Ints

    def __post_init__(self) -> None:
        arrays = (self.day, self.sender, self.receiver, self.action, self.known)
        if {a.shape for a in arrays} != {(len(self.day),)}:
            raise BadValue(f"a history has arrays of the lengths {[len(a) for a in arrays]}")
        if not len(self.day):
            return
        ends = np.concatenate([self.sender, self.receiver])
        if ends.min() < 0 or ends.max() >= len(self.actors):
            raise BadValue("an act names an actor that is not in the list")
        if self.action.min() < 0 or self.action.max() >= len(ACTIONS):
            raise BadValue("an act has a type that there is not")
        if np.any(np.diff(self.day) < 0):
            raise BadValue("the acts of a history are not ordered by day")

    def __len__(self) -> int:
        return len(self.day)

    @property
    def quad(self) -> Bytes:
        """The place of each act's quad class in `QUADS`."""
        return QUAD_AT[self.action]

    def where(self, kept: npt.NDArray[np.bool_]) -> History:
        """The acts at which ``kept`` is true; the list of actors stays."""
        arrays = (self.day, self.sender, self.receiver, self.action, self.known)
        return History(self.actors, *(a[kept] for a in arrays))  # type: ignore[arg-type]

    def known_by(self, day: int) -> History:
        """The acts that one could know of at the end of ``day``."""
        return self.where(self.known <= day)

    def as_if_known(self, *, delay_days: int) -> History:
        """The same acts, each known ``delay_days`` after it happened.

        For data that were released years later, which do not tell when each act became known.
        """
        return History(
            self.actors,
            self.day,
            self.sender,
            self.receiver,
            self.action,
            (self.day + np.int32(delay_days)).astype(np.int32),
        )

    def between(self, first: int, end: int) -> History:
        """The acts of the days from ``first`` to before ``end``."""
        return self.where((self.day >= first) & (self.day < end))

    def among(self, actors: Iterable[str]) -> History:
        """The acts between two of ``actors``, whose order becomes that of the list."""
        chosen = tuple(actors)
        place = np.full(len(self.actors) + 1, -1, np.int32)
        at = {actor: n for n, actor in enumerate(self.actors)}
        for n, actor in enumerate(chosen):
            place[at.get(actor, len(self.actors))] = n
        place[-1] = -1
        sender, receiver = place[self.sender], place[self.receiver]
        kept = (sender >= 0) & (receiver >= 0)
        return History(
            chosen,
            self.day[kept],
            sender[kept],
            receiver[kept],
            self.action[kept],
            self.known[kept],
        )

"""What speaks for an actor to be the other end of the next act: counts, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.answers.words import count
from multipole.core.history import History, day_of_number
from multipole.core.plover import ACTIONS
from multipole.forecast.ranking_fast import FastRanker
from multipole.forecast.ranking_levels import Floats

LATELY: Final = 30
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Asked:
    """The other end of the next act of a type of ``actor``, asked on a day, by what was ``known``.

    ``by``: receiver (``actor`` acts) or sender (``actor`` is acted towards). ``action`` is a place
    in `ACTIONS`, ``day`` days since 1970-01-01.
    """

    known: History
    actor: str
    action: int
    by: str
    day: int

    @property
    def type(self) -> str:
        """The name of the type."""
        return ACTIONS[self.action]

    @property
    def lately(self) -> Flags:
        """Which acts are of the last 30 days before the day."""
        found: Flags = self.known.day >= self.day - LATELY
        return found

    def ends(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Of each act the end where ``actor`` would be, and the other."""
        known = self.known
        both = (known.sender, known.receiver)
        return both if self.by == "receiver" else (both[1], both[0])


@dataclass(frozen=True, slots=True)
class Counts:
    """Acts between the actor and another: of the type, of any, and the other way round.

    ``share`` of everyone's acts of the type in the last year that have the other at this end;
    ``foretelling``: the type of act between the two that tells most of this one, and how often
    lately, with whether the other did it.
    """

    same_lately: int
    same_all: int
    any_lately: int
    back_lately: int
    last: date | None
    share: float
    foretelling: tuple[str, int, bool] | None


def counts_of(asked: Asked, other: int, ranker: FastRanker) -> Counts:
    """Count what passed between the actor and the one at place ``other``."""
    known, lately = asked.known, asked.lately
    actor = known.actors.index(asked.actor)
    here, there = asked.ends()
    out, back = (here == actor) & (there == other), (there == actor) & (here == other)
    same = known.action == asked.action
    year = same & (known.day >= asked.day - 365)
    days = known.day[out & same]
    return Counts(
        int((out & same & lately).sum()),
        int((out & same).sum()),
        int((out & lately).sum()),
        int((back & lately).sum()),
        day_of_number(int(days.max())) if len(days) else None,
        float((there[year] == other).mean()) if year.any() else 0.0,
        _foretelling(asked, ranker, known.action[out & lately], known.action[back & lately]),
    )


def _foretelling(
    asked: Asked, ranker: FastRanker, out: npt.NDArray[np.int8], back: npt.NDArray[np.int8]
) -> tuple[str, int, bool] | None:
    """Of the other types that passed lately, the one whose rules tell most of the type asked."""
    size = len(ACTIONS)
    tallies = np.concatenate([np.bincount(part, minlength=size) for part in (out, back)])
    tallies[asked.action] = 0
    # Rules are told from the sender's side: asked for a sender, the two halves change places.
    row = ranker.rules[asked.action]
    weight = tallies * (row if asked.by == "receiver" else np.roll(row, size))
    best = int(np.argmax(weight))
    if weight[best] <= 0:
        return None
    return ACTIONS[best % size], int(tallies[best]), best >= size


def reasons_of(asked: Asked, counts: Counts, parts: Floats) -> str:
    """What speaks for an actor, the weightiest level first; ``parts`` as in `Next.parts`.

    A level that adds nothing, or that has nothing to count, is not named.
    """
    said = (
        (parts[0], _same(asked, counts)),
        (parts[1] + parts[2], _any(counts)),
        (parts[3], _told(asked, counts)),
        (parts[4] + parts[5], _popular(asked, counts)),
    )
    ranked = sorted((one for one in said if one[1] and one[0] > 0), key=lambda one: -one[0])
    return "; ".join(words for _, words in ranked) or "how often it is named at all"


def _same(asked: Asked, counts: Counts) -> str:
    if not counts.same_all:
        return ""
    last = f"last on {counts.last}"
    if not counts.same_lately:
        return f"{asked.type} {_times(counts.same_all)} before, {last}"
    lately = f"{_times(counts.same_lately)} in 30 days"
    return f"{asked.type} {lately}, {_times(counts.same_all)} in all, {last}"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _any(counts: Counts) -> str:
    if not counts.any_lately:
        return ""
    return f"{count(counts.any_lately, 'act')} of any type in 30 days"


def _told(asked: Asked, counts: Counts) -> str:
    if counts.foretelling is None:
        return ""
    kind, times, back = counts.foretelling
    way = "the other way round" if back else "the same way"
    return f"{times} {kind} {way} in 30 days, after which {asked.type} follows"


def _popular(asked: Asked, counts: Counts) -> str:
    if counts.share < 0.005:
        return ""
    verb = "receives" if asked.by == "receiver" else "does"
    return f"{verb} {counts.share:.0%} of all {asked.type} of a year"

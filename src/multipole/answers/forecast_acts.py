"""The acts that forecasts are made from: of one source, as known on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from multipole.actors import load_actors
from multipole.answers.history import sourced
from multipole.core.errors import NothingFound, UnknownCode
from multipole.core.history import History, day_number, day_of_number
from multipole.forecast.counts import most_active
from multipole.store import Store

#: A source whose acts became known later than this, in days, was released afterwards.
LATE_DAYS: Final = 60
#: Actors whose acts a model learns from.
ACTORS: Final = 50


@dataclass(frozen=True)
class Acts:
    """A source's acts up to an origin.

    ``history`` may reach beyond the ``origin`` only in a backtest. ``afterwards``: the source was
    released later, so that each act is taken as known on its day.
    """

    source: str
    history: History
    origin: int
    afterwards: bool

    @property
    def known(self) -> History:
        """What was known by the end of the origin."""
        return self.history.known_by(self.origin)

    def notes(self) -> tuple[str, ...]:
        """What to know of the source and the day."""
        day, known = day_of_number(self.origin), self.known
        first = day_of_number(int(known.day[0]))
        told = f"Learnt from {len(known):,} acts of {self.source}, {first} to {day}."
        if not self.afterwards:
            return (told,)
        return (
            told,
            f"{self.source} was released after the acts: each is taken as known on its own day, "
            "which flatters a forecast of the past a little.",
        )


def acts_of(store: Store, *, source: str | None, as_of: date | None) -> Acts:
    """The acts of ``source`` (None: the one with most) and the day to forecast from.

    That day is ``as_of``, or the last one that the source tells of, whichever is earlier. Raises
    `NothingFound` where nothing was known by then.
    """
    name, found = sourced(store, source=source)
    afterwards = bool(np.median(found.known - found.day) > LATE_DAYS)
    if afterwards:
        found = found.as_if_known(delay_days=0)
    elif as_of is not None:
        name, found = sourced(store, source=name, as_of=as_of)
    last = int(found.known.max())
    acts = Acts(name, found, last if as_of is None else min(last, day_number(as_of)), afterwards)
    if not len(acts.known):
        raise NothingFound(
            f"no act of {name} was known by {as_of}",
            where=str(store.path),
            remedy="Choose a later --as-of.",
        )
    return acts


def states_in(history: History) -> tuple[str, ...]:
    """The actors of a history that are states."""
    return tuple(actor for actor in history.actors if _is_state(actor))


def _is_state(actor: str) -> bool:
    try:
        return load_actors().actor(actor).kind == "state"
    except UnknownCode:
        return False


def learnt_with(known: History, pair: tuple[str, str]) -> tuple[str, ...]:
    """A pair and the most active states beside it: whose acts the models learn from."""
    others = [a for a in most_active(known, ACTORS, among=states_in(known)) if a not in pair]
    return (*pair, *others[: ACTORS - len(pair)])

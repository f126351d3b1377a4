"""What one could know on a day, as counts by day of what each criterion counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue
from multipole.core.history import History, Ints
from multipole.core.plover import ACTIONS
from multipole.forecast.questions_criterion import Criterion

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Past:
    """Acts that one could know at the end of ``as_of``, and the days that they cover.

    ``began`` and ``reached`` are the first and the last day covered (days since 1970-01-01).
    Raises `BadValue` when an act was known or happened later: no forecast may see it.
    """

    history: History
    as_of: int
    began: int
    reached: int

    def __post_init__(self) -> None:
        if self.reached > self.as_of:
            raise BadValue(f"a past that reaches day {self.reached}, as of day {self.as_of}")
        if len(self.history) and self.history.known.max() > self.as_of:
            raise BadValue(
                f"an act of the past was known after day {self.as_of}",
                remedy="Take the past with past_of, which leaves out what was not yet known.",
            )

    @property
    def days(self) -> int:
        """How many days it covers."""
        return max(self.reached - self.began + 1, 0)

    def until(self, reached: int) -> Past:
        """The same past as if it reached no further than ``reached``: to learn from."""
        shorter = self.history.between(self.began, reached + 1)
        return Past(shorter, self.as_of, self.began, min(reached, self.reached))


def past_of(history: History, *, as_of: int, began: int, covered: int, delay_days: int = 0) -> Past:
    """The past of ``history`` on ``as_of``, whose source covers the days ``began`` to ``covered``.

    ``delay_days``: how long after it happened an act becomes known; later days are not covered.
    """
    reached = min(as_of - delay_days, covered)
    known = history.known_by(as_of).between(began, reached + 1)
    return Past(known, as_of, began, reached)


class Counter:
    """Counts by day of the acts of a past between two actors, by type."""

    def __init__(self, past: Past) -> None:
        self.past = past
        self._at = {actor: n for n, actor in enumerate(past.history.actors)}
        acts = past.history
        key = acts.sender.astype(np.int64) * len(acts.actors) + acts.receiver
        order = np.argsort(key, kind="stable")
        self._key, self._day = key[order], (acts.day[order] - past.began)
        self._action = acts.action[order]

    def counts(self, asks: Iterable[Criterion]) -> Ints:
        """One row a criterion, one column a day that the past covers."""
        rows = [self._row(one) for one in asks]
        return np.stack(rows) if rows else np.zeros((0, self.past.days), np.int32)

    def _row(self, ask: Criterion) -> Ints:
        days: list[Ints] = []
        chosen = _chosen(ask.actions)
        for sender, receiver in ((ask.a, ask.b), (ask.b, ask.a))[: 2 if ask.both else 1]:
            part = self._acts(sender, receiver)
            days.append(self._day[part][chosen[self._action[part]]])
        found = np.bincount(np.concatenate(days), minlength=self.past.days)
        return found.astype(np.int32)

    def _acts(self, sender: str, receiver: str) -> slice:
        """The places of the acts of one actor towards another."""
        if sender not in self._at or receiver not in self._at:
            return slice(0, 0)
        key = self._at[sender] * len(self._at) + self._at[receiver]
        low, high = np.searchsorted(self._key, [key, key + 1])
        return slice(int(low), int(high))

    def ends(self) -> Iterator[tuple[str, str, int]]:
        """Senders and receivers of acts with how many there are, in the order of their ids."""
        names = self.past.history.actors
        for key, n in zip(*np.unique(self._key, return_counts=True), strict=True):
            yield names[int(key) // len(names)], names[int(key) % len(names)], int(n)


def _chosen(actions: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which of `ACTIONS` count; all where none is named."""
    return np.array([not actions or a in actions for a in ACTIONS])


def windows(counts: npt.NDArray[Any], length: int) -> npt.NDArray[np.int64]:
    """Sums over all stretches of ``length`` days: (n, days) -> (n, days - length + 1).

    >>> windows(np.array([[1, 0, 2, 0]]), 2).tolist()
    [[1, 2, 2]]
    """
    total = np.cumsum(counts, axis=1, dtype=np.int64)
    total = np.concatenate([np.zeros((len(total), 1), np.int64), total], axis=1)
    return total[:, length:] - total[:, :-length] if length < total.shape[1] else total[:, :0]

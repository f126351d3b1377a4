"""Many ids as bytes of one width: a fifth of the room that a tuple of words takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

_AT_ONCE: Final = 10_000


class Ids(Sequence[str]):
    """Ids in an order, each a word again when it is asked for.

    >>> Ids.of(["b", "a"])[1], list(Ids.of(["b", "a"]).taken(np.array([1, 0])))
    ('a', ['a', 'b'])
    """

    def __init__(self, ids: NDArray[np.bytes_]) -> None:
        self._ids = ids

    @classmethod
    def of(cls, ids: Iterable[str]) -> Ids:
        """These ids, in their order."""
        found = [one.encode() for one in ids]
        return cls(np.array(found) if found else np.zeros(0, dtype="S1"))

    def order(self) -> NDArray[np.int64]:
        """The places of the ids from the least to the greatest; equal ones in their order."""
        return np.argsort(self._ids, kind="stable")

    def taken(self, places: NDArray[np.int64]) -> Ids:
        """The ids at these places."""
        return Ids(self._ids[places])

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Ids: ...
    def __getitem__(self, at: int | slice) -> str | Ids:
        if isinstance(at, slice):
            return Ids(self._ids[at])
        found: bytes = self._ids[at]
        return found.decode()

    def __iter__(self) -> Iterator[str]:
        for at in range(0, len(self), _AT_ONCE):
            yield from (one.decode() for one in self._ids[at : at + _AT_ONCE].tolist())

"""Pages that were made already: a snapshot does not change, so neither do its pages."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

#: Letters kept; what was not asked for longest goes first.
LETTERS: Final = 32_000_000


class Shelf:
    """Texts by key, up to so many letters in all; any thread may use it.

    >>> shelf = Shelf(letters=10)
    >>> [shelf.get("a", lambda: "12345678"), shelf.get("a", lambda: "other")]
    ['12345678', '12345678']
    >>> shelf.get("b", lambda: "123") and shelf.get("a", lambda: "anew")
    'anew'
    """

    def __init__(self, letters: int = LETTERS) -> None:
        self._most, self._held = letters, 0
        self._texts: OrderedDict[Hashable, str] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], str]) -> str:
        """The text kept for a key, else what ``make`` gives, which is kept unless it raises."""
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
                return self._texts[key]
        made = make()
        with self._lock:
            self._held += len(made) - len(self._texts.pop(key, ""))
            self._texts[key] = made
            while self._held > self._most:
                self._held -= len(self._texts.popitem(last=False)[1])
        return made

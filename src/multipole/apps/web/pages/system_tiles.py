"""The map of tiles: a square for each state at its rough place, so that no border is drawn."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

SIDE: Final = 30
_GAP: Final = 2
#: Upper ends of the classes of a share; the tile has the number of its class as a style.
CLASSES: Final = (0.2, 0.4, 0.6, 0.8, 1.0)
#: Shares of trade are small: most are below a tenth.
FINE: Final = (0.02, 0.05, 0.1, 0.25, 1.0)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a tile says: its class (``gap`` where unknown), a short mark, and its words."""

    kind: str
    mark: str
    words: str


@cache
def places() -> Mapping[str, tuple[int, int]]:
    """The column and row of each state."""
    text = (files("multipole.apps.web") / "tiles.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["state"]: (int(row["column"]), int(row["row"])) for row in rows}


def tiles(shown: Mapping[str, Shown], *, centre: str) -> dict[str, Any]:
    """All tiles with what they say, and the states shown that have no tile.

    ``centre`` is the state that the map is about.
    """
    missing = Shown("gap", "", "unknown")
    placed = [
        {"state": state, "x": column * SIDE, "y": row * SIDE, "centre": state == centre,
         "shown": shown.get(state, missing)}
        for state, (column, row) in places().items()
    ]  # fmt: skip
    others = {state: one for state, one in shown.items() if state not in places()}
    columns, rows = (max(at[n] for at in places().values()) + 1 for n in (0, 1))
    return {
        "tiles": placed, "others": others, "width": columns * SIDE, "height": rows * SIDE,
        "side": SIDE - _GAP,
    }  # fmt: skip


def class_of(value: float | None, ends: tuple[float, ...]) -> str:
    """The number of the class of a share, from 1.

    >>> class_of(0.5, CLASSES), class_of(0.0, CLASSES), class_of(None, CLASSES)
    ('c3', 'c1', 'gap')
    """
    if value is None:
        return "gap"
    return f"c{next(n for n, end in enumerate(ends, start=1) if value <= end)}"


def key(ends: tuple[float, ...]) -> list[tuple[str, str]]:
    """The classes with their words.

    >>> key((0.5, 1.0))
    [('c1', '0 to 50%'), ('c2', 'to 100%')]
    """
    return [
        (f"c{n}", f"0 to {end:.0%}" if n == 1 else f"to {end:.0%}")
        for n, end in enumerate(ends, start=1)
    ]

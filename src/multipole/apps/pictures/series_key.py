"""The key to the series of a plot: for each its line with dash and shape, and its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import altair as alt

from multipole.apps.brief import palette
from multipole.apps.pictures.look import COLOURS, SHAPES, SMALL, WIDTH, values

DASHES: Final = ([1, 0], [6, 3], [2, 2], [9, 3, 2, 3], [4, 2], [12, 3], [1, 3], [6, 2, 1, 2, 1, 2])
_SIZE: Final = SMALL + 1
#: Pixels of a small letter and of a capital or digit, about.
_LETTER, _CAPITAL = 5.9, 8.2
#: Pixels of the piece of line before a name, of what is between names, of a line.
_PIECE, _BETWEEN, _LINE = 30, 22, 18
_PLACE: Final[dict[str, Any]] = {"scale": None, "axis": None}


def scales_of(named: Mapping[str, int]) -> dict[str, alt.Scale]:
    """The scales of colour, dash and shape for series with the numbers of their looks."""
    ranges: dict[str, list[Any]] = {
        "color": [COLOURS[n % len(COLOURS)] for n in named.values()],
        "strokeDash": [DASHES[n % len(DASHES)] for n in named.values()],
        "shape": [SHAPES[n % len(SHAPES)] for n in named.values()],
    }
    return {key: alt.Scale(domain=list(named), range=chosen) for key, chosen in ranges.items()}


def key_of(named: Mapping[str, int]) -> alt.LayerChart:
    """The key, as wide as a plot, in as many lines as it needs."""
    rows, scales = _placed(named), scales_of(named)
    colour = alt.Color("name:N", scale=scales["color"], legend=None)
    dash = alt.StrokeDash("name:N", scale=scales["strokeDash"], legend=None)
    shape = alt.Shape("name:N", scale=scales["shape"], legend=None)
    y = alt.Y("y:Q", **_PLACE)
    pieces = alt.Chart(values(rows)).mark_rule(strokeWidth=1.9).encode(
        x=alt.X("left:Q", **_PLACE), x2="right:Q", y=y, color=colour, strokeDash=dash
    )  # fmt: skip
    marks = alt.Chart(values(rows)).mark_point(filled=True, size=50, opacity=1).encode(
        x=alt.X("middle:Q", **_PLACE), y=y, color=colour, shape=shape
    )  # fmt: skip
    names = alt.Chart(values(rows)).mark_text(
        align="left", baseline="middle", fontSize=_SIZE, color=palette.INK, limit=WIDTH - _PIECE
    ).encode(x=alt.X("words:Q", **_PLACE), y=y, text="name:N")  # fmt: skip
    height = max((row["y"] for row in rows), default=0) + _LINE // 2
    return alt.layer(pieces, marks, names).properties(width=WIDTH, height=height)


def _placed(named: Mapping[str, int]) -> list[dict[str, Any]]:
    """Where the pieces and names stand; a name that does not fit begins a new line."""
    rows: list[dict[str, Any]] = []
    left, line = 0.0, 0
    for name in named:
        wide = _PIECE + sum(_CAPITAL if c.isupper() or c.isdigit() else _LETTER for c in name)
        if left and left + wide > WIDTH:
            left, line = 0.0, line + 1
        rows.append({
            "name": name, "left": left, "right": left + _PIECE - 6, "y": line * _LINE,
            "middle": left + (_PIECE - 6) / 2, "words": left + _PIECE,
        })  # fmt: skip
        left += wide + _BETWEEN
    return rows

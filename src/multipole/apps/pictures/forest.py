"""Effects or distances under one another: a mark with the bar of its interval in each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from multipole.apps.brief import palette
from multipole.apps.pictures.look import SMALL, WIDTH, header, plain, values

#: Pixels of a row: its words, and below them its bar.
ROW: Final = 36
_WORDS, _BAR = 10, 25
#: Pixels for the name of a row; the rest is for the words at its right end.
_NAME: Final = 270
Look = tuple[str, str, str]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: ``name`` at the left, ``beside`` at the right, the value with its interval below.

    ``look`` names its colour and shape; ``detectable`` is what could just be seen, on both sides.
    """

    name: str
    look: str
    value: float | None
    low: float | None = None
    high: float | None = None
    beside: str = ""
    words: str = ""
    detectable: float | None = None


def forest(
    title: str,
    bars: Sequence[Bar],
    *,
    looks: Sequence[Look],
    axis: str = "",
    ends: tuple[float, float] | None = None,
    legend: bool = True,
) -> alt.LayerChart:
    """The rows on one axis, drawn as ``looks`` say: name, colour and shape of each.

    ``ends`` are those of the axis; without them it holds zero, all intervals and what is
    detectable.
    """
    rows = [_row(n, bar) for n, bar in enumerate(bars)]
    x = _x(rows, axis, ends)
    layers = [*_zero(rows, ends), *_words(rows), *_bars(rows, x), _marks(rows, x, looks, legend)]
    return alt.layer(*layers).properties(width=WIDTH, height=ROW * len(bars), title=header(title))


def _row(place: int, bar: Bar) -> Row:
    return {
        "name": plain(bar.name), "look": plain(bar.look), "beside": plain(bar.beside),
        "words": plain(bar.words), "value": bar.value, "low": bar.low, "high": bar.high,
        "detectable": bar.detectable, "text_y": ROW * place + _WORDS, "y": ROW * place + _BAR,
    }  # fmt: skip


def _x(rows: Sequence[Row], title: str, ends: tuple[float, float] | None) -> alt.X:
    held = [row[n] for row in rows for n in ("value", "low", "high")]
    seen = [side * row["detectable"] for row in rows if row["detectable"] for side in (-1, 1)]
    known = [0.0, *seen, *(value for value in held if value is not None)]
    low, high = ends or (min(known), max(known))
    scale = alt.Scale(domain=[low, high if high > low else low + 1], nice=ends is None, zero=False)
    axis = alt.Axis(title=plain(title) or None, tickCount=7, format=",~r", grid=True)
    return alt.X("value:Q", scale=scale, axis=axis)


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _zero(rows: Sequence[Row], ends: tuple[float, float] | None) -> Iterator[alt.Chart]:
    if ends is None and any(row["value"] is not None for row in rows):
        rule = alt.Chart(values([{"value": 0}])).mark_rule(color=palette.MUTED, strokeWidth=1.2)
        yield rule.encode(x="value:Q")


def _words(rows: Sequence[Row]) -> Iterator[alt.Chart]:
    """The names at the left edge and the words at the right one."""
    for field, at, align, limit, colour in (
        ("name", 0, "left", _NAME, palette.INK),
        ("beside", WIDTH, "right", WIDTH - _NAME - 10, palette.MUTED),
    ):
        yield (
            alt.Chart(values(rows))
            .mark_text(
                align=align, baseline="middle", fontSize=SMALL + 1, limit=limit, color=colour
            )
            .encode(x=alt.value(at), y=_y("text_y"), text=alt.Text(f"{field}:N"))
        )


def _bars(rows: Sequence[Row], x: alt.X) -> Iterator[alt.Chart]:
    seen = [
        {"value": side * row["detectable"], "y": row["y"]}
        for row in rows
        if row["detectable"] is not None and row["value"] is not None
        for side in (-1, 1)
    ]
    if seen:
        yield (
            alt.Chart(values(seen))
            .mark_tick(orient="vertical", size=14, thickness=2, color=palette.BALANCE)
            .encode(x=x, y=_y("y"))
        )
    doubt = [row for row in rows if row["low"] is not None and row["high"] is not None]
    if doubt:
        low = x.copy()
        low.shorthand = "low:Q"
        yield (
            alt.Chart(values(doubt))
            .mark_rule(strokeWidth=2, color=palette.INK)
            .encode(x=low, x2="high:Q", y=_y("y"))
        )


def _marks(rows: Sequence[Row], x: alt.X, looks: Sequence[Look], legend: bool) -> alt.Chart:
    known = [row for row in rows if row["value"] is not None]
    domain, colours, shapes = ([plain(one[n]) for one in looks] for n in range(3))
    key = alt.Legend(title=None, orient="top", direction="horizontal", symbolSize=80)
    shown = key if legend and known else None
    kept: Mapping[str, Any] = {
        "color": alt.Color("look:N", scale=alt.Scale(domain=domain, range=colours), legend=shown),
        "shape": alt.Shape("look:N", scale=alt.Scale(domain=domain, range=shapes), legend=shown),
    }
    tips = [alt.Tooltip("name:N", title="of"), alt.Tooltip("words:N", title="value")]
    return (
        alt.Chart(values(known))
        .mark_point(filled=True, size=85, opacity=1)
        .encode(x=x, y=_y("y"), tooltip=tips, description="words:N", **kept)
    )

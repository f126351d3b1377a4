"""Paths by month as small SVG pictures: the twin, the shocked path, their bands."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup, escape

Row = Mapping[str, Any]
WIDTH: Final = 360
HEIGHT: Final = 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 10, 10, 26
#: So many month labels fit.
_LABELS: Final = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its band: the names of its columns and the class by which it is drawn."""

    mean: str
    low: str
    high: str
    kind: str


TWIN: Final = Line("twin", "twin_low", "twin_high", "twin")
SHOCKED: Final = Line("shocked", "shocked_low", "shocked_high", "shocked")
DIFFERENCE: Final = Line("value", "low", "high", "shocked")


def levels(rows: Sequence[Row], *, label: str) -> Markup:
    """Acts a month with and without the shock, bands behind, lines above."""
    return _picture(rows, (TWIN, SHOCKED), label=label, scale=1.0)


def difference(rows: Sequence[Row], *, label: str, percent: bool = False) -> Markup:
    """The difference to the twin with its band, and the line of no difference."""
    return _picture(rows, (DIFFERENCE,), label=label, scale=100.0 if percent else 1.0)


def _picture(rows: Sequence[Row], lines: Sequence[Line], *, label: str, scale: float) -> Markup:
    values = [row[end] * scale for row in rows for x in lines for end in (x.low, x.high, x.mean)]
    ticks = ticks_of(min([0.0, *values]), max([0.0, *values]))
    at_x = [_x(n, len(rows)) for n in range(len(rows))]

    def at_y(value: float) -> float:
        part = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return round(HEIGHT - _BOTTOM - part * (HEIGHT - _TOP - _BOTTOM), 1)

    parts = [_grid(ticks, at_y), *_months(rows, at_x)]
    for one in lines:
        ends = [(x, at_y(row[one.low] * scale), at_y(row[one.high] * scale))
                for x, row in zip(at_x, rows, strict=True)]  # fmt: skip
        parts.append(_band(ends, one.kind))
    for one in lines:
        points = [f"{x},{at_y(r[one.mean] * scale)}" for x, r in zip(at_x, rows, strict=True)]
        parts.append(f'<polyline class="line {one.kind}" points="{" ".join(points)}"/>')
        if len(rows) == 1:
            x, y = points[0].split(",")
            parts.append(f'<circle class="dot {one.kind}" cx="{x}" cy="{y}" r="3"/>')
    return Markup(  # noqa: S704 - numbers and words of ours, the label escaped
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">'
        f"{''.join(parts)}</svg>"
    )


def ticks_of(low: float, high: float) -> list[float]:
    """Round numbers from below ``low`` to above ``high``, some five of them.

    >>> ticks_of(0.0, 37.0), ticks_of(-0.4, 2.0), ticks_of(0.0, 0.0)
    ([0.0, 10.0, 20.0, 30.0, 40.0], [-0.5, 0.0, 0.5, 1.0, 1.5, 2.0], [0.0, 1.0])
    """
    if high - low <= 0:
        return [low, low + 1.0]
    rough = (high - low) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.8)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [n * step for n in range(first, last + 1)]


def _x(place: int, of: int) -> float:
    room = WIDTH - _LEFT - _RIGHT
    return round(_LEFT + room * (place + 0.5) / of, 1)


def _grid(ticks: Sequence[float], at_y: Any) -> str:
    parts = []
    for tick in ticks:
        y = at_y(tick)
        zero = " zero" if abs(tick) < 1e-9 else ""
        parts.append(f'<line class="grid{zero}" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" '
                     f'y1="{y}" y2="{y}"/>'
                     f'<text class="tick" x="{_LEFT - 6}" y="{y + 4}">{tick:g}</text>')  # fmt: skip
    return "".join(parts)


def _months(rows: Sequence[Row], at_x: Sequence[float]) -> list[str]:
    every = -(-len(rows) // _LABELS)
    return [
        f'<text class="month" x="{x}" y="{HEIGHT - 8}">{row["period_start"]:%b %Y}</text>'
        for n, (x, row) in enumerate(zip(at_x, rows, strict=True))
        if n % every == 0
    ]


def _band(ends: Sequence[tuple[float, float, float]], kind: str) -> str:
    there = [f"{x},{high}" for x, _, high in ends]
    back = [f"{x},{low}" for x, low, _ in reversed(ends)]
    return f'<polygon class="band {kind}" points="{" ".join([*there, *back])}"/>'

"""What the page on terms draws: terms that set a side apart, and rates over the years."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import altair as alt

from multipole.answers import Answer
from multipole.apps.brief import palette
from multipole.apps.pictures.look import SHAPES, plain, values
from multipole.apps.web.pages.narratives_asked import label

Row = Mapping[str, Any]
COLOURS: Final = (palette.CONFLICT, palette.COOPERATION, palette.INK, palette.BALANCE)
DASHES: Final = ([1, 0], [7, 3], [2, 2], [8, 2, 2, 2], [4, 1], [1, 3], [10, 4], [5, 5])
_PLACE: Final = 150


@dataclass(frozen=True, slots=True)
class Term:
    """A term as drawn: ``low``, ``at``, ``high`` are places in the width of the plot."""

    row: Row
    low: float
    at: float
    high: float


@dataclass(frozen=True, slots=True)
class Side:
    """The terms of a side, with the log-odds at the right end of its plot."""

    name: str
    terms: tuple[Term, ...]
    most: float


def sides(answer: Answer, by: str) -> list[Side]:
    """The terms of each side, in one scale for all."""
    rows = answer.table.to_pylist()
    most = max((row["high"] for row in rows), default=1.0)
    return [
        Side(label(side, by), tuple(_term(row, most) for row in own), most)
        for side, own in groupby(rows, key=lambda row: row["side"])
    ]


def _term(row: Row, most: float) -> Term:
    return Term(row, *(round(_PLACE * row[n] / most, 1) for n in ("low", "log_odds", "high")))


def over_years(rows: Sequence[Row], by: str, to: Callable[[Row], str | None]) -> dict[str, Any]:
    """One term over the years: a line with its band for each side, and the counted rates."""
    names = list(dict.fromkeys(label(row["side"], by) for row in rows))
    drawn = [_point(row, by, to(row)) for row in rows]
    x = alt.X("year:Q", axis=alt.Axis(format="d", title=None, grid=False, tickMinStep=1),
              scale=alt.Scale(nice=False, zero=False))  # fmt: skip
    title = alt.Axis(title="times in 1,000 words", tickCount=5)
    key = alt.Legend(title=None, orient="top", symbolStrokeWidth=2, symbolOpacity=1)

    def scale(each: Sequence[Any]) -> alt.Scale:
        return alt.Scale(domain=names, range=[each[n % len(each)] for n in range(len(names))])

    colour = alt.Color("side:N", scale=scale(COLOURS), legend=key)
    dash = alt.StrokeDash("side:N", scale=scale(DASHES), legend=key)
    shape = alt.Shape("side:N", scale=scale(SHAPES), legend=key)
    base = alt.Chart(values(drawn)).encode(x=x, color=colour)
    band = base.mark_area(opacity=0.15).encode(y=alt.Y("line_low:Q", axis=title), y2="line_high:Q")
    line = base.mark_line(strokeWidth=2).encode(y="line:Q", strokeDash=dash)
    points = base.mark_point(filled=True, size=34, opacity=0.75, cursor="pointer").encode(
        y="per_1000:Q", shape=shape, tooltip=alt.Tooltip("words:N", title="counted")
    )
    made = alt.layer(band, line, points).properties(width="container", height=210)
    spec: dict[str, Any] = _plain(made).to_dict()
    return spec


def _point(row: Row, by: str, to: str | None) -> dict[str, Any]:
    side = label(row["side"], by)
    words = (
        f"{side}, {row['year']}: {row['count']} in {row['words']:,} words, {row['per_1000']:.2f} "
        f"({row['low']:.2f} to {row['high']:.2f}) in 1,000"
    )
    kept = {n: row[n] for n in ("year", "per_1000", "line", "line_low", "line_high")}
    return (
        kept | {"side": side, "words": plain(words)} | ({"href": to} if to and row["count"] else {})
    )


def _plain(made: alt.LayerChart) -> alt.LayerChart:
    return made.properties(background=palette.PAPER).configure_view(stroke=None).configure_axis(
        labelColor=palette.INK, titleColor=palette.MUTED, gridColor=palette.LINE,
        tickColor=palette.LINE, domainColor=palette.LINE, titleFontWeight="normal",
    ).configure_legend(labelColor=palette.INK, labelFontSize=12)  # fmt: skip

"""The trail of the years: the composite of three ties, and each of its parts, with bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt

from multipole.answers import Answer
from multipole.apps.brief import palette
from multipole.apps.pictures.look import plain, values

COLOURS: Final = (palette.COOPERATION, palette.CONFLICT, palette.INK)
DASHES: Final = ([1, 0], [7, 3], [2, 2])
SHAPES: Final = ("circle", "square", "triangle-up")
#: Parts in the order in which they are drawn, in words.
PARTS: Final = {
    "agreement": "Votes alike in the General Assembly",
    "ideal_distance": "Near in ideal points (1 / (1 + distance))",
    "joint_vetoes": "Vetoes cast together",
    "closeness_words": "Words: cooperation less conflict",
    "closeness_deeds": "Deeds: cooperation less conflict",
    "commitment": "Pledges (of alliance, to 1)",
    "rivalry": "No rivalry listed",
}
_SMALL: Final = 250
Row = Mapping[str, Any]


def composite(answer: Answer) -> dict[str, Any]:
    """The composite of each tie over the years with its band."""
    rows = [_mark(row) for row in answer.table.to_pylist() if row["section"] == "tie"]
    known = [row for row in rows if row["value"] is not None]
    made = _layers(known, _ties(answer), legend=True).properties(width="container", height=260)
    return _finished(made)


def parts(answer: Answer) -> dict[str, Any] | None:
    """Each part over the years as a small picture; None where there is none."""
    rows = [row for row in answer.table.to_pylist() if row["section"] == "part"]
    plots = [
        _layers([_mark(r) for r in own], _ties(answer), legend=False).properties(
            width=_SMALL, height=100,
            title=alt.Title(words, anchor="start", fontSize=12, fontWeight="bold",
                            color=palette.INK),
        )
        for part, words in PARTS.items()
        if (own := [row for row in rows if row["what"] == part])
    ]  # fmt: skip
    if not plots:
        return None
    return _finished(alt.concat(*plots, columns=2, spacing=22).resolve_scale(x="shared"))


def _ties(answer: Answer) -> list[str]:
    rows = answer.table.to_pylist()
    return list(dict.fromkeys(row["tie"] for row in rows if row["section"] == "tie"))


def _mark(row: Row) -> dict[str, Any]:
    year, value = row["period_start"].year, row["value"]
    held = {"tie": row["tie"], "year": year, "value": value, "low": row["low"],
            "high": row["high"], "part": row["coverage"] or 0.0}  # fmt: skip
    words = f"{row['tie']} in {year}: {value:.2f}" if value is not None else ""
    apart = row["low"] is not None and row["low"] < row["high"]
    doubt = f" ({row['low']:.2f} to {row['high']:.2f})" if words and apart else ""
    until = f", data until {row['until']}" if row["until"] else ""
    return held | {"words": plain(f"{words}{doubt}{until}")}


def _layers(rows: Sequence[Row], ties: Sequence[str], *, legend: bool) -> alt.LayerChart:
    """Bands, lines and points; where a year is missing the line stops."""
    known = [dict(row, run=run) for row, run in zip(rows, _runs(rows), strict=True)]
    x = alt.X("year:Q", axis=alt.Axis(format="d", title=None, grid=False, tickMinStep=1),
              scale=alt.Scale(nice=False, zero=False))  # fmt: skip
    y = alt.Y("value:Q", scale=alt.Scale(domain=[0, 1]),
              axis=alt.Axis(title="0 far, 1 close" if legend else None, tickCount=5))  # fmt: skip
    key = (
        alt.Legend(title=None, orient="top", symbolStrokeWidth=2, symbolOpacity=1)
        if legend
        else None
    )
    colour = alt.Color("tie:N", scale=alt.Scale(domain=ties, range=COLOURS), legend=key)
    dash = alt.StrokeDash("tie:N", scale=alt.Scale(domain=ties, range=DASHES), legend=key)
    form = alt.Shape("tie:N", scale=alt.Scale(domain=ties, range=SHAPES), legend=key)
    base = alt.Chart(values(known)).encode(x=x, detail="run:N")
    band = base.mark_area(opacity=0.16).encode(y=alt.Y("low:Q"), y2="high:Q", color=colour)
    line = base.mark_line(strokeWidth=2).encode(y=y, color=colour, strokeDash=dash)
    sized = {"size": alt.Size("part:Q", scale=alt.Scale(domain=[0, 1], range=[8, 90]), legend=None)}
    points = base.mark_point(filled=True, size=26, opacity=1).encode(
        y=y, color=colour, shape=form, tooltip=alt.Tooltip("words:N", title="value"),
        **(sized if legend else {}),
    )  # fmt: skip
    return alt.layer(band, line, points)


def _runs(rows: Sequence[Row]) -> list[str]:
    """The unbroken run of years that each row belongs to, within its tie."""
    last: dict[str, tuple[int, int]] = {}
    found = []
    for row in rows:
        year, run = last.get(row["tie"], (row["year"] - 1, 0))
        run += row["year"] > year + 1
        last[row["tie"]] = (row["year"], run)
        found.append(f"{row['tie']} {run}")
    return found


def _finished(made: Any) -> dict[str, Any]:
    done = made.properties(background=palette.PAPER).configure_view(stroke=None).configure_axis(
        labelColor=palette.INK, titleColor=palette.MUTED, labelFontSize=11, titleFontSize=11,
        titleFontWeight="normal", gridColor=palette.LINE, tickColor=palette.LINE,
        domainColor=palette.LINE,
    ).configure_legend(labelColor=palette.INK, labelFontSize=12)  # fmt: skip
    found: dict[str, Any] = done.to_dict()
    return found

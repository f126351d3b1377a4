"""Reliability of forecasts: how often it came by how probable it was called, and the PIT."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import altair as alt

from multipole.answers.backtest import SCHEMA
from multipole.apps.brief import palette
from multipole.apps.pictures import said
from multipole.apps.pictures.look import COLOURS, SHAPES, WIDTH, Words, finished, header, values

if TYPE_CHECKING:
    from multipole.answers import Answer

COLUMNS: Final = frozenset(SCHEMA.names)
#: Models that are drawn where they were measured: few lines can be told apart.
DRAWN: Final = ("stack", "climatology", "persistence", "poisson")
#: Cells that a tenth must have to be drawn.
_ENOUGH: Final = 30
_SIDE: Final = WIDTH // 2 - 30
Row = Mapping[str, Any]


def draw(answer: Answer) -> alt.VConcatChart:
    """For each horizon, the frequency by probability of one act or more, and beside it the PIT."""
    rows = [row for row in said.rows_of(answer) if row["quad"] == "all"]
    shown = [m for m in DRAWN if any(row["model"] == m for row in rows)] or [rows[0]["model"]]
    horizons = dict.fromkeys(row["horizon_days"] for row in rows)
    plots = [_plots(days, rows, shown) for days in horizons]
    below = (
        "Left: of cells given such a probability of one act or more, how many had one; on the "
        "diagonal the two agree. Right: where outcomes fall in their distributions (PIT, active "
        "cells); level at a tenth if intervals are as wide as they should be.",
    )
    first, last = rows[0]["first_origin"], rows[0]["last_origin"]
    caption = (f"Source: {rows[0]['source']}; origins from {first} to {last}.",
               f"Tenths with fewer than {_ENOUGH} cells are left out.")  # fmt: skip
    return finished(plots, Words(answer.title, below, caption))


def _plots(days: int, rows: Sequence[Row], shown: Sequence[str]) -> Any:
    own = [row for row in rows if row["horizon_days"] == days and row["model"] in shown]
    colour = alt.Color(
        "model:N", scale=alt.Scale(domain=list(shown), range=list(COLOURS[: len(shown)])),
        legend=alt.Legend(title=None, orient="bottom"),
    )  # fmt: skip
    shape = alt.Shape(
        "model:N", scale=alt.Scale(domain=list(shown), range=list(SHAPES[: len(shown)])),
        legend=alt.Legend(title=None, orient="bottom"),
    )  # fmt: skip
    name = f"{days} {'day' if days == 1 else 'days'} ahead"
    return alt.hconcat(
        _frequencies(own, colour, shape).properties(title=header(name)),
        _pit(own, colour, shape).properties(title=header("PIT")),
        spacing=30,
    )


def _frequencies(rows: Sequence[Row], colour: alt.Color, shape: alt.Shape) -> Any:
    tenths = list(_tenths(rows))
    line = [{"told": 0.0, "happened": 0.0}, {"told": 1.0, "happened": 1.0}]
    x = alt.X("told:Q", title="probability of one act or more", scale=alt.Scale(domain=[0, 1]))
    y = alt.Y("happened:Q", title="share that had one", scale=alt.Scale(domain=[0, 1]))
    even = alt.Chart(values(line)).mark_line(color=palette.MUTED, strokeDash=[3, 3]).encode(x, y)
    told = alt.Chart(values(tenths)).encode(x, y, colour, tooltip=alt.Tooltip("words:N", title=""))
    points = told.mark_point(filled=True, size=45, opacity=0.9).encode(shape)
    return alt.layer(even, told.mark_line(strokeWidth=1.2), points).properties(
        width=_SIDE, height=_SIDE - 60
    )


def _tenths(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    for row in rows:
        for told, came, cells in zip(row["told"], row["happened"], row["cells"], strict=True):
            if cells >= _ENOUGH:
                words = f"{row['model']}: told {told:.0%}, came {came:.0%} of {cells:,.0f} cells"
                yield {"model": row["model"], "told": told, "happened": came, "words": words}


def _pit(rows: Sequence[Row], colour: alt.Color, shape: alt.Shape) -> Any:
    tenths = [
        {"model": row["model"], "tenth": (n + 0.5) / len(row["pit"]), "share": share,
         "words": f"{row['model']}: {share:.1%} in tenth {n + 1}"}
        for row in rows for n, share in enumerate(row["pit"])
    ]  # fmt: skip
    top = max([0.2, *(t["share"] for t in tenths)])
    x = alt.X("tenth:Q", title="place in the distribution", scale=alt.Scale(domain=[0, 1]))
    y = alt.Y("share:Q", title="share of outcomes", scale=alt.Scale(domain=[0, top]))
    told = alt.Chart(values(tenths)).encode(x, y, colour, tooltip=alt.Tooltip("words:N", title=""))
    even = (
        alt.Chart(values([{"share": 0.1}]))
        .mark_rule(color=palette.MUTED, strokeDash=[3, 3])
        .encode(alt.Y("share:Q"))
    )
    points = told.mark_point(filled=True, size=45, opacity=0.9).encode(shape)
    return alt.layer(even, told.mark_line(strokeWidth=1.2), points).properties(
        width=_SIDE, height=_SIDE - 60
    )

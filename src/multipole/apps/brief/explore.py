"""The timeline that zooms and filters: a Vega-Lite specification and the JavaScript to run it.

The still pictures hold everything; this adds the wheel, dragging and a choice of domain. It runs
with Vega's expression interpreter, so the page needs no ``eval``, and only once it is asked for.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import altair as alt
import vl_convert

from multipole.answers.brief_parts import Brief
from multipole.apps.brief import palette
from multipole.apps.brief.timeline import SLOT, TOP_SLOTS, Row, frame, rows_of, time_scale
from multipole.core.periods import Period

WIDTH: Final = 1040
_ALL: Final = "all"


def specification(brief: Brief) -> dict[str, Any] | None:
    """All pairs with dated events, one above the other, on one time axis; None without any."""
    lanes = [(p.name, rows_of(brief, p, width=WIDTH)) for p in brief.pairs]
    drawn = [(name, rows) for name, rows in lanes if rows]
    if brief.span is None or not drawn:
        return None
    domains = sorted({row["domain"] for _, rows in drawn for row in rows})
    choice = alt.param(
        name="picked", value=_ALL, bind=alt.binding_select(options=[_ALL, *domains], name="domain ")
    )
    charts = [_lane(name, rows, frame(brief.span)) for name, rows in drawn]
    stacked = alt.vconcat(*charts, spacing=14).properties(background="transparent")
    made = stacked.add_params(choice)
    styled = made.configure_view(stroke=palette.LINE).configure_axis(
        labelColor=palette.MUTED, gridColor=palette.LINE, tickColor=palette.LINE,
        domainColor=palette.LINE, labelFontSize=11, labelFont="inherit",
    ).configure_title(
        anchor="start", fontSize=13, color=palette.INK, font="inherit"
    )  # fmt: skip
    found: dict[str, Any] = styled.to_dict()
    marks = [lane["layer"][1] for lane in found["vconcat"]]
    views = [mark.setdefault("name", f"lane-{n}") for n, mark in enumerate(marks)]
    found["params"].append(_zoom(views))
    return found


def _zoom(views: list[str]) -> dict[str, Any]:
    """One zoom for all lanes; written by hand, as Altair would copy and merge it with a warning."""
    return {
        "name": "zoom",
        "select": {"type": "interval", "encodings": ["x"]},
        "bind": "scales",
        "views": views,
    }


@cache
def library() -> str:
    """Vega-Embed with Vega-Lite, Vega and its interpreter, as vl-convert carries them."""
    code: str = vl_convert.javascript_bundle("window.multipoleEmbed = vegaEmbed;")
    return code


def _lane(name: str, rows: list[Row], span: Period) -> alt.LayerChart:
    high, low = max(0, *(r["y"] for r in rows)), min(0, *(r["y"] for r in rows))
    bounds = [low - TOP_SLOTS / 2, high + TOP_SLOTS / 2]
    y = alt.Y("y:Q", scale=alt.Scale(domain=bounds, nice=False, zero=False), axis=None)
    line = alt.Chart(alt.Data(values=[{"y": 0}])).mark_rule(color=palette.MUTED).encode(y=y)
    shown = f"picked == '{_ALL}' || picked == datum.domain"
    axis = alt.Axis(title=None, tickCount=7, labelOverlap=True)
    drawn = alt.Chart(alt.Data(values=rows))
    marks = drawn.mark_point(strokeWidth=1.7, cursor="pointer").encode(
        x=alt.X("at:T", scale=time_scale(span), axis=axis),
        y=y,
        shape=alt.Shape("shape:N", scale=None),
        size=alt.Size("size:Q", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("stroke:N", scale=None),
        opacity=alt.condition(shown, alt.value(1.0), alt.value(0.08)),
        tooltip="words:N",
    )  # fmt: skip
    height = round((bounds[1] - bounds[0]) * SLOT)
    return alt.layer(line, marks).properties(width=WIDTH, height=height, title=name)

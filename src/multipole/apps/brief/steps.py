"""The closeness of a pair over time: a box an interval, a tick a mean, a number an n."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import altair as alt
from markupsafe import Markup

from multipole.answers.brief_parts import Brief, Pair, Step
from multipole.answers.brief_summary import signed
from multipole.apps.brief import palette, words
from multipole.apps.brief.svg import draw
from multipole.apps.brief.timeline import frame, sized, time_axis, time_scale
from multipole.core.periods import Period

HEIGHT: Final = 120
#: Pixels of a step that has room for ``n=12``.
WORDY: Final = 34
Row = dict[str, Any]


def steps_chart(brief: Brief, pair: Pair, *, width: int) -> Markup:
    """The picture at a plot width in pixels; empty when no step of time can be told apart."""
    if brief.span is None or not pair.steps:
        return Markup("")
    span = frame(brief.span)
    rows = [_row(pair, step, span, width) for step in pair.steps]
    label = f"Closeness of {pair.name} over time, with the interval that holds 90% of the doubt"
    return draw(chart(rows, span, width=width).to_dict(), label=label)


def chart(rows: list[Row], span: Period, *, width: int) -> alt.LayerChart:
    """The Vega-Lite chart: boxes from low to high, ticks at the mean, counts below."""
    data = alt.Data(values=rows)
    x = alt.X("first:T", scale=time_scale(span), axis=time_axis(span, width))
    middle = alt.X("middle:T", scale=time_scale(span))
    y = _closeness("low")
    colour = alt.Color("colour:N", scale=None)
    box = alt.Chart(data).mark_rect(opacity=0.22).encode(
        x=x, x2="last:T", y=y, y2="high:Q", color=colour, href="href:N", description="words:N"
    )  # fmt: skip
    mean = alt.Chart(data).mark_rule(strokeWidth=2.5).encode(
        x=alt.X("first:T", scale=time_scale(span)), x2="last:T", y=_closeness("mean"), color=colour
    )  # fmt: skip
    counts = alt.Chart(data).mark_text(fontSize=10, color=palette.MUTED, baseline="bottom").encode(
        x=middle, y=alt.value(HEIGHT - 2), text="n:N"
    )  # fmt: skip
    return sized(alt.layer(_lines(span), box, mean, counts), width=width, height=HEIGHT)


def _closeness(name: str) -> alt.Y:
    return alt.Y(f"{name}:Q", scale=alt.Scale(domain=[-1.3, 1.4], nice=False), axis=None)


def _lines(span: Period) -> alt.LayerChart:
    first = str(time_scale(span).to_dict()["domain"][0])
    rows = [
        {"low": value, "first": first, "text": signed(value).removesuffix(".00")}
        for value in (-1.0, 0.0, 1.0)
    ]
    data = alt.Data(values=rows)
    rule = alt.Chart(data).mark_rule(color=palette.LINE).encode(y=_closeness("low"))
    mark = alt.Chart(data).mark_text(
        align="left", baseline="bottom", dy=-1, fontSize=10, color=palette.MUTED
    )
    at = alt.X("first:T", scale=time_scale(span))
    text = mark.encode(x=at, y=_closeness("low"), text="text:N")
    return alt.layer(rule, text)


def _row(pair: Pair, step: Step, span: Period, width: int) -> Row:
    found = step.estimate
    pixels = min(step.period.days, span.days) / span.days * width
    start, end = max(step.period.start, span.start), min(step.period.end, span.end)
    return {
        "first": start.isoformat(),
        "last": end.isoformat(),
        "middle": _between(start, end).isoformat(),
        "low": found.low,
        "high": found.high,
        "mean": found.mean,
        "n": f"n={found.n}" if pixels >= WORDY else str(found.n),
        "colour": _colour(found.low, found.high),
        "href": f"#steps-{pair.key}",
        "words": f"{words.short(step.period)}: closeness {signed(found.mean)} "
        f"({words.interval(found)}), {found.n} events",
    }


def _between(start: date, end: date) -> date:
    return start + (end - start) / 2


def _colour(low: float, high: float) -> str:
    if low > 0:
        return palette.COOPERATION
    return palette.CONFLICT if high < 0 else palette.BALANCE

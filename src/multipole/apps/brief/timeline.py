"""The timeline of a pair: one mark an event, cooperation above the line and conflict below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

import altair as alt
from markupsafe import Markup

from multipole.answers.brief_parts import Brief, Pair, Read
from multipole.apps.brief import palette, words
from multipole.apps.brief.svg import draw
from multipole.apps.safe import safe_line
from multipole.core.periods import Period

#: Pixels between marks that would touch.
SLOT: Final = 13
#: Longer periods get a line from their first to their last day.
SHORT_DAYS: Final = 31
TOP_SLOTS: Final = 1.6
#: A span of at most so many days is shown in whole months.
FEW_DAYS: Final = 61
#: Spans up to this many days have ticks at months.
MONTHS_DAYS: Final = 2 * 366
#: Pixels for the label of a tick.
LABEL: Final = 56
_CROSS: Final = "M-0.9,-0.9L0.9,0.9M0.9,-0.9L-0.9,0.9"
_QUOTED: Final = 300
Row = dict[str, Any]


def lane(brief: Brief, pair: Pair, *, width: int) -> Markup:
    """The picture of one pair at a plot width in pixels; empty when it has no dated event."""
    rows = rows_of(brief, pair, width=width)
    if not rows or brief.span is None:
        return Markup("")
    label = f"Timeline of {pair.name}: {len(rows)} dated events"
    return draw(chart(rows, frame(brief.span), width=width).to_dict(), label=label)


def rows_of(brief: Brief, pair: Pair, *, width: int) -> list[Row]:
    """The marks: place in time, place above or below the line, look, link and words."""
    if brief.span is None:
        return []
    dated = [r for r in pair.reads if r.act.period and in_picture(r.act.period, brief.span)]
    places = _stacked(dated, frame(brief.span), width)
    return [_row(brief, pair, read, places[read.act.id]) for read in dated]


def in_picture(period: Period, span: Period) -> bool:
    """Whether the middle of a period lies in the days that the picture shows."""
    return frame(span).contains(period.middle)


def frame(span: Period) -> Period:
    """The days that a picture shows: whole months when there are few days."""
    if span.days > FEW_DAYS:
        return span
    first, last = span.start.replace(day=1), span.last
    return Period(first, Period.month(last.year, last.month).end)


def chart(rows: list[Row], span: Period, *, width: int) -> alt.LayerChart:
    """The Vega-Lite chart of the marks."""
    high = max((r["y"] for r in rows), default=0)
    low = min((r["y"] for r in rows), default=0)
    bounds = [min(low, 0) - TOP_SLOTS, max(high, 0) + TOP_SLOTS]
    x = alt.X("at:T", scale=time_scale(span), axis=time_axis(span, width))
    y = alt.Y("y:Q", scale=alt.Scale(domain=bounds, nice=False, zero=False), axis=None)
    data = alt.Data(values=rows)
    long = alt.Data(values=[r for r in rows if r["long"]])
    layers = [
        _names(bounds, span).encode(y=y),
        alt.Chart(alt.Data(values=[{"y": 0}])).mark_rule(color=palette.MUTED).encode(y=y),
        alt.Chart(long).mark_rule(strokeWidth=1.5, opacity=0.45).encode(
            x=alt.X("first:T", scale=time_scale(span)), x2="last:T", y=y,
            color=alt.Color("stroke:N", scale=None),
        ),
        _marks(data, x, y),
    ]  # fmt: skip
    height = round((bounds[1] - bounds[0]) * SLOT)
    return sized(alt.layer(*layers), width=width, height=height)


def sized(layered: alt.LayerChart, *, width: int, height: int) -> alt.LayerChart:
    """A chart whose plot begins at the same pixel in every picture of the page."""
    return (
        layered.properties(
            width=width,
            height=height,
            autosize=alt.AutoSizeParams(type="none"),
            padding={"left": 10, "right": 10, "top": 2, "bottom": 20},
            background="transparent",
        )
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=palette.MUTED, gridColor=palette.LINE, tickColor=palette.LINE,
            domainColor=palette.LINE, labelFontSize=11,
        )
    )  # fmt: skip


def time_scale(span: Period) -> alt.Scale:
    """From a little before the first day to a little after the last."""
    pad = timedelta(days=max(2, span.days // 60))
    first, last = (span.start - pad).isoformat(), (span.end + pad).isoformat()
    return alt.Scale(domain=[first, last], type="utc", nice=False)


def time_axis(span: Period, width: int) -> alt.Axis:
    """A tick at the first day of each year on a long span, of each month on a short one."""
    months = span.days <= MONTHS_DAYS
    starts = [d for d in _month_starts(span) if months or d.month == 1]
    room = max(1, width // LABEL)
    kept = starts[:: -(-len(starts) // room)] if starts else []
    return alt.Axis(
        title=None,
        format="%b %Y" if months else "%Y",
        values=[d.isoformat() for d in kept],
        labelOverlap=True,
    )


def _month_starts(span: Period) -> list[date]:
    first = span.start.year * 12 + span.start.month - 1
    last = span.end.year * 12 + span.end.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(first, last + 1)]


def _marks(data: alt.Data, x: alt.X, y: alt.Y) -> alt.Chart:
    return alt.Chart(data).mark_point(strokeWidth=1.7, opacity=1).encode(
        x=x,
        y=y,
        shape=alt.Shape("shape:N", scale=None),
        size=alt.Size("size:Q", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("stroke:N", scale=None),
        href="href:N",
        description="words:N",
    )  # fmt: skip


def _names(bounds: list[float], span: Period) -> alt.Chart:
    """The words cooperation and conflict, at the left ends of the two halves."""
    pad = (span.start - timedelta(days=max(2, span.days // 60))).isoformat()
    rows = [
        {"y": bounds[1] - 0.6, "at": pad, "text": "cooperation", "colour": palette.COOPERATION},
        {"y": bounds[0] + 0.6, "at": pad, "text": "conflict", "colour": palette.CONFLICT},
    ]
    return alt.Chart(alt.Data(values=rows)).mark_text(align="left", fontSize=11).encode(
        x=alt.X("at:T", scale=time_scale(span)),
        text="text:N",
        color=alt.Color("colour:N", scale=None),
    )  # fmt: skip


def _stacked(reads: Iterable[Read], span: Period, width: int) -> dict[str, int]:
    """A free slot for each mark, outwards from the line; positive is cooperation."""
    ends: dict[bool, list[float]] = {True: [], False: []}
    places: dict[str, int] = {}
    ordered = sorted(reads, key=lambda r: (_middle(r).toordinal(), r.act.id))
    for read in ordered:
        good = read.quad.endswith("cooperation")
        at = (_middle(read) - span.start).days / max(1, span.days) * width
        row = next((i for i, end in enumerate(ends[good]) if at - end >= SLOT), len(ends[good]))
        ends[good][row : row + 1] = [at]
        places[read.act.id] = (row + 1) * (1 if good else -1)
    return places


def _middle(read: Read) -> Any:
    assert read.act.period is not None
    return read.act.period.middle


def _row(brief: Brief, pair: Pair, read: Read, place: int) -> Row:
    act, colour = read.act, palette.of_quad(read.quad)
    period = act.period
    assert period is not None
    return {
        "at": period.middle.isoformat(),
        "first": period.start.isoformat(),
        "last": period.end.isoformat(),
        "long": period.days > SHORT_DAYS,
        "y": place,
        "shape": _shape(read),
        "size": round(30 + 70 * act.certain),
        "fill": colour if act.happened else palette.PAPER,
        "stroke": colour,
        "href": f"#e-{pair.key}-{act.id}",
        "words": said(brief, read),
        "domain": act.domain or "unstated",
        "id": act.id,
    }


def _shape(read: Read) -> str:
    if read.act.modality == "denied":
        return _CROSS
    return "square" if read.quad.startswith("material") else "circle"


def said(brief: Brief, read: Read) -> str:
    """What a mark stands for, in one line: when, who, what, and its first sentence."""
    act = read.act
    modality = "" if act.happened else f" ({words.MODALITY_WORDS[act.modality]})"
    quote = first_quote(brief.told, act.claims)
    line = f"{words.when(act.period)}: {words.who(act, brief.names)}, {words.does(act)}{modality}."
    return safe_line(f"{line} “{quote}”" if quote else line)


def first_quote(told: Mapping[str, Any], claims: Iterable[str]) -> str:
    """The words of the surest claim, cut when they are very long."""
    found = [told[c] for c in claims if c in told]
    if not found:
        return ""
    best = max(found, key=lambda t: (t.confidence, t.id))
    quote: str = best.quotes[0]
    return quote if len(quote) <= _QUOTED else f"{quote[:_QUOTED]}…"

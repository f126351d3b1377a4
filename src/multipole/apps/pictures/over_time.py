"""Series over time: a line with the band of its interval, a plot for each measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any, Final

import altair as alt

from multipole.apps.brief import palette
from multipole.apps.pictures.look import LEFT, SMALL, WIDTH, header, plain, values
from multipole.apps.pictures.said import nothing
from multipole.apps.pictures.series_key import key_of, scales_of

#: A series of at most so many values is shown as points with bars.
FEW: Final = 8
#: Days between two periods from which a line is broken: no value is drawn where none is.
_BREAK: Final = 45
#: A shorter run without a gap is shown as points with bars.
_RUN: Final = 3
#: With more places in time the marks on lines are clear, as they would hide the dashes.
_MANY: Final = 90
#: Pixels of a line of writing above a plot, and of a tick label.
_LINE: Final = 13
_LABEL: Final = 56
#: With a smaller part of the natural range in use, the axis shows that part.
_PART: Final = 1 / 2
_MONTHS: Final = 3 * 366
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """A value over a period with its interval; ``filtered`` is what was known by then.

    ``aside`` is another's value of the same, drawn hollow; ``words`` are shown on pointing at it.
    """

    start: date
    end: date
    value: float | None
    low: float | None = None
    high: float | None = None
    filtered: float | None = None
    aside: float | None = None
    words: str = ""

    @property
    def middle(self) -> str:
        """The day in the middle, where the mark stands."""
        return (self.start + (self.end - self.start) / 2).isoformat()


@dataclass(frozen=True, slots=True)
class Series:
    """Marks in order of time, and the last day that their data reach."""

    name: str
    marks: tuple[Mark, ...]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """Series of one measure with its unit and natural range (None: without an end).

    ``stepped``: values are states that hold or not, with nothing between them.
    """

    title: str
    unit: str
    series: tuple[Series, ...]
    low: float | None = None
    high: float | None = None
    height: int = 150
    form: str = ",~r"
    stepped: bool = False


def drawn(plots: Sequence[Plot]) -> list[alt.LayerChart]:
    """A chart a plot, all over the same days, and under it the key to its series.

    Raises `WrongUse` when no value is known.
    """
    if not any(m.value is not None for plot in plots for s in plot.series for m in s.marks):
        raise nothing()
    span, charts = _span(plots), []
    looks = _looks(plots)
    for plot in plots:
        named = {name: looks[name] for name in _names(plot)}
        charts += [_chart(plot, span, named), key_of(named)]
    return charts


def _names(plot: Plot) -> list[str]:
    return [plain(series.name) for series in plot.series]


def _looks(plots: Sequence[Plot]) -> dict[str, int]:
    """The number of the look of each series: the same in all plots, no two alike in one."""
    looks: dict[str, int] = {}
    for name in (name for plot in plots for name in _names(plot)):
        beside = {other for plot in plots if name in _names(plot) for other in _names(plot)}
        taken = {looks[other] for other in beside - {name} if other in looks}
        looks.setdefault(name, next(n for n in count() if n not in taken))
    return looks


def _span(plots: Sequence[Plot]) -> tuple[date, date]:
    series = [s for plot in plots for s in plot.series]
    marks = [m for s in series for m in s.marks]
    ends = [*(m.end for m in marks), *(s.until for s in series if s.until)]
    first, last = min(m.start for m in marks), max(ends)
    pad = timedelta(days=max(2, (last - first).days // 80))
    return first - pad, last + pad


def _chart(plot: Plot, span: tuple[date, date], named: Mapping[str, int]) -> alt.LayerChart:
    rows = [row for series in plot.series for row in _rows(series)]
    scales = scales_of(named)
    x, y, part = _x(span), *_y(plot, rows)
    bend = "step" if plot.stepped else "linear"
    layers = [
        *_spans(rows, x, y, scales), *_lines(rows, x, y, scales, bend=bend),
        *_points(rows, x, y, scales), *_ends(_until(plot), x),
    ]  # fmt: skip
    return alt.layer(*layers).properties(
        width=WIDTH, height=plot.height, title=header(f"{plot.title}{part}")
    )


def _rows(series: Series) -> Iterator[Row]:
    """The marks that have a value, numbered by the run without a gap in which they stand."""
    run, before = 0, None
    few = sum(m.value is not None for m in series.marks) <= FEW
    runs: list[list[Row]] = []
    for mark in series.marks:
        if mark.value is None:
            before = None
            continue
        if before is None or (mark.start - before).days > _BREAK:
            run += 1
            runs.append([])
        before = mark.end
        runs[-1].append(_row(series, mark, run))
    for found in runs:
        for row in found:
            yield row | {"alone": few or len(found) < _RUN}


def _row(series: Series, mark: Mark, run: int) -> Row:
    return {
        "at": mark.middle, "value": mark.value, "low": mark.low, "high": mark.high,
        "filtered": mark.filtered, "aside": mark.aside, "series": plain(series.name),
        "run": f"{run}", "words": plain(mark.words),
    }  # fmt: skip


def _x(span: tuple[date, date]) -> alt.X:
    days = (span[1] - span[0]).days
    form, step = ("%b %Y", 70) if days <= _MONTHS else ("%Y", _LABEL)
    axis = alt.Axis(title=None, format=form, tickCount=WIDTH // step, grid=False,
                    labelOverlap=True, labelFlush=False)  # fmt: skip
    scale = alt.Scale(domain=[d.isoformat() for d in span], type="utc", nice=False)
    return alt.X("at:T", scale=scale, axis=axis)


def _y(plot: Plot, rows: Sequence[Row]) -> tuple[alt.Y, str]:
    """The axis of values, and words when it shows a part of the natural range only."""
    used = [row[n] for row in rows for n in ("value", "low", "high", "filtered", "aside")]
    known = [value for value in used if value is not None] or [0.0]
    low, high, whole = _bounds(plot, min(known), max(known))
    axis = alt.Axis(
        title=plain(plot.unit),
        format=plot.form,
        tickCount=1 if plot.stepped else 5,
        minExtent=LEFT - 20,
    )
    scale = alt.Scale(domain=[low, high], nice=not whole, zero=False)
    closed = plot.low is not None and plot.high is not None
    part = f" (axis: part of {plot.low:g} to {plot.high:g})" if closed and not whole else ""
    return alt.Y("value:Q", scale=scale, axis=axis), part


def _bounds(plot: Plot, least: float, most: float) -> tuple[float, float, bool]:
    """The ends of the axis, and whether they are those of the natural range."""
    floor = 0.0 if plot.low == 0 <= least else least
    if plot.low is not None and plot.high is not None:
        whole = plot.high - plot.low
        if most - floor >= _PART * whole or most == floor:
            return min(plot.low, least), max(plot.high, most), True
    return floor, most if most > floor else floor + 1, False


def _spans(
    rows: Sequence[Row], x: alt.X, y: alt.Y, scales: dict[str, alt.Scale]
) -> Iterator[alt.Chart]:
    """Bands of what stands in a run, bars of what stands alone, and a line at zero."""
    low, high = _of(y, "low"), alt.Y2("high:Q")
    colour = alt.Color("series:N", scale=scales["color"], legend=None)
    doubt = [r for r in rows if r["low"] is not None and r["high"] is not None]
    first, last = y["scale"]["domain"]
    if first < 0 < last:
        zero = alt.Chart(values([{"value": 0}]))
        yield zero.mark_rule(color=palette.BALANCE, strokeWidth=0.8).encode(y=y)
    bands = [r for r in doubt if not r["alone"]]
    if bands:
        yield (
            alt.Chart(values(bands))
            .mark_area(opacity=0.2)
            .encode(x=x, y=low, y2=high, color=colour, detail=["series:N", "run:N"])
        )
    bars = [r for r in doubt if r["alone"] and r["low"] < r["high"]]
    if bars:
        yield (
            alt.Chart(values(bars))
            .mark_rule(strokeWidth=1.6)
            .encode(x=x, y=low, y2=high, color=colour)
        )


def _lines(
    rows: Sequence[Row], x: alt.X, y: alt.Y, scales: dict[str, alt.Scale], *, bend: str
) -> Iterator[alt.Chart]:
    """Lines over each run, and thin ones of what was known by then."""
    colour = alt.Color("series:N", scale=scales["color"], legend=None)
    dash = alt.StrokeDash("series:N", scale=scales["strokeDash"], legend=None)
    for field, width in (("filtered", 0.8), ("value", 1.9)):
        kept = [row for row in rows if row[field] is not None and not row["alone"]]
        if kept:
            yield (
                alt.Chart(values(kept))
                .mark_line(strokeWidth=width, strokeJoin="round", interpolate=bend)
                .encode(x=x, y=_of(y, field), color=colour, strokeDash=dash, detail="run:N")
            )


def _points(
    rows: Sequence[Row], x: alt.X, y: alt.Y, scales: dict[str, alt.Scale]
) -> Iterator[alt.Chart]:
    """A mark at each value, clear where there are many on a line, and hollow ones of others."""
    places = len({row["at"] for row in rows})
    inked = [row | {"ink": int(row["alone"] or places <= _MANY)} for row in rows]
    colour = alt.Color("series:N", scale=scales["color"], legend=None)
    shape = alt.Shape("series:N", scale=scales["shape"], legend=None)
    tips = [alt.Tooltip("series:N", title="series"), alt.Tooltip("words:N", title="value")]
    size = 40 if places <= 2 * FEW else 18
    yield alt.Chart(values(inked)).mark_point(filled=True, size=size).encode(
        x=x, y=y, color=colour, shape=shape, tooltip=tips, description="words:N",
        opacity=alt.Opacity("ink:Q", scale=None),
    )  # fmt: skip
    others = [row for row in rows if row["aside"] is not None]
    if others:
        yield (
            alt.Chart(values(others))
            .mark_point(size=22, strokeWidth=1, opacity=0.85)
            .encode(x=x, y=_of(y, "aside"), color=colour, shape=shape)
        )


def _of(y: alt.Y, field: str) -> alt.Y:
    other = y.copy()
    other.shorthand = f"{field}:Q"
    return other


def _until(plot: Plot) -> Iterator[tuple[date, str]]:
    """The days that data reach, latest first, each with the series it is of unless of all."""
    days = sorted({s.until for s in plot.series if s.until}, reverse=True)
    for day in days:
        names = [s.name for s in plot.series if s.until == day]
        of = "" if len(days) == 1 else f": {', '.join(names)}"
        yield day, plain(f"data until {day}{of}")


def _ends(until: Iterable[tuple[date, str]], x: alt.X) -> Iterator[alt.Chart]:
    """A rule at each last day, with its words above the plot, right-aligned and stacked."""
    for n, (day, text) in enumerate(until):
        data = values([{"at": day.isoformat(), "words": text}])
        yield (
            alt.Chart(data)
            .mark_rule(color=palette.MUTED, strokeDash=[3, 3], strokeWidth=1)
            .encode(x=x)
        )
        yield (
            alt.Chart(data)
            .mark_text(align="right", baseline="bottom", fontSize=SMALL, color=palette.MUTED)
            .encode(x=x, y=alt.value(-4 - _LINE * n), text="words:N")
        )

"""The timeline of a dyad as one picture: closeness, conflict, acts and turns over the same days."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from multipole.apps.brief import palette
from multipole.apps.pictures.said import estimate
from multipole.apps.safe import safe_line
from multipole.apps.web.pages.dyad_asked import Row
from multipole.apps.web.words import span

#: Top and bottom of the lanes, in pixels from the top.
CLOSE: Final = (34, 204)
CONFLICT: Final = (238, 328)
ACTS: Final = (362, 452)
HEIGHT: Final = 474
#: Days between two values from which a line is broken, and values of a run that make a line.
BREAK: Final = 45
RUN: Final = 3
#: The share of the acts that may lie before the first day of the picture.
FEW: Final = 0.03
COUNTS: Final = (
    "count_verbal_cooperation", "count_material_cooperation", "count_verbal_conflict",
    "count_material_conflict",
)  # fmt: skip
NAMES: Final = ("closeness", "conflict_words", "conflict_deeds", *COUNTS)
#: How conflict in words and in deeds is drawn.
_RATES: Final = {"conflict_words": ("in words", [5, 3]), "conflict_deeds": ("in deeds", [1, 0])}
Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A series with its look: marks of `rows_of` values, a name, a colour, a dash and a shape."""

    rows: Sequence[Row]
    name: str
    colour: str
    dash: Sequence[int]
    shape: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is drawn: lines of closeness and of conflict, acts, numbered events, turns, last day."""

    closeness: list[Line] = field(default_factory=list)
    conflict: list[Line] = field(default_factory=list)
    acts: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    turns: list[Row] = field(default_factory=list)
    until: date | None = None
    step: str = "month"

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the picture."""
        lines = (*self.closeness, *self.conflict)
        rows = [*(row for line in lines for row in line.rows), *self.acts, *self.events]
        starts = [row["period_start"] for row in rows]
        ends = [row["period_end"] for row in rows] + ([self.until] if self.until else [])
        first, last = min(starts), max(ends)
        pad = timedelta(days=max(15, (last - first).days // 60))
        return first - pad, last + pad


def main_series(rows: Iterable[Row], measure: str) -> list[Row]:
    """Of the series of a measure, by source, the one that rests on most acts."""
    held: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["measure"] == measure and row["value"] is not None and row["domain"] == "all":
            held.setdefault((row["variable"], row["source"]), []).append(row)
    return max(held.values(), key=lambda of: (sum(row["n"] or 0 for row in of), len(of)),
               default=[])  # fmt: skip


def first_year(rows: Iterable[Row]) -> int | None:
    """The year from which the bulk of the acts is told: a few far older ones do not stretch it."""
    counted = sorted((row["period_start"].year, row["n"] or 0) for row in rows)
    whole, seen = sum(n for _, n in counted), 0
    for year, n in counted:
        seen += n
        if seen > FEW * whole:
            return int(year)
    return None


def timeline_spec(drawn: Timeline) -> Spec:
    """The picture as a Vega-Lite specification; it takes the width of its place."""
    lanes = [
        _lane([_zero(), *_lines(drawn.closeness, _y(CLOSE, [-1, 1], "closeness", 5))]),
        _lane(_lines(drawn.conflict, _y(CONFLICT, _rates(drawn), "conflict per 1,000", 3)))
        if drawn.conflict
        else None,
        _lane(_acts(drawn)) if drawn.acts or drawn.events else None,
        _lane(_turns(drawn)),
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container", "height": HEIGHT, "background": None,
        "layer": [lane for lane in lanes if lane],
        "resolve": {"scale": {"y": "independent"}},
        "encoding": {"x": _x(drawn.days)},
        "config": {
            "view": {"stroke": None}, "font": "inherit",
            "axis": {"labelColor": palette.INK, "titleColor": palette.MUTED, "labelFontSize": 11,
                     "titleFontSize": 11, "titleFontWeight": "normal",
                     "gridColor": palette.LINE, "tickColor": palette.LINE,
                     "domainColor": palette.LINE},
        },
    }  # fmt: skip


def _lane(layers: Iterable[Spec]) -> Spec | None:
    held = list(layers)
    return {"layer": held} if held else None


def _x(days: tuple[date, date]) -> Spec:
    years = (days[1] - days[0]).days / 365
    form = "%b %Y" if years < 3 else "%Y"
    ticks: Spec = {"interval": "year", "step": max(1, math.ceil(years / 12))}
    if years < 3:
        ticks = {"interval": "month", "step": max(1, math.ceil(years))}
    scale = {"domain": [day.isoformat() for day in days], "type": "utc", "nice": False}
    axis = {"title": None, "grid": False, "format": form, "labelOverlap": True,
            "tickCount": ticks}  # fmt: skip
    return {"field": "at", "type": "temporal", "scale": scale, "axis": axis}


def _y(place: tuple[int, int], domain: list[float], title: str, ticks: int) -> Spec:
    scale: Spec = {"domain": domain, "range": [place[1], place[0]], "nice": False, "zero": False}
    if title.startswith("conflict"):
        scale |= {"type": "sqrt", "clamp": True}
    axis = {"title": title, "tickCount": ticks, "minExtent": 40, "orient": "left",
            "domain": False, "ticks": False, "format": "~r"}  # fmt: skip
    return {"field": "value", "type": "quantitative", "scale": scale, "axis": axis}


def _zero() -> Spec:
    y = _y(CLOSE, [-1, 1], "closeness", 5) | {"field": "value"}
    return {"data": {"values": [{"value": 0}]}, "encoding": {"x": None, "y": y},
            "mark": {"type": "rule", "color": palette.BALANCE, "strokeWidth": 0.8}}  # fmt: skip


def _rates(drawn: Timeline) -> list[float]:
    """The axis of rates: all means, and most of the doubt."""
    rows = [row for line in drawn.conflict for row in line.rows]
    highs = sorted(row["high"] or row["value"] for row in rows)
    least = max(row["value"] for row in rows) * 1.1
    return [0, max(1.0, least, highs[int(len(highs) * 0.8)] if highs else 1.0)]


def _lines(lines: Sequence[Line], y: Spec) -> Iterator[Spec]:
    """Bands, then lines, of runs; bars of what stands alone; marks; the name at the end."""
    for line in lines:
        rows = list(_marks(line))
        inked = {"color": line.colour}
        runs = [row for row in rows if not row["alone"]]
        if runs:
            band = {"data": {"values": runs}, "mark": {"type": "area", "opacity": 0.18, **inked}}
            yield band | {"encoding": {"y": y | {"field": "low"}, "y2": {"field": "high"},
                                       "detail": {"field": "run"}}}  # fmt: skip
            stroke = {"type": "line", "strokeWidth": 1.8, "strokeDash": list(line.dash), **inked}
            yield {"data": {"values": runs}, "mark": stroke,
                   "encoding": {"y": y, "detail": {"field": "run"}}}  # fmt: skip
        alone = [row for row in rows if row["alone"]]
        if alone:
            yield {"data": {"values": alone}, "mark": {"type": "rule", "opacity": 0.5, **inked},
                   "encoding": {"y": y | {"field": "low"}, "y2": {"field": "high"}}}  # fmt: skip
        yield _points(rows, line, y)
        yield _name(rows[-1], line, y)


def _points(rows: list[Row], line: Line, y: Spec) -> Spec:
    opacity = {"condition": {"test": "datum.alone", "value": 1}, "value": 0.45}
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "size": 34, "shape": line.shape,
                 "color": line.colour, "cursor": "pointer"},
        "encoding": {"y": y, "opacity": opacity, "tooltip": _tips()},
    }  # fmt: skip


def _name(row: Row, line: Line, y: Spec) -> Spec:
    mark = {"type": "text", "align": "right", "dy": -11, "dx": 8, "fontSize": 11,
            "fontWeight": "bold", "color": line.colour}  # fmt: skip
    data = [row | {"name": safe_line(line.name)}]
    return {"data": {"values": data}, "mark": mark, "encoding": {"y": y, "text": {"field": "name"}}}


def _tips() -> list[Spec]:
    return [{"field": "name", "title": "of"}, {"field": "when", "title": "when"},
            {"field": "words", "title": "value"}]  # fmt: skip


def _marks(line: Line) -> Iterator[Row]:
    """The values of a line, by the run without a gap in which they stand."""
    runs: list[list[Row]] = []
    before = None
    for row in line.rows:
        if before is None or (row["period_start"] - before).days > BREAK:
            runs.append([])
        before = row["period_end"]
        runs[-1].append(row)
    for number, run in enumerate(runs):
        for row in run:
            yield _mark(row, line) | {"run": number, "alone": len(run) < RUN}


def _mark(row: Row, line: Line) -> Row:
    return {
        "at": _middle(row), "value": row["value"], "low": row["low"], "high": row["high"],
        "name": safe_line(line.name), "when": span(row["period_start"], row["period_end"]),
        "words": f"{estimate(row['value'], row['low'], row['high'])}, {row['n']} acts",
        "href": row.get("href"),
    }  # fmt: skip


def _middle(row: Row) -> str:
    start, end = row["period_start"], row["period_end"]
    return str((start + (end - start) / 2).isoformat())


def _acts(drawn: Timeline) -> Iterator[Spec]:
    """Acts by month above and below a line, and the numbered events over them."""
    rows = [_act(row) for row in drawn.acts]
    most = max((abs(row["end"]) for row in _stacked(rows)), default=1.0)
    y = _y(ACTS, [-most * 1.35, most * 1.35], f"acts a {drawn.step}", 3)
    y["axis"] |= {"format": "~r"}
    zero = {"data": {"values": [{"value": 0}]}, "encoding": {"x": None, "y": y}}
    yield zero | {"mark": {"type": "rule", "color": palette.MUTED, "strokeWidth": 0.8}}
    wide = 30 if drawn.step == "month" else 300
    width = {"signal": f"max(1.5, width * {wide} / {max(1, (drawn.days[1] - drawn.days[0]).days)})"}
    for colour, bad in ((palette.COOPERATION, False), (palette.CONFLICT, True)):
        held = [row for row in _stacked(rows) if row["bad"] is bad]
        if held:
            strength = {"condition": {"test": "datum.deeds", "value": 0.95}, "value": 0.5}
            yield {
                "data": {"values": held},
                "mark": {"type": "rule", "strokeWidth": width, "color": colour,
                         "cursor": "pointer"},
                "encoding": {"y": y | {"field": "begin"}, "y2": {"field": "end"},
                             "opacity": strength, "tooltip": _tips()},
            }  # fmt: skip
    yield from _numbered(drawn, most, y)


def _act(row: Row) -> Row:
    kind = row["measure"].removeprefix("count_").replace("_", " ")
    return {
        "at": _middle(row), "count": row["value"], "bad": kind.endswith("conflict"),
        "deeds": kind.startswith("material"), "name": kind, "href": row.get("href"),
        "when": span(row["period_start"], row["period_end"]), "words": f"{row['value']:g} acts",
    }  # fmt: skip


def _stacked(rows: list[Row]) -> list[Row]:
    """Deeds next to the line, words beyond them; conflict below it."""
    ends: dict[tuple[str, bool], float] = {}
    found = []
    for row in sorted(rows, key=lambda row: (row["at"], not row["deeds"])):
        begin = ends.get((row["at"], row["bad"]), 0.0)
        end = begin + (-row["count"] if row["bad"] else row["count"])
        ends[row["at"], row["bad"]] = end
        found.append(row | {"begin": begin, "end": end})
    return [row for row in found if row["count"]]


def _numbered(drawn: Timeline, most: float, y: Spec) -> Iterator[Spec]:
    rows = [
        {
            "at": _middle(row), "value": most * (-1.15 if row["bad"] else 1.15),
            "label": str(row["number"]), "href": row.get("href"), "name": f"event {row['number']}",
            "when": span(row["period_start"], row["period_end"]), "words": safe_line(row["words"]),
            "ink": palette.CONFLICT if row["bad"] else palette.COOPERATION,
            "shape": "square" if row["bad"] else "circle",
        }
        for row in drawn.events
    ]  # fmt: skip
    if not rows:
        return
    yield {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "size": 240, "opacity": 1, "cursor": "pointer"},
        "encoding": {"y": y, "color": {"field": "ink", "type": "nominal", "scale": None},
                     "shape": {"field": "shape", "type": "nominal", "scale": None},
                     "tooltip": _tips()},
    }  # fmt: skip
    yield {
        "data": {"values": rows},
        "mark": {"type": "text", "fontSize": 11, "fontWeight": "bold", "color": palette.PAPER,
                 "cursor": "pointer"},
        "encoding": {"y": y, "text": {"field": "label"}, "tooltip": _tips()},
    }  # fmt: skip


def _turns(drawn: Timeline) -> Iterator[Spec]:
    """Where series turned, and how far data reach: rules through all lanes with words above."""
    y = {"value": 14}
    rows = [{"at": f"{row['year']}-01-01", "label": row["letter"], "words": row["words"],
             "name": "turn", "when": str(row["year"]), "first": f"{row['year_low']}-01-01",
             "last": f"{row['year_high'] + 1}-01-01"} for row in drawn.turns]  # fmt: skip
    if rows:
        yield {"data": {"values": rows},
               "mark": {"type": "rect", "color": palette.BALANCE, "opacity": 0.12, "clip": True},
               "encoding": {"x": {"field": "first", "type": "temporal"}, "x2": {"field": "last"},
                            "y": {"value": CLOSE[0]}, "y2": {"value": ACTS[1]}}}  # fmt: skip
        yield {"data": {"values": rows},
               "mark": {"type": "rule", "color": palette.INK, "strokeWidth": 1},
               "encoding": {"y": {"value": 22}, "y2": {"value": ACTS[1]}}}  # fmt: skip
        yield {"data": {"values": rows},
               "mark": {"type": "text", "fontSize": 12, "fontWeight": "bold",
                        "color": palette.INK},
               "encoding": {"y": y, "text": {"field": "label"}, "tooltip": _tips()}}  # fmt: skip
    if drawn.until:
        data = [{"at": drawn.until.isoformat(), "label": f"data until {drawn.until}"}]
        rule = {"type": "rule", "color": palette.MUTED, "strokeDash": [3, 3]}
        text = {"type": "text", "align": "right", "fontSize": 11, "color": palette.MUTED, "dx": 4}
        yield {"data": {"values": data}, "mark": rule,
               "encoding": {"y": {"value": 20}, "y2": {"value": ACTS[1]}}}  # fmt: skip
        yield {"data": {"values": data}, "mark": text,
               "encoding": {"y": {"value": 3}, "text": {"field": "label"}}}  # fmt: skip


def conflict_lines(rows: list[Row]) -> list[Line]:
    """Conflict in words and in deeds, a line each."""
    found = ((main_series(rows, name), *look) for name, look in _RATES.items())
    return [
        Line(held, words, palette.CONFLICT, dash, "square" if words == "in deeds" else "diamond")
        for held, words, dash in found
        if held
    ]

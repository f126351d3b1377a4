"""Small pictures of the series of a dyad, drawn as SVG: values with intervals, each a link."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from multipole.apps.pictures.said import estimate, number
from multipole.apps.web.pages.dyad_asked import Row, until_of
from multipole.apps.web.words import span

#: The picture in pixels, and the plot inside it.
WIDTH: Final = 340
HEIGHT: Final = 150
LEFT: Final = 44
RIGHT: Final = 332
TOP: Final = 12
BOTTOM: Final = 128
#: Days between two values from which a line is broken: of years, and of shorter periods.
_BREAK: Final = 500
_MONTHS: Final = 62
#: Values before this year are in the table and the files, not in the pictures.
FIRST: Final = 1950
#: So many values at most have a mark that shows; the others are there to point at.
SEEN: Final = 25
#: Values from which on a record of one's own is drawn.
LEAST: Final = 4
Way = Callable[[Row], str | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """A small picture: its measure, heading, unit, and what to do when the store has nothing."""

    measure: str
    title: str
    unit: str
    remedy: str
    domain: str = "all"
    low: float | None = 0.0
    high: float | None = None
    stepped: bool = False


PANELS: Final = (
    Panel("agreement", "Votes alike in the General Assembly", "share",
          "multipole add unga_votes FILE", high=1.0),
    Panel("joint_vetoes", "Vetoes cast together", "share of drafts that either vetoed",
          "multipole add unsc_vetoes FILE", high=1.0),
    Panel("trade_dependence", "The other in one's imports", "share", "multipole sources trade",
          domain="imports"),
    Panel("arms", "Arms delivered", "million TIV", "multipole sources arms"),
    Panel("visits", "Visits of leaders", "a year", "multipole sources visits"),
    Panel("meetings", "Meetings of leaders", "a year", "multipole sources visits"),
    Panel("commitment", "Pledges to each other", "level, 0 none to 3 defence",
          "multipole sources pacts", high=3.0, stepped=True),
    Panel("organisations", "Organisations both are in", "number",
          "multipole sources organisations"),
)  # fmt: skip
MEASURES: Final = tuple(panel.measure for panel in PANELS)


def drawn(panel: Panel, rows: Sequence[Row], first: date, last: date, link: Way) -> dict[str, Any]:
    """A panel ready for its template: ticks, and for each series its marks, lines and bands."""
    series = list(_series(panel, rows))
    shown = [row for _, held in series for row in held if row["period_start"].year >= FIRST]
    ends = [row[n] for row in shown for n in ("value", "low", "high") if row[n] is not None]
    low = min(ends, default=0.0) if panel.low is None else panel.low
    high = panel.high if panel.high is not None else _round(max(ends, default=1.0))
    x, y = _scale(first, last), _level(low, high)
    looks = zip(series, ("a", "b", "c", "d"), strict=False)
    made = [_drawn(panel, name, held, look, x, y, link) for (name, held), look in looks]
    return {
        "panel": panel, "series": made, "until": until_of(row for _, r in series for row in r),
        "ticks": [(y(at), number(at)) for at in (low, (low + high) / 2, high)],
        "years": [(x(date(year, 1, 1)), year) for year in _years(first, last)],
        "rows": sorted((row for _, held in series for row in held),
                       key=lambda row: row["period_start"], reverse=True),
    }  # fmt: skip


def own_panels(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Pictures of records that are no measure: variables of one unit with values enough."""
    held: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["value"] is not None:
            held.setdefault((row["variable"], row["unit"]), []).append(_as_measure(row))
    for (variable, unit), found in held.items():
        if len(found) >= LEAST:
            panel = Panel(variable, variable.replace("_", " ").capitalize(), unit, "")
            yield drawn(panel, found, *span_of(found), lambda row: None)


def _as_measure(row: Row) -> Row:
    ends = {"sender": row["subject"], "receiver": row["object"], "measure": row["variable"]}
    return row | ends | {"domain": "all", "low": None, "high": None, "until": None}


def span_of(rows: Iterable[Row]) -> tuple[date, date]:
    """The first and the last day of all panels: they are drawn over the same years."""
    held = [row for row in rows if row["value"] is not None]
    first = max(min(row["period_start"] for row in held), date(FIRST, 1, 1))
    return first, max(max(row["period_end"] for row in held), date(first.year + 2, 1, 1))


def _series(panel: Panel, rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The series of a panel by direction and variable, of several sources the longest."""
    held: dict[str, dict[tuple[str, str], list[Row]]] = {}
    for row in rows:
        if row["value"] is not None and row["domain"] == panel.domain:
            way = f"{row['sender']} to {row['receiver']}" if row["directed"] else ""
            if panel.measure == "trade_dependence":
                way = f"{row['receiver']} in imports of {row['sender']}"
            name = f"{way} {_of(panel, row)}".strip()
            held.setdefault(name, {}).setdefault((row["variable"], row["source"]), []).append(row)
    for name, by_source in held.items():
        yield name, max(by_source.values(), key=len)


def _of(panel: Panel, row: Row) -> str:
    """What a visit is of; other measures are of one kind."""
    if panel.measure != "visits":
        return ""
    return {"us_president_visit": "(president)", "us_secretary_visit": "(secretary)"}.get(
        row["variable"], ""
    )


def _drawn(
    panel: Panel, name: str, held: list[Row], look: str, x: Callable[[date], float],
    y: Callable[[float], float], link: Way,
) -> dict[str, Any]:  # fmt: skip
    shown = [row for row in held if row["period_start"].year >= FIRST]
    marks = [_mark(row, x, y, link, name) for row in shown]
    runs = list(_runs(shown, marks))
    few = len(marks) <= SEEN
    return {
        "name": name, "look": look, "marks": [m | {"seen": few} for m in marks],
        "lines": [_line(run, stepped=panel.stepped) for run in runs if len(run) > 1],
        "bands": [_band(run) for run in runs if len(run) > 1 and any(m["y1"] for m in run)],
        "bars": [m for run in runs if len(run) == 1 for m in run if m["y1"] is not None],
        "last": held[-1], "source": held[-1]["source"],
    }  # fmt: skip


def _mark(
    row: Row, x: Callable[[date], float], y: Callable[[float], float], link: Way, name: str
) -> dict[str, Any]:
    start, end = row["period_start"], row["period_end"]
    doubt = row["low"] is not None and row["high"] is not None and row["low"] < row["high"]
    told = estimate(row["value"], row["low"], row["high"])
    return {
        "x": x(start + (end - start) / 2), "y": y(row["value"]), "href": link(row),
        "y1": y(row["low"]) if doubt else None, "y2": y(min(row["high"], 1e12)) if doubt else None,
        "words": f"{name + ', ' if name else ''}{span(start, end)}: {told}",
    }  # fmt: skip


def _runs(rows: list[Row], marks: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Marks without a gap between them: over years that are not known no line is drawn."""
    run: list[dict[str, Any]] = []
    before = None
    for row, mark in zip(rows, marks, strict=True):
        gap = _BREAK if (row["period_end"] - row["period_start"]).days > _MONTHS else _MONTHS
        if before is not None and (row["period_start"] - before).days > gap and run:
            yield run
            run = []
        run.append(mark)
        before = row["period_end"]
    if run:
        yield run


def _line(run: list[dict[str, Any]], *, stepped: bool) -> str:
    points = [f"{run[0]['x']:.1f},{run[0]['y']:.1f}"]
    for before, mark in pairwise(run):
        if stepped:
            points.append(f"{mark['x']:.1f},{before['y']:.1f}")
        points.append(f"{mark['x']:.1f},{mark['y']:.1f}")
    return "M" + "L".join(points)


def _band(run: list[dict[str, Any]]) -> str:
    lower = [(m["x"], m["y1"] if m["y1"] is not None else m["y"]) for m in run]
    upper = [(m["x"], m["y2"] if m["y2"] is not None else m["y"]) for m in run]
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in [*lower, *reversed(upper)]) + "Z"


def _scale(first: date, last: date) -> Callable[[date], float]:
    days = max(1, (last - first).days)
    return lambda day: round(LEFT + (RIGHT - LEFT) * (day - first).days / days, 1)


def _level(low: float, high: float) -> Callable[[float], float]:
    wide = (high - low) or 1.0
    return lambda value: round(
        BOTTOM - (BOTTOM - TOP) * min(1.0, max(0.0, (value - low) / wide)), 1
    )


def _years(first: date, last: date) -> list[int]:
    """A few round years."""
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if (last.year - first.year) / s <= 5)
    begin = math.ceil((first.year + (first.timetuple().tm_yday > 1)) / step) * step
    return list(range(begin, last.year + 1, step))


def _round(value: float) -> float:
    """A round number from ``value`` up.

    >>> _round(0.173), _round(61.0), _round(0.0)
    (0.2, 80.0, 1.0)
    """
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return float(next(k * power for k in (1, 2, 3, 4, 5, 6, 8, 10) if k * power >= value * 0.9999))

"""Answers about all states as the page shows them: matrix, map, points, flows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import altair as alt

from multipole.answers import Answer
from multipole.apps.brief import palette
from multipole.apps.pictures.look import plain, values
from multipole.apps.web.pages.system_tiles import CLASSES, FINE, Shown, class_of
from multipole.apps.web.words import interval, name, number

#: Shares drawn in the picture of flows, and rows of the bars.
FLOWS: Final = 18
BARS: Final = 24
#: Pixels of the picture of flows: its width, the height of all bands, of a label, between states.
_WIDTH, _BANDS, _LEAST, _GAP = 640, 300.0, 9.0, 7.0
_LEFT, _RIGHT = 150, 490
#: An interval wider than this has a frame of its own on the map.
WIDE: Final = 0.3
Row = Mapping[str, Any]


def matrix(rows: Sequence[Row]) -> dict[str, Any]:
    """The states in their order, and each cell of two with its class and words."""
    places = {r["a"]: r["place_a"] for r in rows} | {r["b"]: r["place_b"] for r in rows}
    order = sorted(places, key=lambda state: places[state])
    cells = {frozenset((r["a"], r["b"])): _cell(r) for r in rows}
    return {
        "states": order,
        "rows": [[cells.get(frozenset((a, b))) for b in order] for a in order],
    }


def _cell(row: Row) -> dict[str, str]:
    words = f"{name(row['a'])} and {name(row['b'])}: {_share_words(row)}"
    mark = "?" if row["value"] is None else f"{100 * row['value']:.0f}"
    return {"kind": class_of(row["value"], CLASSES), "mark": mark, "words": words}


def _share_words(row: Row) -> str:
    if row["value"] is None:
        return "no roll call that both cast"
    doubt = interval(100 * row["low"], 100 * row["high"], 0)
    return f"{row['value']:.0%} ({doubt}), {row['n']} roll calls"


def alike(rows: Iterable[Row]) -> dict[str, Shown]:
    """Tiles of how often each state votes with one."""
    return {
        r["b"]: Shown(class_of(r["value"], CLASSES) + _frame(r),
                      "?" if r["value"] is None else f"{100 * r['value']:.0f}", _share_words(r))
        for r in rows
    }  # fmt: skip


def _frame(row: Row) -> str:
    """The mark of a wide interval."""
    return " wide" if row["value"] is not None and row["high"] - row["low"] > WIDE else ""


def leaning(rows: Iterable[Row]) -> dict[str, Shown]:
    """Tiles of the share of one state in the flow of each."""
    return {r["subject"]: _leans(r) for r in rows}


def _leans(row: Row) -> Shown:
    if row["share"] is None:
        return Shown("gap", "?", "its own flow is not known")
    doubt = interval(100 * row["low"], 100 * row["high"], 1) if row["unknown"] else ""
    words = f"{row['share']:.1%}{f' ({doubt})' if doubt else ''} of its {row['flow']}"
    kind = class_of(row["share"], FINE)
    wide = " wide" if row["high"] - row["low"] > WIDE else ""
    return Shown(f"{kind}{wide}", f"{100 * row['share']:.0f}", words)


def grouped(rows: Iterable[Row]) -> dict[str, Shown]:
    """Tiles of the bloc of each state: large ones by their number, small ones as other."""
    found: dict[str, Shown] = {}
    for row in rows:
        for state in row["members"] or ():
            match row["section"]:
                case "bloc":
                    waver = ", wavering" if state in (row["wavering"] or ()) else ""
                    mark = f"{row['bloc']}{'~' if waver else ''}"
                    kind = f"b{min(row['bloc'], 4)}"
                    found[state] = Shown(kind, mark, f"bloc {row['bloc']}{waver}")
                case "small":
                    found[state] = Shown("b0", "s", "in a small bloc")
                case "aside":
                    found[state] = Shown("gap", "?", "not placed")
    return found


def bloc_words(year: int, large: Sequence[Row]) -> str:
    """The large blocs of a year in one sentence, with how firm each is."""
    if len(large) < 2:
        return f"In {year} the votes of the General Assembly warrant no more than one bloc."
    told = "; ".join(_bloc_words(row) for row in large)
    return f"In {year} the General Assembly voted in {len(large)} large blocs: {told}."


def _bloc_words(row: Row) -> str:
    head = f" with {name(row['leader'])}" if row["leader"] else ""
    firm = row["together"]
    sure = "" if firm is None else f" (two of them together in {firm:.0%} of redrawn roll calls)"
    return f"{row['size']} states{head}{sure}"


def points(rows: Sequence[Row]) -> dict[str, Any]:
    """The ideal points of a session under one another, each with its interval."""
    held = [
        {"state": name(r["state"]), "mean": r["mean"], "low": r["low"], "high": r["high"],
         "words": plain(f"{name(r['state'])}: {number(r['mean'])} "
                        f"({interval(r['low'], r['high'])}), {r['votes']} votes")}
        for r in rows
    ]  # fmt: skip
    y = alt.Y("state:N", sort=[r["state"] for r in held], axis=alt.Axis(title=None, grid=True))
    x = alt.X("low:Q", axis=alt.Axis(title="standard deviations; 0 is the mean of all", grid=True))
    base = alt.Chart(values(held)).encode(y=y)
    bar = base.mark_rule(strokeWidth=2, color=palette.INK).encode(x=x, x2="high:Q")
    mark = base.mark_point(filled=True, size=70, opacity=1, color=palette.COOPERATION).encode(
        x=alt.X("mean:Q"), tooltip=alt.Tooltip("words:N", title="point")
    )
    made = alt.layer(bar, mark).properties(
        width="container", height=max(60, 22 * len(held)), background=palette.PAPER
    )
    done: dict[str, Any] = (
        made.configure_view(stroke=None)
        .configure_axis(
            labelColor=palette.INK, titleColor=palette.MUTED, labelFontSize=12, titleFontSize=11,
            titleFontWeight="normal", gridColor=palette.LINE, tickColor=palette.LINE,
            domainColor=palette.LINE,
        )
        .to_dict()
    )  # fmt: skip
    return done


def both_ways(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Each two states once, the one that depends more first, sorted by that share."""
    held = {(r["subject"], r["partner"]): r for r in rows}
    found, seen = [], set()
    for (who, on), row in held.items():
        back = held.get((on, who))
        if frozenset((who, on)) not in seen and row["share"] is not None:
            seen.add(frozenset((who, on)))
            found.append({"row": row, "back": back})
    return found[:BARS]


def flows(rows: Sequence[Row]) -> dict[str, Any]:
    """The largest shares as bands from whom one depends on (left) to who depends (right)."""
    kept = [row for row in rows if row["share"]][:FLOWS]
    scale = _BANDS / sum(row["share"] for row in kept) if kept else 0.0
    left, right = (_stacked(kept, end, scale) for end in ("partner", "subject"))
    order = [one["state"] for one in left]
    bands = [_band(row, scale, left, right) | {"kind": order.index(row["partner"]) % 3}
             for row in sorted(kept, key=lambda r: order.index(r["partner"]))]  # fmt: skip
    height = max((one["y"] + one["height"] for one in (*left, *right)), default=0.0) + 6
    return {
        "bands": bands, "left": left, "right": right, "width": _WIDTH, "height": round(height),
        "from": _LEFT, "to": _RIGHT,
    }  # fmt: skip


def _stacked(rows: Sequence[Row], end: str, scale: float) -> list[dict[str, Any]]:
    """The states at one side under one another, as tall as their shares; ``next`` is where the
    next band begins."""
    sums: dict[str, float] = {}
    for row in rows:
        sums[row[end]] = sums.get(row[end], 0.0) + row["share"]
    found, y = [], 6.0
    for one in sorted(sums, key=lambda one: (-sums[one], one)):
        height = round(sums[one] * scale, 1)
        found.append({"state": one, "y": round(y, 1), "height": height, "next": y})
        y += max(height, _LEAST) + _GAP
    return found


def _band(
    row: Row, scale: float, left: list[dict[str, Any]], right: list[dict[str, Any]]
) -> dict[str, Any]:
    """A band from the next free place of the partner to that of the subject."""
    wide, middle = row["share"] * scale, (_LEFT + _RIGHT) / 2
    ys = []
    for side, end in ((left, "partner"), (right, "subject")):
        place = next(one for one in side if one["state"] == row[end])
        ys.append(round(place["next"] + wide / 2, 1))
        place["next"] += wide
    words = f"{name(row['subject'])} has {row['share']:.1%} of its {row['flow']} with "
    return {
        "path": f"M{_LEFT} {ys[0]}C{middle} {ys[0]} {middle} {ys[1]} {_RIGHT} {ys[1]}",
        "width": round(max(0.8, wide), 1), "words": f"{words}{name(row['partner'])}",
    }  # fmt: skip


def pole_row(answer: Answer, year: int) -> Row | None:
    """The row of polarity of a year, or of the newest year before it with capabilities."""
    rows = [r for r in answer.table.to_pylist() if r["poles"] is not None]
    until = [r for r in rows if r["period_start"].year <= year]
    return until[-1] if until else None

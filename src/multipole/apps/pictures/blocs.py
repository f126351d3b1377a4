"""Blocs of a year: the members of each with those that waver, and distances from the poles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import altair as alt

from multipole.answers.blocs import SCHEMA, WAVERS
from multipole.apps.brief import palette
from multipole.apps.pictures import said
from multipole.apps.pictures.forest import Bar, forest
from multipole.apps.pictures.look import (
    COLOURS,
    SHAPES,
    SMALL,
    WIDTH,
    Words,
    finished,
    header,
    plain,
    values,
    wrapped,
)

if TYPE_CHECKING:
    from multipole.answers import Answer

COLUMNS: Final = frozenset(SCHEMA.names) - {"states", "leader_cinc_year", "common"}
#: Pixels from code to code, from line to line, and between blocs.
_CODE, _LINE, _GAP = 36, 17, 12
_HEADS: Final = {"small": "small, with ; between them", "aside": "not placed"}
_HEAD_LETTERS: Final = 100
Row = Mapping[str, Any]


def draw(answer: Answer) -> alt.VConcatChart:
    """The members bloc by bloc, and below them the distances that were asked for."""
    rows = said.rows_of(answer)
    if not rows:
        raise said.nothing()
    plots: list[Any] = [_members([row for row in rows if row["section"] != "near"])]
    near = [r for r in rows if r["section"] == "near" and r["distance"] is not None]
    if near:
        plots.append(_near(near))
    return finished(plots, Words(answer.title, _below(rows, near), _caption(rows)))


def _members(rows: Sequence[Row]) -> alt.LayerChart:
    texts: list[dict[str, Any]] = []
    bands: list[dict[str, Any]] = []
    top = 0
    for n, row in enumerate(rows):
        end = _bloc(row, top, texts)
        colour = COLOURS[n % len(COLOURS)] if row["section"] == "bloc" else palette.LINE
        bands.append({"top": top, "bottom": end, "colour": colour})
        top = end + _GAP
    place = {"y": alt.Y("top:Q", scale=None, axis=None)}
    bars = alt.Chart(values(bands)).mark_rule(strokeWidth=4).encode(
        x=alt.value(0), y2=alt.Y2("bottom:Q"), color=alt.Color("colour:N", scale=None), **place
    )  # fmt: skip
    words = alt.Chart(values(texts)).mark_text(align="left", baseline="top").encode(
        x=alt.X("left:Q", scale=None, axis=None), text=alt.Text("text:N"),
        color=alt.Color("colour:N", scale=None), size=alt.Size("size:Q", scale=None), **place
    )  # fmt: skip
    return alt.layer(bars, words).properties(
        width=WIDTH, height=max(top - _GAP, 1), title=header("who is in which bloc")
    )


def _bloc(row: Row, top: int, texts: list[dict[str, Any]]) -> int:
    """The words of one bloc from ``top`` on; gives the pixel where they end."""
    for line in wrapped(_head(row), _HEAD_LETTERS):
        texts.append(_text(line, 10, top, palette.INK, SMALL + 1))
        top += _LINE
    room = (WIDTH - 10) // _CODE
    for n, (code, wavers) in enumerate(_codes(row)):
        colour = palette.CONFLICT if wavers else palette.INK
        at = top + n // room * _LINE
        texts.append(_text(code, 10 + n % room * _CODE, at, colour, SMALL))
    return top + -(-len(row["members"] or ()) // room) * _LINE


def _text(text: str, left: int, top: int, colour: str, size: int) -> dict[str, Any]:
    return {"text": plain(text), "left": left, "top": top, "colour": colour, "size": size}


def _head(row: Row) -> str:
    if row["section"] != "bloc":
        of = f", {row['size']} states" if row["section"] == "small" else ""
        return f"{row['what']}{of}, {_HEADS.get(row['section'], row['section'])}"
    led = f", led by {row['leader']}" if row["leader"] else ""
    sure = row["together"]
    told = f"; two of them stay together in {sure:.0%} of redrawn sets" if sure is not None else ""
    return f"{row['what']}: {row['size']} states{led}{told}"


def _codes(row: Row) -> Iterator[tuple[str, bool]]:
    """The members with ``?`` where they waver; of small blocs ``;`` ends each but the last."""
    wavering = set(row["wavering"] or ())
    ends = {one.split()[-1] for one in (row["states"] or "").split(";")[:-1] if one.split()}
    for code in row["members"] or ():
        mark = ";" if row["section"] == "small" and code in ends else ""
        yield f"{code}{'?' if code in wavering else ''}{mark}", code in wavering


def _near(rows: Sequence[Row]) -> alt.LayerChart:
    poles = list(dict.fromkeys(row["pole"] for row in rows))
    looks = [(p, COLOURS[n % len(COLOURS)], SHAPES[n % len(SHAPES)]) for n, p in enumerate(poles)]
    ordered = sorted(rows, key=lambda row: (row["what"], row["distance"], row["pole"]))
    return forest(
        "how far from the poles, nearest first", [_bar(row) for row in ordered],
        axis="distance, from 0 to 1", looks=looks, ends=(0.0, 1.0), legend=False,
    )  # fmt: skip


def _bar(row: Row) -> Bar:
    told = said.estimate(row["distance"], row["low"], row["high"])
    return Bar(
        f"{row['what']} to {row['pole']}", row["pole"], row["distance"], row["low"], row["high"],
        beside=told, words=f"{told}, on {row['common']} in common",
    )  # fmt: skip


def _below(rows: Sequence[Row], near: Sequence[Row]) -> tuple[str, ...]:
    wavering = any(row["wavering"] for row in rows)
    waver = f"? wavers: with the others of its bloc in less than {WAVERS:.0%} of redrawn sets."
    sampled = any(row["low"] is not None for row in near)
    bars = "Distance: share of common roll calls with different votes; bars hold 90% of the doubt."
    kinds = "Distance: share of the kinds of pledge not given, which has no interval."
    return tuple(
        text
        for text, shown in ((waver, wavering), (bars if sampled else kinds, bool(near)))
        if shown
    )


def _caption(rows: Sequence[Row]) -> tuple[str, ...]:
    row = rows[0]
    rests = f"Rests on {row['layers']} layers (roll calls, or kinds of pledge)."
    variables = row["variables"] or ()
    line = said.source(row["source"], row["release"], variables=variables, until=row["until"])
    return (rests, line)

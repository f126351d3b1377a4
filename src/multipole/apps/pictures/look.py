"""The look that all pictures share: colours, dashes, shapes, sizes, titles and captions."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from multipole.apps.brief import palette
from multipole.apps.safe import safe_line

#: Pixels of a plot without its axis; with it and the margins a picture is less than 700 wide.
WIDTH: Final = 600
#: Pixels left of every plot, so that plots stand under one another.
LEFT: Final = 50
SMALL: Final = 11
#: Pixels between what stands under one another.
SPACE: Final = 14
_LINE: Final = 15
#: Letters that fit into a line of the title, and into one of smaller text.
_TITLE_LETTERS: Final = 76
_LETTERS: Final = 112
#: A series, a bloc or a pole has a colour and a shape of its own; the colours stay apart for
#: colour-blind eyes, and shapes (of lines dashes) say the same again.
COLOURS: Final = (
    palette.COOPERATION, palette.CONFLICT, palette.INK, "#009e73", "#b07aa1", "#7800d8", "#661100",
    "#332288",
)  # fmt: skip
SHAPES: Final = (
    "circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "triangle-right",
    "triangle-left",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around a picture: ``title``, lines below it, and lines under the picture."""

    title: str
    below: tuple[str, ...]
    caption: tuple[str, ...]


def plain(text: str) -> str:
    """Text of data as one line without control characters."""
    return safe_line(text)


def values(rows: Iterable[dict[str, Any]]) -> alt.Data:
    """Rows as data that stand in the picture itself."""
    return alt.Data(values=list(rows))


def header(title: str) -> alt.Title:
    """The title of one plot, above its left edge."""
    return alt.Title(
        wrapped(title, _LETTERS), anchor="start", frame="group", fontSize=12, fontWeight="bold",
        color=palette.INK, offset=6,
    )  # fmt: skip


def finished(plots: Sequence[Any], words: Words) -> alt.VConcatChart:
    """The plots under one another with title, lines below it and caption, in the house's look."""
    below = [line for text in words.below for line in wrapped(text, _LETTERS)]
    title = alt.Title(
        wrapped(words.title, _TITLE_LETTERS), subtitle=below, anchor="start", fontSize=15,
        subtitleFontSize=SMALL + 1, subtitleColor=palette.MUTED, color=palette.INK,
        subtitlePadding=5, offset=14,
    )  # fmt: skip
    return (
        alt.vconcat(*plots, _caption(words.caption), spacing=SPACE)
        .properties(title=title, background=palette.PAPER, padding=12,
                    description=plain(words.title))
        .resolve_scale(color="independent", shape="independent", strokeDash="independent")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=palette.INK, titleColor=palette.MUTED, labelFontSize=SMALL,
            titleFontSize=SMALL, titleFontWeight="normal", gridColor=palette.LINE,
            tickColor=palette.LINE, domainColor=palette.LINE,
        )
        .configure_legend(labelFontSize=SMALL + 1, labelColor=palette.INK)
    )  # fmt: skip


def wrapped(text: str, letters: int) -> list[str]:
    """The text in lines of at most so many letters."""
    return textwrap.wrap(plain(text), letters) or [""]


def _caption(texts: Iterable[str]) -> alt.Chart:
    lines = [line for text in texts for line in wrapped(text, _LETTERS)]
    rows = [{"line": line, "at": n * _LINE} for n, line in enumerate(lines)]
    return (
        alt.Chart(values(rows))
        .mark_text(align="left", baseline="top", fontSize=SMALL, color=palette.MUTED)
        .encode(
            x=alt.value(-LEFT), y=alt.Y("at:Q", scale=None, axis=None),
            text=alt.Text("line:N"),
        )
        .properties(width=WIDTH, height=max(_LINE * len(lines), 1))
    )  # fmt: skip

"""Polarity: how capabilities are divided among states and states among blocs, by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import altair as alt

from multipole.answers.polarity import SCHEMA
from multipole.apps.pictures import said
from multipole.apps.pictures.look import Words, finished
from multipole.apps.pictures.over_time import Mark, Plot, Series, drawn

if TYPE_CHECKING:
    from multipole.answers import Answer

COLUMNS: Final = frozenset(SCHEMA.names)
_VOTES: Final = "votes_until"
#: Title, unit, natural range, and the columns with their words.
_Line = tuple[str, str]
PLOTS: Final[tuple[tuple[str, str, float | None, float | None, tuple[_Line, ...]], ...]] = (
    ("effective number of poles", "poles", 0.0, None,
     (("poles", "of capabilities"), ("poles_by_bloc", "of blocs, by their capabilities"))),
    ("shares of all capabilities (CINC)", "share", 0.0, 1.0,
     (("first_share", "greatest state"), ("second_share", "second state"))),
    ("concentration (CON)", "CON", 0.0, 1.0,
     (("con_majors", "major powers"), ("con_system", "all states"))),
    ("large blocs of votes in the General Assembly", "blocs", 0.0, None,
     (("blocs", "number of large blocs"),)),
    ("how alike the division into blocs stays when roll calls are redrawn",
     "adjusted Rand index", 0.0, 1.0, (("same", "likeness"),)),
)  # fmt: skip


def draw(answer: Answer) -> alt.VConcatChart:
    """A plot for each kind of figure that the store had."""
    rows = said.rows_of(answer)
    plots = [plot for plot in _plots(rows) if plot.series]
    below = ("Band of the last plot: the middle 90% of redrawn sets of roll calls. Other figures "
             "are computed from records as they stand and have no interval.",)  # fmt: skip
    caption = (*_first(rows), said.GAPS, *_sources(rows))
    return finished(drawn(plots), Words(answer.title, below, caption))


def _plots(rows: Sequence[Mapping[str, Any]]) -> Iterator[Plot]:
    for title, unit, low, high, lines in PLOTS:
        series = tuple(
            _series(rows, column, words)
            for column, words in lines
            if any(row[column] is not None for row in rows)
        )
        yield Plot(title, unit, series, low=low, high=high, height=100)


def _series(rows: Sequence[Mapping[str, Any]], column: str, words: str) -> Series:
    marks = tuple(_mark(row, column) for row in rows)
    known = [row for row in rows if row[column] is not None]
    until = max(_last(row, column) for row in known)
    return Series(words, marks, until)


def _mark(row: Mapping[str, Any], column: str) -> Mark:
    value, low, high = row[column], row.get(f"{column}_low"), row.get(f"{column}_high")
    state = row.get(column.removesuffix("_share")) if column.endswith("_share") else None
    of = f" ({state})" if state else ""
    words = f"{row['period_start'].year}: {said.estimate(value, low, high)}{of}"
    return Mark(row["period_start"], row["period_end"], value, low, high, words=words)


def _last(row: Mapping[str, Any], column: str) -> date:
    """The last day that a figure rests on: of votes that of the last roll call."""
    end: date = row["period_end"] - timedelta(days=1)
    of_votes = column in ("blocs", "same", "poles_by_bloc") and row[_VOTES]
    return row[_VOTES] if of_votes else end


def _first(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Which state was the greatest when."""
    spells = []
    known = [row for row in rows if row["first"]]
    for state, own in groupby(known, key=lambda row: row["first"]):
        years = [row["period_start"].year for row in own]
        spells.append(f"{state} {years[0]}" + (f"-{years[-1]}" if len(years) > 1 else ""))
    if spells:
        yield f"Greatest state: {', '.join(spells)}."


def _sources(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """A line a source, with the last day on which a figure rests."""
    return said.sources(
        {"variable": variable, "source": source, "release": release,
         "until": row[_VOTES] if "vote" in variable else row["period_end"] - timedelta(days=1)}
        for row in rows
        for variable, source, release in zip(
            row["variables"] or (), row["sources"] or (), row["releases"] or (), strict=True
        )
    )  # fmt: skip

"""Ideal points by session: tables of `multipole.answers.ideal.SCHEMA`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import altair as alt

from multipole.answers.ideal import SCHEMA
from multipole.apps.pictures import said
from multipole.apps.pictures.look import Words, finished
from multipole.apps.pictures.over_time import Mark, Plot, Series, drawn

if TYPE_CHECKING:
    from multipole.answers import Answer

COLUMNS: Final = frozenset(SCHEMA.names) - {"roll_calls", "sd", "issue"}
UNIT: Final = "standard deviations"
Row = Mapping[str, Any]


def draw(answer: Answer) -> alt.VConcatChart:
    """The place of each state, and below it the distance from the first where there are several."""
    rows = said.rows_of(answer)
    states = list(dict.fromkeys(row["state"] for row in rows))
    marks = {state: [row for row in rows if row["state"] == state] for state in states}
    places = tuple(Series(s, tuple(_place(row) for row in own)) for s, own in marks.items())
    plots = [Plot("ideal points, by session", UNIT, places, height=270)]
    first = next((row["compared"] for row in rows if row["compared"]), None)
    if first:
        apart = tuple(Series(s, tuple(map(_apart, own))) for s, own in marks.items() if s != first)
        plots.append(Plot(f"distance from {first}", UNIT, apart, low=0.0, height=150))
    below = ("Bands, and bars through single points, hold 90% of the doubt. Unit: one standard "
             "deviation of all states in all sessions; 0 is their mean.",)  # fmt: skip
    return finished(drawn(plots), Words(answer.title, below, _caption(rows)))


def _place(row: Row) -> Mark:
    told = said.estimate(row["mean"], row["low"], row["high"])
    words = f"session {row['session']} ({row['year']}): {told}, {row['votes']} votes"
    return Mark(
        row["period_start"], row["period_end"], row["mean"], row["low"], row["high"],
        aside=row["published"], words=words,
    )  # fmt: skip


def _apart(row: Row) -> Mark:
    value, low, high = row["distance"], row["distance_low"], row["distance_high"]
    words = f"session {row['session']} ({row['year']}): {said.estimate(value, low, high)}"
    return Mark(row["period_start"], row["period_end"], value, low, high, words=words)


def _caption(rows: Iterable[Row]) -> tuple[str, ...]:
    last = max(rows, key=lambda row: row["period_end"])
    releases = sorted({row["published_release"] for row in rows if row["published_release"]})
    beside = (f"Hollow marks: the published points (release {', '.join(releases)}), on a scale of "
              "their own.",) if releases else ()  # fmt: skip
    reach = f"The last session drawn is {last['session']}, that opens in {last['year']}."
    return (said.GAPS, *beside, *said.sources(rows), reach)

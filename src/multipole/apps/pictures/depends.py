"""Who depends on whom: shares of each in what the other gets and sells, both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import altair as alt

from multipole.apps.pictures import said
from multipole.apps.pictures.look import Words, finished
from multipole.apps.pictures.over_time import Mark, Plot, Series, drawn

if TYPE_CHECKING:
    from multipole.answers import Answer

COLUMNS: Final = frozenset(
    {"subject", "partner", "flow", "period_start", "period_end", "share", "low", "high",
     "partners", "variable", "source"}
)  # fmt: skip
_TALL, _SHORT, _MANY = 150, 110, 4
Row = Mapping[str, Any]


def draw(answer: Answer) -> alt.VConcatChart:
    """A plot a flow, with a series for each direction and source."""
    rows = said.rows_of(answer)
    known = [row for row in rows if row["share"] is not None]
    flows = list(dict.fromkeys(row["flow"] for row in known))
    height = _TALL if len(flows) < _MANY else _SHORT
    plots = [
        Plot(f"{flow}, share of the partner", "share",
             tuple(_series([row for row in rows if row["flow"] == flow])),
             low=0.0, high=1.0, height=height, form="~%")
        for flow in flows
    ]  # fmt: skip
    below = ("Bands: the bounds that partners with unknown flows leave, not doubt of sampling; "
             "without a band all are known.",)  # fmt: skip
    caption = (*_spans(known), said.GAPS, *said.sources(_until(row) for row in known))
    return finished(drawn(plots), Words(answer.title, below, caption))


def _series(rows: list[Row]) -> Iterator[Series]:
    several = len({row["source"] for row in rows}) > 1
    keys = dict.fromkeys((row["subject"], row["partner"], row["source"]) for row in rows)
    for subject, partner, source in sorted(keys, key=lambda key: (key[2] or "", key[:2])):
        own = [r for r in rows if (r["subject"], r["partner"], r["source"]) == (
            subject, partner, source)]  # fmt: skip
        marks = tuple(map(_mark, sorted(own, key=lambda row: row["period_start"])))
        if any(mark.value is not None for mark in marks):
            of = f" ({source})" if several else ""
            until = max(_until(row)["until"] for row in own)
            yield Series(f"{subject} on {partner}{of}", marks, until)


def _mark(row: Row) -> Mark:
    period = said.when(row["period_start"], row["period_end"])
    told = said.estimate(row["share"], row["low"], row["high"])
    words = f"{period}: {told} of all, {row['partners']} partners known"
    return Mark(row["period_start"], row["period_end"], row["share"], row["low"], row["high"],
                words=words)  # fmt: skip


def _until(row: Row) -> dict[str, Any]:
    """The row with the last day of its data: as it says, or else of its own period."""
    return {**row, "until": row.get("until") or row["period_end"] - timedelta(days=1)}


def _spans(rows: Sequence[Row]) -> Iterator[str]:
    """Which flows are of several years together."""
    wide = sorted({(row["flow"], _years(row)) for row in rows if _years(row) > 1})
    for flow, years in wide:
        yield f"{flow}: of {years} years together, drawn in their middle."


def _years(row: Row) -> int:
    return int((row["period_end"] - row["period_start"]).days) // 365

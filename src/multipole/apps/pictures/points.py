"""Measures over time: tables of `multipole.answers.measures.POINTS`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import altair as alt

from multipole.answers.measures import MEASURES, POINTS
from multipole.apps.pictures import said
from multipole.apps.pictures.look import Words, finished
from multipole.apps.pictures.over_time import Mark, Plot, Series, drawn

if TYPE_CHECKING:
    from multipole.answers import Answer

COLUMNS: Final = frozenset(POINTS.names) - {"cells", "note"}
_TALL, _SHORT, _MANY = 190, 120, 3
_WHOLE: Final = "all"
_BINARY: Final = "0 or 1"
Row = Mapping[str, Any]


def draw(answer: Answer) -> alt.VConcatChart:
    """A plot for each measure, unit and domain; in it a series for each pair and source."""
    rows = said.rows_of(answer)
    known = [row for row in rows if row["value"] is not None]
    held = _grouped(known, ("measure", "unit", "domain"))
    groups = {k: g for k, g in _grouped(rows, ("measure", "unit", "domain")).items() if k in held}
    several = {key[0] for key, own in _grouped(known, ("measure",)).items() if _sources(own) > 1}
    height = _TALL if len(groups) < _MANY else _SHORT
    plots = [_plot(k, group, height, several=k[0] in several) for k, group in groups.items()]
    caption = (said.GAPS, *_filtered(rows), *said.sources(rows))
    return finished(drawn(plots), Words(answer.title, (_held(rows),), caption))


def _grouped(rows: Iterable[Row], names: tuple[str, ...]) -> dict[tuple[Any, ...], list[Row]]:
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[n] for n in names), []).append(row)
    return found


def _sources(rows: Iterable[Row]) -> int:
    return len({(row["source"], row["variable"]) for row in rows})


def _plot(key: tuple[Any, ...], rows: list[Row], height: int, *, several: bool) -> Plot:
    name, unit, domain = key
    known = MEASURES.get(name)
    about = "" if domain in (_WHOLE, None) else f", {domain}"
    of = "" if unit == name else f" ({unit})"
    return Plot(
        f"{name.replace('_', ' ')}{about}{of}", unit, tuple(_series(rows, several=several)),
        low=_end(known.low) if known else None, high=_end(known.high) if known else None,
        height=height, stepped=unit == _BINARY,
    )  # fmt: skip


def _end(bound: float) -> float | None:
    return bound if math.isfinite(bound) else None


def _series(rows: list[Row], *, several: bool) -> Iterator[Series]:
    """The series that have a value, named by their source where a measure has several."""
    named = ("sender", "receiver", "directed", "variable", "source")
    for (sender, receiver, directed, variable, source), own in _grouped(rows, named).items():
        pair = f"{sender}{' to ' if directed else '-'}{receiver}" if receiver else sender
        of = f", {variable} ({source})" if several else ""
        marks = tuple(map(_mark, sorted(own, key=lambda row: row["period_start"])))
        if all(mark.value is None for mark in marks):
            continue
        until = max((row["until"] for row in own if row["until"]), default=None)
        yield Series(f"{pair}{of}", marks, until)


def _mark(row: Row) -> Mark:
    value, low, high = row["value"], row["low"], row["high"]
    period = said.when(row["period_start"], row["period_end"])
    words = f"{period}: {said.estimate(value, low, high)} {row['unit']}, n = {row['n']}"
    return Mark(
        row["period_start"], row["period_end"], value, low, high, filtered=row["filtered"],
        words=f"{words}, {row['status']}",
    )  # fmt: skip


def _held(rows: Sequence[Row]) -> str:
    doubt = [row for row in rows if row["value"] is not None and row["low"] != row["high"]]
    if not doubt:
        return "Recorded amounts: they have no interval, as nothing was sampled."
    held = said.share_held(row["mass"] for row in doubt)
    some = any(row["value"] is not None and row["low"] == row["high"] for row in rows)
    exact = "; what is recorded as it is has none" if some else ""
    return f"Bands, and bars through single points, hold {held} of the doubt{exact}."


def _filtered(rows: Sequence[Row]) -> tuple[str, ...]:
    if not any(row["filtered"] is not None for row in rows):
        return ()
    return ("Thin line: the estimate from data of its own period and before only.",)

"""The acts between two actors that a model of streams, or a count, was made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from multipole.answers.closeness import happened
from multipole.answers.measures.reports import REPORTS
from multipole.answers.moved.part import Case, Part
from multipole.answers.series_events import ICEWS
from multipole.answers.words import who
from multipole.core.periods import Period
from multipole.core.plover import QUAD_OF
from multipole.core.records import Cell

if TYPE_CHECKING:
    from multipole.relations.streams import Stream

_TALK = "CONSULT"
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """One act (or a counted number of them) that a source tells, and its place as a part."""

    source: str
    stream: Stream
    n: float
    part: Part


def told(case: Case, period: Period, sources: Iterable[str]) -> list[Told]:
    """The acts between the two that begin in a period, of these sources."""
    names = set(sources)
    found = [*_coded(case, period, names), *_counted(case, period, names)]
    return [*found, *(_reported(case, period) if REPORTS in names else ())]


def _coded(case: Case, period: Period, sources: set[str]) -> Iterator[Told]:
    rows = case.store.records.acts(
        sources=sorted(sources), actors=case.asked.ends, modality="happened",
        since=period.start, until=period.end, as_of=case.asked.as_of,
    ).to_pylist()  # fmt: skip
    for row in rows:
        if row["action"] in QUAD_OF and _begins(row, period):
            what = f"{row['sender']} > {row['receiver']} {row['action']} ({row['code']})"
            part = Part(
                what, None, row["period_start"], row["period_end"],
                cells=(Cell(row["sha256"], row["row"], ""),),
            )  # fmt: skip
            yield Told(row["source"], _stream(row["action"], QUAD_OF[row["action"]]), 1.0, part)


def _counted(case: Case, period: Period, sources: set[str]) -> Iterator[Told]:
    """Counts by class of a whole step, each a cell."""
    rows = case.store.records.observations(
        variables=ICEWS, actors=case.asked.ends, since=period.start, until=period.end,
        as_of=case.asked.as_of,
    ).to_pylist()  # fmt: skip
    for row in rows:
        if row["source"] in sources and row["value"] is not None and _begins(row, period):
            stream: Any = row["variable"].removeprefix("icews_")
            what = f"{row['subject']} > {row['object']}: {row['value']:g} acts"
            part = Part(
                what, None, row["period_start"], row["period_end"],
                cells=(Cell(row["sha256"], row["row"], row["column"]),),
            )  # fmt: skip
            yield Told(row["source"], stream, row["value"], part)


def _reported(case: Case, period: Period) -> Iterator[Told]:
    found = happened(case.store, *case.asked.ends, as_of=case.asked.as_of)
    for row in found.to_pylist():
        if row["action"] in QUAD_OF and row["period_start"] and _begins(row, period):
            together = " together" if row["role"] == "joint" else ""
            part = Part(
                f"{who(row)} {row['action']}{together}", None, row["period_start"],
                row["period_end"], tuple(row["claims"]), item=row["id"],
            )  # fmt: skip
            yield Told(REPORTS, _stream(row["action"], row["quad"]), row["probability"], part)


def _begins(row: _Row, period: Period) -> bool:
    """Whether an act counts in a step: it begins in it and is no longer than it."""
    days = (row["period_end"] - row["period_start"]).days
    return period.contains(row["period_start"]) and days <= period.days


def _stream(action: str, quad: str) -> Any:
    return "talk" if action == _TALK else quad

"""What the records say of a reading: sums, shares and counts, each with all its cells."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from multipole.actors import load_actors
from multipole.answers.check_judge import Basis, Recorded
from multipole.answers.check_rules import Reading
from multipole.core.errors import BadPeriod
from multipole.core.periods import Period
from multipole.core.records import Cell
from multipole.relations.dependence import share_of
from multipole.sources import variables
from multipole.store import Store

Row = Mapping[str, Any]
Part = tuple[str, str, str]
OWN: Final = "long_table"
_KNOWN: Final = ("observed", "imputed")
_COW: Final = "cow_imports_musd"
_IMPORTS: Final = "trade_imports_usd"
_EXPORTS: Final = "trade_exports_usd"
_TIV: Final = "arms_tiv"
_LEVELS: Final[Mapping[str, tuple[str, ...]]] = {
    "GDP": ("gdp_usd", "gdp_usd_2015"),
    "military spending": ("wdi_milex_usd", "milex_usd_2019"),
}
#: Every variable of a source that a figure may be set beside.
ASKED: Final = (
    _COW, _IMPORTS, _EXPORTS, _TIV, "veto", "joint_veto",
    *(name for names in _LEVELS.values() for name in names),
)  # fmt: skip
_BY: Final = "as {} counts it"


@dataclass(slots=True)
class Records:
    """The records of a store as they stood on a day."""

    store: Store
    as_of: date | None
    _covers: dict[str, list[tuple[str, date, date]]] | None = None
    _own: dict[str, str] | None = None

    def observations(self, variables: Sequence[str], **narrow: Any) -> list[dict[str, Any]]:
        """Rows of these variables that stand, as plain rows."""
        found = self.store.records.observations(variables=variables, as_of=self.as_of, **narrow)
        rows: list[dict[str, Any]] = found.to_pylist()
        return rows

    def covers(self, variable: str) -> list[tuple[str, date, date]]:
        """The sources that hold a variable, with the first day and the day after the last."""
        if self._covers is None:
            self._covers = {}
            for r in self.store.records.coverage(self.as_of).to_pylist():
                span = (r["source"], r["period_start"], r["period_end"])
                self._covers.setdefault(r["variable"], []).append(span)
        return self._covers.get(variable, [])

    def unit(self, variable: str) -> str:
        """The unit of a source's variable."""
        return variables()[variable][1].unit

    def own(self) -> dict[str, str]:
        """The variables of the user's own tables, with their units."""
        if self._own is None:
            found = self.store.records.items(sources=[OWN], kinds=["variable"]).to_pylist()
            self._own = {i["item"]: json.loads(i["facts"])["unit"] for i in found}
        return self._own

    def wanting(self, variable: str, period: Period) -> str:
        """Why a variable says nothing about a period, or ``""``."""
        spans = self.covers(variable)
        if not spans:
            return f"no source with {variable} is in the store"
        if any(start <= period.start and period.end <= end for _, start, end in spans):
            return ""
        told = "; ".join(f"{s} has {in_years(Period(a, b))}" for s, a, b in spans)
        return f"{in_years(period)} is not covered ({told})"


def recorded(
    reading: Reading, records: Records, *, period: Period, basis: Basis, unit: str
) -> list[Recorded]:
    """What the records say of a reading over a period: one entry a source and way of counting."""
    match reading.quantity:
        case "trade":
            return [_sum(reading, w, records, period, basis) for w in _trade(reading.ends)]
        case "imports":
            return [_sum(reading, w, records, period, basis) for w in _imports(reading.ends)]
        case "share of arms imports" | "share of arms exports":
            return [_arms_share(reading, records, period)]
        case "joint vetoes" | "vetoes":
            return [_vetoes(reading, records, period, unit)]
        case "vetoes by both or either":
            return [_unread(reading, period, unit, "several readings: together, or in all")]
        case _:
            names = _LEVELS[reading.quantity]
            ways = [(f"{n}", ((n, reading.ends[0], ""),)) for n in names]
            return [_sum(reading, (h, p), records, period, basis) for h, p in ways]


def in_years(period: Period) -> str:
    """A period of whole years by its years: ``2014-2018``; any other as it is."""
    years = _years(period)
    if len(years) < 2:
        return str(period)
    return f"{period.start.year}-{period.last.year}"


def _trade(ends: tuple[str, ...]) -> Iterator[tuple[str, tuple[Part, ...]]]:
    """Ways of counting the trade of two: imports of both, or imports and exports of one."""
    a, b = ends
    yield "imports of both", ((_COW, a, b), (_COW, b, a))
    for x, y in ((a, b), (b, a)):
        yield f"imports and exports {_BY.format(x)}", ((_IMPORTS, x, y), (_EXPORTS, x, y))


def _imports(ends: tuple[str, ...]) -> Iterator[tuple[str, tuple[Part, ...]]]:
    """Ways of counting what the first imports from the second."""
    buyer, seller = ends
    yield "imports", ((_COW, buyer, seller),)
    yield f"imports {_BY.format(buyer)}", ((_IMPORTS, buyer, seller),)
    yield f"exports {_BY.format(seller)}", ((_EXPORTS, seller, buyer),)


def _sum(
    reading: Reading, way: tuple[str, tuple[Part, ...]], records: Records, period: Period,
    basis: Basis,
) -> Recorded:  # fmt: skip
    """The sum of the parts over whole calendar years."""
    how, parts = way
    names = tuple(dict.fromkeys(p[0] for p in parts))
    years = _years(period)
    reason = next(filter(None, (records.wanting(n, period) for n in names)), "")
    if not years:
        reason = f"the records are yearly, and {period} is not whole years"
    rows: list[dict[str, Any]] = []
    for name, subject, other in () if reason else parts:
        found = records.observations(
            [name], subjects=[subject], objects=[other], items=[""], since=period.start,
            until=period.end,
        )  # fmt: skip
        reason = reason or _lacking(found, years, f"{name} of {subject} {other}".strip())
        rows += found
    values = [r["value"] for r in rows if r["value"] is not None]
    total = None
    if not reason:
        total = math.fsum(values) / len(years) if basis == "per year" else sum(values)
    return _made(reading, total, records.unit(names[0]), period, names, rows, reason, how, basis)


def _lacking(rows: Sequence[Row], years: Sequence[Period], what: str) -> str:
    """What years have no value or several, in words, or ``""``."""
    by_year: dict[tuple[date, date], list[Row]] = {}
    for row in rows:
        by_year.setdefault((row["period_start"], row["period_end"]), []).append(row)
    for year in years:
        found = by_year.get((year.start, year.end), [])
        if not found:
            return f"no row of {what} in {year}"
        if len(found) > 1:
            return f"{len(found)} rows of {what} in {year}"
        if found[0]["status"] not in _KNOWN:
            return f"the cell of {what} in {year} is {found[0]['status']} ({_cell(found[0])})"
    return ""


def _years(period: Period) -> tuple[Period, ...]:
    """The calendar years of a period; none when it is not whole years."""
    try:
        years = tuple(Period.year(y) for y in range(period.start.year, period.last.year + 1))
    except BadPeriod:
        return ()
    return years if years[0].start == period.start and years[-1].end == period.end else ()


def _arms_share(reading: Reading, records: Records, period: Period) -> Recorded:
    """The part of one supplier (or recipient) in all volumes of the other, over the period."""
    imports = reading.quantity.endswith("imports")
    one, other = reading.ends
    years = _years(period)
    reason = records.wanting(_TIV, period)
    if not years:
        reason = f"the records are yearly, and {period} is not whole years"
    side: dict[str, Any] = {"objects": [one]} if imports else {"subjects": [one]}
    rows = [] if reason else records.observations(
        [_TIV], **side, since=period.start, until=period.end
    )  # fmt: skip
    part = [r for r in rows if r["subject" if imports else "object"] == other]
    for year in () if reason else years:
        if not any(r["period_start"] == year.start for r in part):
            reason = f"no row of {_TIV} between {other} and {one} in {year}"
    reason = reason or next((f"the cell {_cell(r)} is {r['status']}"
                             for r in rows if r["status"] not in _KNOWN), "")  # fmt: skip
    value = None
    if not reason:
        flows = _volumes(rows, "subject" if imports else "object")
        value = 100 * share_of(flows, other).value
        reason = "nothing was delivered" if math.isnan(value) else ""
    ordered = [*part, *(r for r in rows if r not in part)]
    whole = "all that it received from known suppliers" if imports else "all that it delivered"
    how = f"100 * volume between {one} and {other} / {whole}"
    return _made(
        reading, None if reason else value, "percent", period, (_TIV,), ordered, reason, how
    )


def _volumes(rows: Iterable[Row], partner: str) -> dict[str, float]:
    """The volumes by partner over all years."""
    found: dict[str, float] = {}
    for row in rows:
        found[row[partner]] = found.get(row[partner], 0.0) + row["value"]
    return found


def _vetoes(reading: Reading, records: Records, period: Period, unit: str) -> Recorded:
    """How many drafts were vetoed, by both ends or by one, of a topic where one is named."""
    joint = reading.quantity == "joint vetoes"
    name = "joint_veto" if joint else "veto"
    reason = records.wanting(name, period)
    if reading.narrowed:
        reason = f"the sentence counts only some of them ({reading.narrowed})"
    ends: dict[str, Any] = {"actors": reading.ends} if joint else {"subjects": reading.ends}
    rows = [] if reason else records.observations(
        [name], **ends, since=period.start, until=period.end
    )  # fmt: skip
    rows = [r for r in rows if r["value"]]
    if reading.topic and not reason:
        rows = _of_topic(rows, reading.topic, records)
    if len({r["source"] for r in rows}) > 1:
        reason = "several sources count vetoes"
    drafts = dict.fromkeys(f"{r['item']} ({r['period_start']})" for r in rows)
    how = ", ".join(drafts) + (f"; of {reading.topic}" if reading.topic else "")
    value = None if reason else float(len(drafts))
    return _made(reading, value, "drafts", period, (name,), rows, reason, how)


def _of_topic(rows: list[dict[str, Any]], actor: str, records: Records) -> list[dict[str, Any]]:
    """Vetoes of drafts whose topic names an actor, or the title where there is no topic."""
    items = records.store.records.items(items=[r["item"] for r in rows], as_of=records.as_of)
    named = load_actors()
    about: set[str] = set()
    for item in items.to_pylist():
        facts = json.loads(item["facts"] or "{}")
        words = str(facts.get("crisis_topic") or item["title"] or "")
        if any(actor in hit.actors for hit in named.find(words)):
            about.add(item["item"])
    return [r for r in rows if r["item"] in about]


def _unread(reading: Reading, period: Period, unit: str, reason: str) -> Recorded:
    return Recorded(reading.quantity, reading.ends, None, unit, period, reason=reason)


def _made(
    reading: Reading, value: float | None, unit: str, period: Period, names: tuple[str, ...],
    rows: Sequence[Row], reason: str, how: str, basis: Basis = "total",
) -> Recorded:  # fmt: skip
    sources = sorted({r["source"] for r in rows})
    if value is not None and len(sources) > 1:
        value, reason = None, f"several sources have it: {', '.join(sources)}"
    imputed = sum(r["status"] == "imputed" for r in rows)
    return Recorded(
        reading.quantity, reading.ends, value, unit, period, basis, reason,
        source=", ".join(sources), variables=names,
        releases=tuple(sorted({r["release"] for r in rows})),
        cells=tuple(dict.fromkeys(map(_cell, rows))),
        how=how + (f"; {imputed} of {len(rows)} cells imputed" if imputed else ""),
    )  # fmt: skip


def _cell(row: Row) -> Cell:
    return Cell(row["sha256"], row["row"], row["column"])


def cells_of(rows: Iterable[Row]) -> tuple[Cell, ...]:
    """The cells of rows, each once."""
    return tuple(dict.fromkeys(map(_cell, rows)))

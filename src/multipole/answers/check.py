"""Figures that reports quote, each beside the record: confirmed, contradicted, or no record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.asked import When, actors_of, day_of, end_of, start_of
from multipole.answers.check_judge import Basis, Quoted, Recorded, Verdict, judge
from multipole.answers.check_records import Records, in_years, recorded
from multipole.answers.check_rules import Reading, readings
from multipole.answers.check_tables import own_reading, own_record
from multipole.answers.check_told import NEGATED, Page, Told, told
from multipole.answers.evidence import evidence
from multipole.answers.missing import nothing_found
from multipole.answers.words import count
from multipole.core.periods import ONE_DAY, Period
from multipole.evidence.figures import find_figures
from multipole.store import Store

#: How many cells of a record are listed; `cell_count` says how many there are.
CELLS: Final = 60
_SHOWN: Final = ("when", "measure", "quoted", "verdict", "record", "off_by", "reason", "claims")
_COUNTED: Final = frozenset({"joint vetoes", "vetoes", "vetoes by both or either"})
_TOLERANCE: Final = (
    "A bare number allows half a unit of its last digit either way; a fraction in words 2.5 "
    "points; 'about' 10 percent either way; 'almost' 10 percent below; 'at least' and 'at most' "
    "half a unit; 'more than' and 'less than' nothing. off by: the record less the number."
)
#: Mentions whose actors a coder has found in other words.
_RESOLVED: Final = frozenset({"pronoun", "group"})
_SIZES: Final = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_Row = dict[str, Any]

SCHEMA: Final = pa.schema(
    [
        ("known_on", pa.date32()),
        ("about", pa.list_(pa.string())),
        ("measure", pa.string()),
        ("quoted", pa.string()),
        ("value", pa.float64()),
        ("unit", pa.string()),
        ("bound", pa.string()),
        ("margin", pa.float64()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("verdict", pa.string()),
        ("finding", pa.string()),
        ("reason", pa.string()),
        ("quantity", pa.string()),
        ("ends", pa.list_(pa.string())),
        ("record", pa.string()),
        ("record_value", pa.float64()),
        ("record_unit", pa.string()),
        ("difference", pa.float64()),
        ("relative", pa.float64()),
        ("off_by", pa.string()),
        ("source", pa.string()),
        ("variables", pa.list_(pa.string())),
        ("releases", pa.list_(pa.string())),
        ("how", pa.string()),
        ("cells", pa.list_(pa.string())),
        ("cell_count", pa.int64()),
        ("claims", pa.list_(pa.string())),
    ]
)


def check(
    store: Store,
    actors: Iterable[str] = (),
    *,
    measure: str | None = None,
    since: When | None = None,
    until: When | None = None,
    as_of: str | date | None = None,
    limit: int | None = None,
) -> Answer:
    """The figures that reports quote about all of ``actors``, each beside the record.

    Arguments and errors as in `multipole.answers.figures`. One row a figure and record of it:
    ``finding`` is that row's (confirmed, contradicted, no record) and ``verdict`` the figure's,
    which is ``disputed`` where one record confirms and another contradicts. ``reason`` says why
    there is no record. ``difference`` is the record less the number in ``record_unit``,
    ``relative`` the same as a share of the number. ``cells`` are the first `CELLS` of
    ``cell_count`` cells that the record was computed from, as ``sha256 row column``; ``how`` says
    in words how. With ``as_of`` neither claims nor records that came later are used.
    """
    ids, known = actors_of(actors), day_of(as_of)
    found = _claims(store, ids, known, since=start_of(since), until=end_of(until))
    found = [c for c in found if (measure or "").casefold() in c["measure"].casefold()]
    if (ids or measure) and not found:
        raise nothing_found(store, ids or (str(measure),), what="figures", as_of=known)
    kept = found[-limit:] if limit else found
    records = Records(store, known)
    pages = _Pages(store)
    rows = [row for c in kept for row in _rows(c, told(c, pages.of(c)), records)]
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    said = evidence(store, (c["id"] for c in kept), as_of=known)
    notes = (*_short(kept, found), *_releases(rows, records), _TOLERANCE)
    title = f"{count(len(kept), 'quoted figure')} beside the record"
    about = f" about {', '.join(ids)}" if ids else ""
    return Answer(title + about, table, said, notes, _SHOWN)


def _short(kept: Sequence[_Row], found: Sequence[_Row]) -> tuple[str, ...]:
    short = len(kept) < len(found)
    return (f"These are the latest {len(kept)} of {len(found)}.",) if short else ()


def _claims(store: Store, ids: tuple[str, ...], known: date | None, **narrow: Any) -> list[_Row]:
    """Figure claims with the place of their words, and vetoes told with a number as events."""
    asked: dict[str, Any] = {"actors": ids or None, "as_of": known, **narrow}
    figures: list[_Row] = store.claims(kind="figure", **asked).to_pylist()
    events = [c for c in store.claims(kind="event", **asked).to_pylist() if c["action"] == "REJECT"]
    spans = store.spans([c["id"] for c in (*figures, *events)]).to_pylist()
    first = {s["claim"]: s for s in spans if s["ordinal"] == 0}
    for claim in (*figures, *events):
        span = first[claim["id"]]
        claim |= {name: span[name] for name in ("start", "end", "quote")}
    told_already = {(c["document"], c["value"], c["unit"]) for c in figures}
    return figures + [
        c for e in events for c in _counted(e) if _key(c) not in told_already
    ]  # fmt: skip


def _key(claim: _Row) -> tuple[Any, ...]:
    return claim["document"], claim["value"], claim["unit"]


def _counted(event: _Row) -> Iterator[_Row]:
    """An event of a veto told with a number, as a figure claim would tell it."""
    quote = event["quote"]
    if "veto" not in quote.casefold():
        return
    ends = tuple(sorted({*event["sender"], *event["receiver"]}))
    bounds = {"about": "about", "more_than": "at least", "less_than": "at most"}
    for start, end, value, unit, bound in find_figures(quote, 0, len(quote)):
        if unit in ("times", "items"):
            yield event | {
                "measure": quote[start:end], "value": value, "unit": unit, "about": list(ends),
                "gist": bounds.get(bound, ""),
            }  # fmt: skip


class _Pages:
    """The documents that the claims stand in, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pages: dict[str, Page] = {}

    def of(self, claim: _Row) -> Page:
        """The page of a claim."""
        id_ = claim["document"]
        if id_ not in self._pages:
            sentences = self._store.sentences(id_).to_pylist()
            mentions = self._store.mentions(id_).to_pylist()
            self._pages[id_] = Page(
                self._store.texts([id_])[id_],
                [(s["start"], s["end"]) for s in sentences],
                [(m["start"], m["end"], tuple(m["actors"])) for m in mentions
                 if m["how"] != "outlet"],
                frozenset(m["start"] for m in mentions if m["how"] not in _RESOLVED),
            )  # fmt: skip
        return self._pages[id_]


@dataclass(frozen=True, slots=True)
class _Beside:
    """One row of the answer: the figure as read, a record or None, and the verdict on the two."""

    quoted: Quoted | None
    record: Recorded | None
    verdict: Verdict


def _rows(claim: _Row, figure: Told, records: Records) -> list[_Row]:
    found = list(_beside(figure, records))
    with_record = [b for b in found if b.verdict.finding != "no record"]
    kept = with_record or [_one(found)]
    findings = {b.verdict.finding for b in kept}
    verdict = "disputed" if len(findings) > 1 else kept[0].verdict.finding
    return [_row(claim, figure, b, verdict) for b in kept]


def _one(found: Sequence[_Beside]) -> _Beside:
    """All that gave no record as one, with their reasons."""
    reasons = dict.fromkeys(b.verdict.reason for b in found if b.verdict.reason)
    return _Beside(found[0].quoted, None, Verdict("no record", "; ".join(reasons)))


def _beside(figure: Told, records: Records) -> Iterator[_Beside]:
    """The figure beside each record that it could mean, or why there is none."""
    own = own_reading(figure, records)
    if figure.hindrance and not (own and own[1] and figure.hindrance == NEGATED):
        yield _none(figure.hindrance)
        return
    read = readings(figure) if not figure.hindrance else ()
    if len(read) > 1:
        yield _none(f"several readings: {', '.join(r.quantity for r in read)}")
        return
    for reading in read:
        yield from _if_named(figure, reading, _of_reading(figure, reading, records))
    if own:
        yield from _if_named(figure, own[0], _of_own(figure, *own, records))
    if not read and not own:
        yield _none("no rule fits its words")


def _if_named(figure: Told, reading: Reading, found: Iterable[_Beside]) -> Iterator[_Beside]:
    """What was found, as no record where the sentence does not itself name whom it is about."""
    if set(reading.ends) <= figure.named:
        yield from found
        return
    told_ = [_amount(b.record.value, b.record.unit) for b in found
             if b.record and b.record.value is not None]  # fmt: skip
    whom = " and ".join(reading.ends)
    shown = f"; if it is {whom}, the record: {'; '.join(told_)}" if told_ else ""
    yield _none(f"whom it is about is not named{shown}")


def _none(reason: str) -> _Beside:
    return _Beside(None, None, Verdict("no record", reason))


def _of_reading(figure: Told, reading: Reading, records: Records) -> Iterator[_Beside]:
    period = _until_told(figure, reading)
    counted = reading.quantity in _COUNTED
    several = period is not None and len({period.start.year, period.last.year}) > 1
    basis: Basis = "per year" if figure.yearly and several and "share" not in reading.quantity \
        else "total"  # fmt: skip
    quoted = _quoted(figure, reading, period, basis)
    if period is None:
        yield _Beside(quoted, None, Verdict("no record", _windows(figure, reading, records)))
        return
    level = not counted and "share" not in reading.quantity
    if figure.open and not counted:
        reason = "'since' gives no years that are over"
    elif level and several and not (figure.yearly or figure.summed):
        reason = "several readings: a total of the years, or each of them"
    else:
        reason = ""
    if reason:
        yield _Beside(quoted, None, Verdict("no record", reason))
        return
    for record in recorded(reading, records, period=period, basis=basis, unit=figure.unit):
        yield _Beside(quoted, record, judge(quoted, record))


def _until_told(figure: Told, reading: Reading) -> Period | None:
    """The period; of counts without an end, up to the day on which the report was known."""
    period = figure.period
    last = figure.known_on + ONE_DAY
    if period and reading.quantity in _COUNTED and period.start < last < period.end:
        return Period(period.start, last)
    return period


def _quoted(figure: Told, reading: Reading, period: Period | None, basis: Basis) -> Quoted:
    return Quoted(
        reading.quantity, reading.ends, figure.value, figure.unit, period, figure.bound,
        figure.margin, basis,
    )  # fmt: skip


def _windows(figure: Told, reading: Reading, records: Records) -> str:
    """What the record says of usual times before the report, for a sentence without years."""
    last = figure.known_on.year - 1
    if reading.quantity in _COUNTED:
        times = [Period(date(last - 9, 1, 1), figure.known_on + ONE_DAY)]
    elif "share" in reading.quantity:
        times = [Period(date(y - 4, 1, 1), date(y + 1, 1, 1)) for y in (last, last - 1, last - 2)]
    else:
        times = [Period.year(y) for y in (last, last - 1, last - 2)]
    told_ = [
        f"{in_years(time)}: {_amount(r.value, r.unit)}"
        for time in times
        for r in recorded(reading, records, period=time, basis="total", unit=figure.unit)
        if r.value is not None
    ]
    reason = "the sentence gives no years"
    return f"{reason} (the record: {'; '.join(told_)})" if told_ else reason


def _of_own(figure: Told, reading: Reading, rest: bool, records: Records) -> Iterator[_Beside]:
    quoted = _quoted(figure, reading, figure.period, "total")
    if figure.period is None:
        yield _Beside(quoted, None, Verdict("no record", "the sentence gives no years"))
        return
    record = own_record(reading, records, period=figure.period, rest=rest)
    yield _Beside(quoted, record, judge(quoted, record))


def _row(claim: _Row, figure: Told, beside: _Beside, verdict: str) -> _Row:
    quoted, record, found = beside.quoted, beside.record, beside.verdict
    bound = f"{figure.bound} " if figure.bound else ""
    period = quoted.period if quoted else figure.period
    return {
        "known_on": figure.known_on,
        "about": list(figure.about),
        "measure": claim["measure"],
        "quoted": bound + _amount(figure.value, figure.unit),
        "value": figure.value,
        "unit": figure.unit,
        "bound": figure.bound,
        "margin": figure.margin,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "verdict": verdict,
        "finding": found.finding,
        "reason": found.reason or ("the records disagree" if verdict == "disputed" else ""),
        "quantity": quoted.quantity if quoted else "",
        "ends": list(quoted.ends) if quoted else [],
        "difference": found.difference,
        "relative": found.relative,
        "claims": [claim["id"]],
        **_of_record(record, found),
    }


def _of_record(record: Recorded | None, found: Verdict) -> _Row:
    """The columns of the record; empty where there is none."""
    if record is None or record.value is None:
        empty: _Row = dict.fromkeys(("record", "record_unit", "off_by", "source", "how"), "")
        lists: _Row = {"variables": [], "releases": [], "cells": []}
        return empty | lists | {"record_value": None, "cell_count": 0}
    return {
        "record": f"{_amount(record.value, record.unit)}, {record.source}",
        "record_value": record.value,
        "record_unit": record.unit,
        "off_by": _off_by(record, found),
        "source": record.source,
        "variables": list(record.variables),
        "releases": list(record.releases),
        "how": record.how,
        "cells": [str(cell) for cell in record.cells[:CELLS]],
        "cell_count": len(record.cells),
    }


def _off_by(record: Recorded, found: Verdict) -> str:
    if found.difference is None:
        return ""
    sign = "+" if found.difference > 0 else ""
    share = f" ({100 * found.relative:+.1f} percent)" if found.relative is not None else ""
    points = record.unit == "percent"
    return (
        sign
        + _amount(found.difference, "points" if points else record.unit)
        + ("" if points else share)
    )


def _amount(value: float, unit: str) -> str:
    """A value with its unit: ``107.06 billion usd``, ``93,942 million USD``, ``70.63 percent``."""
    scaled = re.match(r"(thousand|million|billion|trillion)\b", unit)
    for size, word in () if scaled else _SIZES:
        if abs(value) >= size:
            return f"{value / size:,.2f}".rstrip("0").rstrip(".") + f" {word} {unit}"
    return f"{_number(value)} {unit}"


def _number(value: float) -> str:
    """Grouped, with two decimals where it has some and they count."""
    return f"{value:,.0f}" if value == round(value) or abs(value) >= 1e5 else f"{value:,.2f}"


def _releases(rows: Iterable[_Row], records: Records) -> tuple[str, ...]:
    """What releases the records are of, and the day from which one could have each."""
    used = {r for row in rows for r in row["releases"]}
    found = records.store.records.releases(None).to_pylist()
    told_ = [
        f"{r['source']}{f' {v}' if (v := r['version']) else ''} (known on {r['known_on']})"
        for r in found if r["id"] in used
    ]  # fmt: skip
    return (f"Records of {', '.join(told_)}.",) if told_ else ()

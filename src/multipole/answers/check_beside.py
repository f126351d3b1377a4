"""A quoted figure beside each record that it could mean, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from multipole.answers.check_judge import Basis, Quoted, Recorded, Verdict, judge
from multipole.answers.check_records import Records, in_years, recorded
from multipole.answers.check_rules import Reading, readings
from multipole.answers.check_tables import own_reading, own_record
from multipole.answers.check_told import NEGATED, Told
from multipole.core.periods import ONE_DAY, Period

_COUNTED: Final = frozenset({"joint vetoes", "vetoes", "vetoes by both or either"})
_SIZES: Final = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


@dataclass(frozen=True, slots=True)
class Beside:
    """The figure as read, a record or None, and the verdict on the two.

    ``shown`` are records whose numbers stand in the verdict's reason without being judged.
    """

    quoted: Quoted | None
    record: Recorded | None
    verdict: Verdict
    shown: tuple[Recorded, ...] = ()


def beside(figure: Told, records: Records) -> list[Beside]:
    """The figure beside all records that it could mean; at least one entry."""
    return list(_beside(figure, records))


def together(found: Sequence[Beside]) -> Beside:
    """All that gave no record as one, with their reasons."""
    reasons = dict.fromkeys(b.verdict.reason for b in found if b.verdict.reason)
    shown = tuple(record for b in found for record in b.shown)
    return Beside(found[0].quoted, None, Verdict("no record", "; ".join(reasons)), shown)


def _beside(figure: Told, records: Records) -> Iterator[Beside]:
    """The figure beside each record that it could mean, or why there is none."""
    own = own_reading(figure, records)
    read = readings(figure)
    every = [*read, *([own[0]] if own else [])]
    if not every:
        yield _none("no rule fits its words")
        return
    rest = own is not None and own[1] and figure.hindrance == NEGATED
    reason = "" if rest else figure.hindrance
    if len(read) > 1:
        reason = reason or f"several readings: {', '.join(r.quantity for r in read)}"
    if reason:
        yield _none(reason, _quoted(figure, every[0], figure.period, "total"))
        return
    for reading in () if rest else read:
        yield from _if_named(figure, reading, _of_reading(figure, reading, records))
    if own:
        yield from _if_named(figure, own[0], _of_own(figure, *own, records))


def _if_named(figure: Told, reading: Reading, found: Iterable[Beside]) -> Iterator[Beside]:
    """What was found, as no record where the sentence does not itself name whom it is about."""
    if set(reading.ends) <= figure.named:
        yield from found
        return
    given = list(found)
    shown = tuple(b.record for b in given if b.record and b.record.value is not None)
    note = f"; if it is {' and '.join(reading.ends)}, the record: {_told(shown)}" if shown else ""
    yield _none(f"whom it is about is not named{note}", given[0].quoted, shown)


def _none(reason: str, quoted: Quoted | None = None, shown: tuple[Recorded, ...] = ()) -> Beside:
    return Beside(quoted, None, Verdict("no record", reason), shown)


def _of_reading(figure: Told, reading: Reading, records: Records) -> Iterator[Beside]:
    period = _until_told(figure, reading)
    several = period is not None and len({period.start.year, period.last.year}) > 1
    basis: Basis = "per year" if _is_level(reading) and several and figure.yearly else "total"
    quoted = _quoted(figure, reading, period, basis)
    if period is None:
        yield _without_years(figure, reading, quoted, records)
    elif figure.open and reading.quantity not in _COUNTED:
        yield _none("'since' gives no years that are over", quoted)
    elif _is_level(reading) and several and not (figure.yearly or figure.summed):
        yield _none("several readings: a total of the years, or each of them", quoted)
    else:
        for record in recorded(reading, records, period=period, basis=basis, unit=figure.unit):
            yield Beside(quoted, record, judge(quoted, record))


def _is_level(reading: Reading) -> bool:
    """Whether the quantity is an amount a year, not a share or a count of events."""
    return reading.quantity not in _COUNTED and "share" not in reading.quantity


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


def _without_years(figure: Told, reading: Reading, quoted: Quoted, records: Records) -> Beside:
    """No record, with what the record says of usual times before the report."""
    shown = tuple(
        record
        for time in _usual(figure, reading)
        for record in recorded(reading, records, period=time, basis="total", unit=figure.unit)
        if record.value is not None
    )
    reason = "the sentence gives no years"
    return _none(reason + (f" (the record: {_told(shown, dated=True)})" if shown else ""),
                 quoted, shown)  # fmt: skip


def _usual(figure: Told, reading: Reading) -> list[Period]:
    """Ten years for counts, the latest five-year spans for shares, the latest years for amounts."""
    last = figure.known_on.year - 1
    if reading.quantity in _COUNTED:
        return [Period(date(last - 9, 1, 1), figure.known_on + ONE_DAY)]
    first = 0 if _is_level(reading) else 4
    ends = (last, last - 1, last - 2)
    return [Period(date(year - first, 1, 1), date(year + 1, 1, 1)) for year in ends]


def _told(shown: Iterable[Recorded], *, dated: bool = False) -> str:
    """Numbers of records, with their times where ``dated``."""
    return "; ".join(
        (f"{in_years(r.period)}: " if dated and r.period else "") + amount(r.value, r.unit)
        for r in shown
        if r.value is not None
    )


def _of_own(figure: Told, reading: Reading, rest: bool, records: Records) -> Iterator[Beside]:
    quoted = _quoted(figure, reading, figure.period, "total")
    if figure.period is None:
        yield _none("the sentence gives no years", quoted)
        return
    record = own_record(reading, records, period=figure.period, rest=rest)
    yield Beside(quoted, record, judge(quoted, record))


def amount(value: float, unit: str) -> str:
    """A value with its unit: ``107.06 billion usd``, ``93,942 million USD``, ``70.63 percent``."""
    scaled = re.match(r"(thousand|million|billion|trillion)\b", unit)
    for size, word in () if scaled else _SIZES:
        if abs(value) >= size:
            return f"{value / size:,.2f}".rstrip("0").rstrip(".") + f" {word} {unit}"
    return f"{_number(value)} {unit}"


def _number(value: float) -> str:
    """Grouped, with two decimals where it has some and they count."""
    return f"{value:,.0f}" if value == round(value) or abs(value) >= 1e5 else f"{value:,.2f}"

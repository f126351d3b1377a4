"""A quoted figure beside a record: confirmed, contradicted by so much, or no record of it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final, Literal

from multipole.core.errors import BadValue
from multipole.core.periods import Period
from multipole.core.records import Cell

Bound = Literal["", "about", "almost", "at least", "more than", "at most", "less than"]
Basis = Literal["total", "per year"]
Finding = Literal["confirmed", "contradicted", "no record"]

#: How far from the number "about" and "almost" reach, as a share of it.
WIDE: Final = 0.10
#: What two numbers may differ by and be the same: the noise of binary arithmetic.
_NOISE: Final = 1e-9
_SCALES: Final = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALED: Final = re.compile(rf"(?:({'|'.join(_SCALES)})s? (?:of )?)?(.*)")
_BASES: Final = {
    "us$": "usd", "us dollars": "usd", "dollars": "usd", "current usd": "usd",
    "current us$": "usd", "euro": "eur", "euros": "eur", "%": "percent", "per cent": "percent",
    "tonne": "tonnes", "tons": "tonnes", "ton": "tonnes",
    "times": "count", "items": "count", "drafts": "count", "vetoes": "count", "veto": "count",
    "visit": "count", "visits": "count",
}  # fmt: skip
_PARTS: Final = {"share": 100.0, "fraction": 100.0, "ratio": 100.0}


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a sentence says: ``bound`` ``value`` ``unit`` of ``quantity`` between ``ends``.

    ``ends`` are in the order that the quantity gives them (importer, exporter) or sorted where it
    has none. ``margin`` is half a unit of the last digit printed, in ``unit``. ``period`` is None
    when the sentence names none.
    """

    quantity: str
    ends: tuple[str, ...]
    value: float
    unit: str
    period: Period | None
    bound: Bound = ""
    margin: float = 0.0
    basis: Basis = "total"

    def __post_init__(self) -> None:
        if not math.isfinite(self.value) or not (self.margin >= 0):
            raise BadValue(f"a quoted figure of {self.value} within {self.margin}")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the records say of a quantity, or why they say nothing (``value`` None, ``reason``).

    ``cells`` are all the cells that the value was computed from; ``how`` says in words how.
    """

    quantity: str
    ends: tuple[str, ...]
    value: float | None
    unit: str
    period: Period | None
    basis: Basis = "total"
    reason: str = ""
    source: str = ""
    variables: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    how: str = ""

    def __post_init__(self) -> None:
        if self.value is not None and not math.isfinite(self.value):
            raise BadValue(f"a record of {self.value}")
        if self.value is None and not self.reason:
            raise BadValue("no value and no reason")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A finding; ``difference`` is the record less the number, in the record's unit.

    ``relative`` is the difference as a share of the number, None where that is zero.
    """

    finding: Finding
    reason: str = ""
    difference: float | None = None
    relative: float | None = None


def judge(quoted: Quoted, record: Recorded) -> Verdict:
    """Whether the record lies inside what the words claim.

    Quantity, ends, unit, period and basis must be those of the sentence: otherwise, or where the
    record has no value, there is no record, and nothing is confirmed or contradicted. The words
    claim what `claimed` gives.

    >>> trade = Quoted("trade", ("CHN", "RUS"), 100e9, "usd", Period.year(2018), "more than")
    >>> judge(trade, Recorded("trade", ("CHN", "RUS"), 107e3, "million USD", Period.year(2018)))
    Verdict(finding='confirmed', reason='', difference=7000.0, relative=0.07)
    """
    hindrance = _mismatch(quoted, record) or ("" if record.value is not None else record.reason)
    factor = rescale(quoted.unit, record.unit)
    if hindrance or factor is None or record.value is None:
        return Verdict("no record", hindrance)
    number, value = quoted.value * factor, record.value
    low, high, open_ = claimed(quoted)
    noise = _NOISE * max(abs(number), abs(value))
    inside = low * factor - noise <= value <= high * factor + noise
    if open_ and abs(value - number) <= noise:
        inside = False
    difference = value - number
    relative = difference / abs(number) if number else None
    return Verdict("confirmed" if inside else "contradicted", "", difference, relative)


def claimed(quoted: Quoted) -> tuple[float, float, bool]:
    """The lowest and the highest value that the words allow, and whether the number is excluded.

    A bare number: it, give or take half a unit of its last digit (``margin``). "about": 10 percent
    either way; "almost": from 10 percent below. "at least", "at most": one side, with the margin.
    "more than", "less than": one side, without the number itself.
    """
    value, margin = quoted.value, quoted.margin
    wide = max(margin, WIDE * abs(value))
    match quoted.bound:
        case "about":
            return value - wide, value + wide, False
        case "almost":
            return value - wide, value + margin, False
        case "at least":
            return value - margin, math.inf, False
        case "at most":
            return -math.inf, value + margin, False
        case "more than":
            return value, math.inf, True
        case "less than":
            return -math.inf, value, True
        case _:
            return value - margin, value + margin, False


def rescale(unit: str, to: str) -> float | None:
    """What a value in ``unit`` is multiplied by to be in ``to``; None for two kinds of unit.

    Currencies are kinds of their own, and so are constant prices: there is no rate here.

    >>> rescale("usd", "million USD"), rescale("eur", "USD"), rescale("share", "percent")
    (1e-06, None, 100.0)
    """
    (base, factor), (other, divisor) = _unit(unit), _unit(to)
    return factor / divisor if base == other else None


def _unit(unit: str) -> tuple[str, float]:
    match = _SCALED.fullmatch(" ".join(unit.casefold().split()))
    scale, base = match.groups() if match else (None, unit.casefold())
    factor = _SCALES.get(scale or "", 1.0)
    if base in _PARTS:
        return "percent", factor * _PARTS[base]
    return _BASES.get(base, base), factor


def _mismatch(quoted: Quoted, record: Recorded) -> str:
    if quoted.period is None:
        return "the sentence gives no years"
    if quoted.quantity != record.quantity:
        return f"the record is of {record.quantity}, the sentence of {quoted.quantity}"
    if quoted.ends != record.ends:
        return f"the record is of {'>'.join(record.ends)}, the sentence of {'>'.join(quoted.ends)}"
    if rescale(quoted.unit, record.unit) is None:
        return f"the record is in {record.unit}, the sentence in {quoted.unit}"
    if quoted.period != record.period:
        return f"the record is of {record.period}, the sentence of {quoted.period}"
    if quoted.basis != record.basis:
        return f"the record is a {record.basis} figure, the sentence's a {quoted.basis} one"
    return ""

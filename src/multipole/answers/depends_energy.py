"""Fossil fuels bought from one seller, by year: amounts, and each buyer in all recorded sales."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from multipole.actors import load_actors
from multipole.answers.depends_rows import Asked, Row, placed, share_row, status_of, traced
from multipole.answers.series_dyad import Reach


@dataclass(frozen=True, slots=True)
class Amount:
    """A variable of fuels, what it is called here, the unit told and its size."""

    variable: str
    words: str
    unit: str
    scale: float


_AMOUNTS: Final = (
    Amount("energy_imports_eur", "by value", "million EUR", 1e6),
    Amount("energy_imports_tonne", "by weight", "thousand tonnes", 1e3),
)
_MEASURE: Final = "energy_dependence"
_ONE_SELLER: Final = "the file has one seller: the share in all that the buyer imports is unknown"
_SALES: Final = "in the seller's sales that buyers recorded, less what they sent back"
_MONTHS: Final = 12


@dataclass(slots=True)
class Year:
    """One buyer's year: months with figures, those with a missing cell, amounts by fuel."""

    rows: list[Row] = field(default_factory=list)
    months: dict[int, float] = field(default_factory=dict)
    fuels: dict[str, float] = field(default_factory=dict)
    broken: set[int] = field(default_factory=set)

    @property
    def total(self) -> float:
        """What is recorded of the year."""
        return math.fsum(self.months.values())

    @property
    def lacking(self) -> int:
        """How many months have no figure, or one with a missing cell."""
        return _MONTHS - len(set(self.months) - self.broken)

    def add(self, row: Row) -> None:
        """Count one cell: a fuel in a month."""
        self.rows.append(row)
        month = row["period_start"].month
        if row["value"] is None:
            self.broken.add(month)
            return
        self.months[month] = self.months.get(month, 0.0) + row["value"]
        self.fuels[row["item"]] = self.fuels.get(row["item"], 0.0) + row["value"]

    @property
    def between(self) -> tuple[float, float]:
        """The least and the most of the year: each lacking month up to its largest one."""
        least = max(0.0, self.total)
        return least, least + self.lacking * max(0.0, *self.months.values(), 0.0)


def energy_rows(asked: Asked, who: str, on: str) -> Iterator[Row]:
    """What ``who`` bought of ``on``, and what ``on`` is in the recorded sales of ``who``."""
    for of in _AMOUNTS:
        reach = asked.reach(of.variable)
        if reach is None:
            continue
        yield from _bought(asked.rows(of.variable, subjects=[who], objects=[on]), of, reach)
        sold = asked.rows(of.variable, objects=[who])
        if any(row["subject"] == on for row in sold):
            yield from _sold(asked, sold, on, of, reach)


def _bought(rows: list[Row], of: Amount, reach: Reach) -> Iterator[Row]:
    for year, held in sorted(_years(rows).items()):
        note = "; ".join(filter(None, (_ONE_SELLER, _partial(held))))
        ends = {"subject": held.rows[0]["subject"], "partner": held.rows[0]["object"]}
        amount = held.total / of.scale
        yield _base(year, "fuel imports", of, held, reach) | ends | {
            "note": note, "amount": amount,
        }  # fmt: skip


def _sold(asked: Asked, rows: list[Row], on: str, of: Amount, reach: Reach) -> Iterator[Row]:
    """A row a year that the partner records in full; of another the amount alone."""
    by_buyer: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_buyer[row["subject"]].append(row)
    buyers = {buyer: _years(held) for buyer, held in by_buyer.items()}
    apart = "" if _is_state(on) else "a sum of members: no share beside them"
    for year, held in sorted(buyers[on].items()):
        base = _base(year, "fuel exports", of, held, reach)
        base |= {"subject": rows[0]["object"], "partner": on}
        note = "; ".join(filter(None, (_SALES, apart, _partial(held))))
        if held.lacking or apart:
            yield base | {"note": note, "amount": held.total / of.scale}
            continue
        flows, between = _flows(buyers, year, of.scale)
        yield base | share_row(flows, on, spare=asked.spare, between=between) | {"note": note}


def _years(rows: Iterable[Row]) -> dict[int, Year]:
    found: dict[int, Year] = defaultdict(Year)
    for row in rows:
        found[row["period_start"].year].add(row)
    return dict(found)


def _is_state(actor: str) -> bool:
    return load_actors().actor(actor).kind == "state"


def _flows(
    buyers: Mapping[str, Mapping[int, Year]], year: int, scale: float
) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """What each state bought in a year, and the range of those that do not record all of it.

    A month without a figure lies between nothing and the largest of the buyer's year; a year
    without any between nothing and its largest other year. Less than nothing on balance is
    nothing.
    """
    flows: dict[str, float] = {}
    between: dict[str, tuple[float, float]] = {}
    for buyer, years in buyers.items():
        if not _is_state(buyer):
            continue
        held = years.get(year)
        if held and not held.lacking:
            flows[buyer] = max(0.0, held.total) / scale
            continue
        most = max(other.between[1] for other in years.values())
        least, top = held.between if held and held.months else (0.0, most)
        flows[buyer], between[buyer] = math.nan, (least / scale, top / scale)
    return flows, between


def _base(year: int, flow: str, of: Amount, held: Year, reach: Reach) -> Row:
    return {
        "flow": f"{flow} {of.words}", "measure": _MEASURE, "unit": of.unit,
        "period_start": date(year, 1, 1), "period_end": date(year + 1, 1, 1),
        "status": status_of(row for row in held.rows if row["value"] is not None),
        "parts": _parts(held, of), **traced(held.rows, reach), **placed(held.rows),
    }  # fmt: skip


def _parts(held: Year, of: Amount) -> list[str]:
    """The fuels, largest first: ``natural_gas 20,662 million EUR``."""
    ordered = sorted(held.fuels.items(), key=lambda part: -part[1])
    return [f"{fuel} {value / of.scale:,.0f} {of.unit}" for fuel, value in ordered]


def _partial(held: Year) -> str:
    months = _MONTHS - held.lacking
    return "" if not held.lacking else f"part of the year: {months} of {_MONTHS} months in full"

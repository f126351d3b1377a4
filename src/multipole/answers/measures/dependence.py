"""Dependence as measures: shares of the receiver in what the sender gets or sells, and GDP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from multipole.answers.depends import SPARE
from multipole.answers.depends_gdp import products
from multipole.answers.depends_points import dependence_points
from multipole.answers.depends_rows import Asked as Rows
from multipole.answers.measures.family import Asked, Family
from multipole.answers.measures.points import Point, exact
from multipole.core.periods import Period
from multipole.core.records import Cell
from multipole.core.types import Estimate, Measure

_SHARES: Final = (
    ("trade_dependence", "share", 1.0, "Hirschman 1945; share of a partner in imports or exports"),
    ("trade_in_gdp", "ratio", float("inf"), "Oneal and Russett 1997, ISQ 41: 267-294"),
    ("imports_in_gdp", "ratio", float("inf"), "Oneal and Russett 1997, ISQ 41: 267-294"),
    ("arms_dependence", "share", 1.0, "share of a supplier in five years, as SIPRI counts them"),
    ("energy_dependence", "share", 1.0, "share of a partner in fuels bought or sold"),
    ("finance_dependence", "share", 1.0, "share as given in a table of one's own"),
)
MEASURES: Final = tuple(
    Measure(name, unit, 0.0, high, True, cite) for name, unit, high, cite in _SHARES
)
_BILLION: Final = 1e9
GDP: Final = Measure(
    "gdp", "billion current USD", 0.0, float("inf"), True, "World Bank; see depends"
)


def _points(asked: Asked) -> Iterator[Point]:
    """The flow (imports, exports, ...) stands as the domain; the cells are the pair's own."""
    a, b = asked.ends
    for row in dependence_points(asked.store, a, b, as_of=asked.as_of):
        value = row["value"]
        low, high = min(row["low"], value), max(row["high"], value)
        yield Point(
            row["measure"], row["sender"], row["receiver"],
            Period(row["period_start"], row["period_end"]),
            Estimate(value, low, high, row["n"] or 0), row["variable"], row["source"],
            row["release"], row["until"], row["status"], row["flow"], note=row["note"] or "",
            cells=tuple(row["cells"]),
        )  # fmt: skip


def _products(asked: Asked) -> Iterator[Point]:
    """Gross domestic product as `depends` divides by it: a total, else per head times heads."""
    rows = Rows(asked.store, asked.as_of, None, None, SPARE)
    for actor in asked.ends:
        made = products(rows, actor)
        until = date(max(made), 12, 31) if made else None
        for year, found in sorted(made.items()):
            cells = tuple(str(Cell(r["sha256"], r["row"], r["column"])) for r in found.cells)
            source = "+".join(sorted({r["source"] for r in found.cells}))
            yield Point(
                GDP.name, actor, "", Period.year(year), exact(found.usd / _BILLION), "gdp", source,
                until=until, note=found.how, cells=cells,
            )  # fmt: skip


OUTPUT: Final = Family("output", (GDP,), _products)
FAMILY: Final = Family("dependence", MEASURES, _points)

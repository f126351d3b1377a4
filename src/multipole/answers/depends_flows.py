"""Shares of a partner in a flow: goods, arms, fuels, and the directed variables of one's own."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from multipole.answers.depends_rows import (
    Asked,
    Row,
    given_row,
    placed,
    share_row,
    status_of,
    traced,
)
from multipole.answers.series_dyad import Reach
from multipole.core.errors import WrongUse
from multipole.core.periods import ONE_DAY
from multipole.sources.gate.source import Variable

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow that makes one state depend on another, and where it stands in the records.

    ``gets``: who depends is the subject of the variable (imports); otherwise its object (a seller
    depends on its buyers). ``years`` are drawn together: five for arms, whose deliveries come in
    lumps (SIPRI compares five-year volumes for that reason). ``items``: those that count, None for
    all; of goods by code only the shortest codes that a period has are added. ``percent``: what
    makes a value a share already, None where values are amounts. Of a variable without a
    ``directed`` end each is the other's partner.
    """

    name: str
    measure: str
    variable: str
    gets: bool
    unit: str
    years: int = 1
    items: tuple[str, ...] | None = None
    percent: float | None = None
    note: str = ""
    directed: bool = True


_TRADE: Final = "trade_dependence"
_ARMS: Final = "arms_dependence"
_ENERGY: Final = "energy_dependence"
#: Chapter 27 of the Harmonized System, mineral fuels, with its headings and subheadings.
FUELS: Final = tuple(
    f"HS:27{code:0{digits}d}" if digits else "HS:27"
    for digits in (0, 2, 4)
    for code in range(10**digits)
)
_LISTED: Final = "deliveries on SIPRI's list, from known suppliers"
#: In this order; of two with one name the first that covers a period speaks for it.
FLOWS: Final = (
    Flow("imports", _TRADE, "trade_imports_usd", gets=True, unit="USD", items=("",)),
    Flow("imports", _TRADE, "cow_imports_musd", gets=True, unit="million USD"),
    Flow("exports", _TRADE, "trade_exports_usd", gets=True, unit="USD", items=("",)),
    Flow("exports", _TRADE, "cow_imports_musd", gets=False, unit="million USD"),
    Flow("arms imports", _ARMS, "arms_tiv", gets=False, unit="million TIV", years=5, note=_LISTED),
    Flow("arms exports", _ARMS, "arms_tiv", gets=True, unit="million TIV", years=5, note=_LISTED),
    Flow("fuel imports", _ENERGY, "trade_imports_usd", gets=True, unit="USD", items=FUELS),
    Flow("fuel imports", _ENERGY, "trade_reconciled_usd", gets=False, unit="USD", items=FUELS),
    Flow("fuel exports", _ENERGY, "trade_exports_usd", gets=True, unit="USD", items=FUELS),
    Flow("fuel exports", _ENERGY, "trade_reconciled_usd", gets=True, unit="USD", items=FUELS),
)
#: Parts of the names of own variables that say what a flow is of, in this order.
THEMES: Final[Mapping[str, frozenset[str]]] = {
    "arms_dependence": frozenset({"arms", "weapons"}),
    "energy_dependence": frozenset(
        {"energy", "oil", "gas", "coal", "lng", "fuel", "fuels", "electricity", "uranium"}
    ),
    "finance_dependence": frozenset(
        {"finance", "financial", "debt", "fdi", "investment", "loan", "loans", "credit", "bank",
         "bonds", "reserves", "aid", "remittances", "swap"}
    ),
    "trade_dependence": frozenset({"trade", "imports", "exports", "goods", "services"}),
}  # fmt: skip
_PERCENT: Final = {"percent": 100.0, "%": 100.0, "share": 1.0, "fraction": 1.0}


def flow_rows(asked: Asked, who: str, on: str, *, own: Iterable[Flow] = ()) -> Iterator[Row]:
    """A row a flow and period: the share of ``on`` in what ``who`` gets or sells, or its lack.

    A row without a share has the status missing (a cell says so) or not_covered (no row).
    """
    told: set[tuple[str, Span]] = set()
    lacking: dict[tuple[str, Span], Row] = {}
    for flow in (*FLOWS, *own):
        for row in _of_flow(asked, flow, who, on):
            key = (flow.name, (row["period_start"], row["period_end"]))
            if row["share"] is None:
                lacking.setdefault(key, row)
            elif key not in told:
                told.add(key)
                yield row
    yield from (row for key, row in lacking.items() if key not in told)


def own_flows(asked: Asked, named: Sequence[str] = ()) -> list[Flow]:
    """The user's own variables of two actors that are flows, by their names or as ``named``.

    The subject depends on the object: it buys, borrows or gets from it. By name are only directed
    amounts: a percentage may be of anything, and what has no direction says nothing of who gets.
    Raises `WrongUse` when what is named is no such variable.
    """
    mine = {name: variable for name, variable in asked.own.items() if variable.ends == 2}
    unknown = [name for name in named if name not in mine]
    if unknown:
        raise WrongUse(
            f"{unknown[0]!r} is no variable of two actors in a table of your own",
            remedy=f"The store has {', '.join(mine) or 'none'}.",
        )
    flows = (_own_flow(variable, named) for variable in mine.values())
    return [flow for flow in flows if flow]


def _own_flow(variable: Variable, named: Sequence[str]) -> Flow | None:
    words, unit = set(variable.name.split("_")), variable.unit
    measure = next((m for m, theme in THEMES.items() if words & theme), "")
    plain = measure and variable.directed and unit not in _PERCENT
    if not plain and variable.name not in named:
        return None
    name = variable.name.replace("_", " ")
    return Flow(
        name, measure or "own_dependence", variable.name, gets=True, unit=unit,
        percent=_PERCENT.get(unit), directed=variable.directed,
        note="" if variable.directed else "the table gives no direction",
    )  # fmt: skip


def _of_flow(asked: Asked, flow: Flow, who: str, on: str) -> Iterator[Row]:
    reach = asked.reach(flow.variable)
    if reach is None:
        return
    rows = _rows(asked, flow, who)
    for (start, end), held in _spans(asked, flow, rows, reach):
        made = _made(asked, flow, held, on, reach)
        yield made | {
            "subject": who, "partner": on, "period_start": start, "period_end": end,
            "flow": flow.name, "measure": flow.measure,
        }  # fmt: skip


def _rows(asked: Asked, flow: Flow, who: str) -> list[Row]:
    """The rows of a flow of one state; without a direction with the other end as the object."""
    side: dict[str, Any] = {"subjects" if flow.gets else "objects": [who]}
    rows = asked.rows(flow.variable, items=flow.items, **side)
    if flow.directed:
        return rows
    turned = asked.rows(flow.variable, items=flow.items, objects=[who])
    return rows + [row | {"subject": who, "object": row["subject"]} for row in turned]


def _spans(
    asked: Asked, flow: Flow, rows: Sequence[Row], reach: Reach
) -> Iterator[tuple[Span, list[Row]]]:
    """The periods of the rows as they are, or each run of ``years`` that the data cover."""
    if flow.years == 1:
        by_span: dict[Span, list[Row]] = {}
        for row in rows:
            by_span.setdefault((row["period_start"], row["period_end"]), []).append(row)
        yield from sorted(by_span.items(), key=lambda held: held[0])
        return
    first = max(reach.start, asked.since or reach.start).year
    last = min(reach.last, asked.until - ONE_DAY if asked.until else date.max).year
    for start in range(first, last - flow.years + 2):
        span = (date(start, 1, 1), date(start + flow.years, 1, 1))
        held = [r for r in rows if span[0] <= r["period_start"] and r["period_end"] <= span[1]]
        if held:
            yield span, held


def _made(asked: Asked, flow: Flow, rows: list[Row], on: str, reach: Reach) -> Row:
    """The columns of one period's row, without a share where the partner's flow is not known."""
    rows, partner = counted(rows, flow), "object" if flow.gets else "subject"
    own = [row for row in rows if row[partner] == on]
    base = traced(rows, reach) | {"unit": flow.unit, "status": status_of(own), "note": flow.note}
    if flow.percent is not None:
        value = own[0]["value"] if own else None
        share = math.nan if value is None else value / flow.percent
        note = "; ".join(filter(None, ("the share as the table gives it", flow.note)))
        return base | {"note": note} | _given(share, asked) | placed(own)
    flows = amounts(rows, partner)
    if min(flows.values()) < 0:
        return base | {"share": None, "note": "a flow below zero is no part of a whole"}
    others = [row for row in rows if row[partner] != on]
    return base | share_row(flows, on, spare=asked.spare) | placed([*own, *others])


def _given(share: float, asked: Asked) -> Row:
    return given_row(share if 0 <= share <= 1 else math.nan, spare=asked.spare)


def counted(rows: list[Row], flow: Flow) -> list[Row]:
    """The rows that are added: of codes the shortest alone, which contain the longer ones.

    Of other items the total, where there is one.
    """
    whole = [row for row in rows if row["item"] == ""]
    if whole or flow.items is None:
        return whole or rows
    shortest = min(len(row["item"]) for row in rows)
    return [row for row in rows if len(row["item"]) == shortest]


def amounts(rows: Iterable[Row], partner: str) -> dict[str, float]:
    """Sums by partner; one unknown part makes the sum unknown."""
    flows: dict[str, float] = {}
    for row in rows:
        value = math.nan if row["value"] is None else row["value"]
        flows[row[partner]] = flows.get(row[partner], 0.0) + value
    return flows

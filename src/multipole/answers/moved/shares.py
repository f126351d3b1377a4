"""What moved a share of dependence: the partner's own flow, and those of all other partners."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from multipole.answers.depends import SPARE
from multipole.answers.depends_flows import FLOWS, Flow, amounts, counted, own_flows
from multipole.answers.depends_rows import Asked
from multipole.answers.measures.points import Point
from multipole.answers.moved.part import Case, Part, Parts, cell_of
from multipole.answers.words import short
from multipole.core.errors import WrongUse
from multipole.relations.weights import share_slopes

_RULE: Final = (
    "A share f / (f + R) moves with the partner's flow f and that of all others R: Shapley values "
    "of the two, linear in each, so that every partner weighs by its own change."
)
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Side:
    """The flows of one period by partner, NaN where unknown, and their rows."""

    flows: dict[str, float]
    rows: dict[str, list[_Row]]

    def known(self, partner: str) -> float:
        """The flow as the share counts it: nothing where it is not known."""
        value = self.flows.get(partner, math.nan)
        return 0.0 if math.isnan(value) else value

    def split(self, partner: str) -> tuple[float, float]:
        """The partner's flow, and the sum of the others."""
        return self.known(partner), math.fsum(self.known(k) for k in self.flows if k != partner)

    def words(self, partner: str) -> str:
        """The amount, or why there is none."""
        if partner not in self.flows:
            return "not listed"
        value = self.flows[partner]
        return "not known" if math.isnan(value) else short(value)


def partners(case: Case) -> Parts:
    """The partner's own flow and that of each other partner."""
    asked = Asked(case.store, case.asked.as_of, None, None, SPARE)
    flow, on = _flow(case, asked), case.now.receiver
    before, now = (_side(asked, flow, point) for point in (case.before, case.now))
    own, others = share_slopes(before.split(on), now.split(on))
    parts = tuple(
        _partner(case, flow, partner, (before, now), own if partner == on else others)
        for partner in sorted({*before.flows, *now.flows})
    )
    return Parts(parts, _RULE, tuple(_come_and_gone(parts, before, now, on)))


def _flow(case: Case, asked: Asked) -> Flow:
    for flow in (*FLOWS, *own_flows(asked)):
        named = (flow.name, flow.variable) == (case.now.domain, case.now.variable)
        if named and flow.percent is None:
            return flow
    raise WrongUse(
        f"{case.now.measure} of {case.now.domain} ({case.now.variable}) cannot be taken apart yet",
        remedy="Shares of imports, exports and arms with all partners in the store can.",
    )


def _side(asked: Asked, flow: Flow, point: Point) -> _Side:
    """The rows that the share of a period was made of."""
    side: dict[str, Any] = {"subjects" if flow.gets else "objects": [point.sender]}
    found = asked.rows(flow.variable, items=flow.items, **side)
    whole = [row for row in found if row["source"] == point.source and _within(row, flow, point)]
    partner = "object" if flow.gets else "subject"
    rows: dict[str, list[_Row]] = {}
    kept = counted(whole, flow)
    for row in kept:
        rows.setdefault(row[partner], []).append(row)
    return _Side(amounts(kept, partner), rows)


def _within(row: _Row, flow: Flow, point: Point) -> bool:
    first, last = row["period_start"], row["period_end"]
    if flow.years == 1:
        return bool((first, last) == (point.period.start, point.period.end))
    return bool(point.period.start <= first and last <= point.period.end)


def _partner(
    case: Case, flow: Flow, partner: str, sides: tuple[_Side, _Side], slope: float
) -> Part:
    before, now = sides
    held = [row for side in (now, before) for row in side.rows.get(partner, ())]
    mark = "" if partner == case.now.receiver else "other partner "
    return Part(
        f"{mark}{partner}: {before.words(partner)} to {now.words(partner)} {flow.unit}",
        slope * (now.known(partner) - before.known(partner)),
        case.now.period.start, case.now.period.end, cells=tuple(map(cell_of, held)),
        order=0 if partner == case.now.receiver else 1,
    )  # fmt: skip


def _come_and_gone(parts: tuple[Part, ...], before: _Side, now: _Side, on: str) -> Iterator[str]:
    """What partners weigh whose flow is known in one of the two periods only."""
    names = sorted({*before.flows, *now.flows})
    told = [
        part.weight or 0.0
        for name, part in zip(names, parts, strict=True)
        if name != on and _known(before, name) != _known(now, name)
    ]
    if told:
        whose = "other partner has" if len(told) == 1 else "other partners have"
        yield (
            f"{len(told)} {whose} a known flow in one of the two periods only, which counts in "
            f"its whole: {math.fsum(told):+.4g} together, of the record and not of what flowed."
        )


def _known(side: _Side, partner: str) -> bool:
    return not math.isnan(side.flows.get(partner, math.nan))

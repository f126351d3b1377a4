"""What moved a recorded measure: the cells of the period, and those of the period before."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from multipole.answers.measures.points import Point
from multipole.answers.moved.part import Case, Part, Parts, cell_of, joined, titles_of
from multipole.answers.own_variables import known_variables
from multipole.answers.words import numbers
from multipole.relations.similarity import Floats
from multipole.relations.weights import greatest_weights
from multipole.sources.gate.source import Variable

_RULES: Final = {
    "sum": "Each cell of the period weighs its value, each of the period before less its value.",
    "mean": "Each cell weighs its value divided by the number of cells, those before less that.",
    "last": "The last cell of the period weighs its value, the last one before it less that.",
    "max": "The greatest value counts: it is shared by the cells that reach it (Shapley values of "
    "the maximum), less the same of the period before.",
}
_Row = Mapping[str, Any]


def cells(case: Case) -> Parts:
    """The cells of both periods; what is in both is one part."""
    variable = known_variables(case.store, case.asked.as_of)[case.now.variable]
    held = [
        (_rows(case, point, variable), sign)
        for point, sign in ((case.now, 1.0), (case.before, -1.0))
    ]
    titles = titles_of(case, (row["item"] for rows, _ in held for row in rows))
    parts = joined(part for rows, sign in held for part in _parts(rows, sign, variable, titles))
    deals = tuple(_deals(case)) if variable.name == "arms_tiv" else ()
    rule = _RULES[variable.roll]
    notes = [note for point in (case.now, case.before) for note in _none(point)]
    if deals:
        notes.append("Deals have no weight: how much of each came in one year is not recorded.")
    return Parts((*parts, *deals), rule, tuple(notes))


def _none(point: Point) -> Iterator[str]:
    if point.known and not point.cells:
        yield f"{point.period}: {point.estimate.mean:g}, as the list is complete and has no row."


def _rows(case: Case, point: Point, variable: Variable) -> list[_Row]:
    """The observations that the value of a point was made of."""
    named = set(point.cells)
    ends: dict[str, Any] = {"subjects": [point.sender]}
    if variable.ends == 2:
        ends["objects"] = [point.receiver]
    found = case.store.records.observations(
        variables=[variable.name], since=point.period.start, until=point.period.end,
        as_of=case.asked.as_of, **ends,
    )  # fmt: skip
    rows = [row for row in found.to_pylist() if str(cell_of(row)) in named]
    return sorted(rows, key=lambda row: row["period_start"])


def _parts(
    rows: list[_Row], sign: float, variable: Variable, titles: Mapping[str, str]
) -> Iterator[Part]:
    known = [row for row in rows if row["value"] is not None]
    weights = iter(sign * _weights([row["value"] for row in known], variable.roll))
    whole = len(known) == len(rows) or variable.roll != "sum"
    for row in rows:
        weight = float(next(weights)) if row["value"] is not None else None
        yield _part(row, weight if whole else None, variable, titles)


def _weights(values: list[float], roll: str) -> Floats:
    """What each value adds to the value of the period."""
    found = np.asarray(values, dtype=np.float64)
    match roll:
        case "mean":
            return found / max(found.size, 1)
        case "max":
            return greatest_weights(values)
        case "last":
            return np.where(np.arange(found.size) == found.size - 1, found, 0.0)
        case _:
            return found


def _part(row: _Row, weight: float | None, variable: Variable, titles: Mapping[str, str]) -> Part:
    title = titles.get(row["item"], "")
    value = "missing" if row["value"] is None else f"{row['value']:,.6g} {variable.unit}".strip()
    told = "; ".join(filter(None, (title, value)))
    return Part(
        told, weight, row["period_start"], row["period_end"], cells=(cell_of(row),),
        item=row["item"],
    )  # fmt: skip


def _deals(case: Case) -> Iterator[Part]:
    """Deals of the register of which something was delivered in either period."""
    ends = {"subjects": [case.now.sender], "objects": [case.now.receiver]}
    found = case.store.records.observations(
        variables=["arms_deal_tiv"], since=case.before.period.start, until=case.now.period.end,
        as_of=case.asked.as_of, **ends,
    ).to_pylist()  # fmt: skip
    asked = {row["item"]: row for row in found}
    items = case.store.records.items(
        items=sorted(asked), kinds=["arms_deal"], as_of=case.asked.as_of
    ).to_pylist() if asked else []  # fmt: skip
    for item in items:
        told = _deal(json.loads(item["facts"] or "{}"), item["title"], case)
        row = asked[item["item"]]
        if told:
            yield Part(
                told, None, row["period_start"], row["period_end"], cells=(cell_of(row),),
                item=item["item"], kind="context", order=-round(row["value"] or 0),
            )  # fmt: skip


def _deal(facts: Mapping[str, Any], title: str, case: Case) -> str:
    """What a deal was, "" when nothing of it was delivered in either period."""
    years = [int(year) for year in facts.get("delivery_years") or ()]
    sides = (case.before.period, case.now.period)
    if not any(side.start.year <= year < side.end.year for side in sides for year in years):
        return ""
    size = facts.get("tiv_delivered")
    amount = "" if size is None else f", {size:g} million TIV in all"
    return f"deal: {title}, delivered {numbers(years)}{amount}"

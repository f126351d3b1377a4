"""The published index of influence beside the shares: dependence of one on another, not mixed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from multipole.answers.depends_rows import Asked, Row, placed, traced

#: Variable and what it is called here: the subject of the variable is the one depended on.
_INDEX: Final = (
    ("fbic", "FBIC influence"),
    ("fbic_dependence", "FBIC dependence"),
    ("fbic_dependence_economic", "FBIC economic"),
    ("fbic_dependence_security", "FBIC security"),
)


def fbic_rows(asked: Asked, who: str, on: str) -> Iterator[Row]:
    """The published index of ``on`` over ``who`` by year; an empty cell is a row of none.

    Formal Bilateral Influence Capacity (Moyer and others 2021): made of trade, arms and pacts too,
    and so no evidence of its own beside them.
    """
    for variable, flow in _INDEX:
        reach = asked.reach(variable)
        if reach is None:
            continue
        for row in asked.rows(variable, subjects=[on], objects=[who]):
            yield {
                "subject": who, "partner": on, "flow": flow, "measure": variable, "share": None,
                "index": row["value"], "unit": "index", "status": row["status"],
                "period_start": row["period_start"], "period_end": row["period_end"],
                "note": "published index, not a share", **traced([row], reach), **placed([row]),
            }  # fmt: skip

"""What moved a count of what reports tell: each event, with its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from multipole.answers.closeness import happened
from multipole.answers.measures.points import Point
from multipole.answers.moved.part import Case, Part, Parts
from multipole.answers.words import who

_RULE: Final = "Each event of the period weighs 1, each of the period before -1."
_SILENT: Final = "Reports count, not acts: what no report in the store tells is not there."


def events(case: Case) -> Parts:
    """The events of both periods."""
    found = happened(case.store, *case.asked.ends, as_of=case.asked.as_of).to_pylist()

    def parts(point: Point, weight: float) -> Iterator[Part]:
        for row in (row for row in found if set(row["claims"]) & set(point.cells)):
            domain = f", {row['domain']}" if row["domain"] else ""
            yield Part(
                f"{who(row)} {row['action']}{domain}", weight, row["period_start"],
                row["period_end"], tuple(row["claims"]), item=row["id"],
            )  # fmt: skip

    return Parts((*parts(case.now, 1.0), *parts(case.before, -1.0)), _RULE, (_SILENT,))

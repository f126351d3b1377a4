"""Measures of what reports tell: how many events of a kind, year by year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from multipole.answers.closeness import happened
from multipole.answers.measures.family import Asked, Family
from multipole.answers.measures.points import Point, exact
from multipole.core.periods import ONE_DAY, Period
from multipole.core.types import Measure

REPORTS: Final = "reports"
#: An event less likely right than wrong is not counted.
LIKELY: Final = 0.5
_Row = Mapping[str, Any]


def _between(row: _Row, *actions: str) -> bool:
    return row["role"] != "joint" and row["action"] in actions


KINDS: Final[tuple[tuple[str, Callable[[_Row], bool]], ...]] = (
    ("talks", lambda row: _between(row, "CONSULT")),
    ("agreements", lambda row: row["action"] == "AGREE"),
    ("joint_stands", lambda row: row["role"] == "joint" or row["action"] == "SUPPORT"),
    (
        "exercises",
        lambda row: (
            (row["action"] == "COOPERATE" and row["domain"] == "military")
            or (row["action"] == "MOBILIZE" and row["role"] == "joint")
        ),
    ),
    ("accusations", lambda row: _between(row, "ACCUSE", "REJECT", "PROTEST")),
    ("threats", lambda row: _between(row, "THREATEN", "MOBILIZE", "COERCE")),
    ("sanctions_told", lambda row: _between(row, "SANCTION")),
    ("force", lambda row: _between(row, "ASSAULT")),
)
MEASURES: Final = tuple(
    Measure(name, "events", 0.0, float("inf"), False, "events told by the reports in the store")
    for name, _ in KINDS
)


def _points(asked: Asked) -> Iterator[Point]:
    """A year counts where a report tells such an event: silence is not zero."""
    a, b = asked.ends
    rows = [r for r in happened(asked.store, a, b, as_of=asked.as_of).to_pylist() if _counts(r)]
    if not rows:
        return
    until = max(row["period_end"] for row in rows) - ONE_DAY
    for name, test in KINDS:
        by_year: dict[int, list[_Row]] = {}
        for row in filter(test, rows):
            by_year.setdefault(row["period_start"].year, []).append(row)
        for year, told in sorted(by_year.items()):
            yield _point(name, asked.ends, year, told, until)


def _counts(row: _Row) -> bool:
    return bool(row["period_start"]) and row["probability"] >= LIKELY


def _point(name: str, ends: tuple[str, str], year: int, rows: list[_Row], until: date) -> Point:
    count = len(rows)
    cells = tuple(row["id"] for row in rows)
    return Point(
        name, *ends, Period.year(year), exact(float(count), count), "events", REPORTS,
        until=until, cells=cells,
    )  # fmt: skip


FAMILY: Final = Family("reports", MEASURES, _points)

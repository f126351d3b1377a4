"""The table of criteria for kinds of tie: as it is shipped, and as a user may change it.

A row is a criterion: one statistic of one measure in a window, on one side of a threshold. It says
of which kind it speaks, and how (`ROLES`):

    needs     the kind is not told unless it is met
    for       it speaks for the kind
    against   it speaks against the kind
    bars      the kind is ruled out when it is met (when it is unknown, it rules out nothing)

Rows of one kind and role with the same word in ``group`` are ways to the same end: one that is met
is enough. Rows that also share ``fact`` measure the same thing twice: what is known of them speaks
for all, and where those that are known differ, the fact is unknown. An empty group or fact is the
row's own. The shipped table is ``multipole/relations/data/kinds.csv``; copy it with `shipped_text`,
change it, read it with `read_criteria`.
"""

from __future__ import annotations

import csv
import difflib
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Final, Literal, get_args

from multipole.core.errors import BadValue
from multipole.relations.kinds_points import SCALES, STATISTICS, Statistic

Kind = Literal[
    "war", "hostility", "rivalry", "cool", "normal", "partnership", "entente", "alliance"
]
Role = Literal["needs", "for", "against", "bars"]
Comparator = Literal[">=", ">", "<=", "<"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
ROLES: Final[tuple[Role, ...]] = get_args(Role)
COMPARATORS: Final[tuple[Comparator, ...]] = get_args(Comparator)
LONGEST_WINDOW: Final = 200


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the table; its fields are the columns, in order. See the module for what they say.

    ``window`` counts years back from the day asked; ``unit`` is that of the measure, for a trend
    with `` per year``; ``why`` says where the threshold comes from.
    """

    id: str
    kind: Kind
    role: Role
    group: str
    fact: str
    measure: str
    window: int
    statistic: Statistic
    comparator: Comparator
    threshold: float
    unit: str
    question: str
    reference: str
    why: str

    @property
    def asks(self) -> str:
        """The condition in words: ``at least 1``.

        >>> next(c.asks for c in shipped_criteria() if c.id == "alliance-defence")
        'at least 1'
        """
        side = {">=": "at least", ">": "more than", "<=": "at most", "<": "less than"}
        return f"{side[self.comparator]} {self.threshold:g}"


COLUMNS: Final = tuple(field.name for field in fields(Criterion))
_MAY_BE_EMPTY: Final = frozenset({"group", "fact", "reference"})
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": KINDS,
    "role": ROLES,
    "measure": tuple(SCALES),
    "statistic": STATISTICS,
    "comparator": COMPARATORS,
}


def shipped_text() -> str:
    """The shipped table as CSV text, to copy and change."""
    place = resources.files("multipole.relations") / "data" / "kinds.csv"
    return place.read_text(encoding="utf-8")


@cache
def shipped_criteria() -> tuple[Criterion, ...]:
    """The criteria of the shipped table."""
    return read_criteria(shipped_text())


def read_criteria(text: str, *, name: str = "kinds.csv") -> tuple[Criterion, ...]:
    """The criteria in a CSV ``text`` with the columns of `Criterion`; ``name`` is for errors.

    Raises `BadValue`, naming row (as an editor counts lines, the header being 1), column and
    remedy, for: other columns, an empty or unknown word, an id that repeats, a number that is none
    or lies outside the measure's range, another unit than the measure's, a fact that is in two
    groups or roles, and a kind that needs nothing (any pair would be of it).
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise BadValue(
            f"the columns are {', '.join(reader.fieldnames or ('none',))}",
            where=f"{name} row 1",
            remedy=f"They must be {', '.join(COLUMNS)}, in this order.",
        )
    found = [_row(cells, f"{name} row {line}") for line, cells in _lines(reader, name)]
    _check_ids(found, name)
    _check_facts(found, name)
    _check_needs(found, name)
    return tuple(found)


def criteria_text(criteria: Iterable[Criterion]) -> str:
    """The criteria as CSV text that `read_criteria` reads back.

    >>> read_criteria(criteria_text(shipped_criteria())) == shipped_criteria()
    True
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(getattr(one, column)) for column in COLUMNS] for one in criteria)
    return out.getvalue()


def _cell(value: object) -> str:
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _lines(reader: csv.DictReader[str], name: str) -> Iterable[tuple[int, dict[str, str]]]:
    try:
        for cells in reader:
            if None in cells or None in cells.values():
                raise BadValue(
                    "a row of another length than the header",
                    where=f"{name} row {reader.line_num}",
                    remedy=f"Give {len(COLUMNS)} cells, and quote those that hold a comma.",
                )
            yield reader.line_num, {key: value.strip() for key, value in cells.items()}
    except csv.Error as error:
        raise BadValue(
            f"the text is not CSV: {error}", where=f"{name} row {reader.line_num}"
        ) from None


def _row(cells: Mapping[str, str], where: str) -> Criterion:
    for column, cell in cells.items():
        if not cell and column not in _MAY_BE_EMPTY:
            raise BadValue("an empty cell", where=f"{where}, column {column}", remedy="Fill it.")
        if column in _WORDS and cell not in _WORDS[column]:
            raise _unknown(cell, column, where)
    window = _number(cells["window"], "window", where)
    if window != int(window) or not 1 <= window <= LONGEST_WINDOW:
        raise BadValue(
            f"a window of {window:g} years", where=f"{where}, column window",
            remedy=f"Give whole years from 1 to {LONGEST_WINDOW}.",
        )  # fmt: skip
    numbers = {"window": int(window), "threshold": _number(cells["threshold"], "threshold", where)}
    found = Criterion(**{**cells, **numbers})  # type: ignore[arg-type]
    _check_scale(found, where)
    return found


def _unknown(cell: str, column: str, where: str) -> BadValue:
    near = difflib.get_close_matches(cell, _WORDS[column], n=1)
    guess = f"Did you mean {near[0]}? " if near else ""
    return BadValue(
        f"{column} {cell!r} is unknown", where=f"{where}, column {column}",
        remedy=f"{guess}Use one of {', '.join(_WORDS[column])}.",
    )  # fmt: skip


def _number(cell: str, column: str, where: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadValue(
            f"{cell!r} is not a number", where=f"{where}, column {column}",
            remedy="Write it with a point: 0.5.",
        )  # fmt: skip
    return value


def _check_scale(found: Criterion, where: str) -> None:
    scale = SCALES[found.measure]
    trend = found.statistic == "trend"
    unit = f"{scale.unit} per year" if trend else scale.unit
    if found.unit != unit:
        raise BadValue(
            f"unit {found.unit!r} for {found.measure}", where=f"{where}, column unit",
            remedy=f"Its unit is {unit}.",
        )  # fmt: skip
    free = trend or found.statistic == "sum"
    if not free and not scale.low <= found.threshold <= scale.high:
        raise BadValue(
            f"threshold {found.threshold:g} of {found.measure}", where=f"{where}, column threshold",
            remedy=f"It lies between {scale.low:g} and {scale.high:g}.",
        )  # fmt: skip


def _check_ids(found: Sequence[Criterion], name: str) -> None:
    ids = [one.id for one in found]
    for again in ids:
        if ids.count(again) > 1:
            raise BadValue(
                f"the id {again!r} stands twice", where=f"{name}, column id",
                remedy="Give each row its own.",
            )  # fmt: skip


def _check_facts(found: Sequence[Criterion], name: str) -> None:
    places: dict[tuple[str, str], tuple[str, str]] = {}
    for one in found:
        place = one.role, one.group
        if one.fact and places.setdefault((one.kind, one.fact), place) != place:
            raise BadValue(
                f"the fact {one.fact!r} of {one.kind} stands in two groups or roles",
                where=f"{name}, criterion {one.id}, column fact",
                remedy="Give its rows one role and group, or facts of their own.",
            )


def _check_needs(found: Sequence[Criterion], name: str) -> None:
    for kind in {one.kind: None for one in found}:
        if not any(one.kind == kind and one.role == "needs" for one in found):
            raise BadValue(
                f"{kind} needs nothing", where=f"{name}, column role",
                remedy=f"Give {kind} a row with the role needs, or take out its rows.",
            )  # fmt: skip
    if not found:
        raise BadValue("no criterion", where=name, remedy="Copy the shipped table and change it.")

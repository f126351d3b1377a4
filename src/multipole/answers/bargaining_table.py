"""A table of who wants what on an issue: positions, capability and salience, each with its doubt.

A CSV in UTF-8 with the header ``actor,position,capability,salience`` and, as one likes, the columns
``position_doubt``, ``capability_doubt``, ``salience_doubt`` (half the width of a 90% interval) and
``source`` (what the row rests on). Salience is 0 to 1, or percent.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from multipole.core.errors import BadValue, UnreadableInput
from multipole.scenario.bargaining import FEWEST, MOST
from multipole.scenario.bargaining_doubt import Issue

NEEDED: Final = ("actor", "position", "capability", "salience")
DOUBTS: Final = ("position_doubt", "capability_doubt", "salience_doubt")
ALLOWED: Final = (*NEEDED, *DOUBTS, "source")
#: Half the widths of 90% intervals that are taken where none is told: of the line's length, of the
#: capability itself, and of salience.
LINE_PART: Final = 0.05
CAPABILITY_PART: Final = 0.1
SALIENCE_PART: Final = 0.1
#: A table of more bytes is none of at most `MOST` actors.
LARGEST: Final = 1_000_000
PERCENT: Final = 100.0


@dataclass(frozen=True, slots=True)
class Stake:
    """One actor's row; ``rests`` says in words on what, ``claims`` by id. NaN doubts are unsaid."""

    actor: str
    position: float
    capability: float
    salience: float
    position_doubt: float = math.nan
    capability_doubt: float = math.nan
    salience_doubt: float = math.nan
    rests: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of an issue; ``unit`` of positions, ``line`` its ends (None: the rows' own)."""

    title: str
    stakes: tuple[Stake, ...]
    unit: str = ""
    line: tuple[float, float] | None = None
    notes: tuple[str, ...] = ()

    @property
    def actors(self) -> tuple[str, ...]:
        """The actors, in the order of the rows."""
        return tuple(stake.actor for stake in self.stakes)


def read_table(place: Path, *, unit: str = "", line: tuple[float, float] | None = None) -> Table:
    """The table in a CSV file.

    Raises `UnreadableInput` for a file that cannot be read and `BadValue`, naming file, row,
    column and remedy, for: other columns, an empty cell, what is no number or out of range, an
    actor that repeats, and fewer or more actors than can be bargained for.
    """
    try:
        with place.open("rb") as file:
            raw = file.read(LARGEST + 1)
        text = raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UnreadableInput(
            f"cannot be read: {why}", where=str(place), remedy="Give a CSV file in UTF-8."
        ) from None
    if len(raw) > LARGEST:
        raise UnreadableInput(
            f"more than {LARGEST:,} bytes", where=str(place), remedy=f"Give at most {MOST} actors."
        )
    return table_of(text, name=place.name, title=place.stem, unit=unit, line=line)


def table_of(
    text: str,
    *,
    name: str = "table.csv",
    title: str = "",
    unit: str = "",
    line: tuple[float, float] | None = None,
) -> Table:
    """The table in CSV ``text``; errors as in `read_table`."""
    rows = [_stake(cells, f"{name} row {n}") for n, cells in _lines(text, name)]
    _check_actors(rows, name)
    stakes, notes = _in_parts(rows, name)
    _check_line(stakes, line, name)
    return Table(title or name, tuple(stakes), unit, line, notes)


def issue_of(table: Table) -> Issue:
    """The table as arrays, with a doubt for each input: the one told, or the usual one."""
    given = {
        n: np.array([getattr(s, n) for s in table.stakes], np.float64)
        for n in (*NEEDED[1:], *DOUBTS)
    }
    low, high = table.line or (math.nan, math.nan)
    length = high - low if table.line else np.ptp(given["position"])
    usual = {
        "position_doubt": np.full(len(table.stakes), LINE_PART * length),
        "capability_doubt": CAPABILITY_PART * given["capability"],
        "salience_doubt": np.full(len(table.stakes), SALIENCE_PART),
    }
    doubts = {n: np.where(np.isnan(given[n]), usual[n], given[n]) for n in DOUBTS}
    return Issue(
        positions=given["position"], capability=given["capability"], salience=given["salience"],
        low=low, high=high, **doubts,
    )  # fmt: skip


def unsaid(table: Table) -> Iterator[str]:
    """The doubts that some row does not tell, in words."""
    shares = (
        f"{LINE_PART:.0%} of the line's length for positions",
        f"{CAPABILITY_PART:.0%} of itself for capability",
        f"{SALIENCE_PART:g} for salience",
    )
    for name, words in zip(DOUBTS, shares, strict=True):
        if any(math.isnan(getattr(stake, name)) for stake in table.stakes):
            yield words


def _lines(text: str, name: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    _check_columns(reader.fieldnames or (), name)
    try:
        for cells in reader:
            if None in cells or None in cells.values():
                raise BadValue(
                    "a row of another length than the header",
                    where=f"{name} row {reader.line_num}",
                    remedy="Give a cell for each column; quote cells that hold a comma.",
                )
            yield reader.line_num, {key: value.strip() for key, value in cells.items()}
    except csv.Error as error:
        raise BadValue(
            f"the text is not CSV: {error}", where=f"{name} row {reader.line_num}",
            remedy="Save it as CSV with commas.",
        ) from None  # fmt: skip


def _check_columns(columns: Sequence[str], name: str) -> None:
    wrong = [c for c in columns if c not in ALLOWED] + [c for c in NEEDED if c not in columns]
    if wrong or len(set(columns)) != len(columns):
        raise BadValue(
            f"the columns are {', '.join(columns) or 'none'}",
            where=f"{name} row 1",
            remedy=f"Give {','.join(NEEDED)}; also allowed: {', '.join(ALLOWED[4:])}.",
        )


def _stake(cells: Mapping[str, str], where: str) -> Stake:
    actor = cells["actor"]
    if not actor or not actor.isprintable():
        raise BadValue(
            "no name of an actor", where=f"{where}, column actor", remedy="Give a name or code."
        )
    numbers = {n: _number(cells, n, where) for n in NEEDED[1:]}
    doubts = {n: _number(cells, n, where) for n in DOUBTS if cells.get(n)}
    for column in ("capability", "salience", *doubts):
        if (numbers | doubts)[column] < 0:
            raise BadValue(
                f"{column} {cells[column]} is below 0", where=f"{where}, column {column}",
                remedy="Give 0 or more.",
            )  # fmt: skip
    position, capability, salience = (numbers[name] for name in NEEDED[1:])
    unsure = [doubts.get(name, math.nan) for name in DOUBTS]
    return Stake(
        actor, position, capability, salience, unsure[0], unsure[1], unsure[2],
        rests=cells.get("source", ""),
    )  # fmt: skip


def _number(cells: Mapping[str, str], column: str, where: str) -> float:
    try:
        value = float(cells[column])
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadValue(
            f"{cells[column]!r} is no number", where=f"{where}, column {column}",
            remedy="Give a number with a point for decimals: 12.5.",
        )  # fmt: skip
    return value


def _check_actors(rows: Sequence[Stake], name: str) -> None:
    if not FEWEST <= len(rows) <= MOST:
        raise BadValue(
            f"{len(rows)} actors", where=name, remedy=f"Give from {FEWEST} to {MOST} rows."
        )
    for n, row in enumerate(rows):
        if row.actor in (r.actor for r in rows[:n]):
            raise BadValue(
                f"{row.actor} is there twice", where=f"{name}, column actor",
                remedy="Give each actor one row.",
            )  # fmt: skip


def _in_parts(rows: Iterable[Stake], name: str) -> tuple[list[Stake], tuple[str, ...]]:
    """Salience from 0 to 1; percent where one is above 1."""
    stakes = list(rows)
    most = max(s.salience for s in stakes)
    if most <= 1:
        _check_weights(stakes, name)
        return stakes, ()
    if most > PERCENT:
        raise BadValue(
            f"salience {most:g}", where=f"{name}, column salience",
            remedy="Give 0 to 1, or percent: 0 to 100.",
        )  # fmt: skip
    scaled = [
        replace(s, salience=s.salience / PERCENT, salience_doubt=s.salience_doubt / PERCENT)
        for s in stakes
    ]
    _check_weights(scaled, name)
    return scaled, ("Salience is read as percent, as one is above 1.",)


def _check_weights(stakes: Iterable[Stake], name: str) -> None:
    if not any(s.capability * s.salience > 0 for s in stakes):
        raise BadValue(
            "no actor has capability and salience above 0", where=name,
            remedy="Give at least one row with both.",
        )  # fmt: skip


def _check_line(stakes: Sequence[Stake], line: tuple[float, float] | None, name: str) -> None:
    if line is None:
        return
    low, high = line
    if not low < high:
        raise BadValue(f"a line from {low:g} to {high:g}", remedy="Give its low end first.")
    for n, stake in enumerate(stakes, start=2):
        if not low <= stake.position <= high:
            raise BadValue(
                f"{stake.actor} stands at {stake.position:g}, off the line from {low:g} to "
                f"{high:g}",
                where=f"{name} row {n}, column position",
                remedy="Correct the position, or move the ends of the line.",
            )

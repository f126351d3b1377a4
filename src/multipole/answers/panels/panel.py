"""The answer: which variables are meant, their values from the store, and where they come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl
import pyarrow as pa

from multipole.actors import load_actors
from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import day_of
from multipole.answers.own_variables import known_variables
from multipole.answers.panels import columns, votes
from multipole.answers.panels.columns import Spread
from multipole.answers.panels.universe import By, Frame, System, frame_of, universe
from multipole.answers.words import count
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.periods import ONE_DAY
from multipole.sources import SOURCES, variables
from multipole.sources.gate.source import Source, Variable
from multipole.store import Store

#: So many columns of values can be read on a screen.
_WIDE: Final = 8
#: Votes as cast are codes, not amounts: a panel has what is made of them in their place.
_CODES: Final = frozenset(votes.MADE_OF)


@dataclass(frozen=True, slots=True)
class Asked:
    """One variable of a panel and what the store holds of it."""

    variable: Variable
    source: Source | None
    spread: Spread


def panel(
    store: Store,
    dyads: Iterable[str] | str,
    years: str,
    with_: Iterable[str] | str,
    *,
    by: By = "year",
    directed: bool = False,
    system: System = "cow",
    as_of: str | date | None = None,
    cells: bool = False,
) -> Answer:
    """Dyad-years or dyad-months with the variables asked for, each with a column of its status.

    ``dyads``: ``CHN-RUS,USA-RUS``, ``CHN-all`` or ``all``. ``years``: ``1990:2020``, or months
    ``2014-03:2015-02``. ``with_``: themes (trade, arms, alliance, votes, visits, ...), sources or
    variables. ``system``: whose list of states makes the universe on each date: cow, gw, iso3, un,
    or any for the named actors whatever they are. ``cells`` adds, for each variable, the list of
    the cells that its value was made of: ``sha256 row column``.

    Raises `WrongUse` for what cannot be read and `NothingFound` when nothing that was asked for is
    in the store.
    """
    own = store.actor_list()
    frame = frame_of(dyads, years, by=by, directed=directed, own=own)
    known = day_of(as_of)
    asked, notes = _asked(store, _words(with_), known)
    rows = universe(frame, system=system, actors=load_actors(table=own))
    made: list[Variable] = []
    for each in asked:
        if each.variable.name in _CODES:
            rows = votes.attach_votes(
                store, rows, frame, each.variable.name, each.spread, as_of=known
            )
            made += votes.variables_of(each.variable.name)
            continue
        values = _values(store, each.variable, frame, known)
        notes += _not_spread(values, each.variable, by)
        rolled = columns.rolled(values, each.variable, by)
        rows = columns.attach(rows, frame, each.variable, rolled, each.spread, cells=cells)
        made.append(each.variable)
    return _answer(rows, frame, made, asked, notes, known)


def _words(with_: Iterable[str] | str) -> list[str]:
    given = with_.split(",") if isinstance(with_, str) else list(with_)
    words = list(dict.fromkeys(word.strip() for word in given if word.strip()))
    if not words:
        raise WrongUse("a panel of nothing", remedy="Say what: --with trade,arms,votes.")
    return words


def _asked(store: Store, words: list[str], known: date | None) -> tuple[list[Asked], list[str]]:
    """What the words mean among the variables the store holds, and what it does not hold."""
    stored = _stretches(store, known)
    registered = variables()
    names: dict[str, None] = {}
    notes = []
    for word in words:
        meant = [name for name, (s, v) in registered.items() if word in (name, v.theme, s.id)]
        if not meant and word not in stored:
            raise WrongUse(f"{word!r} is no theme, source or variable", remedy=_themes(stored))
        names |= dict.fromkeys(name for name in (meant or [word]) if name in stored)
        absent = sorted({registered[n][0].id for n in meant} - _loaded(stored))
        if absent:
            notes.append(f"{word}: the store holds nothing of {', '.join(absent)}.")
    if not names:
        raise NothingFound(
            f"the store holds nothing of {', '.join(words)}",
            where=str(store.path),
            remedy="Add a source first: multipole sources, multipole add.",
        )
    every = known_variables(store, known)
    sources = {name: source for name, (source, _) in registered.items()}
    return [
        _held(store, every[name], sources.get(name), columns.joined(stored[name]), known)
        for name in names
    ], notes


def _loaded(stored: Iterable[str]) -> set[str]:
    """The sources of which the store holds some variable."""
    registered = variables()
    return {registered[name][0].id for name in stored if name in registered}


def _themes(stored: Iterable[str]) -> str:
    themes = sorted({v.theme for source in SOURCES for v in source.variables})
    own = [name for name in stored if name not in variables()]
    return f"Use one of {', '.join([*themes, *own])}, or a source or variable of the catalogue."


def _stretches(store: Store, known: date | None) -> dict[str, list[tuple[date, date]]]:
    """The variables of which the store holds observations, with the times they cover."""
    found: dict[str, list[tuple[date, date]]] = {}
    for row in store.records.coverage(known).to_pylist():
        name = row["variable"]
        if name and name[0] != "(" and row["period_start"]:
            end = row["period_end"]
            if known and row["timely"]:
                end = min(end, known + ONE_DAY)
            found.setdefault(name, []).append((row["period_start"], end))
    return found


def _held(
    store: Store,
    variable: Variable,
    source: Source | None,
    spans: tuple[tuple[date, date], ...],
    known: date | None,
) -> Asked:
    subjects, objects = store.records.ends(variable.name, as_of=known)
    if variable.zero:
        subjects = subjects | set(variable.subjects)
        objects = objects | set(variable.objects)
    return Asked(variable, source, Spread(frozenset(subjects), frozenset(objects), spans))


def _values(store: Store, variable: Variable, frame: Frame, known: date | None) -> pl.DataFrame:
    """The observations of a variable within the panel: those of ``OBSERVED``."""
    ends: dict[str, Any] = {}
    if frame.actors:
        ends = {"subjects": frame.actors}
        if variable.ends == 2:
            ends["objects"] = frame.actors
    found = store.records.observations(
        variables=[variable.name], since=frame.since, until=frame.until, as_of=known, **ends
    )
    table = pl.DataFrame(pl.from_arrow(found))
    cell = pl.concat_str(pl.col("sha256").str.slice(0, 12), pl.lit(" row "), "row",
                         pl.lit(" column "), "column")  # fmt: skip
    return table.select(
        "subject",
        "object",
        "item",
        "period_start",
        "period_end",
        "value",
        "status",
        cell.alias("cell"),
    )


def _not_spread(values: pl.DataFrame, variable: Variable, by: By) -> list[str]:
    """A note on sums over longer times than the panel's, which are in none of its rows."""
    if variable.roll != "sum":
        return []
    days = (values["period_end"] - values["period_start"]).dt.total_days()
    long = int((days > (366 if by == "year" else 31)).sum())
    what = count(long, "observation")
    return [f"{variable.name}: {what} of more than a {by} left out."] if long else []


def _answer(
    rows: pl.DataFrame,
    frame: Frame,
    made: list[Variable],
    asked: list[Asked],
    notes: list[str],
    known: date | None,
) -> Answer:
    left, right = frame.ends
    step = pl.col("index").cast(pl.Int32).alias("year")
    if frame.by == "month":
        step = pl.col("period_start").dt.strftime("%Y-%m").alias("month")
    others = [c for c in rows.columns if c not in ("index", left, right)]
    table = rows.select(left, right, step, *others)
    values = [c for v in made for c, _, _ in columns.columns_of(v, frame)]
    units = [f"{v.name}: {v.label}{f', {v.unit}' if v.unit else ''}." for v in made]
    sources = sorted({f"{a.source.id}: {a.source.cite}" for a in asked if a.source})
    title = f"{count(table.height, f'dyad-{frame.by}')}" + (
        f" as known on {known}" if known else ""
    )
    if len(values) > _WIDE:
        notes = [
            *notes,
            f"{len(values) - _WIDE} more columns in the table: --out, --csv or --json.",
        ]
    shown = (left, right, frame.by, *values[:_WIDE])
    arrow: pa.Table = table.to_arrow()
    return Answer(title, arrow, evidence.none(), (*units, *notes, *sources), shown)

"""Three actors: each tie by every measure, the composites, balance, and the test of pressure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import When, day_of, name_of, pair_of, start_of
from multipole.answers.composite import Compared, Given, compare, latest, weights_of
from multipole.answers.measures import Asked, Point
from multipole.answers.triangle_edges import (
    DRAWS,
    Moved,
    Series,
    moved,
    newest,
    points_of_edge,
    series_of,
    with_family,
)
from multipole.answers.triangle_pressure import Tested, pressures
from multipole.answers.triangle_rows import SHOWN, rows_of, table_of
from multipole.answers.triangle_signs import Votes, votes_of
from multipole.answers.triangle_words import head, notes
from multipole.core.errors import NothingFound
from multipole.store import Store

if TYPE_CHECKING:
    from multipole.relations.serial_null import Nulls

#: Years drawn on, up to the newest, unless another first one is given.
SPAN = 30


@dataclass(frozen=True, slots=True)
class Edge:
    """One tie of the triangle: its series with how each moved, and the chances of its sign."""

    ends: tuple[str, str]
    series: tuple[Series, ...]
    moved: tuple[Moved, ...]
    votes: Votes


@dataclass(frozen=True, slots=True)
class Triangle:
    """All that the answer says, before it is put in rows and words."""

    states: tuple[str, str, str]
    names: tuple[str, str, str]
    since: int
    edges: tuple[Edge, ...]
    compared: Compared
    tests: tuple[Tested, ...]


def triangle(
    store: Store,
    a: str,
    b: str,
    c: str,
    *,
    weights: Given | None = None,
    since: When | None = None,
    as_of: str | date | None = None,
    seed: int = 0,
) -> Answer:
    """The state, the trend and the balance of three ties, and whether pressure brings two closer.

    A row a measure of each tie: the latest value, whether the last ten years differ from those
    before beyond serially dependent noise, and the last turning point that the series establishes.
    Then the composite of each tie (`multipole.relations.composite`; ``weights`` moves them:
    ``"agreement=2,commitment=0"``), its sign, the balance of the three, and for each corner the
    pressure test (`multipole.system.pressure`) on every kind of series. ``since``: the first year
    that is drawn on for trend and tests, by default 30 years up to the newest; choose it before
    looking. ``seed``: of the random weights and simulated series; the same gives the same.

    Raises `UnknownCode` and `WrongUse` for what was asked, `NothingFound` when the store has no
    measure of any of the three ties.
    """
    moved_weights, known, first = weights_of(weights), day_of(as_of), start_of(since)
    states = _three(store, a, b, c)
    held = [points_of_edge(Asked(store, *ends, known, "year")) for ends in _edges(states)]
    series = [series_of(points) for points in held]
    last = newest(one for edge in series for one in edge)
    if last is None:
        raise NothingFound(
            f"the store has no measure of {', '.join(states)}",
            where=str(store.path),
            remedy="Add votes, events or other records: multipole sources.",
        )
    begin = first.year if first else last.year - SPAN + 1
    series = [[s for s in one if s.last.period.start.year >= begin] for one in series]
    latest_of = [latest(points) for points in held]
    compared = compare(latest_of, moved_weights, seed=seed)
    edges = _made(states, compared.recent, series, latest_of, begin, seed)
    tests = tuple(pressures(store, states, since=begin, as_of=known))
    found = Triangle(states, _names(states), begin, edges, compared, tests)
    table = table_of(rows_of(found))
    return Answer(head(found), table, evidence.none(), tuple(notes(found)), SHOWN)


def _three(store: Store, a: str, b: str, c: str) -> tuple[str, str, str]:
    own = store.actor_list()
    first, second = pair_of(a, b, own=own)
    _, third = pair_of(first, c, own=own)
    pair_of(second, third, own=own)
    return first, second, third


def _names(states: tuple[str, str, str]) -> tuple[str, str, str]:
    a, b, c = (name_of(state) for state in states)
    return a, b, c


def _edges(states: tuple[str, str, str]) -> tuple[tuple[str, str], ...]:
    """The three ties in the order of the corners, each with its ends in the order of their ids."""
    a, b, c = states
    return tuple((min(p), max(p)) for p in ((a, b), (a, c), (b, c)))


def _made(
    states: tuple[str, str, str],
    recent: int,
    series: Sequence[list[Series]],
    latest_of: Sequence[Mapping[str, Point]],
    since: int,
    seed: int,
) -> tuple[Edge, ...]:
    from multipole.relations.serial_null import nulls_of

    nulls: Nulls = nulls_of(np.random.default_rng(seed), draws=DRAWS)
    tests = with_family(
        [moved(one, since=since, nulls=nulls, seed=seed) for edge in series for one in edge]
    )
    edges, place = [], 0
    for ends, one, points in zip(_edges(states), series, latest_of, strict=True):
        mine = tuple(tests[place : place + len(one)])
        edges.append(Edge(ends, tuple(one), mine, votes_of(points, since=recent)))
        place += len(one)
    return tuple(edges)

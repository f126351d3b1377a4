"""A temporal graph as arrays: which subject did what to which object on which day.

The field's data sets of events (ICEWS14, ICEWS18, GDELT ...) are lists of (subject, relation,
object, time). A question about them hides one end: "s, r, ?" or "?, r, o". The second becomes the
first when each fact is also told from its other side, by a reciprocal relation: (s, r, o) is
(o, r + R, s) with R relations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue

Ints = npt.NDArray[np.int32]
Places = npt.NDArray[np.int64]
#: Rows of (subject, relation, object, day).
Rows = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Graph:
    """Facts ordered by day: ``facts`` has the columns subject, relation, object, day.

    Days count from 0; ``entities`` and ``relations`` are how many there are. Raises `BadValue` for
    another shape, days out of order, and ids that there are not.
    """

    facts: Rows
    entities: int
    relations: int

    def __post_init__(self) -> None:
        if self.facts.ndim != 2 or self.facts.shape[1] != 4:
            raise BadValue(f"facts have the shape {self.facts.shape}, not (n, 4)")
        if not len(self.facts):
            return
        if np.any(np.diff(self.facts[:, 3]) < 0):
            raise BadValue("the facts of a graph are not ordered by day")
        limits = (self.entities, self.relations, self.entities)
        if self.facts.min() < 0 or np.any(self.facts[:, :3].max(0) >= limits):
            raise BadValue("a fact names an entity, a relation or a day that there is not")

    def __len__(self) -> int:
        return len(self.facts)

    def between(self, first: int, end: int) -> Graph:
        """The facts of the days from ``first`` to before ``end``."""
        bounds = np.searchsorted(self.facts[:, 3], (first, end))
        return Graph(self.facts[slice(*bounds)], self.entities, self.relations)

    @property
    def days(self) -> Ints:
        """The days on which there are facts, in order."""
        return np.unique(self.facts[:, 3])


def both_sides(facts: Rows, relations: int) -> Rows:
    """Each fact from both its sides, the second with the relation's reciprocal.

    >>> both_sides(np.array([[0, 1, 2, 5]], np.int32), 3).tolist()
    [[0, 1, 2, 5], [2, 4, 0, 5]]
    """
    turned = np.stack([facts[:, 2], facts[:, 1] + relations, facts[:, 0], facts[:, 3]], axis=1)
    return np.concatenate([facts, turned]).astype(np.int32)


@dataclass(frozen=True, slots=True)
class Told:
    """Facts of both sides in the orders that scorers walk along, each by day within its key.

    ``rows`` by subject, from ``start[s]`` to ``start[s + 1]``; ``related`` by relation, from
    ``first[r]`` to ``first[r + 1]``; ``daily`` by day.
    """

    rows: Rows
    start: Places
    related: Rows
    first: Places
    daily: Rows
    entities: int
    relations: int


def told(graph: Graph) -> Told:
    """The facts of a graph from both sides, indexed by subject, relation and day."""
    rows = both_sides(graph.facts, graph.relations)
    by_subject, start = _by(rows, 0, graph.entities)
    related, first = _by(rows, 1, 2 * graph.relations)
    daily = rows[np.argsort(rows[:, 3], kind="stable")]
    return Told(by_subject, start, related, first, daily, graph.entities, graph.relations)


def _by(rows: Rows, column: int, keys: int) -> tuple[Rows, Places]:
    ordered = rows[np.lexsort((rows[:, 3], rows[:, column]))]
    starts = np.searchsorted(ordered[:, column], np.arange(keys + 1))
    return np.ascontiguousarray(ordered), starts.astype(np.int64)


@dataclass(frozen=True, slots=True)
class Queries:
    """Questions "subject, relation, ?" on a day, and the ``rows`` that answer them.

    Rows are of both sides, ordered by day, subject, relation; those from ``groups[i]`` to
    ``groups[i + 1]`` share day and subject. Answers of the same question stand together.
    """

    rows: Rows
    groups: Places

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def questions(self) -> Places:
        """The number of the question that each row answers, counted from 0."""
        return np.cumsum(_changes(self.rows[:, [0, 1, 3]])) - 1


def queries(graph: Graph) -> Queries:
    """Every fact of a graph asked from both its sides."""
    return asked(both_sides(graph.facts, graph.relations))


def asked(rows: Rows) -> Queries:
    """Rows of both sides as questions, in the order that `Queries` keeps."""
    ordered = rows[np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0], rows[:, 3]))]
    starts = np.flatnonzero(_changes(ordered[:, [0, 3]]))
    return Queries(np.ascontiguousarray(ordered), np.append(starts, len(ordered)).astype(np.int64))


def _changes(keys: Rows) -> npt.NDArray[np.bool_]:
    """Where a row differs from the one before; the first does."""
    changed = np.ones(len(keys), np.bool_)
    changed[1:] = np.any(np.diff(keys, axis=0) != 0, axis=1)
    return changed

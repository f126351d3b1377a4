"""A test that a forecast of a day sees nothing of that day or later: shuffle these and compare."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from multipole.forecast.graph import Graph, Queries, Told, queries, told
from multipole.forecast.ranking_fast import Ranked

Scorer = Callable[[Told, Queries], Ranked]


def sees_ahead(score: Scorer, graph: Graph, day: int, *, seed: int = 7) -> bool:
    """Whether forecasts of ``day`` change when the facts of that day and later are shuffled.

    Subjects, relations and objects are shuffled each by itself; the questions stay those that were
    asked. Raises nothing: a scorer that fails on the shuffled facts fails here.
    """
    wanted = queries(graph.between(day, day + 1))
    now = score(told(graph), wanted)
    then = score(told(shuffled_from(graph, day, seed=seed)), wanted)
    return not all(
        np.array_equal(getattr(now, name), getattr(then, name)) for name in Ranked.__slots__
    )


def shuffled_from(graph: Graph, day: int, *, seed: int = 7) -> Graph:
    """The graph with the facts from ``day`` on shuffled; their days stay."""
    facts, rng = graph.facts.copy(), np.random.default_rng(seed)
    first = int(np.searchsorted(facts[:, 3], day))
    for column in range(3):
        facts[first:, column] = rng.permutation(facts[first:, column])
    return Graph(facts, graph.entities, graph.relations)

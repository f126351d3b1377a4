"""A small world of habits: each of the first ten acts in its own way on a partner, with noise."""

from __future__ import annotations

import numpy as np

from multipole.forecast.graph import Graph

ENTITIES = 30
RELATIONS = 4
DAYS = 60


def habits(*, seed: int = 1, noise: float = 0.3, days: int = DAYS) -> Graph:
    """On each day twelve facts: (s, s mod 4, s + 10) as a habit, or three random ends."""
    rng = np.random.default_rng(seed)
    rows = []
    for day in range(days):
        for _ in range(12):
            s = int(rng.integers(10))
            habit = (s, s % RELATIONS, s + 10)
            random = (
                int(rng.integers(10)),
                int(rng.integers(RELATIONS)),
                int(rng.integers(10, 30)),
            )
            rows.append((*(random if rng.random() < noise else habit), day))
    return Graph(np.array(sorted(set(rows), key=lambda r: r[3]), np.int32), ENTITIES, RELATIONS)


def renamed(graph: Graph, names: np.ndarray) -> Graph:  # type: ignore[type-arg]
    """The same facts with entity ``n`` called ``names[n]``."""
    facts = graph.facts.copy()
    facts[:, 0], facts[:, 2] = names[facts[:, 0]], names[facts[:, 2]]
    return Graph(facts, graph.entities, graph.relations)

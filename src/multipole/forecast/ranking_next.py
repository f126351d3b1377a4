"""Towards whom an actor acts next, or who acts towards it: one question of the fast ranker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.history import History
from multipole.core.plover import ACTIONS
from multipole.forecast.graph import Graph, Told, asked, queries, told
from multipole.forecast.graph_scores import figures
from multipole.forecast.ranking_fast import (
    FastRanker,
    learn_fast,
    levels_between,
    rules_of,
    score_queries,
)
from multipole.forecast.ranking_levels import Floats

#: Facts and days without which the weights are not learnt but taken as they are.
LEAST_FACTS: Final = 1000
LEAST_DAYS: Final = 60
#: Days of the past on which a ranker is measured before it is used.
MEASURED_DAYS: Final = 30
#: Weights in the order of `LEVELS`, for a past too short to learn them: as learnt on the 304 days
#: of ICEWS14, rounded.
USUAL: Final = (0.3, 0.5, -0.3, 0.55, 0.3, -0.05, -0.25, 0.45, 0.0)


@dataclass(frozen=True, slots=True)
class Next:
    """The forecast of one question: all actors, the likeliest first.

    ``actors`` (n,) places in the history; ``chances`` (n,), which add up to 1; ``parts`` (n, 9)
    what each of `LEVELS` adds to the log of an actor's chance.
    """

    actors: npt.NDArray[np.int64]
    chances: Floats
    parts: Floats


def graph_of(history: History) -> Graph:
    """A history as a graph: the types are the relations, and days count from its first."""
    columns = (history.sender, history.action, history.receiver, history.day - history.day[0])
    rows = np.column_stack(columns).astype(np.int32)
    return Graph(np.ascontiguousarray(rows), len(history.actors), len(ACTIONS))


def enough(graph: Graph) -> bool:
    """Whether a past is long enough to learn the weights of the levels from it."""
    return len(graph) >= LEAST_FACTS and len(graph.days) >= LEAST_DAYS


def ranker_of(graph: Graph) -> FastRanker:
    """The fast ranker of a past; with the usual weights where it is short."""
    if enough(graph):
        return learn_fast(graph)
    return FastRanker(rules_of(graph), np.array(USUAL))


def next_of(
    graph: Graph, ranker: FastRanker, *, actor: int, action: int, by: str, day: int
) -> Next:
    """Chances of each actor to be the other end of the next act of a type.

    ``by``: receiver asks towards whom ``actor`` acts on ``day``, sender who acts towards it. The
    actor itself is no answer.
    """
    relation = action + (0 if by == "receiver" else graph.relations)
    wanted = asked(np.array([[actor, relation, actor, day]], np.int32))
    levels = levels_between(ranker, told(graph), wanted)
    parts = np.log1p(levels.astype(np.float64) / ranker.eps) * ranker.weights
    parts[:, -1] = 0.0
    score = parts.sum(1)
    score[actor] = -np.inf
    weight = np.exp(score - score.max())
    order = np.argsort(-weight, kind="stable")
    order = order[order != actor]
    return Next(order, weight[order] / weight.sum(), parts[order])


def measured(graph: Graph, *, seed: int = 7) -> dict[str, float] | None:
    """How good the ranker was on the last 30 days, learnt before them; None of a short past."""
    split = int(graph.days[-1]) + 1 - MEASURED_DAYS
    before, after = graph.between(0, split), graph.between(split, split + MEASURED_DAYS)
    if not enough(before) or not len(after):
        return None
    wanted = queries(after)
    past: Told = told(graph)
    ranked, _ = score_queries(learn_fast(before, seed=seed), past, wanted)
    return {"questions": float(len(wanted)), **figures(ranked, wanted)}

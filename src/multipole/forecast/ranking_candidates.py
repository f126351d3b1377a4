"""Candidates of each question with their features, a day at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from multipole.forecast.graph import Ints, Queries, Told
from multipole.forecast.ranking_describe import describe_day
from multipole.forecast.ranking_fast import NEVER, FastRanker, score_queries
from multipole.forecast.ranking_features import NAMES
from multipole.forecast.ranking_kin import Kin, kin_of
from multipole.forecast.ranking_levels import Floats, Singles, decays

#: Candidates of the fast ranker and of kinship, for each question.
FIRST: Final = 100
KINDRED: Final = 60


@dataclass(frozen=True, slots=True)
class Described:
    """Questions from place ``low`` on: ``entities`` (n, k), ``features`` (n, k, f).

    ``scores`` (n, k) are those of the fast ranker and ``log_total`` (n,) the log of the sum of the
    exponentials of all entities' scores.
    """

    low: int
    entities: Ints
    features: Singles
    scores: Singles
    log_total: Floats


def describe(
    ranker: FastRanker,
    past: Told,
    wanted: Queries,
    *,
    known_before: int = NEVER,
    first: int = FIRST,
    kindred: int = KINDRED,
) -> Iterator[Described]:
    """Candidates of each of ``wanted``, from facts before its day and before ``known_before``.

    Kinship is learnt anew for each day.
    """
    days = wanted.rows[:, 3]
    kin, learnt = None, -1
    for day in np.unique(days):
        low, high = (int(n) for n in np.searchsorted(days, (day, day + 1)))
        end = min(int(day), known_before)
        if kin is None or end != learnt:
            before = past.daily[: np.searchsorted(past.daily[:, 3], end)]
            kin = kin_of(before, past.entities, 2 * past.relations, end)
            learnt = end
        inside = (wanted.groups >= low) & (wanted.groups <= high)
        asked = Queries(wanted.rows[low:high], wanted.groups[inside] - low)
        yield _day(ranker, past, asked, kin, low, known_before, (first, kindred))


def _day(
    ranker: FastRanker,
    past: Told,
    asked: Queries,
    kin: Kin,
    low: int,
    known_before: int,
    sizes: tuple[int, int],
) -> Described:
    n, (kept, more) = len(asked), sizes
    _, firsts = score_queries(ranker, past, asked, known_before=known_before, first=kept)
    kept = firsts.entities.shape[1]
    width = min(kept + more, past.entities)
    order = np.argsort(-firsts.scores, axis=1, kind="stable")
    entities, scores = np.full((n, width), -1, np.int32), np.zeros((n, width), np.float32)
    entities[:, :kept] = np.take_along_axis(firsts.entities, order, 1)
    scores[:, :kept] = np.take_along_axis(firsts.scores, order, 1)
    features = np.zeros((n, width, len(NAMES)), np.float32)
    subjects = asked.rows[asked.groups[:-1], 0]
    describe_day(
        asked.rows, asked.groups, past.rows, past.start, past.related, past.first, past.daily,
        past.relations, ranker.rules, decays(int(asked.rows[0, 3]) + 1), known_before,
        kin.ties[subjects] @ kin.ties.T, kin.roles[subjects] @ kin.roles.T, kin.ties, kin.roles,
        kin.strength, kin.near, kin.near_first, kin.near_weight, scores, firsts.log_total,
        entities, kept, ranker.weights, ranker.eps, features,
    )  # fmt: skip
    return Described(low, entities, features, scores, firsts.log_total)

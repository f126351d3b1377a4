"""Candidates of each question with their features, a day at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from multipole.forecast.graph import Ints, Queries, Told
from multipole.forecast.ranking_describe import describe_day
from multipole.forecast.ranking_fast import NEVER, FastRanker, score_queries
from multipole.forecast.ranking_features import NAMES, plain_counts
from multipole.forecast.ranking_kin import Kin, kin_of
from multipole.forecast.ranking_kindred import kin_day
from multipole.forecast.ranking_levels import Floats, Singles, decays
from multipole.forecast.ranking_named import NAMED, homes_of, named_day
from multipole.forecast.ranking_names import Names

#: Candidates of the fast ranker and of kinship, for each question.
FIRST: Final = 100
KINDRED: Final = 60
#: The same where names are known: they find more of the pairs that never met.
KINDRED_BY_NAME: Final = 80


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
    kindred: int | None = None,
    names: Names | None = None,
) -> Iterator[Described]:
    """Candidates of each of ``wanted``, from facts before its day and before ``known_before``.

    Kinship is learnt anew for each day. With ``names`` candidates are also looked for by place and
    role, and the features of names stand behind the others.
    """
    days, more = wanted.rows[:, 3], KINDRED_BY_NAME if names else KINDRED
    more = more if kindred is None else kindred
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
        yield _day(_Today(ranker, past, asked, kin, names, known_before), low, first, more)


@dataclass(frozen=True, slots=True)
class _Today:
    """One day's questions and what they are answered from."""

    ranker: FastRanker
    past: Told
    asked: Queries
    kin: Kin
    names: Names | None
    known_before: int

    @property
    def day(self) -> int:
        return int(self.asked.rows[0, 3])

    @property
    def subjects(self) -> Ints:
        """The subject of each group of questions."""
        return np.asarray(self.asked.rows[self.asked.groups[:-1], 0])

    @property
    def columns(self) -> int:
        """How many features there are."""
        return len(NAMES) + (len(NAMED) if self.names else 0)


def _day(today: _Today, low: int, first: int, kindred: int) -> Described:
    ranker, past, asked, kin = today.ranker, today.past, today.asked, today.kin
    cutoff, subjects = today.known_before, today.subjects
    _, firsts = score_queries(ranker, past, asked, known_before=cutoff, first=first)
    kept = firsts.entities.shape[1]
    width = min(kept + kindred, past.entities)
    order = np.argsort(-firsts.scores, axis=1, kind="stable")
    entities = np.full((len(asked), width), -1, np.int32)
    scores = np.zeros((len(asked), width), np.float32)
    entities[:, :kept] = np.take_along_axis(firsts.entities, order, 1)
    scores[:, :kept] = np.take_along_axis(firsts.scores, order, 1)
    features = np.zeros((*entities.shape, today.columns), np.float32)
    ties = kin.ties[subjects] @ kin.ties.T
    _add_kindred(today, ties, kept, entities, features)
    describe_day(
        asked.rows, asked.groups, past.rows, past.start, past.related, past.first, past.daily,
        past.relations, ranker.rules, decays(today.day + 1), cutoff,
        ties, kin.roles[subjects] @ kin.roles.T, kin.ties, kin.roles,
        kin.strength, kin.near, kin.near_first, kin.near_weight, scores, firsts.log_total,
        entities, kept, ranker.weights, ranker.eps, features,
    )  # fmt: skip
    return Described(low, entities, features, scores, firsts.log_total)


def _add_kindred(
    today: _Today, ties: Singles, kept: int, entities: Ints, features: Singles
) -> None:
    """Fill ``entities`` from place ``kept``; with names also their ``features``, the last ones."""
    past, asked, kin, names, day = today.past, today.asked, today.kin, today.names, today.day
    decay, cutoff = decays(day + 1), today.known_before
    if names is None:
        kin_day(asked.rows, asked.groups, past.related, past.first, decay, cutoff, ties,
                kin.strength, kept, entities)  # fmt: skip
        return
    homes = homes_of(names, kin)
    plain = np.zeros((past.entities, 7), np.float32)
    plain_counts(past.daily, day, min(day, cutoff), decay, plain)
    named_day(
        asked.rows, asked.groups, past.rows, past.start, past.related, past.first, decay, cutoff,
        ties, names.place, names.role, homes.placed, homes.kind,
        homes.profile[today.subjects] @ homes.profile.T, homes.members, homes.member_first,
        np.array([names.places, names.roles, homes.kinds]), np.ascontiguousarray(plain[:, :2]),
        kept, entities, len(NAMES), features,
    )  # fmt: skip

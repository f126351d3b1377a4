"""The fast ranker: weights of the levels learnt on the last part of the past, then scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import optimize

from multipole.core.errors import BadValue
from multipole.forecast.graph import (
    Graph,
    Ints,
    Places,
    Queries,
    Told,
    asked,
    both_sides,
    queries,
    told,
)
from multipole.forecast.ranking_levels import EPS, LEVELS, Floats, Singles, decays, rule_sums
from multipole.forecast.ranking_score import levels_of, score_all

#: Days of the past whose questions teach the weights, questions taken of them, entities without
#: any past taken as examples of the rest.
TAUGHT_DAYS: Final = 30
TAUGHT: Final = 3000
REST: Final = 150
WINDOW: Final = 60
_RIDGE: Final = 1e-3
NEVER: Final = np.iinfo(np.int32).max


def rules_of(graph: Graph, *, window_days: int = WINDOW) -> Singles:
    """How much a type foretells another between the same two, shape (2 R, 2 R), from r2 to r.

    ``rules[r, r2]`` grows with how often an act of type r followed one of r2 within ``window_days``
    (near days count more) for each act of r2. Each row's sum is R / 5.
    """
    rows = both_sides(graph.facts, graph.relations)
    pair = rows[:, 0].astype(np.int64) * graph.entities + rows[:, 2]
    order = np.lexsort((rows[:, 3], pair))
    types = 2 * graph.relations
    heads, bodies = np.zeros((types, types)), np.zeros(types)
    relation, day = rows[order, 1].copy(), rows[order, 3].copy()
    rule_sums(pair[order], relation, day, window_days, heads, bodies)
    chance = heads / (bodies[None, :] + 5)
    share = chance / (chance.sum(1, keepdims=True) + 1e-9)
    return np.asarray(share * graph.relations / 5, np.float32)


@dataclass(frozen=True, slots=True)
class FastRanker:
    """Rules between types and the weights of `LEVELS`, shape (9,)."""

    rules: Singles
    weights: Floats
    eps: float = EPS


@dataclass(frozen=True, slots=True)
class Ranked:
    """What became of each question: arrays of one place a row of the `Queries`.

    ``above`` and ``level``: entities with a higher and with the same score, other answers of the
    question left out (the time-aware filter); ``log_chance`` of the answer and ``log_first`` of the
    first entity, in nats.
    """

    above: Floats
    level: Floats
    log_chance: Floats
    log_first: Floats


@dataclass(frozen=True, slots=True)
class Firsts:
    """The first k entities of each question, in no order: (n, k), and the log of all weights."""

    entities: Ints
    scores: Singles
    log_total: Floats


def score_queries(
    ranker: FastRanker, past: Told, wanted: Queries, *, known_before: int = NEVER, first: int = 0
) -> tuple[Ranked, Firsts]:
    """Score questions from facts before their day and before ``known_before``.

    ``past`` may hold later facts: they are not looked at.
    """
    n = len(wanted)
    out, totals = np.zeros((n, 4)), np.zeros(n)
    kept = min(first, past.entities)
    entities, scores = np.zeros((n, kept), np.int32), np.zeros((n, kept), np.float32)
    score_all(
        wanted.rows, wanted.groups, past.rows, past.start, past.related, past.first, past.daily,
        past.relations, ranker.rules, _decay(past, wanted),
        ranker.weights, ranker.eps, known_before, out, entities, scores, totals,
    )  # fmt: skip
    with np.errstate(divide="ignore"):
        firsts = Firsts(entities, scores, np.log(totals))
    return Ranked(*out.T.copy()), firsts


def learn_fast(
    past: Graph,
    *,
    days: int = TAUGHT_DAYS,
    taught: int = TAUGHT,
    ahead: bool = False,
    seed: int = 7,
) -> FastRanker:
    """Learn rules from ``past`` and weights from the questions of its last ``days``.

    The weights are those of the highest likelihood (with a small ridge) of ``taught`` questions
    drawn from these days, each asked with what was known before its day or, for forecasts of many
    days ``ahead``, before the first of these days. Raises `BadValue` for a past of fewer than three
    days.
    """
    if len(past.days) < 3:
        raise BadValue(f"a past of {len(past.days)} days teaches nothing; give 3 or more")
    last = int(past.days[-1]) + 1
    split = max(int(past.days[len(past.days) // 2]), last - days)
    before = FastRanker(rules_of(past.between(0, split)), np.zeros(len(LEVELS)))
    wanted = _drawn(queries(past.between(split, last)), taught, seed)
    weights = learn_weights(before, told(past), wanted, known_before=split if ahead else NEVER)
    return FastRanker(rules_of(past), weights)


def learn_weights(
    ranker: FastRanker, past: Told, wanted: Queries, *, known_before: int = NEVER, seed: int = 7
) -> Floats:
    """The weights of `LEVELS` under which the answers of ``wanted`` are most likely."""
    examples = _examples(ranker, past, wanted, known_before, seed)
    start = np.full(len(LEVELS), 0.1)
    found = optimize.minimize(_loss, start, args=examples, jac=True, method="L-BFGS-B",
                              options={"maxiter": 60})  # fmt: skip
    return np.asarray(found.x, np.float64)


def _loss(
    weights: Floats, levels: Singles, offset: Singles, bounds: Places, target: Places
) -> tuple[float, Floats]:
    """Mean negative log chance of the answers, with a ridge, and its gradient."""
    score = levels @ weights.astype(np.float32) + offset
    sizes = np.diff(bounds)
    score -= np.repeat(np.maximum.reduceat(score, bounds[:-1]), sizes)
    chance = np.exp(score)
    total = np.add.reduceat(chance, bounds[:-1])
    chance /= np.repeat(total, sizes)
    loss = float(np.log(total).mean() - score[target].mean())
    slope = (chance @ levels - levels[target].sum(0)) / len(target)
    return loss + _RIDGE * float(weights @ weights), slope.astype(np.float64) + 2 * _RIDGE * weights


def _examples(
    ranker: FastRanker, past: Told, wanted: Queries, known_before: int, seed: int
) -> tuple[Singles, Singles, Places, Places]:
    """Logs of the levels, offsets, bounds of each question and the place of its answer.

    Entities without any past are represented by `REST` drawn ones, each of which counts for many
    (its offset); the question's other answers are left out.
    """
    extra = np.random.default_rng(seed).integers(0, past.entities, REST).astype(np.int32)
    levels, entities, bounds = _levels(ranker, past, wanted, known_before, extra)
    sizes = np.diff(bounds)
    row = np.repeat(np.arange(len(wanted)), sizes)
    kept = ~_other_answers(wanted, row, entities)
    levels, entities, row = levels[kept], entities[kept], row[kept]
    sizes = np.bincount(row, minlength=len(wanted))
    drawn = np.bincount(row[entities < 0], minlength=len(wanted))
    each = np.log(np.maximum(past.entities - sizes + drawn, 1) / np.maximum(drawn, 1))
    offset = np.where(entities < 0, each[row], 0.0).astype(np.float32)
    target = np.flatnonzero(entities == wanted.rows[row, 2])
    bounds = np.append(0, np.cumsum(sizes))
    return np.log1p(levels / np.float32(ranker.eps)), offset, bounds, target


def _other_answers(wanted: Queries, row: Places, entities: Ints) -> npt.NDArray[np.bool_]:
    """Which rows of levels are of another answer of the same question."""
    number, width = wanted.questions, np.int64(1) << 32
    answers = np.sort(number * width + wanted.rows[:, 2])
    key = number[row] * width + entities
    place = np.minimum(np.searchsorted(answers, key), len(answers) - 1)
    other: npt.NDArray[np.bool_] = (answers[place] == key) & (entities != wanted.rows[row, 2])
    return other


def _levels(
    ranker: FastRanker, past: Told, wanted: Queries, known_before: int, extra: Ints
) -> tuple[Singles, Ints, Places]:
    """The raw levels; the room for them is doubled until they fit."""
    bounds, decay = np.zeros(len(wanted) + 1, np.int64), _decay(past, wanted)
    room = 1 << 20
    while True:
        out, entities = np.zeros((room, len(LEVELS)), np.float32), np.zeros(room, np.int32)
        n = levels_of(
            wanted.rows, wanted.groups, past.rows, past.start, past.related, past.first, past.daily,
        past.relations, ranker.rules, decay, known_before, out,
            entities, bounds, extra,
        )  # fmt: skip
        if n >= 0:
            return out[:n], entities[:n], bounds
        room *= 2


def levels_between(ranker: FastRanker, past: Told, wanted: Queries) -> Singles:
    """The raw levels of every entity for the one question of ``wanted``, shape (entities, 9)."""
    everyone = np.arange(past.entities, dtype=np.int32)
    levels, entities, _ = _levels(ranker, past, wanted, NEVER, everyone)
    out = np.zeros((past.entities, len(LEVELS)), np.float32)
    out[np.where(entities < 0, -1 - entities, entities)] = levels
    return out


def _drawn(found: Queries, taught: int, seed: int) -> Queries:
    """About ``taught`` of the rows: whole questions, with all their answers."""
    number = found.questions
    share = min(1.0, taught / len(found))
    chosen = np.random.default_rng(seed).random(number[-1] + 1) < share
    return asked(found.rows[chosen[number]]) if chosen.any() else found


def _decay(past: Told, wanted: Queries) -> Floats:
    return decays(int(wanted.rows[:, 3].max(initial=0)) + 1)

"""The fast and the learned ranker on a small world of habits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.forecast.ranking_world import DAYS, ENTITIES, habits, renamed

from multipole.core.errors import BadValue
from multipole.forecast.graph import Graph, Queries, Told, queries, told
from multipole.forecast.graph_leaks import sees_ahead
from multipole.forecast.graph_scores import calibration_error, figures, reciprocal_ranks
from multipole.forecast.ranking_fast import (
    FastRanker,
    Ranked,
    learn_fast,
    levels_between,
    rules_of,
    score_queries,
)
from multipole.forecast.ranking_learned import LearnedRanker, learn_ranked, score_ranked

SPLIT = DAYS - 10


@pytest.fixture(scope="module")
def graph() -> Graph:
    return habits()


@pytest.fixture(scope="module")
def fast(graph: Graph) -> FastRanker:
    return learn_fast(graph.between(0, SPLIT))


@pytest.fixture(scope="module")
def learned(graph: Graph) -> LearnedRanker:
    return learn_ranked(graph.between(0, SPLIT), rounds=10)


@pytest.fixture(scope="module")
def wanted(graph: Graph) -> Queries:
    return queries(graph.between(SPLIT, DAYS))


def _fast(ranker: FastRanker, past: Told, wanted: Queries) -> Ranked:
    return score_queries(ranker, past, wanted)[0]


def test_habits_are_found(graph: Graph, fast: FastRanker, wanted: Queries) -> None:
    found = figures(_fast(fast, told(graph), wanted), wanted)
    assert found["mrr"] > 0.6
    assert found["mrr_low"] <= found["mrr"] <= found["mrr_high"]
    assert found["mrr_worst_ties"] <= found["mrr"]
    assert found["log_loss"] < 0.7 * np.log(ENTITIES)


def test_places_and_chances_agree_with_scoring_each_entity_by_itself(
    graph: Graph, fast: FastRanker
) -> None:
    wanted = queries(graph.between(SPLIT, SPLIT + 1))
    past, ranked = told(graph), _fast(fast, told(graph), wanted)
    for i, row in enumerate(wanted.rows):
        only = Queries(row[None, :], np.array([0, 1]))
        levels = levels_between(fast, past, only).astype(np.float64)
        score = np.log1p(levels / fast.eps) @ fast.weights
        score[row[0]] += fast.weights[8] - fast.weights[8] * np.log1p(1 / fast.eps)
        same = (wanted.rows[:, [0, 1]] == row[[0, 1]]).all(1)
        others = wanted.rows[same & (wanted.rows[:, 2] != row[2]), 2]
        score[others] = -np.inf
        log_chance = score[row[2]] - np.log(np.exp(score).sum())
        assert ranked.log_chance[i] == pytest.approx(log_chance, abs=1e-3)
        near = np.abs(score - score[row[2]]) < 1e-4
        assert (score > score[row[2]])[~near].sum() <= ranked.above[i]
        assert ranked.above[i] <= ((score > score[row[2]]) | near).sum()


def test_first_entities_are_those_of_the_highest_score(graph: Graph, fast: FastRanker) -> None:
    wanted = queries(graph.between(SPLIT, SPLIT + 3))
    ranked, firsts = score_queries(fast, told(graph), wanted, first=5)
    found = (firsts.entities == wanted.rows[:, [2]]).any(1)
    assert found[ranked.above + ranked.level < 1].all()
    everyone = score_queries(fast, told(graph), wanted, first=ENTITIES)[1]
    total = np.log(np.exp(everyone.scores.astype(np.float64)).sum(1))
    assert total == pytest.approx(everyone.log_total, abs=1e-4)


def test_a_shuffled_future_changes_no_forecast(
    graph: Graph, fast: FastRanker, learned: LearnedRanker
) -> None:
    assert not sees_ahead(lambda past, asked: _fast(fast, past, asked), graph, SPLIT + 2)
    assert not sees_ahead(lambda past, asked: score_ranked(learned, past, asked), graph, SPLIT + 2)


def test_a_planted_leak_is_caught(graph: Graph, fast: FastRanker) -> None:
    def leaking(past: Told, asked: Queries) -> Ranked:
        rows = past.rows.copy()
        rows[:, 3] -= 1
        return _fast(fast, replace(past, rows=rows), asked)

    assert sees_ahead(leaking, graph, SPLIT + 2)


def test_several_days_ahead_only_the_first_days_are_known(
    graph: Graph, fast: FastRanker, wanted: Queries
) -> None:
    ahead = score_queries(fast, told(graph), wanted, known_before=SPLIT)[0]
    cut = score_queries(fast, told(graph.between(0, SPLIT)), wanted)[0]
    for name in Ranked.__slots__:
        assert np.array_equal(getattr(ahead, name), getattr(cut, name))


def test_other_names_give_the_same_places(graph: Graph) -> None:
    names = np.random.default_rng(3).permutation(ENTITIES).astype(np.int32)
    other = renamed(graph, names)
    ranker = FastRanker(rules_of(graph), np.array([0.3, 0.5, -0.3, 0.5, 0.3, 0.0, 0.0, 0.4, 0.0]))
    means = [
        reciprocal_ranks(_fast(ranker, told(g), queries(g.between(SPLIT, DAYS)))).mean()
        for g in (graph, other)
    ]
    assert means[0] == pytest.approx(means[1], abs=1e-6)


def test_the_learned_order_is_calibrated_and_the_same_each_time(
    graph: Graph, learned: LearnedRanker, fast: FastRanker, wanted: Queries
) -> None:
    past = told(graph)
    first, again = (score_ranked(learned, past, wanted) for _ in range(2))
    assert np.array_equal(first.log_chance, again.log_chance)
    assert np.all(first.log_chance <= first.log_first + 1e-9)
    assert np.all(first.log_chance < 0)
    plain = figures(_fast(fast, past, wanted), wanted)
    found = figures(first, wanted)
    assert found["mrr"] > plain["mrr"] - 0.05
    assert calibration_error(first) < 0.15


def test_learning_twice_gives_the_same_weights(graph: Graph, fast: FastRanker) -> None:
    again = learn_fast(graph.between(0, SPLIT))
    assert np.array_equal(fast.weights, again.weights)


def test_a_past_too_short_is_refused() -> None:
    with pytest.raises(BadValue, match="teaches nothing"):
        learn_fast(habits(days=2))
    with pytest.raises(BadValue, match="teaches no order"):
        learn_ranked(habits(days=9))


def test_types_that_follow_foretell() -> None:
    rows = [(0, 0, 1, d) for d in range(0, 40, 4)] + [(0, 1, 1, d + 1) for d in range(0, 40, 4)]
    graph = Graph(np.array(sorted(rows, key=lambda r: r[3]), np.int32), 3, 2)
    rules = rules_of(graph)
    assert rules[1, 0] > rules[1, 3]
    assert rules.sum(1)[:2] == pytest.approx([0.4, 0.4], rel=1e-4)

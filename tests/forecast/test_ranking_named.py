"""Candidates and features by names on a small world of three countries."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.forecast.graph import Graph, Queries, Rows, asked, queries, told
from multipole.forecast.graph_leaks import sees_ahead, shuffled_from
from multipole.forecast.graph_scores import NOVELTY, by_novelty, novelty
from multipole.forecast.ranking_candidates import Described, describe
from multipole.forecast.ranking_fast import FastRanker, learn_fast
from multipole.forecast.ranking_features import NAMES
from multipole.forecast.ranking_kin import kin_of
from multipole.forecast.ranking_kindred import add_best
from multipole.forecast.ranking_learned import LearnedRanker, learn_ranked, score_ranked
from multipole.forecast.ranking_named import NAMED, homes_of
from multipole.forecast.ranking_names import Names

COUNTRIES, ROLES, EACH = 3, 4, 40
ENTITIES = COUNTRIES * ROLES * EACH
DAYS, SPLIT = 50, 40


def _names() -> Names:
    """Entity n belongs to country n mod 3 and has the role n mod 4; the first ten tell nothing."""
    number = np.arange(ENTITIES, dtype=np.int32)
    told_of = number >= 10
    place = np.where(told_of, 1 + number % COUNTRIES, 0).astype(np.int32)
    role = np.where(told_of, 1 + number % ROLES, 0).astype(np.int32)
    return Names(place, role, COUNTRIES + 1, ROLES + 1)


def _world() -> Graph:
    """Acts of type r go within a country to those of role r, whoever of them: mostly new pairs."""
    rng, rows = np.random.default_rng(2), []
    for day in range(DAYS):
        for _ in range(12):
            subject, kind = int(rng.integers(ENTITIES)), int(rng.integers(ROLES))
            number = np.arange(ENTITIES)
            fits = (number % ROLES == kind) & (number % COUNTRIES == subject % COUNTRIES)
            other = int(rng.choice(number[fits & (number != subject)]))
            rows.append((subject, kind, other, day))
    return Graph(np.array(rows, np.int32), ENTITIES, ROLES)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return _world()


@pytest.fixture(scope="module")
def fast(graph: Graph) -> FastRanker:
    return learn_fast(graph.between(0, SPLIT))


@pytest.fixture(scope="module")
def learned(graph: Graph) -> LearnedRanker:
    return learn_ranked(graph.between(0, SPLIT), names=_names(), rounds=20)


def _described(fast: FastRanker, graph: Graph, wanted: Queries, **sizes: int) -> Described:
    return next(iter(describe(fast, told(graph), wanted, names=_names(), **sizes)))


def test_names_help_with_pairs_that_never_met(graph: Graph, learned: LearnedRanker) -> None:
    past, wanted = told(graph), queries(graph.between(SPLIT, DAYS))
    plain = learn_ranked(graph.between(0, SPLIT), rounds=20)
    kinds, new = novelty(past, wanted), NOVELTY[2]
    without, having = (
        by_novelty(score_ranked(ranker, past, wanted), kinds)[new] for ranker in (plain, learned)
    )
    assert having["share"] > 0.3
    assert having["mrr"] > 1.5 * without["mrr"]
    assert having["log_loss"] < without["log_loss"]


def test_a_shuffled_future_changes_no_forecast_by_names(
    graph: Graph, learned: LearnedRanker
) -> None:
    assert not sees_ahead(lambda past, q: score_ranked(learned, past, q), graph, SPLIT + 2)


def test_several_days_ahead_names_look_at_the_first_days_only(
    graph: Graph, learned: LearnedRanker
) -> None:
    wanted = queries(graph.between(SPLIT, DAYS))
    shuffled = told(shuffled_from(graph, SPLIT))
    ahead, cut = (
        score_ranked(learned, past, wanted, known_before=SPLIT) for past in (told(graph), shuffled)
    )
    assert np.array_equal(ahead.log_chance, cut.log_chance)
    assert np.array_equal(ahead.above, cut.above)


def _question(rows: Rows, day: int) -> Queries:
    return asked(np.array([[30, 1, rows[0, 2], day]], np.int32))


def test_candidates_by_name_are_of_the_country_and_the_role(graph: Graph, fast: FastRanker) -> None:
    wanted = _question(graph.facts, SPLIT)
    part = _described(fast, graph, wanted, first=1, kindred=8)
    found, number = part.entities[0, 1:], np.arange(ENTITIES)
    assert len(set(part.entities[0].tolist())) == 9
    fits = (number % COUNTRIES == 30 % COUNTRIES) & (number % ROLES == 1)
    assert fits[found].mean() > 0.35 > 2 * fits.mean()


def test_counts_by_names_are_those_of_going_through_the_facts(
    graph: Graph, fast: FastRanker
) -> None:
    names, wanted = _names(), _question(graph.facts, SPLIT)
    part = _described(fast, graph, wanted, first=ENTITIES, kindred=0)
    past = told(graph).daily
    past = past[past[:, 3] < SPLIT]
    homes = homes_of(names, kin_of(past, ENTITIES, 2 * ROLES, SPLIT))
    weight = (1.0 + SPLIT - past[:, 3]) ** -0.5
    placed, kind, typed = homes.placed, homes.kind, past[:, 1] == 1
    ours = placed[past[:, 0]] == placed[30]
    alike = names.role[past[:, 0]] == names.role[30]
    for entity, x in zip(part.entities[0], part.features[0, :, len(NAMES) :], strict=True):
        on = past[:, 2] == entity
        home = placed[entity] == placed[30]
        within = (placed[past[:, 0]] == placed[past[:, 2]]) & (placed[past[:, 2]] > 0)
        to_role = names.role[past[:, 2]] == names.role[entity]
        to_kind = kind[past[:, 2]] == kind[entity]
        side = typed & alike & (within == home)
        expected = {
            "same_placed": float(home),
            "type_role_share": weight[typed & to_role].sum() / (weight[typed].sum() + 0.1),
            "type_roles_at_home_share": weight[side & to_role].sum() / (weight[side].sum() + 0.1),
            "place_type_object": weight[typed & ours & on].sum(),
            "role_type_object": weight[typed & alike & on].sum(),
            "place_object": weight[ours & on].sum(),
            "place_kind": weight[ours & to_kind].sum(),
            "own_kind": weight[(past[:, 0] == 30) & to_kind].sum(),
            "kind_size": (kind == kind[entity]).sum(),
        }
        for name, value in expected.items():
            assert x[NAMED.index(name)] == pytest.approx(value, rel=1e-4, abs=1e-4), name


def test_without_names_the_features_are_the_same_as_with_them(
    graph: Graph, fast: FastRanker
) -> None:
    wanted = queries(graph.between(SPLIT, SPLIT + 1))
    plain, named = (
        next(iter(describe(fast, told(graph), wanted, names=names, first=ENTITIES)))
        for names in (None, _names())
    )
    assert np.array_equal(plain.features, named.features[:, :, : len(NAMES)])


def test_who_meets_mostly_one_place_belongs_there() -> None:
    rows = np.array([[0, 0, n, 1] for n in (2, 3, 4)] + [[1, 0, n, 1] for n in (2, 5)], np.int32)
    back = rows[:, [2, 1, 0, 3]] + np.array([0, 1, 0, 0], np.int32)
    place = np.array([0, 0, 1, 1, 1, 2], np.int32)
    names = Names(place, np.zeros(6, np.int32), 3, 1)
    homes = homes_of(names, kin_of(np.concatenate([rows, back]), 6, 2, 2))
    assert homes.placed.tolist() == [1, *homes.placed[1:2].tolist(), 1, 1, 1, 2]
    inside = homes.members[homes.member_first[1] : homes.member_first[2]]
    assert set(inside.tolist()) == set(np.flatnonzero(homes.placed == 1).tolist())
    assert np.linalg.norm(homes.profile, axis=1) == pytest.approx(np.ones(6))


def test_numbering_places_otherwise_changes_no_candidate(graph: Graph, fast: FastRanker) -> None:
    names, wanted = _names(), queries(graph.between(SPLIT, SPLIT + 1))
    other = replace(names, place=np.array([0, 3, 1, 2], np.int32)[names.place])
    first, again = (
        next(iter(describe(fast, told(graph), wanted, names=n, first=5, kindred=10)))
        for n in (names, other)
    )
    assert np.array_equal(np.sort(first.entities, 1), np.sort(again.entities, 1))


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), min_size=6, max_size=20), st.integers(0, 3), st.integers(0, 6))
def test_the_best_are_added_once_and_in_no_place_twice(
    scores: list[int], known: int, more: int
) -> None:
    work = np.array(scores, np.float64)
    out = np.full(min(known + more, len(scores)), -1, np.int32)
    out[:known] = np.arange(known)[: len(out)]
    add_best(work.copy(), out, min(known, len(out)))
    assert len(set(out.tolist())) == len(out)
    left = sorted((s for n, s in enumerate(scores) if n >= known), reverse=True)
    assert sorted((scores[n] for n in out[known:]), reverse=True) == left[: len(out) - known]

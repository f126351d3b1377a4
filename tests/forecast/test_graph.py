"""A temporal graph, its questions and their scores."""

from __future__ import annotations

import numpy as np
import pytest

from multipole.core.errors import BadValue
from multipole.forecast.graph import Graph, asked, both_sides, queries, told
from multipole.forecast.graph_scores import (
    NEW,
    NOVELTY,
    PAIR,
    SEEN,
    by_novelty,
    calibration_error,
    day_blocks,
    novelty,
    places,
)
from multipole.forecast.ranking_fast import Ranked


def _graph(*rows: tuple[int, int, int, int]) -> Graph:
    return Graph(np.array(rows, np.int32), 5, 2)


def test_facts_out_of_order_or_of_unknown_entities_are_refused() -> None:
    with pytest.raises(BadValue, match="not ordered by day"):
        _graph((0, 0, 1, 3), (0, 0, 1, 2))
    with pytest.raises(BadValue, match="names an entity"):
        _graph((0, 0, 5, 1))
    with pytest.raises(BadValue, match="shape"):
        Graph(np.zeros((2, 3), np.int32), 5, 2)


def test_each_fact_is_asked_from_both_its_sides() -> None:
    found = queries(_graph((0, 1, 2, 4)))
    assert found.rows.tolist() == [[0, 1, 2, 4], [2, 3, 0, 4]]
    assert found.groups.tolist() == [0, 1, 2]


def test_answers_of_one_question_have_one_number() -> None:
    found = asked(np.array([(0, 1, 2, 4), (0, 1, 3, 4), (0, 0, 3, 4), (0, 1, 2, 5)], np.int32))
    assert found.questions.tolist() == [0, 1, 1, 2]
    assert found.groups.tolist() == [0, 3, 4]


def test_facts_of_a_subject_and_of_a_relation_stand_together_by_day() -> None:
    found = told(_graph((0, 1, 2, 1), (2, 1, 0, 2), (0, 0, 3, 3)))
    mine = found.rows[found.start[0] : found.start[1]]
    assert mine.tolist() == [[0, 1, 2, 1], [0, 3, 2, 2], [0, 0, 3, 3]]
    of_type = found.related[found.first[1] : found.first[2]]
    assert of_type.tolist() == [[0, 1, 2, 1], [2, 1, 0, 2]]


def test_novelty_counts_only_what_was_before() -> None:
    graph = _graph((0, 0, 1, 1), (0, 1, 1, 2), (0, 0, 1, 3), (0, 0, 4, 3))
    wanted = asked(both_sides(graph.facts, 2)[:4])
    kinds = [NOVELTY[n] for n in novelty(told(graph), wanted)]
    assert kinds == [NEW, PAIR, SEEN, NEW]
    assert [NOVELTY[n] for n in novelty(told(graph), wanted, known_before=2)][2:] == [SEEN, NEW]


def test_ties_count_as_their_average_place_and_the_worst_stands_beside() -> None:
    one = Ranked(*(np.array([v]) for v in (2.0, 4.0, -1.0, -1.0)))
    assert places(one)[0] == 5
    assert places(one, worst=True)[0] == 7


def test_a_forecast_as_sure_as_right_is_calibrated() -> None:
    chance = np.log(np.full(4, 0.25))
    right = Ranked(np.array([0.0, 1, 1, 1]), np.zeros(4), chance, chance)
    assert calibration_error(right) == pytest.approx(0.0, abs=1e-12)
    wrong = Ranked(np.ones(4), np.zeros(4), chance, chance)
    assert calibration_error(wrong) == pytest.approx(0.25)


def test_days_and_not_questions_are_drawn_for_the_interval() -> None:
    values = np.repeat([0.0, 1.0], 500)
    together = day_blocks(values, np.repeat([0, 1], 500).astype(np.int32))
    apart = day_blocks(values, np.arange(1000, dtype=np.int32))
    assert together.mean == apart.mean == 0.5
    assert together.high - together.low > 5 * (apart.high - apart.low)


def test_kinds_that_do_not_occur_are_left_out() -> None:
    one = Ranked(*(np.array([v]) for v in (0.0, 0.0, -1.0, -1.0)))
    assert set(by_novelty(one, np.array([1]))) == {PAIR}

"""Bargaining over an issue: the published case, and what must hold of any table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.scenario.bargaining import (
    CAUTIOUS,
    PRINTED,
    PUBLISHED,
    RULES,
    Rules,
    bargain,
    weighed,
)
from multipole.scenario.bargaining_terms import (
    COMPEL,
    COMPROMISE,
    CONFLICT,
    Floats,
    chances,
    expected,
    mean,
    middle,
    offers,
    votes,
)

#: Years until new limits for exhaust gas of cars of middle size would bind, as experts put the
#: positions of the member states in 1989 (Bueno de Mesquita 1994; Scholz et al. 2011, table 1).
STATES = ("NLD", "BEL", "LUX", "DEU", "FRA", "ITA", "GBR", "IRL", "DNK", "GRC")
YEARS = np.array([4.0, 7, 4, 4, 10, 10, 10, 7, 4, 7])
POWER = np.array([0.08, 0.08, 0.03, 0.16, 0.16, 0.16, 0.16, 0.05, 0.05, 0.08])
CARE = np.array([0.8, 0.4, 0.2, 0.8, 0.6, 0.6, 0.9, 0.1, 1.0, 0.7])
#: Scholz et al. 2011, table 2: after each of eight rounds, to one decimal.
THEIR_MEDIANS = (8.4, 9.9, 9.9, 9.9, 9.9, 7.4, 8.8, 9.6)
THEIR_MEANS = (7.4, 7.5, 7.6, 7.3, 7.3, 7.4, 7.5, 7.6)

#: Readings under which an issue turned around gives the result turned around.
MIRRORED = (PRINTED, CAUTIOUS, Rules("strongest", accept="strongest"), Rules("own", view="own"))


def shown(values: Floats) -> tuple[float, ...]:
    """Cut to one decimal, as their medians are."""
    return tuple((np.floor(values * 10 + 1e-9) / 10).tolist())


def test_the_published_case_starts_where_they_say() -> None:
    assert middle(YEARS, POWER * CARE) == 7.0
    assert mean(YEARS, POWER * CARE) == pytest.approx(7.390, abs=5e-4)


def test_the_published_medians_come_out_but_for_one() -> None:
    course = bargain(YEARS, POWER, CARE, rules=PUBLISHED, rounds=8, still=0)
    ours = shown(course.medians[0, 1:])
    differs = [n for n, (a, b) in enumerate(zip(ours, THEIR_MEDIANS, strict=True), 1) if a != b]
    assert differs == [2]
    assert course.medians[0, 2] == pytest.approx(9.611, abs=5e-4)


def test_the_published_means_come_out_to_their_decimal() -> None:
    course = bargain(YEARS, POWER, CARE, rules=PUBLISHED, rounds=8, still=0)
    assert np.abs(course.means[0, 1:] - np.array(THEIR_MEANS)).max() < 0.07


def test_the_published_case_rests_and_would_wander_on() -> None:
    rests = bargain(YEARS, POWER, CARE, rules=PUBLISHED)
    assert rests.ended.tolist() == [5]
    assert rests.forecast[0] == pytest.approx(9.962, abs=5e-4)
    wanders = bargain(YEARS, POWER, CARE, rules=PUBLISHED, rounds=8, still=0)
    assert wanders.medians[0, 6] < 7.5


def test_other_readings_give_other_forecasts_of_the_published_case() -> None:
    printed, cautious = (
        bargain(YEARS, POWER, CARE, rules=r).forecast[0] for r in (PRINTED, CAUTIOUS)
    )
    assert printed == pytest.approx(7.0, abs=0.01)
    assert cautious == pytest.approx(9.53, abs=0.01)


def test_two_unbeaten_positions_are_met_halfway() -> None:
    assert middle(np.array([4.0, 10.0]), np.ones(2)) == 7.0


def test_chances_of_a_pair_add_up_to_one() -> None:
    p = chances(YEARS, POWER * CARE, np.ones(10), np.array(6.0), all_pairs=False)
    np.testing.assert_allclose(p + p.T, 1.0)


def test_who_does_not_care_does_not_resist() -> None:
    x, one = np.array([0.0, 1.0]), np.ones((2, 2))
    gain = expected(
        x, np.array([1.0, 0.0]), 0 * one, one, np.array(1.0), at=np.array(0.0), rest=1.0
    )
    assert gain[0, 1] == 2.0
    assert gain[1, 0] == -2.0


def test_one_who_may_move_to_the_median_unasked_is_worth_less_to_challenge() -> None:
    x, s, one = np.array([0.0, 1.0]), np.ones(2), np.ones((2, 2))
    at, full = np.array(0.0), np.array(1.0)
    sure = expected(x, s, 0.5 * one, one, full, at=at, rest=1.0)
    unsure = expected(x, s, 0.5 * one, one, full, at=at, rest=0.5)
    assert unsure[0, 1] < sure[0, 1]
    assert unsure[1, 0] > sure[1, 0]


@pytest.mark.parametrize(
    ("own", "other", "kind", "target"),
    [
        (0.5, 1.0, CONFLICT, 10.0),
        (1.0, 0.5, 0, 0.0),
        (-0.5, 1.0, COMPROMISE, 5.0),
        (-1.0, 0.5, COMPEL, 10.0),
        (-1.0, -0.5, 0, 0.0),
        (0.5, -1.0, 0, 0.0),
    ],
)
def test_octants(own: float, other: float, kind: int, target: float) -> None:
    a, b = (np.array([[0.0, v], [w, 0.0]]) for v, w in ((own, other), (other, own)))
    made = offers(np.array([0.0, 10.0]), a, b, np.array(10.0), concede=True)
    assert made.kind[0, 1] == kind
    assert made.target[0, 1] == target


def test_where_conflict_is_uncertain_nobody_gives_way() -> None:
    a, b = (np.array([[0.0, v], [w, 0.0]]) for v, w in ((0.5, 1.0), (1.0, 0.5)))
    made = offers(np.array([0.0, 10.0]), a, b, np.array(10.0), concede=False)
    assert not made.kind.any()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"salience": CARE * 2}, "out of range"),
        ({"capability": -POWER}, "out of range"),
        ({"positions": YEARS[:1], "capability": POWER[:1], "salience": CARE[:1]}, "1 actors"),
        ({"salience": CARE * 0}, "no actor"),
        ({"rounds": 0}, "0 rounds"),
        ({"line": 0.0}, "a line of length 0"),
        ({"capability": POWER[:3]}, "arrays of"),
    ],
)
def test_what_cannot_be_bargained_over_is_said(change: dict[str, Any], said: str) -> None:
    table: dict[str, Any] = {"positions": YEARS, "capability": POWER, "salience": CARE}
    with pytest.raises(BadValue, match=said):
        bargain(**(table | change))


@st.composite
def tables(draw: st.DrawFn) -> tuple[Floats, Floats, Floats]:
    """Whole positions and weights of a few values, so that ties happen."""
    n = draw(st.integers(2, 6))
    x = draw(st.lists(st.integers(0, 10), min_size=n, max_size=n))
    c = draw(st.lists(st.sampled_from([0.2, 0.5, 1.0, 3.0]), min_size=n, max_size=n))
    s = draw(st.lists(st.sampled_from([0.1, 0.4, 0.5, 1.0]), min_size=n, max_size=n))
    return np.array(x, float), np.array(c), np.array(s)


def end(table: tuple[Floats, Floats, Floats], rules: Rules) -> Floats:
    return bargain(*table, rules=rules, rounds=4, still=0).positions[0, -1]


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from(RULES))
def test_actors_of_one_position_stay(table: tuple[Floats, Floats, Floats], rules: Rules) -> None:
    x, c, s = table
    np.testing.assert_allclose(end((0 * x + 3.0, c, s), rules), 3.0)


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from(RULES), st.sampled_from([0.01, 2.0, 250.0]), st.integers(-50, 50))
def test_a_line_in_other_units_gives_the_result_in_these(
    table: tuple[Floats, Floats, Floats], rules: Rules, unit: float, zero: int
) -> None:
    x, c, s = table
    got = end((x * unit + zero, c, s), rules)
    np.testing.assert_allclose(got, end(table, rules) * unit + zero, atol=1e-5 * unit)


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from(RULES), st.sampled_from([0.1, 7.0]))
def test_only_relative_capability_counts(
    table: tuple[Floats, Floats, Floats], rules: Rules, unit: float
) -> None:
    x, c, s = table
    np.testing.assert_allclose(end((x, c * unit, s), rules), end(table, rules), atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from(RULES), st.randoms(use_true_random=False))
def test_renamed_actors_only_change_places(
    table: tuple[Floats, Floats, Floats], rules: Rules, random: Any
) -> None:
    order = list(range(len(table[0])))
    random.shuffle(order)
    moved = end((table[0][order], table[1][order], table[2][order]), rules)
    np.testing.assert_allclose(moved, end(table, rules)[order], atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_the_middle_is_the_weighted_median(table: tuple[Floats, Floats, Floats]) -> None:
    x, c, s = table
    w, at = c * s, float(middle(x, c * s))
    assert w[x < at].sum() <= w.sum() / 2 + 1e-9
    assert w[x > at].sum() <= w.sum() / 2 + 1e-9
    np.testing.assert_allclose(votes(x, w), -votes(x, w).T, atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from(RULES))
def test_nobody_leaves_the_line(table: tuple[Floats, Floats, Floats], rules: Rules) -> None:
    places = bargain(*table, rules=rules, rounds=4, still=0).positions
    assert places.min() >= table[0].min() - 1e-9
    assert places.max() <= table[0].max() + 1e-9


def test_equals_at_both_ends_stay_apart() -> None:
    one = np.ones(2)
    for rules in RULES:
        course = bargain(np.array([0.0, 10.0]), one, one, rules=rules)
        np.testing.assert_allclose(course.positions[0, -1], [0.0, 10.0])
        assert course.forecast[0] == 5.0


@pytest.mark.parametrize("rules", MIRRORED, ids=lambda r: r.name)
def test_an_issue_turned_around_gives_the_result_turned_around(rules: Rules) -> None:
    rng = np.random.default_rng(3)
    x, c, s = (
        rng.uniform(0, 10, (50, 5)),
        rng.uniform(0.1, 1, (50, 5)),
        rng.uniform(0.1, 1, (50, 5)),
    )
    there = bargain(x, c, s, rules=rules, rounds=3, still=0)
    back = bargain(10 - x, c, s, rules=rules, rounds=3, still=0)
    np.testing.assert_allclose(back.positions[:, -1], 10 - there.positions[:, -1], atol=1e-6)


def test_runs_side_by_side_are_as_alone() -> None:
    both = bargain(np.stack([YEARS, 14 - YEARS]), np.tile(POWER, (2, 1)), np.tile(CARE, (2, 1)))
    alone = bargain(14 - YEARS, POWER, CARE)
    np.testing.assert_allclose(both.medians[1, : alone.medians.shape[1]], alone.medians[0])
    assert both.ended[1] == alone.ended[0]


def test_the_other_is_seen_with_own_eyes_or_its_own() -> None:
    table = (YEARS[None], (POWER * CARE)[None], CARE[None], np.array([6.0]))
    own, in_own_eyes, risks = weighed(*table, Rules("own", view="own"))
    _, in_truth, _ = weighed(*table, Rules("each", view="each"))
    assert risks.min() == pytest.approx(0.5)
    assert risks.max() == pytest.approx(2.0)
    np.testing.assert_allclose(in_truth[0], own[0].T)
    assert np.abs(in_own_eyes - in_truth).max() > 0.1

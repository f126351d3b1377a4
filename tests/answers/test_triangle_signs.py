"""Signs of ties by several measures that may contradict each other, and the balance of three."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.answers.measures.points import Point
from multipole.answers.triangle_signs import Votes, balance_of, balanced, told, votes_of
from multipole.core.periods import Period
from multipole.core.types import Estimate

SURE_FOR, SURE_AGAINST = Votes(1.0, 0.0, 0.0, ()), Votes(0.0, 0.0, 1.0, ())
EDGE = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(
    lambda v: Votes(v[0] * v[1], 1 - v[0], v[0] * (1 - v[1]), ())
)


def held(year: int = 2018, **values: tuple[float, float, float]) -> dict[str, Point]:
    return {
        name: Point(name, "CHN", "RUS", Period.year(year), Estimate(mean, low, high, 30), "v", "s")
        for name, (mean, low, high) in values.items()
    }


def test_measures_that_agree_make_a_sign() -> None:
    votes = votes_of(held(kappa=(0.6, 0.5, 0.7), closeness_words=(0.9, 0.8, 1.0)), since=2015)
    assert votes.sign == "positive"
    assert told(votes) == "kappa +, closeness words +"


def test_measures_that_contradict_each_other_leave_it_mixed_and_are_shown() -> None:
    votes = votes_of(held(kappa=(0.6, 0.5, 0.7), rivalry=(1.0, 1.0, 1.0)), since=2015)
    assert (votes.sign, round(votes.positive, 3), round(votes.negative, 3)) == ("mixed", 0.5, 0.5)
    assert told(votes) == "kappa +, rivalry -"


def test_a_value_within_the_thresholds_is_neutral() -> None:
    assert votes_of(held(kappa=(0.0, -0.05, 0.05)), since=2015).sign == "neutral"


def test_doubt_of_a_value_is_doubt_of_the_sign() -> None:
    votes = votes_of(held(closeness_deeds=(0.1, -0.4, 0.6)), since=2015)
    assert votes.positive == pytest.approx(0.5)
    assert votes.sign == "mixed"


@pytest.mark.parametrize(
    "values",
    [{"rivalry": (0.0, 0.0, 0.0)}, {"commitment": (2.0, 2.0, 2.0)}, {"arms": (9.0, 9.0, 9.0)}, {}],
)
def test_no_rivalry_and_no_pact_are_no_sign(values: dict[str, tuple[float, float, float]]) -> None:
    votes = votes_of(held(**values), since=2015)
    assert votes.sign == "unknown"
    assert math.isnan(balance_of([votes, SURE_FOR, SURE_FOR])[0])


def test_a_pledge_to_defend_speaks_for_a_positive_sign() -> None:
    assert votes_of(held(commitment=(3.0, 3.0, 3.0)), since=2015).sign == "positive"


def test_what_is_too_old_does_not_speak() -> None:
    assert votes_of(held(2010, kappa=(0.6, 0.5, 0.7)), since=2015).sign == "unknown"


@pytest.mark.parametrize(
    ("edges", "word"),
    [((SURE_FOR,) * 3, "balanced"), ((SURE_FOR, SURE_AGAINST, SURE_AGAINST), "balanced"),
     ((SURE_FOR, SURE_FOR, SURE_AGAINST), "unbalanced"), ((SURE_AGAINST,) * 3, "unbalanced")],
)  # fmt: skip
def test_signs_that_are_sure_are_balanced_or_not(edges: tuple[Votes, ...], word: str) -> None:
    assert balanced(edges) == word
    assert balance_of(edges) == ((1.0, 0.0) if word == "balanced" else (0.0, 1.0))


def test_an_unclear_sign_leaves_no_signed_triangle() -> None:
    assert balanced((SURE_FOR, Votes(0.5, 0.0, 0.5, ()), SURE_FOR)) == "no signed triangle"


@given(st.tuples(EDGE, EDGE, EDGE), st.permutations(range(3)))
def test_chances_add_up_and_the_order_of_ties_does_not_matter(
    edges: tuple[Votes, ...], order: list[int]
) -> None:
    even, odd = balance_of(edges)
    signed = math.prod(1 - edge.neutral for edge in edges)
    assert even + odd == pytest.approx(signed, abs=1e-9)
    assert min(even, odd) >= -1e-12
    assert balance_of([edges[n] for n in order]) == pytest.approx((even, odd), abs=1e-12)

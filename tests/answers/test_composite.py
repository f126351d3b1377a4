"""Composites of dyads from points of measures: what is latest, what is too old, what moves."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest

from multipole.answers.composite import compare, latest, weights_of
from multipole.answers.measures.points import Point
from multipole.core.errors import WrongUse
from multipole.core.periods import Period
from multipole.core.types import Estimate
from multipole.relations.composite import WEIGHTS


def point(measure: str, year: int, value: float, *, n: int = 40, **more: Any) -> Point:
    estimate = Estimate(value, value, value, n)
    told = {"variable": measure, "source": "list", "until": date(year, 12, 31)} | more
    return Point(measure, "CHN", "RUS", Period.year(year), estimate, **told)


def test_weights_are_moved_by_name_and_the_others_stay() -> None:
    found = weights_of("agreement=2, commitment=0")
    assert (found["agreement"], found["commitment"]) == (2.0, 0.0)
    assert found["rivalry"] == WEIGHTS["rivalry"]
    assert weights_of({"rivalry": 0.5})["rivalry"] == 0.5
    assert weights_of(None) == WEIGHTS


@pytest.mark.parametrize(
    ("given", "word"),
    [("agrement=2", "agreement"), ("agreement=two", "agreement=two"), ("agreement", "agreement"),
     ("agreement=-1", "agreement=-1"), ("agreement=inf", "inf"), ("agreement=nan", "nan")],
)  # fmt: skip
def test_weights_that_cannot_be_read_are_told(given: str, word: str) -> None:
    with pytest.raises(WrongUse, match=word):
        weights_of(given)


def test_no_weight_at_all_is_refused() -> None:
    with pytest.raises(WrongUse, match="all weights are 0"):
        weights_of(dict.fromkeys(WEIGHTS, 0.0))


def test_the_latest_known_value_counts() -> None:
    unknown = Point("agreement", "CHN", "RUS", Period.year(2020), Estimate(math.nan, 0, 1, 0), "v",
                    "list")  # fmt: skip
    found = latest([point("agreement", 2018, 0.5), point("agreement", 2019, 0.6), unknown])
    assert found["agreement"].estimate.mean == 0.6


def test_of_two_publishers_the_one_with_more_cases_counts_whatever_the_order() -> None:
    few, many = (point("agreement", 2019, v, n=n, source=s) for v, n, s in
                 ((0.1, 5, "a"), (0.9, 50, "b")))  # fmt: skip
    assert latest([few, many])["agreement"] is latest([many, few])["agreement"] is many


def test_one_domain_does_not_stand_for_all_and_a_few_acts_for_no_year() -> None:
    held = [
        point("closeness_words", 2018, 0.5, variable="acts", n=90),
        point("closeness_words", 2019, -0.5, variable="acts", n=2),
        point("closeness_words", 2020, -0.5, variable="acts", domain="military"),
    ]
    assert latest(held)["closeness_words"].estimate.mean == 0.5


def test_a_part_of_long_ago_is_unknown_and_shown() -> None:
    held = [point("agreement", 2020, 0.5), point("commitment", 2010, 3.0)]
    found = compare([latest(held)], WEIGHTS)
    assert found.parts[0]["commitment"].stale
    assert "commitment" in found.found[0].unknown
    assert found.found[0].value.mean == 0.5


def test_dyads_are_ordered_by_what_all_have_and_the_tipping_weight_is_named() -> None:
    near = [point("agreement", 2020, 0.9), point("commitment", 2020, 0.0),
            point("rivalry", 2020, 0.0)]  # fmt: skip
    far = [point("agreement", 2020, 0.1), point("commitment", 2020, 3.0)]
    found = compare([latest(near), latest(far)], weights_of("agreement=2,commitment=1"))
    assert found.shared == ("agreement", "commitment")
    assert found.tips is not None
    assert (found.tips.part, found.tips.dyads) == ("commitment", (0, 1))
    assert found.tips.after == pytest.approx(2 * 0.9 - 2 * 0.1)
    first, second = found.under
    assert first.closest[0] + second.closest[0] == pytest.approx(1)
    assert first.closest[0] > first.closest[1]
    assert first.near[0] <= found.found[0].value.mean <= first.near[1]


def test_leaving_out_each_part_tells_which_one_carries_the_value() -> None:
    held = [point("agreement", 2020, 0.2), point("commitment", 2020, 3.0)]
    under = compare([latest(held)], weights_of(None)).under[0]
    assert under.without == (("commitment", 0.2), ("agreement", 1.0))


def test_the_same_seed_gives_the_same_and_dyads_in_another_order_their_own() -> None:
    one = latest([point("agreement", 2020, 0.7), point("rivalry", 2020, 1.0)])
    two = latest([point("agreement", 2020, 0.4), point("rivalry", 2020, 0.0)])
    ahead, behind = compare([one, two], WEIGHTS, seed=4), compare([two, one], WEIGHTS, seed=4)
    assert ahead.under == tuple(reversed(behind.under))


def test_nothing_known_of_a_dyad_leaves_the_others() -> None:
    found = compare([{}, latest([point("agreement", 2020, 0.7)])], WEIGHTS)
    assert math.isnan(found.found[0].value.mean)
    assert (found.shared, found.tips) == ((), None)
    assert found.found[1].value.mean == 0.7

"""The verdicts of several series on one year, and what the family of them may say."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
import pytest

from multipole.answers import turns
from multipole.answers.series_dyad import DyadSeries
from multipole.answers.turns import Verdict, closer_of, holm, measured

YEARS = tuple(range(2000, 2020))
#: Few, for speed; the least p that they can give is near 0.02.
DRAWS = 99


def judge(found: list[DyadSeries], year: int, **more: Any) -> list[Verdict]:
    return turns.judge(found, year, draws=DRAWS, **more)


def series(values: tuple[float, ...], *, closer: bool = True, name: str = "x") -> DyadSeries:
    return DyadSeries(
        name, "trade", YEARS[: len(values)], values, "share", closer, "v", "s", "r",
        date(2023, 12, 31),
    )  # fmt: skip


def noise(seed: int) -> tuple[float, ...]:
    return tuple(np.random.default_rng(seed).normal(0, 1, len(YEARS)).round(3).tolist())


def stepped(seed: int, *, at: int = 2010, by: float = 5.0) -> tuple[float, ...]:
    drawn = zip(YEARS, noise(seed), strict=True)
    return tuple(value + (by if year >= at else 0) for year, value in drawn)


def test_each_series_answers_for_itself() -> None:
    verdicts = judge([series(stepped(1)), series(noise(2))], 2010)
    assert [one.test.verdict for one in verdicts] == ["yes", "no"]


def test_a_series_that_breaks_elsewhere_says_where() -> None:
    (found,) = judge([series(stepped(1))], 2004)
    assert found.test.verdict == "no"
    assert "2010" in found.test.reason


def test_a_verdict_does_not_depend_on_the_series_beside_it() -> None:
    alone = judge([series(stepped(1))], 2010)[0].test
    among = judge([series(noise(2)), series(stepped(1))], 2010)[1].test
    assert (alone.p, alone.size) == (among.p, among.size)


def test_closer_is_a_fall_in_a_series_of_conflict() -> None:
    fallen = series(stepped(1, by=-5.0), closer=False)
    (found,) = judge([fallen], 2010, question="closer")
    assert (found.test.verdict, closer_of(found)) == ("yes", "closer")
    risen = series(stepped(1), closer=False)
    (found,) = judge([risen], 2010, question="closer")
    assert (found.test.verdict, closer_of(found)) == ("no", "further")


def test_what_cannot_be_measured_is_no_part_of_the_family() -> None:
    verdicts = judge([series(stepped(1)), series((1.0, 2.0, 1.0))], 2010)
    assert [measured(one.test) for one in verdicts] == [True, False]
    assert verdicts[0].p_family == pytest.approx(verdicts[0].test.p)
    assert math.isnan(verdicts[1].p_family)


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03]) == [0.03, 0.06, 0.06]
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []

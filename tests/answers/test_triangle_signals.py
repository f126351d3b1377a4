"""Closeness and pressure as series: what a period itself says, and unknown where that is little."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from multipole.answers.triangle_signals import Acts, Ballots

THREE = ("CHN", "RUS", "USA")


def acts(*rows: tuple[int, str, str, bool, float], periods: int = 2) -> Acts:
    table = pl.DataFrame(
        list(rows), schema=["period", "sender", "receiver", "conflict", "n"], orient="row"
    )

    def load(actor: str) -> pl.DataFrame:
        return table.filter((pl.col("sender") == actor) | (pl.col("receiver") == actor))

    labels = tuple(str(2000 + n) for n in range(periods))
    return Acts("events", "year", "s", date(2001, 12, 31), labels, load, THREE)


def test_closeness_is_cooperation_less_conflict_of_both_directions() -> None:
    held = acts((0, "CHN", "RUS", False, 6.0), (0, "RUS", "CHN", True, 2.0))
    assert held.closeness("CHN", "RUS")[0] == held.closeness("RUS", "CHN")[0] == 0.5


def test_few_acts_are_unknown_and_not_zero() -> None:
    held = acts((0, "CHN", "RUS", False, 4.0), (1, "CHN", "RUS", False, 5.0))
    assert np.isnan(held.closeness("CHN", "RUS")).tolist() == [True, False]


def test_pressure_is_a_share_of_what_the_presser_sends_so_that_volume_does_not_matter() -> None:
    def told(times: float) -> float:
        held = acts(
            (0, "USA", "CHN", True, 4.0 * times), (0, "USA", "RUS", True, 2.0 * times),
            (0, "USA", "FRA", False, 34.0 * times), (0, "CHN", "USA", True, 90.0),
        )  # fmt: skip
        return float(held.pressure("USA", "CHN", "RUS")[0])

    assert told(1.0) == told(10.0) == pytest.approx(100 * (4 + 2) / 2 / 40)


def test_placebo_pairs_are_not_aimed_at() -> None:
    shared = [(0, "USA", s, True, 10.0) for s in ("CHN", "RUS", "PRK", "IRN")]
    calm = [(0, "USA", s, False, 10.0) for s in ("FRA", "GBR")]
    pairs = [(0, "FRA", "GBR", False, 9.0), (0, "PRK", "IRN", False, 9.0),
             (0, "CHN", "RUS", False, 9.0)]  # fmt: skip
    assert acts(*shared, *calm, *pairs).others("USA", "CHN", "RUS") == [("FRA", "GBR")]


def test_votes_agree_by_session_and_pressure_is_what_is_unlike() -> None:
    choices = np.full((20, 3), 1.0)
    choices[:5, 2] = 3.0
    choices[10:, 1] = np.nan
    held = Ballots("votes", "session", "s", date(2001, 12, 1), ("2000", "2001"), THREE, choices,
                   np.repeat([0, 1], 10), THREE)  # fmt: skip
    assert held.closeness("CHN", "USA").tolist() == [0.5, 1.0]
    assert np.isnan(held.closeness("CHN", "RUS")).tolist() == [False, True]
    assert held.pressure("USA", "CHN", "RUS")[0] == 50.0

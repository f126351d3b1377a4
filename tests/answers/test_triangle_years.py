"""Triangles year by year, and those of which most is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put
from tests.answers.test_triangle import filled

from multipole.answers.triangle import triangle
from multipole.answers.triangle_years import BACK, triangle_years
from multipole.answers.triangles import triangles
from multipole.core.errors import NothingFound, WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]
THREE = ("CHN", "RUS", "USA")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = filled(tmp_path_factory.mktemp("years") / "follows.duckdb", follows=True)
    with open_store(path, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def rows(store: Store) -> list[Row]:
    return list(triangle_years(store, *THREE).table.to_pylist())


def of(rows: list[Row], section: str, year: int, tie: str | None = None) -> Row:
    (row,) = [r for r in rows if r["section"] == section and r["period_start"].year == year
              and tie in (None, r["tie"])]  # fmt: skip
    return row


def test_the_newest_year_says_what_the_triangle_says(store: Store, rows: list[Row]) -> None:
    year = max(row["period_start"].year for row in rows)
    now = triangle(store, *THREE).table.to_pylist()
    for own in (row for row in now if row["section"] == "composite"):
        found = of(rows, "tie", year, own["tie"])
        for name in ("value", "low", "high", "coverage", "least", "most"):
            assert found[name] == pytest.approx(own[name]), (own["tie"], name)
    for own in (row for row in now if row["section"] == "sign"):
        assert of(rows, "tie", year, own["tie"])["sign"] == own["found"]
    (balance,) = [row for row in now if row["section"] == "balance"]
    found = of(rows, "balance", year)
    assert found["balance"] == balance["found"]
    assert found["balanced"] == pytest.approx(balance["balanced"])


def test_every_year_has_three_ties_and_their_balance(rows: list[Row]) -> None:
    years = [row["period_start"].year for row in rows if row["section"] == "balance"]
    assert years == list(range(min(years), max(years) + 1))
    ties = [row for row in rows if row["section"] == "tie"]
    assert len(ties) == 3 * len(years)


def test_a_planted_rivalry_drives_two_apart_in_its_own_years(rows: list[Row]) -> None:
    assert of(rows, "tie", 2002, "CHN-USA")["toward"] == "further"
    row = of(rows, "tie", 1999, "CHN-USA")
    assert row["toward"] == "no clear change"
    assert row["change"] == pytest.approx(row["value"] - row["before"], abs=1e-9)


def test_a_year_with_nothing_before_has_no_change(rows: list[Row]) -> None:
    first = min(row["period_start"].year for row in rows)
    row = of(rows, "tie", first, "CHN-USA")
    assert (row["toward"], row["change"]) == ("unknown", None)
    assert of(rows, "tie", first + BACK, "CHN-USA")["change"] is not None


def test_values_of_other_years_do_not_speak_for_a_year(rows: list[Row]) -> None:
    parts = [row for row in rows if row["section"] == "part"]
    assert all(row["of_start"].year == row["period_start"].year for row in parts)
    assert {row["what"] for row in parts} >= {"agreement", "rivalry", "closeness_words"}


def test_weights_move_the_composite(store: Store) -> None:
    alone = "ideal_distance=0,joint_vetoes=0,closeness_words=0,closeness_deeds=0,commitment=0"
    found = triangle_years(store, *THREE, weights=f"{alone},agreement=0").table.to_pylist()
    assert of(found, "tie", 2005, "CHN-USA")["value"] == 0.0
    assert of(found, "tie", 2000, "CHN-USA")["value"] == 1.0


def test_what_cannot_be_told_is_said(store: Store, tmp_path: Path) -> None:
    with (
        open_store(tmp_path / "bare.duckdb", create=True) as bare,
        pytest.raises(NothingFound, match="no part"),
    ):
        triangle_years(bare, *THREE)
    with pytest.raises(WrongUse, match="same actor"):
        triangle_years(store, "CHN", "RUS", "China")


def test_the_triangle_of_most_acts_of_its_least_told_tie_comes_first(tmp_path: Path) -> None:
    acts = [("CHN", "RUS", 9), ("CHN", "USA", 4), ("RUS", "USA", 5), ("CHN", "IND", 30),
            ("IND", "RUS", 2)]  # fmt: skip
    codings = [
        {"sender": a, "receiver": b, "action": "AGREE", "code": "057", "modality": "happened",
         "domain": None, "period": f"2001-0{n % 9 + 1}-{n + 1:02}", "row": 100 * k + n,
         "event": f"{k}-{n}"}
        for k, (a, b, count) in enumerate(acts) for n in range(min(count, 28))
    ]  # fmt: skip
    with open_store(tmp_path / "most.duckdb", create=True) as opened:
        with pytest.raises(NothingFound, match="three actors"):
            triangles(opened)
        put(opened, "icews", codings=codings, increments=True, covers={"": "2001"})
        found = triangles(opened).table.to_pylist()
    assert [(r["a"], r["b"], r["c"], r["least"], r["fewest"]) for r in found] == [
        ("CHN", "RUS", "USA", 4, "CHN-USA"), ("CHN", "IND", "RUS", 2, "IND-RUS"),
    ]  # fmt: skip

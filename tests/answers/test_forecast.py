"""Forecasts of two actors from a store: base rates of few acts, models and skill of many."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.answers.recorded import put

from multipole import answers
from multipole.answers.forecast import horizon_of
from multipole.answers.forecast_acts import acts_of
from multipole.answers.forecast_rows import SCHEMA
from multipole.answers.forecast_words import CELLS
from multipole.core.errors import NothingFound, UnknownCode, WrongUse
from multipole.core.types import Claim
from multipole.store import Store, open_store

START = date(2020, 1, 1)
DAYS = 190
PAIRS = (("CHN", "RUS"), ("RUS", "CHN"), ("USA", "CHN"), ("CHN", "USA"), ("USA", "RUS"))


def codings() -> list[dict[str, Any]]:
    """About eight acts a day among three states, most of them words of cooperation."""
    rng, rows = np.random.default_rng(8), []
    for day in range(DAYS):
        for sender, receiver in PAIRS:
            for code in range(int(rng.poisson(1.6))):
                action = "CONSULT" if rng.random() < 0.7 else "ACCUSE"
                rows.append(
                    {"event": str(len(rows)), "sender": sender, "receiver": receiver,
                     "action": action, "code": f"{code:03d}", "modality": "happened",
                     "domain": None, "period": str(START + timedelta(days=day)), "row": len(rows)}
                )  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def store(
    small: tuple[Path, dict[str, Claim]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    path = Path(shutil.copy(small[0], tmp_path_factory.mktemp("forecast") / "acts.duckdb"))
    with open_store(path) as opened:
        put(opened, "gdelt_v2", codings=codings(), increments=True, known_on=date(2024, 1, 1))
        yield opened


@pytest.fixture(scope="module")
def week(store: Store) -> answers.Answer:
    return answers.forecast(store, "China", "Russia", horizon="7d", model="pooled", quick=True)


def test_each_direction_and_class_has_a_row_with_ordered_intervals(week: answers.Answer) -> None:
    rows = week.table.to_pylist()
    assert week.table.column_names == list(SCHEMA.names)
    assert [(r["section"], r["quad"]) for r in rows][4] == ("RUS to CHN", "verbal_cooperation")
    assert len(rows) == 8
    for row in rows:
        order = [row[n] for n in ("low90", "low50", "median", "high50", "high90")]
        assert order == sorted(order)
        assert 0 < row["at_least_one"] < 1
        assert row["period_end"] - row["period_start"] == timedelta(days=7)


def test_the_forecast_is_near_the_planted_rate(week: answers.Answer) -> None:
    row = week.table.to_pylist()[0]
    assert 1.6 * 0.7 * 7 * 0.6 < row["expected"] < 1.6 * 0.7 * 7 * 1.5
    assert row["low90"] < 1.6 * 0.7 * 7 < row["high90"]


def test_the_latest_acts_name_their_rows(week: answers.Answer) -> None:
    row = week.table.to_pylist()[0]
    assert len(row["latest"]) == 3
    assert "CONSULT" in row["latest"][0]
    assert "gdelt_v2" in row["latest"][0]


def test_the_skill_so_far_stands_below(week: answers.Answer) -> None:
    said = " ".join(week.notes)
    assert "rolling origins this model's error (CRPS" in said
    assert "below persistence" in said
    assert "released after the acts" in said
    assert all(row["skill_low"] <= row["skill"] <= row["skill_high"]
               for row in week.table.to_pylist() if row["skill"] is not None)  # fmt: skip


def test_one_direction_can_be_asked_for(store: Store) -> None:
    found = answers.forecast(
        store, "CHN", "RUS", horizon=7, direction="in", model="climatology", quick=True
    )
    assert {row["section"] for row in found.table.to_pylist()} == {"RUS to CHN"}


def test_a_forecast_of_the_past_uses_only_what_was_before(store: Store) -> None:
    origin = START + timedelta(days=150)
    found = answers.forecast(
        store, "CHN", "RUS", horizon="7d", as_of=origin, model="climatology", quick=True
    )
    rows = found.table.to_pylist()
    assert rows[0]["period_start"] == origin + timedelta(days=1)
    assert all(str(origin) >= act[:10] for row in rows for act in row["latest"])


def test_a_day_after_the_last_act_is_not_forecast_from(store: Store) -> None:
    known = acts_of(store, source="gdelt_v2", as_of=date(2030, 1, 1))
    assert known.origin == acts_of(store, source="gdelt_v2", as_of=None).origin
    assert known.afterwards


def test_few_acts_give_base_rates_and_say_so(store: Store) -> None:
    found = answers.forecast(store, "CHN", "RUS", source="reports")
    assert any("base rates only" in note for note in found.notes)
    rows = found.table.to_pylist()
    assert {row["model"] for row in rows} == {"climatology"}
    assert all(row["skill"] is None and row["moved_by"] == "" for row in rows)
    assert all(row["expected"] == row["base_expected"] for row in rows)
    assert set(found.table["claims"].combine_chunks().flatten().to_pylist()) <= set(
        found.evidence["claim"].to_pylist()
    )


def test_what_is_shown_can_be_said_in_words(week: answers.Answer) -> None:
    assert all(len(row) == len(week.headings) for row in week.cells)
    row = week.table.to_pylist()[0]
    assert CELLS["ninety"](row) == f"{row['low90']}-{row['high90']}"
    assert CELLS["any_act"]({"at_least_one": 0.9999}) == ">99%"


@pytest.mark.parametrize("wrong", ["0d", "91d", "2y", "soon", 0])
def test_what_is_no_horizon_is_refused(wrong: str | int) -> None:
    with pytest.raises(WrongUse, match="horizon"):
        horizon_of(wrong)


def test_an_actor_of_whom_nothing_is_known_is_named(store: Store) -> None:
    with pytest.raises(NothingFound, match="BRA"):
        answers.forecast(store, "CHN", "BRA", source="gdelt_v2")
    with pytest.raises(UnknownCode):
        answers.forecast(store, "CHN", "Atlantis")
    with pytest.raises(WrongUse, match="model"):
        answers.forecast(store, "CHN", "RUS", model="crystal")
    with pytest.raises(NothingFound, match="as-of"):
        answers.forecast(store, "CHN", "RUS", source="gdelt_v2", as_of="2019")


@pytest.fixture(scope="module")
def tested(store: Store) -> answers.Answer:
    return answers.backtest(
        store, horizons=["7d"], models=["climatology", "pooled"], since="2020-05", actors=3,
        source="gdelt_v2", quick=True,
    )  # fmt: skip


def test_a_backtest_has_rows_of_models_and_of_classes_of_the_last(tested: answers.Answer) -> None:
    rows = tested.table.to_pylist()
    assert [(r["model"], r["quad"]) for r in rows][:2] == [
        ("climatology", "all"),
        ("pooled", "all"),
    ]
    assert len(rows) == 6
    assert all(r["first_origin"] >= date(2020, 5, 1) for r in rows)
    for row in rows[:2]:
        assert sum(row["pit"]) == pytest.approx(1)
        assert 0.5 < row["held_randomised"] <= 1
        assert row["over_poisson_low"] <= row["over_poisson"] <= row["over_poisson_high"]


def test_a_model_is_not_compared_with_itself(tested: answers.Answer) -> None:
    row = tested.table.to_pylist()[0]
    assert row["below_climatology"] is None
    assert row["below_persistence"] is not None


def test_a_backtest_without_room_says_what_to_do(store: Store) -> None:
    with pytest.raises(NothingFound, match="since"):
        answers.backtest(store, since="2020-07-08", horizons=["30d"], source="gdelt_v2")


def test_the_picture_of_reliability_has_every_horizon(tested: answers.Answer) -> None:
    from multipole.apps.pictures import picture

    drawn = str(picture(tested).to_dict())
    assert "7 days ahead" in drawn
    assert "PIT" in drawn
    assert "gdelt_v2" in drawn

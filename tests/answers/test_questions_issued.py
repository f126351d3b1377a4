"""Issued forecasts stand, know nothing of what came later, and are scored when settled."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.answers.asked import NOW, SOURCE, Row, act, ask, covered, days, history, row_of, tell

from multipole import answers
from multipole.core.errors import NothingFound, WrongUse
from multipole.store import Store, open_store


@pytest.fixture
def store(small_path: Path, tmp_path: Path) -> Iterator[Store]:
    """The small store of reports, to which data sets are added."""
    path = Path(shutil.copy(small_path, tmp_path / "asked.duckdb"))
    with open_store(path) as opened:
        yield opened


# Forecasts


def test_an_issued_forecast_stands_and_a_later_day_adds_one(store: Store) -> None:
    history(store)
    asked = ask(store, "USA>CHN act >= 2", "2021-06", "2021-06")
    answers.issue(store, as_of="2021-05-30", now=NOW)
    first = store.asked.forecasts()
    assert sorted(first["model"].to_pylist()) == ["best-1", "climatology-1", "counting-1"]
    again = answers.issue(store, as_of="2021-05-30", now=NOW + timedelta(days=3))
    assert again.title.startswith("0 forecasts")
    assert store.asked.forecasts() == first
    answers.issue(store, as_of="2021-06-10", now=NOW)
    assert store.asked.forecasts().num_rows == 6
    now = row_of(store, asked)
    assert (now["as_of"], now["forecasts"]) == (date(2021, 6, 10), 6)
    assert json.loads(now["drivers"])["made_by"] == now["model"]


def test_a_forecast_uses_nothing_that_was_known_later(store: Store, tmp_path: Path) -> None:
    history(store)
    ask(store, "USA>CHN act >= 2", "2021-06", "2021-06")
    ask(store, "CHN+RUS SANCTION >= 1", "2021-06", "2021-06-14")
    store.close()
    told = []
    for seed, path in ((None, tmp_path / "asked.duckdb"), (7, tmp_path / "more.duckdb")):
        if seed:
            shutil.copy(tmp_path / "asked.duckdb", path)
        with open_store(path) as opened:
            if seed:
                later = [
                    act(n, d) | {"known_on": d} for n, d in enumerate(days("2021-05-31", 40), 2)
                ]
                early = [act(n, d) | {"known_on": date(2021, 7, 1)}
                         for n, d in enumerate(days("2021-05-01", 30), 90)]  # fmt: skip
                tell(opened, *later, *early, known_on=date(2021, 7, 1))
            answers.issue(opened, as_of="2021-05-30", now=NOW)
            told.append(opened.asked.forecasts().drop_columns(["run"]))
        if not seed:
            shutil.copy(path, tmp_path / "kept.duckdb")
            with open_store(path) as opened:
                opened._database.run("DELETE FROM forecasts")
    assert told[0]["probability"] == told[1]["probability"]
    assert told[0]["id"] == told[1]["id"]


def test_data_released_later_are_taken_as_known_after_a_delay_and_it_is_said(store: Store) -> None:
    rows = [act(n, d) for n, d in enumerate(days("2021-01-01", 150, 1), 2)]
    tell(store, *rows, known_on=date(2021, 7, 20), timely=False)
    asked = ask(store, "USA>CHN act >= 5", "2021-05", "2021-05-07")
    none = answers.issue(store, [asked], as_of="2021-04-30", now=NOW)
    assert len(none) == 0
    answers.issue(store, [asked], as_of="2021-04-30", delay_days=2, now=NOW)
    (kept, *_) = store.asked.forecasts().to_pylist()
    assert (kept["basis"], kept["reached"]) == ("day+2", date(2021, 4, 28))
    assert row_of(store, asked)["probability"] > 0.9


def test_what_the_data_reach_past_gets_no_forecast(store: Store) -> None:
    history(store)
    ask(store, "USA>CHN act >= 2", "2021-04", "2021-04")
    found = answers.issue(store, as_of="2021-05-30", now=NOW)
    assert len(found) == 0
    assert "data reach past" in found.notes[0]


def test_a_day_to_come_and_nothing_open_are_refused(store: Store) -> None:
    with pytest.raises(NothingFound, match="questions add"):
        answers.issue(store, now=NOW)
    with pytest.raises(WrongUse, match="to come"):
        answers.issue(store, as_of="2021-08-02", now=NOW)


# Withdrawing


def test_a_withdrawn_question_stays_listed_and_is_asked_no_more(store: Store) -> None:
    history(store)
    asked = ask(store, "USA>CHN act >= 2", "2021-09", "2021-09")
    answers.withdraw_question(store, asked[:8], reason="asked twice", by="Ana", now=NOW)
    found = row_of(store, asked)
    assert (found["status"], found["why"]) == ("withdrawn", "asked twice (Ana)")
    with pytest.raises(NothingFound):
        answers.issue(store, now=NOW)
    assert len(answers.settle(store, now=NOW)) == 0


def test_a_question_that_has_closed_cannot_be_withdrawn(store: Store) -> None:
    covered(store, "2021-03-01", "2021-05-31", act(8, date(2021, 3, 3)))
    asked = ask(store, "USA>CHN SANCTION", "2021-04", "2021-04")
    with pytest.raises(WrongUse, match="stays and is scored"):
        answers.withdraw_question(store, asked, reason="wrong", by="Ana", now=NOW)


def test_ids_are_meant_by_their_beginning(store: Store) -> None:
    covered(store, "2021-03-01", "2021-05-31")
    asked = ask(store, "USA>CHN SANCTION", "2021-04", "2021-04")
    assert answers.question(store, asked[:6]).title.startswith(asked)
    with pytest.raises(WrongUse, match="too short"):
        answers.question(store, asked[:3])
    with pytest.raises(NothingFound, match="questions list"):
        answers.question(store, "zzzz")


# Scores


def scored(store: Store) -> tuple[answers.Answer, list[Row]]:
    history(store)
    for now in (NOW, NOW + timedelta(days=1)):
        answers.make_questions(
            store, "2021-05", n=60, source=SOURCE, as_of="2021-04-30", delay_days=None, now=now
        )
    answers.issue(store, as_of="2021-04-30", now=NOW)
    answers.settle(store, now=NOW)
    found = answers.question_scores(store)
    return found, found.table.to_pylist()


def test_scores_are_of_all_that_was_forecast_and_settled(store: Store) -> None:
    found, rows = scored(store)
    whole = [r for r in rows if r["section"] == "held out"]
    assert [r["what"] for r in whole[:3]] == ["forecast", "climatology", "counting baseline"]
    kept = {
        (r["question"], r["model"]): r["probability"] for r in store.asked.forecasts().to_pylist()
    }
    ended = {r["id"]: r["status"] == "yes" for r in answers.questions(store).table.to_pylist()}
    assert len(ended) == whole[0]["n"] == 60
    share = whole[3]["share_yes"]
    assert whole[3]["brier"] == pytest.approx(share * (1 - share))
    for row in whole[:3]:
        losses = [(kept[q, row["model"]] - yes) ** 2 for q, yes in ended.items()]
        assert row["brier"] == pytest.approx(np.mean(losses))
        assert row["share_yes"] == pytest.approx(np.mean(list(ended.values())))
    skill = 1 - whole[0]["brier"] / whole[1]["brier"]
    assert whole[0]["skill_climatology"] == pytest.approx(skill)
    assert whole[0]["skill_climatology_low"] < skill < whole[0]["skill_climatology_high"]
    assert "60 are scored" in found.notes[-1]


def test_the_worst_misses_are_told_and_calibration_counts_all(store: Store) -> None:
    _, rows = scored(store)
    misses = [r for r in rows if r["section"] == "held out: misses"]
    assert len(misses) == 10
    assert [r["brier"] for r in misses] == sorted((r["brier"] for r in misses), reverse=True)
    assert sum(r["n"] for r in rows if r["section"] == "held out: calibration") == 60


def test_the_first_forecast_is_scored_and_live_ones_apart(store: Store) -> None:
    history(store)
    asked = ask(
        store, "USA>CHN act >= 2", "2021-05", "2021-05", now=datetime(2021, 4, 1, tzinfo=UTC)
    )
    early = datetime(2021, 4, 30, tzinfo=UTC)
    answers.issue(store, as_of="2021-04-30", now=early)
    answers.issue(store, as_of="2021-05-20", now=early + timedelta(days=20))
    answers.settle(store, now=NOW)
    rows = answers.question_scores(store).table.to_pylist()
    assert {r["section"].split(":")[0] for r in rows} == {"live"}
    first = [r for r in store.asked.forecasts().to_pylist() if r["as_of"] == date(2021, 4, 30)]
    said = {r["model"]: r["probability"] for r in first}
    assert rows[0]["mean_probability"] == said["best-1"]
    assert row_of(store, asked)["as_of"] == date(2021, 5, 20)


def test_without_a_settled_forecast_there_is_no_score(store: Store) -> None:
    with pytest.raises(NothingFound, match="no settled question"):
        answers.question_scores(store)


def test_made_questions_need_a_past_that_ends_before_the_month(store: Store) -> None:
    history(store)
    with pytest.raises(NothingFound, match="ends before it"):
        answers.make_questions(store, "2021-05", n=5, source=SOURCE, as_of="2021-05-03", now=NOW)

"""Questions are settled by the source they name, and nothing that was issued is ever changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.answers.recorded import put

from multipole import answers
from multipole.core.errors import NothingFound, UnknownCode, WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]
NOW = datetime(2021, 8, 1, tzinfo=UTC)
SOURCE = "gdelt_v2"


@pytest.fixture
def store(small_path: Path, tmp_path: Path) -> Iterator[Store]:
    """The small store of reports, to which data sets are added."""
    path = Path(shutil.copy(small_path, tmp_path / "asked.duckdb"))
    with open_store(path) as opened:
        yield opened


def act(row: int, day: date, pair: str = "USA>CHN", action: str = "SANCTION") -> Row:
    sender, receiver = pair.split(">")
    return {
        "sender": sender, "receiver": receiver, "event": str(row), "action": action, "code": "163",
        "modality": "happened", "domain": None, "period": str(day), "row": row,
    }  # fmt: skip


def tell(store: Store, *rows: Row, source: str = SOURCE, **facts: Any) -> None:
    known = {"increments": True, "timely": True, "known_on": date(2021, 3, 23)}
    put(store, source, codings=list(rows), **(known | facts))


def days(first: str, n: int, step: int = 1) -> list[date]:
    return [date.fromisoformat(first) + timedelta(days=step * k) for k in range(n)]


def covered(store: Store, first: str, last: str, *more: Row) -> None:
    """A data set that tells of two others on the first and the last day, and what else is given."""
    ends = [
        act(2, date.fromisoformat(first), "RUS>UKR"),
        act(3, date.fromisoformat(last), "RUS>UKR"),
    ]
    tell(store, *ends, *more)


def ask(store: Store, criterion: str, opens: str, closes: str, **more: Any) -> str:
    more = {"source": SOURCE, "now": NOW} | more
    found = answers.add_question(store, criterion=criterion, opens=opens, closes=closes, **more)
    return str(found.table["id"][0])


def row_of(store: Store, id_: str) -> Row:
    return dict(answers.questions(store, [id_]).table.to_pylist()[0])


# Asking


def test_words_that_are_sure_become_a_question_with_the_source_that_has_most(store: Store) -> None:
    covered(
        store,
        "2021-03-01",
        "2021-04-30",
        *(act(9 + n, d) for n, d in enumerate(days("2021-03-02", 9))),
    )
    found = answers.add_question(
        store, "Will the US sanction a Chinese firm this quarter?", now=NOW
    ).table.to_pylist()[0]
    assert (found["criterion"], found["source"]) == ("USA>CHN SANCTION >= 1", SOURCE)
    assert (found["opens"], found["closes"]) == (date(2021, 8, 1), date(2021, 9, 30))
    assert found["status"] == "open"


def test_a_domain_is_settled_by_a_source_that_tells_domains(store: Store) -> None:
    covered(
        store,
        "2021-03-01",
        "2021-04-30",
        *(act(9 + n, d) for n, d in enumerate(days("2021-03-02", 9))),
    )
    asked = ask(store, "CHN+RUS CONSULT diplomatic", "2021-03", "2021-03", source=None)
    assert row_of(store, asked)["source"] == "reports"


def test_asking_the_same_again_changes_nothing(store: Store) -> None:
    covered(store, "2021-03-01", "2021-04-30")
    first = ask(store, "USA>CHN SANCTION", "2021-04", "2021-04")
    again = ask(store, "USA>CHN SANCTION", "2021-04", "2021-04", now=NOW + timedelta(days=1))
    assert first == again
    assert len(answers.questions(store)) == 1


def test_unsure_words_names_and_days_are_refused(store: Store) -> None:
    with pytest.raises(WrongUse, match="--criterion"):
        answers.add_question(store, "Will China win by 2022?", now=NOW)
    with pytest.raises(UnknownCode, match="Atlantis"):
        answers.add_question(store, "Will Atlantis sanction CHN by 2022?", source=SOURCE, now=NOW)
    with pytest.raises(WrongUse, match="without a last day"):
        answers.add_question(store, criterion="USA>CHN AID", source=SOURCE, now=NOW)
    with pytest.raises(WrongUse, match="opens on"):
        ask(store, "USA>CHN AID", "2021-05", "2021-04")
    with pytest.raises(UnknownCode):
        ask(store, "USA>CHN AID", "2021-05", "2021-06", source="gdelt_9")
    with pytest.raises(WrongUse, match="Name two"):
        ask(store, "USA>'United States' AID", "2021-05", "2021-06")


# Settling


def test_yes_and_no_name_the_rows_that_say_so(store: Store) -> None:
    covered(store, "2021-03-01", "2021-05-31", act(4, date(2021, 4, 2)), act(5, date(2021, 4, 30)),
            act(6, date(2021, 5, 1)), act(7, date(2021, 4, 9), "CHN>USA"))  # fmt: skip
    yes = ask(store, "USA>CHN SANCTION >= 2", "2021-04", "2021-04")
    both = ask(store, "USA+CHN SANCTION >= 3", "2021-04", "2021-04")
    no = ask(store, "USA>CHN SANCTION >= 3", "2021-04", "2021-04")
    answers.settle(store, now=NOW)
    assert [row_of(store, q)["status"] for q in (yes, both, no)] == ["yes", "yes", "no"]
    assert [cell.split(" row ")[1] for cell in row_of(store, yes)["cells"]] == ["4", "5"]
    assert row_of(store, no)["counted"] == 2


def test_nothing_is_settled_before_its_last_day_is_covered_not_even_a_yes(store: Store) -> None:
    covered(store, "2021-03-01", "2021-04-29", act(4, date(2021, 4, 2)))
    asked = ask(store, "USA>CHN SANCTION", "2021-04", "2021-04")
    found = answers.settle(store, now=NOW)
    assert len(found) == 0
    assert "do not reach" in found.notes[0]
    assert row_of(store, asked)["status"] == "open"


def test_settling_again_changes_nothing(store: Store) -> None:
    covered(store, "2021-03-01", "2021-05-31", act(4, date(2021, 4, 2)))
    asked = ask(store, "USA>CHN SANCTION", "2021-04", "2021-04")
    answers.settle(store, now=NOW)
    before = store.asked.settlements()
    assert answers.settle(store, now=NOW + timedelta(days=1)).title == "0 settlements"
    assert store.asked.settlements() == before
    assert row_of(store, asked)["settlements"] == 1


def test_late_data_settle_anew_beside_what_stood(store: Store) -> None:
    covered(store, "2021-03-01", "2021-05-31", act(8, date(2021, 3, 3)))
    asked = ask(store, "USA>CHN SANCTION", "2021-04", "2021-04")
    answers.settle(store, now=NOW)
    assert row_of(store, asked)["status"] == "no"
    tell(store, act(4, date(2021, 4, 2)))
    answers.settle(store, now=NOW + timedelta(days=40))
    now = row_of(store, asked)
    assert (now["status"], now["settlements"], now["earlier"]) == ("yes", 2, "no (2021-08-01)")
    assert answers.questions(store, [asked]).cells[0][3] == "yes; before: no (2021-08-01)"
    kept = answers.question(store, asked).table.to_pylist()
    assert [r["outcome"] for r in kept if r["section"] == "settled"] == ["no", "yes"]
    assert store.verify() == []


def test_the_same_acts_in_a_newer_file_settle_nothing_anew(store: Store) -> None:
    rows = [act(2, date(2021, 3, 1)), act(3, date(2021, 4, 2)), act(4, date(2021, 5, 31))]
    tell(store, *rows, increments=False)
    asked = ask(store, "USA>CHN SANCTION", "2021-04", "2021-04")
    answers.settle(store, now=NOW)
    moved = [row | {"row": row["row"] + 7} for row in rows]
    tell(store, *moved, increments=False, known_on=date(2021, 6, 1))
    assert len(answers.settle(store, now=NOW)) == 0
    assert row_of(store, asked)["cells"][0].endswith("row 3")


def test_another_source_added_later_changes_no_settlement(store: Store) -> None:
    early = [act(n, d) for n, d in enumerate(days("2021-03-03", 9), 8)]
    covered(store, "2021-03-01", "2021-05-31", *early)
    asked = ask(store, "USA>CHN SANCTION", "2021-04", "2021-04", source=None)
    tell(store, *(act(n, d) for n, d in enumerate(days("2021-03-01", 90), 2)), source="gdelt_v1")
    answers.settle(store, now=NOW)
    assert row_of(store, asked)["source"] == SOURCE
    assert row_of(store, asked)["status"] == "no"


@pytest.mark.parametrize(
    ("criterion", "opens", "why"),
    [
        ("USA>CHN AID", "2021-02-01", "begins on 2021-03-01"),
        ("USA>CHN SANCTION military", "2021-04-01", "tells no domains"),
        ("USA>BRA SANCTION", "2021-04-01", "never names BRA"),
    ],
)
def test_void_where_the_source_cannot_say(
    store: Store, criterion: str, opens: str, why: str
) -> None:
    covered(store, "2021-03-01", "2021-05-31", act(8, date(2021, 3, 3)))
    asked = ask(store, criterion, opens, "2021-04-30")
    answers.settle(store, now=NOW)
    found = row_of(store, asked)
    assert found["status"] == "void"
    assert why in found["why"]


def test_reports_settle_with_their_sentences_and_count_an_act_of_both_once(store: Store) -> None:
    known = {"source": "reports"}
    yes = ask(store, "CHN+RUS CONSULT >= 1", "2021-03-20", "2021-03-31", **known)
    no = ask(store, "CHN+RUS CONSULT >= 2", "2021-03-22", "2021-03-31", **known)
    each = ask(store, "RUS>CHN CONSULT >= 1", "2021-03-22", "2021-03-31", **known)
    answers.settle(store, now=NOW)
    found = answers.questions(store, [yes])
    assert [row_of(store, q)["status"] for q in (yes, no, each)] == ["yes", "no", "yes"]
    assert (row_of(store, no)["counted"], row_of(store, each)["counted"]) == (1, 1)
    assert "Lavrov met Wang in Guilin." in found.evidence["quote"].to_pylist()
    assert set(found.table["claims"][0].as_py()) == set(found.evidence["claim"].to_pylist())


def test_joint_vetoes_are_settled_by_the_votes(store: Store) -> None:
    veto = {"variable": "veto", "value": 1.0}
    cast = [("CHN", "2021-05-02", "S/1"), ("RUS", "2021-05-02", "S/1")]
    cast += [("RUS", "2021-06-02", "S/2"), ("USA", "2020-01-02", "S/0")]
    rows = [
        {**veto, "subject": who, "period": day, "item": item, "column": who}
        for who, day, item in cast
    ]
    put(store, "unsc_vetoes", *rows, known_on=date(2021, 7, 1))
    yes = ask(store, "veto together CHN RUS", "2021-05", "2021-05", source=None)
    no = ask(store, "veto together RUS CHN >= 2", "2021-05", "2021-06-01", source=None)
    answers.settle(store, now=NOW)
    assert [row_of(store, q)["status"] for q in (yes, no)] == ["yes", "no"]
    assert row_of(store, yes)["source"] == "unsc_vetoes"
    assert len(row_of(store, yes)["cells"]) == 1


# Forecasts


def history(store: Store, *, seed: int = 1) -> None:
    """Half a year of acts among six states, each known the day after."""
    rng = np.random.default_rng(seed)
    states = ("USA", "CHN", "RUS", "UKR", "JPN", "IND")
    pairs = [f"{a}>{b}" for a in states for b in states if a != b]
    rates = rng.gamma(0.5, 0.4, len(pairs))
    rows = [
        act(0, day, pair, ("SANCTION", "CONSULT", "AID")[rng.integers(3)])
        | {"known_on": day + timedelta(days=1)}
        for day in days("2021-01-01", 200)
        for pair, rate in zip(pairs, rates, strict=True)
        for _ in range(min(rng.poisson(rate), 1))
    ]
    tell(store, *(row | {"row": n, "event": str(n)} for n, row in enumerate(rows, 2)))


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

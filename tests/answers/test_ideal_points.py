"""Ideal points of an invented assembly of twelve states, planted from left to right."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.answers.recorded import put
from typer.testing import CliRunner

from multipole.answers.answer import Answer
from multipole.answers.ideal import ideal_points
from multipole.answers.ideal_votes import assembly
from multipole.apps import door
from multipole.apps.cli import app
from multipole.apps.door import Desk
from multipole.core.errors import NothingFound, UnknownCode, WrongUse
from multipole.sources.votes.un import session_period
from multipole.store import Store, open_store

Row = dict[str, Any]
STATES = ("CUB", "RUS", "PRK", "CHN", "IND", "BRA", "MEX", "TUR", "JPN", "FRA", "GBR", "USA")
#: The same without any state that orients the scale as published.
OTHERS = ("CUB", "VNM", "PRK", "CHN", "IND", "BRA", "MEX", "TUR", "JPN", "FRA", "DEU", "ITA")
SESSIONS = tuple(range(70, 76))
CALLS = 30
TRUTH = np.linspace(-1.6, 1.6, len(STATES))
SHARED = Path(os.environ.get("MULTIPOLE_SHARED", Path(__file__).parents[3] / "shared"))
REAL = SHARED / "data/votes/fpsim_un_votes_s01_s78.parquet"


@cache
def planted(states: tuple[str, ...] = STATES) -> tuple[list[Row], list[Row]]:
    """Votes drawn from the model, and their roll calls; positions do not move."""
    rng = np.random.default_rng(7)
    votes: list[Row] = []
    calls: list[Row] = []
    for session in SESSIONS:
        opens = session_period(session).start
        for number in range(CALLS):
            day = (opens + timedelta(days=number)).isoformat()
            item, slope, low = f"voeten:{session}{number:03}", rng.normal(0, 1.8), rng.normal(-0.4)
            z = slope * TRUTH + rng.standard_normal(len(states))
            cast = 1.0 + (z > low) + (z > low + 0.7)
            calls.append(call(item, session, day))
            votes += [vote(s, item, day, v) for s, v in zip(states, cast, strict=True)]
    return votes, calls


def vote(state: str, item: str, day: str, value: float, **more: Any) -> Row:
    return {"variable": "unga_vote", "subject": state, "item": item, "period": day, "value": value,
            "known_on": date.fromisoformat(day)} | more  # fmt: skip


def call(item: str, session: int, day: str, **facts: Any) -> Row:
    return {"item": item, "kind": "roll_call", "title": item, "period": day, "row": 2,
            "topics": ["Human rights"] if int(item[-1]) < 5 else None,
            "known_on": date.fromisoformat(day),
            "facts": json.dumps({"session": session} | facts)}  # fmt: skip


def fill(
    store: Store, votes: list[Row], calls: list[Row], *, links: list[tuple[str, str]] | None = None
) -> None:
    put(store, "unga_votes", *votes, timely=True, items=calls, known_on=date(2024, 1, 1))
    matches = [
        {"item": f"match:{n}", "kind": "match", "title": "", "row": n, "known_on": date(2022, 1, 1),
         "facts": json.dumps({"earlier": a, "later": b})}
        for n, (a, b) in enumerate(links or (), start=2)
    ]  # fmt: skip
    if matches:
        point = {"variable": "ideal_point", "subject": "MLI", "period": "2016", "value": 0.0,
                 "item": "session 71"}  # fmt: skip
        put(store, "unga_ideal_points", point, items=matches, known_on=date(2022, 1, 1))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "ideal.duckdb", create=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The planted votes, and published points of a scale of its own."""
    path = tmp_path_factory.mktemp("ideal") / "full.duckdb"
    with open_store(path, create=True) as opened:
        fill(opened, *planted())
        published = [
            {"variable": "ideal_point", "subject": s, "period": "2020", "value": 0.7 * x + 0.2,
             "item": f"session {session}"}
            for s, x in zip(STATES, TRUTH, strict=True) for session in SESSIONS[:-1]
        ]  # fmt: skip
        put(opened, "unga_ideal_points", *published, known_on=date(2024, 6, 1))
        yield opened


@pytest.fixture(scope="module")
def answer(full: Store) -> Answer:
    return ideal_points(full, STATES)


def means(found: Answer) -> dict[str, float]:
    rows = found.table.to_pylist()
    return {s: float(np.mean([r["mean"] for r in rows if r["state"] == s])) for s in STATES}


def test_the_planted_order_is_found_in_every_session(answer: Answer) -> None:
    rows = answer.table.to_pylist()
    for session in SESSIONS:
        placed = [r["mean"] for r in rows if r["session"] == session]
        assert np.corrcoef(np.argsort(np.argsort(placed)), np.arange(12))[0, 1] > 0.9
    overall = np.array(list(means(answer).values()))
    assert (np.diff(overall) > -0.05).all()
    assert np.corrcoef(overall, TRUTH)[0, 1] > 0.98


def test_the_intervals_hold_most_planted_positions(answer: Answer) -> None:
    truth = dict(zip(STATES, TRUTH / TRUTH.std(), strict=True))
    inside = [r["low"] < truth[r["state"]] < r["high"] for r in answer.table.to_pylist()]
    assert len(inside) == 72
    assert 0.75 < np.mean(inside) <= 1.0


def test_a_row_names_session_votes_and_the_roll_calls_it_rests_on(answer: Answer) -> None:
    row = next(r for r in answer.table.to_pylist() if (r["state"], r["session"]) == ("USA", 71))
    assert (row["year"], row["period_start"]) == (2016, session_period(71).start)
    assert (row["variable"], row["source"]) == ("unga_vote", "unga_votes")
    assert row["release"]
    assert row["votes"] == len(row["roll_calls"]) > CALLS / 2
    assert all(item.startswith("voeten:71") for item in row["roll_calls"])


def test_distance_is_from_the_first_named_and_has_an_interval(full: Store) -> None:
    found = ideal_points(full, ["CHN", "RUS", "USA"]).table.to_pylist()
    by = {(r["state"], r["session"]): r for r in found}
    for session in SESSIONS:
        first, far = by["CHN", session], by["USA", session]
        assert first["distance"] is None
        assert far["distance"] == pytest.approx(abs(far["mean"] - first["mean"]))
        assert 0 <= far["distance_low"] < far["distance"] < far["distance_high"]
        assert far["distance"] > by["RUS", session]["distance"]
        assert far["compared"] == "CHN"


def test_two_on_one_side_lie_apart_with_less_doubt_than_if_they_were_independent(
    full: Store,
) -> None:
    rows = ideal_points(full, ["GBR", "USA"], how="short").table.to_pylist()
    by = {(r["state"], r["session"]): r for r in rows}
    joint, alone = [], []
    for session in SESSIONS:
        far = by["USA", session]
        joint.append(far["distance_high"] - far["distance"])
        alone.append(1.645 * np.hypot(far["sd"], by["GBR", session]["sd"]))
    assert 0.4 < np.mean(joint) / np.mean(alone) < 1.0


def test_one_state_has_no_distance_to_show(full: Store) -> None:
    assert "distance" not in ideal_points(full, ["CHN"]).shown
    assert "distance" in ideal_points(full, ["CHN", "RUS"]).shown


def test_published_points_stand_beside_and_the_note_says_how_alike(answer: Answer) -> None:
    rows = {(r["state"], r["session"]): r for r in answer.table.to_pylist()}
    assert rows["USA", 70]["published"] == pytest.approx(0.7 * 1.6 + 0.2)
    assert rows["USA", 75]["published"] is None
    note = next(n for n in answer.notes if n.startswith("published"))
    assert "over 60 state-sessions" in note
    assert "correlates 0.9" in note


def test_bounds_choose_sessions_by_the_year_they_open_and_change_no_figure(
    full: Store, answer: Answer
) -> None:
    found = ideal_points(full, ["USA"], since="2017", until="2018").table.to_pylist()
    whole = {r["session"]: r["mean"] for r in answer.table.to_pylist() if r["state"] == "USA"}
    assert {r["session"]: r["mean"] for r in found} == {s: whole[s] for s in (72, 73)}


def test_the_same_seed_gives_the_same_and_another_another(full: Store) -> None:
    first, again, other = (ideal_points(full, ["USA"], seed=s).table["mean"] for s in (3, 3, 4))
    assert first == again
    assert first != other


def test_the_published_states_orient_the_scale(answer: Answer) -> None:
    assert means(answer)["USA"] > 0 > means(answer)["RUS"]
    assert answer.notes[0].startswith("Positive is the side of USA GBR, and RUS begins on the")


@pytest.mark.parametrize(("first", "last"), [("CUB", "ITA"), ("ITA", "CUB")])
def test_without_them_the_first_named_state_is_positive_and_the_note_says_so(
    store: Store, first: str, last: str
) -> None:
    fill(store, *planted(OTHERS))
    found = ideal_points(store, [first, last])
    rows = found.table.to_pylist()
    assert np.mean([r["mean"] for r in rows if r["state"] == first]) > 0
    assert np.mean([r["mean"] for r in rows if r["state"] == last]) < 0
    assert f"none voted; {first} is named first" in found.notes[0]


def test_with_one_side_absent_the_state_that_votes_least_like_the_other_stands_in(
    store: Store,
) -> None:
    votes, calls = planted()
    fill(store, [v for v in votes if v["subject"] != "RUS"], calls)
    note = ideal_points(store, ["CHN"]).notes[0]
    assert "CUB begins on the other (votes least like USA)" in note


def test_as_of_never_sees_later_votes(store: Store) -> None:
    votes, calls = planted()
    fill(store, votes, calls)
    known = session_period(73).start - timedelta(days=1)
    early = ideal_points(store, ["CHN"], as_of=known)
    assert early.table["session"].to_pylist() == [70, 71, 72]
    changed = [v | {"value": 4 - v["value"]} if v["known_on"] > known else v for v in votes]
    with open_store(store.path.with_name("other.duckdb"), create=True) as other:
        fill(other, changed, calls)
        assert ideal_points(other, ["CHN"], as_of=known).table["mean"] == early.table["mean"]


def test_repeated_votes_count_once_and_contradictions_not_at_all(store: Store) -> None:
    votes, calls = planted()
    again = [v | {"row": 9000 + n} for n, v in enumerate(votes[:5])]
    other = vote("USA", votes[-1]["item"], votes[-1]["period"], 4.0 - votes[-1]["value"], row=9999)
    assert other["value"] != votes[-1]["value"]
    fill(store, [*votes, *again, other], calls)
    held = assembly(store, issue=None, as_of=None)
    assert (held.repeated, held.contradicted) == (5, 2)
    assert len(held.rolls.choice) + held.rolls.dropped["unanimous"] == len(votes) - 1
    note = next(n for n in ideal_points(store, ["USA"]).notes if n.startswith("Rests on"))
    assert "5 repeated, 2 contradicting one another" in note


def test_absent_states_are_no_vote(store: Store) -> None:
    votes, calls = planted()
    away = [v | {"value": 8.0} if v["subject"] == "MEX" else v for v in votes]
    fill(store, away, calls)
    found = ideal_points(store, ["CHN", "MEX"])
    assert set(found.table["state"].to_pylist()) == {"CHN"}
    assert "No vote that counts in these sessions: MEX." in found.notes


def test_amendments_and_paragraphs_are_outside_the_published_sample(store: Store) -> None:
    votes, calls = planted()
    part = [c | {"facts": json.dumps(json.loads(c["facts"]) | {"para": 1})}
            if c["item"].endswith("000") else c for c in calls]  # fmt: skip
    fill(store, votes, part)
    assert assembly(store, issue=None, as_of=None).outside == 6 * len(STATES)


def test_linked_roll_calls_are_one_question(store: Store) -> None:
    fill(store, *planted(), links=[("voeten:70001", "voeten:71002"), ("voeten:1", "voeten:2")])
    held = assembly(store, issue=None, as_of=None)
    assert held.links == 1
    assert "voeten:71002" not in held.rolls.items
    assert "voeten:70001" in held.rolls.items
    assert assembly(store, issue=None, as_of=date(2021, 12, 31)).links == 0


def test_roll_calls_linked_with_one_that_is_not_in_the_store_are_linked(store: Store) -> None:
    fill(store, *planted(), links=[("voeten:9", "voeten:70001"), ("voeten:9", "voeten:72002")])
    held = assembly(store, issue=None, as_of=None)
    assert held.links == 1
    assert "voeten:72002" not in held.rolls.items


def test_an_issue_takes_its_roll_calls_only(full: Store) -> None:
    found = ideal_points(full, ["USA"], issue="hr")
    row = found.table.to_pylist()[0]
    assert all(int(item[-1]) < 5 for item in row["roll_calls"])
    assert (row["issue"], row["published"]) == ("hr", None)
    assert found.title.endswith("on Human rights")
    assert (
        "A scale of its own, of roll calls on Human rights alone, from session 25." in found.notes
    )
    with pytest.raises(NothingFound, match="Colonialism"):
        ideal_points(full, ["USA"], issue="co")


def test_progress_is_told_and_may_stop(full: Store) -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, rounds: int) -> None:
        told.append((done, rounds))
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ideal_points(full, ["USA"], progress=stop)
    assert [done for done, _ in told] == [0, 1, 2, 3]
    assert told[0][1] == 280


def test_an_empty_store_names_what_to_add(store: Store) -> None:
    with pytest.raises(NothingFound, match="multipole sources unga_votes"):
        ideal_points(store, ["CHN"])


def test_states_or_years_without_votes_are_nothing_found(full: Store) -> None:
    with pytest.raises(NothingFound):
        ideal_points(full, ["MLI"])
    with pytest.raises(NothingFound):
        ideal_points(full, ["USA"], since="2023")


@pytest.mark.parametrize("wrong", [{"how": "quick"}, {"issue": "xx"}, {"seed": -1}])
def test_wrong_words_are_refused(full: Store, wrong: dict[str, Any]) -> None:
    with pytest.raises(WrongUse):
        ideal_points(full, ["USA"], **wrong)


def test_no_state_and_no_known_state_are_refused(full: Store) -> None:
    with pytest.raises(WrongUse):
        ideal_points(full, [])
    with pytest.raises(UnknownCode):
        ideal_points(full, ["Atlantis"])


def test_the_command_and_the_python_door_say_the_same(store: Store) -> None:
    fill(store, *planted())
    expected = Desk(store).ideal_points("CHN", "USA", since="2018").table.to_pylist()
    place = str(store.path)
    store.close()
    words = ["ideal-points", "CHN", "USA", "--since", "2018", "--store", place]
    told = json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)
    assert [r["mean"] for r in told["table"]] == [r["mean"] for r in expected]
    shown = CliRunner().invoke(app, words)
    assert shown.exit_code == 0
    assert "took" not in shown.stdout


@pytest.mark.skipif(not REAL.exists(), reason="needs MULTIPOLE_SHARED with data/votes")
def test_real_votes_put_china_and_russia_far_from_the_united_states(tmp_path: Path) -> None:
    late = pl.read_parquet(REAL).filter(pl.col("resid") >= 74_000)
    late.write_parquet(tmp_path / "late.parquet")
    place = tmp_path / "real.duckdb"
    door.add("unga_votes", [tmp_path / "late.parquet"], place)
    with open_store(place, read_only=True) as opened:
        rows = ideal_points(opened, ["USA", "CHN", "RUS"]).table.to_pylist()
    assert {r["session"] for r in rows} == {74, 75, 76, 77, 78}
    assert all(r["mean"] > 1 for r in rows if r["state"] == "USA")
    assert all(r["distance_low"] > 1 for r in rows if r["state"] != "USA")

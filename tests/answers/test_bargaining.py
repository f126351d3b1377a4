"""Bargaining over a table of one's own: what is read, refused, and told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from multipole import answers
from multipole.answers.bargaining_table import issue_of, read_table, table_of
from multipole.core.errors import BadValue, MultipoleError, UnreadableInput, WrongUse
from multipole.scenario.bargaining import Rules

#: Bueno de Mesquita 1994; Scholz et al. 2011, table 1: years until limits for exhaust gas bind.
CARS = """actor,position,capability,salience
NLD,4,0.08,80
BEL,7,0.08,40
LUX,4,0.03,20
DEU,4,0.16,80
FRA,10,0.16,60
ITA,10,0.16,60
GBR,10,0.16,90
IRL,7,0.05,10
DNK,4,0.05,100
GRC,7,0.08,70
"""
HEAD = "actor,position,capability,salience\n"


def rows(answer: answers.Answer, section: str) -> list[dict[str, Any]]:
    return [r for r in answer.table.to_pylist() if r["section"] == section]


def test_the_published_case_is_told_beside_what_comes_without_bargaining() -> None:
    found = answers.bargain(table_of(CARS, unit="years"), runs=50)
    told = {r["what"]: r for r in rows(found, "forecast")}
    assert told["weighted mean"]["value"] == pytest.approx(7.39, abs=0.005)
    assert told["weighted median"]["value"] == 7.0
    assert told["bargaining, published"]["value"] == pytest.approx(9.962, abs=0.001)
    assert "at rest after round 5" in told["bargaining, published"]["told"]
    assert told["bargaining, printed"]["value"] == pytest.approx(7.0, abs=0.01)
    assert {r["unit"] for r in told.values()} == {"years"}


def test_every_forecast_has_an_interval() -> None:
    found = answers.bargain(table_of(CARS), runs=200)
    for row in (*rows(found, "forecast"), *rows(found, "actors")):
        assert row["low"] < row["high"]


def test_the_interval_of_the_published_case_spans_most_of_the_line() -> None:
    found = answers.bargain(table_of(CARS), runs=400)
    row = next(r for r in rows(found, "forecast") if r["rules"] == "published")
    assert row["low"] < 5 < 9 < row["high"]
    assert any("do not hold the doubt about the model" in note for note in found.notes)


def test_rounds_tell_who_moved_whom() -> None:
    found = answers.bargain(table_of(CARS), runs=2)
    moves = [r["told"] for r in rows(found, "rounds")]
    assert moves[0] == "as given"
    assert moves[1].startswith("BEL to 8.42 by FRA (compromise)")
    assert len(moves) == 6


def test_bargaining_without_rest_has_no_forecast_but_its_bounds() -> None:
    text = HEAD + "a,30,40,0.9\nb,65,200,0.5\nc,70,10,0.9\n"
    found = answers.bargain(table_of(text), runs=20)
    row = next(r for r in rows(found, "forecast") if r["rules"] == "published")
    assert row["value"] is None
    assert row["low"] < row["high"]
    assert "not at rest after round 10, between" in row["told"]


def test_what_the_forecast_hangs_on_is_named() -> None:
    text = "actor,position,capability,salience,position_doubt\na,0,1,1,0\nb,5,1,1,3\nc,10,1,1,0\n"
    found = answers.bargain(table_of(text), runs=300, rules="cautious")
    assert rows(found, "hangs on")[0]["what"] == "position of b"
    assert rows(found, "hangs on")[0]["value"] > 0.8


def test_a_reading_of_ones_own_stands_first() -> None:
    found = answers.bargain(table_of(CARS), runs=2, rules=Rules("mine", accept="strongest"))
    told = [r["rules"] for r in rows(found, "forecast") if r["rules"]]
    assert told == ["mine", "published", "printed", "cautious"]


def test_the_same_seed_gives_the_same_table() -> None:
    one, two, other = (answers.bargain(table_of(CARS), runs=30, seed=s) for s in (4, 4, 5))
    assert one.table.equals(two.table)
    assert not one.table.equals(other.table)


def test_doubts_that_are_told_are_used_and_the_others_said() -> None:
    text = "actor,position,capability,salience,position_doubt\na,0,1,0.5,2\nb,10,1,0.5,\n"
    table = table_of(text, line=(0.0, 20.0))
    issue = issue_of(table)
    np.testing.assert_allclose(issue.position_doubt, [2.0, 1.0])
    np.testing.assert_allclose(issue.capability_doubt, 0.1)
    assert any("5% of the line's length" in n for n in answers.bargain(table, runs=2).notes)


def test_salience_in_percent_is_said() -> None:
    assert table_of(CARS).stakes[0].salience == 0.8
    assert table_of(CARS).notes == ("Salience is read as percent, as one is above 1.",)
    assert table_of(HEAD + "a,1,1,1\nb,2,1,0.5\n").notes == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the columns are none (t.csv row 1)"),
        ("actor,position\na,1\n", "the columns are actor, position (t.csv row 1)"),
        (HEAD + "a,1,1\nb,2,1,1\n", "another length than the header (t.csv row 2)"),
        (HEAD + "a,1,1,1\nb,x,1,1\n", "'x' is no number (t.csv row 3, column position)"),
        (HEAD + "a,1,1,1\nb,,1,1\n", "'' is no number (t.csv row 3, column position)"),
        (HEAD + "a,1,1,1\nb,inf,1,1\n", "'inf' is no number (t.csv row 3, column position)"),
        (HEAD + "a,1,1,1\nb,2,-1,1\n", "below 0 (t.csv row 3, column capability)"),
        (HEAD + "a,1,1,1\n,2,1,1\n", "no name of an actor (t.csv row 3, column actor)"),
        (HEAD + "a,1,1,1\na,2,1,1\n", "a is there twice (t.csv, column actor)"),
        (HEAD + "a,1,1,1\n", "1 actors (t.csv)"),
        (HEAD + "a,1,1,1\nb,2,1,101\n", "salience 101 (t.csv, column salience)"),
        (HEAD + "a,1,0,1\nb,2,1,0\n", "no actor has capability and salience above 0 (t.csv)"),
        (HEAD + 'a,1,1,1\n"b,2,1,1\n', "the text is not CSV"),
    ],
)
def test_a_table_that_cannot_be_read_says_where_and_what_to_do(text: str, said: str) -> None:
    with pytest.raises(BadValue) as error:
        table_of(text, name="t.csv")
    assert said in str(error.value)
    assert error.value.remedy


def test_a_position_off_the_line_is_refused() -> None:
    with pytest.raises(
        BadValue, match=r"b stands at 12, off the line from 0 to 10 \(table.csv row"
    ):
        table_of(HEAD + "a,1,1,1\nb,12,1,1\n", line=(0.0, 10.0))
    with pytest.raises(BadValue, match="a line from 10 to 0"):
        table_of(HEAD + "a,1,1,1\nb,2,1,1\n", line=(10.0, 0.0))


def test_files_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes(b"actor\xe9")
    (tmp_path / "large.csv").write_bytes(b"a" * 1_000_001)
    for name in ("latin.csv", "large.csv", "none.csv", ""):
        with pytest.raises(UnreadableInput) as error:
            read_table(tmp_path / name)
        assert str(tmp_path) in str(error.value)


@pytest.mark.parametrize("options", [{"runs": 0}, {"runs": 10**6}, {"seed": -1}, {"rules": "old"}])
def test_options_out_of_range_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(WrongUse):
        answers.bargain(table_of(CARS), **options)


def test_errors_of_the_model_are_ours() -> None:
    with pytest.raises(MultipoleError, match="0 rounds"):
        answers.bargain(table_of(CARS), rounds=0)

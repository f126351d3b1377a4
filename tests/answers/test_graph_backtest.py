"""Ranked forecasts measured on a folder of facts, and folders that cannot be read."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.forecast.ranking_world import DAYS, ENTITIES, habits

from multipole.answers import graph_backtest
from multipole.answers.graph_backtest import graph_answer, graph_report
from multipole.answers.graph_backtest_files import read_facts, read_names, read_split
from multipole.core.errors import BadValue, UnreadableInput, WrongUse


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Fifty days to learn from and ten to ask about; times in hours, and a fifth column."""
    facts = habits().facts
    for name, kept in (("train", facts[:, 3] < DAYS - 10), ("valid", facts[:, 3] >= DAYS - 10)):
        rows = facts[kept]
        lines = (f"{s}\t{r}\t{o}\t{24 * t + 48}\t-1\n" for s, r, o, t in rows.tolist())
        (tmp_path / f"{name}.txt").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def test_hours_become_days_and_questions_the_last_of_them(folder: Path) -> None:
    split = read_split(folder, "valid")
    assert split.first == DAYS - 10
    assert split.graph.days.tolist() == list(range(DAYS))
    assert len(split.past) + len(read_facts(folder / "valid.txt")) == len(split.graph)


def test_a_report_is_the_same_each_time_and_can_be_written_as_json(folder: Path) -> None:
    said: list[str] = []
    first, again = (graph_report(folder, say=said.append) for _ in range(2))
    assert json.dumps(first, allow_nan=False) == json.dumps(again, allow_nan=False)
    assert first["mrr"] > 0.5
    assert sum(stratum["share"] for stratum in first["strata"].values()) == pytest.approx(1)
    assert said


def test_many_days_ahead_is_harder(folder: Path) -> None:
    single, multi = (graph_report(folder, steps=steps) for steps in ("single", "multi"))
    assert multi["log_loss"] > single["log_loss"]
    assert "Multi-step" in multi["notes"][0]


def test_the_table_has_a_row_for_all_and_one_for_each_kind(folder: Path) -> None:
    answer = graph_answer(graph_report(folder))
    assert answer.table["questions"].to_pylist()[:2] == ["all", "seen"]
    assert answer.table["mrr"][0].as_py() == graph_report(folder)["mrr"]


def test_names_beside_the_facts_say_how_many_entities_there_are(folder: Path) -> None:
    (folder / "entity2id.txt").write_text("Ann\t0\nBo\t77\n", encoding="utf-8")
    assert read_names(folder / "entity2id.txt") == [(0, "Ann"), (77, "Bo")]
    assert read_split(folder, "valid").graph.entities == 78


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few trees."""
    few = functools.partial(graph_backtest.learn_ranked, rounds=5)
    monkeypatch.setattr(graph_backtest, "learn_ranked", few)


def _ranked(folder: Path, *, names: bool = True) -> dict[str, Any]:
    return graph_report(folder, mode="ranked", names=names)


@pytest.mark.usefixtures("quick")
def test_names_are_looked_at_where_there_are_some_unless_they_are_not_wanted(folder: Path) -> None:
    without = _ranked(folder)
    lands = ("India", "Chad", "Peru")
    lines = (f"Police_({lands[n % 3]})\t{n}\n" for n in range(ENTITIES))
    (folder / "entity2id.txt").write_text("".join(lines), encoding="utf-8")
    by_name, unwanted = _ranked(folder), _ranked(folder, names=False)
    assert (without["names"], by_name["names"], unwanted["names"]) == (False, True, False)
    assert unwanted == without
    assert by_name["log_loss"] != without["log_loss"]
    assert "entity2id.txt" in by_name["notes"][1]
    assert "none are looked at" in without["notes"][1]


@pytest.mark.usefixtures("quick")
def test_names_that_tell_no_place_are_not_looked_at(folder: Path) -> None:
    lines = (f"thing {n}\t{n}\n" for n in range(ENTITIES))
    (folder / "entity2id.txt").write_text("".join(lines), encoding="utf-8")
    assert not _ranked(folder)["names"]


def test_the_fast_mode_looks_at_no_names(folder: Path) -> None:
    (folder / "entity2id.txt").write_text("Police (India)\t0\n", encoding="utf-8")
    report = graph_report(folder)
    assert not report["names"]
    assert not any("Names" in note for note in report["notes"])


def test_a_split_without_its_file_is_told(folder: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"no test\.txt .*Name a folder with train\.txt"):
        graph_report(folder, split="test")


@pytest.mark.parametrize("line", ["1\t2\t3", "1\t2\t3\tx", "1 2 3 4", "1\t2\t-3\t4", ""])
def test_a_line_that_is_no_fact_is_named_with_its_row(tmp_path: Path, line: str) -> None:
    path = tmp_path / "train.txt"
    path.write_text(f"0\t0\t1\t1\n{line}\n0\t0\t1\t2\n", encoding="utf-8")
    with pytest.raises(UnreadableInput, match=r"train\.txt row 2.*Write subject"):
        read_facts(path)


def test_an_empty_file_holds_no_facts(tmp_path: Path) -> None:
    (tmp_path / "train.txt").write_text("", encoding="utf-8")
    with pytest.raises(UnreadableInput, match="no facts"):
        read_facts(tmp_path / "train.txt")


def test_questions_before_the_end_of_the_past_are_refused(folder: Path) -> None:
    facts = np.array([[0, 0, 1, 48]])
    (folder / "valid.txt").write_text("\t".join(map(str, facts[0])) + "\n", encoding="utf-8")
    with pytest.raises(BadValue, match="Split the facts by time"):
        graph_report(folder)


def test_modes_and_splits_that_there_are_not_are_refused(folder: Path) -> None:
    with pytest.raises(WrongUse, match="is not a mode"):
        graph_report(folder, mode="slow")
    with pytest.raises(WrongUse, match="is no split"):
        graph_report(folder, split="train")

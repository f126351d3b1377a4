"""Reading data files anew, and runs that are stopped: the store is whole at every moment."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.adding import CHINA, LATER, NOW, add, known_on, share, values, without_runs
from tests.datafiles import long_table, nmc

from multipole.store import Store, open_store

ADDER = Path(__file__).with_name("add_until_killed.py")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.duckdb", create=True) as opened:
        yield opened


# Reading again


def test_again_reads_what_is_there_anew_and_keeps_its_day(store: Store, tmp_path: Path) -> None:
    path = nmc(tmp_path / "nmc.csv", (CHINA, 2020, 0.2))
    add(store, "cow_nmc", path, released=date(2021, 1, 1), version="6.0")
    before = without_runs(store)
    report = add(store, "cow_nmc", path, again=True, now=LATER)
    assert (report.known, report.observations) == (0, 1)
    assert without_runs(store) == before
    (release,) = store.records.releases().to_pylist()
    assert (release["known_on"], release["version"]) == (date(2021, 1, 1), "6.0")
    assert store.verify() == []


def test_again_with_a_day_moves_the_release_to_it(store: Store, tmp_path: Path) -> None:
    path = nmc(tmp_path / "nmc.csv", (CHINA, 2020, 0.2))
    add(store, "cow_nmc", path)
    add(store, "cow_nmc", path, again=True, released=date(2021, 5, 5))
    assert known_on(store) == [date(2021, 5, 5)]
    assert values(store, as_of=date(2021, 5, 5)) == [0.2]


def test_again_that_fails_leaves_what_was_there(store: Store, tmp_path: Path) -> None:
    path = nmc(tmp_path / "nmc.csv", (CHINA, 2020, 0.2), (999, 2020, 0.1))
    add(store, "cow_nmc", path)
    before = without_runs(store)
    assert add(store, "cow_nmc", path, again=True, strict=True).refusals
    assert without_runs(store) == before | {"refusals": 1}
    assert values(store) == [0.2]


def test_again_does_not_part_files_that_came_together(store: Store, tmp_path: Path) -> None:
    paths = [nmc(tmp_path / f"{y}.csv", (CHINA, y, 0.2)) for y in (2019, 2020)]
    add(store, "cow_nmc", *paths)
    (refusal,) = add(store, "cow_nmc", paths[0], again=True).refusals
    assert "2020.csv" in refusal.reason
    assert values(store) == [0.2, 0.2]
    assert add(store, "cow_nmc", *paths, again=True).refusals == ()


def test_again_of_one_day_leaves_the_newer_file_in_force(store: Store, tmp_path: Path) -> None:
    old, new = (long_table(tmp_path / f"{v}.csv", share(v)) for v in (40.0, 50.0))
    add(store, "long_table", old)
    add(store, "long_table", new, now=NOW.replace(hour=1))
    add(store, "long_table", old, again=True, now=NOW.replace(hour=2))
    assert values(store) == [50.0]


def test_a_users_own_names_turn_refused_rows_into_good_ones(store: Store, tmp_path: Path) -> None:
    row = ("CHN", "Ruritania", "dollar_share", 2020, 40.0, "percent")
    path = long_table(tmp_path / "own.csv", row)
    assert add(store, "long_table", path).quarantined == 1
    assert "Ruritania" in store.records.quarantine()["datum"].to_pylist()
    store.add_actor_list("name,actor,kind\nRuritania,RUS,name\n", LATER)
    report = add(store, "long_table", path, again=True)
    assert (report.quarantined, report.observations) == (0, 1)
    assert store.records.quarantine().num_rows == 0
    assert store.records.observations()["object"].to_pylist() == ["RUS"]


# Stops


class Stop(Exception):
    """The user's stop."""


def test_a_stop_leaves_whole_releases_and_the_next_run_finishes(
    store: Store, tmp_path: Path
) -> None:
    paths = [long_table(tmp_path / f"{y}.csv", share(40.0, year=y)) for y in range(2015, 2020)]
    calls = iter(range(10))

    def stop(*_: object) -> None:
        if next(calls) == 2:
            raise Stop

    with pytest.raises(Stop):
        add(store, "long_table", *paths, progress=stop)
    assert store.counts()["releases"] == store.counts()["observations"] == 2
    assert store.verify() == []
    report = add(store, "long_table", *paths)
    assert (report.known, report.observations) == (2, 3)
    assert len(values(store)) == 5


def test_a_stop_while_reading_again_leaves_what_was_there(store: Store, tmp_path: Path) -> None:
    def stop(*_: object) -> None:
        raise Stop

    path = nmc(tmp_path / "nmc.csv", (CHINA, 2020, 0.2))
    add(store, "cow_nmc", path)
    with pytest.raises(Stop):
        add(store, "cow_nmc", path, again=True, progress=stop)
    assert values(store) == [0.2]
    assert store.verify() == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_killed_process_leaves_a_whole_store_and_the_next_one_finishes(tmp_path: Path) -> None:
    folder, path = tmp_path / "in", tmp_path / "killed.duckdb"
    folder.mkdir()
    for year in range(1900, 1940):
        long_table(folder / f"{year}.csv", *(share(float(v), year=year + v) for v in range(60)))
    args = [sys.executable, str(ADDER), str(folder), str(path)]
    for lines in (1, 5, 9):
        with subprocess.Popen(args, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            told = [process.stdout.readline() for _ in range(lines)]
            process.kill()
        with open_store(path, read_only=True) as store:
            assert store.verify() == []
            counts = store.counts()
            assert lines - 1 <= counts["releases"] < 40
            assert counts["observations"] == 60 * counts["releases"]
            assert all(told)
    with open_store(path) as store:
        assert add(store, "long_table", folder).known >= 12
        assert store.counts()["observations"] == 60 * 40

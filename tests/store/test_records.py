"""Records of data sets: two clocks, releases beside each other, all or nothing."""

from __future__ import annotations

import gc
import weakref
from datetime import date
from typing import Any

import pytest

from multipole.core.errors import BadValue
from multipole.core.records import Cell
from multipole.store import FileRecord, Store, open_store
from multipole.store.adding import Adding

EARLY, LATE = date(2021, 1, 1), date(2022, 1, 1)


def values(store: Store, **asked: Any) -> list[float | None]:
    return list(store.records.observations(**asked).column("value").to_pylist())


@pytest.fixture
def two(world: Any, store: Store) -> Store:
    """An older release that says 1 and a newer one that says 2."""
    world.put_release(store, world.release("aa", known_on=EARLY), value=1.0)
    world.put_release(store, world.release("bb", known_on=LATE), value=2.0)
    return store


def test_the_newest_release_stands_and_as_of_gives_yesterdays_figures(two: Store) -> None:
    assert values(two) == [2.0]
    assert values(two, as_of=date(2021, 12, 31)) == [1.0]
    assert values(two, as_of=date(2022, 1, 1)) == [2.0]


def test_nothing_is_known_before_the_first_release(two: Store) -> None:
    assert values(two, as_of=date(2020, 12, 31)) == []
    assert two.records.releases(date(2020, 12, 31)).num_rows == 0


def test_public_facts_of_a_timely_source_are_known_on_their_day(world: Any, store: Store) -> None:
    release = world.release("aa", known_on=LATE)
    on = date(2019, 5, 1)
    world.put_release(store, release, value=1.0, timely=True, known_on=on, telling="CONSULT")
    assert values(store, as_of=date(2019, 5, 1)) == [1.0]
    assert values(store, as_of=date(2019, 4, 30)) == []
    assert store.records.codings(as_of=date(2019, 4, 30)).num_rows == 0


def test_files_that_add_to_one_another_all_stand_and_the_newest_wins_where_they_meet(
    world: Any, store: Store
) -> None:
    later = (date(2020, 1, 1), date(2021, 1, 1))
    for digest, day, value, period in (
        ("aa", EARLY, 1.0, None), ("bb", LATE, 2.0, None), ("cc", LATE, 3.0, later)
    ):  # fmt: skip
        where = {"period": period} if period else {}
        world.put_release(
            store, world.release(digest, known_on=day), value=value, increments=True, **where
        )
    assert values(store) == [2.0, 3.0]
    assert values(store, as_of=EARLY) == [1.0]


def test_every_number_names_its_cell(two: Store) -> None:
    row = two.records.observations().to_pylist()[0]
    assert (row["sha256"], row["row"], row["column"]) == ("bb", 2, "flow")
    assert row["source"] == "trade"
    (noun,) = two.records.observation_objects(variables=["trade_usd"])
    assert (noun.cell, noun.value, str(noun.period)) == (Cell("bb", 2, "flow"), 2.0, "2019")


def test_actors_periods_and_variables_choose(two: Store) -> None:
    assert values(two, actors=["BOR", "AUR"]) == [2.0]
    assert values(two, actors=["BOR", "CIN"]) == []
    assert values(two, subjects=["BOR"]) == []
    assert values(two, variables=["trade_usd"], since=date(2019, 12, 31)) == [2.0]
    assert values(two, since=date(2020, 1, 1)) == []
    assert values(two, until=date(2019, 1, 1)) == []


def test_a_missing_value_is_kept_as_missing(world: Any, store: Store) -> None:
    world.put_release(store, world.release("aa"), value=None)
    row = store.records.observations().to_pylist()[0]
    assert (row["value"], row["status"]) == (None, "missing")


def test_a_release_goes_in_whole_or_not_at_all(
    world: Any, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Adding, "finish", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        world.put_release(store, world.release("aa"), value=1.0)
    assert store.counts()["observations"] == 0
    assert store.records.releases().num_rows == 0


def test_a_row_that_is_not_sound_is_refused(world: Any, store: Store) -> None:
    with pytest.raises(BadValue, match="row 2"):
        world.put_release(store, world.release("aa"), value=float("nan"))
    assert store.counts()["observations"] == 0


def test_a_release_can_be_dropped_to_be_read_again(world: Any, two: Store) -> None:
    two.records.drop_release(world.release("bb").id)
    assert values(two) == [1.0]
    assert two.records.has_files("trade", ["aa", "bb"]) == {"aa"}
    assert two.verify() == []


def test_verify_finds_rows_that_are_gone(world: Any, store: Store) -> None:
    world.put_release(store, world.release("aa"), value=1.0, telling="CONSULT")
    assert store.verify() == []
    store._database.run("DELETE FROM observations")
    assert any("observations: 0 rows of file 0" in line for line in store.verify())


def test_counts_of_a_file_are_kept_with_what_was_set_aside(world: Any, store: Store) -> None:
    world.put_release(store, world.release("aa"), value=1.0, telling="CONSULT")
    row = store.records.files().to_pylist()[0]
    assert (row["rows"], row["observations"], row["codings"], row["quarantined"]) == (3, 1, 1, 1)
    assert row["set_aside"] == '{"aggregate": 1}'


def test_coverage_is_what_the_rows_show_unless_it_is_said(world: Any, store: Store) -> None:
    world.put_release(store, world.release("aa"), value=1.0)
    row = store.records.coverage().to_pylist()[0]
    assert (row["period_start"], row["period_end"]) == (date(2019, 1, 1), date(2020, 1, 1))


def test_what_was_poured_in_does_not_stay_in_memory_until_the_end(world: Any, store: Store) -> None:
    row = {
        "variable": "trade_usd", "subject": "AUR", "object": "BOR", "item": "all",
        "period_start": EARLY, "period_end": LATE, "known_on": None, "value": 1.0,
        "status": "observed", "row": 2, "column": "flow",
    }  # fmt: skip
    release = world.release("aa")
    with store.records.adding(
        release, edition="", increments=False, timely=False, run=world.run, at=world.now
    ) as adding:
        adding.file(FileRecord("aa", "trade.csv", 1, 0))
        poured = world.rows("observations", row)
        alive = weakref.ref(poured)
        adding.batch(0, {"observations": poured}, rows=1, set_aside={})
        del poured
        gc.collect()
        assert alive() is None


def test_coverage_is_read_anew_while_the_store_is_written_and_kept_while_it_is_read(
    two: Store,
) -> None:
    before = two.records.coverage()
    assert before.num_rows
    assert two.records.coverage() is not before
    path = two.path
    two.close()
    with open_store(path, read_only=True) as reading:
        first = reading.records.coverage()
        assert reading.records.coverage() is first
        assert first.equals(before)
        assert reading.records.coverage(date(1900, 1, 1)).num_rows == 0

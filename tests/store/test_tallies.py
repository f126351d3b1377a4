"""Tallies of coded events: what counts, where, and what was known when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from multipole.core.errors import WrongUse
from multipole.relations.streams import MONTHS_OF
from multipole.relations.streams import TALLIES as READ
from multipole.store import FileRecord, Store
from multipole.store.tallies import PAIR_MONTHS, STEPS, TALLIES

DAY = date(2014, 5, 17)
LATE = date(2022, 1, 1)


def put(world: Any, store: Store, *rows: dict[str, Any], **release: Any) -> None:
    """One release of coded events; a row says what differs from a visit of AUR to BOR."""
    known = release.pop("known_on", date(2021, 1, 1))
    given = world.release(release.pop("file", "aa"), source="press", known_on=known)
    told = [
        {
            "event": f"e{i}", "sender": "AUR", "receiver": "BOR", "sender_code": "A",
            "receiver_code": "B", "action": "CONSULT", "code": "042", "domain": "diplomatic",
            "modality": "happened", "period_start": DAY,
            "period_end": date.fromordinal(row.get("period_start", DAY).toordinal() + 1),
            "known_on": None, "place": None, "intensity": None, "mentions": 1, "outlet": None,
            "story": None, "row": i + 2,
        } | row
        for i, row in enumerate(rows)
    ]  # fmt: skip
    options = {"increments": True, "timely": False} | release
    with store.records.adding(given, edition="e", run=world.run, at=world.now, **options) as adding:
        adding.file(FileRecord(given.files[0], "press.csv", 10, 0))
        adding.batch(0, {"codings": world.rows("codings", *told)}, rows=len(rows), set_aside={})


def tallies(store: Store, **asked: Any) -> list[tuple[Any, ...]]:
    found = store.records.tallies("AUR", "BOR", **asked)
    assert found.schema == TALLIES
    return [tuple(row.values())[1:] for row in found.to_pylist()]


def test_the_table_and_the_steps_are_those_that_the_measure_reads() -> None:
    assert TALLIES == READ
    assert STEPS == MONTHS_OF


def test_acts_between_the_two_and_with_others_are_told_apart(world: Any, store: Store) -> None:
    put(world, store, {}, {"receiver": "CIN"}, {"sender": "CIN", "receiver": "BOR"},
        {"sender": "BOR", "receiver": "AUR"}, {"sender": "CIN", "receiver": "DOR"})  # fmt: skip
    assert tallies(store) == [
        (date(2014, 5, 1), "CONSULT", "diplomatic", False, 2.0),
        (date(2014, 5, 1), "CONSULT", "diplomatic", True, 2.0),
    ]


def test_acts_with_oneself_or_nobody_known_and_what_did_not_happen_do_not_count(
    world: Any, store: Store
) -> None:
    put(world, store, {"receiver": "AUR"}, {"receiver": ""}, {"modality": "threatened"})
    assert tallies(store) == []


def test_rows_that_tell_the_same_act_are_one_act(world: Any, store: Store) -> None:
    put(world, store, {}, {"outlet": "another"}, {"code": "043"})
    put(world, store, {}, file="bb")
    assert [row[-1] for row in tallies(store)] == [2.0]
    assert store.records.acts(actors=["AUR", "BOR"]).num_rows == 2


@pytest.mark.parametrize(
    ("step", "first"),
    [("month", date(2014, 5, 1)), ("quarter", date(2014, 4, 1)), ("year", date(2014, 1, 1))],
)
def test_steps_begin_on_their_first_day(world: Any, store: Store, step: str, first: date) -> None:
    put(world, store, {})
    assert tallies(store, step=step)[0][0] == first


def test_an_act_of_a_whole_year_has_no_month(world: Any, store: Store) -> None:
    year = {"period_start": date(2014, 1, 1), "period_end": date(2015, 1, 1)}
    put(world, store, year)
    assert tallies(store)[0][0] is None
    assert tallies(store, step="year")[0][0] == date(2014, 1, 1)


def test_a_whole_month_lies_in_its_month(world: Any, store: Store) -> None:
    put(world, store, {"period_start": date(2014, 2, 1), "period_end": date(2014, 3, 1)})
    assert tallies(store)[0][0] == date(2014, 2, 1)


def test_what_was_not_known_yet_does_not_count(world: Any, store: Store) -> None:
    put(world, store, {})
    put(world, store, {"code": "057", "action": "AGREE"}, file="bb", known_on=LATE)
    assert len(tallies(store)) == 2
    assert [row[1] for row in tallies(store, as_of=date(2021, 12, 31))] == ["CONSULT"]
    assert tallies(store, as_of=date(2020, 12, 31)) == []


def test_a_timely_act_is_known_from_its_own_day(world: Any, store: Store) -> None:
    put(world, store, {"known_on": date(2014, 5, 18)}, known_on=LATE, timely=True)
    assert len(tallies(store, as_of=date(2014, 5, 18))) == 1
    assert tallies(store, as_of=date(2014, 5, 17)) == []


def test_days_and_sources_choose(world: Any, store: Store) -> None:
    put(world, store, {}, {"period_start": date(2015, 1, 1), "code": "043"})
    assert [row[0] for row in tallies(store, since=date(2015, 1, 1))] == [date(2015, 1, 1)]
    assert [row[0] for row in tallies(store, until=date(2015, 1, 1))] == [date(2014, 5, 1)]
    assert tallies(store, sources=["other"]) == []
    assert len(tallies(store, sources=["press"])) == 2


def test_the_pair_may_be_turned_round_and_must_be_two(world: Any, store: Store) -> None:
    put(world, store, {}, {"receiver": "CIN"})
    turned = store.records.tallies("BOR", "AUR")
    assert turned.equals(store.records.tallies("AUR", "BOR"))
    with pytest.raises(WrongUse, match="pair"):
        store.records.tallies("AUR", "AUR")
    with pytest.raises(WrongUse, match="week"):
        store.records.tallies("AUR", "BOR", step="week")


def test_acts_of_all_pairs_are_counted_by_month_each_act_once(world: Any, store: Store) -> None:
    later = date(2014, 6, 30)
    put(world, store, {}, {"outlet": "another"}, {"sender": "BOR", "receiver": "AUR"},
        {"period_start": later}, {"receiver": ""}, {"receiver": "AUR"}, {"modality": "planned"},
        {"receiver": "CIN", "period_end": date(2015, 5, 17)})  # fmt: skip
    found = store.records.pair_months()
    assert found.schema == PAIR_MONTHS
    assert [tuple(row.values()) for row in found.to_pylist()] == [
        ("press", "AUR", "BOR", date(2014, 5, 1), "CONSULT", 2),
        ("press", "AUR", "BOR", date(2014, 6, 1), "CONSULT", 1),
    ]
    assert store.records.pair_months(since=later).num_rows == 1

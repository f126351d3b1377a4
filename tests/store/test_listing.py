"""Finding a few rows among many: stretches of days, a row of a file, the event of a claim."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from multipole.core.records import Release
from multipole.store import FileRecord, Store, listing

FIRST = date(2020, 1, 1)


@pytest.fixture
def coded(world: Any, store: Store) -> Store:
    """Two rows a day on ten days, AUR and BOR by turns with CIN; the first day told twice."""
    rows = [
        {
            "event": f"e{n}", "sender": "AUR" if n % 2 else "BOR", "receiver": "CIN",
            "sender_code": "X", "receiver_code": "Y", "action": "CONSULT", "code": "040",
            "domain": None, "modality": "happened", "period_start": FIRST + timedelta(n // 2),
            "period_end": FIRST + timedelta(n // 2 + 1), "known_on": FIRST + timedelta(n // 2),
            "place": None, "intensity": 1.0, "mentions": 1, "outlet": None, "story": None, "row": n,
        }
        for n in range(20)
    ]  # fmt: skip
    release = Release("acts", "v1", date(2021, 1, 1), ("abcdef",))
    with store.records.adding(
        release, edition="e", increments=False, timely=False, run=world.run, at=world.now
    ) as adding:
        adding.file(FileRecord("abcdef", "acts.csv", 10, 0))
        again = rows[0] | {"row": 20}
        adding.batch(0, {"codings": world.rows("codings", *rows, again)}, rows=21, set_aside={})
    return store


def test_the_nearest_rows_reach_so_many_days(coded: Store) -> None:
    on = date(2020, 1, 5)
    assert listing.reach(coded, 1) == (date(2020, 1, 10), 1)
    assert listing.reach(coded, 3) == (date(2020, 1, 9), 3)
    assert listing.reach(coded, 2, start=on) == (on, 2)
    assert listing.reach(coded, 3, start=on, newer=True) == (date(2020, 1, 6), 3)
    assert listing.reach(coded, 99) == (FIRST, 21)
    assert listing.reach(coded, 3, actors=["AUR"]) == (date(2020, 1, 8), 3)
    assert listing.reach(coded, 3, actors=["DOR"]) == (None, 0)


def test_acts_are_counted_as_they_are_drawn_together(coded: Store) -> None:
    assert listing.act_tally(coded).to_pylist() == [
        {"source": "acts", "year": 2020, "action": "CONSULT", "n": 20}
    ]
    assert coded.records.acts().num_rows == 20
    assert listing.act_tally(coded, actors=["AUR"]).column("n").to_pylist() == [10]


def test_a_row_of_a_file_is_found_by_the_files_digest(coded: Store) -> None:
    (row,) = listing.coded_rows(coded, "abc", 5).to_pylist()
    assert (row["event"], row["sender"], row["source"]) == ("e5", "AUR", "acts")
    assert listing.coded_rows(coded, "abd", 5).num_rows == 0
    assert listing.coded_rows(coded, "abc", 99).num_rows == 0


def test_documents_claims_and_links_are_found_by_id(world: Any, store: Store) -> None:
    world.fill(store)
    early, late = store.documents().column("id").to_pylist()
    assert listing.documents_named(store, [late]).column("id").to_pylist() == [late]
    assert listing.documents_named(store, [late], date(2021, 3, 2)).num_rows == 0
    assert listing.documents_beginning(store, late[:6]) == [late]
    event = store.events().to_pylist()[0]
    assert listing.events_of(store, event["claims"]) == dict.fromkeys(event["claims"], event["id"])
    assert listing.claims_beginning(store, event["claims"][0][:8]) == [event["claims"][0]]
    (link,) = listing.links_of(store, early).to_pylist()
    assert {link["left"], link["right"]} == {early, late}
    assert listing.links_of(store, "none").num_rows == 0


def test_events_are_the_same_whether_all_is_known_or_a_day_far_ahead_is_asked_for(
    world: Any, store: Store
) -> None:
    world.fill(store)
    assert store.events().equals(store.events(as_of=date(2030, 1, 1)))

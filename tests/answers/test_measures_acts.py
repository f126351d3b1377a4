"""Closeness and conflict from coded events and reports, as measures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put

from multipole.answers import measure
from multipole.store import Store, open_store

Row = dict[str, Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "acts.duckdb", create=True) as opened:
        yield opened


def acts(month: int, action: str, number: int, ends: tuple[str, str] = ("RUS", "USA"),
         year: int = 2014) -> list[Row]:  # fmt: skip
    """So many different acts of one type in a month."""
    first = date(year, month, 1)
    return [
        {"sender": ends[0], "receiver": ends[1], "action": action, "code": f"{action}{n}",
         "modality": "happened", "period": str(first + timedelta(days=n % 28)),
         "known_on": first + timedelta(days=n % 28), "domain": "military" if n % 2 else "economic"}
        for n in range(number)
    ]  # fmt: skip


def tell(store: Store, *rows: Row, source: str = "icews_graph") -> None:
    coded = [row | {"row": n} for n, row in enumerate(rows, start=2)]
    put(store, source, codings=coded, timely=True, known_on=date(2015, 2, 1),
        covers={"": "2014/2014"})  # fmt: skip


def quiet() -> list[Row]:
    """A year of the same each month: some words and deeds of both kinds, and other partners."""
    rows = []
    for month in range(1, 13):
        for action, number in (("AGREE", 6), ("ACCUSE", 6), ("AID", 4), ("SANCTION", 2),
                               ("CONSULT", 10)):  # fmt: skip
            rows += acts(month, action, number)
        rows += acts(month, "CONSULT", 28, ("RUS", "FRA"))
    return rows


def values(store: Store, name: str, **more: Any) -> dict[int, Row]:
    found = measure(store, name, "RUS", "USA", **more).table.to_pylist()
    return {row["period_start"].month: row for row in found if row["domain"] == "all"}


def test_closeness_comes_by_month_with_interval_and_what_was_known_then(store: Store) -> None:
    tell(store, *quiet())
    found = values(store, "closeness")
    assert sorted(found) == list(range(1, 13))
    assert all(r["low"] <= r["value"] <= r["high"] for r in found.values())
    assert found[12]["filtered"] == pytest.approx(found[12]["value"])
    assert found[1]["filtered"] != found[1]["value"]
    assert (found[3]["status"], found[3]["source"]) == ("estimated", "icews_graph")


def test_a_crisis_of_talk_and_sanctions_does_not_bring_the_two_closer(store: Store) -> None:
    crisis = [*acts(3, "CONSULT", 60), *acts(3, "SANCTION", 16)]
    tell(store, *(r for r in quiet() if r["period"][5:7] != "03" or r["action"] != "SANCTION"),
         *crisis)  # fmt: skip
    found = values(store, "closeness", step="month")
    assert found[3]["filtered"] < found[2]["filtered"]
    assert values(store, "talk")[3]["value"] > values(store, "talk")[1]["value"]


def test_domains_are_asked_for(store: Store) -> None:
    tell(store, *quiet())
    assert {r["domain"] for r in measure(store, "closeness", "RUS", "USA").table.to_pylist()} == {
        "all"
    }
    split = measure(store, "conflict_deeds", "RUS", "USA", domains=True).table.to_pylist()
    assert {r["domain"] for r in split} == {"all", "economic", "military"}


def test_sources_that_never_overlap_are_series_of_their_own(store: Store) -> None:
    tell(store, *quiet())
    tell(store, *(acts(5, "AID", 5, year=2019)), *(acts(5, "SANCTION", 9, year=2019)),
         source="gdelt_v2")  # fmt: skip
    found = measure(store, "closeness_deeds", "RUS", "USA").table.to_pylist()
    assert {r["source"] for r in found} == {"icews_graph", "gdelt_v2"}
    late = [r for r in found if r["source"] == "gdelt_v2"]
    assert [r["period_start"].year for r in late] == [2019]


def test_a_source_that_repeats_the_acts_moves_nothing(store: Store) -> None:
    tell(store, *quiet())
    alone = values(store, "closeness")
    tell(store, *quiet(), source="gdelt_v2")
    both = values(store, "closeness")
    for month, row in alone.items():
        for name in ("value", "low", "high", "filtered"):
            assert both[month][name] == pytest.approx(row[name], abs=1e-9)


def test_counts_by_quad_class_are_the_acts_of_each_source(store: Store) -> None:
    tell(store, *quiet())
    found = values(store, "count_verbal_cooperation")
    assert [found[month]["value"] for month in (1, 7)] == [16.0, 16.0]
    assert values(store, "count_material_conflict", step="quarter")[4]["value"] == 6.0


def test_what_came_later_is_not_used(store: Store) -> None:
    tell(store, *quiet())
    early = values(store, "closeness", as_of="2014-06-30")
    assert sorted(early) == [1, 2, 3, 4, 5, 6]
    whole = values(store, "closeness")
    assert early[6]["filtered"] == pytest.approx(whole[6]["filtered"], abs=1e-12)


def test_a_count_that_the_source_gives_as_missing_is_unknown_and_not_nought(store: Store) -> None:
    quads = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    counted = {(2013, quad): 3.0 for quad in quads} | {(2014, quad): 2.0 for quad in quads}
    counted[2014, "verbal_conflict"] = None
    put(
        store, "icews_dyads",
        *({"variable": f"icews_{quad}", "subject": "RUS", "object": "USA", "period": str(year),
           "value": value} for (year, quad), value in counted.items()),
        covers={f"icews_{quad}": "2013/2014" for quad in quads},
    )  # fmt: skip

    def of(name: str) -> dict[int, tuple[float | None, str]]:
        found = measure(store, name, "RUS", "USA", step="year").table.to_pylist()
        return {r["period_start"].year: (r["value"], r["status"]) for r in found}

    assert of("count_verbal_conflict") == {2013: (3.0, "observed"), 2014: (None, "missing")}
    assert of("count_verbal_cooperation") == {2013: (3.0, "observed"), 2014: (2.0, "observed")}

"""Shares of arms and counts of vetoes beside the record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.answers.checked import check, observed, tell
from tests.answers.recorded import put

from multipole.core.periods import Period
from multipole.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "check.duckdb", create=True) as opened:
        yield opened


ARMS = "Between 2014 and 2015, Russia supplied {} percent of Chinese arms imports."
TWO_YEARS = Period(date(2014, 1, 1), date(2016, 1, 1))
TIV = [
    observed("arms_tiv", "RUS", "CHN", "2014", 600, 2),
    observed("arms_tiv", "RUS", "CHN", "2015", 100, 3),
    observed("arms_tiv", "FRA", "CHN", "2014", 200, 4),
    observed("arms_tiv", "UKR", "CHN", "2015", 100, 5),
    observed("arms_tiv", "RUS", "IND", "2014", 5000, 6),
]


@pytest.mark.parametrize(("printed", "verdict"), [("70", "confirmed"), ("66", "contradicted")])
def test_a_share_is_that_of_the_totals_of_all_years(
    store: Store, printed: str, verdict: str
) -> None:
    tell(store, ARMS.format(printed), period=TWO_YEARS)
    put(store, "sipri_tiv", *TIV)
    row = check(store)
    assert (row["verdict"], row["record_value"]) == (verdict, 70.0)
    assert [c.split()[2] for c in row["cells"]] == ["2", "3", "4", "5"]
    assert row["ends"] == ["CHN", "RUS"]


def test_the_share_of_exports_is_another_share(store: Store) -> None:
    text = "Between 2014 and 2015, 70 percent of Russia's arms exports went to China."
    tell(store, text, period=TWO_YEARS)
    put(store, "sipri_tiv", *TIV)
    row = check(store)
    assert (row["verdict"], row["quantity"]) == ("contradicted", "share of arms exports")
    assert row["record_value"] == pytest.approx(100 * 700 / 5700)


def test_a_year_without_a_row_is_no_zero(store: Store) -> None:
    tell(store, ARMS.format("70"), period=TWO_YEARS)
    put(store, "sipri_tiv", *(r for r in TIV if r["row"] != 3))
    row = check(store)
    assert row["verdict"] == "no record"
    assert "no row of arms_tiv between RUS and CHN in 2015" in row["reason"]


DRAFTS = {"S/1": "Syria", "S/2": "Syria", "S/3": "Venezuela", "S/4": "Syria"}
JOINT = {"joint_veto": "2010/2021"}
SPELL = Period(date(2019, 2, 1), date(2020, 8, 1))


def put_vetoes(store: Store) -> None:
    """Four drafts that China and Russia vetoed in 2019 and 2020, one of 2021 after the report."""
    days = (date(2019, 2, 28), date(2019, 9, 19), date(2020, 7, 7), date(2020, 7, 10))
    rows = [
        observed("joint_veto", "CHN", "RUS", str(day), 1, n, item)
        for n, (item, day) in enumerate(zip(DRAFTS, days, strict=True), start=2)
    ]
    late = observed("joint_veto", "CHN", "RUS", "2021-12-01", 1, 9, "S/9")
    other = observed("joint_veto", "GBR", "USA", "2019-05-01", 1, 8, "S/8")
    items = [
        {"item": item, "kind": "draft", "title": f"The situation in {topic}", "row": n,
         "facts": json.dumps({"crisis_topic": topic}), "known_on": date(2019, 1, 1)}
        for n, (item, topic) in enumerate(DRAFTS.items(), start=2)
    ]  # fmt: skip
    none = observed("joint_veto", "CHN", "RUS", "2019-03-01", 0, 7, "S/7")
    rows = [r | {"known_on": date.fromisoformat(r["period"])} for r in (*rows, late, other, none)]
    put(store, "unsc_vetoes", *rows, items=items, timely=True, covers=JOINT)


@pytest.mark.parametrize(
    ("text", "period", "verdict", "count"),
    [
        ("Russia and China cast four joint vetoes between February 2019 and July 2020.", SPELL,
         "confirmed", 4),
        ("China and Russia have jointly vetoed four times in a row since February 2019.",
         Period(date(2019, 2, 1), date(2021, 6, 21)), "confirmed", 4),
        ("China and Russia jointly vetoed five resolutions in 2019.", Period.year(2019),
         "contradicted", 2),
        ("China and Russia jointly vetoed three resolutions on Syria in 2019 and 2020.",
         Period(date(2019, 1, 1), date(2021, 1, 1)), "confirmed", 3),
        ("China and Russia jointly vetoed two resolutions in 2018.", Period.year(2018),
         "contradicted", 0),
    ],
)  # fmt: skip
def test_joint_vetoes_are_counted_by_draft(
    store: Store, text: str, period: Period, verdict: str, count: int
) -> None:
    tell(store, text, period=period)
    put_vetoes(store)
    row = check(store)
    assert (row["verdict"], row["record_value"]) == (verdict, count)
    assert row["cell_count"] == count
    assert row["how"].count("S/") == count


@pytest.mark.parametrize(
    ("text", "period", "reason"),
    [
        ("China and Russia jointly vetoed four resolutions on climate change in 2019.",
         Period.year(2019), "only some of them (climate change"),
        ("China and Russia vetoed four resolutions in 2019.", Period.year(2019),
         "several readings"),
        ("China and Russia jointly vetoed four resolutions in 2009.", Period.year(2009),
         "2009 is not covered"),
        ("China and Russia have jointly vetoed four times.", None, "no years (the record: 2011"),
    ],
)  # fmt: skip
def test_counts_of_other_things_are_no_record(
    store: Store, text: str, period: Period | None, reason: str
) -> None:
    tell(store, text, period=period)
    put_vetoes(store)
    row = check(store)
    assert row["verdict"] == "no record"
    assert reason in row["reason"]


def test_an_event_told_with_a_number_is_checked_too(store: Store) -> None:
    text = "China and Russia jointly vetoed four times between February 2019 and July 2020."
    tell(store, text, kind="event", sender=("CHN", "RUS"), action="REJECT", period=SPELL)
    put_vetoes(store)
    row = check(store)
    assert (row["verdict"], row["value"], row["unit"]) == ("confirmed", 4, "times")

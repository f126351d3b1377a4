"""Real reports beside real records, where both are at hand; nothing of them is kept here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from multipole import answers
from multipole.pipeline.adding import add_source
from multipole.pipeline.reading import read_into
from multipole.store import Store, open_store

ROOT = Path(__file__).resolve().parents[2]
DATA = (ROOT / os.environ.get("MULTIPOLE_SHARED", "../shared")).resolve() / "data"
FILES = {
    "cow_trade": "trade/cow_trade_ndy.parquet",
    "sipri_tiv": "arms/sipri-exports-processed.csv",
    "unsc_vetoes": "votes/unsc_vetoes_1946_sept2022.csv",
}
NOW = datetime(2023, 1, 1, tzinfo=UTC)
OWN = """2021-06-20

Figures

Trade between Russia and China was over 100 billion dollars in 2013. \
Trade between Russia and China was over 80 billion dollars in 2013. \
Between 2014 and 2018, Russia supplied 70 percent of Chinese arms imports. \
Between 2014 and 2018, Russia supplied 66 percent of Chinese arms imports. \
China buys 70 percent of its arms from Russia. \
China and Russia have jointly vetoed four times since September 2019. \
Russia and China cast four joint vetoes between February 2019 and July 2020.
"""
pytestmark = [
    pytest.mark.skipif(
        not all((DATA / name).exists() for name in ("reports", *FILES.values())),
        reason=f"no real reports and records in {DATA} (set MULTIPOLE_SHARED)",
    ),
    pytest.mark.xdist_group("real_check"),
]
Row = dict[str, Any]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("check")
    (folder / "own.txt").write_text(OWN)
    with open_store(folder / "check.duckdb", create=True) as opened:
        read_into(opened, [DATA / "reports", folder / "own.txt"], now=NOW)
        for source, name in FILES.items():
            add_source(opened, source, [DATA / name], now=NOW)
        yield opened


@pytest.fixture(scope="module")
def rows(store: Store) -> list[tuple[str, Row]]:
    """Each row of the answer after its sentence."""
    found = answers.check(store)
    quotes = {e["claim"]: e["quote"] for e in found.evidence.to_pylist()}
    return [(quotes[row["claims"][0]], row) for row in found.table.to_pylist()]


def of(rows: list[tuple[str, Row]], words: str) -> Row:
    (row,) = [row for quote, row in rows if words in quote]
    return row


def test_trade_of_2018_is_not_in_a_record_that_ends_before(rows: list[tuple[str, Row]]) -> None:
    row = of(rows, "eclipsed $ 100 billion")
    assert (row["quantity"], row["ends"], row["bound"]) == ("trade", ["CHN", "RUS"], "more than")
    assert row["verdict"] == "no record"
    assert "2018 is not covered (cow_trade has 1870-2014)" in row["reason"]


def test_plans_of_the_reports_are_not_checked(rows: list[tuple[str, Row]]) -> None:
    row = of(rows, "to bring that to $ 200 billion by 2024")
    assert (row["verdict"], row["reason"]) == (
        "no record", "the figure is planned, not of what happened"
    )  # fmt: skip


def test_nothing_of_the_three_reports_is_confirmed_by_these_records(store: Store) -> None:
    reports = {d["id"] for d in store.documents().to_pylist() if "own.txt" not in d["path"]}
    found = answers.check(store)
    of_reports = {e["claim"] for e in found.evidence.to_pylist() if e["document"] in reports}
    checked = [r for r in found.table.to_pylist() if r["claims"][0] in of_reports]
    assert len(checked) == 12
    assert {r["verdict"] for r in checked} == {"no record"}


def test_trade_of_2013_is_both_imports(rows: list[tuple[str, Row]]) -> None:
    wrong, right = of(rows, "over 100 billion dollars in 2013"), of(rows, "over 80 billion")
    assert (wrong["verdict"], right["verdict"]) == ("contradicted", "confirmed")
    assert wrong["record_value"] == right["record_value"]
    assert wrong["record_unit"] == "million USD"
    assert wrong["cell_count"] == 2


def test_the_share_of_chinese_arms_imports(rows: list[tuple[str, Row]]) -> None:
    right, wrong = of(rows, "supplied 70 percent"), of(rows, "supplied 66 percent")
    assert (right["verdict"], wrong["verdict"]) == ("confirmed", "contradicted")
    assert right["record_value"] == pytest.approx(100 * 4801 / 6797)
    undated = of(rows, "buys 70 percent")
    assert undated["verdict"] == "no record"
    assert "the sentence gives no years" in undated["reason"]
    assert "2014-2018: 70.63 percent" in undated["reason"]


def test_joint_vetoes_are_listed_by_draft_and_date(rows: list[tuple[str, Row]]) -> None:
    four = of(rows, "four times since September 2019")
    assert four["verdict"] == "confirmed"
    assert four["how"] == (
        "S/2019/756 (2019-09-19), S/2019/961 (2019-12-20), "
        "S/2020/654 (2020-07-07), S/2020/667 (2020-07-10)"
    )
    five = of(rows, "between February 2019 and July 2020")
    assert (five["verdict"], five["difference"]) == ("contradicted", 1)
    assert five["how"].startswith("S/2019/186 (2019-02-28), ")

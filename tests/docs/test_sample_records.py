"""The sample records go in whole, and say what the public record says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from multipole.pipeline import add_source
from multipole.sources.registry import SOURCES
from multipole.store import Store, open_store

FOLDER = Path(__file__).resolve().parents[2] / "examples-records"
NOW = datetime(2025, 1, 1, tzinfo=UTC)
FILES = {
    "unsc_vetoes_2007_2022.csv": "unsc_vetoes",
    "unga_votes_ukraine.csv": "unga_votes",
    "china_russia_trade.csv": "long_table",
    "currency_shares.csv": "long_table",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("records") / "s.duckdb", create=True) as opened:
        for name, source in FILES.items():
            found = add_source(opened, source, [FOLDER / name], now=NOW)
            assert (found.refusals, found.quarantined, found.set_aside) == ((), 0, {}), name
            assert found.observations >= found.rows
        yield opened


def test_every_file_is_named_with_its_source_on_the_page_beside_it() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert sorted(p.name for p in FOLDER.glob("*.csv")) == sorted(FILES)
    assert [n for n, s in FILES.items() if f"| `{n}` | `{s}` |" not in page] == []
    assert set(FILES.values()) <= {source.id for source in SOURCES}


def test_joint_vetoes_are_listed_by_draft_and_day(store: Store) -> None:
    rows = store.records.observations(variables=["joint_veto"]).to_pylist()
    assert len(rows) == 14
    assert {(r["subject"], r["object"]) for r in rows} == {("CHN", "RUS")}
    since = [r["item"] for r in rows if r["period_start"] >= date(2019, 9, 1)]
    assert since == [
        "S/2019/756", "S/2019/961", "S/2020/654", "S/2020/667", "S/2022/431"
    ]  # fmt: skip


def test_vetoes_of_each_state_are_as_the_reports_of_the_time_counted(store: Store) -> None:
    found = store.records.observations(variables=["veto"], until=date(2020, 7, 12)).to_pylist()
    titles = {i["item"]: i["title"] for i in store.records.items(kinds=["draft"]).to_pylist()}
    syria = [r["subject"] for r in found if titles[r["item"]].startswith("Syria:")]
    assert (syria.count("RUS"), syria.count("CHN")) == (16, 10)


def test_a_figure_is_not_known_before_it_was_public(store: Store) -> None:
    rows = store.records.observations(variables=["bilateral_trade"], as_of=date(2019, 1, 1))
    assert max(r["period_start"].year for r in rows.to_pylist()) == 2017
    shares = store.records.observations(variables=["dollar_share_of_payments"])
    assert [r["value"] for r in shares.to_pylist()] == [90, 51, 46]

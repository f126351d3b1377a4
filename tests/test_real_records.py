"""Real data sets through the whole way: files, store, answers; figures known to be right."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from multipole import answers
from multipole.pipeline import add_source
from multipole.relations.votes import agreement, vote_pairs
from multipole.store import Store, open_store

DATA = Path(os.environ.get("MULTIPOLE_SHARED", "../shared")) / "data"
pytestmark = [
    pytest.mark.skipif(not DATA.is_dir(), reason=f"no real data in {DATA} (set MULTIPOLE_SHARED)"),
    pytest.mark.xdist_group("real records"),
]
FILES = {
    "cow_nmc": "states/cow_nmc.csv",
    "sipri_tiv": "arms/sipri-exports-processed.csv",
    "atop": "alliances/atop_alliance.parquet",
    "unsc_vetoes": "votes/unsc_vetoes_1946_sept2022.csv",
    "unga_votes": "votes/fpsim_un_votes_s01_s78.parquet",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("real") / "real.duckdb", create=True) as opened:
        for source, name in FILES.items():
            found = add_source(opened, source, [DATA / name], now=datetime(2025, 1, 1, tzinfo=UTC))
            assert not found.refusals
        yield opened


def panel(store: Store, dyads: str, years: str, with_: str) -> list[dict[str, Any]]:
    return list(answers.panel(store, dyads, years, with_).table.to_pylist())


def test_capabilities_of_2022(store: Store) -> None:
    (one, other) = panel(store, "CHN-USA,CHN-RUS", "2016", "cinc")
    assert one["cinc_a"] == other["cinc_a"]
    found = answers.records(store, ["CHN"], with_="cinc", since="2022", until="2022")
    assert round(found.table["value"][0].as_py(), 4) == 0.2341


def test_russian_arms_to_china_by_year(store: Store) -> None:
    rows = panel(store, "CHN-RUS", "2014:2021", "arms_tiv")
    assert [r["arms_tiv_ba"] for r in rows] == [602, 755, 691, 986, 1767, 1179, 632, 773]


def test_china_and_russia_pledged_no_defence_in_2018(store: Store) -> None:
    (row,) = panel(store, "CHN-RUS", "2018", "alliance")
    assert row["atop_nonaggression_ab"] == row["atop_consultation_ab"] == 1
    assert (row["atop_defense_ab"], row["atop_defense_ab_status"]) == (0, "observed")
    (later,) = panel(store, "CHN-RUS", "2019", "alliance")
    assert later["atop_defense_ab_status"] == "not_covered"


def test_joint_vetoes_are_listed_by_draft_and_date(store: Store) -> None:
    found = answers.records(
        store, ["RUS", "CHN"], with_="joint_veto", since="2019-02", until="2020-07"
    )
    told = [(r["item"], r["period_start"]) for r in found.table.to_pylist()]
    assert told == [
        ("S/2019/186", date(2019, 2, 28)),
        ("S/2019/756", date(2019, 9, 19)),
        ("S/2019/961", date(2019, 12, 20)),
        ("S/2020/654", date(2020, 7, 7)),
        ("S/2020/667", date(2020, 7, 10)),
    ]
    of_syria = [r for r in found.table.to_pylist() if "Syria" in r["title"]]
    assert len(of_syria) == 4


def test_joint_vetoes_by_year(store: Store) -> None:
    rows = panel(store, "CHN-RUS", "2006:2021", "joint_veto")
    counts = {r["year"]: r["joint_veto"] for r in rows if r["joint_veto"]}
    assert counts == {
        2007: 1, 2008: 1, 2011: 1, 2012: 2, 2014: 1, 2016: 1, 2017: 1, 2019: 3, 2020: 2
    }  # fmt: skip
    assert all(r["joint_veto_status"] == "observed" for r in rows)


@pytest.mark.parametrize(
    ("session", "a", "b", "share"),
    [
        (77, "CHN", "RUS", 0.701149), (77, "USA", "RUS", 0.193182), (77, "USA", "CHN", 0.183908),
        (76, "CHN", "RUS", 0.779221), (76, "USA", "RUS", 0.236842), (76, "USA", "CHN", 0.157895),
    ],
)  # fmt: skip
def test_agreement_in_the_assembly(
    store: Store, session: int, a: str, b: str, share: float
) -> None:
    rolls = store.records.items(kinds=["roll_call"]).to_pylist()
    calls = {r["item"] for r in rolls if json.loads(r["facts"])["session"] == session}
    votes = {
        actor: {
            row["item"]: row["value"]
            for row in store.records.observations(
                variables=["unga_vote"], subjects=[actor], items=calls
            ).to_pylist()
        }
        for actor in (a, b)
    }
    both = sorted(votes[a].keys() & votes[b].keys())
    left, right = (np.array([votes[x][i] for i in both]) for x in (a, b))
    assert round(float(agreement(vote_pairs(left, right))), 6) == share


def test_a_release_is_known_from_the_day_it_was_added(store: Store) -> None:
    assert store.records.observations(variables=["cinc"], as_of=date(2024, 12, 31)).num_rows == 0
    votes = store.records.observations(variables=["unga_vote"], as_of=date(1990, 6, 1))
    assert votes.num_rows
    assert max(votes["known_on"].to_pylist()) <= date(1990, 6, 1)


def test_the_store_of_real_records_is_sound(store: Store) -> None:
    assert store.verify() == []

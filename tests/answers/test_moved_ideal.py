"""What moved ideal points: the pull of every roll call, adding up to the change."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put
from tests.answers.test_ideal_points import CALLS, fill, planted

from multipole.answers import Answer, moved
from multipole.core.errors import WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]


@pytest.fixture(scope="module")
def votes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("moved") / "votes.duckdb"
    with open_store(path, create=True) as opened:
        fill(opened, *planted())
        yield opened


def parts(found: Answer) -> list[Row]:
    rows = found.table.to_pylist()
    change = next(row["value"] for row in rows if row["kind"] == "change")
    told = [row for row in rows if row["kind"] == "part"]
    assert math.fsum(row["weight"] for row in told) == pytest.approx(change, abs=1e-9)
    return told


@pytest.mark.parametrize("measure", ["ideal_point", "ideal_distance"])
def test_pulls_add_up_to_the_change(votes: Store, measure: str) -> None:
    told = parts(moved(votes, measure, "CHN", "USA", "2018"))
    calls = [row for row in told if row["cells"]]
    assert 0 < len(calls) <= CALLS
    beside = [row["what"] for row in told if not row["cells"]]
    assert all("mean of the doubt is not the mode" in what for what in beside)


def test_a_roll_call_pulls_both_and_says_how_they_voted(votes: Store) -> None:
    told = parts(moved(votes, "ideal_distance", "CHN", "USA", "2018"))
    both = [row for row in told if len(row["cells"]) == 2]
    assert both
    assert all(row["what"].startswith("CHN ") and ", USA " in row["what"] for row in both)


def test_published_values_give_way_to_ones_own_and_it_says_so(votes: Store, tmp_path: Path) -> None:
    with open_store(tmp_path / "both.duckdb", create=True) as store:
        fill(store, *planted())
        points = [
            {"variable": "ideal_point", "subject": "CHN", "value": value, "item": f"session {s}",
             "period": period}
            for s, value, period in ((72, -0.5, "2017-09-12/2018-09-17"),
                                     (73, -0.4, "2018-09-18/2019-09-16"))
        ]  # fmt: skip
        put(store, "unga_ideal_points", *points)
        found = moved(store, "ideal_point", "CHN", "USA", "2018")
        own = moved(votes, "ideal_point", "CHN", "USA", "2018")
    assert any(note.startswith("Published values (+0.1)") for note in found.notes)
    assert [r["what"] for r in parts(found)] == [r["what"] for r in parts(own)]


def test_published_values_without_votes_cannot_be_taken_apart(votes: Store, tmp_path: Path) -> None:
    with open_store(tmp_path / "both.duckdb", create=True) as store:
        fill(store, *planted())
        points = [
            {"variable": "ideal_point", "subject": "CHN", "value": value, "item": f"session {s}",
             "period": period}
            for s, value, period in ((60, -0.5, "2005-09-13/2006-09-11"),
                                     (61, -0.4, "2006-09-12/2007-09-17"))
        ]  # fmt: skip
        put(store, "unga_ideal_points", *points)
        with pytest.raises(WrongUse, match="no point computed from votes"):
            moved(store, "ideal_point", "CHN", "USA", "2006")

"""What moved closeness, rates and counts of acts: the acts, the earlier rate, and smoothing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put
from tests.answers.told import tell

from multipole.answers import Answer, moved
from multipole.core.errors import NothingFound
from multipole.store import Store, open_store

Row = dict[str, Any]
MODELLED = ["closeness", "closeness_words", "closeness_deeds", "talk", "conflict_words"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "acts.duckdb", create=True) as opened:
        yield opened


def coded(action: str, month: int, number: int, *, sender: str = "CHN", other: str = "RUS") -> Row:
    day = date(2014, month, 1 + number % 25)
    return {"sender": sender, "receiver": other, "action": action, "code": f"{number}",
            "row": number + 2, "modality": "happened", "period": day.isoformat(),
            "known_on": day}  # fmt: skip


def acts(store: Store) -> None:
    """Words and deeds that turn from cooperation to conflict between February and March."""
    told = [
        (2, "SUPPORT", 6), (2, "AID", 3), (2, "ACCUSE", 1), (2, "CONSULT", 2), (2, "COERCE", 1),
        (3, "SUPPORT", 2), (3, "AID", 1), (3, "ACCUSE", 5), (3, "CONSULT", 4), (3, "SANCTION", 3),
    ]  # fmt: skip
    rows = [action for action in told for _ in range(action[2])]
    between = [coded(name, month, n) for n, (month, name, _) in enumerate(rows)]
    others = [coded("SUPPORT", month, 50 + n, other="IND") for month in (2, 3) for n in range(20)]
    put(store, "icews", codings=[*between, *others], timely=True)


def parts(found: Answer) -> list[Row]:
    rows = found.table.to_pylist()
    change = next(row["value"] for row in rows if row["kind"] == "change")
    told = [row for row in rows if row["kind"] == "part"]
    assert math.fsum(row["weight"] for row in told) == pytest.approx(change, abs=1e-9)
    return told


@pytest.mark.parametrize("measure", MODELLED)
def test_acts_earlier_rate_and_smoothing_are_all_of_the_change(store: Store, measure: str) -> None:
    acts(store)
    assert parts(moved(store, measure, "CHN", "RUS", "2014-03"))


def test_each_act_of_a_stream_weighs_the_same_and_conflict_weighs_below_nought(
    store: Store,
) -> None:
    acts(store)
    told = parts(moved(store, "closeness_words", "CHN", "RUS", "2014-03"))
    bad = {round(r["weight"], 12) for r in told if " > RUS ACCUSE" in r["what"]}
    good = {round(r["weight"], 12) for r in told if " > RUS SUPPORT" in r["what"]}
    assert len(bad) == len(good) == 1
    assert max(bad) < 0 < min(good)
    assert not [r for r in told if "CONSULT" in r["what"]]
    assert all(r["cells"] for r in told if " > " in r["what"])


def test_rows_without_acts_say_what_they_are(store: Store) -> None:
    acts(store)
    words = [r["what"] for r in parts(moved(store, "closeness_words", "CHN", "RUS", "2014-03"))]
    for stream in ("verbal cooperation", "verbal conflict"):
        assert any(w.startswith(f"{stream}: at the earlier rate there would") for w in words)
        assert any(w.startswith(f"{stream}: smoothing, the model has") for w in words)
    assert any(w.startswith("doubt:") for w in words)


def test_counts_by_class_are_made_of_their_acts(store: Store) -> None:
    acts(store)
    told = parts(moved(store, "count_verbal_conflict", "CHN", "RUS", "2014-03"))
    assert sorted(row["weight"] for row in told) == [-1.0] + [1.0] * 5


def test_yearly_counts_are_cells(store: Store) -> None:
    counts = [("verbal_cooperation", 2013, 30.0), ("verbal_conflict", 2013, 10.0),
              ("verbal_cooperation", 2014, 20.0), ("verbal_conflict", 2014, 40.0)]  # fmt: skip
    put(store, "icews_dyads", *(
        {"variable": f"icews_{name}", "subject": "USA", "object": who, "period": str(year),
         "value": value} for name, year, value in counts for who in ("RUS", "FRA")
    ))  # fmt: skip
    told = parts(moved(store, "closeness_words", "RUS", "USA", "2014"))
    cells = [row for row in told if row["cells"]]
    assert [row["what"] for row in cells] == [
        "verbal conflict: USA > RUS: 40 acts", "verbal cooperation: USA > RUS: 20 acts"
    ]  # fmt: skip


def test_events_of_reports_weigh_one_each_with_their_sentences(store: Store) -> None:
    tell(store, [("Wang met Lavrov in Moscow.", "CONSULT", date(2019, 5, 3)),
                 ("Lavrov met Wang in Guilin.", "CONSULT", date(2021, 3, 22)),
                 ("Wang called Lavrov.", "CONSULT", date(2021, 6, 1))])  # fmt: skip
    found = moved(store, "talks", "CHN", "RUS", "2021")
    assert [row["weight"] for row in parts(found)] == [-1.0, 1.0, 1.0]
    assert found.evidence["quote"].to_pylist() == [
        "Wang met Lavrov in Moscow.", "Lavrov met Wang in Guilin.", "Wang called Lavrov."
    ]  # fmt: skip


def test_an_event_told_later_moves_nothing_yet(store: Store) -> None:
    tell(store, [("Wang met Lavrov in Moscow.", "CONSULT", date(2019, 5, 3)),
                 ("Lavrov met Wang in Guilin.", "CONSULT", date(2021, 3, 22))])  # fmt: skip
    with pytest.raises(NothingFound):
        moved(store, "talks", "CHN", "RUS", "2021", as_of="2021-03-22")
    assert parts(moved(store, "talks", "CHN", "RUS", "2021", as_of="2021-03-23"))

"""Who comes next: chances, reasons, sentences, and what is said when too little is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.answers.told import tell

from multipole.answers import next_acts
from multipole.answers.next import SCHEMA
from multipole.core.errors import NothingFound, UnknownCode, WrongUse
from multipole.core.history import History
from multipole.core.plover import ACTIONS
from multipole.forecast.ranking_next import enough, graph_of, measured, next_of, ranker_of
from multipole.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "next.duckdb", create=True) as opened:
        yield opened


def consultations(store: Store) -> None:
    """China and Russia consult each month of a year."""
    tell(store, [
        (f"China and Russia met in month {month}.", "CONSULT", date(2022, month, 15))
        for month in range(1, 13)
    ])  # fmt: skip


def test_the_usual_partner_stands_first_with_its_sentences(store: Store) -> None:
    consultations(store)
    found = next_acts(store, "China", type="consult", top=3)
    assert found.table.schema == SCHEMA
    first = found.table.to_pylist()[0]
    assert (first["rank"], first["actor"]) == (1, "RUS")
    assert "CONSULT" in first["reasons"]
    assert first["same_all"] == 12
    assert first["claims"]
    assert set(first["claims"]) <= set(found.evidence["claim"].to_pylist())


def test_few_acts_are_said_to_be_few(store: Store) -> None:
    consultations(store)
    notes = " ".join(next_acts(store, "CHN", type="CONSULT").notes)
    assert "So few acts" in notes


def test_only_what_was_known_then_counts(store: Store) -> None:
    consultations(store)
    row = next_acts(store, "CHN", type="CONSULT", as_of="2022-06-30").table.to_pylist()[0]
    assert row["same_all"] < 12
    assert row["last"] <= date(2022, 6, 30)


def test_an_actor_of_whom_too_little_is_known_is_told(store: Store) -> None:
    consultations(store)
    with pytest.raises(NothingFound, match=r"tells of 0 acts by NOR .*too few"):
        next_acts(store, "NOR", type="CONSULT")


def test_what_cannot_be_read_is_refused(store: Store) -> None:
    consultations(store)
    with pytest.raises(UnknownCode):
        next_acts(store, "Atlantis", type="CONSULT")
    with pytest.raises(WrongUse, match="event type"):
        next_acts(store, "CHN", type="CONSLT")
    with pytest.raises(WrongUse, match="end of an act"):
        next_acts(store, "CHN", type="CONSULT", by="both")
    with pytest.raises(WrongUse, match="asks for nothing"):
        next_acts(store, "CHN", type="CONSULT", top=0)


def planted(*, days: int = 100) -> History:
    """The first of four accuses the second daily and the third weekly; all else is noise."""
    rng, accuse, rows = np.random.default_rng(5), ACTIONS.index("ACCUSE"), []
    for day in range(days):
        rows.append((day, 0, 1, accuse))
        if day % 7 == 0:
            rows.append((day, 0, 2, accuse))
        for _ in range(12):
            sender, receiver = rng.permutation(4)[:2]
            rows.append((day, int(sender), int(receiver), int(rng.integers(len(ACTIONS)))))
    day, sender, receiver, action = np.array(rows, np.int32).T
    return History(("AAA", "BBB", "CCC", "DDD"), day, sender, receiver, action.astype(np.int8), day)


def test_chances_add_up_and_follow_the_planted_habit_either_way() -> None:
    graph, accuse = graph_of(planted()), ACTIONS.index("ACCUSE")
    assert enough(graph)
    ranker = ranker_of(graph)
    towards = next_of(graph, ranker, actor=0, action=accuse, by="receiver", day=100)
    assert towards.chances.sum() == pytest.approx(1)
    assert 0 not in towards.actors
    assert towards.actors[0] == 1
    assert towards.chances[0] > 0.5
    by = next_of(graph, ranker, actor=1, action=accuse, by="sender", day=100)
    assert by.actors[0] == 0


def test_a_ranker_is_measured_on_days_it_did_not_learn_from() -> None:
    found = measured(graph_of(planted(days=130)))
    assert found is not None
    assert found["questions"] > 300
    assert 0.3 < found["mrr"] < 1
    assert measured(graph_of(planted(days=40))) is None

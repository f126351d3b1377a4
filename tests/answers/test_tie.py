"""The kind of tie by what reports tell: words on defence, floors, few acts, and its sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.told import BOTH, tell, tell_claims, told_claim

from multipole.answers.measures import Asked, Point, points_of
from multipole.answers.measures.reports import sign
from multipole.answers.tie_points import FEW, tie_points
from multipole.answers.tie_shown import tie_of
from multipole.store import Store, open_store

PACT = "The two signed a mutual defence pact on stage {}."
TALK = "The two ministers talked in town {}."
Make = Callable[..., Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "tie.duckdb", create=True) as opened:
        yield opened


def words(store: Store) -> list[Point]:
    return list(points_of(Asked(store, *BOTH), ["defence_words"]))


def pact(store: Store, n: int, year: int, **other: Any) -> Any:
    return told_claim(store, PACT.format(n), "AGREE", date(year, 3, n), **other)


def test_a_pact_to_defend_affirms_and_names_its_claim(store: Store) -> None:
    claim = pact(store, 1, 2021)
    tell_claims(store, [claim])
    (found,) = words(store)
    assert (found.estimate.mean, found.period.start.year) == (1.0, 2021)
    assert found.cells == (claim.id,)
    assert tie_of(store, *BOTH, as_of=None).word == "alliance"


def test_a_denial_speaks_against_it_and_rules_the_alliance_out(store: Store) -> None:
    tell_claims(store, [pact(store, 1, 2021, stance="denies")])
    (found,) = words(store)
    assert found.estimate.mean == -1.0
    (held,) = [c for c in tie_of(store, *BOTH, as_of=date(2021, 12, 31)).criteria
               if c.key.startswith("defence_words")]  # fmt: skip
    assert (held.status, held.claims) == ("not met", found.cells)


def test_affirmed_and_denied_in_one_year_is_unknown_and_in_two_years_is_not(store: Store) -> None:
    tell_claims(
        store,
        [pact(store, 1, 2020), pact(store, 2, 2021), pact(store, 3, 2021, stance="denies")],
    )
    first, second = words(store)
    assert (first.estimate.low, first.estimate.high) == (1.0, 1.0)
    assert not second.known
    assert (second.estimate.low, second.estimate.high) == (-1.0, 1.0)


def test_other_words_and_plans_say_nothing_of_defence(store: Store) -> None:
    plan = pact(store, 2, 2021, modality="planned")
    tell_claims(store, [told_claim(store, "They signed a paper.", "AGREE", date(2021, 3, 1)), plan])
    assert words(store) == []


@pytest.mark.parametrize(("action", "told"), [("AGREE", 1), ("SUPPORT", 1), ("ACCUSE", 0)])
def test_only_acts_that_commit_affirm(action: str, told: int) -> None:
    assert sign({"modality": "happened", "stance": "asserts", "action": action}) == told


def test_what_reports_count_leads_to_their_claims(store: Store) -> None:
    tell(store, [(TALK.format(n), "CONSULT", date(2021, n, 1)) for n in (1, 2)])
    (talks,) = points_of(Asked(store, *BOTH), ["talks"])
    assert set(talks.cells) == set(store.claims()["id"].to_pylist())


@pytest.mark.parametrize("n", [3, 6])
def test_a_model_of_few_acts_decides_nothing(store: Store, n: int) -> None:
    tell(store, [(f"They built dam {i}.", "COOPERATE", date(2021, i, 1)) for i in range(1, n + 1)])
    (*_, last) = tie_points(points_of(Asked(store, *BOTH)))["closeness_deeds"]
    assert (last.low > 0) == (n * 0.9 >= FEW)


def test_three_joint_patrols_are_no_entente(store: Store) -> None:
    claims = [
        told_claim(store, f"They patrolled the sea {n}.", "MOBILIZE", date(2021, n, 1),
                   receiver=("JPN",), domain="military")
        for n in (1, 2, 3)
    ]  # fmt: skip
    tell_claims(store, claims)
    found = tie_of(store, *BOTH, as_of=None)
    status = {c.key.split()[0]: c.status for c in found.criteria if "entente" in c.kinds}
    assert status["exercises"] == status["joint_stands"] == "met"
    assert found.word == "unknown"
    assert "entente" in found.may


def test_quarrel_without_a_known_distance_is_not_called_normal(store: Store) -> None:
    told = [(TALK.format(1), "CONSULT", date(2021, 1, 1))]
    told += [(f"They blamed each other {n}.", "ACCUSE", date(2021, n, 1)) for n in (2, 3)]
    tell(store, told)
    found = tie_of(store, *BOTH, as_of=None)
    assert (found.word, "cool" in found.may) == ("unknown", True)


def test_the_tie_is_of_the_day_asked_for(store: Store) -> None:
    tell(store, [(TALK.format(n), "CONSULT", date(year, 1, 1))
                 for n, year in ((1, 2015), (2, 2021))])  # fmt: skip
    assert tie_of(store, *BOTH, as_of=None).on == date(2021, 1, 31)
    early = tie_of(store, *BOTH, as_of=date(2016, 12, 31))
    assert (early.word, early.on) == ("normal", date(2015, 12, 31))
    assert early.later == "On 2016-12-31 it cannot be told."
    (talks,) = [c for c in early.criteria if c.key.startswith("talks")]
    assert len(talks.claims) == 1

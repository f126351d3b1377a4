from __future__ import annotations

import math
from typing import Any

import pytest

from multipole import answers
from multipole.answers.tie_shown import tie_of
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.types import Claim
from multipole.store import Store


def _rows(found: answers.Answer) -> dict[tuple[str, str], dict[str, Any]]:
    return {(r["section"], r["figure"]): r for r in found.table.to_pylist()}


def test_closeness_counts_each_event_once_by_its_probability(small_store: Store) -> None:
    rows = _rows(answers.why(small_store, "CHN", "RUS"))
    whole = rows["closeness", "closeness"]
    weight = 0.92 + 0.8 + 0.8
    assert whole["n"] == 3
    assert whole["value"] == pytest.approx(weight / (weight + 2))
    assert whole["low"] < 0 < whole["high"] <= 1


def test_every_claim_of_a_figure_has_its_sentence(small_store: Store) -> None:
    found = answers.why(small_store, "CHN", "RUS")
    told = set(found.evidence["claim"].to_pylist())
    carried = {c for row in found.table.to_pylist() for c in row["claims"]}
    assert carried == told


def test_figures_and_assessments_of_both_are_quoted(
    small_store: Store, small_claims: dict[str, Claim]
) -> None:
    rows = _rows(answers.why(small_store, "Russia", "China"))
    assert rows["quoted figures", "trade"]["claims"] == [small_claims["trade"].id]
    assert rows["against", "Cheng (CHN)"]["text"] == "an alliance does not serve China"


def test_the_tie_says_unknown_where_reports_are_silent(small_store: Store) -> None:
    rows = answers.why(small_store, "CHN", "RUS").table.to_pylist()
    told = {r["figure"]: r for r in rows if r["section"] == "tie"}
    assert told["Do they meet and talk?"]["text"].startswith("met: 1 or more (2021, reports)")
    assert not any("defend" in question or "sanction" in question for question in told)
    assert told["kind of tie"]["text"].startswith("normal on 2021-06-30 (1 of 8 criteria met")
    assert told["unknown"]["text"].endswith("criteria; see multipole tie")


def test_the_word_of_a_tie_carries_the_sentences_of_its_criteria(
    small_store: Store, small_claims: dict[str, Claim]
) -> None:
    rows = answers.why(small_store, "CHN", "RUS").table.to_pylist()
    (head,) = (r for r in rows if r["figure"] == "kind of tie")
    assert set(head["claims"]) >= {small_claims["met"].id, small_claims["talked"].id}


def test_a_pair_known_by_opinions_alone_has_no_kind_of_tie(small_store: Store) -> None:
    found = tie_of(small_store, "BRA", "IND", as_of=None)
    assert (found.word, found.on, found.criteria) == ("unknown", None, ())


def test_a_past_day_uses_only_what_was_known(small_store: Store) -> None:
    early = _rows(answers.why(small_store, "CHN", "RUS", as_of="2021-03-23"))
    assert early["closeness", "closeness"]["n"] == 2
    assert early["counts", "verbal cooperation"]["value"] == 2


def test_one_actor_is_no_pair_and_strangers_have_nothing(small_store: Store) -> None:
    with pytest.raises(WrongUse):
        answers.why(small_store, "Russia", "RUS")
    with pytest.raises(NothingFound):
        answers.why(small_store, "IND", "RUS")


def test_closeness_by_month_and_domain(small_store: Store) -> None:
    found = answers.closeness(small_store, "CHN", "RUS").table.to_pylist()
    march = {r["domain"]: r for r in found if r["period_start"]}
    assert set(march) == {"all", "diplomatic", "un"}
    assert march["all"]["n"] == 2
    assert not any(math.isnan(r["closeness"]) for r in found)


def test_closeness_of_one_domain_names_it(small_store: Store) -> None:
    found = answers.closeness(small_store, "CHN", "RUS", by="all", domain="un")
    assert found.table["domain"].to_pylist() == ["un"]
    with pytest.raises(NothingFound):
        answers.closeness(small_store, "CHN", "RUS", domain="health")
    with pytest.raises(WrongUse, match="Did you mean month"):
        answers.closeness(small_store, "CHN", "RUS", by="months")  # type: ignore[arg-type]

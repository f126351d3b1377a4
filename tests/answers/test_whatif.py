"""What-ifs on the invented world's acts: planted answers, placebo, the twin, what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.world.acts import AFTER, FIRST, STATES, write_acts

from multipole.answers.whatif import WhatIf, whatif
from multipole.answers.whatif_placebo import ELSEWHERE, UNTOUCHED, renamed
from multipole.core.errors import BadValue, MultipoleError, NothingFound, UnknownCode, WrongUse
from multipole.scenario.shocks_read import read_shocks
from multipole.store import Store, open_store

QUICK: dict[str, Any] = {"months": 3, "runs": 300, "seed": 7, "states": 6}
STRIKE = "shocks: [{act: PRY SANCTION FJI, number: 40}]"
NOTHING = "shocks: [{act: PRY SANCTION FJI, number: 0}, {rate: PRY FJI all, times: 1}]"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("whatif") / "acts.duckdb", create=True) as opened:
        write_acts(opened)
        yield opened


@pytest.fixture(scope="module")
def strike(store: Store) -> WhatIf:
    return whatif(store, STRIKE, pairs=[("ISL", "MLT")], **QUICK)


def row(found: WhatIf, sender: str, receiver: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = found.dyads.table.to_pylist()
    return next(r for r in rows if (r["sender"], r["receiver"]) == (sender, receiver))


def paths(found: WhatIf, sender: str, receiver: str, what: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = found.paths.table.to_pylist()
    return [r for r in rows if (r["sender"], r["receiver"], r["what"]) == (sender, receiver, what)]


def test_the_planted_answer_is_found_and_fades(strike: WhatIf) -> None:
    answer = row(strike, "FJI", "PRY")
    assert "volume" in answer["verdict"]
    assert 12 < answer["value"] < 60  # 40 acts bring .6 each, and answers to answers
    first = paths(strike, "FJI", "PRY", "material_conflict")[0]
    assert first["shown_apart"]
    assert first["low"] > 0
    assert answer["volume_fades"] in (1, 2)
    assert answer["share_change"] > 0


def test_acts_that_the_scenario_puts_in_are_not_counted_as_brought(strike: WhatIf) -> None:
    own = paths(strike, "PRY", "FJI", "material_conflict")[0]
    assert own["supposed"] == 40
    assert own["value"] < 40


def test_those_who_answer_nobody_show_no_detectable_effect(strike: WhatIf) -> None:
    assert row(strike, "ISL", "MLT")["verdict"] == "no detectable effect"
    assert "no detectable effect" in row(strike, "ISL", "MLT")["words"]
    placebo = strike.placebo.table.to_pylist()
    assert {r["placebo"] for r in placebo} == {UNTOUCHED, ELSEWHERE}
    untouched = [r for r in placebo if r["placebo"] == UNTOUCHED]
    assert all(r["verdict"] == "no detectable effect" for r in untouched)


def test_the_answer_is_carried_by_the_reciprocal_channel(strike: WhatIf) -> None:
    rows = [r for r in strike.channels.table.to_pylist() if r["sender"] == "FJI"]
    began = {r["channel"]: r["began"] for r in rows}
    assert began["reciprocal"] == max(began.values())


def test_a_shock_of_size_zero_changes_exactly_nothing(store: Store, strike: WhatIf) -> None:
    found = whatif(store, NOTHING, pairs=[("ISL", "MLT")], **QUICK)
    for one in found.paths.table.to_pylist():
        assert (one["value"], one["low"], one["high"]) == (0, 0, 0)
        assert one["twin"] == one["shocked"]
    assert all("no detectable effect" in words for words in found.said)
    twins = [[r["twin"] for r in one.paths.table.to_pylist()] for one in (found, strike)]
    assert twins[0] == twins[1]


def test_the_same_seed_gives_the_same_on_any_number_of_workers(store: Store) -> None:
    once, twice = (whatif(store, STRIKE, workers=n, **QUICK) for n in (1, 3))
    assert once.to_json() == twice.to_json()
    other = whatif(store, STRIKE, **(QUICK | {"seed": 8}))
    assert other.paths.table != once.paths.table


def test_every_output_says_what_it_rests_on(strike: WhatIf) -> None:
    words = " ".join(strike.to_json()["notes"])
    for said in ("reported acts", "not what they cause", "twin", "seed 7", "300 runs", "gdelt_v2",
                 "Branching ratio", "Placebo", "real days", str(FIRST)):  # fmt: skip
        assert said in words, said
    assert strike.settings["start"] == AFTER


def test_a_start_in_the_past_sees_only_what_was_before(store: Store) -> None:
    start = AFTER - timedelta(days=30)
    found = whatif(store, STRIKE, start=start, **QUICK)
    assert found.settings["fitted_until"] == start - timedelta(days=1)


def test_the_triangle_is_of_the_states_named_or_of_the_one_both_act_with(store: Store) -> None:
    found = whatif(store, STRIKE, triangle=("PRY", "FJI", "NAM"), **QUICK)
    assert found.triangle is not None
    ties = {r["tie"] for r in found.triangle.table.to_pylist()}
    assert ties == {"PRY-FJI", "PRY-NAM", "FJI-NAM", "balance"}
    chances = [r for r in found.triangle.table.to_pylist() if r["tie"] == "balance"]
    assert all(0 <= r["balanced"] + r["unbalanced"] <= 1 for r in chances)
    assert {r["actor"] for r in found.blocs.table.to_pylist()} == set(STATES)


def test_a_standing_change_adds_and_takes_away(store: Store) -> None:
    more = whatif(store, "shocks: [{rate: ISL MLT all, times: 3}]", **QUICK)
    less = whatif(store, "shocks: [{rate: ISL MLT all, times: 0}]", **QUICK)
    assert row(more, "ISL", "MLT")["value"] > 0 > row(less, "ISL", "MLT")["value"]
    channels = {r["channel"] for r in less.channels.table.to_pylist() if r["sender"] == "ISL"}
    assert "the changed rate itself" in channels


def test_a_flow_without_assumption_brings_no_act_and_says_so(store: Store) -> None:
    found = whatif(store, "shocks: [{flow: gas from PRY to FJI, change: -50%}]", **QUICK)
    assert not any(r["value"] for r in found.paths.table.to_pylist())
    words = " ".join(found.flows.notes)
    assert "no act is assumed to follow" in words
    assert "the store has no share of it" in words


def test_a_pledge_made_is_level_three_though_no_list_tells_of_it(store: Store) -> None:
    found = whatif(store, "shocks: [{commitment: ISL NAM defence, made: +5 days}]", **QUICK)
    level = next(r for r in found.pledges.table.to_pylist() if r["effect"] == "level of commitment")
    assert (level["before"], level["after"], level["changed"]) == ("0 to 3 of 3", "3 of 3", True)
    assert row(found, "ISL", "NAM")["supposed"] == 1


def test_shocks_in_words_are_those_of_a_file(store: Store) -> None:
    found = whatif(store, also=[("act", "PRY SANCTION FJI; number: 40")], **QUICK)
    same = whatif(store, STRIKE, **QUICK)
    assert found.paths.table == same.paths.table


def test_relabelled_states_are_relabelled_shocks() -> None:
    plan = read_shocks(STRIKE, otherwise=AFTER)
    other = renamed(plan, {"PRY": "ISL", "FJI": "MLT"})
    assert [(a.sender, a.receiver, a.number) for a in other.acts(end=AFTER + timedelta(9))] == [
        ("ISL", "MLT", 40)
    ]
    assert renamed(other, {"ISL": "PRY", "MLT": "FJI"}) == replace(plan)


@pytest.mark.parametrize(
    ("asked", "kind", "words"),
    [
        ({"shocks": ""}, WrongUse, "no shock is given"),
        ({"shocks": Path("none.yaml")}, MultipoleError, "cannot be read"),
        ({"shocks": STRIKE, "start": "2040-01-01"}, BadValue, "Start on 2033-06-10 or earlier"),
        ({"shocks": STRIKE, "start": "2033-02-01"}, NothingFound, "Start on 2033-03-02 or later"),
        ({"shocks": "shocks: [{act: USA SANCTION FJI}]"}, UnknownCode, "no act of USA"),
        ({"shocks": STRIKE, "months": 0}, WrongUse, "Give 1 to 60 months"),
        ({"shocks": STRIKE, "runs": 0}, WrongUse, "runs"),
        ({"shocks": STRIKE, "triangle": ["PRY", "FJI"]}, WrongUse, "Name three"),
        ({"shocks": STRIKE, "pairs": [("PRY", "PRY")]}, WrongUse, "same actor"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_remedy(
    store: Store, asked: dict[str, Any], kind: type[MultipoleError], words: str
) -> None:
    with pytest.raises(kind, match=words):
        whatif(store, **(QUICK | asked))


def test_a_store_of_few_acts_says_what_to_add(tmp_path: Path) -> None:
    few = open_store(tmp_path / "few.duckdb", create=True)
    with few, pytest.raises(NothingFound, match="coded events"):
        whatif(few, STRIKE, start="2033-06-01", **QUICK)


def test_a_world_without_answers_has_none(tmp_path: Path) -> None:
    with open_store(tmp_path / "silent.duckdb", create=True) as silent:
        write_acts(silent, answer=0.0)
        found = whatif(silent, STRIKE, **QUICK)
    assert "mix" not in row(found, "FJI", "PRY")["verdict"]
    mix = paths(found, "FJI", "PRY", "conflict_share")
    assert not np.any([r["shown_apart"] for r in mix])

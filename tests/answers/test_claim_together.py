"""Claims that two vote and veto together, on invented votes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.answers.recorded import put

from multipole.answers.claim_asked import claim
from multipole.core.errors import NothingFound, UnknownCode, WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]
OTHERS = ("USA", "GBR", "FRA", "IND", "BRA")
CALLS = 30


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "together.duckdb", create=True) as opened:
        yield opened


def ballot(year: int, call: int, who: str, vote: float) -> Row:
    return {"variable": "unga_vote", "subject": who, "item": f"{year}-{call}",
            "period": f"{year}-12-01", "value": vote}  # fmt: skip


def votes(years: range, *, alike: float, calls: int = CALLS, seed: int = 3) -> list[Row]:
    """All vote at random, but Russia as China does in a share of the roll calls."""
    rng = np.random.default_rng(seed)
    found = []
    for year in years:
        for call in range(calls):
            cast = {who: float(rng.integers(1, 4)) for who in ("CHN", "RUS", *OTHERS)}
            if rng.random() < alike:
                cast["RUS"] = cast["CHN"]
            found += [ballot(year, call, who, vote) for who, vote in cast.items()]
    return found


def vetoes(*by: str, topic: str = "") -> tuple[list[Row], list[Row]]:
    """Drafts by year from 2001 on with who vetoed each, and their items."""
    rows = [
        {"variable": "veto", "subject": who, "item": f"S/{n}", "period": f"{2000 + n}-03-01",
         "value": 1.0}
        for n, names in enumerate(by, start=1)
        for who in names.split()
    ]  # fmt: skip
    items = [
        {"item": f"S/{n}", "kind": "draft", "title": f"Draft {n}", "period": f"{2000 + n}-03-01",
         "actors": names.split(), "topics": None, "facts": json.dumps({"crisis_topic": topic}),
         "known_on": date(2000 + n, 3, 1), "row": n}
        for n, names in enumerate(by, start=1)
    ]  # fmt: skip
    return rows, items


def rows_of(store: Store, a: str = "CHN", b: str = "RUS", **more: Any) -> dict[str, Row]:
    found = claim(store, "together", a, b, **more)
    return {row["series"]: row for row in found.table.to_pylist()}


AGREEMENT = "agreement in the General Assembly"
BEYOND = f"{AGREEMENT}, beyond chance"
JOINT = "joint vetoes, of drafts that either vetoed"


def test_two_who_vote_alike_do_and_others_do_not(store: Store) -> None:
    put(store, "unga_votes", *votes(range(2010, 2014), alike=0.9))
    found = rows_of(store)
    for one in (AGREEMENT, BEYOND):
        assert (found[one]["verdict"], found[one]["rank"]) == ("yes", 1.0)
        assert found[one]["n"] == 4 * CALLS
    assert found[BEYOND]["low"] > 0.5
    assert found[BEYOND]["p"] < found[BEYOND]["p_family"] + 1e-12 < 0.001
    apart = rows_of(store, "CHN", "USA")[BEYOND]
    assert (apart["verdict"], apart["low"] < 0) == ("no", True)
    assert "not beyond chance" in apart["reason"]


def test_more_alike_than_chance_but_no_more_than_others_is_no(store: Store) -> None:
    """All follow one line, China and Russia less than the rest."""
    rng = np.random.default_rng(8)
    found = []
    for call in range(60):
        line = float(rng.integers(1, 4))
        for who in ("CHN", "RUS", *OTHERS):
            keeps = rng.random() < (0.75 if who in ("CHN", "RUS") else 0.95)
            found.append(ballot(2015, call, who, line if keeps else float(rng.integers(1, 4))))
    put(store, "unga_votes", *found)
    found = rows_of(store)
    assert (found[AGREEMENT]["verdict"], found[BEYOND]["verdict"]) == ("no", "no")
    assert found[BEYOND]["low"] > 0
    assert found[AGREEMENT]["rank"] < 0.5
    assert found[AGREEMENT]["reason"].startswith("beyond chance, below the middle of pairs")


def test_who_agrees_with_all_is_told_from_who_agrees_beyond_chance(store: Store) -> None:
    """Five say yes to all but by accident; China and Russia differ from them, mostly together."""
    rng = np.random.default_rng(9)
    found = []
    for call in range(80):
        stand = float(rng.integers(1, 4))
        for who in ("CHN", "RUS", *OTHERS):
            vote = 1.0 if rng.random() < 0.93 else 2.0
            if who in ("CHN", "RUS"):
                vote = stand if rng.random() < 0.75 else float(rng.integers(1, 4))
            found.append(ballot(2015, call, who, vote))
    put(store, "unga_votes", *found)
    rows = rows_of(store)
    assert (rows[AGREEMENT]["verdict"], rows[BEYOND]["verdict"]) == ("no", "yes")


def test_sessions_that_repeat_each_other_earn_no_narrower_interval(store: Store) -> None:
    """Twelve sessions with the votes of one are one session told twelve times."""
    once = votes(range(2010, 2011), alike=0.5)
    again = [row | {"item": row["item"].replace("2010", str(year)), "period": f"{year}-12-01"}
             for year in range(2010, 2022) for row in once]  # fmt: skip
    put(store, "unga_votes", *again)
    for series in (AGREEMENT, BEYOND):
        one, all_ = (rows_of(store, until=until)[series] for until in (2010, None))
        assert all_["sessions"] == 12
        for name in ("low", "high", "rank", "rank_low"):
            assert all_[name] == pytest.approx(one[name])
        assert all_["p"] == pytest.approx(one["p"])


def test_absence_is_no_vote_and_few_roll_calls_do_not_tell(store: Store) -> None:
    cast = votes(range(2010, 2011), alike=1.0)
    kept = [row | {"value": 8.0} if row["subject"] == "RUS" and int(row["item"][5:]) >= 7 else row
            for row in cast]  # fmt: skip
    put(store, "unga_votes", *kept)
    found = rows_of(store)
    assert (found[AGREEMENT]["n"], found[AGREEMENT]["equal"]) == (7, 7)
    for one in (AGREEMENT, BEYOND):
        assert found[one]["verdict"] == "not measurable"
        assert "too few" in found[one]["reason"]
    assert (found[BEYOND]["effect"], found[BEYOND]["p"]) == (None, None)


def test_where_all_agree_nobody_can_stand_out(store: Store) -> None:
    cast = [ballot(2015, call, who, 1.0) for call in range(20) for who in ("CHN", "RUS", *OTHERS)]
    put(store, "unga_votes", *cast)
    found = rows_of(store)
    assert "ceiling" in found[AGREEMENT]["reason"]
    assert found["agreement on divided roll calls"]["reason"] == "no roll call divided the Assembly"


def test_after_the_last_vote_the_series_has_ended(store: Store) -> None:
    put(store, "unga_votes", *votes(range(2010, 2012), alike=0.9))
    found = rows_of(store, since=2015)[AGREEMENT]
    assert (found["verdict"], found["reason"]) == ("not measurable", "the series ends in 2011")


def test_a_run_of_four_joint_vetoes_is_found_and_named(store: Store) -> None:
    both = "CHN RUS"
    rows, items = vetoes("RUS", both, both, both, both, "RUS", both, topic="Lakes")
    put(store, "unsc_vetoes", *rows, items=items)
    answer = claim(store, "together", "CHN", "RUS")
    found = {row["series"]: row for row in answer.table.to_pylist()}[JOINT]
    assert (found["n"], found["equal"], found["run"]) == (7, 5, 4)
    assert found["run_items"] == ["S/2", "S/3", "S/4", "S/5"]
    assert (found["run_start"], found["run_end"]) == (date(2002, 3, 1), date(2005, 3, 1))
    told = "4 in a row: 2002-03-01 (S/2) to 2005-03-01 (S/5)"
    assert any(told in note and "either" in note for note in answer.notes)
    assert any(told in note and "Lakes" in note for note in answer.notes)


def test_shares_of_each_ones_vetoes_are_told_apart(store: Store) -> None:
    rows, items = vetoes(*["CHN RUS"] * 8, *["RUS"] * 30)
    put(store, "unsc_vetoes", *rows, items=items)
    found = rows_of(store)
    assert found["vetoes of CHN that RUS cast too"]["verdict"] == "yes"
    assert found["vetoes of RUS that CHN cast too"]["verdict"] == "no"
    few = rows_of(store, since=2008, until=2009)[JOINT]
    assert (few["n"], few["verdict"]) == (2, "not measurable")


def test_a_state_without_a_veto_is_not_measurable(store: Store) -> None:
    rows, items = vetoes("RUS", "RUS")
    put(store, "unsc_vetoes", *rows, items=items)
    found = rows_of(store, "RUS", "JPN")[JOINT]
    assert (found["verdict"], found["reason"]) == ("not measurable", "JPN has no veto")


def test_the_council_and_flagged_roll_calls_are_rows_of_their_own(store: Store) -> None:
    cast = votes(range(2014, 2015), alike=0.9)
    flagged = [
        {"item": f"2014-{n}", "kind": "roll_call", "title": "", "period": "2014-12-01",
         "facts": json.dumps({"session": 69, "importantvote": int(n < 15)}),
         "known_on": date(2014, 12, 1), "row": n}
        for n in range(CALLS)
    ]  # fmt: skip
    council = [row | {"variable": "unsc_vote", "item": f"library:{row['item']}"} for row in cast]
    put(store, "unga_votes", *cast, *council, items=flagged)
    found = rows_of(store)
    assert found["agreement on important roll calls"]["n"] == 15
    assert found["agreement in the Security Council"]["verdict"] == "yes"


def test_either_order_gives_the_same_table(store: Store) -> None:
    rows, items = vetoes("CHN RUS", "RUS")
    put(store, "unga_votes", *votes(range(2010, 2012), alike=0.6))
    put(store, "unsc_vetoes", *rows, items=items)
    one = claim(store, "together", "CHN", "RUS")
    other = claim(store, "together", "RUS", "China")
    assert one.table.equals(other.table)
    assert one.notes == other.notes


def test_as_of_never_sees_a_later_release(store: Store) -> None:
    every = votes(range(2010, 2014), alike=0.9)
    early = [row for row in every if row["period"] < "2012"]
    put(store, "unga_votes", *early, known_on=date(2012, 6, 1))
    put(store, "unga_votes", *every, known_on=date(2020, 1, 1))
    assert rows_of(store, as_of="2015")[AGREEMENT]["n"] == 2 * CALLS
    assert rows_of(store)[AGREEMENT]["n"] == 4 * CALLS


def test_what_a_claim_does_not_take_is_refused_with_the_form_it_takes(store: Store) -> None:
    put(store, "unga_votes", *votes(range(2010, 2011), alike=0.9))
    with pytest.raises(WrongUse, match="claim turn A B --year 2014"):
        claim(store, "turn", "CHN", "RUS")
    with pytest.raises(WrongUse, match="claim closer A B --since 2014"):
        claim(store, "closer", "CHN", "RUS")
    with pytest.raises(WrongUse, match="takes no year"):
        claim(store, "together", "CHN", "RUS", 2014)
    with pytest.raises(WrongUse, match="takes no until"):
        claim(store, "alliance", "CHN", "RUS", until=2014)
    with pytest.raises(WrongUse, match="Did you mean alliance"):
        claim(store, "aliance", "CHN", "RUS")
    with pytest.raises(WrongUse, match="from 2014 to 2012"):
        claim(store, "together", "CHN", "RUS", since=2014, until=2012)
    with pytest.raises(UnknownCode):
        claim(store, "together", "CHN", "Ruritania")


def test_a_store_without_votes_says_so(store: Store) -> None:
    put(store, "cow_nmc", {"variable": "cinc", "subject": "CHN", "period": "2010", "value": 0.1})
    with pytest.raises(NothingFound, match="unsc_vetoes"):
        claim(store, "together", "CHN", "RUS")

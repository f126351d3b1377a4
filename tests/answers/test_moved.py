"""What moved a measure: every roll call, draft and cell with a weight, adding up to the change."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put

from multipole.actors import load_actors
from multipole.answers import Answer, moved, why_of
from multipole.answers.measures import MEASURES
from multipole.answers.measures.points import Point, exact
from multipole.answers.moved import choose
from multipole.core.errors import NothingFound, UnknownCode, WrongUse
from multipole.core.periods import Period
from multipole.store import Store, open_store

Row = dict[str, Any]
#: Votes of China and Russia in session 68 (spring of 2014) and in session 69 (that December).
THEN = [(1, 1), (1, 3), (2, 2), (1, 1)]
TODAY = [(1, 1), (1, 1), (3, 1), (2, 2), (1, 1)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "moved.duckdb", create=True) as opened:
        yield opened


def vote(state: str, item: str, choice: int, day: str, variable: str = "unga_vote") -> Row:
    return {"variable": variable, "subject": state, "item": item, "period": day,
            "value": float(choice), "known_on": date.fromisoformat(day)}  # fmt: skip


def titled(item: str, title: str, day: str, facts: str = "{}") -> Row:
    return {"item": item, "kind": "roll_call", "title": title, "period": day, "facts": facts,
            "known_on": date.fromisoformat(day), "row": 2}  # fmt: skip


def ballots(store: Store) -> None:
    sessions = (("2014-03-27", THEN), ("2014-12-02", TODAY))
    votes = [
        vote(state, f"{day}/{i}", choice, day)
        for day, cast in sessions
        for i, pair in enumerate(cast)
        for state, choice in zip(("CHN", "RUS"), pair, strict=True)
    ]
    items = [titled(f"{day}/{i}", f"Question {i}", day) for day, cast in sessions
             for i in range(len(cast))]  # fmt: skip
    put(store, "unga_votes", *votes, items=items, covers={"unga_vote": "2014"}, timely=True)


def about(variable: str, subject: str, other: str, year: object, value: float | None) -> Row:
    return {"variable": variable, "subject": subject, "object": other, "period": str(year),
            "value": value, "known_on": date(2024, 1, 1)}  # fmt: skip


def rows(found: Answer, kind: str = "part") -> list[Row]:
    return [row for row in found.table.to_pylist() if row["kind"] == kind]


def adds_up(found: Answer) -> float:
    """The change, after checking that parts and rest are all of it."""
    (change,) = rows(found, "change")
    weights = [row["weight"] for kind in ("part", "rest") for row in rows(found, kind)]
    assert math.fsum(weights) == pytest.approx(change["value"], abs=1e-9)
    return float(change["value"])


@pytest.mark.parametrize("measure", ["agreement", "s_score", "kappa", "pi"])
def test_roll_calls_add_up_to_the_change_of_a_session(store: Store, measure: str) -> None:
    ballots(store)
    found = moved(store, measure, "RUS", "CHN", "2014")
    assert adds_up(found) != 0
    assert len(rows(found)) == len(TODAY)


def test_a_roll_call_says_how_both_voted_and_where_it_stands(store: Store) -> None:
    ballots(store)
    found = moved(store, "agreement", "CHN", "RUS", "2014")
    first = rows(found)[0]
    assert first["what"] == "CHN no, RUS yes: Question 2 (before: CHN abstain, RUS abstain)"
    assert first["weight"] == pytest.approx((0 - 0.75) / 5)
    assert first["share"] == pytest.approx(first["weight"] / (0.8 - 0.75))
    assert first["file"] == "unga_votes.csv"
    assert len(first["cells"]) == len(first["rows"]) == 2
    assert found.title == "What moved agreement of China and Russia, 2013 (68) to 2014 (69)"


def test_notes_tell_changed_votes_from_changed_questions(store: Store) -> None:
    ballots(store)
    told = " ".join(moved(store, "agreement", "CHN", "RUS", "2014").notes)
    assert "4 questions of the session had the title of one before: alike on 3 then" in told
    assert "on 3 now; of the other 1 on 1." in told


def test_what_is_not_shown_has_one_row(store: Store) -> None:
    ballots(store)
    found = moved(store, "kappa", "CHN", "RUS", "2014", limit=2)
    adds_up(found)
    (rest,) = rows(found, "rest")
    assert (len(rows(found)), rest["what"]) == (2, "all else (3 rows)")


def test_values_then_and_before_have_their_intervals(store: Store) -> None:
    ballots(store)
    table = moved(store, "agreement", "CHN", "RUS", "2014").table.to_pylist()
    now, before, change = table[:3]
    assert (now["value"], before["value"]) == (0.8, 0.75)
    assert now["low"] < now["value"] < now["high"]
    assert change["low"] < 0 < change["high"]


def test_a_vote_not_yet_cast_moves_nothing(store: Store) -> None:
    ballots(store)
    with pytest.raises(NothingFound):
        moved(store, "agreement", "CHN", "RUS", "2014", as_of="2014-10")


def test_roll_calls_without_a_title_take_it_from_the_same_ballots_elsewhere(store: Store) -> None:
    days = ("2014-03-27", "2014-12-02")
    votes = [vote(s, f"n:{day}", 1, day) for day in days for s in ("CHN", "RUS", "USA")]
    votes += [vote("FRA", f"n:{day}", 3, day) for day in days]
    other = [vote(s, "library:7", 1, days[1], "unga_adopted_vote") for s in ("CHN", "RUS", "USA")]
    other += [vote("FRA", "library:7", 3, days[1], "unga_adopted_vote"),
              vote("IND", "library:7", 8, days[1], "unga_adopted_vote")]  # fmt: skip
    title = titled("library:7", "Outer space : resolution / adopted by all", days[1],
                   '{"resolution":"A/RES/69/31"}')  # fmt: skip
    put(store, "unga_votes", *votes, *other, items=[title], timely=True)
    (found,) = rows(moved(store, "agreement", "CHN", "RUS", "2014"))
    assert found["what"] == "CHN yes, RUS yes: A/RES/69/31: Outer space"


def test_ballots_that_two_resolutions_share_name_neither(store: Store) -> None:
    days = ("2014-03-27", "2014-12-02")
    votes = [vote(s, f"n:{day}", 1, day) for day in days for s in ("CHN", "RUS")]
    for item in ("library:7", "library:8"):
        votes += [vote(s, item, 1, days[1], "unga_adopted_vote") for s in ("CHN", "RUS")]
    items = [titled(item, "Same", days[1]) for item in ("library:7", "library:8")]
    put(store, "unga_votes", *votes, items=items, timely=True)
    (found,) = rows(moved(store, "agreement", "CHN", "RUS", "2014"))
    assert found["what"] == f"CHN yes, RUS yes: n:{days[1]}"


def test_drafts_weigh_against_the_old_share_of_joint_vetoes(store: Store) -> None:
    vetoes = [("RUS", "S/1", "2016-10-08"), ("RUS", "S/2", "2016-12-05"),
              ("CHN", "S/2", "2016-12-05"), ("RUS", "S/3", "2017-02-28"),
              ("CHN", "S/3", "2017-02-28")]  # fmt: skip
    put(store, "unsc_vetoes", *(
        {"variable": "veto", "subject": who, "item": item, "period": day, "value": 1.0,
         "known_on": date.fromisoformat(day)} for who, item, day in vetoes
    ), timely=True, covers={"veto": "2016/2017"})  # fmt: skip
    found = moved(store, "joint_vetoes", "CHN", "RUS", "2017")
    assert adds_up(found) == 0.5
    (draft,) = rows(found)
    assert draft["what"] == "vetoed by CHN and RUS: S/3"


def test_cells_weigh_their_value_and_those_before_less_it(store: Store) -> None:
    put(store, "sipri_tiv", *(about("arms_tiv", "RUS", "CHN", y, v)
                              for y, v in ((2017, 800.0), (2018, None), (2019, 1179.0))),
        covers={"arms_tiv": "2017/2019"})  # fmt: skip
    found = moved(store, "arms", "RUS", "CHN", "2019")
    assert adds_up(found) == 379.0
    assert [row["weight"] for row in rows(found)] == [1179.0, -800.0]
    assert rows(found, "before")[0]["period_start"] == date(2017, 1, 1)


def test_a_missing_cell_is_named_and_nothing_has_a_weight(store: Store) -> None:
    put(store, "sipri_tiv", about("arms_tiv", "RUS", "CHN", 2018, 800.0),
        about("arms_tiv", "RUS", "CHN", 2019, None), covers={"arms_tiv": "2018/2019"})  # fmt: skip
    found = moved(store, "arms", "RUS", "CHN", "2019")
    assert [(row["what"], row["weight"]) for row in rows(found)] == [
        ("missing", None), ("800 million TIV", None)
    ]  # fmt: skip
    assert rows(found, "change")[0]["value"] is None
    assert found.cells[0][1] == "missing"
    assert "The change is unknown, so nothing has a weight." in found.notes


def test_deals_stand_beside_arms_without_a_weight(store: Store) -> None:
    put(store, "sipri_tiv", *(about("arms_tiv", "RUS", "CHN", y, 10.0) for y in (2018, 2019)))
    deals = [("new", "[2018,2019]"), ("old", "[2012,2013]")]
    put(store, "sipri_register", *(
        about("arms_deal_tiv", "RUS", "CHN", "2012/2019", 5.0) | {"item": item}
        for item, _ in deals
    ), items=[
        {"item": item, "kind": "arms_deal", "title": f"{item} jets", "period": "2012/2019",
         "facts": f'{{"delivery_years":{years},"tiv_delivered":5.0}}',
         "known_on": date(2024, 1, 1), "row": 2} for item, years in deals
    ])  # fmt: skip
    found = moved(store, "arms", "RUS", "CHN", "2019")
    assert adds_up(found) == 0.0
    (deal,) = rows(found, "context")
    assert deal["what"] == "deal: new jets, delivered 2018-2019, 5 million TIV in all"
    assert deal["weight"] is None


def test_a_case_in_force_in_both_years_is_one_row(store: Store) -> None:
    put(store, "gsdb", about("sanction", "USA", "RUS", "2013/2014", 1.0) | {"item": "a"},
        about("sanction", "USA", "RUS", 2014, 1.0) | {"item": "b"},
        covers={"sanction": "2013/2014"})  # fmt: skip
    found = moved(store, "sanction", "USA", "RUS", "2014")
    assert adds_up(found) == 0.0
    assert sorted(row["weight"] for row in rows(found)) == [-0.5, 0.5]


def test_of_directed_measures_the_first_actor_is_the_sender(store: Store) -> None:
    put(store, "sipri_tiv", *(about("arms_tiv", "RUS", "CHN", y, 1.0) for y in (2018, 2019)))
    with pytest.raises(NothingFound, match="CHN > RUS"):
        moved(store, "arms", "CHN", "RUS", "2019")


def test_of_a_measure_of_one_actor_the_first_is_meant(store: Store) -> None:
    put(store, "cow_nmc", *(about("cinc", who, "", y, v) for who, y, v in (
        ("CHN", 2013, 0.2), ("CHN", 2014, 0.21), ("RUS", 2013, 0.04), ("RUS", 2014, 0.04)
    )))  # fmt: skip
    assert adds_up(moved(store, "capabilities", "CHN", "RUS", "2014")) == pytest.approx(0.01)


def test_another_period_can_be_compared_with(store: Store) -> None:
    put(store, "sipri_tiv", *(about("arms_tiv", "RUS", "CHN", y, float(y - 2010))
                              for y in range(2012, 2020)))  # fmt: skip
    assert adds_up(moved(store, "arms", "RUS", "CHN", "2019", against="2012")) == 7.0


def point(period: Period, value: float = 1.0) -> Point:
    return Point("m", "a", "b", period, exact(value), "v", "s")


def test_a_year_means_the_session_that_opens_in_it_or_five_years_to_it() -> None:
    session = Period(date(2014, 9, 16), date(2015, 9, 15))
    held = [point(Period(date(2013, 9, 17), session.start)), point(session)]
    assert choose.at(held, Period.year(2014)) is held[1]
    assert choose.at(held, Period.month(2014, 3)) is held[0]
    runs = [point(Period(date(y, 1, 1), date(y + 5, 1, 1))) for y in range(2005, 2013)]
    five = choose.at(runs, Period.year(2014))
    assert five is not None
    assert (five.period.start.year, five.period.last.year) == (2010, 2014)
    before = choose.before(runs, five)
    assert before is not None
    assert before.period.last.year == 2009
    assert choose.at(runs, Period.year(1990)) is None


def test_unknown_values_are_no_values_to_compare_with() -> None:
    held = [point(Period.year(2012)), point(Period.year(2013), math.nan), point(Period.year(2014))]
    assert choose.before(held, held[2]) is held[0]


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_no_measure_is_named_like_an_actor(name: str) -> None:
    with pytest.raises(UnknownCode):
        load_actors().resolve(name)


def test_words_of_why_say_which_question_it_is(store: Store) -> None:
    ballots(store)
    assert why_of(store, "agreement", "CHN", "RUS", "2014", limit=1, by=None).table.num_rows == 5
    for words, hint in (
        (("agrement", "CHN", "RUS", "2014"), "Did you mean agreement"),
        (("agreement", "CHN"), "agreement is a measure"),
        (("agreement", "CHN", "RUS"), "of whom and when"),
        (("CHN",), "why of 1 words"),
        (("trade_in_gdp", "CHN", "RUS", "2014"), "cannot be taken apart"),
    ):
        with pytest.raises(WrongUse, match=hint):
            why_of(store, *words)
    with pytest.raises(WrongUse, match="limit"):
        why_of(store, "CHN", "RUS", limit=3)

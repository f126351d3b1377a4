from __future__ import annotations

import math
from datetime import date

import pytest

from multipole.core.errors import BadValue
from multipole.relations.kinds import Judged, judge
from multipole.relations.kinds_junior import Asymmetry, Dimension, Junior, junior
from multipole.relations.kinds_points import Point
from multipole.relations.kinds_words import between, is_it, standing

DAY = date(2018, 12, 31)


def _at(value: float, low: float = math.nan, high: float = math.nan, source: str = "S") -> Point:
    return Point(date(2018, 1, 1), date(2019, 1, 1), value, low, high, 1, source, DAY)


def _judged(on: date = DAY, **values: float) -> Judged:
    measures = {name: [_at(value)] for name, value in values.items()}
    return judge(measures, a="BEL", b="ARA", on=on)


ENTENTE = {"commitment": 2.0, "pledge_defence": 0.0, "closeness": 0.5, "exercises": 3.0}


def test_a_no_names_the_need_that_is_not_met_with_value_period_and_source() -> None:
    said = is_it("alliance", _judged(**ENTENTE))
    assert said.answer == "no"
    assert str(said) == (
        "Is it an alliance, ARA and BEL on 2018-12-31? No. Have they pledged to defend each other? "
        "No: pledge of defence 0, at least 1 asked (2018, S, data to 2018-12-31)."
    )
    assert [f.criterion.id for f in said.deciding] == ["alliance-defence"]


def test_a_yes_names_each_need_and_the_bars_of_which_nothing_is_known() -> None:
    said = is_it("entente", _judged(**ENTENTE))
    assert said.answer == "yes"
    assert {f.status for f in said.deciding} == {"met"}
    assert {f.criterion.group for f in said.deciding} == {"backing", "military", "warm"}
    assert "Not known, and would rule it out: Are they strategic rivals?" in said.sentence


def test_what_cannot_be_told_says_where_the_data_end() -> None:
    said = is_it("alliance", _judged(date(2021, 12, 31), **ENTENTE))
    assert said.answer == "cannot be told"
    assert "Unknown: pledge of defence, data end 2018-12-31." in said.sentence
    assert "word on a commitment to defend each other, no data." in said.sentence


def test_an_undecided_interval_is_shown() -> None:
    points = {"closeness": [_at(0.1, -0.2, 0.4)]}
    said = is_it("partnership", judge(points, a="ARA", b="BEL", on=DAY))
    assert "Undecided: closeness 0.1 (-0.2 to 0.4), more than 0 asked" in said.sentence


def test_a_bar_that_is_met_decides() -> None:
    said = is_it("entente", _judged(**ENTENTE, rivalry=1.0))
    assert said.answer == "no"
    assert "Are they strategic rivals? Yes" in said.sentence


def test_more_than_a_partnership_and_less_than_an_alliance_can_be_said() -> None:
    said = between("partnership", "alliance", _judged(**ENTENTE))
    assert said.answer == "yes"
    assert "It is not an alliance: Have they pledged to defend each other? No" in said.sentence
    assert "It is an entente:" in said.sentence


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"pledge_defence": 1.0}, "no"),
        ({"commitment": 0.0}, "cannot be told"),
        ({"closeness": -0.5, "closeness_deeds": -0.9}, "no"),
    ],
)
def test_between_two_kinds_follows_both(change: dict[str, float], answer: str) -> None:
    assert between("partnership", "alliance", _judged(**ENTENTE | change)).answer == answer


def test_between_is_not_told_when_the_upper_kind_is_open() -> None:
    known = {k: v for k, v in ENTENTE.items() if k != "pledge_defence"}
    assert between("partnership", "alliance", _judged(**known)).answer == "cannot be told"


def test_between_needs_two_kinds_with_one_between() -> None:
    for lower, upper in (("entente", "alliance"), ("rivalry", "alliance"), ("alliance", "normal")):
        with pytest.raises(BadValue, match="nothing stands between"):
            between(lower, upper, _judged())


def test_standing_tells_the_word_its_share_and_what_the_next_step_lacks() -> None:
    said = standing(_judged(**ENTENTE))
    assert said.startswith("ARA and BEL on 2018-12-31: an entente (3 of 10 criteria, 7 unknown).")
    assert "It is not an alliance: Have they pledged to defend each other? No" in said
    assert "partnership" not in said


def test_a_count_of_reports_is_so_many_or_more() -> None:
    told = {"talks": [_at(math.nan, 2, math.inf)]}
    said = is_it("normal", judge(told, a="ARA", b="BEL", on=DAY))
    assert "talks told by reports 2 or more in all, at least 1 asked" in said.sentence


def _junior(dimension: Dimension, a: Point | None, b: Point | None) -> Junior:
    return junior([Asymmetry(dimension, a, b)], a="ARA", b="BEL")


def test_the_weaker_is_the_junior_by_capabilities_and_the_dependent_by_trade() -> None:
    found = junior(
        [
            Asymmetry("capabilities", _at(0.2), _at(0.04)),
            Asymmetry("trade", _at(0.02), _at(0.18)),
            Asymmetry("arms", _at(0.7), _at(0.0)),
            Asymmetry("output", None, _at(5.0)),
        ],
        a="ARA",
        b="BEL",
    )
    assert [(v.standing, v.junior) for v in found.verdicts] == [
        ("told", "BEL"), ("told", "BEL"), ("told", "ARA"), ("unknown", ""),
    ]  # fmt: skip
    assert str(found) == (
        "Who is the junior partner, ARA or BEL? By capabilities BEL (ARA 0.2, BEL 0.04; 2018; S); "
        "by trade BEL (ARA 0.02, BEL 0.18; 2018; S); by arms ARA (ARA 0.7, BEL 0; 2018; S); "
        "by output it cannot be told (no data for ARA; BEL 5; 2018; S)."
    )


def test_dimensions_of_which_nothing_is_known_stand_together_at_the_end() -> None:
    given = [Asymmetry("output", None, None), Asymmetry("arms", _at(0.7), _at(0.0)),
             Asymmetry("energy", None, None)]  # fmt: skip
    assert str(junior(given, a="ARA", b="BEL")).endswith(
        "By arms ARA (ARA 0.7, BEL 0; 2018; S); by output and energy it cannot be told "
        "(no data for ARA and BEL)."
    )


@pytest.mark.parametrize(
    ("a", "b", "standing_", "who"),
    [
        (_at(0.9), _at(1.0), "even", ""),
        (_at(0.7), _at(1.0), "told", "ARA"),
        (_at(0.7, 0.5, 0.9), _at(1.0), "unknown", ""),
        (_at(0.5, 0.4, 0.6), _at(1.0, 0.9, 1.1), "told", "ARA"),
        (_at(0.0), _at(0.0), "even", ""),
        (_at(math.nan), _at(1.0), "unknown", ""),
        (_at(math.nan, 0.1, 0.2), _at(1.0), "told", "ARA"),
    ],
)
def test_a_verdict_needs_the_whole_interval(a: Point, b: Point, standing_: str, who: str) -> None:
    (one,) = _junior("capabilities", a, b).verdicts
    assert (one.standing, one.junior) == (standing_, who)


def test_renaming_the_sides_turns_the_verdict_with_them() -> None:
    one = _junior("trade", _at(0.1), _at(0.3)).verdicts[0]
    two = junior([Asymmetry("trade", _at(0.3), _at(0.1))], a="BEL", b="ARA").verdicts[0]
    assert (one.junior, one.ratio) == (two.junior, two.ratio) == ("BEL", two.ratio)


def test_dimensions_and_numbers_are_checked() -> None:
    with pytest.raises(BadValue, match="Use one of capabilities"):
        _junior("prestige", None, None)  # type: ignore[arg-type]
    with pytest.raises(BadValue, match="below zero"):
        _junior("trade", _at(-0.1), None)
    with pytest.raises(BadValue, match="a parity of 0"):
        junior([], a="ARA", b="BEL", parity=0)
    assert "nothing is given" in junior([], a="ARA", b="BEL").sentence

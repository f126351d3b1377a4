from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.core.periods import Period
from multipole.relations.commitment import (
    COW_CLASSES,
    COW_OBLIGATIONS,
    LEVELS,
    OBLIGATIONS,
    Act,
    Commitment,
    Name,
    Obligation,
    Pledge,
    commitment,
)
from multipole.relations.similarity import COMMITMENTS, choice_tables, portfolios

YEAR = Period.year(2018)


def _cells(*held: Name, year: int = 2018, source: str = "treaties", by: str = "") -> list[Pledge]:
    """A source that codes all five obligations in a year, of which ``held`` are held."""
    return [
        Pledge(name, name in held, Period.year(year), source, (f"{source} {name} {year}",), by)
        for name in OBLIGATIONS
    ]


def _found(pledges: list[Pledge], year: int = 2018, **other: object) -> Commitment:
    return commitment(pledges, a="ARA", b="BEL", period=Period.year(year), **other)  # type: ignore[arg-type]


def _one(found: Commitment, name: str) -> Obligation:
    return next(o for o in found.obligations if o.name == name)


@pytest.mark.parametrize(
    ("held", "level"),
    [
        ((), 0),
        (("consultation",), 1),
        (("nonaggression", "consultation"), 2),
        (("neutrality",), 2),
        (("offence",), 3),
        (("defence", "nonaggression"), 3),
    ],
)
def test_the_level_is_that_of_the_deepest_obligation(held: tuple[Name, ...], level: int) -> None:
    found = _found(_cells(*held))
    assert (found.level, found.low, found.high, found.status) == (level, level, level, "observed")


def test_silence_is_no_zero() -> None:
    found = _found([])
    assert (found.level, found.low, found.high, found.status) == (None, 0, 3, "missing")
    assert math.isnan(found.value)
    assert {o.status for o in found.obligations} == {"unknown"}
    assert "no source at hand speaks of them" in found.words


def test_a_pledge_is_not_carried_past_the_end_of_the_data() -> None:
    found = _found(_cells("nonaggression", "consultation"), year=2021)
    assert (found.level, found.low, found.high, found.status) == (None, 0, 3, "not_covered")
    assert (found.last_level, found.last) == (2, YEAR)
    assert _one(found, "defence").why == "data end"
    assert "held in 2018 (treaties), not told since" in _one(found, "consultation").words
    assert "the data end before it" in found.words


def test_a_pledge_of_later_years_is_not_used() -> None:
    assert _found(_cells("defence", year=2020), year=2018).status == "missing"


def test_an_unknown_obligation_leaves_bounds() -> None:
    cells = [p for p in _cells("consultation") if p.obligation != "defence"]
    unknown = Pledge("defence", None, YEAR, "treaties")
    found = _found([*cells, unknown])
    assert (found.level, found.low, found.high, found.status) == (None, 1, 3, "bounded")
    assert "defend the other: unknown, no data" in found.words


def test_an_unknown_obligation_below_a_held_one_does_not_matter() -> None:
    cells = [p for p in _cells("defence") if p.obligation != "consultation"]
    assert _found(cells).level == 3


def test_one_state_bound_is_enough_and_is_named() -> None:
    found = _found([*_cells("defence", by="ARA"), *_cells(by="BEL")])
    assert found.level == 3
    assert _one(found, "defence").by == ("ARA",)


def test_one_state_known_not_to_be_bound_is_not_enough_for_none() -> None:
    found = _found(_cells(by="ARA"))
    assert {o.status for o in found.obligations} == {"unknown"}
    assert found.level is None


def test_sources_that_disagree_leave_it_open_and_both_are_named() -> None:
    found = _found([*_cells("defence"), *_cells(source="reports")])
    defence = _one(found, "defence")
    assert (defence.status, defence.why) == ("unknown", "sources disagree")
    assert defence.sources == ("reports", "treaties")
    assert (found.low, found.high) == (0, 3)


def test_what_is_held_rests_on_the_cells_that_say_so() -> None:
    found = _found(_cells("consultation"))
    assert _one(found, "consultation").rests_on == ("treaties consultation 2018",)
    assert _one(found, "consultation").by == ("ARA", "BEL")


def test_a_report_speaks_for_a_year_after_the_data() -> None:
    told = Pledge("defence", False, Period.parse("2021-03-23"), "reports", ("claim",))
    found = _found([*_cells("nonaggression"), told], year=2021, asked=("defence", "nonaggression"))
    assert (found.low, found.high, found.status) == (0, 2, "bounded")
    assert _one(found, "defence").rests_on == ("claim",)


def test_practice_is_listed_and_moves_no_level() -> None:
    drill = Act("exercise", Period.parse("2018-09"), "reports", ("claim",))
    past = Act("basing", Period.year(2016), "reports")
    found = _found(_cells(), acts=[past, drill])
    assert (found.level, found.practice) == (0, (drill,))


def test_classes_of_the_other_project_reach_the_same_levels() -> None:
    assert [LEVELS[COW_CLASSES[c]] for c in COW_CLASSES] == [3, 2, 2, 1]
    cells = [p for p in _cells("consultation") if p.obligation in COW_OBLIGATIONS]
    assert _found(cells).level is None
    assert _found(cells, asked=COW_OBLIGATIONS).level == 1


def test_words_outside_the_vocabulary_are_refused_with_those_inside() -> None:
    with pytest.raises(BadValue, match="Use one of defence, offence"):
        Pledge("friendship", True, YEAR, "treaties")  # type: ignore[arg-type]
    with pytest.raises(BadValue, match="Use one of exercise"):
        Act("parade", YEAR, "reports")  # type: ignore[arg-type]
    with pytest.raises(BadValue, match="a pledge by COR between ARA and BEL"):
        _found(_cells(by="COR"))
    with pytest.raises(BadValue, match="no obligation is asked for"):
        _found([], asked=())


def test_levels_are_those_of_portfolios() -> None:
    assert set(LEVELS.values()) | {0} == set(COMMITMENTS)
    unknown, known = _found([]).value, _found(_cells("defence")).value
    tables = choice_tables(
        portfolios([[3, known, unknown], [known, 3, 0], [unknown, 0, 3]]), levels=COMMITMENTS
    )
    assert np.isclose(tables[0, 1].sum(), 2)


PLEDGES = st.builds(
    Pledge,
    st.sampled_from(OBLIGATIONS),
    st.sampled_from([True, False, None]),
    st.sampled_from([Period.year(y) for y in (2016, 2018, 2020)]),
    st.sampled_from(["treaties", "reports"]),
    st.just(()),
    st.sampled_from(["", "ARA", "BEL"]),
)


@given(st.lists(PLEDGES, max_size=12), st.randoms())
def test_neither_order_nor_the_order_of_the_ends_matters(
    pledges: list[Pledge],
    random: object,
) -> None:
    mixed = list(pledges)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one = commitment(pledges, a="ARA", b="BEL", period=YEAR)
    two = commitment(mixed, a="BEL", b="ARA", period=YEAR)
    assert one.obligations == two.obligations
    assert (one.level, one.low, one.high, one.last) == (two.level, two.low, two.high, two.last)


@given(st.lists(PLEDGES, max_size=12), st.sampled_from(OBLIGATIONS))
def test_an_unknown_pledge_changes_nothing(pledges: list[Pledge], name: Name) -> None:
    more = [*pledges, Pledge(name, None, YEAR, "others")]
    assert commitment(pledges, a="ARA", b="BEL", period=YEAR) == commitment(
        more, a="ARA", b="BEL", period=YEAR
    )


@given(st.lists(PLEDGES, max_size=12))
def test_the_level_lies_in_its_bounds(pledges: list[Pledge]) -> None:
    found = commitment(pledges, a="ARA", b="BEL", period=YEAR)
    assert 0 <= found.low <= found.high <= 3
    assert found.level in (None, found.low)
    assert (found.level is None) == (found.low < found.high)
    assert found.words

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.relations.kinds import STRENGTH, Judged, judge
from multipole.relations.kinds_points import SCALES, Point
from multipole.relations.kinds_table import (
    KINDS,
    Criterion,
    criteria_text,
    read_criteria,
    shipped_criteria,
    shipped_text,
)

DAY = date(2014, 12, 31)
INF = math.inf
Measures = dict[str, list[Point]]


def _at(value: float, low: float = math.nan, high: float = math.nan, years: int = 1) -> list[Point]:
    """The value in each of the last ``years`` years."""
    return [
        Point(date(y, 1, 1), date(y + 1, 1, 1), value, low, high, source="S")
        for y in range(DAY.year - years + 1, DAY.year + 1)
    ]


def _told(number: int) -> list[Point]:
    """Events that reports tell of: so many, and maybe more."""
    return _at(math.nan, number, INF)


#: What the treaty, dispute and rivalry lists say of two states that have nothing to do with
#: each other.
LISTS: Measures = {
    "commitment": _at(0), "pledge_defence": _at(0), "pledge_offence": _at(0),
    "pledge_consultation": _at(0), "dispute": _at(0, years=10), "rivalry": _at(0),
    "sanction": _at(0),
}  # fmt: skip
WARM: Measures = {"closeness": _at(0.6, 0.5, 0.7), "conflict_deeds": _at(5)}
COLD: Measures = {"closeness": _at(-0.6, -0.7, -0.5), "conflict_deeds": _at(300)}
PLANTED: dict[str, Measures] = {
    "war": LISTS | COLD | {"dispute": _at(5, years=10), "rivalry": _at(1)},
    "hostility": LISTS | COLD | {"dispute": _at(4, years=10), "sanction": _at(1)},
    "rivalry": LISTS | {"rivalry": _at(1), "conflict_deeds": _at(30)},
    "cool": LISTS | {"sanction": _at(1), "agreement": _at(0.2), "ideal_distance": _at(3.0)},
    "normal": LISTS | {"talks": _told(1), "trade_dependence": _at(0.001)},
    "partnership": LISTS | WARM | {"agreements": _told(3), "exercises": _told(0)},
    "entente": LISTS
    | WARM
    | {"commitment": _at(1), "pledge_consultation": _at(1), "exercises": _told(2)},
    "alliance": LISTS | WARM | {"commitment": _at(3), "pledge_defence": _at(1)},
    "unknown": {},
}


def _judged(measures: Measures, **other: object) -> Judged:
    return judge(measures, a="ARA", b="BEL", on=DAY, **other)  # type: ignore[arg-type]


def _criterion(**other: object) -> Criterion:
    first = next(c for c in shipped_criteria() if c.id == "alliance-defence")
    fields = {name: getattr(first, name) for name in first.__dataclass_fields__}
    return Criterion(**{**fields, "group": "", "fact": "", **other})  # type: ignore[arg-type]


@pytest.mark.parametrize("word", PLANTED)
def test_a_planted_tie_gets_its_word(word: str) -> None:
    assert _judged(PLANTED[word]).word == word


def test_of_a_silent_pair_everything_is_open() -> None:
    found = _judged({})
    assert set(found.open) == set(KINDS)
    assert found.candidates == ()
    assert {(r.low, r.high, r.met) for r in found.readings} == {(0.0, 1.0, 0)}
    assert all(f.why == "no data" for r in found.readings for f in r.not_known)


def test_what_no_report_tells_is_unknown_and_not_absent() -> None:
    (silent,) = [
        g for g in _judged({"talks": _told(0)}).reading("normal").groups if g.name == "contact"
    ]
    assert (silent.status, silent.why) == ("unknown", "undecided; no data")


def test_an_interval_across_the_threshold_is_undecided() -> None:
    found = _judged(PLANTED["partnership"] | {"closeness": _at(0.1, -0.2, 0.4)})
    assert found.reading("partnership").verdict == "open"
    (warm,) = found.reading("partnership").missing
    assert warm.findings[0].why == "undecided"


def test_data_that_end_before_the_window_are_told_from_none() -> None:
    later = judge(PLANTED["alliance"], a="ARA", b="BEL", on=date(2018, 12, 31))
    assert later.word == "unknown"
    reasons = {f.criterion.measure: f.why for f in later.reading("alliance").not_known}
    assert (reasons["pledge_defence"], reasons["exercises"]) == ("data end", "no data")


def test_one_fact_measured_twice_speaks_once() -> None:
    told = {"pledge_defence": _at(0), "defence_words": _at(0)}
    assert _judged(told).reading("alliance").verdict == "no"
    assert _judged({"defence_words": _at(1)}).word == "alliance"
    assert _judged({"pledge_defence": _at(0)}).reading("alliance").verdict == "no"
    split = _judged({"pledge_defence": _at(0), "defence_words": _at(1)}).reading("alliance")
    assert (split.verdict, split.missing[0].why) == ("open", "measurements disagree")


def test_a_bar_rules_out_when_it_is_met_and_not_when_it_is_unknown() -> None:
    free = {k: v for k, v in PLANTED["entente"].items() if k != "rivalry"}
    assert _judged(free).word == "entente"
    found = _judged(free | {"rivalry": _at(1)}).reading("entente")
    assert found.verdict == "no"
    assert [g.role for g in found.missing] == ["bars"]


def test_a_pair_that_the_list_leaves_out_is_no_rivalry_and_after_its_end_threats_speak() -> None:
    quarrel = LISTS | COLD | {"threats": _told(1)}
    assert _judged(quarrel).reading("rivalry").verdict == "no"
    unlisted = {name: points for name, points in quarrel.items() if name != "rivalry"}
    assert _judged(unlisted).reading("rivalry").verdict == "yes"


def test_a_share_has_the_bounds_that_unknown_criteria_leave() -> None:
    table = [
        _criterion(),
        _criterion(id="b", role="for", measure="closeness", threshold=0.0, unit="score"),
        _criterion(id="c", role="against", measure="rivalry"),
        _criterion(id="d", role="against", measure="sanction"),
    ]
    measures = {"pledge_defence": _at(1), "rivalry": _at(0), "sanction": _at(1)}
    found = _judged(measures, criteria=table).reading("alliance")
    assert (found.met, found.unknown, found.of) == (2, 1, 4)
    assert (found.low, found.high) == (0.5, 0.75)
    assert [f.criterion.id for f in found.speaks_for] == ["alliance-defence"]
    assert [f.criterion.id for f in found.speaks_against] == ["d"]
    assert [f.criterion.id for f in found.not_known] == ["b"]


def test_the_ladder_names_the_next_kind_and_what_it_lacks() -> None:
    found = _judged(PLANTED["entente"])
    up = found.next_up
    assert up is not None
    assert (up.kind, up.verdict, [g.name for g in up.missing]) == ("alliance", "no", ["defence"])
    assert _judged(PLANTED["alliance"]).next_up is None
    assert _judged({}).next_up is None


def test_second_candidates_are_told_or_begun_and_not_below_on_the_ladder() -> None:
    assert _judged(PLANTED["war"]).candidates == ()
    enemies = _judged(PLANTED["hostility"] | {"pledge_defence": _at(1)})
    assert (enemies.word, [r.kind for r in enemies.candidates]) == ("hostility", ["alliance"])
    begun = _judged({"commitment": _at(1)})
    assert [r.kind for r in begun.candidates] == ["partnership", "entente"]


def test_a_threshold_that_the_user_changed_changes_the_word() -> None:
    assert _judged(PLANTED["partnership"]).word == "partnership"
    mine = shipped_text().replace(
        "agreements,1,sum,>=,2,events,Do they make", "agreements,1,sum,>=,4,events,Do they make"
    )
    assert mine != shipped_text()
    found = _judged(PLANTED["partnership"], criteria=read_criteria(mine))
    assert found.word == "normal"
    assert found.reading("partnership").verdict == "open"


def test_a_kind_that_the_user_took_out_is_not_judged() -> None:
    table = [c for c in shipped_criteria() if c.kind != "alliance"]
    found = _judged(PLANTED["alliance"], criteria=read_criteria(criteria_text(table)))
    assert found.word == "partnership"
    with pytest.raises(BadValue, match="'alliance' has no criteria"):
        found.reading("alliance")


def test_a_measure_of_another_name_is_refused() -> None:
    with pytest.raises(BadValue, match="measure 'warmth' is unknown"):
        _judged({"warmth": _at(1)})


@pytest.mark.parametrize("word", PLANTED)
def test_names_and_their_order_change_names_only(word: str) -> None:
    one = judge(PLANTED[word], a="ARA", b="BEL", on=DAY)
    two = judge(PLANTED[word], a="ZUL", b="COR", on=DAY)
    assert (two.a, two.b) == ("COR", "ZUL")
    assert str(one.readings) == str(two.readings)


def test_words_stand_in_one_order_of_strength() -> None:
    assert sorted(STRENGTH) == sorted(KINDS)


VALUES = st.dictionaries(
    st.sampled_from([name for name, s in SCALES.items() if s.high <= 5]),
    st.sampled_from([0.0, 1.0]),
)


def _measures(values: dict[str, float]) -> Measures:
    return {name: _at(value, years=10) for name, value in values.items()}


@given(VALUES, st.sampled_from(["needs", "for", "against", "bars"]), st.sampled_from(KINDS))
def test_an_unknown_criterion_rules_nothing_out(
    values: dict[str, float], role: str, kind: str
) -> None:
    measures = _measures({k: v for k, v in values.items() if k != "pledge_neutrality"})
    more = _criterion(id="more", kind=kind, role=role, measure="pledge_neutrality")
    before = _judged(measures)
    after = _judged(measures, criteria=[*shipped_criteria(), more])
    for one in before.readings:
        other = after.reading(one.kind)
        assert (one.verdict == "no") == (other.verdict == "no")
        assert (one.kind, one.met) == (other.kind, other.met)
        if other.verdict != one.verdict:
            assert (one.verdict, other.verdict, role, one.kind) == ("yes", "open", "needs", kind)


@given(VALUES, VALUES)
def test_what_is_told_stays_told_when_more_is_known_of_the_same(
    values: dict[str, float], more: dict[str, float]
) -> None:
    """Forgetting a measure turns yes and no of a criterion into unknown, and never into another."""
    known = _judged(_measures(values | more))
    less = _judged(_measures(values))
    given_now = {
        f.criterion.id: f.status for r in known.readings for g in r.groups for f in g.findings
    }
    for reading in less.readings:
        for group in reading.groups:
            for one in group.findings:
                if one.criterion.measure not in more:
                    assert given_now[one.criterion.id] == one.status
                elif one.criterion.measure not in values:
                    assert one.status == "unknown"


@given(VALUES)
def test_bounds_hold_and_words_are_told(values: dict[str, float]) -> None:
    found = _judged(_measures(values))
    for reading in found.readings:
        assert 0 <= reading.low <= reading.high <= 1
    assert found.word == "unknown" or found.reading(found.word).verdict == "yes"

"""Files of shocks: what they mean, and what is said of those that mean nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import (
    BadPeriod,
    BadValue,
    MultipoleError,
    UnknownCode,
    UnreadableInput,
    WrongUse,
)
from multipole.core.plover import QUADS
from multipole.scenario.shocks import Acts, Commitment, Flow, Plan, Rate
from multipole.scenario.shocks_read import read_shocks, shock_of

START = date(2018, 6, 1)
END = date(2019, 6, 1)


def one(text: str, start: str = "2018-06-01") -> Plan:
    return read_shocks(f"start: {start}\nshocks:\n  - {text}", name="shock.yaml")


def told(text: str) -> list[tuple[str, str, str, str, int]]:
    acts = one(text).acts(end=END)
    return [(str(a.day), a.sender, a.action, a.receiver, a.number) for a in acts]


def test_an_act_has_its_day_number_and_class() -> None:
    plan = one("{act: USA SANCTION CHN, on: 2018-07-06, number: 5}")
    (act,) = plan.acts(end=END)
    assert (act.day, act.sender, act.receiver, act.number) == (date(2018, 7, 6), "USA", "CHN", 5)
    assert act.quad == "material_conflict"


def test_actors_are_read_by_any_name_even_one_that_yaml_takes_for_false() -> None:
    assert told("{act: South Korea summit North Korea}") == [
        ("2018-06-01", "KOR", "CONSULT", "PRK", 1), ("2018-06-01", "PRK", "CONSULT", "KOR", 1),
    ]  # fmt: skip
    assert told("{act: NOR CONSULT SWE, on: 2018-06-02}")[0][1] == "NOR"


def test_dates_may_count_from_the_start_and_move_with_it() -> None:
    text = "{act: USA SANCTION CHN, on: +2 months}"
    assert told(text)[0][0] == "2018-08-01"
    moved = read_shocks(f"start: 2018-06-01\nshocks: [{text}]", start=date(2019, 1, 1))
    assert moved.acts(end=END)[0].day == date(2019, 3, 1)
    assert read_shocks(f"shocks: [{text}]", otherwise=START).start == START


def test_a_series_recurs_until_its_last_day_which_is_included() -> None:
    weekly = told("{series: USA SANCTION CHN, every: week, until: 2018-06-15}")
    assert [day for day, *_ in weekly] == ["2018-06-01", "2018-06-08", "2018-06-15"]
    assert len(told("{series: USA SANCTION CHN, every: month}")) == 12
    assert len(told("{series: USA SANCTION CHN, every: 10 days, until: 2018-06}")) == 3


def test_a_standing_change_names_classes_or_a_type() -> None:
    rate = one("{rate: RUS CHN cooperation, times: 1.5, until: 2018-07}").rates()[0]
    assert (rate.quads, rate.times, rate.end) == (QUADS[:2], 1.5, date(2018, 8, 1))
    assert one("{rate: RUS CHN ASSAULT, times: 0}").rates()[0].quads == ("material_conflict",)
    assert one("{rate: United States and China all, times: 2}").rates()[0].sender == "USA"


def test_a_flow_puts_in_only_what_its_user_assumes() -> None:
    (flow,) = one("{flow: gas from RUS to CHN, change: -40%}").flows
    assert isinstance(flow, Flow)
    assert (flow.goods, flow.sender, flow.receiver, flow.change) == ("gas", "RUS", "CHN", -0.4)
    assert one("{flow: gas from RUS to CHN, change: -40%}").acts(end=END) == ()
    with_acts = (
        "{flow: gas from RUS to CHN, change: -40%, assume: {act: CHN ACCUSE RUS, number: 3}}"
    )
    assert told(with_acts) == [("2018-06-01", "CHN", "ACCUSE", "RUS", 3)]


def test_a_pledge_is_told_by_acts_of_both_or_of_who_breaks_it() -> None:
    (made,) = one("{commitment: CHN RUS defence, made: 2018-07-01}").commitments
    assert isinstance(made, Commitment)
    assert made.made
    assert [a[1:4] for a in told("{commitment: CHN RUS defence, made: 2018-07-01}")] == [
        ("CHN", "AGREE", "RUS"), ("RUS", "AGREE", "CHN"),
    ]  # fmt: skip
    broken = told("{commitment: CHN RUS consultation, broken: 2018-07-01, by: RUS}")
    assert [a[1:4] for a in broken] == [("RUS", "REJECT", "CHN")]


@pytest.mark.parametrize(
    "text",
    [
        "{act: USA SANCTION CHN, number: 0}",
        "{series: USA SANCTION CHN, number: 0}",
        "{rate: USA CHN all, times: 1}",
        "{rate: USA CHN all, times: 1.0}",
    ],
)
def test_a_shock_of_size_zero_puts_nothing_in(text: str) -> None:
    plan = one(text)
    assert (plan.acts(end=END), plan.rates()) == ((), ())


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("{act: USA SANCTON CHN}", WrongUse, "Did you mean SANCTION?"),
        ("{act: USA SANCTION Chinaa}", UnknownCode, "'Chinaa' is not a state"),
        ("{act: USA SANCTION USA}", BadValue, "towards itself"),
        ("{act: USA SANCTION CHN, numbr: 3}", WrongUse, "Did you mean number?"),
        ("{act: USA SANCTION CHN, number: many}", BadValue, "Write a whole number"),
        ("{act: USA SANCTION CHN, number: -1}", BadValue, "Write a whole number"),
        ("{act: USA SANCTION CHN, number: 99999}", BadValue, "99999 acts a day"),
        ("{act: USA SANCTION CHN, on: soon}", BadPeriod, "+10 days after the start"),
        ("{act: USA SANCTION CHN, on: 2018-05-01}", BadValue, "before the start"),
        ("{series: USA SANCTION CHN, every: moon}", WrongUse, "Write day, week, month"),
        ("{series: USA SANCTION CHN, every: 0 days}", WrongUse, "Write day, week, month"),
        ("{series: USA SANCTION CHN, from: +9 days, until: +2 days}", BadValue, "before from"),
        ("{rate: USA CHN all, times: 2, until: 2018-05-31}", BadValue, "before from"),
        ("{rate: USA CHN warmth, times: 2}", WrongUse, "is not a class of acts"),
        ("{rate: USA CHN all}", WrongUse, "without a factor"),
        ("{rate: USA CHN all, times: .nan}", BadValue, "is no number"),
        ("{flow: guns from USA to CHN, change: -10%}", WrongUse, "is not goods"),
        ("{flow: gas RUS CHN, change: -10%}", WrongUse, "is no flow"),
        ("{flow: gas from RUS to CHN, change: -110%}", BadValue, "ends at -100%"),
        ("{flow: gas from RUS to CHN, change: 0.5}", BadValue, "Write -50%"),
        ("{commitment: CHN RUS love, made: 2018-07-01}", WrongUse, "is not a pledge"),
        ("{commitment: CHN RUS defence}", WrongUse, "made or broken"),
        ("{invade: USA CHN}", WrongUse, "of no known kind"),
        ("{actt: USA SANCTION CHN}", WrongUse, "Did you mean act?"),
        ("USA SANCTION CHN", WrongUse, "of no known kind"),
    ],
)
def test_what_means_nothing_is_refused_with_its_line_and_a_remedy(
    text: str, kind: type[MultipoleError], words: str
) -> None:
    with pytest.raises(kind) as caught:
        one(text)
    assert words in str(caught.value)
    assert "shock.yaml line" in caught.value.where
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it is empty"),
        ("shocks: [", "line"),
        ("a: &x 1\nb: *x", "anchors"),
        ("shocks: !!python/object/apply:os.system [ls]", "the tag"),
        ("title: a\ntitle: b", "stands twice"),
        ("? [a]\n: b", "a key is a list"),
        ("[" * 40 + "]" * 40, "nested too deeply"),
        ("[" * 20_000, "read"),
        ("x" * 100_001, "longer than"),
    ],
)
def test_what_is_no_plain_yaml_is_refused_and_nothing_of_it_is_built(text: str, words: str) -> None:
    with pytest.raises(UnreadableInput, match=words):
        read_shocks(text, name="shock.yaml")


def test_the_line_of_an_error_is_that_of_the_shock() -> None:
    text = "start: 2018-06-01\nshocks:\n  - act: USA SANCTION CHN\n  - act: USA SANCTION Atlantis\n"
    with pytest.raises(UnknownCode) as caught:
        read_shocks(text, name="shock.yaml")
    assert caught.value.where == "shock.yaml line 4"


def test_an_option_says_the_same_as_a_file() -> None:
    given_ = shock_of("USA SANCTION CHN; on: +3 days; number: 5", kind="act", start=START)
    assert given_ == one("{act: USA SANCTION CHN, on: +3 days, number: 5}").shocks[0]
    rate = shock_of("USA CHN conflict; times: 2", kind="rate", start=START)
    assert isinstance(rate, Rate)
    with pytest.raises(WrongUse, match="key: value"):
        shock_of("USA SANCTION CHN; 5", kind="act", start=START)


def test_too_many_acts_are_refused() -> None:
    with pytest.raises(BadValue, match="Suppose 100,000"):
        one("{series: USA SANCTION CHN, every: day, number: 10000}").acts(end=END)


@given(st.text(max_size=200))
def test_any_text_is_a_plan_or_an_error_of_ours(text: str) -> None:
    try:
        found = read_shocks(text, name="shock.yaml", otherwise=START)
    except MultipoleError:
        return
    assert isinstance(found, Plan)


@given(st.integers(1, 40), st.integers(0, 20), st.booleans())
def test_a_series_is_ordered_and_counts_what_it_says(days: int, number: int, both: bool) -> None:
    word = "CONSULT" if not both else "summit"
    plan = one(f"{{series: USA {word} CHN, every: {days} days, number: {number}}}")
    (series,) = plan.shocks
    assert isinstance(series, Acts)
    acts = plan.acts(end=END)
    assert [a.day for a in acts] == sorted(a.day for a in acts)
    times = -(-(END - START).days // days)
    assert sum(a.number for a in acts) == times * number * (2 if both else 1)

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.core.numerals import read_number
from multipole.evidence.figures import find_figures


def read(text: str) -> list[tuple[str, float, str, str]]:
    return [
        (text[a:b], value, unit, qualifier)
        for a, b, value, unit, qualifier in find_figures(text, 0, len(text))
    ]


def figure(text: str) -> tuple[float, str, str]:
    found = read(text)
    assert len(found) == 1, found
    return found[0][1:]


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("70 percent of imports", 70, "percent", ""),
        ("about 70% of imports", 70, "percent", "about"),
        ("at least 12.5 per cent", 12.5, "percent", "more_than"),
        ("seventy-five percent", 75, "percent", ""),
        ("five percentage points", 5, "percentage_points", ""),
        ("a third of the trade", 33.33, "percent", ""),
        ("two thirds of the trade", 66.67, "percent", ""),
        ("three quarters of exports", 75, "percent", ""),
        ("half of the trade", 50, "percent", ""),
        ("more than half of the trade", 50, "percent", "more_than"),
        ("nearly half the gas", 50, "percent", "about"),
        ("fell by a third.", 33.33, "percent", ""),
        ("one in three citizens of the bloc", 33.33, "percent", ""),
        ("three out of ten firms", 30, "percent", ""),
        ("they tripled the gas flow", 3, "times", ""),
        ("trade more than doubled", 2, "times", "more_than"),
        ("plans to double trade", 2, "times", ""),
        ("a threefold rise", 3, "times", ""),
        ("a 5.2-fold rise", 5.2, "times", ""),
        ("quadrupled", 4, "times", ""),
        ("halved", 0.5, "times", ""),
        ("met four times in a row", 4, "times", ""),
        ("met twice", 2, "times", ""),
        ("eclipsed $ 100 billion", 100e9, "usd", "more_than"),
        ("a US$5.3bn loan", 5.3e9, "usd", ""),
        ("100 billion dollars", 100e9, "usd", ""),
        ("a 400-billion-dollar deal", 400e9, "usd", ""),
        ("€200 million", 200e6, "eur", ""),
        ("400 billion yuan", 400e9, "cny", ""),
        ("RMB 5 billion", 5e9, "cny", ""),
        ("ten billion rubles", 10e9, "rub", ""),
        ("£3m", 3e6, "gbp", ""),
        ("3 trillion yen", 3e12, "jpy", ""),
        ("20,000 rupees", 20_000, "inr", ""),
        ("25 officials", 25, "persons", ""),
        ("60 Russian diplomats", 60, "persons", ""),
        ("up to 10,000 troops", 10_000, "persons", "less_than"),
        ("10 000 troops", 10_000, "persons", ""),
        ("half a million people", 500_000, "persons", ""),
        ("1.3bn people", 1.3e9, "persons", ""),
        ("four vetoes", 4, "items", ""),
        ("12 fighter jets", 12, "items", ""),
        ("some two dozen agreements", 24, "items", "about"),
        ("100+ companies", 100, "items", "more_than"),
        ("two S-400 air defence systems", 2, "items", ""),
        ("38 billion cubic metres of gas", 38e9, "m3", ""),
        ("38 bcm of gas", 38e9, "m3", ""),
        ("200,000 barrels a day", 200_000, "barrels_per_day", ""),
        ("1.5 million tonnes", 1.5e6, "tonnes", ""),
        ("13.7m tonnes", 13.7e6, "tonnes", ""),
        ("a 25-year agreement", 25, "years", ""),
        ("for the next 25 years", 25, "years", ""),
        ("a 4,000-kilometer border", 4000, "km", ""),
        ("3,000km of pipe", 3000, "km", ""),
        ("Russia's biggest trade partner", 1, "rank", ""),
        ("the largest LNG supplier", 1, "rank", ""),
        ("the second-largest economy", 2, "rank", ""),
        ("its number one market", 1, "rank", ""),
        ("only in third place", 3, "rank", ""),
        ("it ranks fifth", 5, "rank", ""),
        ("with 35 abstentions", 35, "votes", ""),
        ("2,000 MW of power", 2000, "mw", ""),
        ("a 3.2 GW plant", 3200, "mw", ""),
        ("1.7 million barrels of Russian crude a day", 1.7e6, "barrels_per_day", ""),
        ("one tenth that of the neighbour", 10, "percent", ""),
        ("a third as much as before", 33.33, "percent", ""),
        ("fell by half in 2023", 50, "percent", ""),
        ("rose by a fifth to a record", 20, "percent", ""),
        ("growth of minus 2.1 percent", -2.1, "percent", ""),
        ("growth of -2.1%", -2.1, "percent", ""),
        ("it quintupled", 5, "times", ""),
        ("36 J-10 fighters", 36, "items", ""),
        ("2,000 rebel fighters", 2000, "persons", ""),
        ("its most important trading partner", 1, "rank", ""),
        ("it ranked 120th", 120, "rank", ""),
    ],
)
def test_a_figure_has_value_unit_and_qualifier(
    text: str, value: float, unit: str, qualifier: str
) -> None:
    found = figure(text)
    assert found[0] == pytest.approx(value, abs=0.005)
    assert found[1:] == (unit, qualifier)


@pytest.mark.parametrize(
    "text",
    [
        "In 2015 troops left", "March 22 officials met", "two weeks ago", "resolution 2231",
        "Article 5 drills", "aged 25 years", "25 years old", "a 25-year-old", "for the first time",
        "S-400 systems", "the G7 companies", "Nord Stream 2 pipelines", "COVID-19 vaccines",
        "Phase III tests", "5G companies", "at 15:18 people", "Boeing 747 planes",
        "every five years",
        "the two officials", "several officials", "dozens of troops", "hundreds of people",
        "double standards",
        "the second half of the game", "one of the largest suppliers", "a third party",
        "half an hour", "in the first place", "25 degrees", "12 flavours", "on the one hand",
        "one country, two systems", "doubled down", "call 555-1234-5678",
        "5 billion Canadian dollars", "nine 737 MAX aircraft", "a most important partner",
    ],
)  # fmt: skip
def test_what_measures_nothing_known_is_no_figure(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The resolution passed 141-5-35.",
        "It was adopted by 141 votes to five with 35 abstentions.",
        "The vote was 141 in favour, 5 against and 35 abstentions.",
        "141 countries voted for, five against, and 35 abstained in the Assembly.",
    ],
)
def test_a_vote_gives_for_against_and_abstained(text: str) -> None:
    assert [(v, u) for _, v, u, _ in read(text)] == [(141, "votes"), (5, "votes"), (35, "votes")]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("20-30 percent", [20, 30]),
        ("20 to 30 percent", [20, 30]),
        ("between five and ten percent", [5, 10]),
        ("$5-6 billion", [5e9, 6e9]),
        ("from $5 to $6 billion", [5e9, 6e9]),
        ("5 to 6 billion dollars", [5e9, 6e9]),
    ],
)
def test_both_ends_of_a_range_share_unit_and_scale(text: str, values: list[float]) -> None:
    assert [value for _, value, _, _ in read(text)] == values
    assert len({unit for _, _, unit, _ in read(text)}) == 1


@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("13 allies left, down from 22 in 2016", [13, 22], "items"),
        ("from 64 percent in 2010 to 45 in 2020", [64, 45], "percent"),
        ("from $5 billion in 2010 to 7 in 2020", [5e9, 7e9], "usd"),
        ("Britain has 225 warheads, France 290.", [225, 290], "items"),
        ("Britain has 225 warheads, compared with 2015.", [225], "items"),
        ("it sold 12 ships to 3 states", [12], "items"),
        ("ten against and 57 abstained in the Assembly", [10, 57], "votes"),
    ],
)
def test_a_bare_number_shares_the_unit_of_the_one_before(
    text: str, values: list[float], unit: str
) -> None:
    assert [(v, u) for _, v, u, _ in read(text)] == [(v, unit) for v in values]


def test_several_figures_come_in_order_with_their_words() -> None:
    text = "In 2015 it took 90 percent, in 2020 only 46 percent, and 60 diplomats left on March 2."
    assert [words for words, *_ in read(text)] == ["90 percent", "46 percent", "60 diplomats"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,300.5", 1300.5),
        ("twenty-five", 25),
        ("one hundred and fifty thousand", 150_000),
        ("three hundred thousand and five", 300_005),
        ("two dozen", 24),
        ("13.7m", 13.7e6),
        ("two five", None),
        ("hundreds", None),
        ("", None),
    ],
)
def test_numbers_are_read_in_digits_and_words(text: str, value: float | None) -> None:
    assert read_number(text) == value


PIECES = (
    "one ", "two ", "hundred", " and ", "million ", "1,000", "3.5", " percent", "%", "$",
    "€ ", "half ",
    "a third", " of ", "officials", "-", "–", "year", "years ", "ranks ", "fifth",
    "141-5-35", "vote ",
    " to ", "largest ", "partner", "in ", "every ", "bn", "٣", "²", "more than ",
    " against ", "fold",
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join))


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, low=st.integers(0, 9), high=st.integers(0, 9))
def test_any_text_gives_sorted_finite_figures_inside_the_stretch(
    text: str, low: int, high: int
) -> None:
    start = min(low, len(text))
    end = max(start, len(text) - high)
    found = find_figures(text, start, end)
    edges = [edge for figure in found for edge in figure[:2]]
    assert edges == sorted(edges)
    assert all(start <= edge <= end for edge in edges)
    assert all(f[0] < f[1] and math.isfinite(f[2]) for f in found)
    assert {f[4] for f in found} <= {"", "about", "more_than", "less_than"}


@pytest.mark.parametrize(
    "piece",
    ["one ", "1,000,", "10 000 ", "9", "million ", "5 to ", "half of ", "largest ", "1-2-3 vote ",
     "two hundred and ", "fold", "1 in 3 ", "25 officials ", "5 for 5 ", " "],
)  # fmt: skip
def test_hostile_repetition_takes_linear_time(piece: str) -> None:
    text = "one " + piece * (60_000 // len(piece)) + "x"
    began = time.process_time()
    find_figures(text, 0, len(text))
    assert time.process_time() - began < 5

"""How sentences are read: the printed number, what hinders a check, and which record is meant."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.actors import load_actors
from multipole.answers.check_rules import RULES, Reading, readings
from multipole.answers.check_told import NEGATED, Page, Told, margin, tagged, told
from multipole.core.periods import Period
from multipole.evidence.figures import find_figures

TOLD_ON = date(2021, 6, 20)
IN = ("CHN", "RUS")


def read(text: str, *, measure: str = "", number: int = 0, **fields: Any) -> Told:
    """The figure of a sentence of our own, as a coder tells it."""
    first, last, value, unit, _ = find_figures(text, 0, len(text))[number]
    names = [(h.start, h.end, tuple(h.actors)) for h in load_actors().find(text)]
    period = fields.pop("period", Period.year(2018))
    claim = {
        "id": "c", "start": 0, "end": len(text), "measure": measure, "value": value, "unit": unit,
        "gist": "", "period_start": period and period.start, "period_end": period and period.end,
        "known_on": TOLD_ON, "modality": "happened", "stance": "asserts",
        "about": sorted({a for _, _, actors in names for a in actors}),
    }  # fmt: skip
    assert text[first:last]
    page = Page(text, [(0, len(text))], names, frozenset(n[0] for n in names))
    return told(claim | fields, page)


def test_a_clause_is_tagged_with_its_actors_and_its_figure() -> None:
    assert read("Trade between Russia and China was over 100 billion dollars in 2018.").text == (
        "Trade between <RUS> and <CHN> was over # in 2018."
    )


def test_signs_of_the_text_itself_are_no_tags() -> None:
    figure = read("Deal #5: <RUS> supplied 70 percent of Chinese arms imports.")
    assert "<RUS>" not in figure.text
    assert figure.text.count("#") == 1
    assert readings(figure) == ()


def test_the_longest_of_names_that_hold_one_another_is_tagged() -> None:
    page = Page("Russian observers", mentions=[(0, 17, ("RUS",)), (0, 7, ("RUS",))])
    assert tagged(page, 0, 17) == "<RUS>"


@pytest.mark.parametrize(
    ("printed", "unit", "value", "half"),
    [
        ("107 billion dollars", "usd", 107e9, 0.5e9),
        ("100 billion dollars", "usd", 100e9, 1e9),
        ("$50.6 billion", "usd", 50.6e9, 0.05e9),
        ("$1.30bn", "usd", 1.3e9, 0.01e9),
        ("107,000,000 dollars", "usd", 107e6, 0.5e6),
        ("70 percent", "percent", 70.0, 1.0),
        ("77.3 percent", "percent", 77.3, 0.05),
        ("two thirds", "percent", 66.67, 2.5),
        ("four times", "times", 4.0, 0.5),
        ("20 resolutions", "items", 20.0, 0.5),
    ],
)
def test_the_last_digit_printed_tells_how_exact_a_number_is(
    printed: str, unit: str, value: float, half: float
) -> None:
    assert margin(printed, unit, value) == pytest.approx(half)


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("over 100 billion dollars", "more than"),
        ("more than 100 billion dollars", "more than"),
        ("at least 100 billion dollars", "at least"),
        ("100 billion dollars or more", "at least"),
        ("up to 100 billion dollars", "at most"),
        ("less than 100 billion dollars", "less than"),
        ("almost 100 billion dollars", "almost"),
        ("close to $100 billion", "almost"),
        ("about 100 billion dollars", "about"),
        ("100 billion dollars", ""),
    ],
)
def test_bounds_are_those_of_the_words_before_the_number(words: str, bound: str) -> None:
    assert read(f"Russian-Chinese trade was {words} in 2018.").bound == bound


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Russia and China plan to bring trade to $200 billion in 2018.", "aim"),
        ("China will import goods worth $57 billion from Russia in 2018.", "aim"),
        ("Trade between Russia and China could reach $107 billion in 2018.", "aim"),
        ("If trade between Russia and China was $107 billion in 2018, all is well.", "aim"),
        ("Russia and China expected trade of $107 billion in 2018.", "aim"),
        ("Trade between Russia and China rose by 20 billion dollars in 2018.", "a change"),
        ("Trade between Russia and China rose 20 percent in 2018.", "a change"),
        ("Trade between Russia and China was 9 billion dollars a month in 2018.", "months"),
        ("In 2018 China vetoed four times as many drafts as Russia.", "compares"),
        ("Trade between Russia and China did not reach $107 billion in 2018.", "negated"),
        ("Trade between Russia and China fell short of $107 billion in 2018.", "negated"),
        ("In the first three quarters of 2018 Russian-Chinese trade was $80 billion.", "a part"),
        ("In fiscal year 2018 Russian-Chinese trade was $80 billion.", "a part"),
        ("Until 2018 Russian-Chinese trade was under $80 billion.", "when it ended"),
        ("Putin said in 2018 that Russian-Chinese trade was $80 billion.", "a saying"),
        ("In 2018 Russian-Chinese trade, " + "so they say, " * 150 + "was $80 billion.", "long"),
        ("In 2018 they had little; in 2019 trade of Russia and China was $107 billion.", "several"),
    ],
)
def test_what_did_not_happen_so_is_not_checked(text: str, reason: str) -> None:
    assert reason in read(text).hindrance


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"modality": "planned"}, "planned"),
        ({"modality": "hypothetical"}, "hypothetical"),
        ({"stance": "denies"}, "denies"),
        ({"stance": "doubts"}, "doubts"),
        ({"period": Period(date(2018, 1, 1), date(2025, 1, 1))}, "not over"),
        ({"known_on": date(2018, 12, 1)}, "not over"),
    ],
)
def test_what_the_coder_says_hinders_a_check(fields: dict[str, Any], reason: str) -> None:
    assert reason in read("Russian-Chinese trade was $107 billion in 2018.", **fields).hindrance


@pytest.mark.parametrize(
    "text",
    [
        "Trade between Russia and China rose by 20 percent to 107 billion dollars in 2018.",
        "Trade between Russia and China reached 107 billion dollars in May 2018.",
        "Russian-Chinese trade was not only peaceful, it reached 107 billion dollars in 2018.",
        "In 2018 trade of Russia and China was 107 billion dollars, Putin said.",
        "Russia flew planes to China, and trade was 107 billion dollars in 2018.",
    ],
)
def test_what_happened_is_not_hindered(text: str) -> None:
    assert read(text, number=-1).hindrance == ""


def test_years_that_the_sentence_does_not_print_are_not_taken() -> None:
    assert read("Russian-Chinese trade was $107 billion.").period is None
    assert read("Russian-Chinese trade was $107 billion last year.").period == Period.year(2018)


def test_since_is_an_open_period() -> None:
    assert read("Since 2018 Russian-Chinese trade has grown to $107 billion.").open
    assert not read("Russian-Chinese trade has grown to $107 billion in 2018.").open


@pytest.mark.parametrize(
    ("text", "quantity", "ends"),
    [
        ("China imported goods worth $57 billion from Russia in 2018.", "imports", IN),
        ("China imported $57 billion worth of goods from Russia in 2018.", "imports", IN),
        ("China's imports from Russia reached $57 billion in 2018.", "imports", IN),
        ("Imports from Russia to China were $57 billion in 2018.", "imports", IN),
        ("Russia's exports to China reached $57 billion in 2018.", "imports", IN),
        ("Russia sold goods worth $57 billion to China in 2018.", "imports", IN),
        ("Exports of Russia to China were worth $57 billion in 2018.", "imports", IN),
        ("China's exports to Russia reached $57 billion in 2018.", "imports", ("RUS", "CHN")),
        ("Russia accounted for 70 percent of Chinese arms imports.", "share of arms imports", IN),
        ("70 percent of China's arms imports came from Russia.", "share of arms imports", IN),
        ("Russia supplied 70 percent of China's weapons imports.", "share of arms imports", IN),
        ("Russia's share of Chinese arms imports was 70 percent.", "share of arms imports", IN),
        ("China bought 70 percent of its arms from Russia.", "share of arms imports", IN),
        ("70 percent of Russia's arms exports went to India.", "share of arms exports",
         ("RUS", "IND")),
        ("India accounted for 70 percent of Russian arms sales.", "share of arms exports",
         ("RUS", "IND")),
        ("China and Russia jointly vetoed four times in a row in 2018.", "joint vetoes", IN),
        ("Russia and China cast four joint vetoes in 2018.", "joint vetoes", IN),
        ("Russia and China vetoed four resolutions together in 2018.", "joint vetoes", IN),
        ("China joined Russia in vetoing four resolutions in 2018.", "joint vetoes", IN),
        ("Russia–China trade hit a record high of $107 billion in 2018.", "trade", IN),
        ("In 2018, trade between the US and China grew to $659 billion.", "trade", ("CHN", "USA")),
        ("Russia and China vetoed four resolutions in 2018.", "vetoes by both or either", IN),
        ("Russia vetoed four resolutions in 2018.", "vetoes", ("RUS",)),
        ("The United States has used its veto 12 times.", "vetoes", ("USA",)),
        ("Russia has wielded its UN Security Council veto six times since 2018.", "vetoes",
         ("RUS",)),
        ("70 percent of China's arms imports came from the Russian Federation.",
         "share of arms imports", IN),
        ("In 2018, Russia supplied 70 percent of China's arms imports, while Ukraine had little.",
         "share of arms imports", IN),
    ],
)  # fmt: skip
def test_a_clause_means_one_record(text: str, quantity: str, ends: tuple[str, ...]) -> None:
    assert readings(read(text)) == (Reading(quantity, ends),)


@pytest.mark.parametrize(
    "measure",
    ["Russian-Chinese trade", "Trade between Russia and China", "China's trade with Russia",
     "Bilateral trade between China and Russia", "the total trade turnover of Russia and China"],
)  # fmt: skip
def test_a_measure_means_the_trade_of_two(measure: str) -> None:
    text = f"In 2018 {measure} was $107 billion."
    assert readings(read(text, measure=measure)) == (Reading("trade", IN),)


def test_a_pronoun_s_meaning_is_the_measure() -> None:
    figure = read("In 2018 Russian-Chinese trade grew; that reached $107 billion.",
                  measure="that (Russian-Chinese trade)")  # fmt: skip
    assert readings(figure) == (Reading("trade", IN),)


def test_one_end_is_enough_for_what_a_state_has() -> None:
    figure = read("China's GDP was 14 trillion dollars in 2018.", measure="China's GDP")
    assert readings(figure) == (Reading("GDP", ("CHN",)),)
    spent = read("China's military spending was $250 billion in 2018.",
                 measure="China's military spending")  # fmt: skip
    assert readings(spent) == (Reading("military spending", ("CHN",)),)


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("China imported oil worth $57 billion from Russia in 2018.", ""),
        ("China's imports of weapons from Russia reached $57 billion in 2018.", ""),
        ("Russia's gas exports to China reached $57 billion in 2018.", ""),
        ("China's imports from Russia and India reached $57 billion in 2018.", ""),
        ("China's trade deficit with Russia was $5 billion in 2018.", "China's trade deficit"),
        ("Energy trade of Russia and China was $5 billion in 2018.",
         "Energy trade of Russia and China"),
        ("Trade between Russia, China and India was $5 billion in 2018.",
         "Trade between Russia, China and India"),
        ("Trade reached $146.9 billion in 2018, China and Russia said.", "Trade"),
        ("China's trade reached $4 trillion in 2018, Russia said.", "China's trade"),
        ("China's trade with Russia in dollars, not in yuan, was $4 billion in 2018.",
         "China's trade with Russia"),
        ("China's defence budget was $250 billion in 2018.", "China's defence budget"),
        ("China's GDP at purchasing power was $25 trillion in 2018.", "China's GDP"),
        ("Digital trade between Russia and China reached $5 billion in 2018.", ""),
        ("Losses of Russia-China trade reached $5 billion in 2018.", ""),
        ("A deal on trade between Russia and China reached $5 billion in 2018.", ""),
        ("Russia accounted for 70 percent of Chinese oil imports.", ""),
        ("Russia and India accounted for 70 percent of Chinese arms imports.", ""),
        ("70 percent of arms imports came from Russia.", ""),
        ("China and Russia jointly vetoed sanctions on three companies.", ""),
        ("China and Russia threatened to veto four resolutions.", ""),
        ("China and Russia held four joint exercises in 2018.", ""),
    ],
)  # fmt: skip
def test_other_things_have_no_reading(text: str, measure: str) -> None:
    assert readings(read(text, measure=measure)) == ()


def test_a_count_of_vetoes_may_be_of_one_topic() -> None:
    (syria,) = readings(read("Russia vetoed 16 resolutions on Syria in 2018."))
    assert (syria.quantity, syria.ends, syria.topic) == ("vetoes", ("RUS",), "SYR")
    (climate,) = readings(read("Russia vetoed two resolutions on climate change in 2018."))
    assert climate.narrowed.startswith("climate change")


def test_actors_that_only_a_pronoun_tells_are_not_named() -> None:
    text = "China is rich. Their trade with India was $90 billion in 2018."
    mentions = [(0, 5, ("CHN",)), (15, 20, ("CHN", "RUS")), (32, 37, ("IND",))]
    page = Page(text, [(0, 14), (15, len(text))], mentions, frozenset({0, 32}))
    claim = {
        "id": "c", "start": 15, "end": len(text), "measure": "", "value": 9e10, "unit": "usd",
        "gist": "", "period_start": date(2018, 1, 1), "period_end": date(2019, 1, 1),
        "known_on": TOLD_ON, "modality": "happened", "stance": "asserts", "about": ["CHN", "IND"],
    }  # fmt: skip
    assert told(claim, page).named == {"IND"}
    assert told(claim | {"measure": "their trade (China's trade)"}, page).named == {"CHN", "IND"}


def test_a_topic_may_stand_before_the_number() -> None:
    (syria,) = readings(read("Russia has vetoed UN resolutions on Syria 11 times since 2018."))
    assert (syria.quantity, syria.ends, syria.topic) == ("vetoes", ("RUS",), "SYR")


def test_a_negation_is_told_as_such() -> None:
    half = read("More than half of the trade of Russia and China was not in dollars in 2018.")
    assert half.hindrance == NEGATED
    assert half.bound == "more than"


def test_every_rule_reads_an_actor() -> None:
    for rule in RULES:
        assert all("{A}" in words or "{AB}" in words for words in rule.words), rule.quantity


pieces = st.sampled_from(
    ["Russia", "China", "the two", "and", "vetoed", "jointly", "four times", "on Syria", "since",
     "2018", "not", "imported", "goods worth", "$57 billion", "from", "70 percent", "of", "to",
     "arms imports", "its", "trade", "between", ",", "(", "<RUS>", "#", "*", "\n", "\u202e"]
)  # fmt: skip


@given(st.lists(pieces | st.text(max_size=5), max_size=25).map(" ".join))
def test_any_words_are_read_without_an_error(text: str) -> None:
    names = [(h.start, h.end, tuple(h.actors)) for h in load_actors().find(text)]
    claim = {
        "id": "c", "start": 0, "end": len(text), "measure": text[:40], "value": 4.0,
        "unit": "times", "gist": "", "period_start": date(2018, 1, 1),
        "period_end": date(2019, 1, 1), "known_on": TOLD_ON, "modality": "happened",
        "stance": "asserts", "about": ["CHN", "RUS"],
    }  # fmt: skip
    page = Page(text, [(0, len(text))], names, frozenset(n[0] for n in names))
    for unit in ("times", "percent", "usd"):
        readings(told(claim | {"unit": unit}, page))

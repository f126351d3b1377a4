"""Terms that set sides apart, and rates over years: formulae by hand, and planted terms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from multipole.core.errors import BadValue
from multipole.narratives.apart import of_sides, set_apart, shuffled
from multipole.narratives.rates import rates, smoothed
from multipole.narratives.vocabulary import counted

SIDE = np.array([0] * 8 + [1] * 8)


def texts(rng: np.random.Generator, planted: str = "") -> list[tuple[str, list[tuple[int, int]]]]:
    """Sixteen texts of the same few words; the first eight hold a planted one."""
    common = ["the", "of", "states", "talks", "peace", "trade", "world", "order"]
    made = []
    for number in range(16):
        words = list(rng.choice(common, 60, p=[0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05]))
        if planted and number < 8:
            words[::12] = [planted] * len(words[::12])
        text = " ".join(words)
        made.append((text, [(0, len(text))]))
    return made


def test_the_formula_by_hand() -> None:
    count = np.array([[10.0, 40.0], [2.0, 40.0]])
    made = set_apart(count, np.array([1000.0, 1000.0]), weight=100)
    delta = math.log(10.6 / 1089.4) - math.log(2.6 / 1097.4)
    assert made.delta[0, 0] == pytest.approx(delta)
    assert made.z[0, 0] == pytest.approx(delta / math.sqrt(1 / 10.6 + 1 / 2.6))
    assert made.low[0, 0] == pytest.approx(delta - 1.6449 * math.sqrt(1 / 10.6 + 1 / 2.6), abs=1e-3)
    assert made.z[0, 1] == pytest.approx(0)


def test_two_sides_mirror_one_another() -> None:
    made = set_apart(np.array([[5.0], [1.0]]), np.array([300.0, 500.0]), weight=50)
    assert made.delta[0, 0] == pytest.approx(-made.delta[1, 0])


def test_a_stronger_prior_draws_terms_together() -> None:
    count, words = np.array([[5.0], [1.0]]), np.array([300.0, 500.0])
    weak, strong = (set_apart(count, words, weight=w).delta[0, 0] for w in (10, 10_000))
    assert 0 < strong < weak


@pytest.mark.parametrize(("words", "weight"), [([100.0], 1.0), ([0.0, 5.0], 1.0), ([5.0, 5.0], 0)])
def test_what_cannot_be_compared_is_refused(words: list[float], weight: float) -> None:
    with pytest.raises(BadValue):
        set_apart(np.ones((len(words), 1)), np.array(words), weight=weight)


def test_a_planted_term_stands_out_and_function_words_do_not() -> None:
    made = counted(texts(np.random.default_rng(3), "hegemony"))
    found = set_apart(of_sides(made.table, SIDE), np.bincount(SIDE, made.words), weight=60)
    z = dict(zip(made.terms, found.z[0], strict=True))
    assert max(z, key=lambda term: z[term]) == "hegemony"
    assert abs(z["the"]) < 3 < z["hegemony"]


def test_texts_dealt_at_random_tell_a_planted_term_from_none() -> None:
    rng = np.random.default_rng(5)
    made = counted(texts(rng, "hegemony"))
    chance = shuffled(made.table, made.words, SIDE, weight=60, rng=rng, draws=99)
    by_term = dict(zip(made.terms, chance[0], strict=True))
    assert by_term["hegemony"] == pytest.approx(0.01)
    assert by_term["peace"] > 0.05


def test_one_text_that_repeats_its_word_is_no_more_than_one_text() -> None:
    made_texts = texts(np.random.default_rng(7))
    loud = made_texts[0][0] + " pipeline" * 30
    made = counted([(loud, [(0, len(loud))]), *made_texts[1:]])
    words = np.bincount(SIDE, made.words)
    at = made.terms.index("pipeline")
    assert set_apart(of_sides(made.table, SIDE), words, weight=60).z[0, at] > 3
    rng = np.random.default_rng(1)
    assert shuffled(made.table, made.words, SIDE, weight=60, rng=rng, draws=99)[0, at] > 0.3


def test_order_of_texts_changes_no_count() -> None:
    given = texts(np.random.default_rng(1), "bloc")
    forth, back = counted(given), counted(given[::-1])
    assert forth.terms == back.terms
    assert (forth.table.sum(axis=0) == back.table.sum(axis=0)).all()


def test_two_word_terms_hold_no_links_and_cross_no_sentence() -> None:
    text = "Trade grew fast. Order of trade."
    made = counted([(text, [(0, len(text))])], fewest=1)
    pairs = [term for term, single in zip(made.terms, made.single, strict=True) if not single]
    assert pairs == ["grew fast", "trade grew"]


def test_yearly_rates_are_of_a_thousand_words() -> None:
    found = rates([2, 0], [4000, 500])
    assert found[0].value == 0.5
    assert (found[1].value, found[1].low) == (0.0, 0.0)
    assert math.isnan(rates([0], [0])[0].value)


def test_the_line_by_hand_and_its_band() -> None:
    w = (1 - 0.5**3) ** 3
    line = smoothed([2000, 2001, 2002], [2, 0, 4], [1000, 1000, 2000], reach=2)
    assert line[1].value == pytest.approx((2 * w + 4 * w) / (w + 1 + 2 * w))
    assert line[1].low < line[1].value < line[1].high


def test_a_steady_rate_has_a_flat_line_with_less_doubt_than_a_year() -> None:
    years = list(range(2000, 2020))
    line = smoothed(years, [5] * 20, [1000] * 20)
    assert all(one.value == pytest.approx(5) for one in line)
    year = rates([5], [1000])[0]
    assert line[10].high - line[10].low < year.high - year.low


def test_years_without_words_weigh_nothing() -> None:
    with_gap = smoothed([2000, 2001, 2002], [2, 0, 2], [1000, 0, 1000])
    assert with_gap[1].value == pytest.approx(2)
    with pytest.raises(BadValue):
        smoothed([2000], [1], [1000], reach=0)

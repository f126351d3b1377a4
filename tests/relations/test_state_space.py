"""Closeness from counts: what raises it, what leaves it alone, what is unknown."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.relations.invented_streams import drawn, made, steady

from multipole.core.errors import BadValue
from multipole.relations.state_space import BANDS, Closeness, state_space, table
from multipole.relations.state_space_bands import Band
from multipole.relations.streams import STREAMS

VIEWS = ("filtered", "smoothed")
SEEDS = st.integers(0, 2**32 - 1)
few = settings(max_examples=8, deadline=None)
PLAIN = {
    "talk": 10, "verbal_cooperation": 6, "material_cooperation": 4, "verbal_conflict": 6,
    "material_conflict": 2,
}  # fmt: skip


def bands(found: Closeness, view: Any) -> dict[str, Band]:
    of = found.view(view)
    return {"words": of.words, "deeds": of.deeds, "closeness": of.closeness, **of.rates}


def assert_same(
    one: Closeness, other: Closeness, tolerance: float, until: int | None = None
) -> None:
    for view in VIEWS if until is None else ("filtered",):
        left, right = bands(one, view), bands(other, view)
        for name in left:
            for part in ("mean", "low", "high"):
                a, b = getattr(left[name], part)[:until], getattr(right[name], part)[:until]
                np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance, err_msg=name)


def crisis(**march: float) -> Closeness:
    """Fourteen plain months and a March of its own; exposure grows by the acts that are added."""
    counts, exposure = steady(15, **PLAIN)
    for name, level in march.items():
        counts[0, STREAMS.index(name), 14] = level
    exposure[0, 14] += counts[0, :, 14].sum() - counts[0, :, 13].sum()
    return state_space(made(counts, exposure))


def test_a_crisis_with_three_times_the_talk_and_sanctions_is_not_warmth() -> None:
    found = crisis(talk=30, verbal_conflict=12, material_conflict=10)
    for view in VIEWS:
        closeness = found.view(view).closeness.mean
        assert closeness[14] < closeness[13]
    assert found.filtered.deeds.mean[14] < found.filtered.deeds.mean[13] - 0.1
    assert found.filtered.rates["talk"].mean[14] > found.filtered.rates["talk"].mean[13]


def test_talk_alone_moves_nothing() -> None:
    closeness = crisis(talk=30).filtered.closeness.mean
    assert closeness[14] == pytest.approx(closeness[13], abs=0.01)


def test_more_of_all_reports_is_not_more_warmth() -> None:
    moved = []
    for seed in range(12):
        counts, exposure = drawn(np.random.default_rng(seed), steps=12)
        once = state_space(made(counts, exposure)).smoothed
        many = state_space(made(4 * counts, 4 * exposure)).smoothed
        known = np.isfinite(once.words.mean)
        moved.append((many.words.mean - once.words.mean)[known])
        assert np.all(many.words.mean[known] <= once.words.high[known] + 0.05)
        assert np.all(many.words.mean[known] >= once.words.low[known] - 0.05)
    assert abs(np.mean(np.concatenate(moved))) < 0.05


def test_shares_are_found_where_counts_are_many() -> None:
    counts, exposure = steady(24, exposure=5000, verbal_cooperation=300, verbal_conflict=100,
                              material_cooperation=20, material_conflict=80)  # fmt: skip
    last = state_space(made(counts, exposure)).smoothed
    assert last.words.mean[-1] == pytest.approx(0.5, abs=0.02)
    assert last.deeds.mean[-1] == pytest.approx(-0.6, abs=0.04)
    assert last.closeness.mean[-1] == pytest.approx(-0.05, abs=0.03)
    assert last.rates["verbal_cooperation"].mean[-1] == pytest.approx(60, rel=0.03)
    assert np.isnan(last.rates["talk"].mean).sum() == 0
    assert last.rates["talk"].high[-1] < 0.2


def test_weights_move_closeness_between_words_and_deeds() -> None:
    counts, exposure = steady(6, **PLAIN)
    data = made(counts, exposure)
    deeds = state_space(data, weights=(0, 2))
    assert deeds.weights == (0.0, 1.0)
    np.testing.assert_array_equal(deeds.smoothed.closeness.low, deeds.smoothed.deeds.low)
    mixed = state_space(data, weights=(3, 1)).smoothed
    expected = 0.75 * mixed.words.mean + 0.25 * mixed.deeds.mean
    np.testing.assert_allclose(mixed.closeness.mean, expected, atol=1e-9)
    assert np.all(mixed.closeness.low < expected)
    assert np.all(mixed.closeness.high > expected)


def test_the_interval_of_the_mean_is_that_of_draws_from_both_parts() -> None:
    counts, exposure = steady(6, **PLAIN)
    found = state_space(made(counts, exposure)).smoothed
    spans = {n: getattr(found, n).high - getattr(found, n).low for n in ("words", "deeds")}
    both = np.hypot(spans["words"], spans["deeds"]) / 2
    np.testing.assert_allclose(found.closeness.high - found.closeness.low, both, rtol=0.08)


def test_a_pair_of_streams_without_any_act_is_unknown_and_so_is_closeness() -> None:
    counts, exposure = steady(5, talk=4, verbal_cooperation=4)
    found = state_space(made(counts, exposure))
    for view in VIEWS:
        of = found.view(view)
        assert np.all(np.isfinite(of.words.mean))
        for band in (of.deeds, of.closeness):
            assert np.all(np.isnan(band.mean))
            assert set(band.low) == {-1.0}
            assert set(band.high) == {1.0}
    assert np.all(np.isfinite(state_space(found.data, weights=(1, 0)).smoothed.closeness.mean))


def test_before_the_first_act_the_filtered_value_is_unknown_and_the_smoothed_one_is_not() -> None:
    counts, exposure = steady(6, verbal_cooperation=3)
    counts[..., :3] = 0
    found = state_space(made(counts, exposure))
    assert np.isnan(found.filtered.words.mean).tolist() == [True] * 3 + [False] * 3
    assert np.all(np.isfinite(found.smoothed.words.mean))


def test_a_silent_source_says_nothing_and_a_zero_in_many_acts_says_much() -> None:
    counts, exposure = steady(12, **PLAIN)
    counts[..., 6:] = 0
    silent = exposure.copy()
    silent[:, 6:] = 0
    rates = [state_space(made(counts, e)).filtered.rates["talk"] for e in (silent, exposure)]
    assert rates[0].mean[11] == pytest.approx(rates[0].mean[5], rel=0.01)
    assert rates[1].mean[11] < rates[1].mean[5] / 5


def test_a_long_silence_widens_the_interval_again() -> None:
    counts, exposure = steady(120, **PLAIN)
    counts[..., 24:], exposure[:, 24:] = 0, 0
    found = state_space(made(counts, exposure))
    width = found.filtered.closeness.high - found.filtered.closeness.low
    assert np.all(np.diff(width[24:]) > -1e-6)
    assert width[30] > width[23]
    assert width[-1] > 2 * width[23]
    assert found.spoken.tolist() == [True] * 24 + [False] * 96


def test_at_the_last_step_of_one_source_smoothed_is_filtered() -> None:
    counts, exposure = drawn(np.random.default_rng(3), steps=20)
    found = state_space(made(counts, exposure))
    for name, band in bands(found, "filtered").items():
        other = bands(found, "smoothed")[name]
        for part in ("mean", "low", "high"):
            assert getattr(band, part)[-1] == pytest.approx(getattr(other, part)[-1], rel=1e-8)


@few
@given(seed=SEEDS, cut=st.integers(1, 7), sources=st.integers(1, 3))
def test_filtered_values_never_see_the_future(seed: int, cut: int, sources: int) -> None:
    rng = np.random.default_rng(seed)
    names = [f"s{i}" for i in range(sources)]
    counts, exposure = drawn(rng, sources=sources)
    later = drawn(rng, sources=sources)
    changed = np.where(np.arange(8) < cut, counts, later[0])
    exposed = np.where(np.arange(8) < cut, exposure, later[1])
    one = state_space(made(counts, exposure, sources=names))
    other = state_space(made(changed, exposed, sources=names))
    assert_same(one, other, 0.0, until=cut)
    assert one.led_by[:cut] == other.led_by[:cut]
    short = state_space(made(counts[..., :cut], exposure[:, :cut], sources=names))
    assert_same(one, short, 1e-12, until=cut)


@few
@given(seed=SEEDS)
def test_exchanging_cooperation_and_conflict_turns_the_sign(seed: int) -> None:
    counts, exposure = drawn(np.random.default_rng(seed))
    one = state_space(made(counts, exposure)).smoothed
    other = state_space(made(counts[:, [0, 3, 4, 1, 2]], exposure)).smoothed
    for name in ("words", "deeds", "closeness"):
        a, b = getattr(one, name), getattr(other, name)
        np.testing.assert_allclose(a.mean, -b.mean, atol=1e-9)
        np.testing.assert_allclose(a.low, -b.high, atol=1e-6)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"weights": (0, 0)}, "weights"),
        ({"weights": (-1, 2)}, "weights"),
        ({"mass": 1.0}, "interval"),
        ({"typical": {"talk": 0.0}}, "typical"),
    ],
)
def test_what_makes_no_sense_is_refused(options: dict[str, Any], message: str) -> None:
    counts, exposure = steady(3, talk=1)
    with pytest.raises(BadValue, match=message):
        state_space(made(counts, exposure), **options)


def test_without_any_source_closeness_is_unknown() -> None:
    with pytest.raises(BadValue, match="no source"):
        state_space(made(np.zeros((0, 5, 3)), np.zeros((0, 3)), sources=()))


def test_a_typical_rate_decides_where_little_is_told() -> None:
    counts, exposure = steady(2, exposure=1, verbal_cooperation=0)
    rates = [
        state_space(made(counts, exposure), typical={"talk": t}).filtered.rates["talk"].mean[0]
        for t in (0.1, 10.0)
    ]
    assert rates[1] > 30 * rates[0]


def test_the_table_has_a_row_for_each_step_view_and_quantity() -> None:
    counts, exposure = steady(3, **PLAIN)
    found = table(state_space(made(counts, exposure)))
    assert found.schema == BANDS
    assert found.num_rows == 3 * 2 * 8
    assert set(found["quantity"].to_pylist()) == {"words", "deeds", "closeness", *STREAMS}

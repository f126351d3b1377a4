"""Several sources of closeness: copies change nothing, levels are learnt where both speak."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.relations.invented_streams import drawn, made, steady
from tests.relations.test_state_space import PLAIN, assert_same

from multipole.relations.state_space import state_space
from multipole.relations.streams import STREAMS

SEEDS = st.integers(0, 2**32 - 1)
few = settings(max_examples=8, deadline=None)
TALK, AGREED = STREAMS.index("talk"), STREAMS.index("verbal_cooperation")


@few
@given(seed=SEEDS, sources=st.integers(1, 3), copied=st.integers(0, 2), copies=st.integers(1, 2))
def test_a_source_that_repeats_another_changes_nothing(
    seed: int, sources: int, copied: int, copies: int
) -> None:
    counts, exposure = drawn(np.random.default_rng(seed), sources=sources)
    names = [f"s{i}" for i in range(sources)]
    which = [*range(sources), *[copied % sources] * copies]
    more = [*names, *(f"t{i}" for i in range(copies))]
    one = state_space(made(counts, exposure, sources=names))
    other = state_space(made(counts[which], exposure[which], sources=more))
    assert_same(one, other, 1e-9)


@few
@given(seed=SEEDS)
def test_the_order_of_sources_does_not_matter(seed: int) -> None:
    counts, exposure = drawn(np.random.default_rng(seed), sources=3)
    names = ["s0", "s1", "s2"]
    one = state_space(made(counts, exposure, sources=names))
    other = state_space(made(counts[::-1], exposure[::-1], sources=names[::-1]))
    assert_same(one, other, 1e-9)
    assert one.leader == other.leader


def test_two_sources_that_say_the_same_are_no_more_certain_than_one() -> None:
    counts, exposure = steady(10, **PLAIN)
    rng = np.random.default_rng(1)
    two = rng.poisson(np.concatenate([counts, counts])).astype(float)
    both = state_space(made(two, np.concatenate([exposure] * 2), sources=["s", "t"])).smoothed
    alone = state_space(made(two[:1], exposure)).smoothed
    width = [np.mean(v.closeness.high - v.closeness.low) for v in (both, alone)]
    assert width[0] > 0.75 * width[1]


def test_the_level_of_a_source_is_learnt_and_does_not_make_a_break() -> None:
    counts, exposure = steady(24, **PLAIN)
    louder = counts.copy()
    louder[:, AGREED] *= 3
    two, exposed = np.concatenate([counts, louder]), np.concatenate([exposure, exposure])
    exposed[0, 12:], two[0, :, 12:] = 0, 0
    exposed[1, :6], two[1, :, :6] = 0, 0
    two[0, TALK, :12] = 90
    found = state_space(made(two, exposed, sources=["old", "new"]))
    assert found.leader == "old"
    assert np.exp(found.offsets[1, AGREED]) == pytest.approx(3, rel=0.25)
    rates = found.smoothed.rates["verbal_cooperation"].mean
    assert rates[20] == pytest.approx(rates[3], rel=0.25)


def test_a_source_that_never_speaks_with_the_leader_is_named_and_left_out() -> None:
    counts, exposure = steady(10, **PLAIN)
    two, exposed = np.concatenate([counts, counts / 2]), np.concatenate([exposure, exposure])
    exposed[0, 5:], two[0, :, 5:] = 0, 0
    exposed[1, :5], two[1, :, :5] = 0, 0
    found = state_space(made(two, exposed, sources=["first", "second"]))
    assert found.leader == "first"
    assert found.left_out == ("second",)
    assert found.spoken.tolist() == [True] * 5 + [False] * 5
    assert np.all(np.isnan(found.offsets[1]))
    alone = state_space(made(two[:1], exposed[:1]))
    assert_same(found, alone, 1e-12)


def test_talk_inside_verbal_cooperation_is_said_and_not_mixed_with_talk_apart() -> None:
    counts, exposure = steady(6, **PLAIN)
    quads = 3 * counts
    quads[:, AGREED] += quads[:, TALK]
    quads[:, TALK] = np.nan
    alone = state_space(made(quads, 3 * exposure, talk_inside=[True], step="year"))
    assert alone.talk_inside
    assert np.all(np.isnan(alone.smoothed.rates["talk"].mean))
    two = np.concatenate([counts, quads])
    exposed = np.concatenate([exposure, 3 * exposure])
    both = state_space(
        made(two, exposed, sources=["acts", "quads"], talk_inside=[False, True], step="year")
    )
    assert both.leader == "quads"
    assert both.left_out == ()
    assert both.left_out_of_words == ("acts",)
    agreed = [x.smoothed.rates["verbal_cooperation"].mean for x in (both, alone)]
    np.testing.assert_allclose(*agreed, rtol=1e-9)


def test_the_leader_until_a_step_is_the_one_with_the_most_acts_until_then() -> None:
    counts, exposure = steady(8, **PLAIN)
    two = np.concatenate([counts, 3 * counts])
    two[1, :, :4] = 0
    found = state_space(made(two, np.concatenate([exposure] * 2), sources=["slow", "late"]))
    assert found.led_by[0] == "slow"
    assert found.leader == found.led_by[-1] == "late"

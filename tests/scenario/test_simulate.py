from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scenario.streams import NAMES, planted, with_strengths

from multipole.core.errors import BadValue, UnknownCode
from multipole.scenario.simulate import (
    LINK_NAMES,
    Change,
    Futures,
    Injection,
    RateChange,
    simulate,
)
from multipole.scenario.simulate_job import daily_runs
from multipole.scenario.simulate_mean import mean_extra, mean_path
from multipole.scenario.stream import CHANNELS, STILL, Calendar, Mood, Strengths

EDGES = (0, 10, 30, 60)
A, B, C = NAMES[:3]
SHOCK = Change(
    (Injection(2, A, B, "material_conflict", 3), Injection(9, B, A, "verbal_conflict", 1)),
    (
        RateChange(A, C, "verbal_cooperation", 0, 40, 3.0),
        RateChange(B, C, "verbal_cooperation", 5, 60, 0.4),
    ),
)
MODEL = planted(
    own=0.3,
    reverse=0.15,
    receiver=0.1,
    attention=0.1,
    mirrored=0.2,
    noise=0.05,
    dispersion=1.6,
    uneven=0.4,
    mood=Mood(0.02, 0.4, 0.3, 30.0),
)


def arrays(futures: Futures) -> dict[str, bytes]:
    found = {f.name: getattr(futures, f.name) for f in fields(futures)}
    return {name: a.tobytes() for name, a in found.items() if isinstance(a, np.ndarray)}


@given(
    st.sampled_from(NAMES[:3]),
    st.sampled_from(["verbal_cooperation", "material_conflict"]),
    st.integers(0, 59),
    st.integers(0, 1000),
)
@settings(max_examples=15, deadline=None)
def test_a_change_of_size_zero_changes_exactly_nothing(
    sender: str, quad: str, day: int, seed: int
) -> None:
    nothing = Change(
        (Injection(day, sender, "DNK", quad, 0),),  # type: ignore[arg-type]
        (RateChange(sender, "EST", quad, 0, day, 1.0),),  # type: ignore[arg-type]
    )
    found = simulate(MODEL, nothing, edges=EDGES, runs=3, seed=seed, watched=[(sender, "DNK")])
    assert not found.extra.any()
    assert not found.extra_squares.any()
    assert arrays(found) == arrays(
        simulate(MODEL, None, edges=EDGES, runs=3, seed=seed, watched=[(sender, "DNK")])
    )


def test_the_same_seed_gives_the_same_bytes_on_any_number_of_workers() -> None:
    runs = [
        simulate(MODEL, SHOCK, edges=EDGES, runs=60, seed=3, watched=[(A, B)], workers=w)
        for w in (1, 2, 5)
    ]
    assert arrays(runs[0]) == arrays(runs[1]) == arrays(runs[2])
    other = simulate(MODEL, SHOCK, edges=EDGES, runs=60, seed=4, watched=[(A, B)])
    assert arrays(other) != arrays(runs[0])


def test_the_first_runs_of_many_are_the_runs_of_few() -> None:
    few, many = (
        simulate(MODEL, SHOCK, edges=EDGES, runs=n, seed=3, watched=[(A, B)]) for n in (7, 40)
    )
    np.testing.assert_array_equal(few.twin_runs, many.twin_runs[:7])
    np.testing.assert_array_equal(few.extra_runs, many.extra_runs[:7])


def test_the_twin_does_not_depend_on_the_change() -> None:
    with_change = simulate(MODEL, SHOCK, edges=EDGES, runs=20, seed=3)
    without = simulate(MODEL, None, edges=EDGES, runs=20, seed=3)
    np.testing.assert_array_equal(with_change.twin, without.twin)
    assert with_change.extra.any()


def test_the_twin_can_be_left_out() -> None:
    acts = Change(SHOCK.acts, SHOCK.rates[:1])
    full = simulate(MODEL, acts, edges=EDGES, runs=20, seed=3)
    alone = simulate(MODEL, acts, edges=EDGES, runs=20, seed=3, twin=False)
    assert not alone.twin.any()
    np.testing.assert_array_equal(alone.extra, full.extra)


def test_means_near_those_computed_without_drawing() -> None:
    runs = 4000
    found = simulate(MODEL, SHOCK, edges=EDGES, runs=runs, seed=2, workers=2)
    path, extra = mean_path(MODEL, edges=EDGES), mean_extra(MODEL, SHOCK, edges=EDGES)
    error = np.sqrt(np.maximum(found.twin_squares / runs - found.mean() ** 2, 0) / runs)
    for mean, expected, doubt in (
        (found.mean(), path, error),
        (found.mean_extra(), extra, found.error_of_mean()),
    ):
        seen = (np.abs(expected) > 0.03) & (doubt > 0)
        away = (mean - expected)[seen] / doubt[seen]
        assert 0.8 < away.std() < 1.25
        assert abs(away.mean()) < 0.4
        assert mean.sum() == pytest.approx(expected.sum(), rel=0.02)


def test_moods_widen_what_is_to_come_and_leave_its_mean() -> None:
    moody, still = (replace(MODEL, mood=m) for m in (Mood(0.2, 0.5, 0.3, 60.0), STILL))
    one, other = (simulate(m, edges=(0, 60), runs=2000, seed=2) for m in (moody, still))
    assert one.twin.sum() == pytest.approx(other.twin.sum(), rel=0.02)
    spread = [f.twin_squares / f.runs - f.mean() ** 2 for f in (one, other)]
    assert spread[0].sum() > 1.2 * spread[1].sum()


def test_what_injected_acts_bring_does_not_depend_on_moods() -> None:
    acts = Change(SHOCK.acts)
    one, other = (
        simulate(replace(MODEL, mood=m), acts, edges=EDGES, runs=20, seed=3)
        for m in (MODEL.mood, STILL)
    )
    np.testing.assert_array_equal(one.extra, other.extra)
    assert (one.twin != other.twin).any()


def test_an_act_that_excites_nothing_is_one_act() -> None:
    change = Change((Injection(12, A, B, "material_conflict", 4),))
    found = simulate(planted(), change, edges=EDGES, runs=5, seed=1)
    assert found.extra.sum() == 20
    assert found.mean_extra()[1, 0, 1, 3] == 4
    assert found.by_first[..., 0].sum() == found.by_last[..., 0].sum() == 20


def test_more_acts_of_a_shock_bring_no_less_in_any_run() -> None:
    small, large = (
        simulate(
            planted(own=0.5, reverse=0.2),
            Change((Injection(0, A, B, "verbal_conflict", n),)),
            edges=EDGES,
            runs=200,
            seed=1,
        ).mean_extra()
        for n in (2, 6)
    )
    assert large.sum() > 2 * small.sum()


def test_a_rate_taken_to_zero_takes_what_it_brought_and_no_more() -> None:
    model = planted(own=0.4, receiver=0.2, mirrored=0.3)
    change = Change((), (RateChange(A, B, "verbal_cooperation", 0, 60, 0.0),))
    found = simulate(model, change, edges=EDGES, runs=50, seed=1, watched=[(A, B), (B, A), (C, B)])
    assert found.extra.sum() < 0
    assert found.extra.max() <= 0
    assert np.all(found.twin_runs + found.extra_runs >= 0)
    untouched = simulate(planted(), change, edges=EDGES, runs=50, seed=1, watched=[(A, B)])
    assert untouched.twin_runs[:, :, 0, 0].sum() == -untouched.extra_runs[:, :, 0, 0].sum() > 0


def test_a_change_outside_its_days_does_nothing_before_it() -> None:
    change = Change(
        (Injection(30, A, B, "verbal_conflict", 5),),
        (RateChange(A, C, "verbal_cooperation", 30, 60, 0.0),),
    )
    found = simulate(MODEL, change, edges=EDGES, runs=50, seed=1)
    assert not found.extra[:2].any()
    assert found.extra[2].any()


def test_links_and_watched_dyads_add_up_to_the_extra_acts() -> None:
    watched = [(A, B), (B, A), (A, C)]
    found = simulate(MODEL, SHOCK, edges=EDGES, runs=50, seed=1, watched=watched)
    assert len(LINK_NAMES) == 1 + 2 * len(CHANNELS) == found.by_last.shape[-1]
    for links in (found.by_first, found.by_last):
        np.testing.assert_array_equal(links.sum(axis=-1), found.extra)
    for sender, receiver in watched:
        twin, extra = found.of(sender, receiver)
        at = (slice(None), MODEL.place(sender), MODEL.place(receiver))
        np.testing.assert_array_equal(twin.sum(axis=0), found.twin[at])
        np.testing.assert_array_equal(extra.sum(axis=0), found.extra[at])
    np.testing.assert_array_equal(found.specific_runs[:, :, 0].sum(axis=0), found.specific[:, 0, 1])


def test_without_attention_all_chains_are_specific_and_with_it_alone_none() -> None:
    change = Change((Injection(0, A, B, "material_conflict", 20),))
    specific = simulate(planted(own=0.5), change, edges=EDGES, runs=50, seed=1, twin=False)
    np.testing.assert_array_equal(specific.specific, specific.extra)
    volume = simulate(planted(attention=0.5), change, edges=EDGES, runs=50, seed=1, twin=False)
    assert volume.specific.sum() == 20 * 50 < volume.extra.sum()


def test_attention_leaves_the_usual_mix_of_what_it_brings() -> None:
    model = planted(attention=0.6)
    change = Change((Injection(0, A, B, "material_conflict", 50),))
    found = simulate(model, change, edges=(0, 300), runs=400, seed=1, twin=False)
    brought = (found.extra - found.specific)[0, 0, 1]
    np.testing.assert_allclose(brought / brought.sum(), model.mix[0, 1], atol=0.02)


def test_watching_dyads_in_another_order_gives_the_same_paths() -> None:
    change = Change((Injection(0, A, B, "verbal_conflict", 5),))
    plain = simulate(MODEL, change, edges=EDGES, runs=10, seed=1, watched=[(A, B), (B, C)])
    order = [(B, C), (A, B)]
    turned = simulate(MODEL, change, edges=EDGES, runs=10, seed=1, watched=order)
    np.testing.assert_array_equal(plain.of(B, C)[0], turned.of(B, C)[0])
    np.testing.assert_array_equal(plain.of(A, B)[1], turned.of(A, B)[1])


def test_renamed_states_have_permuted_mean_paths() -> None:
    order = np.array([3, 1, 0, 5, 2, 4])
    swap = np.ix_(order, order)
    old = MODEL.fitted
    moved = replace(
        with_strengths(MODEL, Strengths(old.specific, old.attention, old.rates[swap])),
        ties=replace(
            MODEL.ties,
            to=MODEL.ties.to[swap],
            by=MODEL.ties.by[swap],
            bond=MODEL.ties.bond[swap],
            temper=MODEL.ties.temper[swap],
        ),
        mix=MODEL.mix[swap],
    )
    name = {NAMES[old_place]: NAMES[new] for new, old_place in enumerate(order)}
    change = Change((Injection(0, A, B, "verbal_conflict", 5),))
    renamed = Change((Injection(0, name[A], name[B], "verbal_conflict", 5),))
    plain = mean_extra(MODEL, change, edges=EDGES)
    after = mean_extra(moved, renamed, edges=EDGES)
    np.testing.assert_allclose(plain[:, order][:, :, order], after, atol=1e-9)


def test_history_excites_the_first_days() -> None:
    busy = replace(planted(own=0.5), past=np.zeros_like(MODEL.past))
    busy.past[0, 0, 1, 2] = 40
    quiet = planted(own=0.5)
    after, before = (simulate(m, None, edges=EDGES, runs=400, seed=1).mean() for m in (busy, quiet))
    expected = mean_path(busy, edges=EDGES) - mean_path(quiet, edges=EDGES)
    assert (after - before)[0, 0, 1, 2] == pytest.approx(expected[0, 0, 1, 2], rel=0.05)


@pytest.mark.parametrize(("dispersion", "mirrored"), [(1.05, 0.0), (1.8, 0.0), (1.4, 0.4)])
def test_daily_counts_spread_as_planted(dispersion: float, mirrored: float) -> None:
    model = replace(
        planted(dispersion=dispersion, mirrored=mirrored),
        calendar=Calendar(np.ones(7), np.ones(0), 1.0),
    )
    (counts,) = daily_runs(model, model.past, np.ones(8000), runs=1, seed=3)
    cells = counts[..., 0].astype(float)
    pair = mirrored / (1 - mirrored)
    excess = (dispersion - 1) * (1 + pair**2) / (1 + pair)
    assert cells.var(axis=0).sum() / cells.mean(axis=0).sum() == pytest.approx(1 + excess, rel=0.04)
    left = cells - cells.mean(axis=0)
    product = (left * np.swapaxes(left, 1, 2)).mean(axis=0).sum() / cells.mean(axis=0).sum()
    assert product == pytest.approx(2 * pair * dispersion / (1 + pair), abs=0.06)


def test_an_error_of_the_progress_stops_the_simulation() -> None:
    def stop(done: int, total: int) -> None:
        raise InterruptedError(f"{done} of {total}")

    with pytest.raises(InterruptedError, match=r"(25|50|75) of 200"):
        simulate(MODEL, None, edges=EDGES, runs=200, seed=1, progress=stop)


def test_what_cannot_be_simulated_is_told() -> None:
    def of(change: Change, edges: tuple[int, ...] = EDGES, runs: int = 1) -> Futures:
        return simulate(MODEL, change, edges=edges, runs=runs, seed=1)

    with pytest.raises(BadValue, match="do not rise from 0"):
        of(Change(), edges=(0, 5, 5))
    with pytest.raises(BadValue, match="0 runs"):
        of(Change(), runs=0)
    with pytest.raises(BadValue, match="on day 60 of 60"):
        of(Change((Injection(60, A, B, "verbal_conflict"),)))
    with pytest.raises(BadValue, match="towards itself"):
        of(Change((Injection(1, A, A, "verbal_conflict"),)))
    with pytest.raises(BadValue, match="cannot be taken times -1"):
        of(Change((), (RateChange(A, B, "verbal_conflict", 0, 5, -1.0),)))
    with pytest.raises(UnknownCode, match="'USA' is not one"):
        of(Change((Injection(1, A, "USA", "verbal_conflict"),)))
    with pytest.raises(BadValue, match="was not watched"):
        of(Change()).of(A, B)

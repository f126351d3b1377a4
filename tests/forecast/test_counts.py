"""Forecasts of counts: distributions of cells, learnt from what was known only."""

from __future__ import annotations

import numpy as np
import pytest
from tests.forecast.planted_counts import ACCUSE, ACTORS, CONSULT, FIRST, bursts, history_of

from multipole.core.errors import UnknownCode, WrongUse
from multipole.core.plover import ACTIONS, QUADS
from multipole.forecast.counts import (
    MODELS,
    CountForecast,
    action_shares,
    forecast_counts,
    lesson_of,
    most_active,
)
from multipole.forecast.counts_drivers import DRIVERS, drivers, dynamic
from multipole.forecast.counts_panel import HALF_LIVES, Fading, panel
from multipole.forecast.counts_rows import Window, rows
from multipole.forecast.counts_views import NAMES, steady_view

ORIGIN = FIRST + 150
VERBAL = QUADS.index("verbal_cooperation")
CHEAP = ("poisson", "climatology", "persistence", "ewma", "pooled", "excited")


@pytest.fixture(scope="module")
def pooled() -> CountForecast:
    return forecast_counts(bursts(), origin=ORIGIN, horizon_days=7, actors=ACTORS)


def test_a_forecast_has_a_distribution_for_each_sender_receiver_and_class(
    pooled: CountForecast,
) -> None:
    assert pooled.mean.shape == (6, 6, 4)
    levels = pooled.quantiles([0.05, 0.5, 0.95])
    apart = ~np.isnan(pooled.mean)
    assert np.all(np.diff(levels, axis=0)[:, apart] >= 0)
    at_least = pooled.probability_at_least(1)[apart]
    assert np.all((at_least > 0) & (at_least < 1))
    assert np.all(pooled.probability_at_least(3)[apart] <= at_least)


def test_nothing_is_told_of_an_actor_towards_itself(pooled: CountForecast) -> None:
    same = np.arange(6)
    assert np.all(np.isnan(pooled.mean[same, same]))
    assert np.all(np.isnan(pooled.probability_at_least(1)[same, same]))


@pytest.mark.parametrize("model", CHEAP)
def test_each_model_expects_about_what_a_steady_pair_does(model: str) -> None:
    found = forecast_counts(
        bursts(), origin=ORIGIN, horizon_days=7, actors=ACTORS, model=model
    ).mean[4, 5, VERBAL]
    assert 1.0 < found < 6.0


def test_a_burst_raises_the_forecast_of_the_dynamic_model() -> None:
    calm = bursts()
    burst = [(150, 4, 5, CONSULT)] * 30
    rows_ = [
        (int(d) - FIRST, int(s), int(r), int(a))
        for d, s, r, a in zip(calm.day, calm.sender, calm.receiver, calm.action, strict=True)
    ]
    before, after = (
        forecast_counts(
            history_of(r), origin=ORIGIN, horizon_days=1, actors=ACTORS, model="excited"
        ).mean[4, 5, VERBAL]
        for r in (rows_, rows_ + burst)
    )
    assert after > 1.5 * before


def test_acts_known_after_the_origin_change_nothing() -> None:
    history = bursts(delay=3)
    full, cut = (
        forecast_counts(h, origin=ORIGIN, horizon_days=7, actors=ACTORS, model="excited").mean
        for h in (history, history.known_by(ORIGIN))
    )
    assert full.tobytes() == cut.tobytes()


def test_an_embargo_leaves_the_last_days_out() -> None:
    history = bursts()
    late = history.where(history.day <= ORIGIN - 5)
    with_it, without = (
        forecast_counts(
            h, origin=ORIGIN, horizon_days=7, actors=ACTORS, model="ewma", embargo_days=5
        ).mean
        for h in (history, late)
    )
    assert with_it.tobytes() == without.tobytes()


def test_no_window_that_ends_after_the_last_known_day_is_learnt_from() -> None:
    counted = panel(bursts(), ACTORS, first=FIRST, end=FIRST + 100)
    past, _ = rows(counted, Window(10, 5), most=10_000, seed=0)
    assert past.day.max() == 100 - 15


def test_the_weights_of_rows_stand_for_all_cells() -> None:
    counted = panel(bursts(), ACTORS, first=FIRST, end=FIRST + 100)
    past, _ = rows(counted, Window(1), most=4000, seed=0)
    days = len(np.unique(past.day))
    assert len(past) < days * 6 * 5 * 4
    assert past.weight.sum() == pytest.approx(days * 6 * 5 * 4, rel=0.1)


def test_days_at_once_fade_as_days_one_by_one() -> None:
    counts = panel(bursts(), ACTORS, first=FIRST, end=FIRST + 40).counts
    steps, whole = Fading(6), Fading(6)
    for day in counts:
        steps.see(day)
    whole.see_all(counts)
    assert np.allclose(steps.means(), whole.means(), atol=1e-5)
    assert np.allclose(whole.means()[-1], counts.mean(0), atol=1e-5)
    assert whole.means().shape == (len(HALF_LIVES), 6, 6, 4)


def test_renamed_actors_have_the_same_forecasts() -> None:
    history = bursts()
    turned = tuple(reversed(ACTORS))
    found, other = (
        forecast_counts(history, origin=ORIGIN, horizon_days=7, actors=a, model="pooled").mean
        for a in (ACTORS, turned)
    )
    assert np.allclose(found[0, 1], other[5, 4], rtol=0.02)


def test_drivers_multiply_to_the_change_of_the_mean() -> None:
    lesson = lesson_of(bursts(), origin=ORIGIN, window=Window(7), actors=ACTORS)
    model = dynamic(lesson.learn(["excited"])["excited"])
    assert model is not None
    steady = steady_view(lesson.panel, horizon=7)
    found = drivers(model, lesson.now, steady)
    assert tuple(found) == DRIVERS
    product = np.prod(list(found.values()), axis=0)
    assert np.allclose(product, model.mean(lesson.now) / model.mean(steady), rtol=1e-4)
    assert lesson.now.features.shape[1] == len(NAMES)


def test_shares_of_types_add_up_within_their_class() -> None:
    history = history_of([(d, 0, 1, CONSULT) for d in range(20)] + [(5, 0, 1, ACCUSE)])
    shares = action_shares(history, ACTORS)
    assert shares.shape == (6, 6, len(ACTIONS))
    assert np.allclose(shares.sum(-1), len(QUADS))
    assert shares[0, 1, CONSULT] > 0.7


def test_a_type_has_its_share_of_the_class(pooled: CountForecast) -> None:
    thin = pooled.of_actions(np.full((6, 6, 4), 0.5))
    assert np.allclose(thin.mean[0, 1], pooled.mean[0, 1] / 2)


def test_the_most_active_are_chosen_with_ties_by_id() -> None:
    history = history_of([(0, 1, 2, CONSULT), (1, 1, 0, CONSULT), (2, 3, 4, CONSULT)])
    assert most_active(history, 2) == ("BBB", "AAA")
    assert most_active(history, 9, among=("CCC", "FFF")) == ("CCC",)


def test_an_actor_without_forecast_is_named(pooled: CountForecast) -> None:
    assert pooled.place("BBB", "AAA") == (1, 0)
    with pytest.raises(UnknownCode, match="ZZZ"):
        pooled.place("AAA", "ZZZ")


def test_what_cannot_be_forecast_is_refused(pooled: CountForecast) -> None:
    for wrong in ({"horizon_days": 0}, {"horizon_days": 999}, {"embargo_days": -1}):
        asked = {"horizon_days": 7, "embargo_days": 0} | wrong
        with pytest.raises(WrongUse):
            forecast_counts(bursts(), origin=ORIGIN, actors=ACTORS, **asked)
    with pytest.raises(WrongUse, match="crystal"):
        forecast_counts(bursts(), origin=ORIGIN, horizon_days=7, actors=ACTORS, model="crystal")
    with pytest.raises(WrongUse, match="different actors"):
        forecast_counts(bursts(), origin=ORIGIN, horizon_days=7, actors=("AAA",))
    with pytest.raises(WrongUse, match="sure"):
        pooled.probability_at_least(0)
    assert "stack" in MODELS


def test_before_anything_was_known_there_is_a_clear_error() -> None:
    with pytest.raises(WrongUse, match="no day"):
        forecast_counts(bursts(), origin=FIRST - 5, horizon_days=7, actors=ACTORS)


def test_a_handful_of_acts_still_gives_base_rates() -> None:
    few = history_of([(d, 0, 1, CONSULT) for d in (0, 30, 60)])
    found = forecast_counts(
        few, origin=FIRST + 70, horizon_days=30, actors=("AAA", "BBB"), model="climatology"
    )
    assert 0.2 < found.mean[0, 1, VERBAL] < 3
    assert found.mean[1, 0, VERBAL] < found.mean[0, 1, VERBAL]

"""Rolling origins: nothing of the future is seen, and what peeks is caught."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from tests.forecast.planted_counts import ACTORS, FIRST, bursts

from multipole.core.errors import NothingFound, WrongUse
from multipole.core.history import History
from multipole.forecast.backtest import Backtest, Plan, backtest
from multipole.forecast.backtest_leak import FutureSeen, check_no_future, futures
from multipole.forecast.counts import forecast_counts, most_active
from multipole.forecast.counts_rows import Window
from multipole.forecast.scores import gain_per_event

MODELS = ("poisson", "climatology", "excited")
ORIGIN = FIRST + 120


def plan(**other: object) -> Plan:
    given: dict[str, object] = {
        "origins": tuple(range(FIRST + 100, FIRST + 190, 6)), "window": Window(1),
        "models": MODELS, "number": 6,
    }  # fmt: skip
    return Plan(**(given | other))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def found() -> Backtest:
    return backtest(bursts(), plan())


def test_planted_excitation_is_worth_nats_over_a_poisson(found: Backtest) -> None:
    scores = [found.log_loss[found.of(m)].sum(1) for m in ("excited", "poisson")]
    assert gain_per_event(scores[0], scores[1], found.events.sum(1)).value > 0.02


def test_every_cell_and_act_of_a_window_is_scored_once(found: Backtest) -> None:
    assert found.cells.sum(1).tolist() == [6 * 5 * 4] * len(found.plan.origins)
    history = bursts()
    wanted = [int((history.day == origin + 1).sum()) for origin in found.plan.origins]
    assert found.events.sum(1).tolist() == wanted


def test_tables_of_reliability_count_every_outcome(found: Backtest) -> None:
    assert np.allclose(found.pit.sum(2), found.active)
    assert np.allclose(found.at_least_one[..., 0].sum(2), found.cells.sum(1))
    assert np.all(found.covered <= found.active[None, :, None] + 1e-9)


def test_some_origins_can_be_looked_at_alone(found: Backtest) -> None:
    late = found.where(np.array(found.plan.origins) > FIRST + 150)
    assert len(late.plan.origins) < len(found.plan.origins)
    assert late.log_loss.shape[1] == len(late.plan.origins)


def test_windows_that_have_not_ended_are_left_out() -> None:
    with_end = backtest(bursts(days=150), plan(models=("climatology",), window=Window(30)))
    assert max(with_end.plan.origins) + 30 <= FIRST + 149
    with pytest.raises(NothingFound, match="no window"):
        backtest(bursts(days=90), plan())


def test_origins_out_of_order_are_refused() -> None:
    with pytest.raises(WrongUse, match="in order"):
        plan(origins=(5, 3))


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    backtest(bursts(), plan(models=("climatology",)), progress=lambda n, of: told.append((n, of)))
    assert told[-1][0] == told[-1][1] == len(told)


def test_scores_of_early_origins_do_not_change_with_what_follows() -> None:
    early = plan(origins=(FIRST + 100, FIRST + 106), models=("climatology", "excited"))
    truth = backtest(bursts(), early)
    other = backtest(futures(bursts(), FIRST + 110, seed=1)["planted"], early)
    assert truth.log_loss.tobytes() == other.log_loss.tobytes()


def honest(history: History, origin: int) -> npt.NDArray[np.float64]:
    actors = most_active(history.known_by(origin), 4)
    return forecast_counts(
        history, origin=origin, horizon_days=7, actors=actors, model="stack"
    ).quantiles([0.5, 0.9])


def test_a_forecast_is_the_same_for_every_future() -> None:
    check_no_future(honest, bursts(delay=2), ORIGIN)


def test_a_model_that_peeks_at_the_next_day_is_caught() -> None:
    def peeking(history: History, origin: int) -> npt.NDArray[np.float64]:
        return honest(history, origin) + (history.day == origin + 1).sum()

    with pytest.raises(FutureSeen, match="known_by"):
        check_no_future(peeking, bursts(), ORIGIN)


def test_actors_chosen_with_hindsight_are_caught() -> None:
    def hindsight(history: History, origin: int) -> npt.NDArray[np.float64]:
        actors = most_active(history, 3)
        return np.array([ord(a[0]) for a in actors], float) + origin

    history = bursts().where(bursts().day < FIRST + 60)
    other = bursts(seed=4)
    cut = other.where((other.day >= FIRST + 60) & (other.sender > 3))
    joined = History(
        ACTORS,
        *(
            np.concatenate([getattr(h, n) for h in (history, cut, cut, cut)])[
                np.argsort(np.concatenate([h.day for h in (history, cut, cut, cut)]), kind="stable")
            ]
            for n in ("day", "sender", "receiver", "action", "known")
        ),
    )
    with pytest.raises(FutureSeen):
        check_no_future(hindsight, joined, FIRST + 60)


def test_acts_reported_late_belong_to_the_future_of_the_origin() -> None:
    history = bursts(delay=4)
    for other in futures(history, ORIGIN, seed=2).values():
        kept = other.known_by(ORIGIN)
        assert np.array_equal(kept.sender, history.known_by(ORIGIN).sender)

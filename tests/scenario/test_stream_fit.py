from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from tests.scenario.streams import (
    DECAYS,
    START,
    WEEKDAYS,
    history_of,
    planted,
    simulated,
)

from multipole.core.errors import NothingFound
from multipole.core.history import History
from multipole.scenario.simulate import Change, Injection, simulate
from multipole.scenario.stream import CHANNELS, MOST_BRANCHING, StreamModel, Strengths, Ties
from multipole.scenario.stream_channels import mixes_of, ties_of
from multipole.scenario.stream_em import Weights, likelihood, rows_of
from multipole.scenario.stream_features import cells_of, counts_of, features_of
from multipole.scenario.stream_fit import fit_stream

TRUTH = planted(own=0.35, reverse=0.15, receiver=0.15, dispersion=1.4, mirrored=0.2, noise=0.02)


@pytest.fixture(scope="module")
def history() -> History:
    return simulated(TRUTH, 600)


@pytest.fixture(scope="module")
def fitted(history: History) -> StreamModel:
    return fit_stream(history, decays=DECAYS, draws=30)


def channel_totals(strengths: Strengths, mix: np.ndarray) -> np.ndarray:
    """Acts that an act of verbal cooperation brings through each channel."""
    return strengths.specific[:, :, 0].sum(axis=(1, 2)) + strengths.attention[:, :, 0].sum(axis=1)


def slow_intensity(
    counts: np.ndarray, at: tuple[int, ...], strengths: Strengths, ties: Ties, mix: np.ndarray
) -> float:
    """The mean of a cell as the formula says, act by act; counts (days, N, N, 4)."""
    t, i, j, q = at
    states = range(counts.shape[1])
    total = strengths.rates[i, j, q]
    for s, h, r, p in product(range(t), states, states, range(4)):
        acts = counts[s, h, r, p]
        if not acts:
            continue
        shares = dict.fromkeys(CHANNELS, 0.0)
        shares["own"] = float((h, r) == (i, j))
        shares["reverse"] = float((h, r) == (j, i))
        if h == i and r != j:
            shares["sender"] = ties.to[i, j] / (1 - ties.to[i, r])
        if r == j and h != i:
            shares["receiver"] = ties.by[i, j] / (1 - ties.by[h, j])
        bonds = sum(ties.bond[x, h] * ties.bond[x, r] for x in states)
        if j == h and i not in (h, r):
            shares["third"] = 0.5 * ties.bond[i, h] * ties.bond[i, r] / bonds
        if i == r and j not in (h, r):
            shares["third"] = 0.5 * ties.bond[j, h] * ties.bond[j, r] / bonds
        for (c, name), (k, decay) in product(enumerate(CHANNELS), enumerate(DECAYS)):
            kernel = (1 - np.exp(-1 / decay)) * np.exp(-(t - s - 1) / decay)
            strength = strengths.specific[c, k, p, q] + strengths.attention[c, k, p] * mix[i, j, q]
            total += acts * shares[name] * kernel * strength
    return float(total)


def test_the_likelihood_is_that_of_the_formula_written_out() -> None:
    rng = np.random.default_rng(3)
    counts = rng.poisson(0.15, (12, 4, 4, 4)) * (1 - np.eye(4, dtype=int))[None, :, :, None]
    history = history_of(("ALB", "BEL", "CAN", "DNK"), counts)
    total = counts.sum(axis=0).astype(float)
    ties, mix = ties_of(total.sum(axis=2)), mixes_of(total)
    rates = rng.random((4, 4, 4)) * (1 - np.eye(4))[:, :, None]
    strengths = Strengths(rng.random((5, 2, 4, 4)) / 20, rng.random((5, 2, 4)) / 10, rates)
    mirrored = np.array([0.3, 0.0, 0.1, 0.5])
    cells = cells_of(history, START, START + 12)
    features = features_of(cells, states=4, days=12, ties=ties, decays=DECAYS)
    weights = Weights(cells.acts, features.sums.sum(axis=0), np.full((4, 4), 12.0))
    rows = rows_of(features, mix, mirrored)
    found, slopes = likelihood(strengths, features, weights, rows, mirrored)
    slow = 0.0
    for t, i, j, q in product(range(12), range(4), range(4), range(4)):
        if i != j:
            here, there = (
                slow_intensity(counts, (t, *ends, q), strengths, ties, mix)
                for ends in ((i, j), (j, i))
            )
            mean = (1 - mirrored[q]) * here + mirrored[q] * there
            slow += counts[t, i, j, q] * np.log(mean) - mean
    assert found == pytest.approx(slow, rel=1e-6)
    moved = strengths.specific.copy()
    moved[1, 0, 2, 3] += 1e-5
    changed = replace(strengths, specific=moved)
    after, _ = likelihood(changed, features, weights, rows, mirrored)
    exposure = weights.exposure.reshape(5, 2, 4)[1, 0, 2]
    assert (after - found) / 1e-5 == pytest.approx(
        slopes.specific[1, 0, 2, 3] - exposure, rel=1e-2, abs=0.05
    )


def test_planted_excitation_is_recovered_within_its_intervals(fitted: StreamModel) -> None:
    true = channel_totals(TRUTH.fitted, TRUTH.mix)
    found = channel_totals(fitted.fitted, fitted.mix)
    draws = np.array([channel_totals(s, fitted.mix) for s in fitted.draws])
    low, high = draws.min(axis=0), draws.max(axis=0)
    for place, name in enumerate(CHANNELS):
        assert low[place] - 0.02 <= true[place] <= high[place] + 0.02, name
    assert found[0] > 0.25
    assert found[0] > found[1] > found[4]


def test_rates_weekdays_and_spread_are_recovered(fitted: StreamModel) -> None:
    true = TRUTH.fitted.rates.sum()
    draws = [s.rates.sum() for s in fitted.draws]
    assert np.quantile(draws, 0.025) * 0.9 <= true <= np.quantile(draws, 0.975) * 1.1
    np.testing.assert_allclose(fitted.calendar.weekday, WEEKDAYS, atol=0.12)
    assert fitted.spread.dispersion[0] == pytest.approx(1.4, abs=0.12)
    assert fitted.spread.mirrored[0] == pytest.approx(0.2, abs=0.04)
    assert fitted.spread.day_noise < 0.06


def test_the_branching_ratio_is_near_the_planted_one_and_below_1(fitted: StreamModel) -> None:
    assert fitted.branching == pytest.approx(0.65, abs=0.1)
    assert max(fitted.branching_draws) <= MOST_BRANCHING
    assert np.mean(fitted.branching_draws) == pytest.approx(fitted.branching, abs=0.03)


def test_pairs_that_burst_are_told_from_pairs_that_do_not() -> None:
    true = planted(own=0.45, uneven=0.6)
    found = fit_stream(simulated(true, 1500), decays=DECAYS, draws=0).ties.temper
    pairs = np.triu_indices(6, 1)
    assert np.corrcoef(found[pairs], true.ties.temper[pairs])[0, 1] > 0.7
    np.testing.assert_allclose(found, found.T)


def test_parts_add_up(fitted: StreamModel, history: History) -> None:
    assert fitted.parts.sum() == pytest.approx(1)
    assert fitted.acts == len(history)


def test_where_nothing_excites_little_excitation_is_found() -> None:
    found = fit_stream(simulated(planted(), 500), decays=DECAYS, draws=0)
    assert found.branching < 0.2
    assert found.parts[0] > 0.8
    shrunk = np.abs(found.fitted.rates - planted().fitted.rates).sum()
    assert shrunk < 0.35 * planted().fitted.rates.sum()


def test_a_stream_that_explodes_is_held_below_1() -> None:
    days = np.arange(120)
    counts = np.zeros((120, 4, 4, 4), int)
    counts[:, 0, 1, 2] = np.random.default_rng(1).poisson(np.exp(days / 22))
    found = fit_stream(history_of(("ALB", "BEL", "CAN", "DNK"), counts), draws=3)
    assert found.branching <= MOST_BRANCHING + 1e-9
    assert max(found.branching_draws) <= MOST_BRANCHING + 1e-9


def test_states_in_another_order_give_the_same_model_and_the_same_paths() -> None:
    history = simulated(planted(4, own=0.3), 200)
    one = fit_stream(history, decays=DECAYS, draws=2)
    two = fit_stream(history.among(reversed(history.actors)), decays=DECAYS, draws=2)
    assert one.actors == two.actors
    change = Change((Injection(0, "ALB", "CAN", "verbal_conflict", 3),))
    first, second = (simulate(m, change, edges=(0, 30), runs=9, seed=1) for m in (one, two))
    assert first.twin.tobytes() == second.twin.tobytes()
    assert first.extra.tobytes() == second.extra.tobytes()


def test_renamed_states_give_the_same_strengths() -> None:
    history = simulated(planted(4, own=0.3), 200)
    new = ("NOR", "MEX", "PER", "LAO")
    one = fit_stream(history, decays=DECAYS, draws=0)
    two = fit_stream(replace(history, actors=new), decays=DECAYS, draws=0)
    np.testing.assert_allclose(one.fitted.specific, two.fitted.specific, atol=0.01)
    order = [two.actors.index(name) for name in new]
    np.testing.assert_allclose(one.fitted.rates, two.fitted.rates[np.ix_(order, order)], atol=0.002)
    assert one.branching == pytest.approx(two.branching, abs=0.01)


def test_more_data_never_widens_the_fit_of_a_true_model() -> None:
    history = simulated(TRUTH, 900, seed=4)
    widths = []
    for days in (150, 300, 900):
        found = fit_stream(history, end=START + days, decays=DECAYS, draws=25)
        draws = np.array([channel_totals(s, found.mix) for s in found.draws])
        ends = np.quantile(draws, [0.05, 0.95], axis=0)
        widths.append(float((ends[1] - ends[0]).mean()))
    assert widths[0] > widths[1] > widths[2]


def test_draws_are_seeded(history: History) -> None:
    end = START + 100
    one, two, other = (
        fit_stream(history, end=end, decays=DECAYS, draws=2, seed=s).draws[1] for s in (1, 1, 2)
    )
    np.testing.assert_array_equal(one.specific, two.specific)
    assert not np.array_equal(one.specific, other.specific)


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    fit_stream(
        simulated(planted(4), 300), draws=2, progress=lambda done, total: told.append((done, total))
    )
    assert told == [(1, 2), (2, 2)]


def test_too_few_acts_are_told() -> None:
    counts = np.zeros((100, 3, 3, 4), int)
    counts[::10, 0, 1, 0] = 2
    with pytest.raises(NothingFound, match="20 acts among 3 states are too few"):
        fit_stream(history_of(("ALB", "BEL", "CAN"), counts))
    with pytest.raises(NothingFound, match="no acts"):
        fit_stream(history_of(("ALB", "BEL", "CAN"), counts[:0]))


def test_counts_of_cells_are_those_of_the_history() -> None:
    history = simulated(planted(4), 50)
    cells = cells_of(history, START, START + 50)
    assert counts_of(cells, 4).sum() == len(history)

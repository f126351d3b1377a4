"""The event stream beside others: Hawkes processes of intensify, relational events of remflow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from intensify import ExponentialKernel, MLEInference, MultivariateHawkes, UnivariateHawkes
from tests.scenario.streams import START, history_of, planted

from multipole.scenario.stream import CHANNELS, persistence
from multipole.scenario.stream_channels import fed, reach
from multipole.scenario.stream_features import cells_of, daily_means
from multipole.scenario.stream_fit import fit_stream

DECAY = 7.0
OWN, REVERSE, RATE = 0.4, 0.25, 0.1
QUAD = 2
DAYS = 120


def test_daily_means_are_its_intensity_integrated_over_the_day() -> None:
    """With acts at the ends of their days; a day's mean is exact, so the day step costs nothing."""
    rng = np.random.default_rng(4)
    counts = np.zeros((DAYS, 2, 2, 4), np.int64)
    counts[:, 0, 1, QUAD], counts[:, 1, 0, QUAD] = rng.poisson(0.4, (2, DAYS))
    model = planted(states=2)
    strengths = replace(model.fitted, specific=np.zeros((len(CHANNELS), 1, 4, 4)),
                        attention=np.zeros((len(CHANNELS), 1, 4)))  # fmt: skip
    strengths.specific[CHANNELS.index("own"), 0, QUAD, QUAD] = OWN
    strengths.specific[CHANNELS.index("reverse"), 0, QUAD, QUAD] = REVERSE
    strengths.rates[...] = RATE
    cells = cells_of(history_of(model.actors, counts), START, START + DAYS)
    days = daily_means(
        cells, strengths, ties=model.ties, mix=model.mix, factors=np.ones(DAYS),
        mirrored=np.zeros(4), decays=(DECAY,),
    )  # fmt: skip
    ours = np.array([[means[0, 1, QUAD], means[1, 0, QUAD]] for _, means in days])
    np.testing.assert_allclose(ours, _integrated(counts), rtol=1e-6)


def _integrated(counts: np.ndarray) -> np.ndarray:
    """Its intensities of both dyads, integrated over each day by Gauss-Legendre; (days, 2)."""
    own, reverse = (ExponentialKernel(alpha, 1 / DECAY) for alpha in (OWN, REVERSE))
    peer = MultivariateHawkes(2, np.full(2, RATE), [[own, reverse], [reverse, own]])
    ends = np.arange(1.0, DAYS + 1)
    history = [np.repeat(ends, counts[:, a, b, QUAD]) for a, b in ((0, 1), (1, 0))]
    places, weights = np.polynomial.legendre.leggauss(8)
    found = np.zeros((DAYS, 2))
    for day in range(DAYS):
        past = [times[times <= day] for times in history]
        at = day + (places + 1) / 2
        found[day] = sum(w / 2 * peer.intensity(t, past) for t, w in zip(at, weights, strict=True))
    return found


def test_past_acts_weigh_as_inertia_and_reciprocity_of_relational_event_models() -> None:
    """Up to the constant that makes a kernel's weights sum to 1; there is an act on every day."""
    remflow = pytest.importorskip(
        "remflow", reason="remflow wants an older numpy: uv pip install --no-deps remflow"
    )
    pandas = pytest.importorskip("pandas")
    counts = np.zeros((40, 3, 3, 4), np.int64)
    counts[..., QUAD] = np.random.default_rng(8).poisson(0.3, (40, 3, 3))
    counts[:, range(3), range(3)] = 0
    counts[:, 0, 1, QUAD] += 1
    day, *ends = np.repeat(np.argwhere(counts)[:, :3], counts[counts > 0], axis=0).T
    told = {
        "time": day.astype(float),
        "sender": ends[0].astype(str),
        "receiver": ends[1].astype(str),
    }
    theirs = remflow.remstats(
        remflow.remify(pandas.DataFrame(told), model="tie", origin=-1.0),
        remflow.inertia() + remflow.reciprocity(),
        memory="decay",
        memory_value=DECAY * np.log(2),
    )
    dyads = ~np.eye(3, dtype=bool)
    left, past = persistence((DECAY,)), np.zeros((1, 3, 3, 4))
    for today, expected in zip(counts, [*theirs.stats, None], strict=True):
        past = fed(past, today.astype(float), left)
        if expected is not None:
            own, reverse, *_ = reach(past[0, ..., QUAD], planted(states=3).ties)
            ours = np.stack([own[dyads], reverse[dyads]], axis=1) / (1 - left[0])
            np.testing.assert_allclose(ours, expected[:, 1:], rtol=1e-9)


def test_what_it_simulates_is_fitted_with_its_branching_ratio() -> None:
    days, pairs = 2500, [(a, b) for a in range(3) for b in range(3) if a != b]
    counts = np.zeros((days, 3, 3, 4), np.int64)
    theirs = []
    for seed, (a, b) in enumerate(pairs):
        truth = UnivariateHawkes(RATE, ExponentialKernel(0.55, 1 / DECAY))
        times = truth.simulate(days, seed=seed)
        counts[:, a, b, QUAD] = np.bincount(times.astype(int), minlength=days)[:days]
        start = UnivariateHawkes(0.2, ExponentialKernel(0.3, 0.3))
        MLEInference().fit(start, times, days)
        theirs.append(start.kernel.alpha)
    ours = fit_stream(history_of(("ALB", "BEL", "CAN"), counts), decays=(DECAY,), draws=0)
    assert np.mean(theirs) == pytest.approx(0.55, abs=0.06)
    assert ours.branching == pytest.approx(np.mean(theirs), abs=0.08)
    assert ours.parts[2] > 5 * ours.parts[3:].max()

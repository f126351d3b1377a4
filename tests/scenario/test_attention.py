"""A world in which any act draws reports of everything: counts rise, the mix does not."""

from __future__ import annotations

import numpy as np
import pytest

from multipole.core.history import History
from multipole.core.plover import ACTIONS, QUAD_OF, QUADS
from multipole.scenario.paths import effect_of, valence, volume
from multipole.scenario.simulate import Change, Injection, simulate
from multipole.scenario.stream_fit import fit_stream

STATES = ("AAA", "BBB", "CCC", "DDD")
MIX = np.array([0.5, 0.2, 0.2, 0.1])
DAYS, DRAWN = 240, 0.7
_TYPE = [next(ACTIONS.index(a) for a in ACTIONS if QUAD_OF[a] == quad) for quad in QUADS]


@pytest.fixture(scope="module")
def attentive() -> History:
    """Every act of any class draws .7 acts of the other side, of the usual mix."""
    rng = np.random.default_rng(9)
    found = []
    for sender in range(4):
        for receiver in range(4):
            if sender != receiver:
                days = np.repeat(np.arange(DAYS), rng.poisson(0.35, DAYS)).tolist()
                found += [(day, sender, receiver, int(rng.choice(4, p=MIX))) for day in days]
    for day, sender, receiver, _ in found:  # grows as it is walked: what is drawn draws more
        for _ in range(rng.poisson(DRAWN)):
            later = day + 1 + int(rng.exponential(2.0))
            if later < DAYS:
                found.append((later, receiver, sender, int(rng.choice(4, p=MIX))))
    day, one, other, quad = np.array(sorted(found), np.int32).T
    action = np.array(_TYPE, np.int8)[quad]
    return History(STATES, day, one, other, action, day)


def test_conflict_raises_raw_cooperation_and_not_the_mix(attentive: History) -> None:
    model = fit_stream(attentive, draws=8, seed=1)
    strike = Change((Injection(0, "AAA", "BBB", "verbal_conflict", 60),))
    done = simulate(model, strike, edges=(0, 30, 60), runs=400, seed=7, watched=[("BBB", "AAA")])
    twin, extra = done.of("BBB", "AAA")
    cooperation = effect_of(extra[:, :, :2].sum(axis=2))
    assert cooperation.shown[0]
    assert cooperation.low[0] > 3
    assert volume(extra).shown[0]
    found = valence(twin, extra)
    assert not found.shown.any()
    assert abs(found.mean[0]) < 0.05

"""Ideal points of states from their votes: a dynamic ordinal item response model.

For a vote of state i in session t on item j (a roll call, or several that ask the same)

    z = b_j theta_it + e,  e ~ N(0, 1)
    yes if z < g1_j,  abstain if g1_j < z < g2_j,  no if z > g2_j
    theta_it ~ N(theta_i,t-1, .5 w_it),  w_it = votes in t / (votes in t and t - 1)
    b_j ~ N(0, 1),  g1_j < g2_j flat within [-7, 7]

Repeated resolutions share their item, which ties the sessions to one scale. A state's first point
leans on its second; after a gap the last session before it counts as t - 1; a state seen in one
session only leans on 0. All points together have mean 0 and standard deviation 1 in every round;
the states named ``right`` are positive. Unit: one standard deviation of all points.

The sampler is the publishers': Gibbs for points, latent values and slopes, Metropolis steps for
cutpoints. The result is what this procedure gives and not the posterior of a joint model, by three
of its rules, kept because the published figures rest on them:

- A point leans on the *conditional mean* of the session before, forwards only.
- Latent values are held within +-9. A state far out on items with steep slopes would have b theta
  beyond that; without the rule the United States lies .4 to .8 farther out in sessions 70 to 74.
- The acceptance of cutpoints leaves out one term, which draws them to the side of yes. Where little
  ties a session to the others (the first ten of the General Assembly), its level depends on that,
  on the length of the steps, and on which choice is called yes. Here yes is the commoner choice of
  all votes, as it is in the Assembly: exchanging yes and no throughout turns the slopes only, while
  exchanging them on single items may move the points of thinly tied sessions.

Reference: Bailey, Strezhnev and Voeten 2017, Estimating Dynamic State Preferences from United
Nations Voting Data, Journal of Conflict Resolution 61: 430-456; Johnson and Albert 1999, Ordinal
Data Modeling, ch. 7.

Not to be used: as a measure of closeness of two states beyond what comes to a vote; to compare
levels between far sessions without the intervals; for states with few votes, whose points lean on
their neighbours in time.

By hand: four states, two a side, differ on every item; the sides lie apart by sign.

>>> import numpy as np
>>> from multipole.relations.ideal_points_rolls import prepare
>>> sides = {"AAA": 3, "BBB": 3, "CCC": 1, "DDD": 1}
>>> rows = [(s, t, 10 * t + j, v) for t in (1, 2) for j in range(8) for s, v in sides.items()]
>>> state, session, item, vote = zip(*rows, strict=True)
>>> rolls = prepare(state=state, session=session, item=item, vote=vote)
>>> found = ideal_points(rolls, right=["AAA"], left=["DDD"], rng=np.random.default_rng(1))
>>> np.sign(found.mean).astype(int).tolist()
[1, 1, 1, 1, -1, -1, -1, -1]
>>> bool((found.low < found.mean).all() and (found.mean < found.high).all())
True
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from multipole.relations.ideal_points_kernel import LOG_NDTR, items_round, points_round
from multipole.relations.ideal_points_rolls import Rolls
from multipole.relations.ideal_points_start import Chain, begin

Floats = npt.NDArray[np.float64]
How = Literal["fast", "short", "exact"]
Progress = Callable[[int, int], None]

MASS: Final = 0.9
#: The publishers' step for cutpoints.
STEP: Final = 0.2 / 3.0
_FIRST_STEP: Final = 0.15
_DRAWS: Final = 400


@dataclass(frozen=True, slots=True)
class Plan:
    """Rounds whose steps are tuned, rounds thrown away after them, rounds that count.

    ``step`` is the step for cutpoints after tuning: the publishers' (`STEP`), or None for each
    item's tuned one, which forgets the start sooner. Early sessions' level depends on it.
    """

    tuned: int
    burned: int
    kept: int
    step: float | None = STEP


PLANS: Final[dict[How, Plan]] = {
    "fast": Plan(100, 0, 180, None),
    "short": Plan(0, 700, 1000),
    "exact": Plan(0, 4000, 14000),
}


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """How far the chain may be trusted, from its halves and batches.

    ``rhat`` is the median and ``worst_rhat`` the greatest potential scale reduction over points
    (1 is best); ``effective`` the median number of independent draws that the kept rounds are
    worth.
    """

    rounds: int
    kept: int
    rhat: float
    worst_rhat: float
    effective: float


@dataclass(frozen=True, slots=True)
class IdealPoints:
    """Points in the order of `Rolls` and items in theirs.

    ``mean``, ``sd``, ``median``, ``low``, ``high`` have shape (points,); ``low`` to ``high`` holds
    ``mass`` of the draws. ``draws`` (draws, points) are joint: a row is all points at once, so that
    what is made of several points has its interval from the rows. ``slope`` and ``slope_sd`` have
    shape (items,), ``cuts`` (items, 2). A positive slope means that states on the right rather say
    no.
    """

    mean: Floats
    sd: Floats
    median: Floats
    low: Floats
    high: Floats
    draws: npt.NDArray[np.float32]
    slope: Floats
    slope_sd: Floats
    cuts: Floats
    mass: float
    diagnostics: Diagnostics


def ideal_points(
    rolls: Rolls,
    *,
    right: Sequence[Any],
    left: Sequence[Any],
    rng: np.random.Generator,
    how: How = "fast",
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> IdealPoints:
    """Ideal points and items of the votes in ``rolls`` (see the module for the model).

    ``right`` and ``left`` name states whose side is known: they set the start and the sign (as
    published: USA, CAN, GBR, ISR and RUS, DDR). ``how`` sets the number of rounds; ``plan``
    overrules it. ``progress`` is called with the rounds done and in all before each round and may
    raise to stop. The same votes, ``rng`` state and plan give the same result, whatever the states
    are called; exchanging yes and no throughout changes only slopes and cutpoints.
    Raises `BadValue` when no state on a side has votes.
    """
    chain = begin(rolls, right=right, left=left)
    rounds = PLANS[how] if plan is None else plan
    sums = _run(chain, rounds, rng, progress)
    return _result(rolls, chain, sums, rounds, right)


@dataclass(slots=True)
class _Sums:
    """Running sums over the kept rounds, and thinned draws of the points."""

    mean: Floats
    square: Floats
    within: Floats
    slope: Floats
    slope_square: Floats
    cuts: Floats
    draws: list[npt.NDArray[np.float32]]


def _empty(points: int, items: int) -> _Sums:
    return _Sums(
        mean=np.zeros(points),
        square=np.zeros(points),
        within=np.zeros(points),
        slope=np.zeros(items),
        slope_square=np.zeros(items),
        cuts=np.zeros((items, 2)),
        draws=[],
    )


def _run(chain: Chain, plan: Plan, rng: np.random.Generator, progress: Progress | None) -> _Sums:
    points, items = chain.theta.size, chain.slope.size
    weight, pull, step = np.empty(points), np.empty(points), np.full(items, _FIRST_STEP)
    sums = _empty(points, items)
    rounds = plan.tuned + plan.burned + plan.kept
    thin = -(-plan.kept // _DRAWS)
    for done in range(rounds):
        if progress is not None:
            progress(done, rounds)
        if done == plan.tuned and plan.step is not None:
            step[:] = plan.step
        tune = 0.5 / (1.0 + done) ** 0.6 if done < plan.tuned else 0.0
        items_round(rng, LOG_NDTR, chain.start, chain.point, chain.choice, chain.theta,
                    chain.slope, chain.cuts, step, tune, weight, pull)  # fmt: skip
        scaling = points_round(rng, weight, pull, chain.before, chain.firmness, chain.mean,
                               chain.spread, chain.theta)  # fmt: skip
        kept = done - plan.tuned - plan.burned
        if kept >= 0:
            _add(sums, chain, scaling, draw=kept % thin == 0)
    return sums


def _add(sums: _Sums, chain: Chain, scaling: tuple[float, float], *, draw: bool) -> None:
    shift, scale = scaling
    mean = (chain.mean - shift) / scale
    sums.mean += mean
    sums.square += mean**2
    sums.within += (chain.spread / scale) ** 2
    sums.slope += chain.slope
    sums.slope_square += chain.slope**2
    sums.cuts += chain.cuts
    if draw:
        sums.draws.append(chain.theta.astype(np.float32))


def _result(
    rolls: Rolls, chain: Chain, sums: _Sums, plan: Plan, right: Sequence[Any]
) -> IdealPoints:
    mean = sums.mean / plan.kept
    sd = np.sqrt(sums.square / plan.kept - mean**2 + sums.within / plan.kept)
    drawn = np.stack(sums.draws)
    side = np.isin(rolls.states[chain.places], right)
    sign = -1.0 if mean[side].mean() < 0 else 1.0
    back = np.argsort(chain.places)
    draws = np.float32(sign) * drawn[:, back]
    tail = (1.0 - MASS) / 2.0
    cut = np.quantile(draws, [tail, 0.5, 1.0 - tail], axis=0)
    slope, cuts = sums.slope / plan.kept, sums.cuts / plan.kept
    slope_sd = np.sqrt(np.maximum(sums.slope_square / plan.kept - slope**2, 0.0))
    middle = sign * mean[back]
    return IdealPoints(
        mean=middle,
        sd=sd[back],
        median=cut[1],
        low=np.minimum(cut[0], middle),
        high=np.maximum(cut[2], middle),
        draws=draws,
        slope=-sign * slope if chain.turned else sign * slope,
        slope_sd=slope_sd,
        cuts=-cuts[:, ::-1] if chain.turned else cuts,
        mass=MASS,
        diagnostics=_diagnostics(drawn, plan),
    )


def _diagnostics(draws: npt.NDArray[np.float32], plan: Plan) -> Diagnostics:
    """Split R-hat (Gelman and others 2013, Bayesian Data Analysis, 11.4) and batch means."""
    half = len(draws) // 2
    rounds = plan.tuned + plan.burned + plan.kept
    if half < 2:
        return Diagnostics(rounds, plan.kept, np.nan, np.nan, np.nan)
    halves = np.stack([draws[:half], draws[half : 2 * half]]).astype(np.float64)
    within = halves.var(axis=1, ddof=1).mean(axis=0)
    between = halves.mean(axis=1).var(axis=0, ddof=1)
    rhat = np.sqrt((half - 1) / half + between / within)
    batch = max(int(np.sqrt(len(draws))), 1)
    batches = draws[: len(draws) // batch * batch].reshape(-1, batch, draws.shape[1])
    noise = batch * batches.mean(axis=1, dtype=np.float64).var(axis=0, ddof=1)
    effective = len(draws) * draws.var(axis=0, dtype=np.float64, ddof=1) / noise
    worth = min(float(np.median(effective)), float(plan.kept))
    return Diagnostics(rounds, plan.kept, float(np.median(rhat)), float(rhat.max()), worth)

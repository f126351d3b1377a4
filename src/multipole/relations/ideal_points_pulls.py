"""What each roll call did to one state's ideal point.

The votes y_j of a state in a session, items (b_j, g1_j, g2_j) given, and what its neighbours in
time say before any vote is looked at:

    theta ~ N(m, s2),   1 / s2 = sum_n 1 / v_n,   m = s2 sum_n theta_n / v_n

with theta_n the neighbours' points and v_n the variances of the steps to them. At the mode of
theta given all of these the slope of the log posterior is 0, so that exactly

    theta - m = sum_j pull_j,   pull_j = s2 d log P(y_j | theta) / d theta
    yes      -b phi(g1 - b theta) / Phi(g1 - b theta)
    abstain   b (phi(g1 - b theta) - phi(g2 - b theta)) / (Phi(g2 - b theta) - Phi(g1 - b theta))
    no        b phi(b theta - g2) / Phi(b theta - g2)

A pull above 0 is to the right. The log likelihood is concave: there is one mode. Unit: standard
deviations of all points.

The same point solves theta = m + s2 sum_j b (E[z | y_j, theta] - b theta), z the latent value of
the vote. The published procedure holds z ``within`` +-9 (`LATENT`); with that option E[z] is of z
so held, the pulls add up to the point that this procedure settles on, and a state far out, such as
the United States, is explained where it stands and not .5 farther out. For others nothing changes.
A vote on the far side of a steep item may then pull inwards: b theta is beyond what is held.
The sampler of `multipole.relations.ideal_points` leans forwards only: `case_of` gives that one
neighbour (of a state's first point the second; of an only one 0).

References: Johnson and Albert 1999, Ordinal Data Modeling, ch. 4 (the score of an ordinal probit);
Bailey, Strezhnev and Voeten 2017, Journal of Conflict Resolution 61: 430-456 (the model).

Not to be used: as what the point would be without a roll call (the others would then pull from
another place); as causes; for sums over states, since items are shared. The mode given items at
their means is near the posterior mean of the point, and not equal to it.

By hand: one neighbour at 0 with variance 1, one item, b = 1, cut at 0 twice over but for .001. The
state says no: theta = phi(theta) / Phi(theta) has the root .506.

>>> found = pulls(choice=[3], slope=[1.0], cuts=[(-0.001, 0.0)], neighbours=[0.0], variances=[1.0])
>>> round(found.point, 3), found.alone, round(float(found.pull.sum()), 3)
(0.506, 0.0, 0.506)
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

from multipole.core.errors import BadValue
from multipole.relations.ideal_points import IdealPoints
from multipole.relations.ideal_points_kernel import LATENT
from multipole.relations.ideal_points_rolls import ABSTAIN, NO, YES, Labels, Rolls
from multipole.relations.ideal_points_start import chained

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_LOG_ROOT: Final = 0.5 * math.log(2.0 * math.pi)


@dataclass(frozen=True, slots=True)
class Pulls:
    """``point`` = ``alone`` + the sum of ``pull`` (votes,); ``variance`` is what each score is
    multiplied by: that of the point before the votes."""

    point: float
    alone: float
    variance: float
    pull: Floats


@dataclass(frozen=True, slots=True)
class Case:
    """A state's votes in a session and what they are read with: the arguments of `pulls`.

    ``items`` are labels, of a repeated question that of the earliest; ``leans_on`` is the session
    of the neighbour, None where the state has no other.
    """

    items: Labels
    choice: Ints
    slope: Floats
    cuts: Floats
    neighbours: Floats
    variances: Floats
    leans_on: int | None


def pulls(
    *,
    choice: npt.ArrayLike,
    slope: npt.ArrayLike,
    cuts: npt.ArrayLike,
    neighbours: npt.ArrayLike,
    variances: npt.ArrayLike,
    within: float = math.inf,
) -> Pulls:
    """Each vote's pull on a point (see the module).

    ``choice`` (votes,) is 1 yes, 2 abstain, 3 no; ``slope`` (votes,) and ``cuts`` (votes, 2) are
    the items'; ``neighbours`` and ``variances`` (neighbours,) are points near in time and the
    variances of the steps to them, one or more. ``within`` holds latent values: infinite for the
    model itself, `LATENT` for points of this sampler. Raises `BadValue` for other votes, cuts that
    are not in order or not ``within``, variances that are not positive, unequal lengths and unknown
    values.
    """
    votes, steep = np.asarray(choice), np.asarray(slope, dtype=float)
    ends = np.asarray(cuts, dtype=float).reshape(-1, 2)
    near, doubt = np.asarray(neighbours, dtype=float), np.asarray(variances, dtype=float)
    _check(votes, steep, ends, near, doubt, within)
    precision = float((1.0 / doubt).sum())
    alone = float((near / doubt).sum()) / precision

    def uphill(theta: float) -> float:
        scores = _scores(theta, votes, steep, ends, within)
        return float(scores.sum()) - precision * (theta - alone)

    point = _root(uphill, alone, precision)
    pull = _scores(point, votes, steep, ends, within) / precision
    return Pulls(point, alone, 1.0 / precision, pull)


def _root(uphill: Any, alone: float, precision: float) -> float:
    """Where a slope that falls by at least ``precision`` a unit is 0."""
    first = uphill(alone)
    if first == 0.0:
        return alone
    far = alone + first / precision
    far += math.copysign(1e-9 * (1.0 + abs(far)), first)
    return float(optimize.brentq(uphill, alone, far, xtol=1e-15, rtol=8.9e-16, maxiter=200))


def _scores(
    theta: float, choice: npt.NDArray[Any], slope: Floats, cuts: Floats, within: float
) -> Floats:
    """d log P(vote) / d theta of each vote, but for what latent values lie beyond ``within``."""
    at = slope * theta
    low, high = cuts[:, 0] - at, cuts[:, 1] - at
    yes, no = -_hazard(low), _hazard(-high)
    if math.isfinite(within):
        yes, no = yes + _beyond(-within - at, low), no - _beyond(at - within, -high)
    found = np.where(choice == YES, yes, no)
    middle = choice == ABSTAIN
    found[middle] = _between(low[middle], high[middle])
    return np.asarray(slope * found, dtype=np.float64)


def _beyond(end: Floats, cut: Floats) -> Floats:
    """E[(end - e) where e < end | e < cut] of a standard normal e, end < cut."""
    excess = np.maximum(end * special.ndtr(end) + np.exp(-0.5 * end * end - _LOG_ROOT), 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.exp(np.log(excess) - special.log_ndtr(cut)))


def _hazard(x: Floats) -> Floats:
    """phi(x) / Phi(x), also far out."""
    return np.asarray(np.exp(-0.5 * x * x - _LOG_ROOT - special.log_ndtr(x)))


def _between(low: Floats, high: Floats) -> Floats:
    """(phi(low) - phi(high)) / (Phi(high) - Phi(low)), reckoned on the nearer tail."""
    over = low + high > 0
    left, right = np.where(over, -high, low), np.where(over, -low, high)
    share = np.expm1(0.5 * (right * right - left * left))
    rest = -np.expm1(special.log_ndtr(left) - special.log_ndtr(right))
    return np.asarray(np.where(over, -1.0, 1.0) * _hazard(right) * share / rest)


def _check(
    choice: npt.NDArray[Any],
    slope: Floats,
    cuts: Floats,
    neighbours: Floats,
    variances: Floats,
    within: float,
) -> None:
    if not len(choice) == len(slope) == len(cuts) or neighbours.shape != variances.shape:
        raise BadValue(
            f"{len(choice)} votes, {len(slope)} slopes, {len(cuts)} cuts, {neighbours.shape} "
            f"neighbours, {variances.shape} variances",
            remedy="Give a slope and two cuts a vote, a variance a neighbour.",
        )
    if not np.isin(choice, (YES, ABSTAIN, NO)).all():
        raise BadValue("a vote that is not 1, 2 or 3", remedy="Leave absences out.")
    if not (neighbours.size and (variances > 0).all() and np.isfinite(neighbours).all()):
        raise BadValue(
            f"neighbours {neighbours.tolist()} with variances {variances.tolist()}",
            remedy="Give one known point or more, each with a variance above 0.",
        )
    if not (np.isfinite(slope).all() and (cuts[:, 0] < cuts[:, 1]).all()):
        raise BadValue("slopes unknown or cuts out of order", remedy="Give items as estimated.")
    if not (np.abs(cuts) <= within).all():
        raise BadValue(
            f"cuts beyond {within:g}", remedy=f"Hold latent values within {LATENT:g} or not at all."
        )


def case_of(rolls: Rolls, found: IdealPoints, *, state: object, session: int) -> Case:
    """The votes of a state in a session, its items and the neighbour that the sampler leans on.

    ``rolls`` and ``found`` belong together; the variance of the step is that of the model, by the
    votes in both sessions. Raises `BadValue` when the state cast no vote there that counts.
    """
    here = np.flatnonzero((rolls.states == state) & (rolls.sessions == session))
    if not here.size:
        raise BadValue(
            f"{state} cast no vote that counts in session {session}",
            remedy="Ask for a state and session that has an ideal point.",
        )
    place = int(here[0])
    before, firmness = chained(rolls.states, rolls.sessions, rolls.votes.astype(np.float64))
    other = int(before[place])
    cast = rolls.point == place
    item = rolls.item[cast]
    return Case(
        items=rolls.items[item],
        choice=rolls.choice[cast].astype(np.int64),
        slope=found.slope[item],
        cuts=found.cuts[item],
        neighbours=np.array([found.mean[other] if other >= 0 else 0.0]),
        variances=np.array([1.0 / firmness[place]]),
        leans_on=int(rolls.sessions[other]) if other >= 0 else None,
    )

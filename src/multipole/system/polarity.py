"""Polarity: how capabilities and states are divided among poles, and how far the poles are apart.

Not for: who wins. Shares of capabilities say nothing of will, geography or nuclear weapons; and an
effective number of 2.3 poles is a summary of shares, not a count of actors.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue
from multipole.system.ties import Floats, Ints, checked


def shares(amounts: npt.ArrayLike) -> Floats:
    """Each amount in their sum, along the last axis; all NaN when one is unknown or the sum nought.

    Raises `BadValue` for amounts below zero.

    >>> shares([3, 1, 1]).tolist()
    [0.6, 0.2, 0.2]
    """
    given = np.asarray(amounts, dtype=np.float64)
    if (given < 0).any():
        raise BadValue("amounts below zero have no shares")
    total = given.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(total > 0, given / total, np.nan))


def cinc(amounts: npt.ArrayLike) -> Floats:
    """The Composite Index of National Capability: each state's mean share of six kinds of strength.

        CINC_i = mean over kinds k of x_ik / sum_j x_jk

    ``amounts`` (states, kinds) of one year hold, in the published index, military spending and
    personnel, iron and steel, energy, population and urban population of all states of the system.
    As published, a kind that is unknown of a state (NaN) is left out of its mean, and that state
    of the kind's sum; a kind that nobody has counts for nobody. NaN for a state of which nothing is
    known. Raises `BadValue` for another shape or amounts below zero.

    Shares of spending .6 and .4, of steel .5 and .5; the second state's energy is not known:

    >>> cinc([[60, 5, 10], [40, 5, np.nan]]).round(6).tolist()
    [0.7, 0.45]

    Shapes: amounts (states, kinds) give shares (states,).
    Unit: share of the system's capabilities, from 0 to 1.
    Reference: Singer, Bremer and Stuckey 1972, Capability Distribution, Uncertainty, and Major
    Power War, 1820-1965, in Russett (ed.), Peace, War, and Numbers: 19-48.
    Not for: who wins, or who can reach whom: it weighs steel like soldiers, and knows nothing of
    will, geography, money, technology or nuclear weapons.
    """
    given = np.asarray(amounts, dtype=np.float64)
    if given.ndim != 2 or (given < 0).any():
        raise BadValue(
            f"capabilities of shape {given.shape}, least {np.nanmin(given, initial=0):g}",
            remedy="Give amounts of zero or more, states by kinds.",
        )
    total = np.nansum(given, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(total > 0, given / total, np.nan)
        known = np.isfinite(part)
        return np.asarray(np.where(known, part, 0.0).sum(axis=1) / known.sum(axis=1))


def concentration(amounts: npt.ArrayLike) -> Floats:
    """Ray and Singer's CON of amounts along the last axis: 0 equal shares, 1 all in one hand.

        CON = sqrt((sum s_i^2 - 1/n) / (1 - 1/n))

    the standard deviation of shares over its greatest possible value (Ray and Singer 1973,
    Measuring the Concentration of Power in the International System, Sociological Methods and
    Research 1:403-437). It depends on who is counted: Ray and Singer take the great powers. NaN
    with fewer than two, or an unknown amount.

    Shares .5, .3, .2: squares .25 + .09 + .04 = .38; (.38 - .3333) / .6667 = .07; the root .264575.

    >>> float(concentration([50, 30, 20]).round(6))
    0.264575
    >>> concentration([[1, 1, 1, 1], [1, 0, 0, 0]]).tolist()
    [0.0, 1.0]

    Shapes: amounts (..., n) give CON (...).
    Unit: CON, from 0 to 1.
    Reference: Ray and Singer 1973, Sociological Methods and Research 1: 403-437.
    Not for: comparing systems of which other states are counted; who wins, as shares of
    capabilities say nothing of will, geography or nuclear weapons.
    """
    part = shares(amounts)
    count = part.shape[-1]
    if count < 2:
        return np.full(part.shape[:-1], np.nan)
    over = np.maximum((part**2).sum(-1) - 1 / count, 0.0)
    return np.asarray(np.sqrt(over / (1 - 1 / count)))


def effective_number(amounts: npt.ArrayLike) -> Floats:
    """The effective number of poles, 1 / sum s_i^2, of amounts along the last axis.

    Inverse Simpson (Simpson 1949; Laakso and Taagepera 1979, "Effective" Number of Parties,
    Comparative Political Studies 12:3-27): n equal shares count as n. From 1 to n; NaN with an
    unknown amount. For blocs give their sums (`by_bloc`).

    Shares .5, .3, .2: 1 / .38 = 2.6316.

    >>> float(effective_number([50, 30, 20]).round(4)), float(effective_number([1, 1, 0, 0]))
    (2.6316, 2.0)

    Formula: N = 1 / sum s_i^2.
    Shapes: amounts (..., n) give N (...).
    Unit: poles, from 1 to n.
    Reference: Laakso and Taagepera 1979, Comparative Political Studies 12: 3-27.
    Not for: counting powers, as 2.3 poles are a summary of shares and no count of actors.
    """
    return np.asarray(1 / (shares(amounts) ** 2).sum(axis=-1))


def top_share(amounts: npt.ArrayLike, *, top: int) -> Floats:
    """The share of the ``top`` greatest amounts along the last axis; NaN with an unknown amount.

    Modelski (1974) and Thompson (1986) call a system unipolar from .5 in the first hand, bipolar
    from .5 in the first two with .25 each. Raises `BadValue` for ``top`` below 1.

    >>> [round(float(top_share([50, 30, 20], top=k)), 6) for k in (1, 2, 3)]
    [0.5, 0.8, 1.0]

    Formula: the sum of the ``top`` greatest s_i, where s_i = amount_i / sum of amounts.
    Shapes: amounts (..., n) give shares (...).
    Unit: share, from 0 to 1.
    Reference: Thompson 1986, Polarity, the Long Cycle, and Global Power Warfare, Journal of
    Conflict Resolution 30: 587-615.
    Not for: calling a system unipolar by one kind of capability alone.
    """
    if top < 1:
        raise BadValue(f"the share of the first {top}", remedy="Ask for one or more.")
    part = shares(amounts)
    return np.asarray(np.sort(part, axis=-1)[..., ::-1][..., :top].sum(axis=-1))


def by_bloc(amounts: npt.ArrayLike, labels: npt.ArrayLike) -> Floats:
    """The sum of amounts of each bloc's members; states without a bloc (-1) do not count.

    >>> by_bloc([5, 3, 2, 9], [0, 1, 1, -1]).tolist()
    [5.0, 5.0]
    """
    given, member = _members(amounts, labels)
    return np.array([given[member == bloc].sum() for bloc in range(member.max(initial=-1) + 1)])


def esteban_ray(amounts: npt.ArrayLike, distances: npt.ArrayLike, *, alpha: float = 1.0) -> float:
    """Esteban and Ray's polarisation of groups of given sizes and distances.

        P = 2^(1 + alpha) sum_a sum_b s_a^(1 + alpha) s_b d_ab

    Esteban and Ray 1994, On the Measurement of Polarization, Econometrica 62:819-851, with the
    constant chosen so that two groups of one half at distance 1 have 1. ``alpha`` from 0 (the Gini
    of distances) to 1.6 is how much identification inside large groups adds. ``amounts`` are sizes,
    ``distances`` a symmetric matrix of d_ab >= 0, best from 0 to 1; its diagonal counts as nought.
    NaN with an unknown size or distance. Raises `BadValue` for another alpha, shape or sign.

    Two halves at distance 1, then three thirds: 4 * 6 * (1/3)^3 = .8889.

    >>> esteban_ray([1, 1], [[0, 1], [1, 0]])
    1.0
    >>> round(esteban_ray([1, 1, 1], 1 - np.eye(3)), 4)
    0.8889

    Shapes: sizes (n,) and distances (n, n) give one number.
    Unit: P, 1 for two halves at distance 1.
    Reference: Esteban and Ray 1994, Econometrica 62: 819-851.
    Not for: groups whose number was chosen to fit; conflict itself, of which it is one condition.
    """
    if not 0 <= alpha <= 1.6:
        raise BadValue(f"alpha {alpha} lies outside 0 to 1.6")
    part = shares(amounts)
    apart = checked(distances)
    if part.ndim != 1 or apart.shape != (len(part), len(part)) or (apart < 0).any():
        raise BadValue(
            f"distances of shape {apart.shape} for sizes of shape {part.shape}",
            remedy="Give a distance of zero or more for every two groups.",
        )
    np.fill_diagonal(apart, 0.0)
    return float(2 ** (1 + alpha) * part ** (1 + alpha) @ apart @ part)


def bloc_polarisation(
    ties: npt.ArrayLike, labels: npt.ArrayLike, *, weights: npt.ArrayLike | None = None
) -> float:
    """Polarisation of blocs: two of equal weight, tied among themselves only, have 1.

        M = 4 sum_a sum_{b != a} s_a^2 s_b c_a (1 - o_ab)

    s_a is a bloc's share of the weights (of the states without), c_a its cohesion (the share of
    positive ties among known ties of its members), o_ab the overlap (the share of positive ties
    among known ties between the two). Size, cohesion and overlap are the parts of Maoz's network
    polarisation (2006, Network Polarization, Network Interdependence, and International Conflict,
    1816-2002, Journal of Peace Research 43:391-411); they are joined here by Esteban and Ray's form
    with alpha 1, distance 1 - o and identification c. Maoz lets groups overlap in members, so his
    published values are not these. One bloc has 0. A bloc of one state is cohesive. NaN where a
    weight, or all ties of a part, are unknown.

    Two pairs of equal weight: tied within only; then with one of the four ties between positive,
    which makes it 4 * 2 * (1/8) * (1 - 1/4) = .75.

    >>> ties = np.array([[0, 1, -1, -1], [1, 0, -1, -1], [-1, -1, 0, 1], [-1, -1, 1, 0]])
    >>> bloc_polarisation(ties, [0, 0, 1, 1])
    1.0
    >>> ties[0, 2] = ties[2, 0] = 1
    >>> bloc_polarisation(ties, [0, 0, 1, 1])
    0.75

    Shapes: ties (n, n) and labels (n,) give one number.
    Unit: M, 1 for two equal blocs with ties inside only.
    Reference: Maoz 2006, Journal of Peace Research 43: 391-411; Esteban and Ray 1994, Econometrica
    62: 819-851.
    Not for: comparison with Maoz's published values, which are made otherwise.
    """
    known = checked(ties)
    every = np.ones(len(known)) if weights is None else weights
    amounts, member = _members(every, labels)
    if len(member) != len(known):
        raise BadValue(f"{len(member)} labels for {len(known)} states")
    part = shares(by_bloc(amounts, member))
    positive, counted = _between(known, member)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(counted > 0, positive / counted, np.nan)
    cohesion = np.where(np.bincount(member[member >= 0], minlength=len(part)) == 1, 1.0, 0.0)
    cohesion = np.where(cohesion == 1, 1.0, np.diag(share))
    apart = 1 - share
    np.fill_diagonal(apart, 0.0)
    return float(4 * (part**2 * cohesion) @ apart @ part) if len(part) > 1 else _alone(part)


def _alone(part: Floats) -> float:
    return 0.0 if len(part) and np.isfinite(part).all() else float("nan")


def _between(known: Floats, member: Ints) -> tuple[Floats, Floats]:
    """Positive and known ties within (diagonal) and between blocs."""
    inside = (member[:, None] == np.arange(member.max(initial=-1) + 1)).astype(np.float64)
    positive = (np.nan_to_num(known, nan=0.0) > 0).astype(np.float64)
    counted = np.isfinite(known).astype(np.float64)
    return inside.T @ positive @ inside, inside.T @ counted @ inside


def _members(amounts: npt.ArrayLike, labels: npt.ArrayLike) -> tuple[Floats, Ints]:
    given, member = np.asarray(amounts, dtype=np.float64), np.asarray(labels, dtype=np.int64)
    if given.shape != member.shape or given.ndim != 1:
        raise BadValue(
            f"labels of shape {member.shape} for amounts of shape {given.shape}",
            remedy="Give one label a state.",
        )
    return given, member

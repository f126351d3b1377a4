"""Counts of one month against the months before: which are more or fewer than a pair's own norm.

The counts of a pair are taken for negative binomial with a mean that grows with the month's
exposure. The rate has Jeffreys' prior (gamma with shape 1/2), as in Bayesian surveillance of
reported cases (Salmon, Schumacher and Hoehle 2016, J. Stat. Softw. 70(10), section 2.3); the
dispersion of each pair is drawn towards that of all pairs, as Robinson and Smyth do for few
samples (2007, Bioinformatics 23: 2881-2887). What a month is held against is the predictive
distribution: it is wider than the scatter of the past by what the past leaves unknown. Comparing a
count with a predictive limit of its own past follows Farrington and others (1996, J. R. Stat. Soc.
A 159: 547-563). Of many comparisons those stand out that Benjamini and Hochberg's rule leaves
(1995, J. R. Stat. Soc. B 57: 289-300).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import betaln, gammaln, ndtri
from scipy.stats import nbinom

Reals = npt.NDArray[np.float64]
#: So many months the dispersion of all pairs weighs beside a pair's own.
PRIOR_MONTHS: Final = 10.0
#: A pair's dispersion is never taken for less than this part of that of all.
LEAST_PART: Final = 0.25
START: Final = 0.5
ROUNDS: Final = 8
JEFFREYS: Final = 0.5
MASS: Final = 0.9
#: A score beyond this is given as this: tails so thin are no more than a manner of speaking.
FARTHEST: Final = 8.0
_TINY: Final = 1e-300


@dataclass(frozen=True, slots=True)
class Against:
    """A value of each pair against what its past lets one expect.

    ``expected``, ``low``, ``high`` are of the predictive distribution (`MASS` between the last
    two); ``z`` is the normal score of the middle of the value's tail, above 0 for more than
    expected; ``p`` is the chance of a value so far out on either side. NaN where nothing is known.
    """

    value: Reals
    expected: Reals
    low: Reals
    high: Reals
    z: Reals
    p: Reals


def counts_against(counts: Reals, exposure: Reals) -> Against:
    """The last month's counts against those before.

    ``counts`` and ``exposure`` have a row a pair and a column a month, the month asked about last;
    months with exposure 0 are not covered and do not count.

    >>> past = np.array([[4.0, 6, 5, 5, 4, 6, 5, 5, 30], [4.0, 6, 5, 5, 4, 6, 5, 5, 5]])
    >>> found = counts_against(past, np.ones_like(past))
    >>> bool(found.p[0] < 0.001), bool(found.p[1] > 0.5), round(float(found.expected[0]), 2)
    (True, True, 5.06)
    """
    past, now = counts[:, :-1], counts[:, -1]
    covered = exposure[:, :-1]
    total, months = past.sum(axis=1), (covered > 0).sum(axis=1)
    rate = (total + JEFFREYS) / np.maximum(covered.sum(axis=1), _TINY)
    scatter = dispersions(past, rate[:, None] * covered)
    spread = scatter + 1.0 / (total + JEFFREYS) + scatter / np.maximum(months, 1)
    mean = np.maximum(rate * exposure[:, -1], _TINY)
    return _negative_binomial(now, mean, 1.0 / spread)


def dispersions(past: Reals, mean: Reals) -> Reals:
    """The dispersion of each pair, drawn towards that of all: variance = mean + dispersion mean^2.

    Each month gives ((count - mean)^2 - mean) / mean^2, weighted by how much it can tell: near 1
    where the mean is large, little where it is small. Months with mean 0 tell nothing.
    """
    months = (mean > 0).sum(axis=1, keepdims=True)
    freed = np.maximum(months / np.maximum(months - 1.0, 1.0), 1.0)
    safe = np.maximum(mean, 1e-9)
    told = np.where(mean > 0, (freed * (past - mean) ** 2 - mean) / safe**2, 0.0)
    common = START
    for _ in range(ROUNDS):
        weight = (common * mean / (1.0 + common * mean)) ** 2
        common = float(np.sum(weight * told) / max(np.sum(weight), 1e-9))
        common = min(max(common, 0.01), 10.0)
    weight = (common * mean / (1.0 + common * mean)) ** 2
    own = (PRIOR_MONTHS * common + (weight * told).sum(1)) / (PRIOR_MONTHS + weight.sum(1))
    found: Reals = np.maximum(own, LEAST_PART * common)
    return found


def shares_against(part: Reals, whole: Reals) -> Against:
    """The last month's share ``part / whole`` against that of the months before.

    Beta-binomial, with Jeffreys' prior on the share and one correlation within months for all
    pairs; ``value``, ``expected``, ``low`` and ``high`` are shares. NaN where the month has none.
    """
    past, of = part[:, :-1], whole[:, :-1]
    share = (past.sum(1) + JEFFREYS) / (of.sum(1) + 2 * JEFFREYS)
    within = _correlation(past, of, share)
    months = np.maximum((of > 0).sum(1), 1)
    spread = np.minimum(within + 1.0 / (of.sum(1) + 2.0) + within / months, 0.99)
    return _beta_binomial(part[:, -1], whole[:, -1], share, 1.0 / spread - 1.0)


def _correlation(past: Reals, of: Reals, share: Reals) -> float:
    """How alike the acts of one month are, over all pairs: 0 as from a coin, 1 all the same."""
    mean = of * share[:, None]
    excess = (past - mean) ** 2 / (share * (1 - share))[:, None] - of
    pairs = float(np.sum(of * (of - 1.0)))
    return min(max(float(np.sum(excess)) / pairs, 0.0), 0.9) if pairs > 0 else 0.0


def stand_out(p: Reals, *, rate: float = 0.1) -> npt.NDArray[np.bool_]:
    """Which of many comparisons stand out, so that at most ``rate`` of them are chance.

    >>> stand_out(np.array([0.001, 0.04, 0.9, 0.8])).tolist()
    [True, True, False, False]
    """
    return q_values(p) <= rate


def q_values(p: Reals) -> Reals:
    """The smallest rate at which each comparison stands out (Benjamini and Hochberg).

    >>> q_values(np.array([0.01, 0.5, 0.02])).tolist()
    [0.03, 0.5, 0.03]
    """
    order = np.argsort(p)
    raised = p[order] * len(p) / np.arange(1, len(p) + 1)
    found = np.empty(len(p))
    found[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    return found


def _negative_binomial(now: Reals, mean: Reals, size: Reals) -> Against:
    chance = size / (size + mean)
    above, below = nbinom.sf(now - 1, size, chance), nbinom.cdf(now, size, chance)
    edge = (1.0 - MASS) / 2
    low, high = nbinom.ppf(edge, size, chance), nbinom.ppf(1.0 - edge, size, chance)
    return _told(now, (mean, low, high), above, below)


def _beta_binomial(part: Reals, whole: Reals, share: Reals, weight: Reals) -> Against:
    """Tails by adding up the probabilities of 0 to ``whole``, a row a pair."""
    k = np.arange(int(whole.max(initial=0.0)) + 1.0)[None, :]
    n, (a, b) = whole[:, None], ((share * weight)[:, None], ((1 - share) * weight)[:, None])
    held = k <= n
    rest = np.where(held, n - k, 0.0)
    log = gammaln(n + 1) - gammaln(k + 1) - gammaln(rest + 1) + betaln(k + a, rest + b)
    mass = np.where(held, np.exp(log - betaln(a, b)), 0.0)
    sums = np.cumsum(mass, axis=1)
    above = (mass * (k >= part[:, None])).sum(1)
    below = (mass * (k <= part[:, None])).sum(1)
    edge = (1.0 - MASS) / 2
    ends = [(sums < limit).sum(1) for limit in (edge, 1.0 - edge)]
    with np.errstate(invalid="ignore", divide="ignore"):
        some = np.where(whole > 0, whole, np.nan)
        return _told(part / some, (share, *(end / some for end in ends)), above, below)


def _told(value: Reals, band: tuple[Reals, Reals, Reals], above: Reals, below: Reals) -> Against:
    p = np.minimum(1.0, 2.0 * np.minimum(above, below))
    at = np.clip(above + below - 1.0, 0.0, 1.0)
    upper, lower = above - at / 2, below - at / 2
    z = np.where(upper < lower, -ndtri(np.maximum(upper, _TINY)), ndtri(np.maximum(lower, _TINY)))
    unknown = np.isnan(value)
    z, p = np.where(unknown, np.nan, z), np.where(unknown, np.nan, p)
    return Against(value, *band, np.clip(z, -FARTHEST, FARTHEST), p)

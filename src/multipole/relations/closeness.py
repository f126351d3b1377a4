"""Closeness: the share of cooperation in what two actors did, with what few reports can carry.

Let C and K be the effective numbers of cooperative and conflictive events between the two: each
event counts once, by its probability of being right. The share p of cooperation has the uniform
prior Beta(1, 1), so its posterior is Beta(C + 1, K + 1), and closeness is 2p - 1:

    mean = (C - K) / (C + K + 2),    interval = 2 Beta(C + 1, K + 1).ppf((1 -+ mass) / 2) - 1

It lies in [-1, 1]: -1 only conflict, 0 balance, 1 only cooperation. Being a share, it does not grow
with the number of reports, as a sum of Goldstein weights does; what grows with them is certainty.
The share is the relative balance (C - K) / (C + K) of text scaling (Lowe, Benoit, Mikhaylov and
Laver 2011, Legislative Studies Quarterly 36: 123-155, discuss it and its critics), the interval the
Bayesian one with equal tails (Brown, Cai and DasGupta 2001, Statistical Science 16: 101-133). Their
Jeffreys prior, Beta(1/2, 1/2), expects extremes and would call three friendly reports proof; the
uniform one asks for four.

The interval speaks of counting only. It does not know what reporters leave out, and two events told
by the same few outlets are less independent than it takes them to be.

By hand: three cooperative events and one conflictive one, all certain, give (3 - 1) / (3 + 1 + 2) =
1/3. One cooperative event alone gives 1/3 too, with a far wider interval: the distribution of
Beta(2, 1) is p^2, which is 0.05 at p = 0.2236 and 0.95 at 0.9747, so from -0.553 to 0.949.

>>> mean, low, high = closeness(cooperation=[3, 1, 0], conflict=[1, 0, 0])
>>> mean.round(3).tolist()
[0.333, 0.333, nan]
>>> low.round(3).tolist(), high.round(3).tolist()
([-0.315, -0.553, -1.0], [0.847, 0.949, 1.0])
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy import special

from multipole.core.errors import BadValue
from multipole.core.periods import Period
from multipole.core.types import Estimate, Measure, Relation

Floats = npt.NDArray[np.float64]
PRIOR: Final = 1.0
MASS: Final = 0.9
_CITE = "relative balance, Bayesian interval under a uniform prior"
CLOSENESS: Final = Measure("closeness", "share difference", -1.0, 1.0, False, _CITE)
WORDS: Final = Measure("closeness in words", "share difference", -1.0, 1.0, False, _CITE)
DEEDS: Final = Measure("closeness in deeds", "share difference", -1.0, 1.0, False, _CITE)
_PREFIX: Final = {
    "closeness": "",
    "closeness in words": "verbal_",
    "closeness in deeds": "material_",
}


def closeness(
    *, cooperation: npt.ArrayLike, conflict: npt.ArrayLike, mass: float = MASS
) -> tuple[Floats, Floats, Floats]:
    """Posterior mean and equal-tailed interval of closeness; the formula is the module's.

    ``cooperation`` and ``conflict`` are effective counts of one shape, not negative. Returns
    (mean, low, high) of that shape; where both are zero the mean is NaN and the interval [-1, 1].
    Raises `BadValue` on negative or non-finite counts.

    >>> mean, low, high = closeness(cooperation=3, conflict=1)
    >>> round(float(mean), 3), round(float(low), 3), round(float(high), 3)
    (0.333, -0.315, 0.847)

    Formula: mean = (C - K) / (C + K + 2), interval = 2 Beta(C + 1, K + 1).ppf((1 -+ mass) / 2) - 1.
    Shapes: two arrays (...) give three arrays (...).
    Unit: share of cooperation less share of conflict, from -1 to 1.
    Reference: Lowe, Benoit, Mikhaylov and Laver 2011, Legislative Studies Quarterly 36: 123-155;
    Brown, Cai and DasGupta 2001, Statistical Science 16: 101-133.
    Not for: warmth beyond what reporters tell, as in a crisis talks are many and each is counted as
    cooperation; pairs on which only one side's outlets report.
    """
    good, bad = np.asarray(cooperation, np.float64), np.asarray(conflict, np.float64)
    if not (np.all(np.isfinite(good + bad)) and np.all(good >= 0) and np.all(bad >= 0)):
        raise BadValue("counts of events must be finite and not negative")
    known = (good + bad) > 0
    tail = (1.0 - mass) / 2.0
    low = 2.0 * special.betaincinv(good + PRIOR, bad + PRIOR, tail) - 1.0
    high = 2.0 * special.betaincinv(good + PRIOR, bad + PRIOR, 1.0 - tail) - 1.0
    mean = np.where(known, (good - bad) / (good + bad + 2 * PRIOR), np.nan)
    return mean, np.where(known, np.minimum(low, mean), -1.0), np.where(
        known, np.maximum(high, mean), 1.0
    )  # fmt: skip


def effective(dyad: pa.Table, measure: Measure = CLOSENESS) -> tuple[float, float, int]:
    """Effective cooperation, effective conflict and the number of events of ``dyad``.

    ``dyad`` comes from `dyad_events`; an event counts by its ``probability``.
    """
    quads = np.asarray(dyad["quad"].to_pylist(), dtype=np.str_)
    weight = np.asarray(dyad["probability"].to_numpy(), np.float64)
    prefix = _PREFIX[measure.name]
    counted = np.char.startswith(quads, prefix) if len(quads) else np.zeros(0, np.bool_)
    good = np.char.endswith(quads, "cooperation") if len(quads) else counted
    return (
        float(weight[counted & good].sum()),
        float(weight[counted & ~good].sum()),
        int(counted.sum()),
    )


def estimate(dyad: pa.Table, *, measure: Measure = CLOSENESS, mass: float = MASS) -> Estimate:
    """The closeness of all events of ``dyad`` (from `dyad_events`) as one `Estimate`."""
    good, bad, n = effective(dyad, measure)
    mean, low, high = closeness(cooperation=good, conflict=bad, mass=mass)
    return Estimate(float(mean), float(low), float(high), n, mass)


def relation(
    dyad: pa.Table, *, a: str, b: str, period: Period, run: str = "", measure: Measure = CLOSENESS
) -> Relation:
    """The closeness of the pair over ``period`` as a `Relation`; ``dyad`` from `dyad_events`.

    Events whose whole period lies in ``period`` count. Closeness has no direction, so the ends are
    sorted.
    """
    sender, receiver = sorted((a, b))
    value = estimate(inside(dyad, period), measure=measure)
    return Relation(measure.name, sender, receiver, period, value, run)


def inside(dyad: pa.Table, period: Period) -> pa.Table:
    """The rows whose whole period lies in ``period``; undated rows are left out."""
    keep = [
        start is not None and end is not None and period.start <= start and end <= period.end
        for start, end in zip(
            dyad["period_start"].to_pylist(), dyad["period_end"].to_pylist(), strict=True
        )
    ]
    return dyad.filter(pa.array(keep, pa.bool_()))

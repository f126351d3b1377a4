"""Shocked paths less their twins: how many more acts, and of which kind beyond mere attention.

A run is simulated twice with the same random numbers, without the shock (the twin) and with it.
What differs is the run's difference; its interval is that of the runs, so a difference whose
interval holds 0 is one that a single world could well not show.

More of anything brings more reports of everything, so a count says little by itself. Two things are
told apart: *volume*, the number of acts of all classes; and *valence*, how the share of conflict
among acts moves beyond what so many more acts of the usual mix would do. With N acts of the twin, n
more acts of which k are conflict, and q the share of conflict of the twin over all runs,

    valence = (k - q n) / (N + n)

which has the mean 0 when a shock only draws attention, however many acts it draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue
from multipole.core.plover import QUADS

Floats = npt.NDArray[np.float64]
MASS: Final = 0.9
#: Places in `QUADS` of the classes of conflict.
CONFLICT: Final = tuple(n for n, quad in enumerate(QUADS) if quad.endswith("conflict"))


@dataclass(frozen=True, slots=True)
class Effect:
    """A difference by month: mean over runs, and the interval of ``MASS`` of the runs."""

    mean: Floats
    low: Floats
    high: Floats

    @property
    def shown(self) -> npt.NDArray[np.bool_]:
        """Months in which the interval leaves 0 out."""
        return np.asarray((self.low > 0) | (self.high < 0))

    @property
    def fades(self) -> int | None:
        """The month (from 0) from which on every interval holds 0; None when the last does not.

        0 is "no detectable effect": no month shows one.

        >>> effect = Effect(np.ones(3), np.array([1.0, 0.0, 0.0]), np.ones(3))
        >>> effect.fades
        1
        """
        months = np.flatnonzero(self.shown)
        if not len(months):
            return 0
        after = int(months[-1]) + 1
        return after if after < len(self.mean) else None


def effect_of(differences: npt.ArrayLike, *, mass: float = MASS) -> Effect:
    """The mean and interval over runs of differences (runs, months).

    The ends are values that runs took (no half acts): the largest with at most (1 - mass) / 2 of
    the runs below it, and the like above. Raises `BadValue` for no runs.

    >>> effect = effect_of([[0.0], [1.0], [2.0], [3.0]], mass=.5)
    >>> effect.mean.tolist(), effect.low.tolist(), effect.high.tolist()
    ([1.5], [1.0], [2.0])
    """
    values = np.asarray(differences, np.float64)
    if values.ndim != 2 or not len(values):
        raise BadValue(f"differences of shape {values.shape}", remedy="Give runs by months.")
    cut = int(np.floor(len(values) * (1.0 - mass) / 2 + 1e-9))
    ranked = np.sort(values, axis=0)
    return Effect(values.mean(axis=0), ranked[cut], ranked[len(values) - 1 - cut])


def volume(extra: npt.ArrayLike) -> Effect:
    """How many more acts of all classes: ``extra`` (runs, months, 4) less none.

    >>> volume([[[1, 0, 0, 2]], [[1, 0, 0, 2]]]).mean.tolist()
    [3.0]

    Formula: sum over classes of shocked less twin counts.
    Shapes: (runs, months, 4) give an `Effect` of (months,).
    Unit: acts a month.
    Reference: ours; common random numbers as in Glasserman and Yao 1992, Management Science 38.
    Not for: whether a tie is better or worse (`valence`).
    """
    return effect_of(np.asarray(extra, np.float64).sum(axis=2))


def valence(twin: npt.ArrayLike, extra: npt.ArrayLike) -> Effect:
    """How the share of conflict moves beyond what more acts of the usual mix would do.

    ``twin`` and ``extra`` (runs, months, 4) in the order of `QUADS`; above 0 is more conflict. The
    usual mix q is that of all runs of the month. A run without acts counts as 0.

    Two acts of ten are conflict; of five more acts three are: (3 - .2 x 5) / 15.

    >>> effect = valence([[[8, 0, 2, 0]]], [[[2, 0, 3, 0]]])
    >>> effect.mean.round(4).tolist()
    [0.1333]

    More acts of the same mix, of any number, move nothing:

    >>> valence([[[8, 0, 2, 0]]], [[[80, 0, 20, 0]]]).mean.tolist()
    [0.0]

    Formula: (k - q n) / (N + n).
    Shapes: two arrays (runs, months, 4) give an `Effect` of (months,).
    Unit: share of acts, -1 to 1.
    Reference: ours, after the relative balance of Lowe, Benoit, Mikhaylov and Laver 2011,
    Legislative Studies Quarterly 36: 123-155.
    Not for: months of hardly any acts, in which no mix is usual.
    """
    return effect_of(valences(twin, extra))


def valences(twin: npt.ArrayLike, extra: npt.ArrayLike) -> Floats:
    """`valence` of each run and month (runs, months)."""
    usual, more = (np.asarray(counts, np.float64) for counts in (twin, extra))
    if usual.shape != more.shape or usual.ndim != 3:
        raise BadValue(f"counts of shapes {usual.shape} and {more.shape}")
    chosen = list(CONFLICT)
    number = usual.sum(axis=2)
    share = conflict_share(usual.sum(axis=0))
    beyond = more[:, :, chosen].sum(axis=2) - share * more.sum(axis=2)
    whole = number + more.sum(axis=2)
    return np.asarray(np.divide(beyond, whole, out=np.zeros_like(beyond), where=whole > 0))


def conflict_share(counts: npt.ArrayLike) -> Floats:
    """The share of conflict in counts (..., 4); of no acts a half, which is no side.

    >>> conflict_share([[6, 2, 1, 1], [0, 0, 0, 0]]).tolist()
    [0.2, 0.5]
    """
    given = np.asarray(counts, np.float64)
    whole = given.sum(axis=-1)
    part = given[..., list(CONFLICT)].sum(axis=-1)
    return np.asarray(np.divide(part, whole, out=np.full_like(part, 0.5), where=whole > 0))


def lean(counts: npt.ArrayLike) -> Floats:
    """Share of cooperation less that of conflict in counts (..., 4); NaN where there is no act.

    >>> lean([[6, 2, 1, 1]]).tolist()
    [0.6]
    """
    given = np.asarray(counts, np.float64)
    whole = given.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(1.0 - 2.0 * given[..., list(CONFLICT)].sum(axis=-1) / whole)


def balance(leans: npt.ArrayLike, *, bound: float) -> tuple[Floats, Floats, Floats]:
    """Chances of signs of three ties, and of a balanced and an unbalanced triangle.

    ``leans`` (runs, 3) of the ties; above ``bound`` a tie is positive, below its negative negative,
    between neutral, and unknown for NaN. Returns (3, 2) chances of positive and negative for each
    tie, and the chances that the product of the signs is positive and negative.

    >>> signs, good, bad = balance([[.5, -.5, -.5], [.5, .5, -.5]], bound=.1)
    >>> signs.tolist(), float(good), float(bad)
    ([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]], 0.5, 0.5)

    Formula: balanced when the product of the three signs is positive.
    Shapes: (runs, 3) give (3, 2), (), ().
    Unit: share of runs.
    Reference: Cartwright and Harary 1956, Psychological Review 63: 277-293.
    Not for: which tie gives way.
    """
    given = np.asarray(leans, np.float64)
    signs = np.where(given > bound, 1.0, np.where(given < -bound, -1.0, 0.0))
    chances = np.stack([(signs > 0).mean(axis=0), (signs < 0).mean(axis=0)], axis=1)
    product = signs.prod(axis=1)
    return chances, np.asarray((product > 0).mean()), np.asarray((product < 0).mean())

"""A flow that is cut or grows: what its receiver loses, and what is passed on to dependents.

What a state loses of all it gets is its direct loss; a state that gets less gives less, and so on.
How much of a loss is passed on is a supposition of the user, no estimate. The sums are those of an
input-output model with states in the place of industries (Leontief 1936, Review of Economics and
Statistics 18: 105-125).

Not for: prices, stocks, or time; a loss of all goods alike stands for one of some goods.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spread:
    """Losses by state as shares of what each gets: direct, of one step on, and of all steps."""

    direct: Floats
    first: Floats
    total: Floats


def spread(shares: npt.ArrayLike, direct: npt.ArrayLike, *, pass_on: float) -> Spread:
    """Losses that a direct loss brings to dependents, when ``pass_on`` of each loss is passed on.

    ``shares[k, j]`` is the part of j in what k gets, from 0 to 1 with rows that sum to 1 at most;
    ``direct[k]`` is what k loses of all it gets, below 0 what it gains. Raises `BadValue` for
    shares of other shapes or sums, and for ``pass_on`` outside of 0 to below 1.

    B gets all from A, C gets half from B; A's goods to B are cut by a fifth, and half is passed on:
    C loses .5 x .5 x .2 = .05, and nobody gets from C.

    >>> found = spread([[0, 0, 0], [1, 0, 0], [0, .5, 0]], [0, .2, 0], pass_on=.5)
    >>> found.direct.tolist(), found.first.tolist(), found.total.round(3).tolist()
    ([0.0, 0.2, 0.0], [0.0, 0.0, 0.05], [0.0, 0.2, 0.05])

    Formula: x = d + p S x, so x = (I - p S)^-1 d; one step on is p S d.
    Shapes: shares (n, n) and direct losses (n,) give three arrays (n,).
    Unit: share of what a state gets.
    Reference: Leontief 1936, Review of Economics and Statistics 18: 105-125.
    Not for: forecasts of harm, as ``pass_on`` is supposed.
    """
    table, loss = np.asarray(shares, np.float64), np.asarray(direct, np.float64)
    if table.shape != (len(loss), len(loss)):
        raise BadValue(f"shares of shape {table.shape} for {len(loss)} states")
    if not (np.all(table >= 0) and np.all(table.sum(axis=1) <= 1 + 1e-9)):
        raise BadValue("shares below 0, or of more than a whole", remedy="Give shares of a whole.")
    if not 0 <= pass_on < 1:
        raise BadValue(f"{pass_on} of a loss is passed on", remedy="Give 0 to below 1.")
    total = np.linalg.solve(np.eye(len(loss)) - pass_on * table, loss)
    return Spread(loss, np.asarray(pass_on * table @ loss), np.asarray(total))


def share_after(share: float, change: float, *, replaced: bool) -> float:
    """The share of a partner in a flow after its part has changed by ``change``.

    ``replaced``: others make up for it, so the whole stays; else the whole shrinks or grows with
    it. NaN in, NaN out. Raises `BadValue` for what is no share, or a change below -1.

    Of a share of .4 that is halved .2 of the whole is left, or .2 of .8:

    >>> share_after(.4, -.5, replaced=True), share_after(.4, -.5, replaced=False)
    (0.2, 0.25)

    Formula: s (1 + c), and s (1 + c) / (1 + s c).
    Shapes: two numbers give one.
    Unit: share, 0 to 1.
    Reference: after Hirschman 1945, National Power and the Structure of Foreign Trade.
    Not for: who replaces it.
    """
    if share < 0 or share > 1 or change < -1:
        raise BadValue(f"a share of {share} changes by {change}", remedy="Shares go from 0 to 1.")
    part = share * (1.0 + change)
    if replaced:
        return min(part, 1.0)
    whole = 1.0 + share * change
    return part / whole if whole else 0.0

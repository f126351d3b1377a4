"""Frustration: the least weight of ties that must be against any division in two camps.

Give every state a side s_i of +1 or -1. A positive tie across sides and a negative tie within a
side are frustrated. The frustration index is the least total of frustrated ties,

    F = min over s of sum over i < j of (|w_ij| - w_ij s_i s_j) / 2

in the unit of the ties: with ties of +1 and -1 the least number of ties to turn (or drop) to make
the system balanced (Harary 1959; Aref and Wilson 2019, Balance and Frustration in Signed Networks,
Journal of Complex Networks 7:163-189). Finding it is NP-hard. The way here:

1. ``multipole.system.reduce`` merges states that some best division surely puts together.
2. What is left falls into connected parts; each goes to HiGHS as a mixed integer programme, the
   AND/XOR model of Aref, Mason and Wilson (2018) with a cut for every unbalanced triangle and the
   side of the state with most ties fixed, as a division and its mirror image are one.
3. A search by switching gives a division at once; its frustration is an upper bound. The solver's
   dual bound, a packing of disjoint unbalanced triangles and the largest eigenvalue are lower ones.

Not for: saying that there are two camps. Every network has a best division; compare F with that of
networks with the same ties and shuffled signs, and see `multipole.system.blocs`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse
from scipy.sparse.csgraph import connected_components

from multipole.core.errors import BadValue
from multipole.system.reduce import expand, reduce
from multipole.system.ties import Floats, Ints, zeroed

#: Above this many triangles the cuts cost more than they save.
MOST_TRIANGLES = 60_000
_EXACT = 1e-7


@dataclass(frozen=True, slots=True)
class Frustration:
    """The index lies in [``low``, ``high``]; ``sides`` (+1, -1) is a division that attains high.

    ``ties`` is the total weight of ties. The side of a state whose ties are all nought or unknown
    is +1 and means nothing.
    """

    low: float
    high: float
    ties: float
    sides: tuple[int, ...]

    @property
    def proven(self) -> bool:
        """Whether the bounds meet, to a ten-millionth of all ties: the index is known."""
        return self.high - self.low <= _EXACT * max(1.0, self.ties)

    @property
    def share(self) -> float:
        """The upper bound as a share of all ties; at most .5. NaN without ties."""
        return self.high / self.ties if self.ties else float("nan")


def frustration(
    ties: npt.ArrayLike, *, rng: np.random.Generator, seconds: float = 60.0, starts: int = 32
) -> Frustration:
    """The frustration index of undirected signed ``ties`` (states x states), or bounds of it.

    Unknown ties (NaN) have no part in it. ``seconds`` is the solver's limit for each connected
    part: 0 means bounds by search only. A proven result does not depend on ``rng``, the limit or
    the machine (but ``sides`` may be another division as good); one that is not may. Raises
    `BadValue` for ties that are not undirected, or fewer than one start.

    Three enemies: whatever the division, two of them are on the same side.

    >>> result = frustration(-np.ones((3, 3)), rng=np.random.default_rng(1))
    >>> (result.low, result.high, result.proven)
    (1.0, 1.0, True)

    With weights 5, 3 and 2 the least tie is the one to give way:

    >>> weighted = [[0, -5, -3], [-5, 0, -2], [-3, -2, 0]]
    >>> frustration(weighted, rng=np.random.default_rng(1)).high
    2.0

    Formula: F = min over s of sum over i < j of (|w_ij| - w_ij s_i s_j) / 2, with sides s of -1 and
    1.
    Shapes: ties (n, n) give one `Frustration`.
    Unit: that of the ties: with ties of -1 and 1, ties to turn.
    Reference: Aref and Wilson 2019, Journal of Complex Networks 7: 163-189.
    Not for: saying that there are two camps, as every network has a best division.
    """
    if starts < 1:
        raise BadValue(f"a search from {starts} starts", remedy="Search from one start or more.")
    weights = zeroed(ties)
    small, merged = reduce(weights)
    sides = np.ones(len(small), dtype=np.int64)
    low = 0.0
    count, part = connected_components(sparse.csr_matrix(small != 0), directed=False)
    for index in range(count):
        inside = np.flatnonzero(part == index)
        if len(inside) > 1:
            bound, best = _solve(small[np.ix_(inside, inside)], rng, seconds, starts)
            low, sides[inside] = low + bound, best
    whole = expand(sides, merged)
    total = float(np.abs(weights).sum() / 2)
    high = frustrated(weights, whole)
    unavoidable = high - frustrated(small, sides)
    low = min(high, low + unavoidable)
    if high - low <= _EXACT * max(1.0, total):
        low = high
    return Frustration(low, high, total, tuple(int(s) for s in whole))


def frustrated(ties: npt.ArrayLike, sides: npt.ArrayLike) -> float:
    """The weight of frustrated ties of one division, in the unit of the ties.

    >>> frustrated([[0, 1, 1], [1, 0, -1], [1, -1, 0]], [1, 1, -1])
    1.0
    """
    weights, side = zeroed(ties), np.asarray(sides, dtype=np.float64)
    across = np.where(np.outer(side, side) * weights < 0, np.abs(weights), 0.0)
    return float(across.sum() / 2)


def switch(
    ties: npt.ArrayLike, *, rng: np.random.Generator, starts: int = 32, steps: int = 0
) -> Ints:
    """A good division by tabu search from several starts: sides +1 and -1, shape (states,).

    Every step turns, in each of the divisions searched at once, the state whose turning helps most
    (or harms least) among those not turned lately. ``steps`` of nought means 20 a state.
    """
    weights = zeroed(ties)
    size = len(weights)
    row = np.arange(starts)
    side = rng.choice(np.array([-1.0, 1.0]), size=(starts, size))
    pulled = side * (side @ weights)
    best, least = side.copy(), pulled.sum(1)
    until = np.zeros((starts, size))
    for step in range(steps or 20 * size):
        turned = np.where(until > step, np.inf, pulled).argmin(1)
        gain = pulled[row, turned]
        mine = side[row, turned]
        side[row, turned] = -mine
        pulled -= 2 * mine[:, None] * side * weights[turned]
        pulled[row, turned] = -gain
        until[row, turned] = step + 1 + rng.integers(2, 4 + size // 8, size=starts)
        now = pulled.sum(1)
        better = now > least + _EXACT
        best[better], least[better] = side[better], now[better]
    return np.asarray(best[least.argmax()], dtype=np.int64)


def lower_bound(ties: npt.ArrayLike) -> float:
    """A bound from below without a solver: the better of triangles and spectrum.

    Unbalanced triangles that share no tie cost their weakest tie each. And as s'Ws is at most the
    number of states times the largest eigenvalue, F >= (sum |w| - n lambda_max / 2) / 2 with the
    sum over pairs.

    >>> lower_bound(-np.ones((3, 3)))
    1.0
    """
    weights = zeroed(ties)
    if not len(weights):
        return 0.0
    top = float(np.linalg.eigvalsh(weights)[-1])
    spectral = (np.abs(weights).sum() / 2 - len(weights) * top / 2) / 2
    return max(0.0, float(spectral), _packed(weights))


def _packed(weights: Floats) -> float:
    left, total = weights.copy(), 0.0
    for i in range(len(left)):
        for j in range(i + 1, len(left)):
            while left[i, j]:
                product = left[i] * left[j] * left[i, j]
                least = np.where(product < 0, np.minimum(abs(left[i]), abs(left[j])), 0.0)
                k = int(least.argmax())
                if least[k] == 0.0:
                    break
                cost = min(float(least[k]), abs(float(left[i, j])))
                total += cost
                for a, b in ((i, j), (i, k), (j, k)):
                    shrunk = np.sign(left[a, b]) * max(0.0, abs(left[a, b]) - cost)
                    left[a, b] = left[b, a] = shrunk
    return total


def _solve(
    weights: Floats, rng: np.random.Generator, seconds: float, starts: int
) -> tuple[float, Ints]:
    """A lower bound and the best division found of one connected part."""
    best = switch(weights, rng=rng, starts=starts)
    low, high = lower_bound(weights), frustrated(weights, best)
    if seconds <= 0 or high - low <= _EXACT * high:
        return low, best
    bound, exact = _programme(weights, seconds)
    if exact is not None and frustrated(weights, exact) < high:
        best = exact
    return max(low, bound), best


def _programme(weights: Floats, seconds: float) -> tuple[float, Ints | None]:
    """The solver's lower bound and best division; with whole weights 3.01 at least means 4."""
    size = len(weights)
    i, j = np.nonzero(np.triu(weights))
    cost = np.abs(weights[i, j])
    whole = np.array_equal(cost, np.round(cost))
    unit = 1.0 if whole else float(cost.max())
    rows, least = _constraints(weights, i, j)
    upper = np.ones(size + len(i))
    upper[np.abs(weights).sum(0).argmax()] = 0
    answer = optimize.milp(
        np.r_[np.zeros(size), cost / unit],
        constraints=optimize.LinearConstraint(rows, least, np.inf),
        bounds=optimize.Bounds(0, upper),
        integrality=np.r_[np.ones(size), np.zeros(len(i))],
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    sides = None if answer.x is None else np.where(answer.x[:size] > 0.5, -1, 1)
    bound = answer.fun if answer.status == 0 else answer.mip_dual_bound
    low = unit * float(bound) if bound is not None and np.isfinite(bound) else 0.0
    return (float(np.ceil(low - 1e-5)) if whole else low), sides


def _constraints(weights: Floats, i: Ints, j: Ints) -> tuple[sparse.csr_matrix, Floats]:
    """Frustration f of each tie is at least what the sides x of its ends make it; the cuts."""
    size, count = len(weights), len(i)
    ties = np.arange(count)
    sign = np.sign(weights[i, j])
    columns = np.stack([size + ties, i, j], axis=1)
    one = np.ones(count)
    above = np.stack([one, one, -sign], axis=1)
    below = np.stack([one, -one, sign], axis=1)
    corner = _unbalanced(weights, i, j) + size
    entries = np.concatenate([above.ravel(), below.ravel(), np.ones(corner.size)])
    where = np.concatenate([columns.ravel(), columns.ravel(), corner.ravel()])
    height = 2 * count + len(corner)
    matrix = sparse.csr_matrix(
        (entries, (np.repeat(np.arange(height), 3), where)), shape=(height, size + count)
    )
    apart = (sign < 0).astype(np.float64)
    return matrix, np.concatenate([apart, -apart, np.ones(len(corner))])


def _unbalanced(weights: Floats, i: Ints, j: Ints) -> Ints:
    """Unbalanced triangles as the numbers of their three ties, shape (triangles, 3)."""
    number = np.full(weights.shape, -1, dtype=np.int64)
    number[i, j] = number[j, i] = np.arange(len(i))
    found = []
    for tie, (a, b) in enumerate(zip(i, j, strict=True)):
        third = np.flatnonzero(weights[a] * weights[b] * weights[a, b] < 0)
        third = third[third > b]
        found.append(np.stack([np.full(len(third), tie), number[a, third], number[b, third]], 1))
    corners = np.concatenate(found) if found else np.empty((0, 3), dtype=np.int64)
    return corners[:MOST_TRIANGLES]

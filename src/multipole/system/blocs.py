"""Blocs: groups of states with closer ties among themselves than the system's, and how sure.

A division c of the states is scored by the ties within blocs beyond a threshold,

    Q(c) = sum over i < j with c_i = c_j of (w_ij - centre - resolution * spread)

``centre`` is the mean known tie ("mean") or nought ("none"), and spread the standard deviation of
known ties. With centre "none" and resolution 0 this is correlation clustering (Bansal, Blum and
Chawla 2004); else the constant Potts model for signed weights (Traag, Van Dooren and Nesterov 2011,
Narrow Scope for Resolution-Limit-Free Community Detection, Physical Review E 84:016114), which has
no resolution limit. A higher resolution gives smaller, tighter blocs. As threshold and ties scale
together, the unit of the ties does not matter. Unknown ties (NaN) have no part in it; a state with
no known tie has no bloc: its label is -1.

The best division is sought by local moving from several starts (`multipole.system.moving`), as the
problem is NP-hard: for some ten states it has always been the best of all in tests.

Not for: saying that blocs exist. Every matrix has a best division: `warranted` says whether more
than one bloc is, `multipole.system.stability` how sure each membership is. Blocs of votes are
blocs of voting, not alliances.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from multipole.core.errors import BadValue
from multipole.system.ties import Floats, Ints, checked

Centre = Literal["mean", "none"]


@dataclass(frozen=True, slots=True)
class Blocs:
    """Labels from 0 (the largest bloc) up, -1 for a state of unknown ties; ``quality`` is Q.

    ``agreement`` is the mean adjusted Rand index of the other starts with the best: near 1 when the
    search ends in the same division again and again.
    """

    labels: tuple[int, ...]
    quality: float
    resolution: float
    agreement: float

    @property
    def count(self) -> int:
        """The number of blocs, single states among them."""
        return len(set(self.labels) - {-1})


@dataclass(frozen=True, slots=True)
class Warrant:
    """Whether the ties are more divided than shuffled ones; ``p`` is of the permutation test."""

    p: float
    quality: float
    shuffled: float
    warranted: bool
    reason: str


def excess(ties: npt.ArrayLike, *, resolution: float = 0.0, centre: Centre = "mean") -> Floats:
    """What each tie adds when both ends are in one bloc: nought where unknown.

    >>> excess([[0, 3, 1], [3, 0, 2], [1, 2, 0]]).tolist()
    [[0.0, 1.0, -1.0], [1.0, 0.0, 0.0], [-1.0, 0.0, 0.0]]
    """
    known = checked(ties)
    if np.isnan(known).all():
        return np.zeros_like(known)
    middle = float(np.nanmean(known)) if centre == "mean" else 0.0
    beyond = known - middle - resolution * float(np.nanstd(known))
    beyond[np.abs(beyond) < 1e-12 * np.nanmax(np.abs(known))] = 0.0
    return np.nan_to_num(beyond, nan=0.0)


def blocs(
    ties: npt.ArrayLike,
    *,
    rng: np.random.Generator,
    resolution: float = 0.0,
    centre: Centre = "mean",
    starts: int = 10,
) -> Blocs:
    """The division of greatest quality found, for undirected ties of up to some 300 states.

    Raises `BadValue` for ties that are not undirected, or fewer than one start.

    Two pairs of friends with a cool tie between the pairs:

    >>> ties = [[0, 5, 1, 0], [5, 0, 0, 1], [1, 0, 0, 4], [0, 1, 4, 0]]
    >>> found = blocs(ties, rng=np.random.default_rng(1))
    >>> found.labels, round(found.quality, 6)
    ((0, 0, 1, 1), 5.333333)

    The mean tie is 11 / 6; the two ties within have 5 + 4 - 2 (11 / 6) = 5.33 beyond it.

    Formula: Q(c) = sum over i < j with c_i = c_j of (w_ij - centre - resolution spread).
    Shapes: ties (n, n) give n labels.
    Unit: Q in that of the ties.
    Reference: Traag, Van Dooren and Nesterov 2011, Physical Review E 84: 016114.
    Not for: saying that blocs exist (see `warranted`), or who is allied: blocs of votes are blocs
    of voting.
    """
    if starts < 1:
        raise BadValue(f"a search from {starts} starts", remedy="Search from one start or more.")
    known = checked(ties)
    gain = excess(known, resolution=resolution, centre=centre)
    inside = np.flatnonzero(np.isfinite(known).any(axis=0))
    small = np.ascontiguousarray(gain[np.ix_(inside, inside)])
    met = np.isfinite(known[np.ix_(inside, inside)])
    found = [_parted(_search(small, rng, start), met) for start in range(starts)]
    scores = [_quality(small, labels) for labels in found]
    first = _first(scores, [int(labels.max(initial=-1)) for labels in found])
    best = found[first]
    others = [adjusted_rand(best, other) for k, other in enumerate(found) if k != first]
    labels = np.full(len(known), -1, dtype=np.int64)
    labels[inside] = ordered(best)
    again = float(np.mean(others)) if others else float("nan")
    return Blocs(tuple(int(c) for c in labels), scores[first], resolution, again)


def _search(gain: Floats, rng: np.random.Generator, start: int) -> Ints:
    """From single states at first, then from one bloc, then from chance divisions."""
    from multipole.system.moving import moved  # numba, for those who ask for blocs alone

    size = len(gain)
    labels = rng.integers(0, min(start, size), size) if start and size else np.arange(size)
    return np.asarray(moved(gain, labels, rng.permutation(size)))


def _parted(labels: Ints, met: npt.NDArray[np.bool_]) -> Ints:
    """Blocs without a part that has no known tie to the rest: unknown ties join nobody."""
    same = labels[:, None] == labels[None, :]
    parts = connected_components(sparse.csr_matrix(same & met), directed=False)[1]
    return np.asarray(parts, dtype=np.int64)


def _first(scores: list[float], last: list[int]) -> int:
    """The best division; of equal ones the one with the fewest blocs."""
    most = max(scores)
    equal = [k for k, score in enumerate(scores) if score >= most - 1e-9 * abs(most)]
    return min(equal, key=lambda k: last[k])


def _quality(gain: Floats, labels: Ints) -> float:
    return float((gain * (labels[:, None] == labels[None, :])).sum() / 2)


def ordered(labels: npt.ArrayLike) -> Ints:
    """Labels renamed: 0 for the largest bloc; of equal ones, the one whose first member is first.

    >>> ordered([7, 2, 2, -1]).tolist()
    [1, 0, 0, -1]
    """
    given = np.asarray(labels, dtype=np.int64)
    names, first, size = np.unique(given, return_index=True, return_counts=True)
    keep = names >= 0
    names, first, size = names[keep], first[keep], size[keep]
    renamed = np.full(given.shape, -1, dtype=np.int64)
    for new, old in enumerate(names[np.lexsort((first, -size))]):
        renamed[given == old] = new
    return renamed


def adjusted_rand(left: npt.ArrayLike, right: npt.ArrayLike) -> float:
    """Hubert and Arabie's (1985) adjusted Rand index of two divisions: 1 the same, 0 by chance.

    States without a bloc (-1) in either do not count; NaN when fewer than two remain.

    Of six pairs, 1 is together in both, 2 in the left, 3 in the right; by chance 2 * 3 / 6 = 1
    would be: (1 - 1) / ((2 + 3) / 2 - 1) = 0.

    >>> adjusted_rand([0, 0, 1, 1], [0, 0, 0, 1])
    0.0
    >>> adjusted_rand([0, 0, 1, 1], [1, 1, 0, 0])
    1.0
    """
    one, two = np.asarray(left), np.asarray(right)
    known = (one >= 0) & (two >= 0)
    one, two = one[known], two[known]
    if len(one) < 2:
        return float("nan")
    table = np.unique(one, return_inverse=True)[1], np.unique(two, return_inverse=True)[1]
    joint = np.zeros((table[0].max() + 1, table[1].max() + 1))
    np.add.at(joint, table, 1)

    def pairs(counts: Floats) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, every = pairs(joint), len(one) * (len(one) - 1) / 2
    mine, theirs = pairs(joint.sum(1)), pairs(joint.sum(0))
    chance, most = mine * theirs / every, (mine + theirs) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


def warranted(
    ties: npt.ArrayLike,
    *,
    rng: np.random.Generator,
    resolution: float = 0.0,
    centre: Centre = "mean",
    shuffles: int = 199,
    level: float = 0.05,
) -> Warrant:
    """Whether more than one bloc is warranted: a permutation test of the best division's quality.

    Null model: a tie is the sum of both states' general closeness and of noise that could have
    fallen to any dyad. So each state's mean is taken out (by least squares), what is left is
    shuffled among the dyads with a known tie (and each state's mean taken out again), and the best
    quality in standard deviations is compared with that of the residuals not shuffled:
    p = (1 + shuffles as good) / (1 + shuffles). A system in which all are close to a hegemon is one
    bloc. A smooth spectrum of positions without a gap is no noise and will be found divided: p
    speaks of division, not of gaps. So votes in the General Assembly are nearly always divided.

    Not warranted either when the best division of the ties themselves is one bloc. Raises
    `BadValue` as `blocs`.

    Do not use it alone on agreement in votes: all pairs share the same roll calls, so that even
    votes cast by chance agree in patterns that shuffled pairs do not have. Compare with votes
    shuffled within each roll call, too.

    Two camps of five, each close to its own only; then ties by chance:

    >>> camps = np.kron(np.eye(2), np.ones((5, 5)))
    >>> warranted(camps, rng=np.random.default_rng(1)).warranted
    True
    >>> upper = np.triu(np.random.default_rng(1).normal(size=(10, 10)), 1)
    >>> warranted(upper + upper.T, rng=np.random.default_rng(1)).warranted
    False

    Formula: p = (1 + shuffles whose best Q is as good) / (1 + shuffles), Q of ties less both
    states' means, in standard deviations.
    Shapes: ties (n, n) give one `Warrant`.
    Unit: probability.
    Reference: Good 2005, Permutation, Parametric, and Bootstrap Tests of Hypotheses, 3rd edition.
    Not for: agreement in votes without a second test, as said above; gaps, as it speaks of
    division.
    """
    best = blocs(ties, rng=rng, resolution=resolution, centre=centre)
    known = checked(ties)
    rest = _residuals(known)
    score = _best_quality(rest, rng)
    rows, columns = np.nonzero(np.triu(np.isfinite(rest), 1))
    values = rest[rows, columns]
    scores = np.empty(shuffles)
    for k in range(shuffles):
        shuffled = np.full_like(rest, np.nan)
        shuffled[rows, columns] = shuffled[columns, rows] = rng.permutation(values)
        scores[k] = _best_quality(_residuals(shuffled), rng)
    p = float((1 + (scores >= score - 1e-9 * abs(score)).sum()) / (1 + shuffles))
    if best.count < 2:
        reason = "one bloc: the best division leaves all states together"
    elif p > level:
        reason = f"one bloc: ties are no more divided than shuffled ones (p = {p:.3f})"
    else:
        reason = f"{best.count} blocs: ties are more divided than shuffled ones (p = {p:.3f})"
    middle = float(scores.mean()) if shuffles else float("nan")
    return Warrant(p, score, middle, best.count > 1 and p <= level, reason)


def _best_quality(rest: Floats, rng: np.random.Generator) -> float:
    if np.isnan(rest).all() or not np.nanstd(rest) > 0:
        return 0.0
    gain = np.nan_to_num(rest / np.nanstd(rest), nan=0.0)
    return max(_quality(gain, _search(gain, rng, start)) for start in range(3))


def _residuals(ties: Floats) -> Floats:
    """Ties less the least-squares sum of both states' effects, NaN where unknown."""
    known = np.isfinite(ties)
    filled = np.where(known, ties, 0.0)
    normal = known.astype(np.float64) + np.diag(known.sum(axis=1).astype(np.float64))
    effect = np.linalg.lstsq(normal, filled.sum(axis=1), rcond=None)[0]
    rest = filled - effect[:, None] - effect[None, :]
    rest[np.abs(rest) < 1e-12 * np.abs(filled).max(initial=0.0)] = 0.0
    return np.where(known, rest, np.nan)

"""Structural balance: signed triangles and which of them pull.

Three states are balanced when the product of their ties' signs is positive: the friend of my
friend, the enemy of my enemy, is my friend (Heider 1946; Cartwright and Harary 1956, Structural
Balance: A Generalization of Heider's Theory, Psychological Review 63:277-293). How far a whole
system is from balance is its frustration: see `multipole.system.frustration`.

A tie of nought is known to be neutral, NaN is unknown; a triad with either is no signed triangle.

Not for: forecasts. That a triad is unbalanced does not say which tie will give way, or when; and
triads of a system share ties, so their number is no number of independent cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue
from multipole.system.ties import Floats, checked, zeroed


@dataclass(frozen=True, slots=True)
class Triangles:
    """Signed triangles by their number of positive ties; ``balanced`` is a share, NaN for none."""

    friends: int
    two_friends: int
    one_friend: int
    enemies: int

    @property
    def total(self) -> int:
        """All triangles of three signed ties."""
        return self.friends + self.two_friends + self.one_friend + self.enemies

    @property
    def balanced(self) -> float:
        """Share of triangles whose product of signs is positive: +++ and +--."""
        return (self.friends + self.one_friend) / self.total if self.total else float("nan")


@dataclass(frozen=True, slots=True)
class Triad:
    """A triangle by the places of its states, and its strength: the weakest tie's size, signed.

    Positive when balanced. ``weakest`` is the pair whose tie is the weakest of an unbalanced triad:
    the cheapest to turn; all pairs that are equally weak are named.
    """

    states: tuple[int, int, int]
    strength: float
    weakest: tuple[tuple[int, int], ...]


def triangles(ties: npt.ArrayLike) -> Triangles:
    """Count signed triangles of undirected ``ties`` (states x states), by the signs only.

    With A and B the matrices of positive and negative ties, +++ is tr(AAA) / 6, ++- is
    tr(AAB) / 2, +-- is tr(ABB) / 2 and --- is tr(BBB) / 6.

    Two allies with a common enemy, and a fourth state allied with one of them and with the enemy:

    >>> counts = triangles([[0, 1, -1, 1], [1, 0, -1, 0], [-1, -1, 0, 1], [1, 0, 1, 0]])
    >>> (counts.one_friend, counts.two_friends, counts.balanced)
    (1, 1, 0.5)

    Formula: balanced = (+++ and +-- triangles) / all signed triangles.
    Shapes: ties (n, n) give one `Triangles`.
    Unit: triangles.
    Reference: Cartwright and Harary 1956, Psychological Review 63: 277-293.
    Not for: forecasts; nor a count of independent cases, as triangles share ties.
    """
    signs = np.sign(zeroed(ties))
    plus, minus = np.maximum(signs, 0), np.maximum(-signs, 0)
    both = plus @ plus

    def trace(left: Floats, right: Floats, over: int) -> int:
        return round(float((left * right).sum()) / over)

    return Triangles(
        trace(both, plus, 6), trace(both, minus, 2),
        trace(minus @ minus, plus, 2), trace(minus @ minus, minus, 6),
    )  # fmt: skip


def pull(ties: npt.ArrayLike) -> Floats:
    """The pull of third states on each tie: the mean over k of w_ik w_kj, in squared units of ties.

    Positive pulls the two together (common friends, common enemies), negative apart (one's friend
    is the other's enemy). It is the right-hand side of the model dW/dt = W W (Kulakowski, Gawronski
    and Gronek 2005; Marvel, Kleinberg, Kleinberg and Strogatz 2011, Continuous-time model of
    structural balance, PNAS 108:1771-1776), here as a mean over the third states whose ties with
    both are known; NaN where there is none. It describes; it has not been shown to come true.

    Two states with a common enemy (-1, -1) and a friend of one alone (1, 0): (1 + 0) / 2.

    >>> both = [[0, 0, -1, 1], [0, 0, -1, 0], [-1, -1, 0, 0], [1, 0, 0, 0]]
    >>> float(pull(both)[0, 1])
    0.5

    Formula: pull_ij = mean over k of w_ik w_kj.
    Shapes: ties (n, n) give pulls (n, n), NaN on the diagonal.
    Unit: squared units of ties.
    Reference: Marvel, Kleinberg, Kleinberg and Strogatz 2011, PNAS 108: 1771-1776.
    Not for: forecasts, as it has not been shown to come true.
    """
    known = np.isfinite(checked(ties)).astype(np.float64)
    weights = zeroed(ties)
    count = known @ known
    with np.errstate(invalid="ignore"):
        mean = np.where(count > 0, weights @ weights / count, np.nan)
    np.fill_diagonal(mean, np.nan)
    return np.asarray(mean, dtype=np.float64)


def triads(ties: npt.ArrayLike, *, top: int = 10) -> tuple[Triad, ...]:
    """The unbalanced triangles that strain most: by the size of their weakest tie, then by place.

    A triad can be balanced by turning its weakest tie; the greater that tie, the greater the
    strain. Raises `BadValue` for ``top`` below 1.

    >>> strained = triads([[0, 3, -1], [3, 0, 2], [-1, 2, 0]])[0]
    >>> strained.states, strained.strength, strained.weakest
    ((0, 1, 2), -1.0, ((0, 2),))

    Formula: strength = -min(|w_ij|, |w_jk|, |w_ik|) where w_ij w_jk w_ik < 0.
    Shapes: ties (n, n) give ``top`` triads.
    Unit: that of the ties.
    Reference: Cartwright and Harary 1956, Psychological Review 63: 277-293.
    Not for: saying which tie will give way, or when.
    """
    if top < 1:
        raise BadValue(f"the {top} most strained triads", remedy="Ask for one or more.")
    weights = zeroed(ties)
    size = len(weights)
    found: list[tuple[float, int, int, int]] = []
    for i in range(size - 2):
        block = weights[i + 1 :, i + 1 :]
        arms = weights[i, i + 1 :]
        product = np.triu(np.outer(arms, arms) * block, 1)
        js, ks = np.nonzero(product < 0)
        least = np.minimum(np.minimum(abs(arms[js]), abs(arms[ks])), abs(block[js, ks]))
        best = np.lexsort((ks, js, -least))[:top]
        found += [(-least[b], i, i + 1 + js[b], i + 1 + ks[b]) for b in best]
    return tuple(_triad(weights, i, j, k) for _, i, j, k in sorted(found)[:top])


def _triad(weights: Floats, i: int, j: int, k: int) -> Triad:
    pairs = tuple((int(a), int(b)) for a, b in ((i, j), (i, k), (j, k)))
    sizes = [abs(weights[pair]) for pair in pairs]
    least = min(sizes)
    weakest = tuple(pair for pair, one in zip(pairs, sizes, strict=True) if one == least)
    return Triad((int(i), int(j), int(k)), -float(least), weakest)

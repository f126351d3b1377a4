"""The terms of the challenge model: votes, chances, utilities, risk, and the offers that follow.

All functions take arrays whose last axis is the actors (``...`` before it: any runs side by side):
``x`` positions in the issue's unit, ``w`` = capability x salience, ``s`` salience in [0, 1], ``r``
risk exponents in [0.5, 2], ``scale`` the length of the issue's line, one a run. A matrix
``[i, j]`` has the challenger first.

Equations are numbered as in Scholz, J. B., Calbert, G. J. and Smith, G. A. (2011), Unravelling
Bueno de Mesquita's group decision model, ICAART 2011, and Journal of Theoretical Politics 23 (4),
510-531, doi:10.1177/0951629811418142, who put together what Bueno de Mesquita (1985, American
Political Science Review 79, 156-177; 1994, in European Community Decision Making, Yale UP, ch. 4;
1997, International Interactions 23, 235-266) left apart. His own program was never published.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Kind = Literal["stays", "conflict", "compromise", "compel"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
CONFLICT, COMPROMISE, COMPEL = 1, 2, 3
#: Differences below this (of utilities, or of the line's length) count as none.
TINY: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Offers:
    """What each actor is made to do by each other: matrices [mover, partner].

    ``kind`` is a place in `KINDS`, 0 where nothing moves the mover; ``target`` where it would go;
    ``own`` what the mover expects of challenging the partner, ``other`` what (in the mover's view,
    or in truth) the partner expects of challenging the mover.
    """

    kind: Whole
    target: Floats
    own: Floats
    other: Floats


def votes(x: Floats, w: Floats) -> Floats:
    """Votes for the position of ``j`` against that of ``k``, [j, k], in units of ``w`` x (eq. 29).

    Actor i casts w_i (|x_i - x_k| - |x_i - x_j|); a positive sum is a win of ``j``.

    >>> votes(np.array([0.0, 1.0, 4.0]), np.ones(3))[1].tolist()
    [1.0, 0.0, 3.0]
    """
    away = np.sum(w[..., :, None] * apart(x), axis=-2)
    return np.asarray(away[..., None, :] - away[..., :, None])


def middle(x: Floats, w: Floats) -> Floats:
    """The position that no other beats in pairwise votes (Condorcet): the weighted median.

    Where two are unbeaten, halfway between the outer ones. Black (1948, Journal of Political
    Economy 56, 23-34) shows that there always is one on a line.

    >>> float(middle(np.array([4.0, 7.0, 10.0]), np.array([1.0, 1.0, 1.5])))
    7.0
    """
    tie = TINY * np.sum(w, axis=-1)[..., None, None] * (np.ptp(x, axis=-1)[..., None, None] + TINY)
    unbeaten = np.all(votes(x, w) >= -tie, axis=-1)
    low = np.min(np.where(unbeaten, x, np.inf), axis=-1)
    high = np.max(np.where(unbeaten, x, -np.inf), axis=-1)
    return np.asarray((low + high) / 2)


def mean(x: Floats, w: Floats) -> Floats:
    """The mean position, weighted: what a plain compromise gives.

    >>> float(mean(np.array([0.0, 4.0]), np.array([3.0, 1.0])))
    1.0
    """
    return np.asarray(np.sum(w * x, axis=-1) / np.sum(w, axis=-1))


def apart(x: Floats) -> Floats:
    """Distances of positions, [i, j]."""
    return np.asarray(np.abs(x[..., :, None] - x[..., None, :]))


def chances(x: Floats, w: Floats, r: Floats, scale: Floats, *, all_pairs: bool) -> Floats:
    """The chance that ``i`` prevails over ``j``, [i, j]: votes for i over votes cast (eq. 30-31).

    Actor k casts w_k (d_kj^r_k - d_ki^r_k) with d = distance / ``scale``; r = 1 is eq. 31. With
    ``all_pairs`` the votes for i are divided by those cast in all contests together, which makes
    chances small and no longer add up to 1.

    >>> x, w = np.array([0.0, 1.0, 4.0]), np.ones(3)
    >>> chances(x, w, np.ones(3), np.array(4.0), all_pairs=False)[0].round(3).tolist()
    [0.5, 0.333, 0.6]
    """
    away = (apart(x) / scale[..., None, None]) ** r[..., :, None]
    cast = w[..., :, None, None] * (away[..., :, None, :] - away[..., :, :, None])
    won = np.sum(np.maximum(cast, 0.0), axis=-3)
    if all_pairs:
        given = np.sum(np.abs(cast), axis=(-3, -2, -1))[..., None, None] + np.zeros_like(won)
    else:
        given = np.sum(np.abs(cast), axis=-3)
    return np.asarray(np.divide(won, given, out=np.full_like(won, 0.5), where=given > 0))


def expected(
    x: Floats, s: Floats, p: Floats, r: Floats, scale: Floats, *, at: Floats, rest: float
) -> Floats:
    """What ``i`` expects of challenging ``j``, [i, j], less what it expects of letting be.

    eq. 5-7 and 15-24 with d = distance / ``scale``:
    E = s_j (p U_s + (1 - p) U_f) + (1 - s_j) U_s - Q U_q - (1 - Q) U_m, where
    U_s = 2 - 4 (0.5 - 0.5 d)^r, U_f = 2 - 4 (0.5 + 0.5 d)^r, U_q = 2 - 4 0.5^r; Q is ``rest``, the
    chance that j stays where it is if let be, and U_m what its going to the median ``at`` is worth:
    2 - 4 (0.5 -+ 0.25 (|x_i - at| + distance) / scale)^r, better (-) when the median is nearer to
    i than j is. ``r`` is a matrix [i, j]. The diagonal is 0.

    >>> x, one = np.array([0.0, 1.0]), np.ones((2, 2))
    >>> full = {"scale": np.array(1.0), "at": np.array(0.0), "rest": 1.0}
    >>> expected(x, np.array([1.0, 0.5]), one * 0.5, one, **full)[0].tolist()
    [0.0, 1.0]
    """
    far = apart(x) / scale[..., None, None]
    won, lost = _utility(-0.5 * far, r), _utility(0.5 * far, r)
    resisted = s[..., None, :]
    gain = resisted * (p * won + (1 - p) * lost) + (1 - resisted) * won - rest * _utility(0.0, r)
    if rest < 1:
        near = np.abs(x - at[..., None])[..., :, None] / scale[..., None, None]
        better = np.where(near < far, -1.0, 1.0)
        gain = gain - (1 - rest) * _utility(better * 0.25 * (near + far), r)
    return np.asarray(gain * (1 - np.eye(x.shape[-1])))


def _utility(change: Any, r: Floats) -> Floats:
    return np.asarray(2.0 - 4.0 * np.maximum(0.5 + change, 0.0) ** r)


def exponents(danger: Floats) -> Floats:
    """Risk exponents from how much all others expect of challenging each (eq. 33-34).

    R = (2 danger - max - min) / (max - min) and r = (1 - R/3) / (1 + R/3): 0.5 for the one in most
    danger, 2 for the one in least, 1 where all are alike.

    >>> exponents(np.array([0.0, 1.0, 2.0])).round(6).tolist()
    [2.0, 1.0, 0.5]
    """
    most, least = (f(danger, axis=-1, keepdims=True) for f in (np.max, np.min))
    spread = most - least
    turned = np.divide(
        2 * danger - most - least, spread, out=np.zeros_like(danger), where=spread > TINY
    )
    return np.asarray((1 - turned / 3) / (1 + turned / 3))


def offers(x: Floats, own: Floats, other: Floats, scale: Floats, *, concede: bool) -> Offers:
    """What moves each actor: the octants of (``own``, ``other``), their figure 6 and eq. 35-36.

    Of mover i and partner j, with a = own and b = other: conflict (b > a > 0), i goes all the way
    to j if ``concede``, else nobody moves; compromise (b > 0 > a, b >= -a), i goes |a / b| of the
    way; compel (b > 0 > a, b < -a), i goes all the way. Elsewhere i does not move: it has the upper
    hand, or neither would challenge (stalemate).
    """
    far = apart(x) > TINY * scale[..., None, None]
    strong, weak = far & (other > TINY), own < -TINY
    kind = np.zeros(own.shape, np.int64)
    kind[strong & (own > TINY) & (other > own + TINY)] = CONFLICT if concede else 0
    kind[strong & weak & (other >= -own)] = COMPROMISE
    kind[strong & weak & (other < -own)] = COMPEL
    here, there = x[..., :, None], x[..., None, :]
    part = np.abs(np.divide(own, other, out=np.ones_like(own), where=kind == COMPROMISE))
    target = here + (there - here) * np.where(kind == COMPROMISE, part, 1.0)
    return Offers(kind, np.where(kind > 0, target, here), own, other)

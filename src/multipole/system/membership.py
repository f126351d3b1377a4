"""Blocs over time, and how near each state is to each pole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue
from multipole.system.ties import Floats, Ints, checked


def matched(before: npt.ArrayLike, after: npt.ArrayLike, *, fresh: int) -> Ints:
    """The labels ``after`` renamed to continue ``before``: the same states in the same places.

    Hungarian assignment (Kuhn 1955) of new blocs to old by the number of common members, so that
    the most states keep their label. A bloc that shares no member with an old one left over gets
    the next number from ``fresh``. -1 (absent, or of unknown ties) stays -1.

    >>> matched([0, 0, 0, 1, 1], [1, 1, 0, 0, 0], fresh=2).tolist()
    [0, 0, 1, 1, 1]
    >>> matched([0, 0, 0, 0], [0, 0, 1, 1], fresh=1).tolist()
    [0, 0, 1, 1]
    """
    from scipy.optimize import linear_sum_assignment

    old, new = np.asarray(before, dtype=np.int64), np.asarray(after, dtype=np.int64)
    if old.shape != new.shape or old.ndim != 1:
        raise BadValue(
            f"labels of shapes {old.shape} and {new.shape}",
            remedy="Give one label a state for the same states.",
        )
    olds, news = (np.unique(labels[labels >= 0]) for labels in (old, new))
    common = np.array([[((old == a) & (new == b)).sum() for b in news] for a in olds])
    names: dict[int, int] = {}
    if common.size:
        for a, b in zip(*linear_sum_assignment(-common), strict=True):
            if common[a, b]:
                names[int(news[b])] = int(olds[a])
    for bloc in news.tolist():
        if bloc not in names:
            names[bloc], fresh = fresh, fresh + 1
    return np.array([names.get(int(bloc), -1) for bloc in new], dtype=np.int64)


def followed(labels: Sequence[npt.ArrayLike]) -> Ints:
    """Labels of successive periods (periods x states) so that a bloc keeps its number.

    Each period continues the one before; a bloc that ends does not lend its number to another.

    >>> followed([[0, 0, 1], [1, 1, 0], [0, 0, 0]]).tolist()
    [[0, 0, 1], [0, 0, 1], [0, 0, 0]]
    """
    rows: list[Ints] = []
    fresh = 0
    for given in labels:
        now = np.asarray(given, dtype=np.int64)
        rows.append(matched(rows[-1], now, fresh=fresh) if rows else now)
        fresh = max(fresh, int(rows[-1].max(initial=-1)) + 1)
    return np.array(rows, dtype=np.int64)


def nearness(ties: npt.ArrayLike, labels: npt.ArrayLike) -> Floats:
    """Each state's mean known tie to the members of each bloc, itself left out: (states, blocs).

    In the unit of the ties; the blocs are those of the labels from 0 to the greatest. NaN where no
    tie is known. The difference of two columns places a state between two poles.

    >>> nearness([[0, 4, 1], [4, 0, 2], [1, 2, 0]], [0, 0, 1]).tolist()
    [[4.0, 1.0], [4.0, 2.0], [1.5, nan]]

    Formula: near_ib = mean of the known w_ij over j in bloc b, j other than i.
    Shapes: ties (n, n) and labels (n,) give (n, blocs).
    Unit: that of the ties.
    Reference: the average linkage of Sokal and Michener 1958, University of Kansas Science Bulletin
    38: 1409-1438.
    Not for: membership: a state may be nearest to a bloc that it is not in.
    """
    known = checked(ties)
    member = np.asarray(labels, dtype=np.int64)
    if member.shape != (len(known),):
        raise BadValue(
            f"labels of shape {member.shape} for {len(known)} states",
            remedy="Give one label a state.",
        )
    inside = (member[:, None] == np.arange(member.max(initial=-1) + 1)).astype(np.float64)
    count = np.isfinite(known).astype(np.float64) @ inside
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(count > 0, np.nan_to_num(known) @ inside / count, np.nan))


def leaders(weights: npt.ArrayLike, labels: npt.ArrayLike) -> tuple[int, ...]:
    """The place of the weightiest member of each bloc, -1 where no member's weight is known.

    Tie the states to their poles with ``ties[:, leader]``; equal weights go to the first.

    >>> leaders([0.2, 0.5, 0.3], [0, 0, 1])
    (1, 2)
    """
    heavy, member = np.asarray(weights, dtype=np.float64), np.asarray(labels, dtype=np.int64)
    found = []
    for bloc in range(member.max(initial=-1) + 1):
        inside = np.where((member == bloc) & np.isfinite(heavy), heavy, -np.inf)
        found.append(int(inside.argmax()) if np.isfinite(inside).any() else -1)
    return tuple(found)

"""Local moving: states change blocs one by one, then blocs merge, while the quality rises."""

from __future__ import annotations

import numba
import numpy as np

from multipole.system.ties import Floats, Ints


@numba.njit(cache=True)  # type: ignore[untyped-decorator,unused-ignore]
def moved(excess: Floats, labels: Ints, order: Ints) -> Ints:
    """Labels after no single move and no merger of two blocs adds to the sum within blocs.

    ``excess`` is symmetric with a diagonal of nought; labels lie in [0, states); states are tried
    in ``order``.
    """
    size = len(excess)
    least = 1e-10 * np.abs(excess).max() * size if size else 0.0
    labels = labels.copy()
    sums = np.zeros((size, size))
    count = np.zeros(size, dtype=np.int64)
    for j in range(size):
        count[labels[j]] += 1
        for i in range(size):
            sums[i, labels[j]] += excess[i, j]
    while True:
        changed = True
        while changed:
            changed = False
            for i in order:
                old = labels[i]
                new, most = old, sums[i, old] + least
                for bloc in range(size):
                    value = sums[i, bloc] if count[bloc] > 0 else 0.0
                    if bloc != old and value > most and (count[bloc] > 0 or count[old] > 1):
                        new, most = bloc, value
                if new != old:
                    changed = True
                    labels[i] = new
                    count[old] -= 1
                    count[new] += 1
                    for j in range(size):
                        sums[j, old] -= excess[j, i]
                        sums[j, new] += excess[j, i]
        left, right, most = -1, -1, least
        between = np.zeros((size, size))
        for i in range(size):
            for bloc in range(size):
                between[labels[i], bloc] += sums[i, bloc]
        for one in range(size):
            for other in range(one):
                if count[one] > 0 and count[other] > 0 and between[one, other] > most:
                    left, right, most = one, other, between[one, other]
        if left < 0:
            return labels
        for i in range(size):
            sums[i, right] += sums[i, left]
            sums[i, left] = 0.0
            if labels[i] == left:
                labels[i] = right
        count[right] += count[left]
        count[left] = 0
